"""What can be told of a finished document."""

from __future__ import annotations

import re

__all__ = ["page_count"]

_PAGE = re.compile(rb"/Type /Page\b")
"""What each page's own object says; `Document` leaves these objects readable and packs only what is drawn."""


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF made by `Document` has."""
    return len(_PAGE.findall(pdf))
