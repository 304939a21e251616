"""What an installer says of itself at its end, and whether it may replace the version in use. Bytes in, words out.

An installer is what the packer wrote, then a block, then the block's length (8 bytes, big-endian) and `MARK`. The
block is one line of JSON and one of the line's Ed25519 signature in base64, or "unsigned". The line names the SHA-256
and the size of everything before the block, so that a signature of the line is one of the whole file.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from desktop.core.errors import UserError
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "LONGEST_TAIL",
    "UNSIGNED",
    "Block",
    "Vouching",
    "is_name",
    "is_newer",
    "judge",
    "key_from",
    "read_block",
    "require_content",
    "signature_holds",
    "version_in",
]

PRODUCT = "touchpoint"
SYSTEM = "windows"
MARK = b"TPUPDATE"
UNSIGNED = b"unsigned"
"""What stands in place of a signature where there is none."""

LONGEST_BLOCK = 65_536
"""Bytes of a block at most."""

_LENGTH = 8
LONGEST_TAIL = LONGEST_BLOCK + _LENGTH + len(MARK)
"""Bytes at the end of an installer that hold all that `read_block` looks at."""

_MOST_BYTES = 1 << 40
_KEY_BYTES = 32
_SIGNATURE_BYTES = 64
_VERSION = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,5}){0,3}")
_NAME = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,5}){0,3})(?:-[0-9a-z.-]{1,64})?")
_HEX = {"commit": re.compile(r"[0-9a-f]{40}"), "sha256": re.compile(r"[0-9a-f]{64}")}
_PROGRAM = b"MZ"


class Vouching(Enum):
    """Whether the makers vouch for a file."""

    SIGNED = "signed by the key that this version was shipped with"
    UNSIGNED = "marked unsigned by whoever built it"
    UNKNOWN = "this version was shipped without a key, so nothing can be proved"


@dataclass(frozen=True, slots=True)
class Block:
    """What an installer says of itself, read but not believed yet.

    `installed` is the bytes that the installed version takes, `size` and `sha256` (hexadecimal) are those of all that
    comes before the block, `length` the bytes of the block with what follows it. `line` is what `signature` is of;
    None where the block is marked unsigned.
    """

    product: str
    system: str
    version: str
    commit: str
    installed: int
    size: int
    sha256: str
    length: int
    line: bytes = field(repr=False)
    signature: bytes | None = field(repr=False)


# --- reading --------------------------------------------------------------------------------------------------------


def read_block(tail: bytes, head: bytes = _PROGRAM) -> Block:
    """Return what an installer says of itself; `tail` is its end, at least `LONGEST_TAIL` bytes if it has as many.

    `head` are its first bytes: they tell half an installer from a file that is no program at all. Raises UserError
    when there is no block or it cannot be read, whatever is in it.
    """
    if not tail.endswith(MARK):
        raise _half() if head.startswith(_PROGRAM) else _no_installer()
    end = len(tail) - len(MARK) - _LENGTH
    length = int.from_bytes(tail[end : end + _LENGTH], "big") if end >= 0 else 0
    if not 0 < length <= min(end, LONGEST_BLOCK):
        raise _unreadable()
    lines = tail[end - length : end].split(b"\n")
    if len(lines) != 3 or lines[2]:
        raise _unreadable()
    try:
        return _block(lines, length + _LENGTH + len(MARK))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _unreadable() from None


def _block(lines: Sequence[bytes], length: int) -> Block:
    """Read both lines of a block; raises ValueError, KeyError, TypeError or RecursionError for what is none."""
    line, signature = lines[0], lines[1]
    plain: Any = json.loads(line.decode("utf-8", "strict"))
    installer = plain["installer"]
    version = plain["version"]
    if not _VERSION.fullmatch(version):
        raise ValueError("no version")
    return Block(
        product=_text(plain["product"]),
        system=_text(plain["system"]),
        version=version,
        commit=_hexadecimal(plain, "commit"),
        installed=_bytes(plain["installed"]),
        size=_bytes(installer["size"]),
        sha256=_hexadecimal(installer, "sha256"),
        length=length,
        line=line,
        signature=None if signature == UNSIGNED else _decoded(signature, _SIGNATURE_BYTES),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _bytes(value: object) -> int:
    if type(value) is not int or not 0 < value <= _MOST_BYTES:
        raise ValueError("no number of bytes")
    return value


def _hexadecimal(plain: Any, name: str) -> str:
    text = _text(plain[name])
    if not _HEX[name].fullmatch(text):
        raise ValueError("no digest")
    return text


def _decoded(text: bytes, length: int) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    if len(content) != length:
        raise ValueError("of another length")
    return content


def key_from(content: bytes) -> bytes:
    """Return the raw public key that a version's key file holds in base64; raises ValueError for anything else."""
    return _decoded(content.strip(), _KEY_BYTES)


