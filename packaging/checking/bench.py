"""What the checks work on: the prefix, its screen, the setup, and the program once it is installed."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checking.outcome import CheckFailedError, expect
from checking.prefix import PERSON

if TYPE_CHECKING:
    from pathlib import Path

    from checking.prefix import Prefix, Ran, Running
    from checking.screen import Screen

__all__ = ["CHINESE", "COMMUNITY", "DATA", "HOME", "MONTH", "PASSWORD", "ROOT", "UNINSTALL", "Bench"]

HOME = rf"C:\users\{PERSON}"
ROOT = rf"{HOME}\AppData\Local\Programs\Touchpoint"
"""Where the program is installed."""

DATA = rf"{HOME}\AppData\Local\Touchpoint"
"""Where the data lies unless told otherwise."""

PASSWORD = "secret-1234"  # noqa: S105 - of a made-up community
MONTH = "2026-10"
COMMUNITY = ("demo", "--households", "60", "--months", "3", "--seed", "7", "--until", MONTH)
"""The command that makes the community, with its last month."""

CHINESE = ("--language", "zh_CN")
INSTALL_SECONDS = 240
UNINSTALL_SECONDS = 60

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Touchpoint"
"""The key by which Windows lists the program."""


@dataclass
class Bench:
    """One prefix with one setup, from the first check to the last."""

    prefix: Prefix
    screen: Screen
    setup: Path
    out: Path
    """Where pictures, papers and logs are kept to be looked at."""
    newest: Path | None = None
    """The setup of the version that brought the data up to date last, if it is another one: an older cannot open it."""
    files_before: set[str] = field(default_factory=set)
    keys_before: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """Return the installed program's folder, for this system."""
        return self.prefix.path(ROOT)

    @property
    def data(self) -> Path:
        """Return the data folder, for this system."""
        return self.prefix.path(DATA)

    @property
    def current(self) -> str:
        """Return the name of the version that starts; raise CheckFailedError when none is installed."""
        named = self.root / "current.txt"
        expect(named.is_file(), "No version is installed (current.txt is not there).")
        return named.read_text("ascii").strip()

    def install(self, setup: Path, *options: str, patience: float = INSTALL_SECONDS, **variables: str) -> Ran:
        """Run a setup in silence, with environment `variables`, and return how it ended."""
        here = self.prefix.path(r"C:\setup.exe")
        here.unlink(missing_ok=True)
        shutil.copyfile(setup, here)
        ran = self.prefix.run(r"C:\setup.exe", "/S", *options, patience=patience, variables=variables)
        here.unlink(missing_ok=True)
        return ran

    def uninstall(self) -> None:
        """Uninstall in silence, and wait for the copy of itself that the uninstaller leaves the work to."""
        ran = self.prefix.run(rf"{ROOT}\uninstall.exe", "/S")
        expect(ran.code == 0, f"The uninstaller ended with {ran.code}.")
        end = time.monotonic() + UNINSTALL_SECONDS
        while self.root.exists() or UNINSTALL in self.prefix.registry():
            expect(time.monotonic() < end, f"It was not gone after {UNINSTALL_SECONDS} s.")
            time.sleep(0.5)

    def console(self, *arguments: str, patience: float = 180) -> str:
        """Run a command of the installed program and return its words; raise CheckFailedError unless it went well."""
        ran = self.prefix.run(
            rf"{ROOT}\touchpoint-console.exe",
            *arguments,
            patience=patience,
            variables={"TOUCHPOINT_PASSWORD": PASSWORD},
        )
        if ran.code:
            raise CheckFailedError(f"touchpoint-console {arguments[0]} ended with {ran.code}: {ran.said[-400:]}")
        return ran.said

    def make_community(self) -> None:
        """Make the made-up community with the installed program, unless it is there."""
        if not (self.data / "touchpoint.db").exists():
            self.console(*COMMUNITY, *CHINESE)

    def open(self, *arguments: str, **variables: str) -> Running:
        """Start the installed program with its window."""
        return self.prefix.start(rf"{ROOT}\Touchpoint.exe", *arguments, variables=variables)

    def python(
        self, script: Path, *arguments: str, patience: float = 120, folder: Path | None = None, **variables: str
    ) -> Ran:
        """Run a script of this system with the runtime that is installed."""
        runtime = rf"{ROOT}\versions\{self.current}\runtime\python.exe"
        given = ["-X", "utf8", "-B", self.prefix.windows(script), *arguments]
        return self.prefix.run(runtime, *given, patience=patience, folder=folder, variables=variables)

    def picture(self, name: str) -> Path:
        """Keep what is on the screen as NAME.png and return where."""
        kept = self.out / f"{name}.png"
        self.screen.picture().save(kept)
        return kept
