"""What was built: every file with its hash, every package with its version and licence; signed where there is a key.

The key that signs is named by the variable TOUCHPOINT_SIGNING_KEY: a file with an Ed25519 private key in PEM. A build
without it is marked unsigned, and says so wherever the manifest is shown.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
from email.parser import Parser
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["PRODUCT", "describe", "packages_in", "signed", "write_licences"]

PRODUCT = "touchpoint"
KEY = "TOUCHPOINT_SIGNING_KEY"
_PERMISSIVE = {"MIT License": "MIT", "BSD License": "BSD-3-Clause", "Apache Software License": "Apache-2.0"}


def packages_in(site: Path) -> list[dict[str, str]]:
    """Return name, version, licence and licence texts of every package unpacked in `site`, by name."""
    found = []
    for about in sorted(site.glob("*.dist-info/METADATA")):
        stated = Parser().parsestr(about.read_text("utf-8"), headersonly=True)
        classified = [
            line.rpartition(" :: ")[2] for line in stated.get_all("Classifier", []) if line.startswith("License :: ")
        ]
        licence = stated.get("License-Expression") or next(iter(classified), "") or stated.get("License", "")
        texts = [path for path in about.parent.rglob("*") if _is_licence(path)]
        found.append(
            {
                "name": str(stated["Name"]),
                "version": str(stated["Version"]),
                "licence": _PERMISSIVE.get(licence, licence).splitlines()[0] if licence else "",
                "text": "\n\n".join(path.read_text("utf-8", "replace") for path in sorted(texts)),
            }
        )
    return found


def describe(
    tree: Path, packages: Sequence[Mapping[str, str]], *, version: str, commit: str, system: str
) -> dict[str, object]:
    """Return the manifest of everything under `tree`; paths are relative to it, with slashes."""
    files = {
        path.relative_to(tree).as_posix(): {
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "size": path.stat().st_size,
        }
        for path in sorted(tree.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
    shown = [{key: package[key] for key in ("name", "version", "licence")} for package in packages]
    about = {"product": PRODUCT, "version": version, "commit": commit, "system": system}
    return {**about, "packages": shown, "files": files}


def signed(manifest: Mapping[str, object]) -> bytes:
    """Return the manifest as a file: a line of what is signed, a line of its signature, "unsigned" without a key."""
    line = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    named = os.environ.get(KEY, "")
    if not named:
        print(f"{KEY} names no key: this build is marked unsigned.", file=sys.stderr)
        return line + b"\nunsigned\n"
    key = load_pem_private_key(Path(named).read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise SystemExit(f"{named} is no Ed25519 private key.")
    return line + b"\n" + base64.b64encode(key.sign(line)) + b"\n"


def write_licences(packages: Sequence[Mapping[str, str]], others: Mapping[str, str], into: Path) -> None:
    """Write the licences of all packages, and of `others` (name: text), as the page that About shows."""
    entries = [dict(package) for package in packages]
    entries += [{"name": name, "version": "", "licence": "", "text": text} for name, text in others.items()]
    entries.sort(key=lambda entry: entry["name"].casefold())
    into.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _is_licence(path: Path) -> bool:
    name = path.name.casefold()
    return path.is_file() and name.startswith(("licen", "copying", "notice", "authors"))
