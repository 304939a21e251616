"""Many problem points at once: each as if it had been read alone, and for no more statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event

from desktop.issues.model import IssueStepKind
from tests.issues.conftest import NOVEMBER, Combing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.issues.rows import IssueRow


def merge(combing: Combing, into: IssueRow, other: IssueRow) -> None:
    versions = {each.id: combing.now(each).version for each in (into, other)}
    combing.clerk.merge(into.id, (other.id,), versions=versions)


def statements(combing: Combing) -> int:
    """Return how many statements reading the month's points in full takes."""
    asked: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    engine = combing.place.desk.database.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        combing.clerk.in_full(NOVEMBER)
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    return len(asked)


def test_that_a_months_points_in_full_are_what_each_is_alone(combing: Combing) -> None:
    first, second, third = combing.requests(3)
    whole = [combing.raised("漏水", request_ids=(first, second)), combing.raised("渗水"), combing.raised("异味")]
    again, deep = combing.raised("又漏", request_ids=(third,)), combing.raised("还漏")
    combing.agree(deep)
    merge(combing, again, deep)
    merge(combing, whole[0], again)
    read: Sequence[IssueRow] = combing.clerk.in_full(NOVEMBER)
    assert {row.id for row in read} == {row.id for row in whole}
    assert list(read) == [combing.clerk.issue(row.id) for row in read]
    of_one = next(row for row in read if row.id == whole[0].id)
    assert {row.request_id for row in of_one.evidence_rows} == {first, second, third}
    assert [step.kind for step in of_one.steps].count(IssueStepKind.RAISED) == 3
    head = combing.of("丁主管")
    assert head.in_full(NOVEMBER) == ()


def test_that_more_points_take_no_more_statements(combing: Combing) -> None:
    combing.raised(request_ids=combing.requests(1))
    few = statements(combing)
    for number in range(6):
        combing.raised(f"点 {number}", request_ids=combing.requests(1))
    assert statements(combing) == few
