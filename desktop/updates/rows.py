"""What is known of an installed version and of a file that would bring a newer one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.updates.rule import Vouching

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["AboutProgram", "Licence", "Ready", "Release", "Returned", "Vouching"]


@dataclass(frozen=True, slots=True)
class Release:
    """An installer that was looked at: what it brings, and a copy of it nobody else writes to.

    `size` is that of the installer in bytes, `needs` the bytes that the installed version takes.
    """

    version: str
    commit: str
    size: int
    needs: int
    vouching: Vouching
    copy: Path


@dataclass(frozen=True, slots=True)
class Ready:
    """What starts an update, once the program is closed: a command, and the backup made before (None on a server)."""

    command: Sequence[str]
    backup: Path | None


@dataclass(frozen=True, slots=True)
class Returned:
    """An update that did not hold: the version that was given up, and the reason as a code.

    `reason` is "start" (it did not start), "data" (it could not bring the data up to date) or the number that the
    installer ended with.
    """

    version: str
    reason: str


@dataclass(frozen=True, slots=True)
class AboutProgram:
    """What this program says of itself; `commit` is empty where it runs from source.

    `signed` is whether the makers vouch for it, None where that cannot be told: from source, and without their key.
    """

    version: str
    commit: str
    signed: bool | None


@dataclass(frozen=True, slots=True)
class Licence:
    """A part the program is made of: its name, version, licence and the text of that."""

    name: str
    version: str
    licence: str
    text: str
