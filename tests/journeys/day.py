"""A person at the desk for a day: keys counted task by task, calls taken in, moves chosen, and plain SQL beside it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMenu
from sqlalchemy import text, update

from desktop.app.papers import PaperWindow
from desktop.core.i18n import language
from desktop.core.permissions import Operation
from desktop.release_slips.model import ReleaseSlip, ReleaseState
from desktop.requests.service.recording import TOUCHPOINTS
from desktop.requests.view import IntakePage, RequestsPage
from desktop.visits.model import GateCall, Visit, VisitState
from tests.conftest import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget

    from desktop.core.clock import FixedClock
    from desktop.requests.model import Move
    from desktop.requests.rows import RequestLine
    from desktop.storage.desk import Desk
    from tests.journeys.program import Program

    Way = Callable[["Hands"], None]

__all__ = [
    "ALT",
    "CTRL",
    "SHIFT",
    "Books",
    "Call",
    "Hands",
    "Key",
    "answering",
    "dated",
    "empty_gate",
    "grading",
    "microseconds",
    "pressing",
]

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT, NO_KEY = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
Key = Qt.Key

PINYIN = 3.5
"""Keys an input method needs for one Chinese character, the choice among readings with it."""
SECONDS_A_KEY = 0.28
"""Time of one keystroke of an average typist (Card, Moran and Newell, keystroke-level model)."""


class Hands:
    """Presses keys in `program` and counts them by task: `keys` those that are no text, `letters` those that are."""

    def __init__(self, program: Program, clock: FixedClock) -> None:
        self.program = program
        self.clock = clock
        self.keys: dict[str, int] = {}
        self.letters: dict[str, float] = {}
        self._task = ""

    @contextmanager
    def task(self, name: str, minutes: int = 3) -> Iterator[None]:
        """Count what is pressed within under `name`; it takes `minutes` of the day."""
        self._task = name
        self.keys[name], self.letters[name] = 0, 0
        yield
        self._task = ""
        self.clock.advance(minutes=minutes)

    def seconds(self, name: str) -> float:
        """Return how long the task `name` takes an average typist."""
        return (self.keys[name] + self.letters[name]) * SECONDS_A_KEY

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY, times: int = 1) -> None:
        """Press a key, `times` over."""
        for _ in range(times):
            self.program.press(key, modifier)
        if self._task:
            self.keys[self._task] += times

    def type(self, typed: str) -> None:
        """Type where the keyboard is."""
        self.program.type(typed)
        if self._task:
            self.letters[self._task] += sum(1 if letter.isascii() else PINYIN for letter in typed)

    def enter(self, typed: str = "") -> None:
        """Type and press Enter."""
        if typed:
            self.type(typed)
        self.press(Key.Key_Return)

    def at(self, widget: QWidget) -> bool:
        """Tell whether the keyboard is in `widget`."""
        target = self.program.target()
        return target is widget or widget.isAncestorOf(target)

    def tab_to(self, widget: QWidget, most: int = 8) -> None:
        """Go by Tab to `widget`, which is at most so many stops away."""
        for _ in range(most):
            if self.at(widget):
                return
            self.press(Key.Key_Tab)
        assert self.at(widget), f"{most} times Tab leads to {self.program.target().objectName()}"

    # --- calls --------------------------------------------------------------------------------------------------------

    def ring(self, call: Call) -> IntakePage:
        """Take a call in up to its last word: the room, Enter, the words."""
        page = self.program.page(IntakePage)
        assert self.at(page.form.room.input), f"not in the room, but in {self.program.target().objectName()}"
        self.enter(call.room)
        assert page.form.room.choice is not None
        assert self.at(page.form.words.input), f"not in the words, but in {self.program.target().objectName()}"
        if call.words:
            self.type(call.words)
        return page

    def paste_a_photo(self) -> None:
        """Paste a picture that another program copied."""
        page = self.program.page(IntakePage)
        image = QImage(8, 6, QImage.Format.Format_RGB32)
        image.fill(0)
        QGuiApplication.clipboard().setImage(image)
        self.press(Key.Key_V, CTRL)
        self.program.until(lambda: page.files.presenter.count and not page.files.presenter.is_loading)

    def open_paper(self) -> list[str]:
        """Return the pages of the paper that has just been opened, and put it away by Esc."""
        program = self.program
        program.until(lambda: [each for each in program.window.findChildren(PaperWindow) if each.isVisible()])
        (window,) = (each for each in program.window.findChildren(PaperWindow) if each.isVisible())
        pdf = window._paper.pdf(language("zh_CN"))
        self.press(Key.Key_Escape)
        return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]

    # --- the list -----------------------------------------------------------------------------------------------------

    def go_to(self, number: str) -> RequestLine:
        """Go by arrow keys to the request `number` in the list and wait until it is shown."""
        page = self.program.page(RequestsPage)
        assert self.at(page.view), f"not in the list, but in {self.program.target().objectName()}"
        lines = [page.listing.model.row_at(place) for place in range(page.listing.model.rowCount())]
        place = [line.number for line in lines if line is not None].index(number)
        self.press(Key.Key_Home)
        self.press(Key.Key_Down, times=place)
        self.program.until(lambda: page.presenter.detail is not None and page.presenter.detail.line.number == number)
        assert page.presenter.detail is not None
        return page.presenter.detail.line

    def choose(self, move: Move) -> None:
        """Choose a move of the request in the list that has the keyboard: its button, or its line of the menu."""
        page = self.program.page(RequestsPage)
        bar = page.detail.moves
        self.press(Key.Key_Return)
        button = bar.button(move)
        if button is not None and button.isVisible():
            self.tab_to(button)
            self.press(Key.Key_Space)
            return
        self.tab_to(bar.more)
        self.press(Key.Key_Space)
        menu = self.program.target()
        assert isinstance(menu, QMenu)
        names = [action.objectName() for action in menu.actions()]
        self.press(Key.Key_Down, times=names.index(f"move-{move}") + 1)
        self.press(Key.Key_Return)


class Call(NamedTuple):
    """From where somebody calls, and what is said."""

    room: str
    words: str


class Books:
    """What the data says, read by plain SQL beside the program."""

    OPEN = "state IN ('received', 'assigned', 'in_progress', 'on_hold', 'reopened')"
    LATE = f"{OPEN} AND due_at < coalesce(on_hold_since, :now)"
    PRINTED = "id IN (SELECT request_id FROM request_step WHERE kind = 'printed')"
    AWAITS = "state IN ('completed', 'duplicate') AND reached_at IS NULL AND NOT cannot_call"

    def __init__(self, program: Program, clock: FixedClock) -> None:
        self._program = program
        self._clock = clock

    def rows(self, statement: str, **values: object) -> list[dict[str, Any]]:
        """Return the rows of `statement`; :now and :midnight stand for this moment and the end of the day."""
        now = self._clock.now()
        midnight = datetime.combine(now.astimezone(SHANGHAI).date() + timedelta(days=1), time(), SHANGHAI)
        wanted = {"now": microseconds(now), "midnight": microseconds(midnight), **values}
        bound = {name: value for name, value in wanted.items() if f":{name}" in statement}
        with self._program.window.session.desk.read() as reading:
            return [dict(row._mapping) for row in reading.execute(text(statement), bound)]

    def count(self, table: str, where: str, **values: object) -> int:
        """Return how many rows of `table` there are `where`."""
        statement = f"SELECT count(*) AS n FROM {table} WHERE {where}"  # noqa: S608 - only of words written here
        return int(self.rows(statement, **values)[0]["n"])

    def open(self) -> list[dict[str, Any]]:
        """Return the requests that something remains to be done about."""
        return self.rows(f"SELECT * FROM request WHERE {self.OPEN}")  # noqa: S608 - as above

    def last(self) -> str:
        """Return the number of the request taken in last."""
        return str(self.rows("SELECT number FROM request ORDER BY id DESC LIMIT 1")[0]["number"])

    def request(self, number: str) -> dict[str, Any]:
        """Return the row of a request."""
        (row,) = self.rows("SELECT * FROM request WHERE number = :number", number=number)
        return row

    def steps(self, number: str) -> list[str]:
        """Return what was done with a request, in order."""
        found = self.rows(
            "SELECT kind FROM request_step WHERE request_id = (SELECT id FROM request WHERE number = :number)"
            " ORDER BY id",
            number=number,
        )
        return [row["kind"] for row in found]

    def new_numbers(self, since: int) -> list[str]:
        """Return the numbers of what was taken in since then."""
        return [row["number"] for row in self.rows("SELECT number FROM request WHERE recorded_at >= :at", at=since)]

    def gaps(self) -> dict[str, list[int]]:
        """Return, by series and month, the places that were given twice or not at all up to the last one."""
        places: dict[str, list[int]] = {}
        for row in self.rows("SELECT number FROM request"):
            series, _, place = row["number"].rpartition("-")
            places.setdefault(series, []).append(int(place))
        return {series: found for series, found in places.items() if sorted(found) != [*range(1, len(found) + 1)]}

    def broken(self, number: str) -> list[str]:
        """Return what of a request's history does not follow: a state nobody brought about, a step without a trace."""
        request = self.request(number)
        steps = self.rows("SELECT * FROM request_step WHERE request_id = :id ORDER BY id", id=request["id"])
        found = [
            f"{number}: {before['kind']} left {before['state_after']}, {after['kind']} found {after['state_before']}"
            for before, after in pairwise(steps)
            if before["state_after"] != after["state_before"]
        ]
        if not steps or steps[-1]["state_after"] != request["state"]:
            found.append(f"{number}: nothing led to {request['state']}")
        audits = self.rows("SELECT at FROM audit WHERE topic = 'request' AND subject_id = :id", id=request["id"])
        found += [f"{number}: {step['kind']} is in no audit" for step in steps if {"at": step["at"]} not in audits]
        told = self.rows("SELECT kind FROM timeline WHERE source_id = :id", id=request["id"])
        kinds = {row["kind"] for row in told}
        found += [
            f"{number}: {step['kind']} is not told"
            for step in steps
            if step["kind"] in TOUCHPOINTS and f"request_{step['kind']}" not in kinds
        ]
        return found

    def hanging(self) -> dict[str, int]:
        """Return what hangs at the end of the day, by the key of its check; what does not is left out."""
        found = {
            "incomplete": self.count("request", f"{self.OPEN} AND (category_id IS NULL OR department_id IS NULL)"),
            "unexplained": self.count("request", f"{self.LATE} AND overdue_reason = ''"),
            "slips": self.count("request", f"state IN ('assigned', 'in_progress') AND {self.PRINTED}"),
            "follow_ups": self.count("request", f"{self.AWAITS} AND follow_up_due_at < :midnight"),
            "rounds": self.count("call_round", "state = 'open'"),
            "actions": self.count("issue_action", "state = 'open' AND due_on < :today", today=self._today()),
            "drafts": self.count("draft", "form = 'intake'"),
        }
        return {key: count for key, count in found.items() if count}

    def _today(self) -> str:
        return self._clock.now().astimezone(SHANGHAI).date().isoformat()

    def today(self) -> dict[str, int]:
        """Return the counts of the day, by the key of their tile."""
        return {
            "overdue": self.count("request", self.LATE),
            "due_today": self.count("request", f"{self.OPEN} AND due_at >= :now AND due_at < :midnight"),
            "awaits_follow_up": self.count("request", f"{self.AWAITS} AND follow_up_due_at < :midnight"),
            "to_dispatch": self.count("request", "state IN ('received', 'reopened')"),
        }


