from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.core.changes import Draft
from desktop.core.errors import RefusedError, UserError
from desktop.issues.dialogs import (
    ActionForm,
    AddEvidence,
    AmendAction,
    AmendIssue,
    CommentIssue,
    ConfirmIssue,
    FinishAction,
    JudgeAction,
    MergeIssues,
    PostponeAction,
    RaiseIssue,
    SplitIssue,
)
from desktop.issues.dialogs.actions import OwnerField
from desktop.issues.model import ActionState, IssueState, Severity
from desktop.issues.rows import NewAction
from desktop.issues.service import ActionFiles
from desktop.ui.chips import Chip
from tests.issues.conftest import NOVEMBER, PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.issues.screens import Screen

ALT = Qt.KeyboardModifier.AltModifier


def test_that_a_point_is_raised_by_keyboard_and_looked_at(screen: Screen) -> None:
    screen.show()
    screen.press(Qt.Key.Key_N, ALT)
    screen.dialog(RaiseIssue)
    screen.submit(title="")
    assert set(screen.problems()) == {"title", "department_id"}
    engineering = screen.combing.place.departments["engineering"]
    screen.submit(title="车库照明反复", department_id=str(engineering), severity="major", month=str(NOVEMBER.plus(-1)))
    assert screen.row.title == "车库照明反复"
    assert screen.row.severity is Severity.MAJOR
    assert screen.row.month == NOVEMBER.plus(-1)
    assert screen.shell.words == ["Problem point raised; agree who mends it until when."]


def test_that_an_action_is_agreed_with_a_worker_found_by_name(screen: Screen) -> None:
    screen.combing.raised()
    screen.show()
    screen.press(Qt.Key.Key_A, ALT)
    dialog = screen.dialog(ActionForm)
    dialog.form.fields["owner"].asked.emit("hzq")  # type: ignore[attr-defined]
    screen.submit(words="更换软管", owner="何志强", due_on="2026-11-30", criterion="两周无返修")
    (action,) = screen.row.actions
    assert (action.words, action.owner, action.due_on) == ("更换软管", "何志强", date(2026, 11, 30))
    assert action.worker_id == screen.combing.place.workers["何志强"]
    assert screen.page.detail.cards[0].action.id == action.id


def test_that_pinyin_left_standing_becomes_the_worker_meant(screen: Screen) -> None:
    screen.combing.raised()
    screen.show()
    screen.press(Qt.Key.Key_A, ALT)
    owner = screen.dialog(ActionForm).form.fields["owner"]
    assert isinstance(owner, OwnerField)
    for typed, left in (("hzq", "何志强"), ("开发商王工", "开发商王工"), ("何", "何")):
        owner.set_text(typed)
        owner.chosen = ""
        owner.line.editingFinished.emit()
        assert owner.value() == left


def test_that_a_day_without_a_year_is_the_one_to_come(screen: Screen) -> None:
    screen.combing.raised()
    screen.show()
    screen.press(Qt.Key.Key_A, ALT)
    screen.submit(words="换泵", owner="何志强", due_on="1-5")
    assert screen.row.actions[0].due_on == date(2027, 1, 5)
    screen.press(Qt.Key.Key_D, ALT)
    screen.submit(due_on="11-1", reason="等配件")
    assert set(screen.problems()) == {"due_on"}, "just over, not meant for next year"


def test_that_anybody_may_own_an_action_and_a_past_day_is_refused_in_words(screen: Screen) -> None:
    screen.combing.raised()
    screen.show()
    screen.press(Qt.Key.Key_A, ALT)
    screen.submit(words="索赔", owner="开发商王工", due_on="2026-11-01")
    assert set(screen.problems()) == {"due_on"}
    screen.submit(due_on="2026-12-01")
    assert screen.row.actions[0].owner == "开发商王工"
    assert screen.row.actions[0].worker_id is None


