"""What the screens of households decide."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.core.i18n import language, msg
from desktop.core.permissions import Operation, Role
from desktop.households.model import InstructionKind
from desktop.households.presenter import HouseholdPresenter, ListPresenter, TimelineGroup, Told
from desktop.households.presenter.telling import day_words, touchpoints
from desktop.households.rows import HouseholdFilter, NewInstruction, TimelineLine
from desktop.households.service import HouseholdService
from tests.households.conftest import SHANGHAI
from tests.households.screens import Screens, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock
    from desktop.households.presenter import HouseholdShown, Touchpoint
    from desktop.storage.database import Database

VISITS = TimelineGroup("visits", msg("Visits"), frozenset({"visited"}))


def tell_visit(line: TimelineLine) -> Told | None:
    return Told(msg("Visit"), "door-open", str(line.parameters["who"])) if line.kind == "visited" else None


@pytest.fixture
def screens(
    file_db: Database, clock: FixedClock, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> Iterator[Screens]:
    with opened(file_db, clock, qtbot, qapp, tmp_path) as made:
        yield made


class Watched:
    """A presenter of one household and what it told."""

    def __init__(self, screens: Screens, role: Role = Role.CLERK) -> None:
        shell = screens.shell
        self.presenter = HouseholdPresenter(
            screens.desk(role), shell.tasks, shell.bus, groups=(VISITS,), tellers=(tell_visit,)
        )
        self.shown: list[HouseholdShown] = []
        self.rows: list[Touchpoint] = []
        self.more = False
        self.presenter.shown.connect(self.shown.append)
        self.presenter.told.connect(self._keep)

    def _keep(self, rows: list[Touchpoint], more: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.rows, self.more = rows, more


@pytest.fixture
def watched(screens: Screens) -> Watched:
    return Watched(screens)


def visit(screens: Screens, label: str, count: int) -> None:
    """Write touchpoints of another feature, one a minute."""
    room_id, first = screens.room(label), datetime(2026, 10, 1, tzinfo=UTC)
    with screens.desk(Role.CLERK).write(Operation.EDIT_HOUSEHOLD) as work:
        for number in range(count):
            work.timeline(room_id, first + timedelta(minutes=number), "visited", number, who=f"guest {number}")


def test_that_the_list_holds_what_the_filter_leaves_and_follows_changes(screens: Screens) -> None:
    presenter = ListPresenter(screens.desk(Role.CLERK), screens.shell.tasks, screens.shell.bus)
    presenter.begin()
    screens.settle()
    assert presenter.model.rowCount() == presenter.places.total == 4
    assert [place.name for place in presenter.places.buildings] == ["1", "3", "别墅"]
    presenter.narrow(HouseholdFilter(text="曾国强"))
    screens.settle()
    assert presenter.model.rowCount() == 1
    row = presenter.model.row_at(0)
    assert row is not None
    assert row.label == "1-1-102"
    screens.shell.bus.announce(screens.service.tag(row.room_id, "钥匙"))
    screens.settle()
    row = presenter.model.row_at(0)
    assert row is not None
    assert "钥匙" in row.tags


def test_that_a_household_is_read_with_its_newest_touchpoints(screens: Screens, watched: Watched) -> None:
    visit(screens, "1-1-101", 120)
    watched.presenter.open(screens.room("1-1-101"))
    screens.settle()
    shown = watched.shown[-1]
    assert shown.file.label == "1-1-101"
    assert (shown.touched, shown.count_of(VISITS)) == (120, 120)
    assert [row.told.words for row in watched.rows[:2]] == ["guest 119", "guest 118"]
    assert watched.more


def test_that_older_touchpoints_follow_page_by_page_none_twice(screens: Screens, watched: Watched) -> None:
    visit(screens, "1-1-101", 500)
    watched.presenter.open(screens.room("1-1-101"))
    screens.settle()
    pages = 1
    while watched.more:
        watched.presenter.read_older()
        watched.presenter.read_older()
        screens.settle()
        pages += 1
    assert pages == 10
    assert [row.told.words for row in watched.rows] == [f"guest {number}" for number in reversed(range(500))]
    watched.presenter.read_older()
    screens.settle()
    assert len(watched.rows) == 500


def test_that_what_was_read_stays_read_when_the_household_changes(screens: Screens, watched: Watched) -> None:
    visit(screens, "1-1-101", 180)
    watched.presenter.open(screens.room("1-1-101"))
    screens.settle()
    watched.presenter.read_older()
    screens.settle()
    assert len(watched.rows) == 100
    screens.shell.bus.announce(screens.service.tag(screens.room("1-1-101"), "钥匙"))
    screens.settle()
    assert (len(watched.rows), watched.more) == (100, True)
    assert watched.rows[0].told.icon == "tag"
    watched.presenter.read_older()
    screens.settle()
    assert watched.rows[-1].told.words == "guest 31"


def test_that_the_household_is_read_anew_when_an_instruction_begins_and_when_it_expires(
    screens: Screens, watched: Watched
) -> None:
    room_id, now = screens.room("1-1-101"), screens.clock.now()
    begins, ends = now + timedelta(milliseconds=40), now + timedelta(milliseconds=90)
    given = NewInstruction(InstructionKind.DO_NOT_ADMIT, "刘姓男子", since=begins, until=ends)
    screens.service.give_instruction(room_id, given)
    watched.presenter.open(room_id)
    screens.settle()

    def held() -> bool:
        shown = watched.shown[-1]
        return shown.file.instructions[0].in_force(shown.now)

    assert not held()
    assert watched.presenter._turn.isActive()
    screens.clock.set(begins)
    screens.qtbot.waitUntil(held)
    screens.clock.set(ends)
    screens.qtbot.waitUntil(lambda: not held())
    screens.settle()
    assert not watched.presenter._turn.isActive()


def test_that_a_household_left_is_not_woken_for(screens: Screens, watched: Watched) -> None:
    room_id = screens.room("1-1-101")
    until = screens.clock.now() + timedelta(hours=3)
    screens.service.give_instruction(room_id, NewInstruction(InstructionKind.KEY_HELD, until=until))
    watched.presenter.open(room_id)
    screens.settle()
    assert 0 < watched.presenter._turn.interval() <= 3_600_000
    watched.presenter.close()
    assert not watched.presenter._turn.isActive()


def test_that_one_group_of_touchpoints_can_be_looked_at(screens: Screens, watched: Watched) -> None:
    visit(screens, "1-1-102", 60)
    file = screens.file("1-1-102")
    person = file.people[1]
    screens.service.move_out(person.occupancy_id, date(2026, 11, 22), version=person.occupancy_version)
    watched.presenter.open(file.room_id)
    screens.settle()
    watched.presenter.look_at("people")
    screens.settle()
    assert [row.told.icon for row in watched.rows] == ["user-x"]
    assert not watched.more
    watched.presenter.look_at("visits")
    watched.presenter.read_older()
    screens.settle()
    assert {row.told.icon for row in watched.rows} == {"door-open"}
    assert watched.more


def test_that_a_revealed_phone_stays_revealed_until_another_household_is_opened(
    screens: Screens, watched: Watched
) -> None:
    room_id = screens.room("1-1-101")
    watched.presenter.open(room_id)
    screens.settle()
    watched.presenter.reveal(watched.shown[-1].file.people[0].phones[0])
    screens.settle()
    assert watched.shown[-1].file.people[0].phones[0].shown == "138 0000 0001"
    screens.shell.bus.announce(screens.service.tag(room_id, "钥匙"))
    screens.settle()
    assert not watched.shown[-1].file.people[0].phones[0].masked
    assert len(screens.audited("phone revealed")) == 1
    watched.presenter.open(screens.room("1-1-102"))
    screens.settle()
    watched.presenter.open(room_id)
    screens.settle()
    assert watched.shown[-1].file.people[0].phones[0].masked


def test_that_a_corrected_phone_is_masked_again_when_someone_else_changed_it(
    screens: Screens, watched: Watched
) -> None:
    watched.presenter.open(screens.room("1-1-101"))
    screens.settle()
    phone = watched.shown[-1].file.people[0].phones[0]
    watched.presenter.reveal(phone)
    screens.settle()
    screens.shell.bus.announce(screens.service.correct_phone(phone.id, "13911112222", version=phone.version))
    screens.settle()
    assert watched.shown[-1].file.people[0].phones[0].shown == "139 **** 2222"


def test_that_changes_of_other_households_are_not_read(screens: Screens, watched: Watched) -> None:
    watched.presenter.open(screens.room("1-1-101"))
    screens.settle()
    times = len(watched.shown)
    screens.shell.bus.announce(screens.service.tag(screens.room("1-1-102"), "钥匙"))
    screens.settle()
    assert len(watched.shown) == times
    screens.shell.bus.announce(screens.service.tag(screens.room("1-1-101"), "钥匙"))
    screens.settle()
    assert len(watched.shown) > times


def test_that_rights_are_those_of_the_account(screens: Screens) -> None:
    rights = {role: Watched(screens, role).presenter for role in (Role.CLERK, Role.ADMINISTRATOR)}
    assert (rights[Role.CLERK].may_edit, rights[Role.CLERK].may_reveal) == (True, True)
    assert (rights[Role.ADMINISTRATOR].may_edit, rights[Role.ADMINISTRATOR].may_reveal) == (False, False)


def test_that_only_the_first_touchpoint_of_a_day_carries_its_date() -> None:
    evening = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)
    lines = [
        TimelineLine(3, evening + timedelta(hours=1), "visited", 1, {"who": "a"}),
        TimelineLine(2, evening, "visited", 1, {"who": "b"}),
        TimelineLine(1, evening - timedelta(hours=1), "of a newer version", 1, {}),
    ]
    rows = touchpoints(lines, (tell_visit,), SHANGHAI)
    assert [row.first for row in rows] == [True, True, False]
    assert rows[2].told.words == "of a newer version"


def test_that_days_are_said_as_people_say_them() -> None:
    today, spoken = date(2026, 11, 22), language("en")
    days = (today, date(2026, 11, 21), date(2026, 3, 1), date(2025, 12, 31))
    assert [day_words(day, today, spoken) for day in days] == ["Today", "Yesterday", "1 Mar", "2025-12-31"]


def test_that_a_household_that_is_gone_is_told(screens: Screens, watched: Watched) -> None:
    with screens.qtbot.waitSignal(watched.presenter.failed) as failed:
        watched.presenter.open(987_654)
    assert "no longer in the register" in failed.args[0].problems[0].message.msgid
    assert HouseholdService(screens.desk(Role.CLERK)).count() == 4