def empty_gate(desk: Desk) -> None:
    """Let the gate of the made-up community ask nothing of the desk: everybody has left, every call is answered."""
    with desk.write(Operation.EDIT_GATE) as work:
        now = work.now
        inside = update(Visit).where(Visit.state == VisitState.INSIDE)
        work.session.execute(inside.values(state=VisitState.LEFT, out_at=now))
        work.session.execute(update(GateCall).values(answered_at=now, seen_at=now))
        work.session.execute(update(ReleaseSlip).values(state=ReleaseState.USED, used_at=now))


def microseconds(at: datetime) -> int:
    """Return `at` as the data keeps it."""
    return (at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def pressing(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Way:
    """Return a key as something that is particular about a call."""
    return lambda hands: hands.press(key, modifier)


def answering(words: str) -> Way:
    def answer(hands: Hands) -> None:
        hands.tab_to(hands.program.page(IntakePage).form.answered.input)
        hands.type(words)

    return answer


def grading(words: str) -> Way:
    def grade(hands: Hands) -> None:
        hands.tab_to(hands.program.page(IntakePage).form.grade.input)
        hands.enter(words)

    return grade


def dated(words: str) -> Way:
    def date(hands: Hands) -> None:
        hands.press(Key.Key_Backtab, SHIFT)
        hands.type(words)
        hands.press(Key.Key_Tab)

    return date
