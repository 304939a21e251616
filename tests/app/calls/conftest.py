"""A register with callers of every sort, in the made-up community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from desktop.app.session import sign_in
from desktop.households.model import OccupancyRole
from desktop.households.rows import NewPerson
from desktop.households.service import HouseholdService
from desktop.requests.model import RequestKind
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService
from tests.app.conftest import PASSWORD, demo_data, demo_template
from tests.ui.shells import recording_shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from desktop.core.clock import FixedClock
    from desktop.storage.desk import Desk
    from tests.ui.shells import RecordingShell

__all__ = ["demo_data", "demo_template"]

MOBILE = "13700001111"
SHARED = "13700002222"
LANDLINE = "0571-88771234"
UNKNOWN = "13999990000"


@dataclass(frozen=True)
class Register:
    """The desk of a clerk and the rooms the callers live in."""

    desk: Desk
    first: int
    second: int

    @property
    def households(self) -> HouseholdService:
        return HouseholdService(self.desk)

    def label(self, room_id: int) -> str:
        return self.households.household(room_id).label


@pytest.fixture
def register(demo_data: Path, clock: FixedClock) -> Iterator[Register]:
    session = sign_in(demo_data, "clerk", PASSWORD, clock)
    service = HouseholdService(session.desk)
    first, second = (line.room_id for line in service.households(limit=2))
    service.add_resident(first, NewPerson("周海燕", (MOBILE, SHARED)), OccupancyRole.OWNER)
    service.add_resident(second, NewPerson("周海鸥", (SHARED, LANDLINE)), OccupancyRole.TENANT)
    RequestService(session.desk).report(NewRequest(kind=RequestKind.REPAIR, words="厨房漏水", room_id=first))
    yield Register(session.desk, first, second)
    session.close()


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path, register: Register) -> Iterator[RecordingShell]:
    assert register.desk.community
    with recording_shell(qapp, tmp_path) as made:
        yield made


def moved_out(register: Register, name: str, on: date) -> None:
    """Let someone of the second room leave it."""
    file = register.households.household(register.second)
    person = next(person for person in file.people if person.name == name)
    register.households.move_out(person.occupancy_id, on, version=person.occupancy_version)
