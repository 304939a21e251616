"""Downloading exactly what the lock names, from wherever this machine's pip is told to look.

No address of a package index stands in the project: pip's own settings name it.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING

from pip._internal.configuration import Configuration
from pip._internal.exceptions import ConfigurationError
from pip._internal.models.index import PyPI
from pip._vendor.packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["FetchError", "fetch_source", "fetch_wheels", "locked_for"]

_SIMPLE = "application/vnd.pypi.simple.v1+json"
_PIECES = re.compile(r"(?m)^(?=[A-Za-z0-9])")


class FetchError(Exception):
    """Something could not be downloaded, or is not what the lock names; one sentence for the person who builds."""


def locked_for(lock: Path, environment: Mapping[str, str]) -> str:
    """Return the part of a lock that an environment needs, as a lock of its own without conditions.

    `environment` are the variables of PEP 508, of the machine the packages are for.
    """
    kept = []
    for piece in _PIECES.split(lock.read_text("utf-8")):
        stated, backslash, hashes = piece.partition(" \\\n")
        if not backslash:
            continue
        needed = Requirement(stated.strip())
        if needed.marker is None or needed.marker.evaluate(dict(environment)):
            kept.append(f"{needed.name}{needed.specifier} \\\n{hashes}")
    return "".join(kept)


def fetch_wheels(lock: str, platform: str, version: str, into: Path) -> list[Path]:
    """Download the wheels that `lock` pins for a platform ("win_amd64") and Python version ("3.11") into a folder.

    What lies there already is not downloaded again. Raises FetchError when a wheel is missing or has another hash.
    """
    wheels = _pinned_in(into, lock)
    if wheels is not None:
        return wheels
    into.mkdir(parents=True, exist_ok=True)
    stated = into / "lock.txt"
    stated.write_text(lock, "utf-8")
    options = ["--only-binary", ":all:", "--platform", platform, "--python-version", version, "--implementation", "cp"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--no-deps", "--require-hashes", *options, "--dest", str(into), "--find-links", str(into)]
    if subprocess.call([*command, "-r", str(stated)], stdout=sys.stderr):
        raise FetchError(f"The wheels for {platform} could not be downloaded (pip's reason stands above).")
    wheels = _pinned_in(into, lock)
    if wheels is None:
        raise FetchError(
            f"Not every package of the lock has one wheel for {platform} in {into}; empty it and try again."
        )
    return wheels


def fetch_source(project: str, file_name: str, digest: str, into: Path) -> Path:
    """Download one source archive of `project` by its name and SHA-256; raise FetchError when it is another one."""
    kept = into / file_name
    if kept.is_file() and sha256(kept.read_bytes()) == digest:
        return kept
    into.mkdir(parents=True, exist_ok=True)
    page = f"{_index().rstrip('/')}/{project}/"
    listed = json.loads(_read(urllib.request.Request(page, headers={"Accept": _SIMPLE})))  # noqa: S310 - pip's own index
    found = next((file["url"] for file in listed["files"] if file["filename"] == file_name), None)
    if found is None:
        raise FetchError(f"The package index of this machine has no {file_name}.")
    content = _read(urllib.request.Request(found))  # noqa: S310 - an address the index gave
    if sha256(content) != digest:
        raise FetchError(f"{file_name} is not the file that was pinned; nothing was built from it.")
    kept.write_bytes(content)
    return kept


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _pinned_in(folder: Path, lock: str) -> list[Path] | None:
    """Return the wheels in `folder` that `lock` pins, by name; None unless there is one for every package."""
    pinned = set(re.findall(r"sha256:([0-9a-f]{64})", lock))
    wheels = [wheel for wheel in sorted(folder.glob("*.whl")) if sha256(wheel.read_bytes()) in pinned]
    return wheels if len(wheels) == len(re.findall(r"(?m)^[A-Za-z0-9]", lock)) else None


def _index() -> str:
    settings = Configuration(isolated=False)
    settings.load()
    for key in ("download.index-url", "global.index-url", ":env:.index-url"):
        try:
            return str(settings.get_value(key))
        except ConfigurationError:
            continue
    return str(PyPI.simple_url)


def _read(request: urllib.request.Request) -> bytes:
    try:
        with urllib.request.urlopen(request, timeout=180) as answer:  # noqa: S310 - see above
            return bytes(answer.read())
    except OSError as error:
        raise FetchError(f"{request.host} did not answer: {error}") from error
