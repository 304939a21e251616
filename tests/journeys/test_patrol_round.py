"""A round is laid down, walked through a kill, mended at the desk, counted at the end of the month; and an incident."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from desktop.core.errors import RefusedError
from desktop.core.months import Month
from desktop.incidents.model import IncidentMove, IncidentState
from desktop.incidents.view import IncidentsPage
from desktop.month_end.rows import CombingStep
from desktop.months.view import MonthPage
from desktop.patrols.model import PointOutcome
from desktop.patrols.presenter import Part
from desktop.patrols.rows import NewSheet, SheetStep
from desktop.patrols.service import PatrolService
from desktop.requests.service import RequestService
from desktop.requests.view import RequestsPage
from desktop.visits.model import WatchAction
from tests.core.samples import png
from tests.journeys.beside import Desk
from tests.journeys.day import ALT, CTRL, Key
from tests.journeys.month import FAR, MonthEnd
from tests.journeys.outage import settle_quarter
from tests.journeys.patrol import Found, Patrol, at
from tests.journeys.program import PASSWORD
from tests.journeys.rounds import LAMP, enter_sheet, lay_down, walk
from tests.journeys.seeing import words_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from tests.journeys.program import Program

NOVEMBER = Month(2026, 11)
FOUND = "lock of the plaza gate hangs loose"
RESULT = "换了锁芯，业主另有交代"
SUSPECT = "冼可疑"

MOST_KEYS = {
    "take a route": 2,
    "all in order": 1,
    "a tag": 2,
    "something found": 4,
    "a category": 2,
    "kept, nobody told": 2,
    "not visited": 2,
    "end of the round": 1,
    "someone suspicious": 4,
    "refused": 4,
    "incident": 3,
    "line": 1,
    "told": 2,
    "it has ended": 1,
    "handed in": 1,
}
"""Keys of each thing a guard does beside what is typed: what was measured, which no change may make more."""

SECONDS_OF_AN_INCIDENT = 5


@pytest.fixture
def patrol(start: Callable[..., Program], empty_data: Path, tmp_path: Path, clock: FixedClock) -> Patrol:
    """Return a quarter without guards' routes, the manager at the window."""
    settle_quarter(empty_data, tmp_path, clock)
    program = start(empty_data)
    program.sign_in("manager")
    return Patrol(program, empty_data, clock)


# --- mended -----------------------------------------------------------------------------------------------------------


def mend(patrol: Patrol, found: Found) -> None:
    """See as the clerk what was found, on the page of patrols and as a request; send it out and complete it."""
    patrol.change_over("clerk")
    hands, books = patrol.hands, patrol.books
    patrol.turn("patrols")
    patrol.page.parts.choose(Part.FINDINGS)
    patrol.program.settle()
    assert [line.words for line in patrol.page.presenter.findings.rows] == [LAMP, found.words]
    hands.tab_to(patrol.page.views[Part.FINDINGS], FAR)
    hands.press(Key.Key_End)
    hands.press(Key.Key_Return)
    page = patrol.program.page(RequestsPage)
    patrol.program.until(lambda: page.presenter.detail is not None)
    detail = page.presenter.detail
    assert detail is not None
    number = detail.line.number
    assert (detail.line.words, detail.source) == (found.words, "inspection")
    hands.press(Key.Key_F7)
    patrol.program.until(lambda: page.moving.dialog is not None and page.moving.dialog.isActiveWindow())
    hands.enter("gongcheng")
    hands.enter()
    patrol.program.until(lambda: books.request(number)["state"] == "assigned")
    patrol.clock.advance(minutes=90)
    hands.press(Key.Key_F8)
    patrol.program.until(lambda: page.moving.dialog is not None and page.moving.dialog.isActiveWindow())
    hands.enter(RESULT)
    patrol.program.until(lambda: books.request(number)["state"] == "completed")
    assert books.request(number)["result"] == RESULT


def see_it_mended(patrol: Patrol, found: Found) -> None:
    """See as the guard that it is mended, and nothing else of the request: on screen, and by the service."""
    patrol.change_over("guard")
    patrol.hands.press(Key.Key_F4)
    lamp, mended = patrol.own
    assert (lamp.split(", ")[0], lamp.split(", ")[-1]) == (LAMP, "Waiting for dispatch")
    assert (mended.split(", ")[0], mended.split(", ")[-1]) == (found.words, "Completed")
    request = patrol.books.rows("SELECT number, id FROM request ORDER BY id")[0]
    said = " ".join(text for _kind, text in words_of(patrol.program.gate)) + " ".join(patrol.own)
    assert [words for words in (RESULT, request["number"]) if words in said] == []
    with pytest.raises(RefusedError):
        RequestService(patrol.program.gate.session.desk).detail(request["id"])


# --- watched for ------------------------------------------------------------------------------------------------------


