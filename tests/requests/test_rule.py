"""Due times against a calculation of their own: minute by minute, day by day, over holidays, make-up days and holds."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.holidays import Holiday, HolidayTable
from desktop.core.working_days import WorkingCalendar
from desktop.core.working_hours import STANDARD_WEEK, Hours, WorkingWeek
from desktop.requests.model import Priority, RequestKind
from desktop.requests.rule import Pace, Rule, chosen_rule, due_times, follow_up_due, is_called_back

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONES = ("Asia/Shanghai", "Europe/Berlin")
OFF = {date(2026, 10, 1) + DAY * offset for offset in range(7)} | {date(2026, 10, 26)}
MADE_UP = {date(2026, 9, 20), date(2026, 10, 10)}
HOLIDAYS = HolidayTable({2026: tuple(Holiday("x", day, day) for day in sorted(OFF))}, frozenset(MADE_UP))
WEEKS = (STANDARD_WEEK, WorkingWeek((*STANDARD_WEEK.days[:5], (Hours(540, 720),), ()), (Hours(600, 660),)))

zones = st.sampled_from(ZONES).map(ZoneInfo)
weeks = st.sampled_from(WEEKS)
# Around National Day with its made-up Sunday and Saturday, and around the night in which Berlin puts its clocks back.
moments = st.builds(
    lambda day, minute: datetime(2026, 9, 17, tzinfo=UTC) + day * DAY + minute * MINUTE,
    st.integers(0, 42),
    st.integers(0, 1439) | st.sampled_from([0, 30, 239, 240, 330, 600, 601, 960, 1439]),
)


def is_worked(at: datetime, week: WorkingWeek, zone: ZoneInfo) -> bool:
    """Tell whether the minute that begins at `at` is worked, by what the clock on the wall shows."""
    wall = at.astimezone(zone)
    if wall.date() in OFF:
        return False
    hours = week.make_up if wall.date() in MADE_UP else week.days[wall.weekday()]
    return any(each.opens <= wall.hour * 60 + wall.minute < each.closes for each in hours)


def after(start: datetime, minutes: int, week: WorkingWeek, zone: ZoneInfo) -> datetime:
    """Return when so many worked minutes have gone by, one minute after the other."""
    at = start
    while minutes:
        minutes -= is_worked(at, week, zone)
        at += MINUTE
    return at


def rule(**values: object) -> Rule:
    return Rule(**values)  # type: ignore[arg-type]  # of many types


@settings(deadline=None)
@given(moments, zones, weeks, st.none() | st.integers(0, 200), st.none() | st.integers(0, 1500))
def test_that_working_times_agree_with_counting_every_minute(
    said: datetime, zone: ZoneInfo, week: WorkingWeek, response: int | None, completion: int | None
) -> None:
    it = rule(response_minutes=response, completion_minutes=completion, in_working_time=True)
    found = due_times(it, said.astimezone(zone), WorkingCalendar(week, HOLIDAYS), zone)
    assert found.response == (None if response is None else after(said, response, week, zone))
    assert found.completion == (None if completion is None else after(said, completion, week, zone))
    assert found.doubt is None


@given(moments, zones, st.none() | st.integers(0, 5000), st.none() | st.integers(0, 5000))
def test_that_clock_times_are_time_on_any_clock(
    said: datetime, zone: ZoneInfo, response: int | None, completion: int | None
) -> None:
    it = rule(response_minutes=response, completion_minutes=completion)
    found = due_times(it, said.astimezone(zone), WorkingCalendar(STANDARD_WEEK, HolidayTable({})), zone)
    assert found.response == (None if response is None else said + response * MINUTE)
    assert found.completion == (None if completion is None else said + completion * MINUTE)
    assert found.doubt is None  # by the clock no holiday matters


@settings(deadline=None)
@given(moments, zones, weeks, st.integers(1, 900), st.lists(st.integers(1, 4000), min_size=2, max_size=6))
def test_that_holds_push_by_the_minutes_they_took_from_work(
    said: datetime, zone: ZoneInfo, week: WorkingWeek, minutes: int, marks: list[int]
) -> None:
    """A request is due once `minutes` were worked that no hold covered: counted one by one, holds left out."""
    pace = Pace(WorkingCalendar(week, HOLIDAYS), zone)
    borders = sorted(set(marks))
    holds = [(said + a * MINUTE, said + b * MINUTE) for a, b in zip(borders[::2], borders[1::2], strict=False)]
    due = pace.moved(said, minutes * MINUTE).value
    holds = [(start, end) for start, end in holds if end <= due]
    for start, end in holds:
        due = pace.moved(due, pace.between(start, end).value).value
    at, left = said, minutes
    while left:
        left -= is_worked(at, week, zone) and not any(start <= at < end for start, end in holds)
        at += MINUTE
    assert due == at


@settings(deadline=None)
@given(moments, zones, weeks, st.integers(1, 900), st.integers(0, 900), st.integers(0, 900))
def test_that_a_hold_cut_short_pushes_as_if_it_had_been_shorter(
    said: datetime, zone: ZoneInfo, week: WorkingWeek, minutes: int, kept: int, cut: int
) -> None:
    pace = Pace(WorkingCalendar(week, HOLIDAYS), zone)
    due = pace.moved(said, minutes * MINUTE).value
    short, long = said + kept * MINUTE, said + (kept + cut) * MINUTE
    pushed = pace.moved(due, pace.between(said, long).value).value
    assert (
        pace.moved(pushed, pace.between(long, short).value).value
        == pace.moved(due, pace.between(said, short).value).value
    )


def test_that_a_hold_over_the_weekend_pushes_nothing_in_working_time_and_all_of_it_by_the_clock() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    friday, monday = datetime(2026, 11, 20, 18, tzinfo=zone), datetime(2026, 11, 23, 8, 30, tzinfo=zone)
    working, clock = Pace(WorkingCalendar(STANDARD_WEEK, HOLIDAYS), zone), Pace(None, zone)
    assert working.between(friday, monday).value == timedelta(0)
    assert clock.between(friday, monday).value == timedelta(hours=62.5)


# --- which rule -----------------------------------------------------------------------------------------------------

kinds = st.sampled_from(RequestKind)
categories = st.sampled_from([None, 1, 2])
priorities = st.sampled_from(Priority)
any_rules = st.lists(
    st.builds(
        lambda kind, category, priority: {"kind": kind, "category_id": category, "priority": priority},
        st.just("") | kinds,
        categories,
        st.just("") | priorities,
    ),
    max_size=8,
).map(lambda found: [rule(id=number, **each) for number, each in enumerate(found, start=1)])


@given(any_rules, kinds, categories, priorities)
def test_that_the_rule_is_found_by_asking_for_the_most_special_first(
    rules: list[Rule], kind: str, category: int | None, priority: str
) -> None:
    known: dict[tuple[int | None, str, str], Rule] = {}
    for each in rules:
        known.setdefault((each.category_id, each.priority, each.kind), each)
    asked = list(product(dict.fromkeys([category, None]), [priority, ""], [kind, ""]))
    if priority == Priority.EMERGENCY:
        asked.sort(key=lambda each: each[1] != priority)
    expected = next((known[each] for each in asked if each in known), None)
    assert chosen_rule(rules, kind, category, priority) == expected


def test_that_an_emergency_has_its_rule_whatever_its_kind_and_category() -> None:
    emergency, repair = rule(id=1, priority="emergency"), rule(id=2, kind="repair")
    lift = rule(id=3, category_id=7)
    assert chosen_rule([emergency, repair, lift], "repair", None, "emergency") == emergency
    assert chosen_rule([emergency, repair, lift], "repair", None, "normal") == repair
    assert chosen_rule([emergency, repair, lift], "repair", 7, "emergency") == emergency
    assert chosen_rule([emergency, repair, lift], "repair", 7, "urgent") == lift
    stuck = rule(id=4, category_id=7, priority="emergency")
    assert chosen_rule([emergency, lift, stuck], "repair", 7, "emergency") == stuck
    assert chosen_rule([emergency, repair, lift], "praise", 8, "normal") is None


def test_that_what_no_rule_is_about_is_never_due() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    found = due_times(None, datetime(2026, 11, 20, tzinfo=UTC), WorkingCalendar(STANDARD_WEEK, HOLIDAYS), zone)
    assert (found.response, found.completion, found.doubt) == (None, None, None)


# --- years that nobody knows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("response", "completion", "years"),
    [(30, 600, "2027"), (30, None, ""), (None, 600, "2027"), (600, 30, "2027"), (30, 60, ""), (None, None, "")],
)
def test_that_a_due_time_in_a_year_without_holidays_says_so(
    response: int | None, completion: int | None, years: str
) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    said = datetime(2026, 12, 31, 9, tzinfo=zone)
    it = rule(response_minutes=response, completion_minutes=completion, in_working_time=True)
    doubt = due_times(it, said, WorkingCalendar(STANDARD_WEEK, HOLIDAYS), zone).doubt
    assert (doubt.params["years"] if doubt else "") == years


# --- follow-up ------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(moments, zones, weeks, st.integers(1, 8))
def test_that_a_follow_up_in_working_days_is_due_at_the_close_of_the_last(
    done: datetime, zone: ZoneInfo, week: WorkingWeek, days: int
) -> None:
    it = rule(follow_up_days=days, follow_up_in_working_days=True)
    found = follow_up_due(it, done, WorkingCalendar(week, HOLIDAYS), zone).value
    day, left = done.astimezone(zone).date(), days
    while left:
        day += DAY
        closes = [minute for minute in range(1440) if is_worked(_at(day, minute, zone), week, zone)]
        left -= bool(closes)
    assert found == _at(day, closes[-1], zone) + MINUTE


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone).astimezone(UTC)


@given(moments, zones, st.integers(0, 30))
def test_that_a_follow_up_in_days_is_due_after_as_many_times_24_hours(
    done: datetime, zone: ZoneInfo, days: int
) -> None:
    calendar = WorkingCalendar(STANDARD_WEEK, HOLIDAYS)
    assert follow_up_due(rule(follow_up_days=days), done.astimezone(zone), calendar, zone).value == done + days * DAY
    assert follow_up_due(rule(), done, calendar, zone).value == done + 3 * DAY
    assert follow_up_due(None, done, calendar, zone).value == done + 3 * DAY


@given(st.integers(1, 5), st.integers(0, 100), st.integers(1, 9999))
def test_that_anyone_can_reckon_again_who_is_called_back(community: int, share: int, number: int) -> None:
    name = f"BX-2611-{number:04d}"
    drawn = int(hashlib.sha256(f"{community}:{name}".encode()).hexdigest(), 16) % 100
    it = rule(follow_up_days=3, follow_up_share=share)
    assert is_called_back(it, "repair", community, name) == (drawn < share)


@pytest.mark.parametrize("share", [0, 10, 30, 50, 80, 100])
def test_that_as_many_are_called_back_as_the_share_says(share: int) -> None:
    it = rule(follow_up_days=3, follow_up_share=share)
    numbers = [f"BX-{month:04d}-{number:04d}" for month in range(2601, 2613) for number in range(1, 401)]
    called = sum(is_called_back(it, "repair", 1, number) for number in numbers)
    assert called / len(numbers) == pytest.approx(share / 100, abs=0.02 if 0 < share < 100 else 0)


def test_that_complaints_are_always_called_back_and_others_only_by_a_rule() -> None:
    never = rule(follow_up_days=None, follow_up_share=0)
    assert is_called_back(never, "complaint", 1, "TS-2611-0001")
    assert is_called_back(None, "complaint", 1, "TS-2611-0001")
    assert not is_called_back(never, "repair", 1, "BX-2611-0001")
    assert not is_called_back(None, "repair", 1, "BX-2611-0001")
    assert is_called_back(rule(follow_up_days=3), "praise", 1, "BY-2611-0001")