def test_that_an_action_is_done_postponed_and_checked_by_their_keys(screen: Screen) -> None:
    issue = screen.combing.raised()
    screen.combing.agree(issue)
    screen.show()
    screen.press(Qt.Key.Key_D, ALT)
    screen.dialog(PostponeAction)
    screen.submit(due_on="2026-12-05", reason="等配件")
    assert screen.row.actions[0].due_on == date(2026, 12, 5)
    assert screen.row.actions[0].postpone_reason == "等配件"
    screen.press(Qt.Key.Key_F8)
    screen.dialog(FinishAction)
    screen.submit(result="已更换 12 户")
    assert screen.row.actions[0].state is ActionState.DONE
    screen.press(Qt.Key.Key_E, ALT)
    screen.dialog(JudgeAction)
    screen.submit(effective="no")
    assert set(screen.problems()) == {"words"}
    screen.submit(effective="yes", words="两周无返修")
    now = screen.combing.now(issue)
    assert now.actions[0].state is ActionState.EFFECTIVE
    assert now.state is IssueState.MENDED
    assert screen.titles == []


def test_that_a_key_acts_on_the_action_where_the_keyboard_is(screen: Screen) -> None:
    issue = screen.combing.raised()
    screen.combing.agree(issue, "第一条")
    second = screen.combing.agree(issue, "第二条")
    screen.show()
    first_button, second_button = (screen.button(f"finish_action-{each.id}") for each in screen.row.actions)
    assert (first_button.show_key, second_button.show_key) == (True, False)
    second_button.setFocus()
    assert (first_button.show_key, second_button.show_key) == (False, True)
    screen.press(Qt.Key.Key_F8, at=second_button)
    screen.submit(result="好了")
    assert screen.combing.action(second).state is ActionState.DONE
    assert screen.row.actions[0].state is ActionState.OPEN


def test_that_a_head_comments_and_signs_everything_with_the_password(screen: Screen) -> None:
    issue = screen.combing.raised()
    screen.combing.agree(issue)
    screen.show("何主管")
    screen.press(Qt.Key.Key_K, ALT)
    screen.dialog(CommentIssue)
    screen.submit(words="备件已到")
    assert screen.row.comment == "备件已到"
    screen.press(Qt.Key.Key_S, ALT)
    screen.dialog(ConfirmIssue)
    screen.submit(password="guessed")
    assert set(screen.problems()) == {"password"}
    screen.submit(password=PASSWORD)
    assert screen.row.confirmed is not None
    assert screen.row.confirmed.holds
    assert all(action.confirmed is not None for action in screen.row.actions)
    assert screen.button("issue-confirm").isHidden()
    screen.combing.clerk.amend(
        issue.id, screen.combing.new("厨房漏水仍反复"), version=screen.combing.now(issue).version
    )
    screen.page.presenter.read()
    screen.settle()
    assert not screen.button("issue-confirm").isHidden()
    signed = screen.page.detail.findChild(Chip, "issue-signed")
    assert isinstance(signed, Chip)
    assert signed.accessibleName() == "Changed since it was confirmed"


def test_that_one_action_alone_is_signed(screen: Screen) -> None:
    issue = screen.combing.raised()
    action = screen.combing.agree(issue)
    screen.show("何主管")
    screen.click(f"confirm-{action.id}")
    screen.submit(password=PASSWORD)
    assert screen.row.confirmed is None
    assert screen.row.actions[0].confirmed is not None


def test_that_each_sees_only_the_buttons_of_what_is_allowed(screen: Screen) -> None:
    issue = screen.combing.raised(request_ids=screen.combing.requests(2))
    action = screen.combing.done(screen.combing.agree(issue))
    expected = {
        "张敏": ({"add_action"}, {"judge_action", "drop_action"}, True),
        "何主管": ({"add_action", "comment", "confirm"}, {"confirm"}, False),
        "周经理": ({"add_action", "comment"}, {"judge_action", "drop_action"}, True),
    }
    for name, (of_point, of_action, may_merge) in expected.items():
        screen.show(name)
        detail = screen.page.detail
        assert {str(move) for move, button in detail.buttons.items() if not button.isHidden()} == of_point, name
        assert {str(move) for move in detail.cards[0].buttons} == of_action, name
        assert screen.button("merge-issues").isHidden() is not may_merge
        assert detail.cards[0].action.id == action.id
        screen.page.hide()


