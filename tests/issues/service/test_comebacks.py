"""Mended points whose trouble comes back reopen by themselves; closing and issuing a month note what they carry on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from desktop.core.errors import RefusedError
from desktop.core.months import Month
from desktop.core.permissions import Operation
from desktop.issues.model import IssueState, IssueStepKind
from desktop.issues.service import carry_over, issue_points
from desktop.storage.audit import OperationRow
from tests.issues.conftest import NOVEMBER

if TYPE_CHECKING:
    from desktop.issues.rows import IssueRow
    from tests.issues.conftest import Combing

OCTOBER, DECEMBER = Month(2026, 10), Month(2026, 12)


def about_water(combing: Combing, evidence: int, **changes: object) -> IssueRow:
    category = combing.place.categories["给排水"]
    issue = combing.mended(category_id=category, request_ids=combing.requests(evidence), **changes)
    combing.later(hours=1)
    return issue


def test_that_a_point_reopens_by_itself_and_says_why(combing: Combing) -> None:
    issue = about_water(combing, 5)
    combing.requests(2)
    assert combing.clerk.look_for_comebacks().ids == {}
    last = combing.request()
    changes = combing.of("丁主管").look_for_comebacks()
    now = combing.now(issue)
    assert changes.ids == {"issue": {issue.id}}
    assert (now.state, now.resolved_at, now.reopened_count, now.evidence) == (IssueState.OPEN, None, 1, 8)
    assert (now.version, now.lacks_owner) == (issue.version + 1, True)
    step = now.steps[-1]
    assert step.kind is IssueStepKind.CAME_BACK
    assert {key: step.details[key] for key in ("count", "needed", "days", "evidence")} == {
        "count": 3,
        "needed": 3,
        "days": 90,
        "evidence": 5,
    }
    assert combing.number(last) in step.details["requests"]  # type: ignore[operator]


def test_that_looking_again_finds_nothing_new_and_writes_nothing(combing: Combing) -> None:
    about_water(combing, 1)
    combing.requests(2)
    combing.clerk.look_for_comebacks()
    before = operations(combing)
    assert combing.clerk.look_for_comebacks().ids == {}
    assert operations(combing) == before


def operations(combing: Combing) -> int:
    with combing.place.desk.read() as session:
        return session.execute(select(func.count()).select_from(OperationRow)).scalar_one()


def test_that_a_point_mended_again_is_watched_again_from_then(combing: Combing) -> None:
    issue = about_water(combing, 2)
    combing.requests(2)
    combing.clerk.look_for_comebacks()
    combing.clerk.mend(issue.id, "换立管", version=combing.now(issue).version)
    combing.later(hours=1)
    assert combing.clerk.look_for_comebacks().ids == {}
    combing.requests(2)
    combing.clerk.look_for_comebacks()
    assert (combing.now(issue).reopened_count, combing.now(issue).evidence) == (2, 6)


def test_that_other_places_and_other_categories_are_something_else(combing: Combing) -> None:
    here = about_water(combing, 1, building_id=combing.place.buildings["3"])
    room = about_water(combing, 1, room_label="3-1-502")
    for _ in range(3):
        combing.request("1-1-101")
        combing.request("3-1-502", category="噪音")
    assert combing.clerk.look_for_comebacks().ids == {}
    combing.request("3-2-101")
    combing.request("3-2-101")
    assert combing.clerk.look_for_comebacks().ids == {"issue": {here.id}}
    combing.request()
    combing.request()
    assert combing.clerk.look_for_comebacks().ids == {"issue": {room.id}}


def test_that_equipment_is_recognised_without_its_category(combing: Combing) -> None:
    lift = combing.equipment()
    issue = combing.mended(title="电梯困人", equipment_id=lift)
    combing.later(hours=1)
    combing.request(equipment_id=lift)
    assert combing.clerk.look_for_comebacks().ids == {}
    combing.request(equipment_id=lift, category="噪音")
    assert combing.clerk.look_for_comebacks().ids == {"issue": {issue.id}}


def test_that_what_was_withdrawn_or_came_in_too_late_does_not_count(combing: Combing) -> None:
    issue = about_water(combing, 1)
    withdrawn = combing.request()
    combing.place.service.cancel(withdrawn, "误报", version=1)
    combing.request()
    assert combing.clerk.look_for_comebacks().ids == {}
    combing.later(days=91)
    combing.request()
    assert combing.clerk.look_for_comebacks().ids == {}
    assert combing.now(issue).state is IssueState.MENDED


def test_that_who_may_not_read_points_cannot_let_them_be_looked_for(combing: Combing) -> None:
    with pytest.raises(RefusedError):
        combing.of("门岗").look_for_comebacks()
    assert combing.clerk.look_for_comebacks().ids == {}


def test_that_open_points_are_carried_over_once_for_each_month(combing: Combing) -> None:
    old, new = combing.raised("十月的", month=OCTOBER), combing.raised("本月的")
    combing.mended(title="好了的")
    with combing.desk("周经理").write(Operation.CLOSE_MONTH) as work:
        assert carry_over(work, OCTOBER) == (old.id,)
    with combing.desk("周经理").write(Operation.CLOSE_MONTH) as work:
        assert carry_over(work, NOVEMBER) == (old.id, new.id)
    assert work.changes.ids["issue"] == {old.id, new.id}
    with combing.desk("周经理").write(Operation.CLOSE_MONTH) as work:
        assert carry_over(work, NOVEMBER) == ()
    now = combing.now(old)
    steps = [(step.month, step.details) for step in now.steps if step.kind is IssueStepKind.CARRIED_OVER]
    assert steps == [(OCTOBER, {"into": "2026-11"}), (NOVEMBER, {"into": "2026-12"})]
    assert (now.version, now.is_carried_over(NOVEMBER)) == (old.version, True)


def test_that_issuing_gives_each_point_once(combing: Combing) -> None:
    old, _ = combing.raised("十月的", month=OCTOBER), combing.raised("本月的")
    with combing.desk().write(Operation.ISSUE_MONTH) as work:
        assert issue_points(work, OCTOBER) == (old.id,)
    first = combing.now(old).issued_at
    combing.later(days=2)
    with combing.desk().write(Operation.ISSUE_MONTH) as work:
        assert len(issue_points(work, DECEMBER)) == 1
    assert combing.now(old).issued_at == first
