"""What is incomplete in a month: each check counts what its list shows, and what is mended there leaves it."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from desktop.core.permissions import Operation
from desktop.requests.model import ComplaintGrade, Request
from desktop.requests.service import RequestService
from tests.month_end.conftest import OCTOBER
from tests.requests.conftest import SHANGHAI

if TYPE_CHECKING:
    from desktop.month_end.rows import Completeness
    from tests.month_end.conftest import Combed

START = OCTOBER.start(SHANGHAI)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def check(month_end: Combed, key: str, name: str = "张敏") -> Completeness:
    return next(each for each in month_end.of(name).completeness(OCTOBER) if each.key == key)


def listed(month_end: Combed, found: Completeness) -> list[int]:
    """Return the ids the check's list shows."""
    return sorted(line.id for line in RequestService(month_end.desk()).lines(found.wanted))


CASES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("unexplained", {"completed_at": None, "due_at": START + 2 * DAY}),
    ("unexplained", {"completed_at": OCTOBER.end(SHANGHAI) + DAY, "due_at": START + 2 * DAY}),
    ("no_result", {"result": ""}),
    ("no_result", {"result": "", "occurred_at": START - 3 * DAY, "completed_at": START + DAY}),
    ("follow_ups", {"follow_up_due_at": START + 5 * DAY}),
    ("impossible", {"completed_at": START + HOUR}),
    ("impossible", {"recorded_at": START}),
    ("impossible", {"responded_at": START}),
    ("impossible", {"assigned_at": START}),
    ("impossible", {"assigned_at": START + 10 * HOUR, "arrived_at": START + 9 * HOUR}),
    ("impossible", {"arrived_at": START + 20 * HOUR}),
    ("impossible", {"reached_at": START + 9 * HOUR}),
    ("impossible", {"closed_at": START + 9 * HOUR}),
    ("impossible", {"first_completed_at": START + 20 * HOUR}),
    ("incomplete", {"category_id": None}),
    ("incomplete", {"department_id": None}),
    ("ungraded", {"kind": "complaint"}),
)


def test_that_what_fails_a_check_is_counted_and_listed_there_and_nowhere_else(month_end: Combed) -> None:
    month_end.add(1)
    failing: dict[str, list[int]] = defaultdict(list)
    for key, columns in CASES:
        failing[key] += month_end.add(1, **columns)
    checks = month_end.clerk.completeness(OCTOBER)
    assert {each.key: listed(month_end, each) for each in checks} == failing
    assert {each.key: each.count for each in checks} == {key: len(ids) for key, ids in failing.items()}


WELL: tuple[dict[str, Any], ...] = (
    {"completed_at": None, "due_at": START + DAY, "overdue_reason": "待料"},
    {"completed_at": None, "due_at": OCTOBER.end(SHANGHAI) + DAY},
    {"completed_at": None, "result": ""},
    {"follow_up_due_at": START + 5 * DAY, "reached_at": START + 9 * DAY},
    {"follow_up_due_at": START + 5 * DAY, "cannot_call": True},
    {"follow_up_due_at": OCTOBER.end(SHANGHAI) + DAY},
    {"assigned_at": START + 9 * HOUR - timedelta(seconds=40)},
    {"assigned_at": START + 10 * HOUR, "arrived_at": START + 9.5 * HOUR, "reopened_count": 1},
    {"category_id": None, "occurred_at": START - DAY},
)


def test_that_what_is_in_order_or_of_another_month_is_left_alone(month_end: Combed) -> None:
    for columns in WELL:
        month_end.add(1, **columns)
    assert {each.key: each.count for each in month_end.clerk.completeness(OCTOBER) if each.count} == {}


def test_that_what_is_mended_leaves_the_list(month_end: Combed) -> None:
    request_id = month_end.add(1, completed_at=None, due_at=START + DAY, department_id=None)[0]
    assert [check(month_end, key).count for key in ("unexplained", "incomplete")] == [1, 1]
    with month_end.place.desk.write(Operation.EXPLAIN_OVERDUE) as work:
        row = work.session.get_one(Request, request_id)
        row.overdue_reason, row.department_id = "待料", month_end.place.departments["order"]
    assert [check(month_end, key).count for key in ("unexplained", "incomplete")] == [0, 0]


def test_that_a_graded_complaint_is_in_order(month_end: Combed) -> None:
    with month_end.place.desk.read() as session:
        grade = session.scalars(select(ComplaintGrade.id)).first()
    month_end.add(1, kind="complaint", grade_id=grade)
    assert check(month_end, "ungraded").count == 0


def test_that_complaints_need_no_grade_where_there_are_none(month_end: Combed) -> None:
    month_end.add(1, kind="complaint")
    with month_end.place.desk.write(Operation.EDIT_RULES) as work:
        work.session.execute(update(ComplaintGrade).values(active=False))
    assert "ungraded" not in {each.key for each in month_end.clerk.completeness(OCTOBER)}


def test_that_a_head_sees_the_own_departments_only(month_end: Combed) -> None:
    own = month_end.add(1, result="")
    month_end.add(2, result="", department_id=month_end.place.departments["order"])
    told = check(month_end, "no_result", "何主管")
    assert told.count == 1
    assert sorted(line.id for line in RequestService(month_end.desk("何主管")).lines(told.wanted)) == own
