from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.release_slips.model import ReleaseState
from desktop.release_slips.rule import (
    MOST_COUNT,
    Goods,
    ReleaseStanding,
    goods_text,
    read_goods,
    read_scan,
    scan_text,
    standing_at,
    usual_span,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("沙发", ("沙发", 1)),
        ("沙发 2", ("沙发", 2)),
        ("沙发×2", ("沙发", 2)),
        ("沙发 x 2 张", ("沙发", 2)),
        ("椅子4把", ("椅子", 4)),
        ("纸箱　１２", ("纸箱", 12)),
        ("电视55寸", ("电视55寸", 1)),
        ("55寸电视 1台", ("55寸电视", 1)),
        ("3", ("3", 1)),
        ("Bookcase *3", ("Bookcase", 3)),
        ("𠮷野家餐桌 1", ("𠮷野家餐桌", 1)),
    ],
)
def test_that_goods_are_read_as_they_are_typed(typed: str, read: tuple[str, int]) -> None:
    assert read_goods(typed) == (Goods(*read),)


@given(
    st.lists(
        st.tuples(
            st.text(st.sampled_from("沙发桌椅𠮷䶮箱·ABabx×5 "), min_size=1, max_size=12).filter(str.strip),
            st.integers(1, MOST_COUNT),
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=60)
def test_that_goods_written_out_are_read_again_the_same(lines: list[tuple[str, int]]) -> None:
    goods = tuple(Goods(" ".join(name.split()), count) for name, count in lines)
    assert read_goods(goods_text(goods)) == goods


@pytest.mark.parametrize("typed", ["", "  \n ", "沙发 0", f"沙发 {MOST_COUNT + 1}", "长" * 61, "箱\n" * 61])
def test_that_goods_out_of_bounds_are_refused_in_their_field(typed: str) -> None:
    with pytest.raises(UserError) as refused:
        read_goods(typed)
    assert refused.value.problems[0].field == "goods"


@given(
    st.sampled_from(ReleaseState),
    st.integers(-3000, 3000),
    st.integers(1, 3000),
)
@settings(max_examples=80)
def test_that_goods_leave_only_within_the_time_and_only_once(state: ReleaseState, since: int, length: int) -> None:
    begins = NOON + timedelta(minutes=since)
    ends = begins + timedelta(minutes=length)
    standing = standing_at(state, begins, ends, NOON)
    waits = state in {ReleaseState.OPEN, ReleaseState.PARTLY}
    assert standing.lets_out is (waits and begins <= NOON < ends)
    if not waits:
        assert standing.value == state.value


def test_that_a_slip_holds_until_ten_at_night_and_one_issued_after_that_until_ten_tomorrow() -> None:
    late = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)  # 22:00 there
    assert usual_span(NOON, SHANGHAI) == (NOON, late)
    assert usual_span(late, SHANGHAI) == (late, late + timedelta(days=1))
    # clocks go back in the night: the evening is 25 hours later
    berlin, before = ZoneInfo("Europe/Berlin"), datetime(2026, 10, 24, 20, 30, tzinfo=UTC)
    assert usual_span(before, berlin)[1] == datetime(2026, 10, 25, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "number", "code"),
    [
        ("482913", "", "482913"),
        (" 482 913 ", "", "482913"),
        ("４８２９１３", "", "482913"),
        ("004217\r", "", "004217"),
        (scan_text("FX-2611-0017", "482913"), "FX-2611-0017", "482913"),
        ("fx26110017", "FX-2611-0017", ""),
    ],
)
def test_that_a_code_a_number_and_a_scan_are_understood(typed: str, number: str, code: str) -> None:
    assert read_scan(typed) == (number, code)


@pytest.mark.parametrize("typed", ["", "48291", "4829134", "浙A12345", "FX-26"])
def test_that_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(UserError):
        read_scan(typed)


def test_that_every_standing_of_a_slip_is_told_apart() -> None:
    told = {standing_at(state, NOON, NOON + timedelta(hours=1), NOON) for state in ReleaseState}
    told |= {
        standing_at(ReleaseState.OPEN, NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=at)) for at in (-1, 1)
    }
    assert told == set(ReleaseStanding)
