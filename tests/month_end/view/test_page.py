"""The walk through a month on the page: what is incomplete opens, what stands out becomes a point, the month closes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.issues.rows import IssueFilter, NewAction, NewIssue
from desktop.month_end.dialogs import CloseDialog, ReopenDialog
from desktop.month_end.rows import CombingStep
from desktop.months.service import MonthService
from desktop.requests.rows import RequestFilter
from desktop.ui.language import ui_language
from desktop.ui.shell import VariedPaper

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


def test_that_words_typed_while_someone_else_writes_are_refused_once_and_theirs_are_shown(walked: Walked) -> None:
    page = walked.open(step="comments")
    first = page.comments.model.rows[0].comment
    page.comments.view.select(first.department_id)
    page.comments.field.set_text("我写的")
    walked.service.keep_comment(month(page), first.department_id, "别人写的", "zh_CN", is_draft=False, version=0)
    page.presenter.read()
    walked.screens.settle()
    assert page.comments.field.text() == "我写的"
    assert "别人写的" in page.comments.state.text()
    page.comments.save.click()
    walked.screens.settle()
    assert walked.service.comments(month(page))[0].words == "别人写的", "nothing is overwritten unseen"
    assert page.comments.field.text() == "我写的"
    assert "别人写的" in page.comments.state.text()
    page.comments.save.click()
    walked.screens.settle()
    assert walked.service.comments(month(page))[0].words == "我写的"
    assert "别人写的" not in page.comments.state.text()


def test_that_words_typed_for_one_month_do_not_turn_up_in_another(walked: Walked) -> None:
    page = walked.open(step="comments")
    page.comments.field.set_text("十一月的话")
    page.earlier.click()
    walked.screens.settle()
    assert page.comments.field.text() == ""
    page.later.click()
    walked.screens.settle()
    assert page.comments.field.text() == "十一月的话"


def test_that_reading_anew_leaves_the_cursor_where_someone_types(walked: Walked) -> None:
    page = walked.open(step="comments")
    page.comments.field.edit.setFocus()
    page.comments.field.edit.insertPlainText("写到这里")
    page.presenter.read()
    walked.screens.settle()
    page.comments.field.edit.insertPlainText("再写")
    assert page.comments.field.text() == "写到这里再写"


def test_that_enter_begins_a_new_line_of_the_comment_and_saves_nothing(walked: Walked) -> None:
    page = walked.open(step="comments")
    page.comments.field.edit.setFocus()
    page.comments.field.edit.insertPlainText("第一段")
    walked.screens.press(Qt.Key.Key_Return)
    walked.screens.settle()
    assert page.comments.field.text() == "第一段\n"
    assert not any(row.words for row in walked.service.comments(month(page)))
    walked.screens.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    walked.screens.settle()
    assert any(row.words == "第一段" for row in walked.service.comments(month(page)))


def test_that_a_draft_goes_below_what_was_typed(walked: Walked) -> None:
    walked.complaints(2)
    page = walked.open(step="comments")
    page.comments.field.set_text("先记一句")
    page.comments.draft.click()
    walked.screens.settle()
    words = page.comments.field.text()
    assert words.startswith("先记一句\n\n")
    assert len(words) > len("先记一句\n\n")
    page.comments.save.click()
    walked.screens.settle()
    (kept,) = [row for row in walked.service.comments(month(page)) if row.words]
    assert not kept.is_draft


def test_that_a_draft_saved_after_another_was_made_is_still_a_draft(walked: Walked) -> None:
    walked.complaints(2)
    page = walked.open(step="comments")
    first, second = page.comments.model.rows[:2]
    for line in (first, second):
        page.comments.view.select(line.id)
        walked.screens.settle()
        page.comments.draft.click()
        walked.screens.settle()
    page.comments.view.select(first.id)
    walked.screens.settle()
    page.comments.save.click()
    walked.screens.settle()
    (kept,) = [row for row in walked.service.comments(month(page)) if row.words]
    assert kept.is_draft


def test_that_words_not_saved_are_there_again_in_another_window(walked: Walked) -> None:
    page = walked.open(step="comments")
    page.comments.field.set_text("还没写完")
    page.leave()
    again = walked.open(step="comments")
    assert again.comments.field.text() == "还没写完"
    again.comments.save.click()
    walked.screens.settle()
    assert not list(walked.shell.drafts.all("month-comment"))


def test_that_a_head_writes_about_the_own_department_only(walked: Walked) -> None:
    about = walked.open(step="comments")
    written(walked, about)
    page = walked.open(Role.MANAGER, "engineering", step="comments")
    own = walked.screens.place.departments["engineering"]
    line = page.comments.view.row
    assert line is not None
    assert line.id == own
    assert page.comments.save.isEnabled()
    other = next(each for each in page.comments.model.rows if each.id != own)
    page.comments.view.select(other.id)
    walked.screens.settle()
    assert page.comments.field.text() == "本月平稳。"
    assert page.comments.field.edit.isReadOnly()
    assert not page.comments.save.isEnabled()
    assert not page.comments.draft.isEnabled()


def test_that_going_on_by_key_enters_the_next_step(walked: Walked) -> None:
    page = walked.open(step="hot_spots")
    page.setFocus()
    walked.screens.press(Qt.Key.Key_Right, ALT)
    assert step(page) is CombingStep.ISSUES
    focused = page.focusWidget()
    assert focused is not None
    assert page.points.isAncestorOf(focused)


def test_that_a_step_that_only_tells_leaves_the_keyboard_with_the_steps(walked: Walked) -> None:
    page = walked.open(Role.CLERK, step="issuing")
    page.setFocus()
    walked.screens.press(Qt.Key.Key_Right, ALT)
    assert step(page) is CombingStep.CLOSING
    assert page.steps.hasFocus()
    assert not page.through.isEnabled(), "there is no further step"


def test_that_the_steps_have_the_keyboard_when_the_page_is_opened(walked: Walked) -> None:
    page = walked.open()
    page.setFocus()
    walked.screens.press(Qt.Key.Key_Down)
    assert step(page) is CombingStep.HOT_SPOTS


def test_that_a_link_of_what_is_incomplete_opens_its_list_by_a_click(walked: Walked) -> None:
    walked.complaints(2)
    page = walked.open()
    line = next(line for line in page.checks.model.rows if line.check.count)
    page.checks.view.acted.emit(line, "open")
    assert walked.shell.gone[-1][0] == "requests"


def test_that_a_point_made_by_hand_begins_with_the_month(walked: Walked) -> None:
    page = walked.open(step="issues")
    page.points.add.click()
    name, where = walked.shell.gone[-1]
    assert (name, where) == ("issues", {"new": NewIssue(month(page), None, "")})


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
    assert page.window().focusWidget() is page.steps, "the button pressed is gone; the keyboard stays on the page"
    assert not page.comments.save.isEnabled()
    assert walked.issues.issues(IssueFilter(month=month(page)))
    page.closing.reopen.setFocus()
    page.closing.reopen.click()
    again = page.dialog
    assert isinstance(again, ReopenDialog)
    again.form.fields["reason"].set_text("漏录一件投诉")
    again.submit()
    walked.screens.settle()
    assert not closed(page)
    focused = page.window().focusWidget()
    assert focused is not None
    assert page.isAncestorOf(focused)
    (edition,) = page.closing.model.rows
    assert edition.reason == "漏录一件投诉"
    page.closing.view.opened.emit(edition)
    walked.screens.settle()
    paper = walked.shell.papers[-1]
    assert isinstance(paper, VariedPaper)
    assert {code for code, _ in paper.variants()} >= {"all", "engineering"}
    issued = paper.pdf(language("en"))
    assert issued == MonthService(walked.desk()).paper(month(page), None, language("en"), edition_id=edition.id)
    paper.choose("engineering")
    assert paper.pdf(language("en")) != issued


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


def test_that_words_being_typed_are_kept_before_anyone_leaves(walked: Walked) -> None:
    page = walked.open(step="comments")
    row = page.comments.model.rows[0].comment
    page.comments.view.select(row.department_id)
    page.comments.field.set_text("停电前写到一半")
    walked.screens.qtbot.waitUntil(lambda: bool(walked.shell.drafts.all("month-comment")))
    (draft,) = walked.shell.drafts.all("month-comment")
    assert draft.fields["words"] == "停电前写到一半"
