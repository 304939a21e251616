"""What a file from outside is, by its first bytes as well as by its name; what could act is refused in words.

Photos, PDF, plain text, Word and Excel files without macros pass. Nothing is decoded or unpacked here but the list
of parts of a Word or Excel file, so that no file can grow or run while it is looked at.
"""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.core.file_names import ending_of
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from desktop.core.i18n import Message

__all__ = ["MOST_PARTS", "MOST_PIXELS", "FileKind", "kind_of", "picture_size", "refuse_ending"]

MOST_PIXELS = 60_000_000
"""Pixels of a picture. At four bytes each they stay within what a decoder is allowed (256 MB)."""

MOST_PARTS = 5000
"""Parts of a Word or Excel file."""

TEXT_LOOKED_AT = 4096
"""Bytes at the start of a text that are searched for a web page or script."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind that is kept: its media type, its usual endings (the first is given to a photo that has another)."""

    media_type: str
    endings: tuple[str, ...]
    picture: bool = False


JPEG = FileKind("image/jpeg", (".jpg", ".jpeg", ".jfif"), picture=True)
PNG = FileKind("image/png", (".png",), picture=True)
GIF = FileKind("image/gif", (".gif",), picture=True)
WEBP = FileKind("image/webp", (".webp",), picture=True)
PDF = FileKind("application/pdf", (".pdf",))
TEXT = FileKind("text/plain", (".txt",))
WORD = FileKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
EXCEL = FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))

_KINDS = (JPEG, PNG, GIF, WEBP, PDF, TEXT, WORD, EXCEL)
_OFFICE = {"word/": WORD, "xl/": EXCEL}


def _endings(words: str) -> frozenset[str]:
    return frozenset(f".{word}" for word in words.split())


_ACTING = _endings(
    "exe com scr pif bat cmd ps1 psm1 vbs vbe js jse wsf wsh hta msi msp msc dll sys cpl jar reg lnk url scf inf sh"
    " bash py pyw rb pl php apk app dmg pkg deb rpm elf bin iso img vhd vhdx html htm xhtml mht mhtml shtml svg svgz"
    " xml xsl swf chm hlp gadget application appx msix desktop library-ms search-ms settingcontent-ms"
)
_WITH_MACROS = _endings("docm dotm dot xlsm xltm xlsb xlam xla xls doc pptm ppt rtf odt ods")
_PART = b"PK\x01\x02"
"""What each part of an archive begins with in its list of parts."""
_MARKUP = ("<!doctype", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<?php", "<iframe", "#!")


def refuse_ending(name: str) -> None:
    """Raise UserError where a file called `name` is not kept, whatever is in it; asked before it is read."""
    ending = ending_of(name)
    if ending in _ACTING:
        raise UserError(
            msg(
                "“%(file)s” is a program, script or web page and is not kept. Add a photo, a PDF, a text, Word or"
                " Excel file.",
                file=name,
            )
        )
    if ending in _WITH_MACROS:
        raise UserError(msg("“%(file)s” can hold macros. Save it as docx or xlsx, then add that.", file=name))
    if ending and not any(ending in kind.endings for kind in _KINDS):
        raise UserError(
            msg(
                "Files like “%(file)s” are not kept. Add a photo (JPEG, PNG, WebP, GIF), a PDF, a text, Word or Excel"
                " file.",
                file=name,
            )
        )


def kind_of(name: str, content: bytes) -> FileKind:
    """Return what the file called `name` is; raise UserError, naming it, for what is not kept.

    Its ending must be one of its kind's, or any picture's for a picture, or none for a picture.
    """
    refuse_ending(name)
    if not content:
        raise UserError(msg("“%(file)s” is empty; choose another file.", file=name))
    kind = _by_content(name, content)
    ending = ending_of(name)
    if kind is None or not _fits(kind, ending):
        raise UserError(
            msg(
                "“%(file)s” is not what its name says. Open it, save it anew as a photo or PDF, and add that.",
                file=name,
            )
        )
    if kind.picture:
        _check_size(name, content)
    return kind


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height that a JPEG, PNG, GIF or WebP claims, None where its head is damaged."""
    try:
        if content.startswith(b"\x89PNG") and content[12:16] == b"IHDR":
            wide, high = struct.unpack_from(">II", content, 16)
        elif content.startswith(b"GIF8"):
            wide, high = struct.unpack_from("<HH", content, 6)
        elif content.startswith(b"RIFF"):
            wide, high = _webp_size(content)
        elif content.startswith(b"\xff\xd8"):
            wide, high = _jpeg_size(content)
        else:
            return None
    except (struct.error, IndexError):
        return None
    return (wide, high) if wide > 0 and high > 0 else None


def _by_content(name: str, content: bytes) -> FileKind | None:
    signatures = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
    for signature, kind in (*signatures, (b"GIF87a", GIF), (b"GIF89a", GIF)):
        if content.startswith(signature):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"PK\x03\x04"):
        return _office(name, content)
    return TEXT if _is_plain_text(content) else None


def _fits(kind: FileKind, ending: str) -> bool:
    if not ending:
        return kind.picture
    return ending in kind.endings or (
        kind.picture and any(ending in other.endings for other in _KINDS if other.picture)
    )


def _check_size(name: str, content: bytes) -> None:
    size = picture_size(content)
    if size is None:
        raise UserError(msg("The picture “%(file)s” is damaged; take or save it again.", file=name))
    if size[0] * size[1] > MOST_PIXELS:
        raise UserError(
            msg(
                "The picture “%(file)s” has %(count)s million pixels; make it smaller than %(most)s million.",
                file=name,
                count=-(-size[0] * size[1] // 1_000_000),
                most=MOST_PIXELS // 1_000_000,
            )
        )


def _office(name: str, content: bytes) -> FileKind | None:
    """Return Word or Excel by the parts in the archive, None for any other archive."""
    if content.count(_PART) > MOST_PARTS:
        return None  # before a list of a million parts is made
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = [part.filename.lower() for part in archive.infolist()]
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return None
    if "[content_types].xml" not in parts:
        return None
    acting = ("vbaproject", "vbadata", "activex", "oleobject", "macrosheets")
    if any(sign in part for part in parts for sign in acting):
        raise UserError(_with_macros(name))
    return next((kind for folder, kind in _OFFICE.items() if any(part.startswith(folder) for part in parts)), None)


def _with_macros(name: str) -> Message:
    return msg(
        "“%(file)s” holds macros or embedded programs. Save it without them, or as a PDF, and add that.", file=name
    )


def _is_plain_text(content: bytes) -> bool:
    """Tell whether it is text (UTF-8, UTF-16 with its mark, or GB 18030) that is neither page nor script."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            return False
    if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text):
        return False
    start = text[:TEXT_LOOKED_AT].casefold()
    return not any(start.lstrip().startswith(sign) for sign in _MARKUP) and "<script" not in start


def _webp_size(content: bytes) -> tuple[int, int]:
    form = content[12:16]
    if form == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if form == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    wide, high = struct.unpack_from("<HH", content, 26)
    return wide & 0x3FFF, high & 0x3FFF


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Walk the segments to the frame header (SOF); raise IndexError or struct.error where there is none."""
    at = 2
    while True:
        while content[at] == 0xFF and content[at + 1] == 0xFF:
            at += 1
        marker = content[at + 1]
        if content[at] != 0xFF or marker in {0xD9, 0xDA}:
            raise IndexError(at)
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            high, wide = struct.unpack_from(">HH", content, at + 5)
            return wide, high
        if 0xD0 <= marker <= 0xD8 or marker == 0x01:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        at += 2 + max(length, 2)
