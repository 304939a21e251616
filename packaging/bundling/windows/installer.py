"""From the lock to setup.exe."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bundling.assembling import (
    ROOT,
    commit,
    commit_time,
    compile_tree,
    copy_program,
    set_times,
    size_of,
    unpack_wheels,
    version,
)
from bundling.fetching import FetchError, fetch_wheels, locked_for
from bundling.icon import write_icon, write_side_picture
from bundling.log import write_log
from bundling.manifest import describe, licences_beside, packages_in, signed, write_licences
from bundling.signing import signing_key, write_public_key
from bundling.trailer import Release, append
from bundling.windows.runtime import PYTHON, unpack_runtime

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["ENVIRONMENT", "WORK", "assemble", "build", "pack", "require_tools"]

HERE = Path(__file__).resolve().parent
WORK = ROOT / "build" / "windows"
DOWNLOADS = ROOT / "build" / "downloads"
DIST = ROOT / "dist"

ENVIRONMENT = {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "platform_release": "10",
    "platform_version": "10.0",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
    "implementation_version": PYTHON,
    "python_full_version": PYTHON,
    "python_version": PYTHON.rpartition(".")[0],
}
"""The variables of PEP 508 as they are on the PCs of the front desk."""

INSTALLED_LIMIT = 300_000_000
SETUP_LIMIT = 90_000_000
"""Bytes that may be installed, and that setup.exe may have."""

CLUSTER = 4096
"""Bytes of which a file on a Windows disk takes a whole number."""

TOOLS = {"x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32", "makensis": "nsis"}
_LAUNCHERS = (("Touchpoint.exe", ("-mwindows",)), ("touchpoint-console.exe", ("-mconsole", "-DCONSOLE")))
_COPYRIGHTS = {"NSIS": "nsis", "MinGW-w64": "mingw-w64-common"}
"""What of the building machine's own tools ends up in setup.exe and the launchers, by its Debian package."""


def build(*, quick: bool = False) -> Path:
    """Make dist/touchpoint-VERSION-setup.exe and return it; raise FetchError when something it needs is missing.

    `quick` packs with less effort: a larger file, to try things out with.
    """
    require_tools()
    shutil.rmtree(WORK, ignore_errors=True)
    tree, release, key = WORK / "tree", Release(version(), commit()), signing_key()
    assemble(tree, release, key)
    DIST.mkdir(exist_ok=True)
    out = DIST / f"touchpoint-{release.version}-setup.exe"
    pack(tree, release, key, out, quick=quick)
    folder = tree / "versions" / release.name
    shutil.copyfile(folder / "manifest.json", out.with_suffix(".manifest.json"))
    write_log(out, folder, release.commit, parts=("runtime/Lib/site-packages", "runtime", "program"), tools=TOOLS)
    if out.stat().st_size > SETUP_LIMIT and not quick:
        raise FetchError(f"{out.name} has {out.stat().st_size / 1e6:.1f} MB, more than {SETUP_LIMIT / 1e6:.0f}.")
    return out


def require_tools() -> None:
    """Raise FetchError when this machine lacks a compiler, or its Python cannot compile for the one that is shipped."""
    missing = sorted(package for tool, package in TOOLS.items() if shutil.which(tool) is None)
    if missing:
        raise FetchError(f"Building for Windows needs the Debian packages {', '.join(missing)}; install them first.")
    if sys.version_info[:2] != tuple(int(part) for part in PYTHON.split(".")[:2]):
        raise FetchError(f"Building for Windows needs Python {ENVIRONMENT['python_version']}, as the one it ships.")


