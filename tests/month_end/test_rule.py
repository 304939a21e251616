"""When something stands out: against exact arithmetic, whatever the numbers."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.i18n import language
from desktop.issues.model import Severity
from desktop.month_end.rule import LEAST_MONTHS, ONE_IN, RULE, bound_of, judge, severity, why

MONTHS = st.integers(LEAST_MONTHS, 12)
LEAST = st.integers(1, 8)
SUMS = st.integers(0, 100_000)


def stands_out(now: int, before: int, months: int, least: int) -> bool:
    """Return what the rule says, in fractions: above the mean by more than twice its root, half again, no handful."""
    mean = Fraction(before, months)
    above = now - mean
    return now >= least and now >= mean * 3 / 2 and above > 0 and above**2 > 4 * mean


@given(now=st.integers(0, 20_000), before=SUMS, months=MONTHS, least=LEAST)
def test_that_the_bound_is_the_first_number_that_stands_out(now: int, before: int, months: int, least: int) -> None:
    judged = judge(now, before, months, least)
    assert judged is not None
    assert judged.stands_out == stands_out(now, before, months, least) == (now >= judged.bound)
    assert stands_out(judged.bound, before, months, least)
    assert not stands_out(judged.bound - 1, before, months, least)


@given(before=SUMS, more=st.integers(0, 1000), months=MONTHS, least=LEAST)
def test_that_who_usually_has_more_needs_more_to_stand_out(before: int, more: int, months: int, least: int) -> None:
    lower, higher = judge(0, before, months, least), judge(0, before + more, months, least)
    assert lower is not None
    assert higher is not None
    assert lower.bound <= higher.bound


@given(now=st.integers(0, 1000), before=SUMS, months=st.integers(0, LEAST_MONTHS - 1))
def test_that_nothing_is_usual_before_three_months_are_known(now: int, before: int, months: int) -> None:
    assert judge(now, before, months, 3) is None


def test_that_the_numbers_are_told_as_a_manager_would() -> None:
    judged = judge(42, 222, 12, 5)
    assert judged is not None
    told = language("en").message(why(judged))
    assert told == "42 this month, usually 18.5 a month; from 28 on it stands out."


def test_that_the_rule_is_told_with_its_own_numbers() -> None:
    told = language("en").message(RULE)
    assert "at least 3 (worker, equipment), 4 (room) or 5 (category, building)" in told
    assert "%" not in told


@given(now=st.integers(1, 1000), more=st.integers(0, 100), bound=st.integers(1, 100))
def test_that_further_above_its_bound_is_never_less_grave(now: int, more: int, bound: int) -> None:
    order = list(Severity)
    assert order.index(severity(now, bound)) <= order.index(severity(now + more, bound))


def test_that_gravity_begins_above_the_bound() -> None:
    assert [severity(now, 4) for now in (4, 5, 6, 9, 10)] == [
        Severity.MINOR,
        Severity.MINOR,
        Severity.MAJOR,
        Severity.MAJOR,
        Severity.CRITICAL,
    ]


@given(whole=st.integers(0, 10_000), least=LEAST)
def test_that_one_in_ten_is_listed(whole: int, least: int) -> None:
    bound = bound_of(whole, least)
    assert bound >= least
    assert bound * ONE_IN >= whole
    assert bound == least or (bound - 1) * ONE_IN < whole
