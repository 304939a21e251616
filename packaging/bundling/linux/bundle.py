"""From the lock to one folder that starts by itself, made by PyInstaller, packed for Linux."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path

from bundling.assembling import ROOT, commit, commit_time, compile_tree, copy_program, set_times, size_of, version
from bundling.fetching import FetchError
from bundling.icon import write_png
from bundling.linux.libraries import describe_libraries, drop_system_libraries, missing_libraries, strip_debug
from bundling.log import write_log
from bundling.manifest import describe, licences_beside, packages_in, signed, write_licences
from bundling.pruning import is_needed
from bundling.signing import signing_key, write_public_key

__all__ = ["build"]

HERE = Path(__file__).resolve().parent
WORK = ROOT / "build" / "linux"
DIST = ROOT / "dist"
LOCKS = ROOT / "packaging"

TOOLS = {"objcopy": "binutils", "dpkg-query": "dpkg"}
BESIDE = ("install.sh", "touchpoint.desktop", "touchpoint.xml")
IMPORTED_LATE = ("desktop", "sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql", "alembic", "reportlab")
WITH_DATA = ("tzdata", "pypinyin", "borax", "reportlab", "babel")
NOT_WANTED = ("PyInstaller", "_pyinstaller_hooks_contrib", "altgraph", "setuptools", "_distutils_hack", "pkg_resources")
NOT_USED = ("_sqlite3", "_tkinter", "_curses", "_curses_panel", "nis", "ossaudiodev", "readline", "sqlite3", "tkinter")
"""Modules of Python that would bring libraries along: the program has an SQLite of its own, and no terminal."""

LOADER = "GPL-2.0-or-later WITH Bootloader-exception"
"""The licence of PyInstaller, whose loader starts the program: what it starts may be under any licence."""

LIMIT = 300_000_000
"""Bytes that the folder may have."""


def build(*, quick: bool = False) -> Path:
    """Make dist/touchpoint-VERSION-linux.tar.xz and return it; raise FetchError when something it needs is missing.

    `quick` packs with less effort: a larger file, to try things out with.
    """
    missing = sorted(package for tool, package in TOOLS.items() if shutil.which(tool) is None)
    if missing:
        raise FetchError(f"Building for Linux needs the Debian packages {', '.join(missing)}; install them first.")
    shutil.rmtree(WORK, ignore_errors=True)
    source, site, tools = WORK / "source", _environment(WORK / "python"), WORK / "tools"
    copy_program(source)
    _install("requirements.txt", site)
    _install("requirements-build.txt", tools)
    _prune(site)
    folder = _freeze(source, tools)
    inside = folder / "_internal"
    drop_system_libraries(inside)
    strip_debug(inside)
    lacking = missing_libraries(folder)
    if lacking:
        raise FetchError(f"The folder needs {', '.join(lacking)}; see bundling/linux/libraries.py.")
    compile_tree(inside / "desktop" / "_bundled" / "alembic")
    _complete(folder, packages_in(site), packages_in(tools))
    DIST.mkdir(exist_ok=True)
    name = f"touchpoint-{version()}-linux"
    out = DIST / f"{name}.tar.xz"
    _pack(folder, out, quick=quick)
    shutil.copyfile(folder / "manifest.json", DIST / f"{name}.manifest.json")
    log = write_log(out, folder, commit(), parts=("_internal/PySide6/Qt/lib", "_internal"), tools=TOOLS)
    log.replace(DIST / f"{name}.log")
    return out


def _environment(place: Path) -> Path:
    """Make a Python at `place` that knows no packages and return the folder for them."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    return next(place.glob("lib/python3.*/site-packages"))


def _install(lock: str, into: Path) -> None:
    """Install what `lock` pins, from wherever this machine's pip looks, into folder `into` and nothing else."""
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-compile", "--no-deps", "--require-hashes"]
    options += ["--only-binary", ":all:", "--target", str(into), "--upgrade"]
    command = [sys.executable, "-m", "pip", "install", *options, "-r", str(LOCKS / lock)]
    if subprocess.call(command, stdout=sys.stderr):
        raise FetchError(f"What {lock} names could not be installed (pip's reason stands above).")


