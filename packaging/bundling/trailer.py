"""What stands at the end of setup.exe, for the program that is to be updated by it.

After what makensis wrote come a block, the block's length (8 bytes, big-endian) and `MARK`. The block is a line of JSON
that names product, system, version, commit, what is installed, and the SHA-256 of everything before the block, and a
line with the signature of that. Windows and the installer itself do not look behind their own end.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bundling.fetching import FetchError
from bundling.manifest import PRODUCT
from bundling.signing import signed_line

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["LONGEST", "MARK", "Release", "append"]

MARK = b"TPUPDATE"
LONGEST = 65_536
"""Bytes of a block at most."""


@dataclass(frozen=True)
class Release:
    """What an installer brings; `commit` is the whole hash, `product` another one only to try out a refusal."""

    version: str
    commit: str
    product: str = PRODUCT
    system: str = "windows"

    @property
    def name(self) -> str:
        """The folder of this version beneath `versions`."""
        return f"{self.version}-{self.commit[:8]}"


def append(setup: Path, release: Release, installed: int, key: Ed25519PrivateKey | None) -> None:
    """Put the block at the end of `setup`; `installed` is the bytes that it takes on the disk once installed."""
    with setup.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    said = {
        "commit": release.commit,
        "installed": installed,
        "installer": {"sha256": digest, "size": setup.stat().st_size},
        "product": release.product,
        "system": release.system,
        "version": release.version,
    }
    block = signed_line(said, key)
    if len(block) > LONGEST:
        raise FetchError(f"The block at the end of {setup.name} is longer than {LONGEST} bytes.")
    with setup.open("ab") as end:
        end.write(block + len(block).to_bytes(8, "big") + MARK)
