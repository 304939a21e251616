from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from desktop.core.errors import UserError
from desktop.core.i18n import language
from desktop.requests.model import HoldReason, Move, RequestState
from desktop.requests.presenter import ListPresenter
from desktop.requests.presenter.many import Chosen, ManyPresenter, many_done, many_moves
from desktop.ui.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.core.errors import TouchpointError
    from desktop.requests.presenter.many import Outcome
    from desktop.requests.rows import RequestLine
    from tests.requests.screens import Screens

ENGLISH = language("en")


class Many:
    """The presenter over the list of a community, and what it told."""

    def __init__(self, screens: Screens) -> None:
        shell = screens.shell
        self.screens = screens
        self.listing = ListPresenter(screens.desk, shell.tasks, shell.bus)
        self.presenter = ManyPresenter(screens.desk, self.listing, shell.tasks, shell.bus, self.listing)
        self.made: list[Outcome] = []
        self.refused: list[TouchpointError] = []
        self.known: list[RequestLine] = []
        self.presenter.made.connect(self.made.append)
        self.presenter.refused.connect(self.refused.append)
        self.listing.start()
        screens.settle()

    def gather(self, chosen: Chosen, most: int = 9) -> list[int]:
        self.known = []
        self.presenter.gather(chosen, most, self.known.extend)
        self.screens.settle()
        return [line.id for line in self.known]

    def move(self, move: Move, lines: list[RequestLine], **arguments: Any) -> Outcome:
        self.presenter.move(move, lines, arguments)
        self.screens.settle()
        return self.made[-1]

    def state(self, line: RequestLine) -> RequestState:
        return self.screens.service.detail(line.id).line.state


@pytest.fixture
def many(screens: Screens) -> Iterator[Many]:
    made = Many(screens)
    yield made
    made.listing.rest()


def test_that_what_is_possible_is_done_and_each_other_is_named_with_its_reason(many: Many, screens: Screens) -> None:
    open_one, stale = screens.report().line, screens.report("改过的").line
    done = screens.report("修好的").line
    screens.service.complete(done.id, version=done.version)
    screens.service.urge(stale.id, version=stale.version)
    done = screens.service.detail(done.id).line
    announced: list[Any] = []
    screens.shell.bus.changed.connect(lambda changes, _by: announced.append(changes.ids["request"]))
    outcome = many.move(Move.HOLD, [open_one, stale, done], reason=HoldReason.PARTS, note="等阀芯")
    assert [line.id for line in outcome.done] == [open_one.id]
    assert many.state(open_one) is RequestState.ON_HOLD
    assert many.state(stale) is RequestState.RECEIVED
    reasons = [translate(why, ENGLISH) for why in outcome.refused]
    assert len(reasons) == 2
    assert stale.number in reasons[0]
    assert "“Put on hold” is not possible" in reasons[1]
    assert done.number in reasons[1]
    assert announced == [{open_one.id}]
    assert translate(many_done(outcome), ENGLISH) == "1 request is on hold; its clock is stopped"


def test_that_a_hold_of_many_is_taken_back_as_one(many: Many, screens: Screens) -> None:
    lines = [screens.report().line for _ in range(3)]
    outcome = many.move(Move.HOLD, lines, reason=HoldReason.PARTS)
    many.presenter.take_back(outcome)
    screens.settle()
    assert [many.state(line) for line in lines] == [RequestState.RECEIVED] * 3
    assert translate(many_done(many.made[-1]), ENGLISH) == "3 requests go on"


def test_that_a_reason_without_the_number_gets_it(many: Many, screens: Screens) -> None:
    line = screens.report().line
    outcome = many.move(Move.ASSIGN, [line], department_id=999)
    (why,) = outcome.refused
    assert translate(why, ENGLISH).startswith(f"{line.number}: ")


def test_that_rows_not_loaded_are_read_before_anything_is_done(many: Many, screens: Screens) -> None:
    lines = [screens.report(f"第 {number} 件").line for number in range(4)]
    many.listing.reload()
    screens.settle()
    order = [row.id for place in range(4) if (row := many.listing.model.row_at(place))]
    assert sorted(order) == [line.id for line in lines]
    assert many.gather(Chosen(4, (), (), whole=True)) == order
    first = many.listing.model.row_at(0)
    assert first is not None
    assert many.gather(Chosen(2, [first], [3], whole=False)) == [order[0], order[3]]
    assert many.gather(Chosen(1, [first], [], whole=False)) == [order[0]]


def test_that_too_many_are_refused_and_so_is_a_list_that_has_changed(many: Many, screens: Screens) -> None:
    assert many.gather(Chosen(10, (), (), whole=True)) == []
    screens.report()
    assert many.gather(Chosen(1, (), (), whole=True)) == []
    assert [type(error) for error in many.refused] == [UserError, UserError]
    assert "at once" in translate(many.refused[0].problems[0].message, ENGLISH)
    assert "changed meanwhile" in translate(many.refused[1].problems[0].message, ENGLISH)


def test_that_the_desk_makes_every_move_on_many(screens: Screens) -> None:
    assert many_moves(screens.desk.actor) == [Move.ASSIGN, Move.HOLD, Move.URGE, Move.CLOSE, Move.PRINT]
