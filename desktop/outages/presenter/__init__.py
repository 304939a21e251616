"""What the page of outages decides."""

from __future__ import annotations
