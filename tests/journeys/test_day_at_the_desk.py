"""A whole day at the desk in the real window, by keyboard: from the handover of the evening before to the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from desktop.app.day_end import CHECKS, SUBJECTS
from desktop.app.session import sign_in
from desktop.app.today.view import TodayPage
from desktop.core.i18n import language
from desktop.follow_ups.view import FollowUpsPage
from desktop.handover.service import HandoverService
from desktop.handover.view import HandoverPage
from desktop.requests.model import Move
from desktop.requests.view import RequestsPage
from desktop.slips.view import SlipsPage
from tests.conftest import SHANGHAI
from tests.journeys.day import (
    ALT,
    CTRL,
    Books,
    Call,
    Hands,
    Key,
    answering,
    dated,
    empty_gate,
    grading,
    microseconds,
    pressing,
)
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from tests.journeys.day import Way
    from tests.journeys.program import Program

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=SHANGHAI)
EVENING = MORNING.replace(hour=18)
BACK_DATED = datetime(2026, 11, 22, 15, 30, tzinfo=SHANGHAI)

MOST_KEYS = {
    "take over": 3,
    "repair": 3,
    "emergency": 3,
    "emergency, a room": 3,
    "inquiry": 4,
    "one more caller": 3,
    "urging": 2,
    "complaint": 11,
    "from the paper log": 4,
    "with a photo": 3,
    "interrupted": 1,
    "interrupting": 3,
    "taken up again": 2,
    "rework": 3,
    "dispatch of eight": 6,
    "hold": 18,
    "resume": 4,
    "extension": 21,
    "handed back": 16,
    "another department": 4,
    "print": 3,
    "slips": 41,
    "follow-ups": 10,
    "handover": 40,
    "next shift": 5,
}
"""Keys pressed for each task beside the text typed: what was measured, which no change may make more."""

SINCE = microseconds(MORNING)
SECONDS_OF_A_REPAIR = 30


class Day:
    """One clerk's day: hands, what the data says, and the numbers of the calls by task."""

    def __init__(self, program: Program, clock: FixedClock) -> None:
        self.program = program
        self.clock = clock
        self.hands = Hands(program, clock)
        self.books = Books(program, clock)
        self.numbers: dict[str, str] = {}

    def call(self, task: str, said: Call, *ways: Way, before: Way | None = None, last: Way | None = None) -> None:
        """Take a call in: room, words, what is particular about it, Enter."""
        with self.hands.task(task):
            if before is not None:
                before(self.hands)
            self.hands.ring(said)
            for way in ways:
                way(self.hands)
            (last or Hands.enter)(self.hands)
        self.numbers[task] = self.books.last()

    def row(self, task: str) -> dict[str, Any]:
        """Return the request of a call."""
        return self.books.request(self.numbers[task])

    @property
    def requests(self) -> RequestsPage:
        return self.program.page(RequestsPage)


@pytest.fixture
def day(start: Callable[..., Program], lively_data: Path, clock: FixedClock) -> Day:
    """Return the clerk's day, just signed in; the shift before left a handover that nobody took over."""
    clock.set(EVENING - timedelta(days=1))
    session = sign_in(lively_data, "manager", PASSWORD, clock)
    empty_gate(session.desk)
    service = HandoverService(session.desk, session.prove, CHECKS, SUBJECTS)
    proposed = service.propose(language("en"))
    left = tuple(replace(each, reason="waits for parts") for each in proposed.left_over)
    counted = tuple(replace(each, counted=each.expected) for each in proposed.counted)
    service.give(replace(proposed, left_over=left, counted=counted), PASSWORD)
    session.close()
    clock.set(MORNING)
    program = start(lively_data)
    program.sign_in("clerk")
    return Day(program, clock)


def take_over(day: Day) -> None:
    """Sign that the handover of the evening before was read."""
    hands = day.hands
    with hands.task("take over"):
        hands.press(Key.Key_J, CTRL)
        page = day.program.page(HandoverPage)
        assert hands.at(page.reading.take)
        hands.press(Key.Key_Return, CTRL)
        hands.enter(PASSWORD)
    assert day.books.count("handover", "taken_at IS NULL") == 0
    assert page.reading.row is not None
    assert page.reading.row.taken_by == "clerk"


