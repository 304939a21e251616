"""What a new gift list is offered: contact lists, the next festivals, and the households that can be added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.contacts.service import ContactService
from desktop.core.almanac import festivals_from
from desktop.households.service import HouseholdService

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.contacts.rows import ContactListLine
    from desktop.contacts.service import ConditionKind
    from desktop.core.almanac import Festival
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["GiftPlanner", "Offered", "Proposal"]

FESTIVALS = 8
DAYS_BEFORE = timedelta(days=3)
"""Gifts are to be with the households so long before the festival."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a new list can be made of: contact lists by name, and the next festivals, the nearest first."""

    lists: Sequence[ContactListLine]
    festivals: Sequence[Festival]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What follows from a festival: the day by which its gifts are given, and its year."""

    due_on: date
    year: int


class GiftPlanner(QObject):
    """Answers what the forms ask: `offered(Offered)` follows `read`, `found(rooms)` follows `find`."""

    offered = Signal(object)
    found = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, conditions: Sequence[ConditionKind], parent: QObject) -> None:
        """Look as `desk`'s account."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._contacts = ContactService(desk, conditions)

    @property
    def today(self) -> date:
        """Return the day it is in the community."""
        return self._desk.clock.now().astimezone(self._desk.zone).date()

    def read(self) -> None:
        """Ask for what a new list can be made of."""
        contacts, today = self._contacts, self.today

        def work(_progress: Progress) -> Offered:
            return Offered(contacts.lists(), festivals_from(today, FESTIVALS))

        self._tasks.run(work, self.offered.emit, self.failed.emit, owner=self, key="offered")

    def find(self, text: str) -> None:
        """Ask for the rooms that `text` leads to."""
        service = HouseholdService(self._desk)
        self._tasks.run(lambda _progress: service.rooms_for(text), self.found.emit, owner=self, key="find")

    def propose(self, festival: Festival) -> Proposal:
        """Return what a festival asks for: gifts three days before it, today at the earliest."""
        return Proposal(max(festival.day - DAYS_BEFORE, self.today), festival.day.year)
