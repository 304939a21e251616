"""Made-up installers and installed programs: as the packer and the installer leave them, but a few kilobytes large."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.updates.store import Installation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["BODY", "COMMIT", "NAME", "OURS", "THEIRS", "facts", "install", "installer", "public", "snapshot", "trailed"]

OURS = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
THEIRS = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
COMMIT = "1a2b3c4d" * 5
NAME = "0.1.0-00aa11bb"
BODY = b"MZ" + bytes(range(256)) * 40
"""What the packer wrote: it begins as every Windows program does."""


def public(key: Ed25519PrivateKey) -> bytes:
    """Return the raw public key of `key`."""
    return key.public_key().public_bytes_raw()


def facts(body: bytes = BODY, **changed: Any) -> dict[str, Any]:
    """Return what an installer of version 0.2.0 says of itself, with `changed` in it."""
    said: dict[str, Any] = {
        "commit": COMMIT,
        "installed": 250_000,
        "installer": {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)},
        "product": "touchpoint",
        "system": "windows",
        "version": "0.2.0",
    }
    return {**said, **changed}


def trailed(body: bytes, line: bytes, key: Ed25519PrivateKey | None = OURS) -> bytes:
    """Return an installer that ends with a block of `line`, signed with `key` or marked unsigned."""
    signature = b"unsigned" if key is None else base64.b64encode(key.sign(line))
    block = line + b"\n" + signature + b"\n"
    return body + block + len(block).to_bytes(8, "big") + b"TPUPDATE"


def installer(said: Mapping[str, Any] | None = None, *, key: Ed25519PrivateKey | None = OURS) -> bytes:
    """Return a whole installer that says `said` of itself."""
    return trailed(BODY, json.dumps(said or facts(), sort_keys=True).encode(), key)


def install(root: Path, name: str = NAME, key: bytes | None = None, *, previous: str = "") -> Installation:
    """Leave in `root` what the installer leaves there, over the version `previous` if one is named."""
    for each in filter(None, (previous, name)):
        program = root / "versions" / each / "program"
        (program / "desktop").mkdir(parents=True)
        (program / "desktop" / "__init__.py").write_text(f"# {each}\n", "utf-8")
        if key is not None:
            (program / "update-key.txt").write_bytes(base64.b64encode(key) + b"\n")
    (root / "Touchpoint.exe").write_bytes(b"MZ launcher")
    (root / "current.txt").write_text(f"{name}\n", "ascii")
    if previous:
        (root / "previous.txt").write_text(f"{previous}\n", "ascii")
    return Installation(root, name)


def snapshot(root: Path) -> dict[str, bytes | None]:
    """Return everything that lies in `root`: each file with its content, each folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(root.rglob("*"))
    }