def take_calls(day: Day) -> None:
    """Take twelve calls in."""
    dispatch = pressing(Key.Key_Return, CTRL)
    day.call("repair", Call("1-1-101", "厨房水槽下漏水"), before=pressing(Key.Key_F2))
    day.call("emergency", Call("1-1-201", "卫生间跑水"), pressing(Key.Key_E, CTRL), last=dispatch)
    day.call("emergency, a room", Call("1-1-202", ""), before=pressing(Key.Key_E, CTRL))
    day.call("inquiry", Call("1-1-301", "装修押金何时退"), answering("下月五号"), before=pressing(Key.Key_3, ALT))
    day.call("one more caller", Call("1-1-102", "楼上漏水到厨房"), pressing(Key.Key_M, ALT))
    urge(day, "1-1-101")
    day.call("complaint", Call("1-1-401", "楼上半夜装修噪音"), grading("严重"), before=pressing(Key.Key_2, ALT))
    day.call("from the paper log", Call("1-1-501", "客厅灯不亮"), before=dated("11-22 15:30"))
    day.call("with a photo", Call("1-1-601", "阳台墙面渗水"), Hands.paste_a_photo)
    with day.hands.task("interrupted", minutes=0):
        day.hands.ring(Call("1-1-701", "马桶"))
    day.call("interrupting", Call("1-1-801", "入户门锁坏了"), before=pressing(Key.Key_F2))
    with day.hands.task("taken up again"):
        day.hands.press(Key.Key_F9)
        day.hands.enter("堵了")
    day.numbers["taken up again"] = day.books.last()
    day.call("rework", Call("1-1-1501", "阳台推拉门锁扣又坏了"), pressing(Key.Key_W, ALT))


def urge(day: Day, room: str) -> None:
    """Take in that a caller presses for what is open already."""
    with day.hands.task("urging"):
        day.hands.enter(room)
        day.hands.press(Key.Key_U, ALT)


def check_calls(day: Day) -> None:
    """Hold what stands in the data against what was said."""
    books = day.books
    numbers = books.new_numbers(SINCE)
    assert sorted(numbers) == sorted(day.numbers.values())
    assert len(set(numbers)) == len(numbers) == 11
    repair, emergency = day.row("repair"), day.row("emergency")
    assert (repair["room_label"], repair["words"], repair["urged_count"]) == ("1-1-101", "厨房水槽下漏水", 1)
    assert (emergency["priority"], emergency["state"]) == ("emergency", "assigned")
    assert day.row("emergency, a room")["priority"] == "emergency"
    assert emergency["due_at"] < repair["due_at"]
    inquiry, caller = day.row("inquiry"), day.row("one more caller")
    assert (inquiry["state"], inquiry["result"], inquiry["answered_at_once"]) == ("closed", "下月五号", 1)
    assert (caller["state"], caller["duplicate_of_id"]) == ("duplicate", emergency["id"])
    complaint, late = day.row("complaint"), day.row("from the paper log")
    grades = books.rows("SELECT name FROM complaint_grade WHERE id = :id", id=complaint["grade_id"])
    assert (complaint["kind"], grades) == ("complaint", [{"name": "严重投诉"}])
    assert late["occurred_at"] == microseconds(BACK_DATED)
    assert late["recorded_at"] > microseconds(MORNING)
    photo = day.row("with a photo")["id"]
    assert books.count("attachment", "topic = 'request' AND owner_id = :id AND removed_at IS NULL", id=photo) == 1
    assert day.row("taken up again")["words"] == "马桶堵了"
    assert day.row("rework")["rework_of_id"] == books.request("BX-2611-0001")["id"]
    assert day.hands.seconds("repair") < SECONDS_OF_A_REPAIR