def _prune(site: Path) -> None:
    for path in sorted(site.rglob("*")):
        if not path.is_dir() and not is_needed(path.relative_to(site).as_posix()):
            path.unlink()


def _freeze(source: Path, tools: Path) -> Path:
    """Let PyInstaller collect what is imported, and return the folder it made."""
    options = ["--onedir", "--name", "touchpoint", "--noconfirm", "--log-level", "ERROR", "--python-option", "X utf8"]
    options += ["--distpath", str(WORK / "dist"), "--workpath", str(WORK / "work"), "--specpath", str(WORK)]
    options += [word for name in IMPORTED_LATE for word in ("--collect-submodules", name)]
    options += [word for name in WITH_DATA for word in ("--collect-data", name)]
    options += [word for name in (*NOT_WANTED, *NOT_USED) for word in ("--exclude-module", name)]
    for name in ("resources", "i18n", "alembic"):
        options += ["--add-data", f"{source / name}:desktop/_bundled/{name}"]
    # The order of a set would end up in what is compiled.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(tools), str(source))), "PYTHONHASHSEED": "0"}
    environment["SOURCE_DATE_EPOCH"] = str(commit_time())
    environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [str(WORK / "python" / "bin" / "python"), "-m", "PyInstaller", *options, str(HERE / "start.py")]
    if subprocess.call(command, cwd=str(WORK), env=environment, stdout=sys.stderr):
        raise FetchError("PyInstaller could not make the folder (its reason stands above).")
    return WORK / "dist" / "touchpoint"


def _complete(folder: Path, packages: list[dict[str, str]], tools: list[dict[str, str]]) -> None:
    """Add licences, icon, menu entry and manifest to the frozen `folder`, everything with the commit's time."""
    packages += [{**package, "licence": LOADER} for package in tools if package["name"].casefold() == "pyinstaller"]
    packages += describe_libraries(folder / "_internal")
    packages.sort(key=lambda package: package["name"].casefold())
    others = licences_beside(folder / "_internal" / "desktop" / "_bundled" / "resources")
    about_python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    others["Touchpoint"] = (ROOT / "LICENSE").read_text("utf-8")
    others["Python {}.{}.{}".format(*sys.version_info[:3])] = about_python.read_text("utf-8")
    write_licences(packages, others, folder / "_internal" / "licences.json")
    write_public_key(folder / "_internal", signing_key())
    for name in BESIDE:
        shutil.copyfile(HERE / name, folder / name)
    write_png(folder / "touchpoint.png")
    size = size_of(folder)
    if size > LIMIT:
        raise FetchError(f"The folder has {size / 1e6:.0f} MB, more than {LIMIT / 1e6:.0f}; see bundling/pruning.py.")
    about = describe(folder, packages, version=version(), commit=commit(), system="linux")
    (folder / "manifest.json").write_bytes(signed(about))
    set_times(folder, commit_time())


def _pack(folder: Path, out: Path, *, quick: bool) -> None:
    """Pack `folder` in the order of the names, owned by nobody in particular, whatever the builder's own habits."""

    def plain(item: tarfile.TarInfo) -> tarfile.TarInfo:
        starts = item.isdir() or item.mode & 0o100 or item.name.endswith(".sh")
        item.mode = 0o755 if starts else 0o644
        item.uid = item.gid = 0
        item.uname = item.gname = ""
        item.mtime = commit_time()
        return item

    with tarfile.open(out, "w:xz", preset=0 if quick else 6) as archive:
        for path in (folder, *sorted(folder.rglob("*"))):
            archive.add(path, Path("touchpoint") / path.relative_to(folder), recursive=False, filter=plain)
