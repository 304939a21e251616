"""What every service needs: the database, who acts, the clock and the community's time zone."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from desktop.core.clock import Clock
    from desktop.core.permissions import Actor, Operation
    from desktop.storage.database import Database
    from desktop.storage.work import UnitOfWork

__all__ = ["Desk", "Service"]


@dataclass(frozen=True, slots=True)
class Desk:
    """One signed-in account at one opened database; `held` is the snapshot it reads while `hold` is open."""

    database: Database
    actor: Actor
    clock: Clock
    zone: ZoneInfo
    community: str
    held: Session | None = None

    def read(self) -> AbstractContextManager[Session]:
        """Open a session on one consistent snapshot; within `hold` it is the one that is held."""
        return self.database.read() if self.held is None else nullcontext(self.held)

    @contextmanager
    def hold(self) -> Iterator[Desk]:
        """Yield this desk with every read on one snapshot: what several services tell is of one moment.

        For the thread that asks, and until the block ends.
        """
        with self.read() as session:
            yield replace(self, held=session)

    def write(self, operation: Operation, operation_id: str = "") -> AbstractContextManager[UnitOfWork]:
        """Open a unit of work of this account; see `Database.write`."""
        return self.database.write(self.actor, operation, self.clock, operation_id)


class Service:
    """Base of the services: holds the desk; `requires` asks it who acts."""

    def __init__(self, desk: Desk) -> None:
        """Serve `desk`."""
        self.desk = desk

    @property
    def actor(self) -> Actor:
        """Return who acts."""
        return self.desk.actor