def send_out(day: Day) -> None:
    """Send out in one go what nobody was sent to yet."""
    hands = day.hands
    waiting = day.books.today()["to_dispatch"]
    assert waiting == 8
    with hands.task("dispatch of eight"):
        hands.press(Key.Key_1, CTRL)
        day.program.page(TodayPage)
        hands.press(Key.Key_4, ALT)
        page = day.requests
        day.program.until(lambda: page.listing.model.rowCount() == waiting)
        hands.press(Key.Key_A, CTRL)
        hands.press(Key.Key_F7)
        day.program.until(lambda: page.many.dialog is not None and page.many.dialog.isActiveWindow())
        hands.enter("gongcheng")
        hands.enter()
    assert day.books.today()["to_dispatch"] == 0
    # Nothing is left in the list; its button leads to all that is open.
    hands.press(Key.Key_Space)
    day.program.until(lambda: page.listing.model.rowCount() == day.books.count("request", Books.OPEN))


def work_on(day: Day) -> None:
    """Put one on hold and go on, give one more time, take one back and send it to others; go back to the list each."""
    hands, numbers, books = day.hands, day.numbers, day.books
    with hands.task("hold"):
        hands.go_to(numbers["taken up again"])
        hands.choose(Move.HOLD)
        hands.press(Key.Key_Right)
        hands.enter()
    assert day.row("taken up again")["state"] == "on_hold"
    with hands.task("resume"):
        hands.press(Key.Key_Escape)
        hands.choose(Move.RESUME)
    assert day.row("taken up again")["state"] == "assigned"
    with hands.task("extension"):
        hands.press(Key.Key_Escape)
        hands.go_to(numbers["with a photo"])
        hands.choose(Move.EXTEND)
        for typed in ("11-28 18:00", "waits for paint"):
            hands.type(typed)
            hands.press(Key.Key_Tab)
        hands.enter("manager")
    assert day.row("with a photo")["due_at"] == microseconds(datetime(2026, 11, 28, 18, 0, tzinfo=SHANGHAI))
    with hands.task("handed back"):
        hands.press(Key.Key_Escape)
        hands.go_to(numbers["complaint"])
        hands.choose(Move.HAND_BACK)
        hands.enter("not ours")
    assert day.row("complaint")["state"] == "received"
    with hands.task("another department"):
        hands.press(Key.Key_F7)
        hands.enter("zhixu")
        hands.enter()
        hands.press(Key.Key_Escape)
    departments = books.rows("SELECT name FROM department WHERE id = :id", id=day.row("complaint")["department_id"])
    assert (day.row("complaint")["state"], departments) == ("assigned", [{"name": "秩序"}])


def print_all(day: Day) -> None:
    """Print the work order of everything that is open."""
    with day.hands.task("print"):
        day.hands.press(Key.Key_A, CTRL)
        day.hands.press(Key.Key_P, CTRL)
        pages = day.hands.open_paper()
    out = day.books.open()
    for row in out:
        copies = [page for page in pages if row["number"] in page]
        assert copies, f"{row['number']} was not printed"
        assert all(row["room_label"] in page and "".join(row["words"].split()) in page for page in copies)
    assert day.books.count("request", f"{Books.OPEN} AND {Books.PRINTED}") == len(out) == 10


BACK = ("rework", "taken up again", "interrupting", "with a photo", "complaint")
"""The calls whose slips come back, in the order of the stack."""


def take_slips_back(day: Day) -> None:
    """Return a stack of slips: number, worker, fee, result, and Enter all the way."""
    hands = day.hands
    with hands.task("slips", minutes=60):
        hands.press(Key.Key_B, CTRL)
        page = day.program.page(SlipsPage)
        for task in BACK:
            assert hands.at(page.number.line)
            for typed in (day.numbers[task], "hezhiqiang", "", "", "", "20", "", "done"):
                hands.enter(typed)
    for task in BACK:
        row = day.row(task)
        workers = day.books.rows("SELECT name FROM worker WHERE id = :id", id=row["worker_id"])
        assert (row["state"], row["result"], row["fee_fen"]) == ("completed", "done", 2000), task
        assert workers == [{"name": "何志强"}]


