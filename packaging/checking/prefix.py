"""A Windows made for one run of the checks: a wine prefix with a Chinese system and a Chinese user name.

Nothing of it reaches the person's own home, and every process in it is ended with it. Three libraries that Windows 10
has and Debian's wine lacks are compiled from `wine/*.c`, for here only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from checking.outcome import CannotRunError, CheckFailedError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PERSON", "TOOLS", "Prefix", "Ran", "Running"]

HERE = Path(__file__).resolve().parent
PERSON = "王小明"
LANGUAGE = "zh_CN.UTF-8"
TOOLS = {
    "wine": "wine",
    "wineserver": "wine",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "localedef": "locales",
}
"""The programs these checks need, and the Debian packages they come in."""

_LINKED = {"icuuc": (), "mscms": (), "bcryptprimitives": ("-ladvapi32",)}
_OVERRIDES = "winemenubuilder.exe=d;mscoree=d;mshtml=d;mscms=n,b;icuuc=n;bcryptprimitives=n"


@dataclass(frozen=True)
class Ran:
    """A program that has ended: its exit code, and what it wrote on both streams."""

    code: int
    said: str


class Running:
    """A program in the prefix that goes on until it ends or the prefix does."""

    def __init__(self, command: list[str], environment: Mapping[str, str], folder: Path) -> None:
        """Start `command`. Python in there takes nothing but pipes for its three streams."""
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=folder,
        )
        assert self.process.stdout is not None
        self._stream = self.process.stdout.fileno()
        os.set_blocking(self._stream, False)
        self._written: list[bytes] = []

    def ended(self, patience: float) -> Ran:
        """Wait for the end, at most `patience` seconds; raise CheckFailedError when it does not come.

        What it started may outlive it and hold the pipe open: its end is waited for, not the pipe's.
        """
        end = time.monotonic() + patience
        while self.process.poll() is None and time.monotonic() < end:
            self.said()
            time.sleep(0.02)
        late = self.process.poll() is None
        if late:
            self.process.kill()
        code, said = self.process.wait(), self.said()
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()
        if late:
            raise CheckFailedError(f"It did not end within {patience:.0f} s; so far it said: {said[-400:]}")
        return Ran(code, said)

    def said(self) -> str:
        """Return what was written so far, as long as it is not `ended`."""
        try:
            while piece := os.read(self._stream, 65536):
                self._written.append(piece)
        except BlockingIOError:
            pass
        return b"".join(self._written).decode("utf-8", "replace").replace("\r\n", "\n").strip()


class Prefix:
    """A wine prefix in a folder; `make` begins it anew, `end` ends whatever still runs in it."""

    def __init__(self, folder: Path) -> None:
        """Keep everything in `folder`: the prefix, the home it believes in, the Chinese locale."""
        self.folder = folder
        self.drive = folder / "prefix" / "drive_c"
        self.screen = ""
        """The X display its windows are shown on, ":5"; "" for none."""

    def make(self) -> None:
        """Make the prefix; raise CannotRunError where a tool is missing."""
        missing = sorted({package for tool, package in TOOLS.items() if shutil.which(tool) is None})
        if missing:
            raise CannotRunError(f"It needs the Debian packages {', '.join(missing)}.")
        self.remove()
        home = self.folder / "home"
        home.mkdir(parents=True)
        locales = self.folder / "locale"
        locales.mkdir()
        subprocess.run(["localedef", "-i", "zh_CN", "-f", "UTF-8", str(locales / LANGUAGE)], check=True)
        self._tool("wineboot", "-i")
        self._tool("winecfg", "-v", "win10")
        self._tool("wineserver", "-w")
        for link in (self.drive / "users" / PERSON).iterdir():
            if link.is_symlink():  # wine takes the home's folders for Desktop, Documents and their like
                link.unlink()
                link.mkdir()
        for name, libraries in _LINKED.items():
            command = ["x86_64-w64-mingw32-gcc", "-Os", "-s", "-shared", "-Wall", "-Werror", "-o"]
            command += [str(self.drive / "windows" / "system32" / f"{name}.dll"), str(HERE / "wine" / f"{name}.c")]
            subprocess.run([*command, *libraries], check=True)

    def environment(self) -> dict[str, str]:
        """Return the environment of a process in the prefix."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "PYTHON", "QT_", "LC_"))}
        home = str(self.folder / "home")
        kept |= {"HOME": home, "USER": PERSON, "LOGNAME": PERSON, "LANG": LANGUAGE, "LC_ALL": LANGUAGE}
        kept |= {"LOCPATH": str(self.folder / "locale"), "WINEPREFIX": str(self.folder / "prefix"), "WINEARCH": "win64"}
        kept |= {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": _OVERRIDES, "DISPLAY": self.screen}
        return kept

    def start(
        self,
        program: str,
        *arguments: str,
        folder: Path | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> Running:
        r"""Start a program, "C:\...", in a folder (C:'s) with more environment `variables`, and return at once."""
        environment = {**self.environment(), **(variables or {})}
        return Running(["wine", program, *arguments], environment, folder or self.drive)

    def run(
        self,
        program: str,
        *arguments: str,
        patience: float = 120,
        folder: Path | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> Ran:
        """Run a program to its end, at most `patience` seconds; raise CheckFailedError when it goes on."""
        return self.start(program, *arguments, folder=folder, variables=variables).ended(patience)

    def path(self, name: str) -> Path:
        r"""Return where "C:\..." lies for this system."""
        return self.drive.joinpath(*PureWindowsPath(name).parts[1:])

    @staticmethod
    def windows(path: Path) -> str:
        r"""Return how a file of this system is called in there: "Z:\..."."""
        return "Z:" + str(path.resolve()).replace("/", "\\")

    def registry(self, hive: str = "HKEY_CURRENT_USER") -> dict[str, dict[str, str]]:
        r"""Return every key of a hive with its values as regedit writes them: {"Software\\X": {"Name": "text"}}."""
        out = self.drive / "exported.reg"
        self._tool("wine", "regedit", "/E", r"C:\exported.reg", hive)
        text = out.read_text("utf-16")
        out.unlink()
        keys: dict[str, dict[str, str]] = {}
        values: dict[str, str] = {}
        for line in text.replace("\\\n", "").splitlines():
            if line.startswith("["):
                values = keys.setdefault(line[1:-1].partition("\\")[2], {})
            elif "=" in line:
                name, _, value = line.partition('"=') if line.startswith('"') else line.partition("=")
                values[name.lstrip('"')] = _plain(value)
        return keys

    def files(self) -> set[str]:
        """Return every file and folder on drive C:, relative to it, but for Windows' own and what is fleeting."""
        found = (path.relative_to(self.drive).as_posix() for path in self.drive.rglob("*"))
        return {name for name in found if not name.startswith("windows/") and "/Temp/" not in name}

    def stop(self) -> None:
        """End whatever runs in the prefix, as a power cut would."""
        subprocess.run(["wineserver", "-k"], env=self.environment(), check=False, timeout=30)
        subprocess.run(["wineserver", "-w"], env=self.environment(), check=False, timeout=30)

    def remove(self) -> None:
        """End whatever runs in the prefix and take the folder away."""
        if (self.folder / "prefix").is_dir():
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _tool(self, *command: str) -> None:
        quiet = subprocess.DEVNULL
        subprocess.run(
            command, env=self.environment(), cwd=self.folder, stdout=quiet, stderr=quiet, check=True, timeout=120
        )


def _plain(value: str) -> str:
    """Return what a value in a .reg file says: text without quotes, anything else as it stands."""
    if value.startswith('"') and value.endswith('"'):
        return value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return value