@pytest.mark.parametrize(
    ("entry", "texts", "state"),
    [
        ("Mark as mended", {"words": "四周未再发生"}, IssueState.MENDED),
        ("Withdraw", {"reason": "个别情况"}, IssueState.DROPPED),
    ],
)
def test_that_a_point_ends_with_words_and_begins_again_with_a_reason(
    screen: Screen, entry: str, texts: dict[str, str], state: IssueState
) -> None:
    issue = screen.combing.raised()
    screen.show()
    screen.choose(entry)
    screen.submit()
    assert set(screen.problems()) == set(texts)
    screen.submit(**texts)
    assert screen.combing.now(issue).state is state
    screen.page.show_at(issue_id=issue.id)
    screen.settle()
    screen.click("issue-reopen")
    screen.submit(reason="又来了")
    assert screen.combing.now(issue).state is IssueState.OPEN


def test_that_a_point_is_split_with_some_of_its_evidence(screen: Screen) -> None:
    requests = screen.combing.requests(3)
    issue = screen.combing.raised(request_ids=requests)
    screen.show()
    screen.choose("Split")
    screen.dialog(SplitIssue)
    screen.submit(title="另一个问题")
    assert screen.page.acts.dialog is not None
    screen.submit(**{f"request-{requests[0]}": "yes"})
    assert screen.row.title == "另一个问题"
    assert [row.request_id for row in screen.row.evidence_rows] == requests[:1]
    assert screen.combing.now(issue).evidence == 2
    screen.click("other-issue")
    assert screen.row.id == issue.id


def test_that_evidence_is_added_by_number_removed_and_put_back(screen: Screen) -> None:
    first, second = screen.combing.requests(2)
    issue = screen.combing.raised(request_ids=(first,))
    screen.show()
    screen.click("add-evidence")
    screen.dialog(AddEvidence)
    screen.submit(numbers="BX-9999-0001")
    assert set(screen.problems()) == {"numbers"}
    screen.submit(numbers=screen.combing.number(second))
    assert screen.combing.now(issue).evidence == 2
    place = next(n for n, row in enumerate(screen.page.detail.evidence.rows) if row.request_id == first)
    screen.page.detail.evidence_view.selectRow(place)
    screen.click("remove-evidence")
    assert screen.combing.now(issue).evidence == 1
    assert screen.shell.undo is not None
    screen.shell.undo()
    screen.settle()
    assert screen.combing.now(issue).evidence == 2


def test_that_what_someone_else_changed_is_told_and_nothing_typed_is_lost(screen: Screen) -> None:
    issue = screen.combing.raised()
    screen.show()
    screen.choose("Amend it")
    dialog = screen.dialog(AmendIssue)
    dialog.form.fields["words"].set_text("我的说明")
    screen.combing.manager.amend(issue.id, screen.combing.new("别人的标题"), version=issue.version)
    screen.submit()
    assert screen.page.acts.dialog is dialog
    assert screen.combing.now(issue).words == ""
    assert dialog.form.fields["words"].text() == "我的说明"
    assert dialog.form.fields["title"].text() == "别人的标题"
    screen.submit()
    now = screen.combing.now(issue)
    assert (now.title, now.words) == ("别人的标题", "我的说明")


def test_that_a_merge_goes_on_after_someone_else_was_faster(screen: Screen) -> None:
    one, other = screen.combing.raised("甲"), screen.combing.raised("乙")
    screen.show()
    screen.page.view.selectAll()
    screen.click("merge-issues")
    dialog = screen.dialog(MergeIssues)
    screen.combing.agree(one)
    screen.submit()
    assert screen.page.acts.dialog is dialog
    screen.submit(into=str(one.id))
    assert screen.combing.now(other).merged_into_id == one.id


