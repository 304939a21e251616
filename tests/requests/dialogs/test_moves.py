from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.core.errors import UserError
from desktop.requests.dialogs import MoveDialog, move_dialog
from desktop.requests.dialogs.moves import Surroundings, offer_candidates
from desktop.requests.model import Channel, FollowUpOutcome, HoldReason, Move, Priority, RequestKind, RequestState
from desktop.requests.presenter import Directory, Moments, load_directory
from desktop.requests.table import Seen
from desktop.ui.forms import CheckField
from tests.requests.screens import NOW

if TYPE_CHECKING:
    from desktop.requests.rows import RequestDetail
    from tests.requests.screens import Screens


def moments(screens: Screens) -> Moments:
    return Moments(Seen(screens.clock, screens.desk.zone))


def dialog_for(move: Move, detail: RequestDetail, screens: Screens) -> MoveDialog:
    directory = load_directory(screens.desk)
    around = Surroundings(screens.desk, screens.shell.tasks, moments(screens), directory)
    dialog = move_dialog(move, detail, around)
    screens.show(dialog, (600, 400))
    return dialog


def told(dialog: MoveDialog, **texts: str) -> dict[str, Any]:
    """Return the service's arguments once `texts` were typed into the fields."""
    for key, text in texts.items():
        dialog.form.fields[key].set_text(text)
    return dialog.arguments(dialog.form.values())


def test_that_a_dispatch_names_department_and_worker(screens: Screens) -> None:
    detail = screens.report()
    dialog = dialog_for(Move.ASSIGN, detail, screens)
    usual = screens.place.departments["engineering"]
    assert told(dialog)["department_id"] == usual
    worker = screens.place.workers["何志强"]
    given = told(dialog, department_id=f"worker:{worker}", why="先派他")
    screens.service.assign(detail.line.id, **given, version=detail.line.version)
    after = screens.detail(detail.line.number)
    assert (after.worker_id, after.department_id) == (worker, usual)


@pytest.mark.parametrize(
    ("move", "texts", "state"),
    [
        (Move.HOLD, {"reason": "parts", "note": "订货三天"}, RequestState.ON_HOLD),
        (Move.URGE, {"words": "又打来了"}, RequestState.RECEIVED),
        (Move.COMPLETE, {"result": "换了角阀", "at": "14:05"}, RequestState.COMPLETED),
        (Move.EXTEND, {"due_at": "11-25 18:00", "reason": "缺件", "approver": "李经理"}, RequestState.RECEIVED),
        (Move.CANCEL, {"reason": "报错了"}, RequestState.CANCELLED),
    ],
)
def test_that_the_form_of_a_move_returns_what_the_service_takes(
    screens: Screens, move: Move, texts: dict[str, str], state: RequestState
) -> None:
    detail = screens.report()
    given = told(dialog_for(move, detail, screens), **texts)
    getattr(screens.service, move.value)(detail.line.id, **given, version=detail.line.version)
    assert screens.detail(detail.line.number).line.state is state


def test_that_a_follow_up_asks_for_a_grade_only_of_who_was_reached(screens: Screens) -> None:
    detail = screens.report()
    screens.service.complete(detail.line.id, version=detail.line.version)
    detail = screens.detail(detail.line.number)
    dialog = dialog_for(Move.FOLLOW_UP, detail, screens)
    given = told(dialog, satisfaction="satisfied")
    assert given["outcome"] is FollowUpOutcome.REACHED
    assert given["close"]
    given = told(dialog, outcome="no_answer")
    assert (given["satisfaction"], given["close"]) == (None, False)
    assert not dialog.form.fields["satisfaction"].shown
    screens.service.follow_up(detail.line.id, **given, version=detail.line.version)
    again = screens.detail(detail.line.number)
    reopening = told(dialog_for(Move.REOPEN, again, screens), why="还在滴")
    screens.service.reopen(again.line.id, **reopening, version=again.line.version)
    assert screens.detail(detail.line.number).line.state is RequestState.REOPENED


def test_that_a_merge_takes_only_a_request_from_the_list(screens: Screens) -> None:
    main, other = screens.report(), screens.report("同一件事")
    dialog = dialog_for(Move.MERGE, other, screens)
    with pytest.raises(UserError, match="from the list"):
        told(dialog, main_id="随便写")
    field = dialog.form.fields["main_id"]
    field.input.setFocus()
    offer_candidates(dialog, [main.line])
    screens.press(Qt.Key.Key_Return)
    assert told(dialog) == {"main_id": main.line.id}


def test_that_required_fields_are_marked_all_at_once_and_nothing_typed_is_lost(screens: Screens) -> None:
    dialog = dialog_for(Move.EXTEND, screens.report(), screens)
    dialog.form.fields["due_at"].set_text("someday")
    dialog.submit()
    assert {key for key, field in dialog.form.fields.items() if field.problem} == {"due_at", "reason", "approver"}
    assert dialog.form.fields["due_at"].text() == "someday"


