"""What was built: every file with its hash, every package with its version and licence; signed where there is a key."""

from __future__ import annotations

import hashlib
import json
from email.parser import Parser
from pathlib import Path
from typing import TYPE_CHECKING

from bundling.assembling import ROOT
from bundling.fetching import FetchError
from bundling.signing import signed_line, signing_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["PRODUCT", "describe", "licences_beside", "packages_in", "signed", "write_licences"]

PRODUCT = "touchpoint"
LICENCES = ROOT / "packaging" / "licences"
_LGPL = "LGPL-3.0"
_LGPL_TEXTS = ("/usr/share/common-licenses/LGPL-3", "/usr/share/common-licenses/GPL-3")
"""Where Debian keeps the texts that Qt's packages name and do not bring."""

_UNSTATED = {"sqlcipher3": "Zlib AND BSD-3-Clause"}
"""Licences that a package does not state but brings: of the driver, and of SQLCipher in it."""

_SHOWN = {
    "PySide6_Essentials": ("Qt, PySide6 Essentials", ""),
    "PySide6_Pdf": ("Qt PDF, PySide6 Pdf", ""),
    "NotoSansSC": ("Noto Sans SC", "OFL-1.1"),
    "HanaMinB": ("HanaMinB", "Hanazono"),
    "Icons": ("Lucide", "ISC AND MIT"),
    "Calendar": ("chinese_calendar", "MIT"),
    "SQLCipher": ("SQLCipher", "BSD-3-Clause"),
    "Touchpoint": ("Touchpoint", "MIT"),
}
"""As what people look for a part, and its licence where only its text tells."""

_PERMISSIVE = {"MIT License": "MIT", "BSD License": "BSD-3-Clause", "Apache Software License": "Apache-2.0"}


def packages_in(site: Path) -> list[dict[str, str]]:
    """Return name, version, licence and licence texts of every package unpacked in `site`, by name."""
    found = []
    for about in sorted(site.glob("*.dist-info/METADATA")):
        stated = Parser().parsestr(about.read_text("utf-8"), headersonly=True)
        classified = [
            line.rpartition(" :: ")[2] for line in stated.get_all("Classifier", []) if line.startswith("License :: ")
        ]
        name = str(stated["Name"])
        licence = stated.get("License-Expression") or next(iter(classified), "") or stated.get("License")
        licence = licence or _UNSTATED.get(name, "")
        texts = sorted(path for path in about.parent.rglob("*") if _is_licence(path)) or _known_texts(licence)
        found.append(
            {
                "name": name,
                "version": str(stated["Version"]),
                "licence": _PERMISSIVE.get(licence, licence).splitlines()[0] if licence else "",
                "text": "\n\n".join(path.read_text("utf-8", "replace") for path in texts),
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
    return signed_line(manifest, signing_key())


def licences_beside(folder: Path) -> dict[str, str]:
    """Return the licence texts that lie beside fonts, icons and tables under `folder`, by what they are of.

    With them are those in `LICENCES`, of what lies within a package that brings none.
    """
    found = {}
    for path in sorted((*LICENCES.glob("*LICENSE.txt"), *folder.rglob("*LICENSE.txt"))):
        named = path.name.removesuffix("LICENSE.txt").rstrip("-") or path.parent.name.capitalize()
        found[named] = path.read_text("utf-8")
    return found


def write_licences(packages: Sequence[Mapping[str, str]], others: Mapping[str, str], into: Path) -> None:
    """Write the licences of all packages, and of `others` (name: text), as the page that About shows."""
    entries = [dict(package) for package in packages]
    entries += [{"name": name, "version": "", "licence": "", "text": text} for name, text in others.items()]
    for entry in entries:
        name, licence = _SHOWN.get(entry["name"], (entry["name"], ""))
        entry.update(name=name, licence=licence or entry["licence"])
    entries.sort(key=lambda entry: entry["name"].casefold())
    into.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _known_texts(licence: str) -> list[Path]:
    if _LGPL not in licence:
        return []
    texts = [Path(name) for name in _LGPL_TEXTS]
    if not all(path.is_file() for path in texts):
        raise FetchError(f"{' and '.join(_LGPL_TEXTS)} are needed, and are on every Debian; build there.")
    return texts


def _is_licence(path: Path) -> bool:
    name = path.name.casefold()
    return path.is_file() and name.startswith(("licen", "copying", "notice", "authors"))
