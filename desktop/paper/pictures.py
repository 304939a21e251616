"""Pictures from outside, before they are trusted to stand on paper."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from reportlab.lib.utils import ImageReader

__all__ = ["can_be_drawn"]

_FAULTS = (EOFError, IndexError, OSError, SyntaxError, ValueError, struct.error, zlib.error)
"""What ReportLab's picture reader raises for bytes that are no whole picture."""


def can_be_drawn(content: bytes) -> bool:
    """Tell whether a PNG or JPEG is whole, by decoding it; how many pixels it claims is to be looked at before."""
    try:
        ImageReader(BytesIO(content)).getRGBData()
    except _FAULTS:
        return False
    return True
