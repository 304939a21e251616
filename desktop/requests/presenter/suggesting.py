"""Category and department follow from the words, until the clerk chooses them by hand."""

from __future__ import annotations
