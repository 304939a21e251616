"""The forms of outages."""

from __future__ import annotations
