from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from desktop.core.clock import FixedClock
from desktop.core.i18n import language
from desktop.requests.model import RequestState, StepKind
from desktop.requests.presenter import (
    Directory,
    Moments,
)
from desktop.requests.presenter.story import step_words
from desktop.requests.rows import RequestFacts, StepRow
from desktop.requests.table import Seen
from desktop.staff.rows import DepartmentRow, WorkerRow
from tests.requests.conftest import SHANGHAI
from tests.requests.screens import NOW

MOMENTS = Moments(Seen(FixedClock(NOW), SHANGHAI))
ENGLISH = language("en")
NAMES = Directory(
    departments=(
        DepartmentRow(1, "engineering", "工程", active=True, version=1),
        DepartmentRow(2, "order", "秩序", active=True, version=1),
    ),
    workers=(
        WorkerRow(7, "何志强", 1, "", active=True, version=1),
        WorkerRow(8, "丁磊", 1, "", active=True, version=1),
    ),
)


# --- the story ------------------------------------------------------------------------------------------------------


def told(kind: StepKind, why: str = "", came_from: RequestState | None = None, /, **details: Any) -> str:
    step = StepRow(NOW, kind, "张敏", came_from, RequestState.RECEIVED, why, details)
    return step_words(step, NAMES, MOMENTS.seen, ENGLISH)


def test_that_a_history_is_told_in_sentences() -> None:
    assert told(StepKind.REPORTED, channel="phone") == "Taken in (Phone)"
    assert told(StepKind.REPORTED, channel="counter", back_dated=True) == "Taken in (Counter), entered later"
    assert told(StepKind.HELD, "订货三天", reason="parts") == "On hold: Waiting for parts: 订货三天"
    assert told(StepKind.URGED, times=2) == "Urged, 2 times so far"
    assert told(StepKind.EXTENDED, "缺件", due_at=NOW.isoformat(), approver="李经理") == (
        "Extended until today 14:05, agreed by 李经理: 缺件"
    )
    assert told(StepKind.COMPLETED, result="换了角阀") == "Completed: 换了角阀"
    assert told(StepKind.FOLLOWED_UP, outcome="reached", satisfaction="fair") == "Followed up, Reached, Fair"
    replies = [{"question": "On time?", "answer": "no"}]
    assert told(StepKind.FOLLOWED_UP, outcome="reached", replies=replies) == "Followed up, Reached, On time? no"
    assert told(StepKind.MERGED, main_number="BX-2611-0001") == "Merged into BX-2611-0001"
    assert told(StepKind.AMENDED, before={"words": "a", "phone": "b", "version": 1}) == "Amended: About, Phone"


@pytest.mark.parametrize("kind", list(StepKind))
def test_that_every_step_has_words_even_without_details(kind: StepKind) -> None:
    assert told(kind)


def test_that_it_is_told_to_whom_work_went_with_whom_and_who_gave_it_back() -> None:
    assert told(StepKind.ASSIGNED, department_id=1, worker_id=7) == "Dispatched to 工程 · 何志强"
    assert told(StepKind.ASSIGNED, department_id=1, worker_id=7, helper_ids=[8]) == (
        "Dispatched to 工程 · 何志强, with 丁磊"
    )
    before = {"department_id": 1, "worker_id": 7}
    handed_over = told(StepKind.ASSIGNED, "换班", RequestState.IN_PROGRESS, department_id=1, worker_id=8, before=before)
    assert handed_over == "Passed on to 工程 · 丁磊: 换班"
    assert told(StepKind.HANDED_BACK, "不归我们", before=before) == "Handed back by 工程 · 何志强: 不归我们"


def test_that_the_handling_of_a_complaint_is_told() -> None:
    graded = told(StepKind.GRADED, grade="重大投诉", accused_department_id=2, promised_at=NOW.isoformat())
    assert graded == "Graded “重大投诉”, against 秩序, promised by today 14:05"
    assert told(StepKind.GRADED, grade="一般投诉") == "Graded “一般投诉”"
    assert told(StepKind.TOLD, "电话", whom="项目经理") == "项目经理 was told: 电话"
    assert told(StepKind.TOLD, resident=True) == "The resident was told the result"
    assert told(StepKind.CLOSED, signed_by="李经理") == "Closed, signed by 李经理"


def test_that_delay_fee_and_doubt_are_told() -> None:
    assert told(StepKind.EXPLAINED, "缺件") == "Delay explained: 缺件"
    assert told(StepKind.COMPLETED, result="换了角阀", fee_fen=2550) == "Completed, 25.50 yuan: 换了角阀"
    assert told(StepKind.RESUMED, unknown_holidays="2027") == (
        "Resumed (reckoned without the holidays of 2027, which are not known)"
    )


def test_that_every_amended_field_is_named() -> None:
    columns = {field.name for field in fields(RequestFacts)} - {"room_id", "room_text"} | {"room_label"}
    names = [told(StepKind.AMENDED, before={column: None}) for column in sorted(columns)]
    assert all(name.startswith("Amended: ") for name in names)
    assert len(set(names)) == len(columns)
