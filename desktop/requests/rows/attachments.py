"""What a screen shows of the photos and files of a request, and how many and how large they may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["LARGEST_FILE", "LARGEST_THUMBNAIL", "MOST_FILES", "THUMBNAIL_SIDE", "AttachmentRow"]

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of one file."""

MOST_FILES = 10
"""Files of one request, those taken away not counted."""

THUMBNAIL_SIDE = 160
"""Pixels of the longer side of a thumbnail."""

LARGEST_THUMBNAIL = 40_000
"""Bytes of a thumbnail."""


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One photo or file: `size` in bytes, `thumbnail` a JPEG or none, `by` the account that added it."""

    id: int
    version: int
    name: str
    media_type: str
    size: int
    thumbnail: bytes | None
    added_at: datetime
    by: str