def note_suspect(patrol: Patrol) -> None:
    """Note someone suspicious at the gate, who waits for the manager's approval."""
    hands = patrol.hands
    with hands.task("someone suspicious"):
        hands.press(Key.Key_W, CTRL)
        for typed in ("黑衣男", "翻越围栏"):
            hands.type(typed)
            hands.press(Key.Key_Tab)
        hands.enter(SUSPECT)
    (row,) = patrol.books.rows("SELECT name, reason, approved_at FROM watch_entry")
    assert tuple(row.values()) == (SUSPECT, "翻越围栏", None)


def approve(patrol: Patrol) -> None:
    """Let the gate refuse that person, as the manager."""
    patrol.change_over("manager")
    part = patrol.turn_part("watchlist").part
    assert part.view.row.name == SUSPECT
    patrol.push(patrol.program.find(QWidget, "amend-watched"))
    patrol.choose(patrol.form(part.acts), "action", WatchAction.REFUSE, Key.Key_Left)
    patrol.send(part.acts)
    patrol.hands.press(Key.Key_F8)
    patrol.program.until(lambda: part.view.row.approved_at is not None)


def refuse(patrol: Patrol) -> None:
    """Have that person at the gate: it is said in words who ordered it, and nobody comes in."""
    patrol.change_over("guard")
    hands, pane = patrol.hands, patrol.arriving
    with hands.task("refused"):
        hands.type(SUSPECT)
        hands.press(Key.Key_Tab)
        hands.type("1-1-101")
        hands.press(Key.Key_Return)
        assert pane.form.refusal.alarm.isVisible()
        hands.press(Key.Key_F8, times=2)
    (visit,) = patrol.books.rows("SELECT name, state, refused_words FROM visit")
    assert (visit["name"], visit["state"]) == (SUSPECT, "refused")
    assert "翻越围栏" in visit["refused_words"]


# --- missed -----------------------------------------------------------------------------------------------------------


def count_the_missed(patrol: Patrol) -> None:
    """See at the desk that a round is missed the moment its shift is over, and not before."""
    patrol.clock.set(at(23, 19, 59))
    patrol.change_over("clerk")
    patrol.turn("patrols")
    page = patrol.page
    page.parts.choose(Part.DUE)
    patrol.program.settle()
    assert page.header.note.text() == "3 rounds left today"
    patrol.clock.set(at(23, 20))
    patrol.hands.press(Key.Key_F5)
    patrol.program.until(lambda: page.header.note.text() == "2 rounds missed today · 1 round left today")
    days = [(line.day.day, line.due, line.made, line.missed) for line in page.presenter.days.rows]
    assert days == [(23, 3, 0, 2), (22, 3, 2, 1)]


# --- an incident ------------------------------------------------------------------------------------------------------


def report_incident(patrol: Patrol) -> None:
    """Report a fire in seconds, write down what is done by the minute, end it and hand it in, and print it."""
    patrol.clock.set(at(24, 9))
    patrol.change_over("guard")
    hands = patrol.hands
    with hands.task("incident", minutes=1):
        hands.press(Key.Key_F5)
        hands.press(Key.Key_1)
        hands.enter("3-1-101")
    assert hands.seconds("incident") < SECONDS_OF_AN_INCIDENT
    with hands.task("line", minutes=2):
        hands.enter("灭火器扑灭")
    hands.enter("9:02 疏散三楼")
    with hands.task("told", minutes=4):
        hands.press(Key.Key_Tab)
        hands.enter("119")
    with hands.task("it has ended", minutes=1):
        hands.press(Key.Key_E, CTRL)
    with hands.task("handed in", minutes=1):
        hands.press(Key.Key_H, CTRL)
    assert patrol.incident.presenter.file is not None
    assert patrol.incident.presenter.file.line.state is IncidentState.REPORTED
    hands.press(Key.Key_P, CTRL)
    _pdf, words = patrol.paper()
    for said in ("SJ-2611-001", "Fire", "3-1-101", "09:01", "灭火器扑灭", "09:02", "疏散三楼", "09:03", "119"):
        assert said in words


def sign_off(patrol: Patrol) -> None:
    """Sign the incident off as the manager; a wrong password signs nothing. It is printed with the signature."""
    patrol.change_over("manager")
    patrol.turn("incidents")
    page, hands = patrol.program.page(IncidentsPage), patrol.hands
    patrol.program.until(lambda: page.detail.file is not None)
    hands.press(Key.Key_S, ALT)
    dialog = patrol.form(page.acts)
    patrol.fill(dialog, words="处置得当", password="no such password")
    hands.press(Key.Key_Return)
    assert page.acts.dialog is dialog
    hands.press(Key.Key_A, CTRL)
    hands.type(PASSWORD)
    patrol.send(page.acts)
    assert page.detail.file is not None
    assert page.detail.file.line.state is IncidentState.SIGNED_OFF
    assert IncidentMove.SIGN_OFF not in page.detail.file.moves
    hands.press(Key.Key_P, CTRL)
    assert "处置得当" in patrol.paper()[1]