def test_that_a_form_left_with_escape_is_found_again(screen: Screen) -> None:
    issue = screen.combing.raised()
    action = screen.combing.agree(issue)
    screen.show()
    screen.click(f"finish_action-{action.id}")
    dialog = screen.dialog(FinishAction)
    dialog.form.fields["result"].set_text("已更换一半")
    dialog.reject()
    screen.settle()
    (draft,) = screen.shell.drafts.all("issues")
    assert isinstance(draft, Draft)
    assert draft.fields == {"result": "已更换一半"}
    screen.click(f"finish_action-{action.id}")
    assert screen.dialog(FinishAction).form.fields["result"].text() == "已更换一半"
    screen.submit()
    assert screen.shell.drafts.all("issues") == []


def test_that_a_form_is_kept_while_it_is_typed(screen: Screen) -> None:
    action = screen.combing.agree(screen.combing.raised())
    screen.show()
    screen.click(f"finish_action-{action.id}")
    screen.dialog(FinishAction).form.fields["result"].set_text("停电前写到一半")
    screen.qtbot.waitUntil(lambda: bool(screen.shell.drafts.all("issues")))
    (draft,) = screen.shell.drafts.all("issues")
    assert draft.fields == {"result": "停电前写到一半"}


def test_that_no_draft_keeps_a_password(screen: Screen) -> None:
    screen.combing.raised()
    screen.show("何主管")
    screen.press(Qt.Key.Key_S, ALT)
    dialog = screen.dialog(ConfirmIssue)
    dialog.form.fields["password"].set_text(PASSWORD)
    screen.page.leave()
    dialog.reject()
    assert not any(PASSWORD in draft.fields.values() for draft in screen.shell.drafts.all("issues"))


def test_that_an_action_is_amended_and_called_off(screen: Screen) -> None:
    issue = screen.combing.raised()
    given = NewAction("更换软管")
    action_id = screen.combing.clerk.add_action(issue.id, given, version=issue.version).result
    screen.show()
    assert f"postpone_action-{action_id}" not in {
        button.objectName() for button in screen.page.detail.cards[0].buttons.values()
    }
    screen.click(f"amend_action-{action_id}")
    screen.dialog(AmendAction)
    screen.submit(owner="丁磊", due_on="2026-12-01")
    assert screen.row.actions[0].worker_id == screen.combing.place.workers["丁磊"]
    screen.click(f"drop_action-{action_id}")
    screen.submit(reason="改由开发商做")
    assert screen.row.actions[0].state is ActionState.DROPPED


def test_that_a_photo_is_attached_to_the_action_it_shows(screen: Screen, tmp_path: Path) -> None:
    issue = screen.combing.raised()
    first, second = screen.combing.agree(issue, "第一条"), screen.combing.agree(issue, "第二条")
    screen.show("何主管")
    assert screen.page.detail.files_of.text() == "Photos and files: 第一条"
    screen.click(f"files-{second.id}")
    assert screen.page.detail.files_of.text() == "Photos and files: 第二条"
    photo = tmp_path / "换好了.txt"
    photo.write_text("已更换", "utf-8")
    screen.page.files.presenter.add([photo])
    screen.settle()
    files = ActionFiles(screen.combing.desk("何主管"))
    assert [row.name for row in files.attachments(second.id)] == ["换好了.txt"]
    assert files.attachments(first.id) == ()
    assert [action.files for action in screen.row.actions] == [0, 1]
    assert [tile.card.name for tile in screen.page.files.strip.tiles] == ["换好了.txt"]
    assert screen.button(f"files-{second.id}").text() == "1 file"


def test_that_nobody_attaches_to_the_actions_of_another_department(screen: Screen) -> None:
    action = screen.combing.agree(screen.combing.raised())
    others = ActionFiles(screen.combing.desk("丁主管"))
    with pytest.raises(RefusedError):
        others.attach("a.txt", b"x", owner_id=action.id)
    with pytest.raises(RefusedError):
        others.attachments(action.id)
    with pytest.raises(UserError):
        others.attachments(999)
