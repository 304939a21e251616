"""Looks at a zipped workbook before anything unpacks it: bombs, document types, passwords.

Run in the child only, where a lying directory meets the memory and time limits as well.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from desktop.sheets.transport import Fault, FaultError

__all__ = ["check_archive", "read_part"]

MOST_ENTRIES = 2_000
MOST_UNPACKED = 400_000_000
MOST_PART_RATIO = 200
RATIO_COUNTS_FROM = 20_000_000
"""Repetitive sheets shrink a hundredfold in honest files; a ratio means something only where the size does."""

HEAD = 16_384
CONTENT = "content.xml"
DAMAGE = (BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, OSError)
"""What zipfile raises over damaged or unusual archives."""


def check_archive(data: bytes) -> bool:
    """Refuse a zip file that is no workbook or a dangerous one; return whether it is an OpenDocument.

    Raises FaultError: damaged, too dense, with a document type declaration, with a password, no workbook.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _check(archive)
    except RuntimeError as error:  # zipfile's word for an encrypted entry
        raise FaultError(Fault.PASSWORD) from error
    except DAMAGE as error:
        raise FaultError(Fault.DAMAGED) from error


def read_part(data: bytes, name: str) -> bytes:
    """Return the unpacked part `name` of an archive that `check_archive` let pass; FaultError when damaged."""
    try:
        with ZipFile(BytesIO(data)) as archive, archive.open(name) as part:
            content = part.read(MOST_UNPACKED + 1)
    except DAMAGE as error:
        raise FaultError(Fault.DAMAGED) from error
    if len(content) > MOST_UNPACKED:
        raise FaultError(Fault.TOO_DENSE)
    return content


def _check(archive: ZipFile) -> bool:
    parts = archive.infolist()
    if len(parts) > MOST_ENTRIES or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FaultError(Fault.TOO_DENSE)
    if any(
        part.file_size > RATIO_COUNTS_FROM and part.file_size > MOST_PART_RATIO * max(part.compress_size, 1)
        for part in parts
    ):
        raise FaultError(Fault.TOO_DENSE)
    names = {part.filename for part in parts}
    open_document = CONTENT in names
    if not open_document and not any(name.startswith("xl/") for name in names):
        raise FaultError(Fault.UNKNOWN)
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as opened:
                _check_part(part.filename, opened.read(HEAD))
    return open_document


def _check_part(name: str, head: bytes) -> None:
    # an encrypted OpenDocument says so in its manifest; its parts are noise
    if name == "META-INF/manifest.xml" and b"encryption-data" in head:
        raise FaultError(Fault.PASSWORD)
    # NULs go first, so that a part in UTF-16 hides nothing
    if b"<!DOCTYPE" in head.replace(b"\0", b"").upper():
        raise FaultError(Fault.ENTITIES)
