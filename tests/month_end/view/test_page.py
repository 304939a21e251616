"""The walk through a month on the page: what is incomplete opens, what stands out becomes a point, the month closes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.core.permissions import Role
from desktop.issues.rows import IssueFilter, NewAction, NewIssue
from desktop.month_end.dialogs import CloseDialog, ReopenDialog
from desktop.month_end.rows import CombingStep
from desktop.months.service import MonthService
from desktop.requests.rows import RequestFilter
from desktop.ui.language import ui_language

if TYPE_CHECKING:
    from desktop.core.months import Month
    from desktop.month_end.view import CombingPage
    from tests.month_end.view.conftest import Walked

ALT = Qt.KeyboardModifier.AltModifier


def month(page: CombingPage) -> Month:
    return page.presenter.month


def step(page: CombingPage) -> CombingStep:
    return page.step


def closed(page: CombingPage) -> bool:
    return page.presenter.state is not None and page.presenter.state.is_closed


def raised(walked: Walked, page: CombingPage, title: str = "楼上噪音投诉集中") -> int:
    """Raise a point of the month with an action that has an owner and a day."""
    desk = walked.desk()
    due_on = desk.clock.now().astimezone(desk.zone).date().replace(day=30)
    action = NewAction("夜间巡查，劝止并登记", owner="何志强", due_on=due_on, criterion="连续两周无投诉")
    department_id = walked.screens.place.departments["engineering"]
    made = NewIssue(month(page), department_id, title, actions=(action,))
    return walked.issues.raise_issue(made).result


def written(walked: Walked, page: CombingPage) -> None:
    """Let every department have a comment that someone wrote."""
    service = walked.service
    for row in service.comments(month(page)):
        service.keep_comment(month(page), row.department_id, "本月平稳。", "zh_CN", is_draft=False, version=row.version)
    service.issue(month(page), version=MonthService(walked.desk()).state(month(page)).version)


def test_that_the_steps_stand_in_order_and_are_gone_through_by_key(walked: Walked) -> None:
    page = walked.open()
    assert [line.id for line in page.step_model.rows] == list(CombingStep)
    assert step(page) is CombingStep.COMPLETENESS
    walked.screens.press(Qt.Key.Key_Right, ALT)
    assert step(page) is CombingStep.HOT_SPOTS
    assert page.stack.currentWidget() is page.spots
    first = page.step_model.rows[0]
    assert first.state.done, "going on notes the step as gone through"


def test_that_what_is_incomplete_opens_its_list(walked: Walked) -> None:
    walked.complaints(2)
    page = walked.open()
    incomplete = [line for line in page.checks.model.rows if line.check.count]
    assert incomplete
    page.checks.view.select(incomplete[0].id)
    page.checks.view.setFocus()
    walked.screens.press(Qt.Key.Key_Return)
    name, where = walked.shell.gone[-1]
    assert name == "requests"
    wanted = where["wanted"]
    assert isinstance(wanted, RequestFilter)
    assert walked.screens.service.count(wanted) == incomplete[0].check.count


def test_that_what_stands_out_says_why_and_becomes_a_point(walked: Walked) -> None:
    ids = walked.complaints(3)
    page = walked.open(step="hot_spots")
    line = next(line for line in page.spots.model.rows if set(line.proposal.issue.request_ids) == set(ids))
    page.spots.view.select(line.id)
    walked.screens.settle()
    assert page.spots.why.text() == ui_language().language.message(line.proposal.why)
    page.spots.take.click()
    name, where = walked.shell.gone[-1]
    new = where["new"]
    assert name == "issues"
    assert isinstance(new, NewIssue)
    assert new.request_ids == line.proposal.issue.request_ids
    assert new.title == "3-1-502: complained again and again"
    assert new.words == page.spots.why.text()
    department_id = walked.screens.place.departments["service"]
    point = walked.issues.raise_issue(replace(new, department_id=department_id)).result
    page.presenter.read()
    walked.screens.settle()
    page.spots.view.select(line.id)
    walked.screens.settle()
    page.spots.take.click()
    assert walked.shell.gone[-1] == ("issues", {"issue_id": point})


def test_that_points_and_actions_of_the_month_are_listed_and_open(walked: Walked) -> None:
    page = walked.open(step="issues")
    point = raised(walked, page)
    page.presenter.read()
    walked.screens.settle()
    assert [row.id for row in page.points.model.rows] == [point]
    page.points.view.opened.emit(page.points.model.rows[0])
    assert walked.shell.gone[-1] == ("issues", {"issue_id": point})
    (line,) = page.measures.model.rows
    assert (line.point.id, line.action is not None and line.action.owner) == (point, "何志强")


def test_that_a_comment_is_drafted_from_the_figures_edited_and_kept(walked: Walked) -> None:
    walked.complaints(2)
    page = walked.open(step="comments")
    line = page.comments.model.rows[0]
    page.comments.view.select(line.id)
    walked.screens.settle()
    page.comments.draft.click()
    walked.screens.settle()
    drafted = page.comments.field.text()
    assert drafted
    page.comments.save.click()
    walked.screens.settle()
    (kept,) = [row for row in walked.service.comments(month(page)) if row.words]
    assert kept.is_draft, "nobody has edited it yet"
    page.comments.field.set_text(drafted + "下月重点盯夜间噪音。")
    page.comments.save.click()
    walked.screens.settle()
    (kept,) = [row for row in walked.service.comments(month(page)) if row.words]
    assert not kept.is_draft
    assert kept.words.endswith("下月重点盯夜间噪音。")


def test_that_unsaved_words_survive_another_department_and_a_reading_anew(walked: Walked) -> None:
    page = walked.open(step="comments")
    first, second = page.comments.model.rows[:2]
    page.comments.view.select(first.id)
    page.comments.field.set_text("写到一半")
    page.comments.view.select(second.id)
    page.presenter.read()
    walked.screens.settle()
    page.comments.view.select(first.id)
    walked.screens.settle()
    assert page.comments.field.text() == "写到一半"


def test_that_the_month_is_issued_then_closed_and_opened_again_for_a_reason(walked: Walked) -> None:
    page = walked.open(step="closing")
    raised(walked, page)
    page.presenter.read()
    walked.screens.settle()
    assert not page.closing.close_month.isEnabled(), "not issued yet"
    assert page.closing.hindrance.isVisible()
    written(walked, page)
    page.presenter.read()
    walked.screens.settle()
    assert page.closing.close_month.isEnabled()
    page.closing.close_month.click()
    dialog = page.dialog
    assert isinstance(dialog, CloseDialog)
    dialog.submit()
    walked.screens.settle()
    assert closed(page)
    assert "closed" in walked.screens.said()[-1]
    assert not page.comments.save.isEnabled()
    assert walked.issues.issues(IssueFilter(month=month(page)))
    page.closing.reopen.click()
    again = page.dialog
    assert isinstance(again, ReopenDialog)
    again.form.fields["reason"].set_text("漏录一件投诉")
    again.submit()
    walked.screens.settle()
    assert not closed(page)
    (edition,) = page.closing.model.rows
    assert edition.reason == "漏录一件投诉"


@pytest.mark.parametrize(("role", "department"), [(Role.CLERK, ""), (Role.MANAGER, "engineering")])
def test_that_only_the_project_manager_is_offered_closing(walked: Walked, role: Role, department: str) -> None:
    page = walked.open(role, department, step="closing")
    assert not page.closing.close_month.isVisible()
    assert page.issuing.issue.isVisibleTo(page.issuing) == (role is Role.CLERK)


def test_that_the_month_is_left_and_found_again_by_its_place(walked: Walked) -> None:
    page = walked.open(month="2026-10", step="comments")
    assert page.shown_at() == {"month": "2026-10", "step": "comments"}
    page.earlier.click()
    walked.screens.settle()
    assert page.shown_at()["month"] == "2026-09"