def test_that_enter_submits_the_form_and_says_which_request_it_is_about(screens: Screens) -> None:
    detail = screens.report()
    dialog = dialog_for(Move.HOLD, detail, screens)
    values: list[dict[str, Any]] = []
    dialog.submitted.connect(values.append)
    dialog.form.fields["reason"].set_text("appointment")
    dialog.form.fields["note"].input.setFocus()
    screens.press(Qt.Key.Key_Return)
    assert dialog.arguments(values[0])["reason"] is HoldReason.APPOINTMENT
    assert detail.line.number in dialog.title.text()
    assert Directory().named(None, None) == ""


def test_that_facts_are_shown_for_correction_as_they_are_and_come_back_the_same(screens: Screens) -> None:
    screens.people()
    detail = screens.report(
        channel=Channel.CHAT_GROUP, priority=Priority.URGENT, appointment_at=NOW + timedelta(hours=2)
    )
    dialog = dialog_for(Move.AMEND, detail, screens)
    screens.settle()
    corrected = dialog.arguments(dialog.form.values())["corrected"]
    assert corrected.room_id == detail.line.room_id
    assert (corrected.words, corrected.reporter, corrected.phone) == (detail.line.words, "黄丽娟", "13900007713")
    assert corrected.priority is Priority.URGENT
    assert corrected.channel is Channel.CHAT_GROUP
    assert corrected.appointment_at == NOW + timedelta(hours=2)


# --- what was added to moves: helpers, what comes back, complaints ----------------------------------------------------


def complaint(screens: Screens, **changes: Any) -> RequestDetail:
    return screens.report(
        "保安态度差", kind=RequestKind.COMPLAINT, category_id=screens.place.categories["收费/服务态度"], **changes
    )


def grade_ids(screens: Screens) -> dict[str, int]:
    return {row.name: row.id for row in screens.service.grades()}


def test_that_helpers_are_named_one_after_the_other_and_shown_again(screens: Screens) -> None:
    workers = screens.place.workers
    detail = screens.report()
    given = told(
        dialog_for(Move.ASSIGN, detail, screens),
        department_id=f"worker:{workers['何志强']}",
        helper_ids="丁磊， 何志强",
    )
    screens.service.assign(detail.line.id, **given, version=detail.line.version)
    after = screens.detail(detail.line.number)
    assert [row.name for row in after.helpers] == ["丁磊"]
    again = dialog_for(Move.ASSIGN, after, screens)
    assert again.form.fields["helper_ids"].text() == "丁磊"


def test_that_a_helper_is_completed_from_the_list_and_an_unknown_one_is_refused(screens: Screens) -> None:
    dialog = dialog_for(Move.ASSIGN, screens.report(), screens)
    field = dialog.form.fields["helper_ids"]
    field.input.setFocus()
    screens.keys("ding")
    screens.press(Qt.Key.Key_Return)
    assert field.value() == (screens.place.workers["丁磊"],)
    field.set_text("丁磊、没有这个人")
    dialog.submit()
    assert field.problem is not None
    assert field.text() == "丁磊、没有这个人"


@pytest.mark.parametrize(("move", "key"), [(Move.HAND_BACK, "why"), (Move.EXPLAIN, "reason")])
def test_that_what_comes_back_or_late_needs_words(screens: Screens, move: Move, key: str) -> None:
    detail = screens.report(occurred_at=NOW - timedelta(days=5), department_id=screens.place.departments["engineering"])
    dialog = dialog_for(move, detail, screens)
    dialog.submit()
    assert dialog.form.fields[key].problem is not None
    given = told(dialog, **{key: "没有配件"})
    getattr(screens.service, move.value)(detail.line.id, **given, version=detail.line.version)
    assert screens.detail(detail.line.number).steps[-1].why == "没有配件"


def test_that_an_explanation_is_there_to_be_corrected(screens: Screens) -> None:
    detail = screens.report(occurred_at=NOW - timedelta(days=5))
    screens.service.explain(detail.line.id, "缺件", version=detail.line.version)
    dialog = dialog_for(Move.EXPLAIN, screens.detail(detail.line.number), screens)
    assert dialog.form.fields["reason"].text() == "缺件"


def test_that_a_grade_says_what_it_asks_for_before_it_is_chosen(screens: Screens) -> None:
    detail, grades = complaint(screens), grade_ids(screens)
    dialog = dialog_for(Move.GRADE, detail, screens)
    asks = dialog.findChild(QLabel, "grade-asks")
    assert isinstance(asks, QLabel)
    assert asks.text() == ""
    order = screens.place.departments["order"]
    given = told(
        dialog,
        grade_id=str(grades["重大投诉"]),
        accused_department_id=str(order),
        promised_at="11-23 18:00",
    )
    assert asks.text() == "To be told: 部门主管, 项目经理. Its closing must be signed by: The project manager."
    screens.service.grade(detail.line.id, **given, version=detail.line.version)
    after = screens.detail(detail.line.number)
    assert (after.grade, after.accused_department) == ("重大投诉", "秩序")
    again = told(dialog_for(Move.GRADE, after, screens))
    assert again == given


