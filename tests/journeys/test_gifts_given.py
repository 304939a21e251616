"""Gifts go from door to door before a festival, and stand in the calendar beside events and outages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.core.clock import FixedClock
from desktop.events.view import EventsPage
from desktop.gifts.dialogs import AddDialog, NewListDialog
from desktop.gifts.view import GiftsPage
from desktop.outages.view import OutagesPage
from desktop.ui.buttons import Button
from tests.journeys.day import ALT, CTRL, Key
from tests.journeys.event_year import (
    VIPS,
    EventYear,
    at,
    plan_beside,
    refusals,
    settle_year,
    shut_off,
)
from tests.journeys.outage import FAR, within

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from tests.journeys.program import Program

GIFTS = "Mid-Autumn Festival gifts 2027"


@pytest.fixture
def at_window(
    start: Callable[..., Program], empty_data: Path, tmp_path: Path, clock: FixedClock
) -> Callable[..., EventYear]:
    """Return a function that signs somebody in at the window at a moment."""
    return settle_year(start, empty_data, tmp_path, clock)


def begin_gifts(year: EventYear) -> None:
    """Start a gift list for the VIP households with a piece too few: that is told before it is saved."""
    year.go("care")
    year.push(year.program.find(Button, "to-gifts"))
    year.hands.press(Key.Key_N, ALT)
    dialog = year.gifts.acts.dialog
    assert isinstance(dialog, NewListDialog)
    year.program.until(dialog.isActiveWindow)
    fields = dialog.form.fields
    year.pick(fields["list"], VIPS)
    year.pick(fields["festival"], "Mid-Autumn")
    assert [fields[name].text() for name in ("title", "due_on", "stock")] == [GIFTS, "2027-09-12", "2"]
    year.fill(fields["gift"], "月饼礼盒")
    year.fill(fields["stock"], "1")
    assert dialog.forecast.text() == "2 pieces are needed; the stock is short by 1."
    year.hands.press(Key.Key_Return)
    year.program.until(lambda: year.gifts.presenter.line is not None)
    assert year.gifts.entries.short.accessibleName() == "Short by 1"


def add(year: EventYear) -> None:
    """Put the household with the legacy issue on the list by hand."""
    year.push(year.gifts.entries.buttons["add"])
    dialog = year.gifts.acts.dialog
    assert isinstance(dialog, AddDialog)
    year.program.until(dialog.isActiveWindow)
    year.hands.enter("3-1-101")
    year.hands.press(Key.Key_Return)
    year.program.until(lambda: year.gifts.acts.dialog is None)
    assert year.rooms() == ["1-1-101", "5-1-101", "3-1-101"]
    assert year.gifts.entries.short.accessibleName() == "Short by 2"


def give(year: EventYear) -> None:
    """Hand over by a key from door to door; who is not at home is in the next round, whose sheet holds nobody else."""
    entries = year.gifts.entries
    year.hands.tab_to(entries.view, FAR)
    year.hands.press(Key.Key_H, ALT)
    assert year.program.toast == "1-1-101: handed over to 赵一鸣"
    year.hands.press(Key.Key_B, ALT, times=2)
    assert year.program.toast == "3-1-101: nobody at home, next round again"
    assert year.rooms() == []
    year.push(entries.again)
    assert entries.filters.round.text() == "Round 2"
    assert year.rooms() == ["5-1-101", "3-1-101"]
    year.hands.press(Key.Key_P, CTRL)
    sheet = "".join(year.hands.open_paper())
    assert within(sheet, GIFTS, "5-1-101", "3-1-101", "待发放")
    assert "1-1-101" not in sheet.replace("5-1-101", "").replace("3-1-101", "")


def take_back(year: EventYear) -> None:
    """Give no more than there is; more come. What was handed over counts as care until it is taken back."""
    entries = year.gifts.entries
    year.hands.tab_to(entries.view, FAR)
    year.hands.press(Key.Key_End)
    with refusals() as said:
        year.hands.press(Key.Key_H, ALT)
    assert "Nothing is left in stock; raise the stock of the list first" in said[0]
    year.push(entries.buttons["amend"])
    dialog = year.gifts.acts.dialog
    assert dialog is not None
    year.program.until(dialog.isActiveWindow)
    year.fill(dialog.form.fields["stock"], "3")
    year.hands.press(Key.Key_Return)
    year.program.until(lambda: year.gifts.acts.dialog is None)
    assert not entries.short.isVisible()
    assert cared_for(year) == "Legacy-issue households cared for 0 / 1"
    hand_over_last(year)
    assert cared_for(year) == "Legacy-issue households cared for 1 / 1"
    year.hands.press(Key.Key_Z, CTRL)
    assert cared_for(year) == "Legacy-issue households cared for 0 / 1"
    hand_over_last(year)
    assert cared_for(year) == "Legacy-issue households cared for 1 / 1"


def hand_over_last(year: EventYear) -> None:
    year.program.window.go("gifts")
    year.program.settle()
    year.hands.tab_to(year.gifts.entries.view, FAR)
    year.hands.press(Key.Key_End)
    year.hands.press(Key.Key_H, ALT)
    assert year.program.toast == "3-1-101: handed over to 安然"


def cared_for(year: EventYear) -> str:
    """Return what Today says of the goal that gifts count for."""
    year.counts()
    (bar,) = (each for each in year.today.goals.bars if each.accessibleName().startswith("Legacy"))
    return bar.accessibleName().partition(",")[0]


def open_from_calendar(year: EventYear, event_id: int, outage_id: int) -> None:
    """Find the month's outage, event and gift day on the calendar by arrows, and open each."""
    where = {
        12: (GiftsPage, "gift_list_id", 1),
        15: (EventsPage, "event_id", event_id),
        20: (OutagesPage, "outage_id", outage_id),
    }
    for day, (page, name, id_) in where.items():
        year.program.window.go("calendar", day=f"2027-09-{day - 1}")
        year.program.settle()
        year.hands.tab_to(year.calendar.grid, FAR)
        year.hands.press(Key.Key_Right)
        assert year.calendar.presenter.day.day == day
        assert len(year.calendar.presenter.items()) == 1
        year.hands.press(Key.Key_Return)
        year.program.settle()
        assert year.program.page(page).shown_at()[name] == id_


def test_that_gifts_are_given_from_door_to_door_and_stand_in_the_calendar(
    at_window: Callable[..., EventYear], empty_data: Path, clock: FixedClock
) -> None:
    year = at_window("2027-09-03 10:00")
    begin_gifts(year)
    add(year)
    give(year)
    take_back(year)
    event_id = plan_beside(empty_data, clock, at("2027-09-15 19:00"))
    open_from_calendar(year, event_id, shut_off(empty_data, clock, at("2027-09-20 09:00")))
