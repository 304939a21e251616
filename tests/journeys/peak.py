"""A guard in the morning rush who has a keyboard and nothing else, and a plain list of what was done beside it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from desktop.gate.view.arriving import ArrivingPane
from desktop.gate.view.leaving import LeavingPane
from desktop.gate.view.logbook import LogPane
from desktop.visits.model import VisitKind
from desktop.visits.service import VisitService
from tests.gate.posts import rows_of
from tests.journeys.day import ALT, CTRL, Books, Hands, Key
from tests.journeys.gate_book import EXPECTED, NEIGHBOUR, OPENS, UNWANTED, Entered, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.core.clock import FixedClock
    from desktop.visits.rows import VisitLine
    from tests.journeys.gate_book import Ground
    from tests.journeys.program import Program

__all__ = ["Morning"]

KINDS = "1234567890"
"""The digits of the built-in kinds, in their order."""


class Morning:
    """The guard at the window. Each movement is counted as a task of `hands` and noted in `book` as it is to be."""

    def __init__(self, program: Program, clock: FixedClock, ground: Ground) -> None:
        """Sign in, say which gate it is."""
        self.program = program
        self.clock = clock
        self.ground = ground
        self.hands = Hands(program, clock)
        self.books = Books(program, clock)
        self.book: list[Entered] = []
        self.calls: list[tuple[str, str]] = []
        self.counted: dict[str, list[int]] = {}
        self.writes = self.departures = 0
        program.sign_in("guard")
        self.hands.press(Key.Key_G, ALT)
        self.hands.press(Key.Key_Down)
        self.hands.press(Key.Key_Return)
        assert program.gate.station.gate_id == 1
        self.before = self._newest()
        self.inside_before = self.service.counts()

    @property
    def service(self) -> VisitService:
        return VisitService(self.program.gate.session.desk)

    @property
    def arriving(self) -> ArrivingPane:
        return self.program.page(ArrivingPane)

    @property
    def leaving(self) -> LeavingPane:
        return self.program.page(LeavingPane)

    @property
    def log(self) -> LogPane:
        return self.program.page(LogPane)

    def _newest(self) -> int:
        with self.service.desk.read() as session:
            return int(session.execute(text("SELECT coalesce(max(id), 0) FROM visit")).scalar_one())

    def strikes(self, hour: int, minute: int = 0) -> None:
        """Let the clock strike, which the gate sees within a minute."""
        self.clock.set(OPENS.replace(hour=hour, minute=minute))
        self.program.gate.station.read()
        self.program.settle()

    def room(self, place: int) -> str:
        """Return one of the rooms nothing speaks against."""
        return self.ground.rooms[place % len(self.ground.rooms)]

    def turn(self, pane: type[Any]) -> None:
        """Go to a pane by its key, unless it is there."""
        if not isinstance(self.program.gate.stack.currentWidget(), pane):
            self.hands.press({ArrivingPane: Key.Key_F1, LeavingPane: Key.Key_F2, LogPane: Key.Key_F11}[pane])

    @contextmanager
    def task(self, case: str, *, writes: int = 1) -> Iterator[None]:
        """Count the keys of one case, which makes so many `writes`; it takes a minute."""
        with self.hands.task(case, minutes=1):
            yield
        self.writes += writes
        self.counted.setdefault(case, []).append(self.hands.keys[case])

    def enter(self, entered: Entered) -> None:
        """Note who came in; the same plate that is still inside left unseen."""
        for place, each in enumerate(self.book):
            if each.state == entered.state == "inside" and each.who == entered.who and each.who[:1] == "浙":
                self.book[place] = each.left(entered.at, unseen=True)
        self.book.append(entered)

    # --- in -----------------------------------------------------------------------------------------------------------

    def again(self, plate: str, place: str) -> None:
        """Somebody who came before: three letters of the plate, and two keys."""
        with self.task("again"):
            self.hands.type(plate[2:5])
            assert rows_of(self.arriving.form.hits)[0].startswith(f"{plate[:2]}·{plate[2:]},")
            self.hands.press(Key.Key_Return, times=2)
            quick = self.arriving.presenter.is_quick
            self.enter(Entered(plate, place, self.clock.now(), incomplete=quick))
        assert self.program.toast.startswith("In: "), plate

    def expected(self) -> None:
        """Somebody says the four digits that the household was told."""
        with self.task("expected"):
            self.hands.type(self.ground.code)
            self.hands.press(Key.Key_Return, times=2)
            self.enter(Entered(EXPECTED, self.room(0), self.clock.now()))

    def neighbour(self) -> None:
        """A household's own vehicle goes through without an entry."""
        with self.task("neighbour", writes=0):
            self.hands.type(NEIGHBOUR[2:])
            self.hands.press(Key.Key_Return, times=2)
        assert "no entry needed" in self.program.toast

    def comes(self, case: str, who: str, room: str, kind: VisitKind = VisitKind.GUEST, **more: Any) -> None:
        """Somebody new, typed as they say it: who, where to, what for."""
        typed = who.removeprefix("浙") if who[:1] == "浙" else who
        with self.task(case):
            self.hands.type(typed)
            self.hands.press(Key.Key_Tab)
            self.hands.type(room)
            self.hands.press(Key.Key_Return)
            if kind is not VisitKind.GUEST:
                self.hands.press(Key(ord(KINDS[list(VisitKind).index(kind)])))
            self.hands.press(Key.Key_Return)
            quick = self.arriving.presenter.is_quick
            self.enter(Entered(who, room, self.clock.now(), kind, incomplete=quick, **more))
        assert self.program.toast.startswith("In: "), who

    def works(self, name: str, badge: str) -> None:
        """One of a crew with a pass: found by name, and given a badge."""
        with self.task("contractor"):
            self.hands.type(name)
            self.hands.press(Key.Key_Return)
            self.hands.tab_to(self.arriving.form.details.fields["badge"].edit)
            self.hands.enter(badge)
            self.enter(Entered(name, self.room(8), self.clock.now(), VisitKind.CONTRACTOR, badge=badge))

    def several(self, name: str, room: str, people: int) -> None:
        """Several who come together."""
        with self.task("several"):
            self.hands.type(name)
            self.hands.press(Key.Key_Tab)
            self.hands.type(room)
            self.hands.press(Key.Key_Return)
            self.hands.press(Key.Key_Tab)
            self.hands.press(Key.Key_A, CTRL)
            self.hands.enter(str(people))
            self.enter(Entered(name, room, self.clock.now(), people=people))

    def emergency(self) -> None:
        """The ambulance: nothing is asked."""
        with self.task("emergency"):
            self.hands.press(Key.Key_9, ALT)
            self.hands.press(Key.Key_Return)
            self.enter(Entered("", "", self.clock.now(), VisitKind.EMERGENCY))

    def unplated(self, room: str) -> None:
        """A vehicle without a plate to read."""
        with self.task("unplated"):
            self.hands.press(Key.Key_U, CTRL)
            self.hands.type(room)
            self.hands.press(Key.Key_Return, times=2)
            self.enter(Entered("", room, self.clock.now(), incomplete=self.arriving.presenter.is_quick))

    def agreed(self, name: str) -> None:
        """The household that admits nobody agrees on the telephone."""
        with self.task("override"):
            self._before_alarm(name)
            self.hands.press(Key.Key_Return, CTRL)
            self.hands.enter("业主来电同意")
            self.hands.type("业主")
            self.hands.press(Key.Key_Return, CTRL)
            self.enter(Entered(name, self.ground.closed, self.clock.now(), words="业主来电同意"))
        self.calls.append(("override", name))

    def refused(self, name: str) -> None:
        """The household that admits nobody does not."""
        with self.task("refusal"):
            self._before_alarm(name)
            self.hands.press(Key.Key_F8)
            self.hands.press(Key.Key_A, CTRL)
            self.hands.type("业主不同意")
            self.hands.press(Key.Key_F8)
            self.enter(Entered(name, self.ground.closed, self.clock.now(), state="refused", words="业主不同意"))
        self.calls.append(("turned_away", name))

    def watched(self) -> None:
        """A plate of the watchlist is typed as fast as any; it does not come in, for the words proposed."""
        with self.task("watched"):
            self.hands.type(UNWANTED[1:])
            self.hands.press(Key.Key_Tab)
            self.hands.type(self.room(3))
            self.hands.press(Key.Key_Return)
            assert self.arriving.form.refusal.alarm.isVisible()
            self.hands.press(Key.Key_F8, times=2)
            said = written(self.service.desk, self._newest() - 1)[0].words
            self.enter(Entered(UNWANTED, self.room(3), self.clock.now(), state="refused", words=said))
        assert "曾在楼道推销" in said
        self.calls.append(("turned_away", UNWANTED))

    def mistaken(self, name: str, room: str) -> None:
        """Somebody is entered by mistake and taken back."""
        self.comes("on foot", name, room)
        with self.task("taken back"):
            self.hands.press(Key.Key_Z, CTRL)
        self.book[-1] = replace(self.book[-1], state="dropped")

    def _before_alarm(self, name: str) -> None:
        self.hands.type(name)
        self.hands.press(Key.Key_Tab)
        self.hands.type(self.ground.closed)
        self.hands.press(Key.Key_Return)
        assert self.arriving.form.refusal.alarm.isVisible()

    # --- out ----------------------------------------------------------------------------------------------------------

    def goes(self, case: str, who: str, typed: str, people: int = 0, **more: Any) -> None:
        """Somebody leaves, found by what is `typed`; only so many `people` of them, where it says.

        `more` tells those apart who have no plate and no name.
        """
        with self.task(case):
            self.turn(LeavingPane)
            self.hands.type(typed)
            if people:
                self.hands.press(Key(ord(str(people))), ALT)
            self.hands.press(Key.Key_Return)
            place = self._inside(who, **more)
            each = self.book[place]
            gone = each.gone + (people or each.people - each.gone)
            partly = replace(each, gone=gone)
            self.book[place] = partly if gone < each.people else each.left(self.clock.now())
            self.departures += 1
        assert self.program.toast.startswith("Out: "), who

    def crew_goes(self, *names: str) -> None:
        """All of the crew who are left leave at once."""
        with self.task("crew"):
            self.turn(LeavingPane)
            self.hands.type(names[0])
            self.hands.press(Key.Key_A, CTRL)
            for name in names:
                place = self._inside(name)
                self.book[place] = self.book[place].left(self.clock.now())
                self.departures += 1

    def _inside(self, who: str, **more: Any) -> int:
        wanted = {"who": who, "state": "inside", **more}
        return next(
            place
            for place, each in reversed([*enumerate(self.book)])
            if all(getattr(each, name) == value for name, value in wanted.items())
        )

    # --- after the rush -----------------------------------------------------------------------------------------------

    def completed(self) -> None:
        """Say of the visit looked at in the log, of those of the rush the newest, that it was a delivery."""
        with self.task("completed"):
            file = self.log.presenter.file
            assert file is not None
            self.hands.press(Key.Key_Return, CTRL)
            self.hands.press(Key.Key_2)
            self.hands.press(Key.Key_Return)
        place = next(place for place, each in reversed([*enumerate(self.book)]) if _is(each, file.line))
        self.book[place] = replace(self.book[place], incomplete=False, kind=VisitKind.DELIVERY)


def _is(each: Entered, line: VisitLine) -> bool:
    return each.incomplete and (each.who, each.place, each.at) == (line.plate or line.name, line.place, line.in_at)
