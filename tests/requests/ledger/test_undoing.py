from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from desktop.core.errors import UserError
from desktop.core.permissions import Role
from desktop.requests.model import FollowUp, Request, RequestState, RequestStep, StepKind
from desktop.staff.model import Department
from desktop.storage.timeline import TimelineEntry
from tests.requests.ledger.bringing import ZERO, apply, bring, done_row, only, plan, row

if TYPE_CHECKING:
    from tests.requests.conftest import Place


def test_that_an_import_is_taken_back_whole(place: Place) -> None:
    batch_id = apply(
        place, plan(place, done_row(部门="水电", 报事类别="暖通", 维修人员="赵师傅"), row(报事编号="x2"))
    ).result
    service = place.acting_as(Role.ADMINISTRATOR)
    assert service.undo_preview(batch_id).left == []
    service.undo_import(batch_id)
    with place.desk.read() as session:
        for table in (Request, RequestStep, FollowUp, TimelineEntry):
            assert session.scalar(select(func.count()).select_from(table)) == 0
        assert session.scalar(select(func.count()).where(Department.name == "水电")) == 0
    assert place.service.find("水槽") == []


def test_that_requests_worked_on_since_are_left_whole(place: Place) -> None:
    batch_id = apply(place, plan(place, done_row(), row(报事编号="x2"), row(报事编号="x3"))).result
    kept, printed = place.service.by_number("BX-2610-0007").line, place.service.by_number("x2").line
    place.service.reopen(kept.id, "又漏了", version=1)
    place.service.print_work_order(printed.id, copies=("工程",), version=1)
    service = place.acting_as(Role.ADMINISTRATOR)
    assert set(service.undo_preview(batch_id).left) == {("request", kept.id), ("request", printed.id)}
    service.undo_import(batch_id)
    assert {line.id for line in place.service.lines()} == {kept.id, printed.id}
    detail = place.service.detail(kept.id)
    assert [step.kind for step in detail.steps] == [StepKind.IMPORTED, StepKind.REOPENED]
    assert len(detail.follow_ups) == 1
    assert [hit.id for hit in place.service.find("滴水")] == [printed.id, kept.id]
    with place.desk.read() as session:
        assert session.scalar(select(func.count()).select_from(TimelineEntry)) == 5


def test_that_a_changing_import_is_taken_back_to_what_was(place: Place) -> None:
    bring(place, row(报事人="王小明"))
    before = only(place)
    batch_id = apply(place, plan(place, done_row(报事人="王太太"))).result
    service = place.acting_as(Role.ADMINISTRATOR)
    service.undo_import(batch_id)
    after = only(place)
    assert (after.line.state, after.line.reporter, after.line.completed_at) == (RequestState.RECEIVED, "王小明", None)
    assert (after.follow_ups, after.steps, after.line.follow_up_due_at) == ((), before.steps, None)
    assert place.service.find("王太太") == []
    with pytest.raises(UserError):
        service.undo_import(batch_id)
    assert bring(place, done_row(报事人="王太太")).counts == ZERO | {"changed": 1}


def test_that_a_household_import_is_none_of_ours(place: Place) -> None:
    with pytest.raises(UserError):
        place.acting_as(Role.ADMINISTRATOR).undo_import(1)
