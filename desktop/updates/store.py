"""The program as it lies on this PC: its versions, the files by which they are exchanged, its parts and their licences.

What the launcher, the installer and the program tell one another lies in the folder of the program, as small files:
current.txt (the version that starts), previous.txt (the one before, as long as the new one has not proved itself),
starting.txt (a start has begun and does not stand yet), returned.txt (what was given up and why). Knows no database.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import desktop
from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.storage import durable
from desktop.updates.rows import AboutProgram, Licence, Returned
from desktop.updates.rule import UNSIGNED, is_name, key_from, signature_holds, version_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.metadata import Distribution

__all__ = ["Installation", "about_program", "licences", "start_detached"]

_CURRENT, _PREVIOUS, _STARTING, _RETURNED = "current.txt", "previous.txt", "starting.txt", "returned.txt"
_LONGEST_NOTE = 1000
_FIELDS = ("name", "version", "licence", "text")
_LICENCE_FILES = ("licen", "copying", "notice", "authors")
_REASONS = frozenset({"start", "data"})


@dataclass(frozen=True, slots=True)
class Installation:
    """The installed program that runs: `root` is the folder of all versions, `name` that of this one's folder."""

    root: Path
    name: str

    @classmethod
    def current(cls) -> Installation | None:
        """Return the installation this program runs from; None from source, from a wheel and in the Linux bundle."""
        return cls.around(_program_folder()) if getattr(sys, "frozen", False) else None

    @classmethod
    def around(cls, program: Path) -> Installation | None:
        """Return the installation whose program lies in folder `program`; None if it does not lie as installed."""
        folder = program.parent
        root = folder.parent.parent
        lies = program.name == "program" and folder.parent.name == "versions" and is_name(folder.name)
        return cls(root, folder.name) if lies and (root / _CURRENT).is_file() else None

    @property
    def version(self) -> str:
        """Return the version that runs: "0.2.0"."""
        return version_in(self.name)

    @property
    def launcher(self) -> Path:
        """Return what starts the version that is the current one."""
        return self.root / "Touchpoint.exe"

    @property
    def update_folder(self) -> Path:
        """Return where the copy of an installer lies that is looked at; it is there only meanwhile."""
        return self.root / "update"

    def previous(self) -> str:
        """Return the name of the version before while this one has not proved itself; "" when there is no way back."""
        name = self._named(_PREVIOUS)
        there = name not in {"", self.name} and (self.root / "versions" / name).is_dir()
        return name if there and self._named(_CURRENT) == self.name else ""

    def stands(self) -> None:
        """Note that this version's start stands: the launcher does not go back. Raises WorldError."""
        self._remove(_STARTING)

    def begins(self) -> None:
        """Note, while there is a version before, that the next step may fail: the launcher would go back to it.

        Raises WorldError when the disk fails.
        """
        if self.previous():
            durable.write_file(self.root / _STARTING, b"")

    def proved(self) -> bool:
        """Note that this version works: nothing goes back to the one before any more; then it is time to `sweep`.

        Returns whether that is so: not where another window has given this version up meanwhile. Cheap, and nothing to
        do where all is proved. Raises WorldError when the disk fails; the next start tries again.
        """
        if self._named(_CURRENT) != self.name:
            return False
        # In this order, as a start that has begun means nothing without a version before.
        self._remove(_PREVIOUS)
        self._remove(_STARTING)
        return True

    def stays(self) -> bool:
        """Tell whether this is the version for good: current, and with none to go back to."""
        return self._named(_CURRENT) == self.name and not self.previous()

    def sweep(self) -> None:
        """Take away the folder of updates and every version but the current one and the one to go back to.

        It takes seconds. What is in use stays until the next time.
        """
        self.clear_update()
        current = self._named(_CURRENT)
        if not current:
            return
        kept = {self.name, current, self._named(_PREVIOUS)}
        for folder in sorted((self.root / "versions").iterdir()):
            if folder.name not in kept and folder.is_dir() and not folder.is_symlink():
                _take_away(folder)

    def clear_update(self) -> None:
        """Take away what a look at an installer left behind; what is in use stays."""
        shutil.rmtree(self.update_folder, ignore_errors=True)

    def go_back(self, reason: str) -> None:
        """Make the version before the current one again, and note for it why ("start", "data").

        Starting it is the caller's. Raises WorldError when there is none or the disk fails; then this version stays.
        """
        name = self.previous()
        if not name:
            raise WorldError(msg("There is no earlier version to go back to; install the program again."))
        durable.write_file(self.root / _RETURNED, f"{self.version}\n{reason}\n".encode())
        durable.write_file(self.root / _CURRENT, f"{name}\n".encode())
        self._remove(_PREVIOUS)
        self._remove(_STARTING)

    def returned(self) -> Returned | None:
        """Return the update that did not hold, if one was given up since it was last told."""
        lines = self._note(_RETURNED).splitlines()
        if len(lines) < 2:
            return None
        version, reason = lines[0].strip(), lines[1].strip()
        known = reason in _REASONS or (reason.isascii() and reason.isdigit())
        # What was given up and came again later needs no telling.
        if not known or version_in(version) != version or version in {"", self.version}:
            return None
        return Returned(version, reason)

    def forget_returned(self) -> None:
        """Forget what `returned` told. Raises WorldError when the disk fails."""
        self._remove(_RETURNED)

    def about(self) -> AboutProgram:
        """Return what this version says of itself; signed is what the key it was shipped with proves."""
        return _about(self._program, self.version, self.name.partition("-")[2])

    def key(self) -> bytes | None:
        """Return the public key that vouches for updates of this version (32 bytes); None in an unsigned build.

        Raises WorldError when it cannot be read: such a version takes no updates, lest it took any.
        """
        return _key_in(self._program)

    @property
    def _program(self) -> Path:
        return self.root / "versions" / self.name / "program"

    def _named(self, note: str) -> str:
        """Return the version's folder that a note names; "" where there is none or it is no name."""
        name = self._note(note).strip()
        return name if is_name(name) else ""

    def _note(self, note: str) -> str:
        """Return a small text that launcher, installer or program left; "" where there is none to read."""
        try:
            with (self.root / note).open("rb") as file:
                return file.read(_LONGEST_NOTE).decode("utf-8-sig")
        except (OSError, ValueError):
            return ""

    def _remove(self, note: str) -> None:
        try:
            durable.remove(self.root / note)
        except OSError as error:
            raise durable.told(error) from error


