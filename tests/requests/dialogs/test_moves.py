from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from desktop.core.errors import UserError
from desktop.requests.dialogs import MoveDialog, move_dialog
from desktop.requests.dialogs.moves import Surroundings, offer_candidates
from desktop.requests.model import Channel, FollowUpOutcome, HoldReason, Move, Priority, RequestState
from desktop.requests.presenter import Directory, Moments, load_directory
from desktop.requests.table import Seen
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