# --- the month --------------------------------------------------------------------------------------------------------


def close_month(patrol: Patrol) -> bytes:
    """Close November as the manager and hold its report against what a plain count comes to; return the report."""
    patrol.clock.set(at(30, 9) + timedelta(days=1))
    patrol.change_over("manager")
    end = MonthEnd(patrol.program, patrol.data, patrol.clock)
    with Desk(patrol.data, "manager", patrol.clock) as desk:
        desk.write_comments(NOVEMBER)
        desk.issue(NOVEMBER)
    end.comb()
    page = end.enter(CombingStep.CLOSING)
    assert page.presenter.month == NOVEMBER
    patrol.push(page.closing.close_month)
    patrol.program.until(lambda: page.dialog is not None and page.dialog.isActiveWindow())
    patrol.hands.press(Key.Key_Return)
    patrol.program.until(lambda: page.presenter.state is not None and page.presenter.state.is_closed)
    pdf, words = report(patrol)
    for line in plain_lines(patrol):
        assert line in words
    return pdf


def report(patrol: Patrol) -> tuple[bytes, str]:
    """Return the month's report as the window shows it."""
    patrol.program.window.go("month", month=str(NOVEMBER))
    patrol.program.settle()
    assert patrol.program.page(MonthPage).presenter.month == NOVEMBER
    patrol.hands.press(Key.Key_P, CTRL)
    return patrol.paper()


def plain_lines(patrol: Patrol) -> list[str]:
    """Return the lines of the report on rounds, findings and incidents, counted one by one."""
    books = patrol.books
    duties = books.rows("SELECT d.times, s.starts, s.ends FROM patrol_duty d JOIN guard_shift s ON s.id = d.shift_id")
    due = 0
    for day in range(22, 31):
        for duty in duties:
            # that of the last night ends in December, whose report has it
            due += duty["times"] if day < 30 or duty["starts"] < duty["ends"] else 0
    made = books.count("patrol_round", "state = 'made'")
    points = books.count("patrol_step", "outcome = 'missed'")
    found, mended = Counter[str](), Counter[str]()
    for row in books.rows(
        "SELECT d.name, r.completed_at FROM patrol_finding f JOIN request r ON r.id = f.request_id"
        " JOIN department d ON d.id = f.department_id"
    ):
        found[row["name"]] += 1
        mended[row["name"]] += row["completed_at"] is not None
    assert (due, made, points, found.total(), mended.total()) == (26, 2, 1, 3, 1)
    rate = f"{100 * made / due:.1f}%"
    mine = f"{due}{made}▲{due - made}{rate}{points}"
    (incident,) = books.rows("SELECT number, place, ended_at - occurred_at AS lasted FROM incident")
    lasted = f"0:{incident['lasted'] // 60_000_000:02}"
    measures = books.count("incident_entry", "kind = 'measure' AND removed_at IS NULL")
    return [
        f"工程000–0{found['工程']}{mended['工程']}",
        f"秩序{mine}{found['秩序']}{mended['秩序']}",
        f"Total{mine}{found.total()}{mended.total()}",
        f"{incident['number']}Fire11-2409:00{incident['place']}{lasted}––{measures}yes",
    ]


def change_afterwards(patrol: Patrol) -> None:
    """Mend what was left, and enter another sheet of November: the closed month is not changed by it."""
    with Desk(patrol.data, "clerk", patrol.clock) as desk:
        service = PatrolService(desk.session.desk)
        route = service.routes()[0]
        steps = tuple(SheetStep(point.id, PointOutcome.NORMAL) for point in route.points)
        service.enter_sheet(NewSheet(route.id, at(25, 10), at(25, 11), "老周", steps))
        for line in service.findings():
            if not line.mended:
                version = desk.requests.detail(line.request_id).line.version
                desk.requests.cancel(line.request_id, "never was", version=version)


def reprint(patrol: Patrol, before: bytes) -> None:
    """Print November again: it is the same to the byte."""
    assert report(patrol)[0] == before


def test_that_a_round_is_walked_mended_and_counted(patrol: Patrol, tmp_path: Path) -> None:
    found = Found(FOUND, tmp_path / "gate.png")
    found.photo.write_bytes(png(40, 30))
    lay_down(patrol)
    walk(patrol, found)
    mend(patrol, found)
    see_it_mended(patrol, found)
    note_suspect(patrol)
    approve(patrol)
    refuse(patrol)
    enter_sheet(patrol)
    count_the_missed(patrol)
    report_incident(patrol)
    sign_off(patrol)
    before = close_month(patrol)
    change_afterwards(patrol)
    reprint(patrol, before)
    keys = patrol.hands.keys
    assert keys.keys() == MOST_KEYS.keys()
    assert {task: count for task, count in keys.items() if count > MOST_KEYS[task]} == {}