def ask_households(day: Day) -> None:
    """Call back whoever is in the queue: three grades, one who does not answer, one who is not satisfied."""
    hands, books = day.hands, day.books
    with hands.task("follow-ups", minutes=30):
        hands.press(Key.Key_3, CTRL)
        page = day.program.page(FollowUpsPage)
        day.program.until(page.idle.start.hasFocus)
        hands.enter()
        asked = []
        for keys in ("1", "2", "6", "poor", "3"):
            assert page.presenter.card is not None
            asked.append(page.presenter.card.room)
            if keys == "poor":
                hands.press(Key.Key_F11)
                hands.enter("drips still")
                hands.press(Key.Key_4)
                hands.press(Key.Key_R, ALT)
            else:
                hands.press(Qt.Key(ord(keys)))
        assert page.presenter.card is None
    made = books.rows(
        "SELECT room_label, outcome, satisfaction, follow_up.words FROM follow_up"
        " JOIN request ON request.id = request_id WHERE made_at >= :at ORDER BY follow_up.id",
        at=SINCE,
    )
    assert [row["room_label"] for row in made] == asked
    assert sorted(asked) == sorted(day.row(task)["room_label"] for task in BACK)
    grades = ["very_satisfied", "satisfied", None, "dissatisfied", "fair"]
    assert [row["satisfaction"] for row in made] == grades
    assert [row["outcome"] for row in made] == ["reached", "reached", "no_answer", "reached", "reached"]
    again = books.rows(
        "SELECT room_label, state FROM request WHERE reopened_count > 0 AND recorded_at >= :at", at=SINCE
    )
    assert again == [{"room_label": asked[3], "state": "reopened"}]


def hand_over(day: Day) -> None:
    """Half type one more call, then go through what hangs, count, and sign."""
    hands = day.hands
    hands.press(Key.Key_F2)
    hands.ring(Call("1-1-901", "地下车库"))
    day.clock.set(EVENING)
    with hands.task("handover"):
        hands.press(Key.Key_J, CTRL)
        page = day.program.page(HandoverPage)
        day.program.until(lambda: "password" in page.writing.form.fields)
        hanging = day.books.hanging()
        names = list(page.writing.form.fields)
        assert [name.removeprefix("reason-") for name in names if name.startswith("reason-")] == list(hanging)
        assert set(hanging) == {"incomplete", "unexplained", "slips", "actions", "drafts"}
        for name in names:
            hands.tab_to(page.writing.form.fields[name].input)
            if name.startswith("reason-"):
                hands.type("parts come tomorrow")
            elif name.startswith("counted-"):
                (thing,) = day.books.rows("SELECT expected FROM counted_thing WHERE name = :name", name=name[8:])
                hands.type(str(thing["expected"]))
        hands.enter(PASSWORD)
    row = page.reading.row
    assert row is not None
    assert {left.key: left.count for left in row.left_over} == hanging
    assert all(left.reason == "parts come tomorrow" for left in row.left_over)
    with hands.task("next shift"):
        hands.press(Key.Key_Return, CTRL)
        hands.type("manager")
        hands.press(Key.Key_Tab)
        hands.enter(PASSWORD)
        hands.press(Key.Key_P, CTRL)
        (paper,) = day.hands.open_paper()
    assert page.reading.row is not None
    assert (page.reading.row.given_by, page.reading.row.taken_by) == ("clerk", "manager")
    assert all(words in paper for words in ("clerk", "manager", "partscometomorrow"))


def check_the_day(day: Day) -> None:
    """Nothing is lost, nothing stands twice, and every step can be told."""
    books, program = day.books, day.program
    assert sorted(books.new_numbers(SINCE)) == sorted(day.numbers.values())
    assert books.gaps() == {}
    for number in day.numbers.values():
        assert books.broken(number) == []
    program.go("today")
    page = program.page(TodayPage)
    counted = {key: page.tiles[key]._count for key in ("overdue", "due_today", "awaits_follow_up", "to_dispatch")}
    assert counted == books.today()


def test_that_a_day_at_the_desk_loses_no_call(day: Day) -> None:
    take_over(day)
    take_calls(day)
    check_calls(day)
    send_out(day)
    work_on(day)
    print_all(day)
    take_slips_back(day)
    ask_households(day)
    hand_over(day)
    check_the_day(day)
    pressed = day.hands.keys
    assert {task: keys for task, keys in pressed.items() if keys > MOST_KEYS[task]} == {}, pressed
    assert set(pressed) == set(MOST_KEYS)
