"""The tree that is installed: the program, its packages, its runtime; every file with the commit's time.

What is built is the last commit, whatever else lies in the project's folder.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bundling.fetching import FetchError
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
    "require_committed",
    "set_times",
    "size_of",
    "unpack_wheels",
    "version",
]

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("desktop", "resources", "i18n", "alembic")
"""The folders of the project that the program needs where it runs."""

_LEFT = ("resources/screenshots/*", "*.pot")
_BUILDER = ("packaging", "pyproject.toml", "dev.py", "LICENSE", "resources/touchpoint.svg")
_SHARES = 8
"""Among so many processes modules are shared out, whatever machine compiles them."""


def version() -> str:
    """Return the program's version, as the commit's pyproject.toml states it."""
    lines = _git("show", "HEAD:pyproject.toml").decode().splitlines()
    return next(line.split('"')[1] for line in lines if line.startswith("version"))


def commit() -> str:
    """Return the commit that is built."""
    return _git("rev-parse", "HEAD").decode().strip()


def require_committed() -> None:
    """Raise FetchError when what builds is not what was committed: its output would be no commit's."""
    changed = _git("status", "--porcelain", "--untracked-files=all", "--", *_BUILDER).decode().splitlines()
    if changed:
        named = ", ".join(line[3:] for line in changed[:5])
        raise FetchError(f"Only what is committed is built, and this is not: {named}. Commit it first.")


def commit_time() -> int:
    """Return when the commit was made that is built, in seconds since 1970: the time of every file that is shipped."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if told:
        return int(told)
    return int(_git("log", "-1", "--format=%ct"))


def copy_program(into: Path) -> None:
    """Put the program as it was committed into folder `into`, with its catalogues compiled instead of as text."""
    into.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(_git("archive", "--format=tar", "HEAD", *PROGRAM))) as committed:
        committed.extractall(into, filter="data")
    for name in sorted(path.relative_to(into) for path in into.rglob("*") if path.is_file()):
        if any(PurePosixPath(name).match(pattern) for pattern in _LEFT):
            (into / name).unlink()
    for text in sorted(into.rglob("*.po")):
        with text.open("rb") as source, text.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(source), use_fuzzy=True)
        text.unlink()
    for folder in sorted(into.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


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

    At the start nothing is checked against the sources and nothing is written. Which modules one process compiled
    before shows in the bytes of the next, so every process is given the same ones in the same order.
    """
    modules = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))
    command = [sys.executable, "-P", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "-i", "-"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def share(number: int) -> None:
        listed = "".join(f"{name}\n" for name in modules[number::_SHARES])
        if not listed:  # asked for nothing, compileall would take every module of this Python
            return
        told = {**environment, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
        subprocess.run(command, check=True, cwd=folder, input=listed.encode(), env=told)

    with ThreadPoolExecutor(os.cpu_count()) as at_once:
        list(at_once.map(share, range(_SHARES)))


def size_of(folder: Path) -> int:
    """Return the bytes of every file under `folder`, links not followed."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def set_times(folder: Path, moment: int) -> None:
    """Give everything under `folder` the time `moment`, seconds since 1970."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            os.utime(path, (moment, moment))


def _git(*command: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *command], check=True, capture_output=True).stdout


def _place(name: str) -> str:
    """Return where a file of a wheel lies in site-packages, "" for what does not belong there."""
    parts = name.split("/")
    if not parts[0].endswith(".data"):
        return name
    return "/".join(parts[2:]) if parts[1] in {"purelib", "platlib"} else ""
