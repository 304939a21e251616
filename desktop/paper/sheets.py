"""What can be told of a finished document."""

from __future__ import annotations

import re

__all__ = ["page_count"]

_PAGES = re.compile(rb"<<\n/Count (\d+) /Kids \[[^\]]*\] /Type /Pages\n>>")
"""The tree of pages as ReportLab writes it; in a title its line breaks would be written otherwise."""


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF made by `Document` has; raise ValueError for any other."""
    found = _PAGES.search(pdf)
    if found is None:
        raise ValueError("this PDF was not made here")
    return int(found[1])