def assemble(tree: Path, release: Release, key: Ed25519PrivateKey | None) -> None:
    """Lay out in `tree` all that is installed; raise FetchError when something is missing or it is too large."""
    folder = tree / "versions" / release.name
    site = folder / "runtime" / "Lib" / "site-packages"
    unpack_runtime(DOWNLOADS, folder / "runtime")
    lock = locked_for(ROOT / "packaging" / "requirements.txt", ENVIRONMENT)
    unpack_wheels(fetch_wheels(lock, "win_amd64", ENVIRONMENT["python_version"], DOWNLOADS / "win_amd64"), site)
    copy_program(folder / "program")
    shutil.copyfile(HERE / "start.py", folder / "program" / "start.py")
    write_public_key(folder / "program", key)
    packages = packages_in(site)
    write_licences(packages, _other_licences(folder), folder / "program" / "licences.json")
    compile_tree(folder)
    write_icon(WORK / "touchpoint.ico")
    write_side_picture(WORK / "side.bmp")
    _compile_launchers(tree, release.version)
    (tree / "current.txt").write_text(f"{release.name}\n", "ascii")
    about = describe(folder, packages, version=release.version, commit=release.commit, system=release.system)
    (folder / "manifest.json").write_bytes(signed(about))
    size = size_of(tree)
    if size > INSTALLED_LIMIT:
        limit = f"{INSTALLED_LIMIT / 1e6:.0f}"
        raise FetchError(f"What is installed has {size / 1e6:.0f} MB, more than {limit}; see bundling/pruning.py.")
    set_times(tree, commit_time())


def pack(tree: Path, release: Release, key: Ed25519PrivateKey | None, out: Path, *, quick: bool = False) -> None:
    """Make the installer `out` of what lies in `tree`, with the block at its end."""
    taken = sum(-(-path.stat().st_size // CLUSTER) * CLUSTER for path in tree.rglob("*") if path.is_file())
    defined = {"VERSION": release.version, "NUMBER": ".".join(_four(release.version)), "NAME": release.name}
    defined |= {
        "STAGE": str(tree),
        "OUT": str(out),
        "SIZE_KB": str(taken // 1024),
        "ICON": str(WORK / "touchpoint.ico"),
        "SIDE": str(WORK / "side.bmp"),
    }
    if quick:
        defined["QUICK"] = "1"
    command = ["makensis", "-V2", "-INPUTCHARSET", "UTF8", "-XTarget amd64-unicode"]
    command += [f"-D{name}={value}" for name, value in defined.items()]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(commit_time())}
    if subprocess.call([*command, str(HERE / "installer.nsi")], env=environment, stdout=sys.stderr):
        raise FetchError("makensis could not make the installer (its reason stands above).")
    append(out, release, size_of(tree), key)


def _other_licences(folder: Path) -> dict[str, str]:
    """Return the licence texts of what is no package."""
    texts = {f"Python {PYTHON}": (folder / "runtime" / "LICENSE.txt").read_text("utf-8", "replace")}
    texts |= licences_beside(folder / "program" / "resources")
    texts["Touchpoint"] = (ROOT / "LICENSE").read_text("utf-8")
    for name, package in _COPYRIGHTS.items():
        told = Path("/usr/share/doc") / package / "copyright"
        if told.is_file():
            texts[name] = told.read_text("utf-8", "replace")
    return texts


def _compile_launchers(tree: Path, number: str) -> None:
    resource = WORK / "launcher.res"
    defined = [f"-DNUMBERS={','.join(_four(number))}", f'-DTEXT=\\"{number}\\"']
    defined.append(f'-DPICTURE=\\"{WORK / "touchpoint.ico"}\\"')
    command = ["x86_64-w64-mingw32-windres", *defined, str(HERE / "launcher.rc"), "-O", "coff", "-o", str(resource)]
    subprocess.run(command, check=True)
    for name, options in _LAUNCHERS:
        command = ["x86_64-w64-mingw32-gcc", "-Os", "-s", "-municode", *options, "-Wall", "-Wextra", "-Werror"]
        command += ["-Wl,--no-insert-timestamp", "-o", str(tree / name), str(HERE / "launcher.c"), str(resource)]
        subprocess.run(command, check=True)


def _four(number: str) -> list[str]:
    """Return a version as the four numbers that Windows wants."""
    return (number.split(".") + ["0"] * 4)[:4]
