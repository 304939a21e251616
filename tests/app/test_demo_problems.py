"""The problem points of the made-up community: in every state, and as the rules would have left them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.app.session import sign_in
from desktop.core.months import Month
from desktop.issues.model import ActionState, IssueState, IssueStepKind
from desktop.issues.service import IssueService
from tests.app.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.issues.rows import IssueRow

SIZE = ("--households", "200", "--months", "5", "--until", "2026-11")


@pytest.fixture
def service(run: Callable[..., int], tmp_path: Path, clock: FixedClock) -> Iterator[IssueService]:
    assert run("demo", *SIZE, "--data", str(tmp_path / "one")) == 0
    session = sign_in(tmp_path / "one", "manager", PASSWORD, clock)
    yield IssueService(session.desk)
    session.close()


def told(row: IssueRow) -> tuple[object, ...]:
    return (row.title, row.state, row.evidence, [(each.owner, each.due_on, each.state) for each in row.actions])


def test_that_points_and_actions_stand_in_every_state(service: IssueService, clock: FixedClock) -> None:
    rows = [service.issue(row.id) for row in service.issues()]
    assert {row.state for row in rows} == set(IssueState)
    assert {each.state for row in rows for each in row.actions} == set(ActionState)
    assert {row.month for row in rows} == {Month(2026, 8), Month(2026, 9), Month(2026, 10)}
    assert any(row.reopened_count for row in rows)
    assert any(row.confirmed is not None and row.confirmed.holds for row in rows)
    counts = service.counts()
    assert counts.overdue_actions > 0
    assert counts.to_check > 0
    assert all(row.evidence == len(row.evidence_rows) for row in rows)
    assert all(row.evidence_rows for row in rows if row.state is not IssueState.MERGED)
    steps = [step for row in rows for step in row.steps]
    assert all(step.at <= clock.now() for step in steps)
    assert {step.kind for step in steps} >= {IssueStepKind.CAME_BACK, IssueStepKind.MERGED, IssueStepKind.COMMENTED}
    for row in rows:
        assert [step.at for step in row.steps] == sorted(step.at for step in row.steps)


def test_that_nothing_of_it_has_come_back_unnoticed(service: IssueService) -> None:
    assert service.comebacks() == ()
    assert service.look_for_comebacks().ids == {}


def test_that_the_same_seed_gives_the_same_points(
    service: IssueService, run: Callable[..., int], tmp_path: Path, clock: FixedClock
) -> None:
    assert run("demo", *SIZE, "--data", str(tmp_path / "two")) == 0
    session = sign_in(tmp_path / "two", "manager", PASSWORD, clock)
    again = [told(row) for row in IssueService(session.desk).issues()]
    session.close()
    assert again == [told(row) for row in service.issues()]
