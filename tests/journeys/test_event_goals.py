"""The goals of the year across New Year, and the next festival: Today, the page of events and the reports agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.core.clock import FixedClock
from desktop.core.i18n import language
from desktop.events.model import EventState
from desktop.events.service import EventService
from desktop.months.report.sections import SECTION_HEADINGS, ReportSection
from tests.conftest import SHANGHAI
from tests.journeys.day import CTRL, Key
from tests.journeys.event_year import (
    VILLAS,
    EventYear,
    at,
    plan_beside,
    settle_year,
)
from tests.journeys.outage import within

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.program import Program


@pytest.fixture
def at_window(
    start: Callable[..., Program], empty_data: Path, tmp_path: Path, clock: FixedClock
) -> Callable[..., EventYear]:
    """Return a function that signs somebody in at the window at a moment."""
    return settle_year(start, empty_data, tmp_path, clock)


def close_next(year: EventYear) -> None:
    """Go from Today to what waits to be closed, and close it."""
    year.counts()
    year.push(year.today.links["to_close"])
    year.program.until(lambda: year.events.detail.file is not None)
    year.part("after")
    year.hands.press(Key.Key_F8)
    year.dialog()
    year.hands.press(Key.Key_Tab)
    year.hands.press(Key.Key_Return)
    year.program.until(lambda: year.events.acts.dialog is None)
    assert year.event.line.state is EventState.HELD


def lay_down(year: EventYear, goal: int, zone: str = "") -> None:
    """Lay down a goal of convenience services, for the community or a zone."""
    year.push(year.events.goals.edit)
    form = year.dialog().form
    if zone:
        year.pick(form.fields["zone_id"], zone)
    year.fill(form.fields["goal"], str(goal))
    year.hands.press(Key.Key_Return)
    year.program.until(lambda: year.events.acts.dialog is None)


def goals(year: EventYear) -> tuple[list[str], list[str]]:
    """Return what Today and the page of events say of the goals of events."""
    year.counts()
    bars = [bar.accessibleName() for bar in year.today.goals.bars if bar.isVisible()]
    year.go("events")
    chips = [chip.accessibleName() for chip in year.events.goals.chips]
    assert year.events.goals.year.text() == str(year.clock.now().astimezone(SHANGHAI).year)
    return [bar for bar in bars if bar.startswith("Convenience")], chips


def close_december(year: EventYear) -> None:
    """Close what was held; the manager lays down another goal, and one of the villas."""
    assert goals(year) == (
        ["Convenience service 0 / 6, 1 planned, 5 missing"],
        ["Convenience service: 0 of 6 held · 1 planned · 5 missing"],
    )
    close_next(year)
    lay_down(year, 3)
    lay_down(year, 1, VILLAS)
    assert goals(year) == (
        [
            "Convenience service 1 / 3, 1 planned, 1 missing",
            f"Convenience service, {VILLAS} 0 / 1, 0 planned, 1 missing",
        ],
        [
            "Convenience service: 1 of 3 held · 1 planned · 1 missing",
            f"{VILLAS} · Convenience service: 0 of 1 held · 1 missing",
        ],
    )
    year.clock.set(at("2026-12-31 23:30"))
    close_next(year)
    bars, chips = goals(year)
    assert (bars[0], chips[0]) == (
        "Convenience service 2 / 3, 0 planned, 1 missing",
        "Convenience service: 2 of 3 held · 1 missing",
    )


def close_january(year: EventYear) -> None:
    """See the new year begin in the community's zone: what begins early in it is not the old one's by any clock."""
    year.clock.set(at("2027-01-01 08:40"))
    bars, chips = goals(year)
    assert (bars[0], chips[1]) == (
        "Convenience service 0 / 3, 1 planned, 2 missing",
        f"{VILLAS} · Convenience service: 0 of 1 held · 1 planned",
    )
    close_next(year)
    bars, chips = goals(year)
    assert bars[1] == f"Convenience service, {VILLAS} 1 / 1, Goal reached"
    assert chips == ["Convenience service: 1 of 3 held · 2 missing", f"{VILLAS} · Convenience service: 1 of 1 held"]


def prepare_festival(year: EventYear) -> None:
    """See on Today which festival is next and how much time is left; plan it from the calendar."""
    year.counts()
    assert year.today.goals.festival.text() == "New Year's Day is today: nothing planned"
    year.go("events")
    year.push(year.events.calendar)
    row = year.calendar._festival_rows[1]
    assert (row.look.text(), row.left.text()) == ("Laba 15 Jan", "in 14 days · nothing planned yet")
    year.push(row.plan)
    fields = year.dialog().form.fields
    assert [fields[name].text() for name in ("day", "kind", "title")] == ["2027-01-15", "festival", "Laba"]
    year.fill(fields["starts_at"], "8")
    year.fill(fields["ends_at"], "10")
    year.hands.press(Key.Key_Return)
    year.program.until(lambda: year.events.acts.dialog is None)
    year.clock.set(at("2027-01-02 09:00"))
    year.counts()
    assert year.today.goals.festival.text() == "Laba in 13 days: Laba"


def report(year: EventYear, month: str) -> str:
    """Return what the report of a month says of events, in Chinese."""
    year.program.window.go("month", month=month)
    year.program.settle()
    year.hands.press(Key.Key_P, CTRL)
    whole = "".join(year.hands.open_paper())
    chinese = language("zh_CN").message
    begin, end = (chinese(SECTION_HEADINGS[each]) for each in (ReportSection.EVENTS, ReportSection.PLAN))
    return whole.split(begin)[1].split(end)[0]


def see_reports(year: EventYear, data: Path) -> None:
    """Print both months when another was held since: each tells what was held, planned and missing at its own end."""
    year.clock.set(at("2027-02-20 09:00"))
    service = plan_beside(data, FixedClock(at("2027-01-20 09:00")), at("2027-02-10 09:00"))
    with year.beside() as desk:
        EventService(desk.session.desk).hold(service, None, "", version=1)
    december, january = report(year, "2026-12"), report(year, "2027-01")
    assert within(december, "便民服务 3 2 0 ▲1", f"便民服务，{VILLAS} 1 0 0 ▲1", "便民12-12", "便民12-31")
    assert within(january, "便民服务 3 1 1 ▲1", f"便民服务，{VILLAS} 1 1 0 0", "便民01-01")
    assert "便民01-01" not in december
    assert "便民12-31" not in january


def test_that_the_goals_of_a_year_are_counted_across_new_year(
    at_window: Callable[..., EventYear], empty_data: Path
) -> None:
    year = at_window("2026-12-20 10:00", "manager")
    for day, zone in (("2026-12-12 09:00", ""), ("2026-12-31 22:00", ""), ("2027-01-01 07:30", VILLAS)):
        plan_beside(empty_data, FixedClock(at("2026-12-01 09:00")), at(day), zone, title=f"便民{day[5:10]}")
    close_december(year)
    close_january(year)
    prepare_festival(year)
    see_reports(year, empty_data)
