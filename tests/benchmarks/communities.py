"""Made-up communities on disk, opened as a clerk opens them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlcipher3 import dbapi2

from desktop.app.demo import DemoSize, add_demo
from desktop.app.founding import Founding, found
from desktop.app.session import Session, sign_in
from desktop.core.clock import FixedClock
from desktop.core.months import Month
from desktop.core.permissions import Role
from desktop.storage.places import DataPlace

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.storage.desk import Desk

__all__ = ["HOUSEHOLDS", "NOON", "UNTIL", "Made", "bare_connection", "made"]

HOUSEHOLDS = 18_700
"""So many have 30,000 residents."""

BUSYNESS = 0.27
"""Requests per household and month: with `HOUSEHOLDS` 5,000 a month."""

UNTIL = Month(2026, 11)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PASSWORD = "secret-1234"


@dataclass(frozen=True)
class Made:
    """One made-up community: its folder, which holds the derived key as `key.hex`, and a clerk's open session."""

    folder: Path
    session: Session

    @property
    def desk(self) -> Desk:
        return self.session.desk

    @property
    def key(self) -> bytes:
        key = self.session.opened.key
        assert key is not None
        return key

    def bare(self) -> Any:
        """Return a connection of the bare driver to the same file."""
        return bare_connection(DataPlace(self.folder).data_file, self.key)


def made(folder: Path, *, households: int, months: int) -> Made:
    """Make up a community in `folder`, with the key beside it that a password would have to be turned into."""
    size = DemoSize(households, months, 1, UNTIL, BUSYNESS)
    founding = Founding(
        "云栖花园",
        accounts={"clerk": Role.CLERK},
        more=lambda work, departments, zone: add_demo(work, zone, departments, size),
    )
    clock = FixedClock(NOON)
    found(folder, "admin", PASSWORD, founding, clock)
    community = Made(folder, sign_in(folder, "clerk", PASSWORD, clock))
    (folder / "key.hex").write_text(community.key.hex(), encoding="ascii")
    return community


def bare_connection(file: Path, key: bytes) -> Any:
    """Return a connection of the bare driver with the same settings as the program's own, the file made if need be."""
    connection = dbapi2.connect(str(file), isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in ("cell_size_check = ON", "foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