def test_that_the_form_offers_first_who_must_still_be_told_and_the_resident_only_with_a_result(
    screens: Screens,
) -> None:
    detail = complaint(screens, grade_id=grade_ids(screens)["重大投诉"])
    dialog = dialog_for(Move.TELL, detail, screens)
    assert told(dialog)["whom"] == "部门主管"
    assert "resident" not in [choice.key for choice in dialog.form.fields["whom"]._choices]  # type: ignore[attr-defined]
    dialog.form.fields["whom"].set_text("someone")
    dialog.submit()
    assert dialog.form.fields["person"].shown
    with pytest.raises(UserError, match="who was told"):
        dialog.arguments(dialog.form.values())
    given = told(dialog, person="集团客服", told_at="14:05")
    screens.service.tell(detail.line.id, **given, version=detail.line.version)
    screens.service.complete(detail.line.id, version=detail.line.version)
    done = screens.detail(detail.line.number)
    given = told(dialog_for(Move.TELL, done, screens), whom="resident", words="接受道歉")
    screens.service.tell(done.line.id, **given, version=done.line.version)
    after = screens.detail(detail.line.number)
    assert after.told_at == NOW
    assert [(row.whom, row.told_at is not None) for row in after.tellings] == [
        ("部门主管", False),
        ("项目经理", False),
        ("集团客服", True),
    ]


def completed(screens: Screens, detail: RequestDetail) -> RequestDetail:
    screens.service.complete(detail.line.id, version=detail.line.version)
    return screens.detail(detail.line.number)


def seen(dialog: MoveDialog) -> set[str]:
    """Return the fields that are shown."""
    return {key for key, field in dialog.form.fields.items() if field.shown}


def test_that_a_dissatisfied_answer_offers_to_reopen_in_one_key(screens: Screens) -> None:
    detail = completed(screens, screens.report())
    dialog = dialog_for(Move.FOLLOW_UP, detail, screens)
    fields = dialog.form.fields
    fields["satisfaction"].set_text("fair")
    screens.press(Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert "reopen" not in seen(dialog)
    assert told(dialog)["reopen_because"] == ""
    fields["satisfaction"].set_text("very_dissatisfied")
    assert "reopen" in seen(dialog)
    assert told(dialog)["close"]
    screens.press(Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert "close" not in seen(dialog)
    with pytest.raises(UserError, match="not good yet"):
        told(dialog)
    given = told(dialog, words="还在滴")
    assert (given["close"], given["reopen_because"]) == (False, "还在滴")
    screens.service.follow_up(detail.line.id, **given, version=detail.line.version)
    after = screens.detail(detail.line.number)
    assert (after.line.state, after.steps[-1].why) == (RequestState.REOPENED, "还在滴")


def test_that_who_may_not_sign_is_told_so_and_not_offered_to_close(screens: Screens) -> None:
    detail = completed(screens, complaint(screens, grade_id=grade_ids(screens)["严重投诉"]))
    dialog = dialog_for(Move.FOLLOW_UP, detail, screens)
    assert not dialog.form.fields["close"].shown
    assert not told(dialog, satisfaction="satisfied")["close"]
    assert "部门主管 must be told" in " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_that_due_times_are_reckoned_anew_only_for_another_rule(screens: Screens) -> None:
    detail = screens.report()
    dialog = dialog_for(Move.AMEND, detail, screens)
    screens.settle()
    assert not dialog.form.fields["recalculate_due"].shown
    assert not told(dialog)["recalculate_due"]
    given = told(dialog, priority="urgent", recalculate_due="yes")
    screens.service.amend(detail.line.id, **given, version=detail.line.version)
    assert screens.detail(detail.line.number).line.due_at == NOW + timedelta(hours=24)


def test_that_another_rule_s_due_time_is_told_before_it_is_taken(screens: Screens) -> None:
    detail = screens.report()
    dialog = dialog_for(Move.AMEND, detail, screens)
    told(dialog, priority="urgent")
    screens.settle()
    box = dialog.form.fields["recalculate_due"]
    assert isinstance(box, CheckField)
    assert box.shown
    assert box.box.text() == "By the rules it is due tomorrow 14:05: take that"
    told(dialog, priority="emergency")
    screens.settle()
    assert box.box.text() == "By the rules it is due today 18:05: take that"


def test_that_a_category_without_a_rule_of_its_own_moves_no_due_time(screens: Screens) -> None:
    detail = screens.report()
    dialog = dialog_for(Move.AMEND, detail, screens)
    told(dialog, category_id=str(screens.place.categories["电梯"]))
    screens.settle()
    assert not dialog.form.fields["recalculate_due"].shown
    assert not told(dialog, recalculate_due="yes")["recalculate_due"]
