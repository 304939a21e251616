"""From the lock to setup.exe."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from bundling.assembling import (
    ROOT,
    commit,
    commit_time,
    compile_tree,
    copy_program,
    set_times,
    unpack_wheels,
    version,
)
from bundling.fetching import FetchError, fetch_wheels, locked_for
from bundling.icon import write_icon
from bundling.manifest import describe, packages_in, signed, write_licences
from bundling.windows.runtime import PYTHON, unpack_runtime

__all__ = ["build"]

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

LIMIT_KB = 300_000
TOOLS = {"x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32", "makensis": "nsis"}
_LAUNCHERS = (("Touchpoint.exe", ("-mwindows",)), ("touchpoint-console.exe", ("-mconsole", "-DCONSOLE")))


def build() -> Path:
    """Make dist/touchpoint-VERSION-setup.exe and return it; raise FetchError when something it needs is missing."""
    missing = sorted(package for tool, package in TOOLS.items() if shutil.which(tool) is None)
    if missing:
        raise FetchError(f"Building for Windows needs the Debian packages {', '.join(missing)}; install them first.")
    shutil.rmtree(WORK, ignore_errors=True)
    tree, name = WORK / "tree", f"{version()}-{commit()[:8]}"
    folder = tree / "versions" / name
    site = folder / "runtime" / "Lib" / "site-packages"
    unpack_runtime(DOWNLOADS, folder / "runtime")
    lock = locked_for(ROOT / "packaging" / "requirements.txt", ENVIRONMENT)
    unpack_wheels(fetch_wheels(lock, "win_amd64", ENVIRONMENT["python_version"], DOWNLOADS / "win_amd64"), site)
    copy_program(folder / "program")
    shutil.copyfile(HERE / "start.py", folder / "program" / "start.py")
    packages = packages_in(site)
    python_licence = (folder / "runtime" / "LICENSE.txt").read_text("utf-8", "replace")
    write_licences(packages, {f"Python {PYTHON}": python_licence}, folder / "program" / "licences.json")
    compile_tree(folder)
    write_icon(WORK / "touchpoint.ico")
    _compile_launchers(tree)
    (tree / "current.txt").write_text(f"{name}\n", "ascii")
    about = describe(folder, packages, version=version(), commit=commit(), system="windows")
    (folder / "manifest.json").write_bytes(signed(about))
    set_times(tree, commit_time())
    return _pack(tree, name)


def _compile_launchers(tree: Path) -> None:
    numbers = ",".join((version().split(".") + ["0"] * 4)[:4])
    resource = WORK / "launcher.res"
    defined = [f"-DNUMBERS={numbers}", f'-DTEXT=\\"{version()}\\"', f'-DPICTURE=\\"{WORK / "touchpoint.ico"}\\"']
    subprocess.run(
        ["x86_64-w64-mingw32-windres", *defined, str(HERE / "launcher.rc"), "-O", "coff", "-o", str(resource)],
        check=True,
    )
    for name, options in _LAUNCHERS:
        command = ["x86_64-w64-mingw32-gcc", "-Os", "-s", "-municode", *options, "-Wall", "-Werror"]
        command += ["-Wl,--no-insert-timestamp", "-o", str(tree / name), str(HERE / "launcher.c"), str(resource)]
        subprocess.run(command, check=True)


def _pack(tree: Path, name: str) -> Path:
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    if size > LIMIT_KB:
        raise FetchError(
            f"What is installed has {size // 1000} MB, more than {LIMIT_KB // 1000}; see bundling/pruning.py."
        )
    DIST.mkdir(exist_ok=True)
    out = DIST / f"touchpoint-{version()}-setup.exe"
    numbers = ".".join((version().split(".") + ["0"] * 4)[:4])
    defined = {"VERSION": version(), "NUMBER": numbers, "NAME": name, "STAGE": tree, "OUT": out, "SIZE_KB": size}
    defined["ICON"] = WORK / "touchpoint.ico"
    command = ["makensis", "-V2", "-INPUTCHARSET", "UTF8", "-XTarget amd64-unicode"]
    command += [f"-D{key}={value}" for key, value in defined.items()]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(commit_time())}
    subprocess.run([*command, str(HERE / "installer.nsi")], check=True, env=environment)
    return out