def about_program() -> AboutProgram:
    """Return what this program says of itself; from source that is its version only."""
    frozen = getattr(sys, "frozen", False)
    return _about(_program_folder(), desktop.__version__, "") if frozen else AboutProgram(desktop.__version__, "", None)


def licences() -> tuple[Licence, ...]:
    """Return the parts this program is made of, by name: those it was shipped with, else those of this environment.

    Reads many files. Raises WorldError when the shipped page cannot be read.
    """
    try:
        entries = json.loads((_program_folder() / "licences.json").read_bytes())
        return tuple(Licence(*(str(entry[name]) for name in _FIELDS)) for entry in entries)
    except FileNotFoundError:
        return _of_environment()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorldError(msg("The page of licences cannot be read; install the program again.")) from error


def start_detached(command: Sequence[str]) -> None:
    """Start a program that outlives this one and does not share its console. Raises WorldError when it cannot."""
    # Not in a folder of any version: on Windows that could then not be taken away.
    place = Path(command[0]).anchor
    quiet = subprocess.DEVNULL
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
    try:
        # The installer that was checked, or the launcher of this program.
        started = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=place, **apart)  # noqa: S603
    except OSError as error:
        raise WorldError(
            msg("The program could not be started (error %(code)s); try again.", code=error.errno or 0)
        ) from error
    started.returncode = 0  # nobody waits for it, and Python need not say so


def _program_folder() -> Path:
    """Return the folder that holds the package, as shipped: beside it lie the key and the licences."""
    return Path(desktop.__file__).resolve().parent.parent


def _about(program: Path, version: str, commit: str) -> AboutProgram:
    """Return what the manifest over a program says, `commit` where it says nothing; signed is None without a key."""
    try:
        line, signature = (program.parent / "manifest.json").read_bytes().split(b"\n")[:2]
        commit = str(json.loads(line)["commit"])
        key = _key_in(program)
        if signature == UNSIGNED or key is None:
            return AboutProgram(version, commit, False if signature == UNSIGNED else None)
        signed = signature_holds(line, base64.b64decode(signature, validate=True), key)
    except (OSError, WorldError, ValueError, KeyError, TypeError):
        return AboutProgram(version, commit, signed=False)
    return AboutProgram(version, commit, signed)


def _key_in(program: Path) -> bytes | None:
    try:
        return key_from((program / "update-key.txt").read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise WorldError(
            msg("The key that proves updates cannot be read: install this version again, then the update.")
        ) from error


def _take_away(folder: Path) -> None:
    """Delete a version's folder, first by its name: whoever uses a file in it keeps all of it on Windows."""
    gone = folder
    if is_name(folder.name):
        # Not longer than before, as some paths in it may be as long as Windows takes them.
        gone = folder.with_name(f".{folder.name[-8:]}")
        try:
            folder.rename(gone)
        except OSError:
            return
    elif not folder.name.startswith("."):
        return
    shutil.rmtree(gone, ignore_errors=True)


def _of_environment() -> tuple[Licence, ...]:
    # A quarter as slow as all else at the start together, and needed for one page only.
    from importlib.metadata import distributions  # noqa: PLC0415

    found = {licence.name.casefold(): licence for each in distributions() if (licence := _licence_of(each)).name}
    return tuple(found[name] for name in sorted(found))


def _licence_of(part: Distribution) -> Licence:
    stated: Any = part.metadata
    classified = [
        line.rpartition(" :: ")[2] for line in stated.get_all("Classifier", []) if line.startswith("License ::")
    ]
    words = str(stated.get("License-Expression") or next(iter(classified), "") or stated.get("License") or "")
    files = [file for file in part.files or () if file.name.casefold().startswith(_LICENCE_FILES)]
    paths = [Path(str(file.locate())) for file in files if ".dist-info" in str(file)]
    texts = [path.read_text("utf-8", "replace") for path in sorted(paths) if path.is_file()]
    first = next(iter(words.splitlines()), "")
    return Licence(str(stated.get("Name") or ""), part.version, first, "\n\n".join(texts))
