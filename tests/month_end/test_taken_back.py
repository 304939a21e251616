"""Taking back an import of requests that a closed month counted, or that are evidence of a problem point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint

from desktop.core.permissions import Role
from desktop.issues.rows import NewIssue
from desktop.issues.service import IssueService
from desktop.months.rows import Figure
from desktop.storage.base import Base
from tests.months.closings import OCTOBER, Autumn
from tests.requests.ledger.bringing import apply, done_row, plan, row

if TYPE_CHECKING:
    from desktop.requests.service import RequestService
    from desktop.storage.database import Database


@pytest.fixture
def autumn(database: Database) -> Autumn:
    return Autumn(database, lives=0)


def brought(autumn: Autumn) -> tuple[int, int, int, RequestService]:
    """Return the batch and the two requests that an import brought, and the service of who takes it back."""
    batch_id = apply(autumn.place, plan(autumn.place, done_row(), row(报事编号="x2"))).result
    first, second = (autumn.place.service.by_number(number).line.id for number in ("BX-2610-0007", "x2"))
    return batch_id, first, second, autumn.place.acting_as(Role.ADMINISTRATOR)


def test_that_an_import_nobody_counted_is_taken_back_whole(autumn: Autumn) -> None:
    batch_id, *_, service = brought(autumn)
    assert service.undo_preview(batch_id).left == []
    service.undo_import(batch_id)
    assert autumn.place.service.lines() == []


def test_that_what_a_closed_month_counted_stays_with_its_history(autumn: Autumn) -> None:
    batch_id, first, second, service = brought(autumn)
    autumn.close()
    counted = autumn.counted(Figure.RECEIVED)
    assert service.undo_preview(batch_id).left == [("request", first), ("request", second)]
    service.undo_import(batch_id)
    assert autumn.counted(Figure.RECEIVED) == counted == {first, second}
    assert len(autumn.place.service.detail(first).follow_ups) == 1
    assert autumn.months().after_closing(OCTOBER).corrections == []


def test_that_evidence_of_a_point_stays(autumn: Autumn) -> None:
    batch_id, first, second, service = brought(autumn)
    issues = IssueService(autumn.desk())
    department = autumn.place.departments["engineering"]
    issue_id = issues.raise_issue(NewIssue(OCTOBER, department, "滴水", request_ids=(second,))).result
    service.undo_import(batch_id)
    assert [line.id for line in autumn.place.service.lines()] == [second]
    assert [each.request_id for each in issues.issue(issue_id).evidence_rows] == [second]
    assert first != second


def test_that_whatever_names_a_request_is_found_by_an_index() -> None:
    """Each request taken back is sought wherever it may be named; without an index all months would be walked."""
    naming = [
        (table, key.parent)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "request"
    ]
    assert "closed_request" in {table.name for table, _ in naming}
    for table, column in naming:
        keyed = [index.columns for index in table.indexes]
        keyed += [
            each.columns for each in table.constraints if isinstance(each, PrimaryKeyConstraint | UniqueConstraint)
        ]
        assert any(next(iter(columns)) is column for columns in keyed), f"{table.name}.{column.name}"
