"""What the day asks for, and the lists behind its counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.app.session import sign_in
from desktop.app.today.parts import MARKED, read_goals
from desktop.app.today.side import SideColumn
from desktop.app.today.view import DRAFTS, TodayPage
from desktop.care.model import CareKind
from desktop.care.rows import CareList, YearGoal
from desktop.care.service import CareService
from desktop.core.changes import Draft
from desktop.core.i18n import language, msg
from desktop.core.months import Month
from desktop.events.rows import GoalLine
from desktop.follow_ups.service import FollowUpService
from desktop.handover.rows import Paragraph
from desktop.handover.service import HandoverService
from desktop.households.model import OccupancyRole
from desktop.households.rows import NewPerson
from desktop.households.service import HouseholdService
from desktop.issues.rows import NewAction, NewIssue
from desktop.issues.service import IssueService
from desktop.requests.model import RequestKind
from desktop.requests.presenter import drafting
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService
from desktop.staff.store import departments
from desktop.ui.panels import Panel, label
from tests.app.conftest import PASSWORD, quieten
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.app.session import Session
    from desktop.core.clock import FixedClock
    from desktop.storage.desk import Desk
    from tests.ui.shells import RecordingShell


@pytest.fixture
def open_as(demo_data: Path, clock: FixedClock) -> Iterator[Callable[[str], Session]]:
    opened = []

    def make(name: str) -> Session:
        opened.append(sign_in(demo_data, name, PASSWORD, clock))
        return opened[-1]

    yield make
    for session in opened:
        session.close()


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path, open_as: Callable[[str], Session]) -> Iterator[RecordingShell]:
    assert open_as is not None, "the data is closed after the window"
    with recording_shell(qapp, tmp_path) as made:
        yield made


class Screen:
    """Today in a window that remembers."""

    def __init__(self, desk: Desk, shell: RecordingShell, qtbot: QtBot) -> None:
        self.desk = desk
        self.shell = shell
        self.qtbot = qtbot
        self.page = TodayPage(desk, shell)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 612)
        self.page.show()
        self.page.show_at()
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def tile(self, key: str) -> int | None:
        return self.page.tiles[key]._count

    def link(self, key: str) -> str:
        return self.page.links[key].text()

    def close(self) -> None:
        """Let the clock that turns the page stop."""
        self.page.presenter._turn.stop()


@pytest.fixture
def screen(open_as: Callable[[str], Session], shell: RecordingShell, qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(open_as("clerk").desk, shell, qtbot)
    yield made
    made.close()


def rooms(screen: Screen, count: int) -> list[int]:
    return [line.room_id for line in HouseholdService(screen.desk).households(limit=count)]


def test_that_care_and_welcome_calls_are_counted_as_they_come_and_open_their_lists(screen: Screen) -> None:
    care, today = CareService(screen.desk), screen.page.presenter._desk.clock.now().astimezone(screen.desk.zone).date()
    before = care.counts()
    assert (screen.tile("care"), screen.link("welcome")) == (before.due, f"To welcome {before.welcome}")
    first, second = rooms(screen, 2)
    screen.shell.bus.announce(care.plan(first, CareKind.VISIT, "走访", today))
    moved = HouseholdService(screen.desk).move_in(second, NewPerson("欧阳娜娜"), OccupancyRole.TENANT, today)
    screen.shell.bus.announce(moved)
    screen.settle()
    assert (screen.tile("care"), screen.link("welcome")) == (before.due + 1, f"To welcome {before.welcome + 1}")
    assert screen.shell.counts["care"] == before.due + 1
    screen.page.tiles["care"].click()
    screen.page.links["welcome"].click()
    assert screen.shell.gone == [("care", {"list": CareList.DUE}), ("care", {"list": CareList.WELCOME})]


def test_that_forgotten_households_rounds_and_drafts_are_a_click_away(screen: Screen) -> None:
    care = CareService(screen.desk)
    assert screen.link("forgotten") == f"Forgotten households {care.counts().forgotten}"
    assert screen.link("rounds") == "Call rounds 0"
    assert screen.link("drafts") == "Drafts 0"
    screen.shell.drafts.keep(Draft(drafting.FORM, "1", "x", {}))
    assert drafting.FORM == DRAFTS
    (room,) = rooms(screen, 1)
    screen.shell.bus.announce(HouseholdService(screen.desk).tag(room, "历史遗留问题户", cause="漏水"))
    screen.settle()
    assert screen.link("forgotten") == f"Forgotten households {care.counts().forgotten}"
    assert screen.link("drafts") == "Drafts 1"
    for key in ("forgotten", "rounds", "drafts"):
        screen.page.links[key].click()
    assert [page for page, _where in screen.shell.gone] == ["care", "calls", "intake"]
    assert screen.shell.gone[0][1] == {"list": CareList.FORGOTTEN}


def test_that_open_requests_of_vip_and_legacy_households_are_counted_and_listed(screen: Screen) -> None:
    service = RequestService(screen.desk)
    before = service.count(MARKED)
    (room,) = rooms(screen, 1)
    HouseholdService(screen.desk).tag(room, "VIP")
    draft = NewRequest(kind=RequestKind.REPAIR, words="厨房漏水", room_id=room)
    screen.shell.bus.announce(service.report(draft))
    screen.settle()
    count = service.count(MARKED)
    assert count > before
    assert screen.link("marked") == f"VIP and legacy issues {count}"
    assert any(line.room_id == room for line in service.lines(MARKED))
    screen.page.links["marked"].click()
    ((page, where),) = screen.shell.gone
    assert (page, service.count(where["wanted"])) == ("requests", count)


def test_that_overdue_actions_are_counted_as_days_go_by_and_open_their_list(screen: Screen, clock: FixedClock) -> None:
    service = IssueService(screen.desk)
    before = service.counts().overdue_actions
    assert screen.link("actions") == f"Actions overdue {before}"
    with screen.desk.read() as session:
        department = departments(session, screen.desk.actor.community_id)[0].id
    today = clock.now().astimezone(screen.desk.zone).date()
    month = Month(today.year, today.month)
    late = NewAction("更换软管", due_on=today)
    raised = service.raise_issue(NewIssue(month, department, "厨房漏水", actions=(late,)))
    screen.shell.bus.announce(raised)
    screen.settle()
    assert screen.link("actions") == f"Actions overdue {before}"
    clock.set(clock.now() + timedelta(days=1))
    screen.page.presenter.turn()
    screen.settle()
    now = service.counts().overdue_actions
    assert (screen.link("actions"), screen.shell.counts["issues"]) == (f"Actions overdue {now}", now)
    assert now > before
    action = service.issue(raised.result).actions[0]
    screen.shell.bus.announce(service.finish_action(action.id, "已更换", version=action.version))
    screen.settle()
    assert screen.link("actions") == f"Actions overdue {now - 1}"
    screen.page.links["actions"].click()
    assert screen.shell.gone == [("issues", {"overdue": True})]


def test_that_a_head_is_told_how_many_points_wait_for_the_signature(
    open_as: Callable[[str], Session], shell: RecordingShell, qtbot: QtBot
) -> None:
    session = open_as("manager")
    with session.desk.read() as reading:
        department = departments(reading, session.desk.actor.community_id)[1].id
    head = replace(session.desk, actor=replace(session.desk.actor, department_id=department))
    screen = Screen(head, shell, qtbot)
    waiting = IssueService(head).counts().to_confirm
    assert screen.link("confirm") == f"Points to confirm {waiting}"
    screen.page.links["confirm"].click()
    assert shell.gone == [("issues", {"to_confirm": True})]
    screen.close()
    manager = Screen(session.desk, shell, qtbot)
    assert "confirm" not in manager.page.links
    manager.close()


def test_that_what_is_due_changes_with_the_day(screen: Screen, clock: FixedClock) -> None:
    care = CareService(screen.desk)
    today = clock.now().astimezone(screen.desk.zone).date()
    before = care.counts().due
    care.plan(rooms(screen, 1)[0], CareKind.GIFT, "", today + timedelta(days=1))
    screen.page.presenter.read()
    screen.settle()
    assert screen.tile("care") == before
    clock.set(clock.now() + timedelta(days=1))
    screen.page.presenter.read()
    screen.settle()
    assert screen.tile("care") == care.counts().due > before


def test_that_the_administrator_sees_what_the_administrator_may(
    open_as: Callable[[str], Session], shell: RecordingShell, qtbot: QtBot
) -> None:
    screen = Screen(open_as("admin").desk, shell, qtbot)
    assert list(screen.page.tiles) == ["overdue", "due_today", "awaits_follow_up", "to_dispatch", "held"]
    assert list(screen.page.links) == ["marked", "slips", "events"]
    screen.close()


@pytest.mark.parametrize("size", [(1198, 612), (904, 384)])
def test_that_all_counts_fit_the_page(screen: Screen, size: tuple[int, int]) -> None:
    quieten(screen.desk)
    screen.page.presenter.read()
    # A window of its own would not become narrower than its tiles lie now; within the main window it does.
    screen.page.setMinimumSize(1, 1)
    screen.page.resize(*size)
    screen.settle()
    tiles = [screen.page.tiles[key] for key in screen.page.tiles]
    assert len({tile.y() for tile in tiles}) == 1
    links = [link for link in screen.page.links.values() if not link.isHidden()]
    assert len(links) >= 5
    shown: list[QWidget] = [*tiles, *links, screen.page._panel]
    for widget in shown:
        corner = widget.mapTo(screen.page, widget.rect().bottomRight())
        assert screen.page.rect().contains(corner), widget.objectName()
    assert screen.page._panel.height() >= 140
    assert screen.page.minimumSizeHint().width() <= size[0]


def test_that_who_calls_sees_the_households_to_call_by_tonight_and_goes_to_them(screen: Screen) -> None:
    service = RequestService(screen.desk)
    (room,) = rooms(screen, 1)
    done = service.report(NewRequest(kind=RequestKind.COMPLAINT, words="太吵", room_id=room)).result
    screen.shell.bus.announce(service.complete(done, version=service.detail(done).line.version))
    screen.settle()
    due, waiting = FollowUpService(screen.desk).counts().due, service.today().awaits_follow_up
    assert waiting > due
    assert (screen.tile("awaits_follow_up"), screen.shell.counts["follow_ups"]) == (due, due)
    assert str(waiting) in screen.page.tiles["awaits_follow_up"].accessibleDescription()
    screen.page.tiles["awaits_follow_up"].click()
    assert screen.shell.gone == [("follow_ups", {})]


def test_that_the_last_shift_and_the_goals_of_the_year_stand_beside_the_list(screen: Screen) -> None:
    goals = read_goals(screen.desk).rows
    assert {type(goal) for goal in goals} == {GoalLine, YearGoal}
    assert len([bar for bar in screen.page.goals.bars if not bar.isHidden()]) == len(goals)
    assert "Winter Solstice" in screen.page.goals.festival.text()
    assert screen.page.shift.isHidden()
    service = HandoverService(screen.desk, lambda _name, _password: None)
    proposal = service.propose(language("en"))
    counted = tuple(replace(thing, counted=thing.expected) for thing in proposal.counted)
    told = replace(proposal, paragraphs=(Paragraph("other", "备用钥匙在抽屉"),), counted=counted)
    given = service.give(told, "x")
    screen.shell.bus.announce(given)
    screen.settle()
    assert screen.page.shift.lines[0].text() == "备用钥匙在抽屉"
    screen.page.shift.open.click()
    screen.page.handover.click()
    assert screen.shell.gone == [("handover", {"handover_id": given.result}), ("handover", {"unread": True})]


def test_that_the_last_panel_beside_gives_up_its_place_before_any_is_squeezed(qtbot: QtBot) -> None:
    panels = [Panel(msg("Goals of the year")), Panel(msg("Last shift")), Panel(msg("This month so far"))]
    for panel in panels:
        panel.body.addWidget(label("1\n2\n3"))
    page = QWidget()
    side = SideColumn(*panels)
    side.setParent(page)
    qtbot.addWidget(page)
    page.resize(400, 800)
    page.show()
    side.resize(336, side.sizeHint().height())
    qtbot.waitUntil(panels[2].isVisible)
    side.resize(336, side.sizeHint().height() - 1)
    qtbot.waitUntil(panels[2].isHidden)
    panels[1].hide()
    qtbot.waitUntil(panels[2].isVisible)


def test_that_a_change_is_read_by_the_parts_it_concerns_alone(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    for name, part in screen.page.presenter._parts.items():
        told = partial(_noting, read, name, part.read)
        monkeypatch.setitem(screen.page.presenter._parts, name, part._replace(read=told))
    (room,) = rooms(screen, 1)
    today = screen.desk.clock.now().astimezone(screen.desk.zone).date()
    screen.shell.bus.announce(CareService(screen.desk).plan(room, CareKind.GIFT, "", today))
    screen.settle()
    assert set(read) >= {"besides", "goals"}
    assert "shift" not in read
    read.clear()
    screen.page.presenter.turn()
    screen.settle()
    assert read == ["day", "besides", "gate"]


def _noting(read: list[str], name: str, part: Callable[[Desk], object], desk: Desk) -> object:
    read.append(name)
    return part(desk)
