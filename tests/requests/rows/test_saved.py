from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.requests.model import Place, Priority, RequestKind, RequestState
from desktop.requests.rows import Answered, Period, RequestFilter, StateGroup, filter_from_json, filter_to_json

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


def several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(values, max_size=4)


FILTERS = st.builds(
    RequestFilter,
    group=st.sampled_from(StateGroup),
    states=several(st.sampled_from(RequestState)),
    kinds=several(st.sampled_from(RequestKind)),
    priorities=several(st.sampled_from(Priority)),
    places=several(st.sampled_from(Place)),
    department_ids=several(st.integers(0, 99)),
    worker_ids=several(st.integers(1, 99)),
    category_ids=several(st.integers(1, 99)),
    building_ids=several(st.integers(0, 99)),
    room_id=st.none() | st.integers(1, 9),
    overdue=st.booleans(),
    due_today=st.booleans(),
    awaits_follow_up=st.booleans(),
    to_dispatch=st.booleans(),
    held_too_long=st.booleans(),
    rework=st.booleans(),
    unexplained=st.booleans(),
    answered=st.none() | st.sampled_from(Answered),
    period=st.none() | st.sampled_from(Period),
    occurred_from=st.none() | MOMENTS,
    occurred_until=st.none() | MOMENTS,
    text=st.text(max_size=20),
)


@given(FILTERS)
def test_that_conditions_come_back_from_json_as_they_went(wanted: RequestFilter) -> None:
    kept = json.loads(json.dumps(filter_to_json(wanted)))
    assert filter_from_json(kept) == (wanted, True)


def test_that_what_asks_nothing_is_not_written() -> None:
    assert filter_to_json(RequestFilter()) == {}
    assert filter_to_json(RequestFilter(overdue=True, text="漏水")) == {"overdue": True, "text": "漏水"}


@pytest.mark.parametrize(
    "strange",
    [
        {"colour": "red"},
        {"kinds": ["haunting"]},
        {"department_ids": ["1"]},
        {"department_ids": 7},
        {"room_id": True},
        {"overdue": "yes"},
        {"overdue": False},
        {"period": "century"},
        {"occurred_from": "2026-11-22T08:00"},
        {"occurred_from": 3},
        {"text": 5},
        {"group": None},
        {"ids": [1]},
    ],
)
def test_that_what_is_not_understood_is_left_out_and_told(strange: dict[str, Any]) -> None:
    assert filter_from_json({"to_dispatch": True, **strange}) == (RequestFilter(to_dispatch=True), False)
