"""Cold starts to the first letters of the door: what is installed beside the same program from source."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import time
from typing import TYPE_CHECKING

from bundling.assembling import ROOT as SOURCE
from bundling.assembling import version

from checking.bench import ROOT
from checking.outcome import CannotRunError, CheckFailedError, expect
from checking.showing import LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from checking.bench import Bench

__all__ = ["the_bundle_starts_as_quickly", "the_installed_starts_as_quickly"]

MOST = 1.2
ROUNDS = 4
"""The first of each brings the disk's pages into memory and is not counted."""

EMPTY = ("--language", "zh_CN", "--data")
_FROM_SOURCE = """\
import sys

sys.path.insert(0, r"C:\\source")

from desktop.__main__ import main

sys.exit(main())
"""


def the_installed_starts_as_quickly(bench: Bench) -> str:
    """Start Touchpoint.exe, and the same modules as plain source with the same runtime, in turn under wine."""
    source = bench.prefix.path(r"C:\source")
    shutil.rmtree(source, ignore_errors=True)
    folder = bench.root / "versions" / bench.current
    shutil.copytree(folder / "program", source, ignore=shutil.ignore_patterns("__pycache__"))
    script = source / "run.py"
    script.write_text(_FROM_SOURCE, "utf-8")
    runtime = rf"{ROOT}\versions\{bench.current}\runtime\python.exe"

    def installed() -> None:
        bench.open(*EMPTY, r"C:\empty")

    def from_source() -> None:
        bench.prefix.start(runtime, "-X", "utf8", r"C:\source\run.py", *EMPTY, r"C:\empty")

    told = _compared(bench, installed, from_source, bench.prefix.stop)
    for folder in (source, bench.prefix.path(r"C:\empty")):
        shutil.rmtree(folder, ignore_errors=True)
    return told


def the_bundle_starts_as_quickly(bench: Bench) -> str:
    """Unpack the Linux bundle, and start it and the source in turn on this system's X."""
    packed = SOURCE / "dist" / f"touchpoint-{version()}-linux.tar.xz"
    if not packed.is_file():
        raise CannotRunError(f"There is no dist/{packed.name}; `build.py linux` makes it.")
    unpacked = bench.out / "linux"
    shutil.rmtree(unpacked, ignore_errors=True)
    with tarfile.open(packed) as archive:
        archive.extractall(unpacked, filter="data")
    started = next((path for path in unpacked.glob("*/touchpoint") if path.is_file()), None)
    if started is None:
        raise CheckFailedError(f"There is no touchpoint in {packed.name}.")
    home = unpacked / "home"
    home.mkdir()
    running: list[subprocess.Popen[bytes]] = []

    def begin(*command: str) -> None:
        variables = {**os.environ, "DISPLAY": bench.screen.name, "HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
        variables |= {"PYTHONPATH": str(SOURCE)} if command[0] == sys.executable else {}
        variables.pop("PYTHONDONTWRITEBYTECODE", None)
        running.append(subprocess.Popen([*command, *EMPTY, str(unpacked / "data")], env=variables, cwd=home))

    def end() -> None:
        process = running.pop()
        process.kill()
        process.wait()

    told = _compared(bench, lambda: begin(str(started)), lambda: begin(sys.executable, "-m", "desktop"), end)
    shutil.rmtree(unpacked)
    return told


def _compared(bench: Bench, built: Callable[[], None], source: Callable[[], None], end: Callable[[], None]) -> str:
    """Return the best starts of both in words; raise CheckFailedError when what was built is slower than allowed."""
    best = {"built": 1e9, "source": 1e9}
    for turn in range(ROUNDS):
        for name, start in (("built", built), ("source", source)):
            bench.screen.wait(lambda: bench.screen.colours() < LETTERS, 20, "An empty screen")
            begun = time.monotonic()
            start()
            bench.screen.wait(lambda: bench.screen.colours() > LETTERS, 90, f"The door ({name})")
            seconds = time.monotonic() - begun
            end()
            if turn:
                best[name] = min(best[name], seconds)
    ratio = best["built"] / best["source"]
    told = f"{best['built']:.2f} s, from source {best['source']:.2f} s: {ratio:.2f}"
    expect(ratio <= MOST, f"{told} times as long; {MOST} are allowed.")
    return told
