"""Pictures from outside, before they are trusted to stand on paper."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageOps
from reportlab.lib.utils import ImageReader

__all__ = ["can_be_drawn", "scaled"]

LONGEST_SIDE = 1000
"""Pixels of a photo on paper: at 80 mm more than a printer shows."""
QUALITY = 82
"""Of a JPEG."""

_FAULTS = (EOFError, IndexError, OSError, SyntaxError, ValueError, struct.error, zlib.error)
"""What ReportLab's picture reader raises for bytes that are no whole picture."""


def can_be_drawn(content: bytes) -> bool:
    """Tell whether a PNG or JPEG is whole, by decoding it; how many pixels it claims is to be looked at before."""
    try:
        ImageReader(BytesIO(content)).getRGBData()
    except _FAULTS:
        return False
    return True


def scaled(content: bytes) -> bytes | None:
    """Return a picture as an upright JPEG of at most 1000 pixels a side, None where it cannot be decoded.

    Its size in pixels was looked at when it was attached (`core/file_kinds.py`).
    """
    try:
        with Image.open(BytesIO(content)) as picture:
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            plain = _on_white(upright)
    except _FAULTS:
        return None
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = BytesIO()
    plain.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a picture without transparency: what shows through is paper."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(white, layered).convert("RGB")
