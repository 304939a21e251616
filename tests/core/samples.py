"""Small files of every kind, made byte by byte, for the tests of what reads files."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["gif", "jpeg", "office", "pdf", "png", "webp"]


def png(wide: int = 4, high: int = 3, shade: int = 0) -> bytes:
    """Return a grey picture; a huge one only claims its size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = (b"\0" + bytes([shade]) * wide) * high if wide * high < 1_000_000 else b""
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    packed = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + packed + chunk(b"IEND", b"")


def jpeg(wide: int = 4, high: int = 3, about: bytes = b"") -> bytes:
    """Return the head of a JPEG with a segment `about` it in front of its frame; nothing can be decoded."""
    note = b"\xff\xe1" + struct.pack(">H", len(about) + 2) + about
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 8 + 3, 8, high, wide, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04ab" + note + frame + b"\xff\xda\x00\x02\xff\xd9"


def gif(wide: int = 4, high: int = 3) -> bytes:
    """Return the head of a GIF."""
    return b"GIF89a" + struct.pack("<HH", wide, high) + b"\0\0\0;"


def webp(wide: int = 4, high: int = 3) -> bytes:
    """Return the head of an extended WebP."""
    canvas = b"\0" * 4 + (wide - 1).to_bytes(3, "little") + (high - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def pdf() -> bytes:
    """Return the smallest thing that calls itself a PDF."""
    return b"%PDF-1.7\n%%EOF\n"


def office(folder: str = "word", parts: Sequence[str] = ()) -> bytes:
    """Return an archive with the parts a Word or Excel file has, and `parts` besides."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in ("[Content_Types].xml", f"{folder}/document.xml", *parts):
            archive.writestr(part, "<x/>")
    return out.getvalue()
