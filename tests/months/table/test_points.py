from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from desktop.core.i18n import language
from desktop.core.months import Month
from desktop.issues.model import ActionState, IssueState, Severity
from desktop.issues.rows import ActionRow, IssueRow
from desktop.months.table import filtered, point_columns, point_lines
from desktop.ui.table import Cell

EN = language("en")
OCTOBER = Month(2026, 10)
SOME = datetime(2026, 10, 5, 9, tzinfo=UTC)
ACTION = ActionRow(
    id=1,
    version=1,
    issue_id=1,
    words="Check the hoses",
    owner="罗建平",
    worker_id=None,
    due_on=date(2026, 11, 30),
    criterion="",
    state=ActionState.OPEN,
    overdue_days=0,
    postponed_from=None,
    postponed_count=0,
    postpone_reason="",
    done_at=None,
    result="",
    judged_at=None,
    judgement="",
    added_at=SOME,
)
ISSUE = IssueRow(
    id=1,
    version=1,
    month=OCTOBER,
    department_id=2,
    department_code="engineering",
    department="工程",
    title="Hoses leak",
    words="",
    severity=Severity.MAJOR,
    state=IssueState.OPEN,
    found_as="",
    category_id=None,
    category="",
    building_id=None,
    building="",
    room_label="",
    worker_id=None,
    worker="",
    equipment_id=None,
    equipment="",
    raised_at=SOME,
    resolved_at=None,
    merged_into_id=None,
    split_from_id=None,
    reopened_count=0,
    evidence=3,
    actions=(ACTION,),
)
LATE = replace(ACTION, id=2, overdue_days=9)
DONE = replace(ACTION, id=3, state=ActionState.EFFECTIVE)
UNOWNED = replace(ACTION, id=4, owner="", due_on=None)


def cells(issue: IssueRow) -> dict[str, Cell]:
    line = point_lines([issue], OCTOBER)[0]
    shown = {column.key: column.show(line, EN) for column in point_columns()}
    return {key: Cell(cell) if isinstance(cell, str) else cell for key, cell in shown.items()}


def test_that_every_action_has_a_line_and_a_point_without_has_one() -> None:
    lines = point_lines([replace(ISSUE, actions=(ACTION, LATE)), replace(ISSUE, id=2, actions=())], OCTOBER)
    assert [line.id for line in lines] == [(1, 1), (1, 2), (2, 0)]
    assert [line.first for line in lines] == [True, False, True]


@pytest.mark.parametrize(
    ("issue", "text", "tone", "icon"),
    [
        (ISSUE, "To be done", "blue", "wrench"),
        (replace(ISSUE, actions=(LATE,)), "9 days overdue", "red", "clock-alert"),
        (replace(ISSUE, actions=(DONE,)), "Effective", "green", "circle-check"),
        (replace(ISSUE, actions=(UNOWNED,)), "No owner yet", "amber", "triangle-alert"),
        (replace(ISSUE, actions=()), "No owner yet", "amber", "triangle-alert"),
        (replace(ISSUE, state=IssueState.MENDED, actions=(DONE,)), "Effective", "green", "circle-check"),
        (replace(ISSUE, state=IssueState.MENDED, actions=()), "Mended", "green", "circle-check"),
    ],
)
def test_that_the_state_is_icon_word_and_colour(issue: IssueRow, text: str, tone: str, icon: str) -> None:
    chip = cells(issue)["state"]
    assert (chip.text, chip.tone, chip.icon, chip.chip) == (text, tone, icon, True)


def test_that_a_point_of_an_earlier_month_says_since_when() -> None:
    assert cells(ISSUE)["since"].text == "New"
    assert cells(replace(ISSUE, month=Month(2026, 9)))["since"].text == "from Sep"


def test_that_what_is_not_known_is_a_dash() -> None:
    shown = cells(replace(ISSUE, actions=()))
    assert {shown[key].text for key in ("action", "owner", "due")} == {"—"}
    assert cells(ISSUE)["due"].text == "30 Nov"


def test_that_filters_leave_what_they_say() -> None:
    points = [
        replace(ISSUE, actions=(ACTION, LATE)),
        replace(ISSUE, id=2, actions=(UNOWNED, replace(UNOWNED, id=5))),
        replace(ISSUE, id=3, state=IssueState.MENDED, actions=(DONE,)),
    ]
    lines = point_lines(points, OCTOBER)
    assert [line.id for line in filtered(lines, "overdue")] == [(1, 2)]
    assert [line.id for line in filtered(lines, "no_owner")] == [(2, 4)]
    assert len(filtered(lines, "to_do")) == 4
    assert filtered(lines, "") == lines
