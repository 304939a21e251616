from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.patrols.rule import Duty, RoundKey, first_day, shift_of, skipped, tallies
from desktop.visits.rows import ShiftOnDay, ShiftRow

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = date(2026, 10, 23)
"""Two days before the clocks are put back in Berlin."""

DAYS = [FIRST + timedelta(days=each) for each in range(5)]
SHIFTS = {1: (time(6), time(14)), 2: (time(14), time(22)), 3: (time(22), time(6))}


def on_day(shift_id: int, day: date) -> ShiftOnDay:
    starts, ends = SHIFTS[shift_id]
    until_day = day if starts < ends else day + timedelta(days=1)
    since = datetime.combine(day, starts, BERLIN).astimezone(UTC)
    until = datetime.combine(until_day, ends, BERLIN).astimezone(UTC)
    return ShiftOnDay(ShiftRow(shift_id, f"{shift_id}", starts, ends, archived=False, version=1), day, since, until)


def offsets(most: int) -> st.SearchStrategy[date]:
    return st.integers(-2, most).map(lambda each: FIRST + timedelta(days=each))


@st.composite
def duties(draw: st.DrawFn) -> Duty:
    since = draw(offsets(5))
    until = draw(st.none() | st.integers(0, 6).map(lambda each: since + timedelta(days=each)))
    weekdays = "".join(sorted(draw(st.sets(st.sampled_from("1234567"), min_size=1))))
    return Duty(
        draw(st.sampled_from([7, 8])), draw(st.sampled_from([1, 2, 3])), draw(st.integers(1, 3)), weekdays, since, until
    )


KEYS = st.builds(RoundKey, st.sampled_from([7, 8]), st.sampled_from([1, 2, 3]), st.sampled_from(DAYS))
NOW = st.integers(0, 24 * 6 * 4).map(lambda each: datetime(2026, 10, 23, tzinfo=UTC) + timedelta(minutes=15 * each))


@settings(max_examples=60)
@given(st.lists(duties(), max_size=6), st.dictionaries(KEYS, st.integers(1, 4)), NOW)
def test_that_rounds_due_made_and_missed_are_those_counted_by_hand(
    laid_down: list[Duty], made: dict[RoundKey, int], now: datetime
) -> None:
    found = tallies(laid_down, [on_day(shift, day) for day in DAYS for shift in SHIFTS], made, now)
    told = {each.key: (each.due, each.made, each.missed, each.open) for each in found}
    assert len(told) == len(found)
    for route in (7, 8):
        for shift in SHIFTS:
            for day in DAYS:
                due = 0
                for duty in laid_down:
                    same = duty.route_id == route and duty.shift_id == shift
                    begun = duty.since <= day and (duty.until is None or duty.until > day)
                    if same and begun and str(day.isoweekday()) in duty.weekdays:
                        due += duty.times
                key = RoundKey(route, shift, day)
                done = made.get(key, 0)
                short = due - done if due > done else 0
                over = now >= on_day(shift, day).until
                expected = (due, done, short if over else 0, 0 if over else short)
                assert told.get(key, (0, 0, 0, 0)) == expected


@given(st.integers(0, 6 * 24 * 12))
def test_that_every_moment_belongs_to_one_shift_also_when_the_clocks_change(five_minutes: int) -> None:
    moment = datetime(2026, 10, 23, 4, tzinfo=UTC) + timedelta(minutes=5 * five_minutes)
    near = [on_day(shift, FIRST + timedelta(days=each)) for each in range(-1, 8) for shift in SHIFTS]
    found = shift_of(moment, near, ())
    assert found is not None
    assert [each for each in near if each.since <= moment < each.until] == [found]


def test_that_a_round_belongs_to_the_shift_with_a_duty_where_two_overlap() -> None:
    early, late = on_day(1, FIRST), on_day(2, FIRST)
    long = ShiftOnDay(late.shift, FIRST, early.since, late.until)
    moment = early.since + timedelta(hours=1)
    assert shift_of(moment, [early, long], [RoundKey(7, 1, FIRST)]) == early
    assert shift_of(moment, [early, long], [RoundKey(7, 2, FIRST)]) == long
    assert shift_of(late.until, [early, long], ()) is None


def test_that_points_before_one_that_were_not_walked_are_named_in_order() -> None:
    assert skipped([4, 2, 9, 1], {2}, 1) == (4, 9)
    assert skipped([4, 2, 9, 1], {4, 2, 9}, 1) == ()
    assert skipped([4, 2], (), 77) == ()


def test_that_a_duty_laid_down_leaves_alone_what_was_due() -> None:
    shift = on_day(1, FIRST)
    hour = timedelta(hours=1)
    for now, replaces, tomorrow in (
        (shift.since - hour, True, False),
        (shift.since, True, True),
        (shift.since + hour, False, False),
        (shift.until, False, True),
    ):
        found = first_day(FIRST, shift.since, shift.until, now, replaces=replaces)
        assert found == (FIRST + timedelta(days=1) if tomorrow else FIRST)
    assert first_day(FIRST, None, None, shift.since, replaces=True) == FIRST
