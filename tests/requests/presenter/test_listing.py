from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desktop.core.clock import FixedClock
from desktop.core.i18n import language, msg
from desktop.requests.model import HoldReason, RequestKind
from desktop.requests.presenter import (
    ListPresenter,
    Moments,
)
from desktop.requests.rows import NewRequest, RequestFilter, StateGroup
from desktop.requests.table import Seen
from desktop.ui.table import Sort
from tests.requests.conftest import SHANGHAI
from tests.requests.screens import NOW, Screens

if TYPE_CHECKING:
    from collections.abc import Iterator


MOMENTS = Moments(Seen(FixedClock(NOW), SHANGHAI))
ENGLISH = language("en")


# --- the list -------------------------------------------------------------------------------------------------------


@pytest.fixture
def listing(screens: Screens) -> Iterator[ListPresenter]:
    made = ListPresenter(screens.desk, screens.shell.tasks, screens.shell.bus)
    yield made
    made.rest()


def test_that_the_list_begins_with_what_is_open_and_counts_every_chip(screens: Screens, listing: ListPresenter) -> None:
    screens.report(occurred_at=NOW - timedelta(days=3))
    held = screens.report("等配件")
    screens.service.hold(held.line.id, HoldReason.PARTS, version=held.line.version)
    done = screens.report("灯不亮")
    screens.service.complete(done.line.id, version=done.line.version)
    counts: list[tuple[Any, int]] = []
    listing.counts_changed.connect(lambda found, total: counts.append((found, total)))
    listing.start()
    screens.settle()
    flags = {"held_too_long": 0, "unexplained": 1, "rework": 0}
    of_the_day = {"overdue": 1, "due-today": 0, "to-dispatch": 1, "worked-on": 0, "on-hold": 1, "follow-up": 1}
    assert counts[-1] == ({"open": 2, **of_the_day, **flags}, 3)
    assert listing.model.rowCount() == 2
    assert listing.model.sort_now == Sort("due")


def test_that_choosing_a_preset_again_shows_requests_of_every_state(screens: Screens, listing: ListPresenter) -> None:
    done = screens.report()
    screens.service.complete(done.line.id, version=done.line.version)
    listing.start()
    screens.settle()
    assert listing.model.rowCount() == 0
    listing.choose("open")
    screens.settle()
    assert listing.model.rowCount() == 1
    listing.choose("done")
    screens.settle()
    assert listing.model.rowCount() == 1
    listing.choose("overdue")
    screens.settle()
    assert listing.model.rowCount() == 0


def test_that_conditions_combine_and_are_cleared_together(screens: Screens, listing: ListPresenter) -> None:
    screens.report()
    screens.report("太吵", kind=RequestKind.COMPLAINT, department_id=screens.place.departments["order"])
    listing.start()
    listing.narrow(kinds=frozenset({RequestKind.COMPLAINT}))
    listing.narrow(department_ids=frozenset({screens.place.departments["order"]}))
    screens.settle()
    assert listing.model.rowCount() == 1
    listing.search("漏水")
    screens.settle()
    assert (listing.model.rowCount(), listing.is_narrowed) == (0, True)
    listing.clear()
    screens.settle()
    assert (listing.model.rowCount(), listing.is_narrowed) == (2, False)
    listing.narrow(kinds=frozenset())
    assert not listing.shown.narrow


def test_that_a_list_handed_in_is_shown_exactly_and_can_be_dropped(screens: Screens, listing: ListPresenter) -> None:
    screens.report()
    screens.report("上个月的", occurred_at=NOW - timedelta(days=30))
    listing.start()
    wanted = RequestFilter(occurred_until=NOW - timedelta(days=10))
    listing.show(wanted, msg("October"))
    screens.settle()
    assert listing.model.rowCount() == 1
    assert listing.shown.filter() == wanted
    listing.choose("overdue")
    assert listing.shown.filter() == replace(wanted, overdue=True)
    listing.drop_base()
    screens.settle()
    assert listing.model.rowCount() == 2


def test_that_a_tile_of_the_day_opens_its_chip(listing: ListPresenter) -> None:
    listing.show(RequestFilter(overdue=True))
    assert (listing.shown.preset, listing.shown.base) == ("overdue", None)
    listing.show(RequestFilter(group=StateGroup.OPEN))
    assert listing.shown.preset == "open"


def test_that_a_sort_chosen_by_hand_survives_another_list(screens: Screens, listing: ListPresenter) -> None:
    first = screens.report(occurred_at=NOW - timedelta(hours=9))
    last = screens.report("第二件")
    listing.start()
    screens.settle()
    listing.model.set_sort(Sort("received", descending=True))
    screens.settle()
    rows = [listing.model.row_at(place) for place in range(2)]
    assert [row and row.id for row in rows] == [last.line.id, first.line.id]
    listing.choose("to-dispatch")
    screens.settle()
    assert listing.model.sort_now == Sort("received", descending=True)


def test_that_the_list_follows_what_others_write(screens: Screens, listing: ListPresenter) -> None:
    listing.start()
    screens.settle()
    changes = screens.service.report(NewRequest(kind=RequestKind.REPAIR, words="新的", room_text="1-1-101"))
    screens.shell.bus.announce(changes)
    screens.settle()
    assert listing.model.rowCount() == 1
