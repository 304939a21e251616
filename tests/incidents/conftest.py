"""A community whose gate reports incidents, in a file and on a server, and everyone who has a say in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from desktop.accounts.model import Account
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, Role
from desktop.incidents.model import IncidentKind
from desktop.incidents.rows import NewEntry, NewIncident
from desktop.incidents.service import IncidentFiles, IncidentService
from tests.requests.conftest import database, place, settle
from tests.ui.shells import recording_shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from desktop.core.clock import FixedClock
    from desktop.incidents.rows import IncidentFile
    from desktop.storage.database import Database
    from desktop.storage.desk import Desk
    from tests.requests.conftest import Place
    from tests.ui.shells import RecordingShell

__all__ = ["PASSWORD", "Watch", "both", "database", "place", "prove", "shell", "watch"]

PASSWORD = "right one"
PEOPLE = (
    ("张敏", Role.CLERK, ""),
    ("周经理", Role.MANAGER, ""),
    ("丁主管", Role.MANAGER, "order"),
    ("何主管", Role.MANAGER, "engineering"),
    ("王建军", Role.GUARD, ""),
    ("管理员", Role.ADMINISTRATOR, ""),
)


def prove(name: str, password: str) -> None:
    """Refuse any other password than the one of the tests."""
    assert name
    if password != PASSWORD:
        raise UserError(Problem(msg("The name or the password is wrong."), "password"))


class Watch:
    """A community on whose gate someone keeps watch; the clock stands at 2026-11-22 14:05 in Shanghai."""

    def __init__(self, place: Place, clock: FixedClock) -> None:
        self.place = place
        self.clock = clock
        with place.desk.write(Operation.MANAGE_ACCOUNTS) as work:
            for number, (name, role, code) in enumerate(PEOPLE, 1):
                department = place.departments[code] if code else None
                known = {"community_id": work.community_id, "name": name, "name_key": name, "role": role}
                work.session.add(Account(id=number, department_id=department, **known))

    def desk(self, name: str) -> Desk:
        """Return the desk of one of `PEOPLE`."""
        number = [person[0] for person in PEOPLE].index(name)
        _, role, code = PEOPLE[number]
        actor = replace(
            self.place.desk.actor,
            account_id=number + 1,
            name=name,
            role=role,
            department_id=self.place.departments[code] if code else None,
        )
        return replace(self.place.desk, actor=actor)

    def of(self, name: str) -> IncidentService:
        """Return the service as one of `PEOPLE` has it."""
        return IncidentService(self.desk(name), prove)

    def files(self, name: str) -> IncidentFiles:
        """Return where one of `PEOPLE` keeps photos."""
        return IncidentFiles(self.desk(name))

    @property
    def guard(self) -> IncidentService:
        return self.of("王建军")

    @property
    def clerk(self) -> IncidentService:
        return self.of("张敏")

    @property
    def manager(self) -> IncidentService:
        return self.of("周经理")

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def reported(self, kind: IncidentKind = IncidentKind.FIRE, place: str = "3-1-502", **more: Any) -> IncidentFile:
        """Report an incident at the gate, now."""
        return self.file(self.guard.report(NewIncident(kind, place, **more)).result)

    def file(self, incident: IncidentFile | int) -> IncidentFile:
        """Return an incident as the manager sees it now."""
        return self.manager.incident(incident if isinstance(incident, int) else incident.line.id)

    def measure(self, incident: IncidentFile, words: str, **more: Any) -> int:
        """Note a measure at the gate; return its id."""
        return self.guard.add_entry(incident.line.id, NewEntry(words, **more)).result

    def handed_in(self, **more: Any) -> IncidentFile:
        """Report an incident, put it out, and hand it in."""
        file = self.reported(**more)
        self.measure(file, "用灭火器扑灭")
        self.guard.end(file.line.id, version=self.file(file).line.version)
        self.guard.hand_in(file.line.id, version=self.file(file).line.version)
        return self.file(file)

    def signed(self, words: str = "处置得当") -> IncidentFile:
        """Return an incident that the project manager signed off."""
        file = self.handed_in()
        self.manager.sign_off(file.line.id, words, PASSWORD, version=file.line.version)
        return self.file(file)


@pytest.fixture
def watch(blank_file: Database, clock: FixedClock) -> Watch:
    """Return the community with its people, in a file."""
    return Watch(settle(blank_file, clock), clock)


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[RecordingShell]:
    """Yield the window around a page."""
    with recording_shell(qapp, tmp_path) as made:
        yield made


@pytest.fixture
def both(place: Place, clock: FixedClock) -> Watch:
    """Return the community with its people, in a file and on a server."""
    return Watch(place, clock)
