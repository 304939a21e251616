"""What a build tells beside its file: what went into it, and how large each part is. The same for the same commit."""

from __future__ import annotations

import hashlib
import subprocess
from typing import TYPE_CHECKING

from bundling.assembling import size_of
from bundling.signing import signing_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["write_log"]

_SMALL = 1_000_000


def write_log(out: Path, folder: Path, commit: str, *, parts: Sequence[str], tools: Mapping[str, str]) -> Path:
    """Write the log of what was built, `out`, of all under `folder`, and return it; it lies beside `out`.

    `parts` are folders under `folder` whose contents are told one by one; an outer one without an inner one that was
    told before it. `tools` are the programs that it was made with, and the Debian packages they come in.
    """
    with out.open("rb") as built:
        digest = hashlib.file_digest(built, "sha256").hexdigest()
    lines = [f"{out.name}  {out.stat().st_size:,} bytes  sha256 {digest}", f"commit {commit}"]
    lines.append("signed" if signing_key() else "unsigned")
    lines += [f"{package} {_installed(package)}" for package in sorted(set(tools.values()))]
    lines += ["", f"{size_of(folder):>13,}  in all, in {sum(path.is_file() for path in folder.rglob('*')):,} files"]
    told: list[Path] = []
    for part in parts:
        sizes = [(_size(path, told), path.name) for path in sorted((folder / part).iterdir())]
        lines += ["", f"{sum(size for size, _ in sizes):>13,}  {part}"]
        lines += [f"{size:>13,}    {name}" for size, name in sorted(sizes, reverse=True) if size >= _SMALL]
        lines.append(f"{sum(size for size, _ in sizes if size < _SMALL):>13,}    what is smaller than a megabyte")
        told.append(folder / part)
    log = out.with_suffix(".log")
    log.write_text("\n".join(lines) + "\n", "utf-8")
    return log


def _size(path: Path, told: Sequence[Path]) -> int:
    """Return the bytes of a file or folder, without what was told of before."""
    if not path.is_dir():
        return path.lstat().st_size
    return size_of(path) - sum(size_of(inner) for inner in told if inner.is_relative_to(path))


def _installed(package: str) -> str:
    command = ["dpkg-query", "--show", "--showformat", "${Version}", package]
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return "of unknown version"
