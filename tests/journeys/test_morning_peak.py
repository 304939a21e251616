"""The morning rush at the gate: 120 movements by keyboard, two gates at once, one killed; none lost, none doubled."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from desktop.gate.view.arriving import ArrivingPane
from desktop.gate.view.leaving import LeavingPane
from desktop.gate.view.logbook import LogPane
from desktop.visits.model import VisitKind
from desktop.visits.rows import VisitFilter
from tests.journeys.day import ALT, Key, microseconds
from tests.journeys.gate_book import CREW, OPENS, REGULARS, prepare, written
from tests.journeys.peak import Morning

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from tests.journeys.program import Program

MOVEMENTS = 120
OPENED = microseconds(OPENS)
MOST_KEYS = {
    "again": 2,
    "new plate": 3,
    "on foot": 3,
    "delivery": 4,
    "contractor": 5,
    "several": 5,
    "emergency": 2,
    "unplated": 3,
    "rush": 3,
    "override": 5,
    "refusal": 5,
    "watched": 4,
    "taken back": 1,
    "out": 2,
    "badge out": 2,
    "part out": 2,
    "crew": 1,
    "completed": 3,
    "expected": 2,
    "neighbour": 2,
}
"""Keys of each case beside what is typed; leaving includes the key of the pane."""


@pytest.fixture
def morning(start: Callable[..., Program], lively_data: Path, clock: FixedClock) -> Morning:
    ground = prepare(lively_data, clock)
    return Morning(start(lively_data), clock, ground)


def before_the_rush(morning: Morning) -> None:
    """Half past six to half past seven: everything is asked."""
    rooms = morning.ground.rooms
    for place in range(10):
        morning.again(REGULARS[place], rooms[place % 8])
    for place in range(4):
        morning.comes("new plate", f"浙A{place}N3P7", rooms[place])
        morning.comes("on foot", f"冼客{'甲乙丙丁'[place]}", rooms[place + 1])
        morning.comes("delivery", f"冼送{'甲乙丙丁'[place]}", rooms[place + 2], VisitKind.DELIVERY)
    for place, name in enumerate(CREW):
        morning.works(name, f"B{place}")
    morning.several("冼阿姨", rooms[5], 4)
    morning.emergency()
    morning.expected()
    morning.neighbour()
    morning.agreed("冼亲戚")
    morning.refused("冼推销")
    morning.watched()
    for room in rooms[:3]:
        morning.unplated(room)
    morning.mistaken("冼误入", rooms[6])
    for place in range(6):
        morning.goes("out", REGULARS[place], REGULARS[place][2:5])
        morning.turn(ArrivingPane)
    for place in range(4):
        morning.goes("out", f"冼送{'甲乙丙丁'[place]}", f"冼送{'甲乙丙丁'[place]}")


def rush(morning: Morning) -> None:
    """Half past seven to ten: plate and room only, by the hours of the rules; the rest is asked later."""
    rooms = morning.ground.rooms
    morning.turn(ArrivingPane)
    morning.strikes(7, 30)
    assert morning.arriving.presenter.is_quick
    morning.again(REGULARS[9], rooms[1])  # nobody saw that one leave
    for place in range(10, 26):
        morning.again(REGULARS[place], rooms[place % 8])
        if place % 2:
            morning.comes("rush", f"浙A{place}R8L6", rooms[place % 7])
            morning.goes("out", REGULARS[place - 4], REGULARS[place - 4][2:5])
            morning.goes("out", REGULARS[place - 3], REGULARS[place - 3][2:5])
            morning.goes("out", f"浙A{place}R8L6", f"{place}R8")
            morning.turn(ArrivingPane)
    for place in range(3):
        morning.again(REGULARS[place], rooms[place])
    morning.unplated(rooms[4])


def after_the_rush(morning: Morning) -> None:
    """From ten on: what was left out is said, and most leave."""
    morning.turn(ArrivingPane)
    morning.strikes(10)
    assert not morning.arriving.presenter.is_quick
    morning.goes("badge out", CREW[0], "B0")
    morning.goes("part out", "冼阿姨", "冼阿姨", 2)
    morning.goes("part out", "冼阿姨", "冼阿姨", 1)
    morning.crew_goes(*CREW[1:])
    for place in range(4):
        morning.goes("out", f"浙A{place}N3P7", f"{place}N3P")
    for place in range(4):
        morning.goes("out", f"冼客{'甲乙丙丁'[place]}", f"冼客{'甲乙丙丁'[place]}")
    for plate in (*REGULARS[:3], REGULARS[6], *REGULARS[23:25]):
        morning.goes("out", plate, plate[2:5])
    for place in range(2):
        morning.goes("out", "", f"wpc{place + 1}", place=morning.room(place), kind=VisitKind.GUEST)
    morning.goes("out", "", "qxjj", kind=VisitKind.EMERGENCY)
    morning.turn(LogPane)
    morning.hands.press(Key.Key_3, ALT)
    for _ in range(9):
        morning.completed()


def test_that_a_morning_of_120_movements_is_in_the_books_exactly_as_it_was_done(morning: Morning) -> None:
    before_the_rush(morning)
    rush(morning)
    after_the_rush(morning)
    assert len(morning.book) + morning.departures == MOVEMENTS
    over = {case: max(keys) for case, keys in morning.counted.items() if max(keys) > MOST_KEYS[case]}
    assert over == {}
    desk, book = morning.service.desk, morning.book
    assert written(desk, morning.before) == book
    left_out = VisitFilter(first_day=OPENS.date(), incomplete=True)
    assert morning.service.count(left_out) == sum(each.incomplete for each in book) > 0
    inside, counts = [each for each in book if each.state == "inside"], morning.service.counts()
    assert counts.visits == morning.inside_before.visits + len(inside)
    assert counts.people == morning.inside_before.people + sum(each.people - each.gone for each in inside)
    asked = morning.books.rows("SELECT reason, plate, who FROM gate_call WHERE at >= :opens ORDER BY id", opens=OPENED)
    assert [(row["reason"], row["plate"] or row["who"]) for row in asked] == morning.calls
    came = Counter(each.who for each in book if each.who and each.state in {"inside", "left"})
    came.update(REGULARS)
    known = morning.books.rows("SELECT key, visits FROM visitor WHERE last_at >= :opens", opens=OPENED)
    assert {row["key"]: row["visits"] for row in known if row["key"] in came} == {
        who: times for who, times in came.items() if who[0] == "浙"
    }
    writes = "SELECT count(*) AS n FROM operation WHERE name = 'log visit' AND at >= :opens"
    assert morning.books.rows(writes, opens=OPENED)[0]["n"] == morning.writes
    assert morning.books.count("draft", "form LIKE 'gate%'") == 0


FASTEST_MS = 25
"""Between two keys, which no hand is as fast as: nothing waits for what the screen makes of them."""


def test_that_whoever_types_without_a_look_at_the_screen_loses_nothing(morning: Morning) -> None:
    plates = REGULARS[:14]

    def hurry(plate: str, returns: int) -> None:
        for letter in plate[2:5]:
            QTest.keyClicks(morning.program.target(), letter)
            QTest.qWait(FASTEST_MS)
        for _ in range(returns):
            QTest.keyClick(morning.program.target(), Key.Key_Return)
            QTest.qWait(FASTEST_MS)

    for plate in plates:
        hurry(plate, 2)
    morning.program.settle()
    visits = written(morning.service.desk, morning.before)
    assert [each.who for each in visits] == list(plates)
    morning.turn(LeavingPane)
    for plate in plates:
        hurry(plate, 1)
    morning.program.settle()
    assert {each.state for each in written(morning.service.desk, morning.before)} == {"left"}
