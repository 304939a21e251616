from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop.requests.model import RequestKind, RequestState
from desktop.requests.presenter import CONDITIONS, PRESETS, Shown
from desktop.requests.rows import Answered, GroupBy, Period, RequestFilter, StateGroup

WORKED_ON = frozenset({RequestState.ASSIGNED, RequestState.IN_PROGRESS})


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_that_each_list_of_the_day_is_found_again_in_its_filter(preset: object) -> None:
    shown = Shown(preset=preset.key).narrowed(kinds=frozenset({RequestKind.REPAIR}))  # type: ignore[attr-defined]
    assert Shown.taken_apart(shown.filter()) == shown


@pytest.mark.parametrize(
    "wanted",
    [
        RequestFilter(),
        RequestFilter(group=StateGroup.OPEN, text="漏水", rework=True),
        RequestFilter(overdue=True, to_dispatch=True, building_ids=frozenset({0, 3})),
        RequestFilter(group=StateGroup.CANCELLED, period=Period.MONTH),
        RequestFilter(states=frozenset({RequestState.CLOSED}), answered=Answered.DISSATISFIED),
        RequestFilter(group=StateGroup.OPEN, states=WORKED_ON | {RequestState.ON_HOLD}),
        RequestFilter(occurred_from=datetime(2026, 11, 1, tzinfo=UTC), room_id=7, held_too_long=True),
    ],
)
def test_that_a_filter_taken_apart_into_chips_asks_the_same(wanted: RequestFilter) -> None:
    assert Shown.taken_apart(wanted).filter() == wanted


def test_that_chosen_states_and_a_list_of_the_day_take_each_others_place() -> None:
    closed = Shown(preset="overdue").narrowed(states=frozenset({RequestState.CLOSED}))
    assert (closed.preset, closed.filter()) == ("", RequestFilter(states=frozenset({RequestState.CLOSED})))
    assert closed.of_day("overdue").filter() == RequestFilter(overdue=True)


def test_that_a_group_narrows_the_list_until_the_list_changes() -> None:
    shown = replace(Shown(), group_by=GroupBy.BUILDING, inside=0)
    assert shown.filter().building_ids == {0}
    assert shown.whole().building_ids == frozenset()
    assert shown.narrowed(kinds=frozenset({RequestKind.PRAISE})).inside is None
    assert not shown.is_narrowed


def test_that_every_condition_can_be_taken_away() -> None:
    asked = {
        "states": WORKED_ON,
        "period": Period.WEEK,
        "occurred_from": datetime(2026, 11, 1, tzinfo=UTC),
        "answered": Answered.SATISFIED,
        "rework": True,
    }
    shown = Shown(preset="").narrowed(**asked)
    assert set(shown.narrow) == set(asked)
    for condition in CONDITIONS:
        shown = shown.widened(condition)
    assert shown == Shown(preset="")
