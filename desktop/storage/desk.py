"""What every service needs: the database, who acts, the clock and the community's time zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    """One signed-in account at one opened database."""

    database: Database
    actor: Actor
    clock: Clock
    zone: ZoneInfo
    community: str

    def read(self) -> AbstractContextManager[Session]:
        """Open a session on one consistent snapshot."""
        return self.database.read()

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