# --- versions -------------------------------------------------------------------------------------------------------


def version_in(name: str) -> str:
    """Return the version that a folder of an installed version is named after ("0.2.0-1a2b3c4d"); "" for no name."""
    found = _NAME.fullmatch(name)
    return found[1] if found else ""


def is_name(name: str) -> bool:
    """Tell whether `name` can be that of an installed version's folder, hence may become part of a path."""
    return bool(_NAME.fullmatch(name))


def is_newer(version: str, than: str) -> bool:
    """Tell whether `version` comes after another: 0.10 after 0.9, and 1.0 is the same as 1.0.0."""
    return _order(version) > _order(than)


def _order(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


# --- judging --------------------------------------------------------------------------------------------------------


def judge(block: Block, *, file_size: int, version: str, key: bytes | None) -> Vouching:
    """Return who vouches for a file of `file_size` bytes that may replace `version`; its content is not looked at.

    `key` is the public key that `version` was shipped with, None if it was built without. Raises UserError, each
    reason its own sentence: another product or system, cut or grown, older, the same, unsigned, signed by others.
    """
    if block.product != PRODUCT:
        raise UserError(msg("This is the installer of another program; nothing was installed. Choose another file."))
    if block.system != SYSTEM:
        raise UserError(
            msg("This installer is meant for another system; nothing was installed. Choose the one for Windows.")
        )
    if block.size + block.length != file_size:
        raise _changed()
    if is_newer(version, than=block.version):
        raise UserError(
            msg(
                "This file brings version %(offered)s, but the newer version %(current)s is in use; nothing was"
                " installed.",
                offered=block.version,
                current=version,
            )
        )
    if not is_newer(block.version, than=version):
        raise UserError(msg("Version %(version)s is in use already; there is nothing to install.", version=version))
    return _vouching(block, key)


def require_content(block: Block, sha256: str) -> None:
    """Raise UserError unless all that comes before the block has the digest that the block names."""
    if block.sha256 != sha256:
        raise _changed()


def signature_holds(line: bytes, signature: bytes, key: bytes) -> bool:
    """Tell whether `signature` (64 bytes) of `line` was made with the private key that belongs to `key` (32 bytes)."""
    # Only a file that is looked at needs this library; the program starts without it.
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, line)
    except InvalidSignature:
        return False
    return True


def _vouching(block: Block, key: bytes | None) -> Vouching:
    if key is None:
        return Vouching.UNSIGNED if block.signature is None else Vouching.UNKNOWN
    if block.signature is None:
        raise UserError(
            msg(
                "This installer is not signed, and this version takes signed ones only; nothing was installed. Get it"
                " from where this program came from."
            )
        )
    if not signature_holds(block.line, block.signature, key):
        raise UserError(
            msg(
                "The signature of this installer is not that of this program's makers; nothing was installed. Do not"
                " open the file, and ask where it came from."
            )
        )
    return Vouching.SIGNED


def _half() -> UserError:
    return UserError(
        msg(
            "This installer breaks off: it was not downloaded to its end, or it is that of another program. Download"
            " it again."
        )
    )


def _no_installer() -> UserError:
    return UserError(
        msg("This file is no installer of Touchpoint. Choose the one that ends in “%(ending)s”.", ending="setup.exe")
    )


def _unreadable() -> UserError:
    return UserError(
        msg("What this installer says of itself cannot be read: the file is damaged or was changed. Download it again.")
    )


def _changed() -> UserError:
    return UserError(
        msg("This installer is damaged or was changed after it was made; nothing was installed. Download it again.")
    )
