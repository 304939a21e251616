"""Who lays down what figures ought to be, which values are refused, and what then holds for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.clock import FixedClock
from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.months import Month
from desktop.core.permissions import Role
from desktop.months.rows import BUILT_IN_TARGETS, Figure, TargetRow
from desktop.months.service import MonthService
from desktop.storage.audit import Audit
from tests.requests.conftest import SHANGHAI, Place, settle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.storage.database import Database

OCTOBER = Month(2026, 10)
RATE = Figure.ON_TIME_RATE


@pytest.fixture
def place(database: Database) -> Place:
    """Return a community on 3 November, at its project manager's desk."""
    made = settle(database, FixedClock(datetime(2026, 11, 3, 9, 20, tzinfo=SHANGHAI)))
    return replace(made, desk=replace(made.desk, actor=replace(made.desk.actor, role=Role.MANAGER)))


def in_force(place: Place) -> Mapping[tuple[Figure, int], TargetRow]:
    return {(row.figure, row.department_id): row for row in MonthService(place.desk).targets()}


def test_that_built_in_targets_hold_until_others_are_laid_down(place: Place) -> None:
    service = MonthService(place.desk)
    assert service.summary(OCTOBER).targets == BUILT_IN_TARGETS
    assert {row.version for row in service.targets()} == {0}
    assert service.set_target(RATE, 0, 0.9, version=0).touches("figure_target")
    assert service.summary(OCTOBER).targets == {**BUILT_IN_TARGETS, RATE: 0.9}
    service.set_target(RATE, 0, None, version=in_force(place)[RATE, 0].version)
    assert service.summary(OCTOBER).targets == BUILT_IN_TARGETS


def test_that_a_departments_own_target_goes_before_that_of_all(place: Place) -> None:
    service = MonthService(place.desk)
    own, other = place.departments["engineering"], place.departments["order"]
    service.set_target(RATE, own, 0.8, version=0)
    service.set_target(Figure.RESPONSE_MEDIAN_HOURS, 0, 2.0, version=0)
    assert service.summary(OCTOBER, own).targets[RATE] == 0.8
    assert service.summary(OCTOBER, own).targets[Figure.RESPONSE_MEDIAN_HOURS] == 2
    assert service.summary(OCTOBER, other).targets[RATE] == BUILT_IN_TARGETS[RATE]
    assert service.summary(OCTOBER).targets[RATE] == BUILT_IN_TARGETS[RATE]
    assert [row.department_id for row in service.targets() if row.figure is RATE] == [0, own]


def test_that_a_value_no_figure_can_have_is_refused_in_words(place: Place) -> None:
    service = MonthService(place.desk)
    for figure, value in (
        (RATE, 1.01),
        (RATE, 0.0),
        (RATE, -0.1),
        (RATE, float("nan")),
        (Figure.REWORK_RATE, -0.01),
        (Figure.TURNAROUND_MEDIAN_HOURS, 0.0),
        (Figure.TURNAROUND_P90_HOURS, 9000.0),
        (Figure.RECEIVED, 100.0),
    ):
        with pytest.raises(UserError) as refused:
            service.set_target(figure, 0, value, version=0)
        assert [problem.field for problem in refused.value.problems] == ["value"]
    assert {row.version for row in service.targets()} == {0}


def test_that_what_should_be_rare_may_be_wished_away(place: Place) -> None:
    MonthService(place.desk).set_target(Figure.REWORK_RATE, 0, 0.0, version=0)
    assert in_force(place)[Figure.REWORK_RATE, 0].value == 0


def test_that_only_the_project_manager_lays_down_targets(place: Place) -> None:
    own = place.departments["engineering"]
    head = replace(place.desk.actor, department_id=own)
    for actor in (head, *(replace(place.desk.actor, role=role) for role in Role if role is not Role.MANAGER)):
        with pytest.raises(RefusedError):
            MonthService(replace(place.desk, actor=actor)).set_target(RATE, own, 0.9, version=0)
    assert MonthService(replace(place.desk, actor=head)).targets()


def test_that_a_target_changed_meanwhile_is_not_overwritten(place: Place) -> None:
    service = MonthService(place.desk)
    service.set_target(RATE, 0, 0.9, version=0)
    with pytest.raises(ConflictError):
        service.set_target(RATE, 0, 0.8, version=0)
    version = in_force(place)[RATE, 0].version
    service.set_target(RATE, 0, 0.85, version=version)
    with pytest.raises(ConflictError):
        service.set_target(RATE, 0, 0.8, version=version)
    assert in_force(place)[RATE, 0].value == 0.85


def test_that_a_target_of_an_unknown_department_is_refused(place: Place) -> None:
    with pytest.raises(UserError):
        MonthService(place.desk).set_target(RATE, 9999, 0.9, version=0)


def test_that_every_change_of_a_target_is_audited(place: Place) -> None:
    service = MonthService(place.desk)
    service.set_target(RATE, 0, 0.9, version=0, operation_id="once")
    service.set_target(RATE, 0, 0.9, version=0, operation_id="once")
    service.set_target(RATE, 0, 0.8, version=in_force(place)[RATE, 0].version)
    service.set_target(RATE, 0, None, version=in_force(place)[RATE, 0].version)
    with place.desk.read() as session:
        rows = session.execute(
            select(Audit.action, Audit.before, Audit.after).where(Audit.topic == "figure_target").order_by(Audit.id)
        ).all()

    def value(told: Any) -> float | None:
        return None if told is None else float(told["value"])

    assert [(row.action, value(row.before), value(row.after)) for row in rows] == [
        ("laid down", None, 0.9),
        ("edited", 0.9, 0.8),
        ("taken back", 0.8, None),
    ]
