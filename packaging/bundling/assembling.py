"""The tree that is installed: the program, its packages, its runtime; every file with the commit's time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from bundling.pruning import is_needed

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "PROGRAM",
    "ROOT",
    "commit",
    "commit_time",
    "compile_tree",
    "copy_program",
    "set_times",
    "unpack_wheels",
    "version",
]

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("desktop", "resources", "i18n", "alembic")
"""The folders of the project that the program needs where it runs."""

_LEFT = ("*.po", "*.pot", "__pycache__")


def version() -> str:
    """Return the program's version, as pyproject.toml states it."""
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    return next(line.split('"')[1] for line in lines if line.startswith("version"))


def commit() -> str:
    """Return the commit that is built."""
    command = ["git", "-C", str(ROOT), "rev-parse", "HEAD"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit_time() -> int:
    """Return when the commit was made that is built, in seconds since 1970: the time of every file that is shipped."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if told:
        return int(told)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def copy_program(into: Path) -> None:
    """Copy what git knows of the program, with the compiled catalogues, into folder `into`."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", *PROGRAM]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    names = {PurePosixPath(name) for name in listed.split("\0") if name}
    names |= {name.with_suffix(".mo") for name in names if name.suffix == ".po"}
    for name in sorted(names):
        if any(name.match(pattern) for pattern in _LEFT):
            continue
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)


def unpack_wheels(wheels: Iterable[Path], into: Path) -> None:
    """Unpack what is needed of `wheels` into the folder that is their site-packages."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for item in archive.infolist():
                name = _place(item.filename)
                if item.is_dir() or not name or not is_needed(name):
                    continue
                target = into / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(item))
                if (item.external_attr >> 16) & 0o100:
                    target.chmod(0o755)


def compile_tree(folder: Path) -> None:
    """Compile every module under `folder` beside its source, by its content and not its time: the same bytes always.

    At the start nothing is checked against the sources and nothing is written.
    """
    command = [sys.executable, "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash"]
    subprocess.run(
        [*command, "-s", str(folder), "-p", "", str(folder)], check=True, env={**os.environ, "PYTHONHASHSEED": "0"}
    )


def set_times(folder: Path, moment: int) -> None:
    """Give everything under `folder` the time `moment`, seconds since 1970."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            os.utime(path, (moment, moment))


def _place(name: str) -> str:
    """Return where a file of a wheel lies in site-packages, "" for what does not belong there."""
    parts = name.split("/")
    if not parts[0].endswith(".data"):
        return name
    return "/".join(parts[2:]) if parts[1] in {"purelib", "platlib"} else ""
