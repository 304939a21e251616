from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from desktop.core.i18n import language
from desktop.core.months import Month
from desktop.issues.model import ActionState, IssueState, IssueStepKind
from desktop.issues.rows import ConfirmationRow, StepRow
from desktop.issues.table import (
    about_words,
    action_cell,
    confirmed_cell,
    nearest_due,
    severity_cell,
    source_words,
    state_cell,
    step_words,
)
from tests.issues.points import NOW, made_action, made_issue

if TYPE_CHECKING:
    from desktop.issues.rows import IssueRow

EN, ZH = language("en"), language("zh_CN")
NOVEMBER = Month(2026, 11)
OWNED: dict[str, Any] = {"owner": "何志强", "due_on": date(2026, 11, 30)}


@pytest.mark.parametrize(
    ("row", "words", "tone"),
    [
        (made_issue(made_action(**OWNED)), "Being mended", "blue"),
        (made_issue(), "Nobody named", "amber"),
        (made_issue(made_action(owner="何志强")), "Nobody named", "amber"),
        (made_issue(made_action(**OWNED, overdue_days=9), made_action(2)), "Late 9 days", "red"),
        (made_issue(made_action(**OWNED, state=ActionState.DONE, overdue_days=9)), "To be checked", "violet"),
        (made_issue(state=IssueState.MENDED), "Mended", "green"),
        (made_issue(made_action(**OWNED, overdue_days=9), state=IssueState.MERGED), "Merged", "grey"),
    ],
)
def test_that_a_point_shows_what_is_wrong_with_it_rather_than_that_it_is_open(
    row: IssueRow, words: str, tone: str
) -> None:
    cell = state_cell(row, EN)
    assert (cell.text, cell.tone, cell.chip) == (words, tone, True)
    assert cell.icon


def test_that_every_state_and_severity_has_icon_word_and_colour() -> None:
    cells = [action_cell(made_action(state=state), EN) for state in ActionState]
    cells += [state_cell(made_issue(made_action(**OWNED), state=state), EN) for state in IssueState]
    cells.append(severity_cell(made_issue(), EN))
    assert all(cell.text and cell.icon and cell.tone != "ink" for cell in cells)
    assert len({cell.text for cell in cells[: len(ActionState)]}) == len(ActionState)


@pytest.mark.parametrize(
    ("since", "english", "chinese"),
    [
        (Month(2026, 11), "New", "本月"),
        (Month(2026, 9), "since Sep", "9月续"),
        (Month(2025, 12), "since 2025-12", "2025-12续"),
    ],
)
def test_that_a_point_says_from_which_month_it_is_carried_over(since: Month, english: str, chinese: str) -> None:
    assert source_words(since, NOVEMBER, EN) == english
    assert source_words(since, NOVEMBER, ZH) == chinese


def test_that_the_day_shown_is_that_of_the_action_to_be_done_first() -> None:
    done = made_action(1, due_on=date(2026, 11, 1), state=ActionState.DONE)
    later, sooner = made_action(2, due_on=date(2026, 12, 1)), made_action(3, due_on=date(2026, 11, 25))
    assert nearest_due(made_issue(done, made_action(4), later, sooner)) == sooner
    assert nearest_due(made_issue(done, made_action(4))) == made_action(4)
    assert nearest_due(made_issue(done)) is None


def test_that_a_signature_says_whether_it_still_holds() -> None:
    held = confirmed_cell(ConfirmationRow(None, "何主管", NOW, holds=True), EN)
    broken = confirmed_cell(ConfirmationRow(None, "何主管", NOW, holds=False), EN)
    assert (held.text, held.tone) == ("Confirmed", "green")
    assert (broken.text, broken.tone) == ("Changed since it was confirmed", "amber")


def test_that_what_a_point_is_about_is_put_together_from_what_is_known() -> None:
    assert about_words(made_issue(), EN) == ""
    about = made_issue(category="给排水", building="3", room_label="3-1-502", worker="何志强")
    assert about_words(about, EN) == "给排水 · Building 3 · 3-1-502 · 何志强"
    assert about_words(about, ZH) == "给排水 · 3栋 · 3-1-502 · 何志强"


@pytest.mark.parametrize(
    ("kind", "words", "details", "shown"),
    [
        (IssueStepKind.RAISED, "", {}, "Problem point raised"),
        (IssueStepKind.COMMENTED, "备件\n已到", {}, "Commented by the head: 备件 已到"),
        (IssueStepKind.ACTION_JUDGED, "两周", {"effective": True}, "Action checked: Effective · 两周"),
        (IssueStepKind.ACTION_JUDGED, "又漏", {}, "Action checked: Not effective · 又漏"),
        (
            IssueStepKind.ACTION_POSTPONED,
            "等配件",
            {"due_before": "2026-11-30", "due_on": "2026-12-05"},
            "Action postponed: 30 Nov → 5 Dec · 等配件",
        ),
        (IssueStepKind.MENDED, "", {"by_itself": True}, "Problem point mended: by itself, for its actions helped"),
        (IssueStepKind.CAME_BACK, "", {"count": 3}, "Came back: reopened by itself: 3 requests more"),
        (IssueStepKind.EVIDENCE_CHANGED, "", {"removed": ["BX-1", "BX-2"]}, "Evidence changed: − BX-1, BX-2"),
        (IssueStepKind.SPLIT, "", {"title": "另一个"}, "Problem point split: 另一个"),
        (IssueStepKind.AMENDED, "", {"changed": ["title", "severity"]}, "Problem point amended: Headline, Severity"),
    ],
)
def test_that_each_step_of_a_history_is_told_in_words(
    kind: IssueStepKind, words: str, details: dict[str, object], shown: str
) -> None:
    step = StepRow(NOW, NOVEMBER, kind, "张敏", words, None, details)
    assert step_words(step, EN) == shown
    assert step_words(step, ZH) != shown
