"""The makers' key: what is signed with it, and how the program it built knows its public half.

The variable TOUCHPOINT_SIGNING_KEY, or `--sign`, names a file with an Ed25519 private key in PEM. A build without it is
marked unsigned, and says so wherever that is shown.
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bundling.fetching import FetchError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["KEY", "signed_line", "signing_key", "write_public_key"]

KEY = "TOUCHPOINT_SIGNING_KEY"
PUBLIC = "update-key.txt"
UNSIGNED = b"unsigned"


def signing_key() -> Ed25519PrivateKey | None:
    """Return the key that this build is signed with, None without one; raise FetchError for a file that holds none."""
    named = os.environ.get(KEY, "")
    if not named:
        return None
    try:
        key = load_pem_private_key(Path(named).read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise FetchError(f"{named} cannot be read as a private key without a password: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise FetchError(f"{named} is no Ed25519 private key.")
    return key


def signed_line(said: Mapping[str, object], key: Ed25519PrivateKey | None) -> bytes:
    """Return what is said as a line of JSON, and a line with the signature of it, or "unsigned" without a key."""
    line = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    signature = UNSIGNED if key is None else base64.b64encode(key.sign(line))
    return line + b"\n" + signature + b"\n"


def write_public_key(program: Path, key: Ed25519PrivateKey | None) -> None:
    """Leave the public half of `key` in the folder of the program; nothing is left there without a key."""
    place = program / PUBLIC
    place.unlink(missing_ok=True)
    if key is not None:
        place.write_bytes(base64.b64encode(key.public_key().public_bytes_raw()) + b"\n")
