from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.requests.dialogs import CallerPhone, FactsForm, MoveDialog, move_dialog
from desktop.requests.dialogs.moves import Surroundings, offer_candidates
from desktop.requests.model import Channel, FollowUpOutcome, HoldReason, Liability, Move, RequestState, Source
from desktop.requests.model import Place as Where
from desktop.requests.presenter import Directory, Moments, RoomFinder, load_directory
from desktop.requests.rows import CategorySuggestion, NewRequest
from desktop.requests.table import Seen
from tests.requests.screens import NOW, Screens, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock
    from desktop.requests.rows import RequestDetail


@pytest.fixture
def screens(empty_file: Path, tmp_path: Path, clock: FixedClock, qtbot: QtBot, qapp: QApplication) -> Iterator[Screens]:
    with opened(empty_file, tmp_path, clock, qtbot, qapp) as made:
        yield made


def moments(screens: Screens) -> Moments:
    return Moments(Seen(screens.clock, screens.desk.zone))


def facts_form(screens: Screens, *, taking_in: bool = True) -> FactsForm:
    finder = RoomFinder(screens.desk, screens.shell.tasks)
    form = FactsForm(finder, moments(screens), taking_in=taking_in)
    finder.setParent(form)
    form.offer_names(load_directory(screens.desk))
    screens.show(form, (800, 500))
    screens.settle()
    return form


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


# --- a phone from the register --------------------------------------------------------------------------------------


def test_that_a_phone_from_the_register_is_masked_on_screen_and_whole_in_the_command(screens: Screens) -> None:
    field = CallerPhone("phone")
    screens.qtbot.addWidget(field.row)
    field.choose("13900007713")
    assert field.line.text() == "139 **** 7713"
    assert field.value() == "13900007713"
    kept = field.text()
    field.set_text("")
    assert field.value() == ""
    field.set_text(kept)
    assert (field.line.text(), field.value()) == ("139 **** 7713", "13900007713")


def test_that_a_masked_phone_half_changed_is_refused_and_one_typed_is_kept_as_typed(screens: Screens) -> None:
    field = CallerPhone("phone")
    screens.qtbot.addWidget(field.row)
    field.choose("13900007713")
    field.line.setText("139 **** 7714")
    with pytest.raises(UserError, match="in full"):
        field.value()
    field.line.setText("短号 6601")
    assert field.value() == "短号 6601"


# --- the facts ------------------------------------------------------------------------------------------------------


def test_that_room_and_words_make_a_request(screens: Screens) -> None:
    form = facts_form(screens)
    form.room.line.setText("1-1-101")
    form.words.set_text("门锁坏了")
    given = form.arguments(form.values())
    saved = screens.service.detail(screens.service.report(NewRequest(**given)).result)
    assert saved.line.room_id == screens.place.rooms["1-1-101"]
    assert (saved.line.place, saved.liability) == (Where.IN_HOME, Liability.PROPERTY)
    assert (saved.channel, saved.source) == (Channel.PHONE, Source.RESIDENT)


def test_that_the_household_fills_in_who_calls_and_down_offers_the_others(screens: Screens) -> None:
    screens.people()
    form = facts_form(screens)
    form.room.line.setText("3-1-502")
    form.room.settle()
    screens.settle()
    assert form.room.choice is not None
    assert form.room.caption.text() == "of 陈国栋"
    assert (form.caller.line.text(), form.phone.line.text()) == ("陈国栋", "138 **** 2046")
    form.caller.line.setFocus()
    screens.press(Qt.Key.Key_Down)
    screens.press(Qt.Key.Key_Down)
    screens.press(Qt.Key.Key_Return)
    assert (form.caller.line.text(), form.phone.value()) == ("黄丽娟", "13900007713")


def test_that_a_caller_typed_by_hand_is_not_overwritten_by_the_household(screens: Screens) -> None:
    screens.people()
    form = facts_form(screens)
    form.caller.line.setText("物业小李")
    form.room.set_text(f"\t{screens.place.rooms['3-1-502']}")
    screens.settle()
    assert form.room.line.text() == "3-1-502"
    assert form.caller.line.text() == "物业小李"


def test_that_an_unknown_room_is_said_to_be_kept_as_written(screens: Screens) -> None:
    form = facts_form(screens)
    form.room.line.setFocus()
    QTest.keyClicks(form.room.line, "9-9-999")
    form.room.settle()
    screens.settle()
    assert form.room.caption.text() == "not in the register; kept as written"
    form.words.set_text("漏水")
    assert form.arguments(form.values())["room_text"] == "9-9-999"


def test_that_category_and_department_follow_from_the_words_until_chosen_by_hand(screens: Screens) -> None:
    form = facts_form(screens)
    categories, departments = screens.place.categories, screens.place.departments
    form.suggest(CategorySuggestion(categories["给排水"], "给排水", departments["engineering"]))
    assert form.category.value() == str(categories["给排水"])
    assert form.assignee.value() == f"department:{departments['engineering']}"
    form.category.choose(str(categories["噪音"]))
    form.suggest(CategorySuggestion(categories["绿化"], "绿化", departments["greening"]))
    assert form.category.value() == str(categories["噪音"])
    kept = form.texts()
    form.start_anew()
    form.restore(kept)
    form.suggest(CategorySuggestion(categories["绿化"], "绿化", departments["greening"]))
    assert form.category.value() == str(categories["噪音"])


def test_that_only_what_a_kind_needs_is_asked_for(screens: Screens) -> None:
    form = facts_form(screens)
    assert (form.answered.shown, form.urgent.shown) == (False, True)
    form.kind.choose("inquiry")
    assert (form.answered.shown, form.urgent.shown) == (True, False)
    form.appointment.set_text("is no time")
    form.room.line.setText("1-1-101")
    form.words.set_text("押金何时退")
    form.answered.set_text("下月五号")
    given = form.arguments(form.values())
    assert (given["answered"], given["appointment_at"], given["urgent"]) == ("下月五号", None, False)


def test_that_the_public_area_needs_no_room(screens: Screens) -> None:
    form = facts_form(screens)
    form.words.set_text("路灯不亮")
    assert form.check() is None
    form.place.choose(Where.PUBLIC_AREA)
    assert form.check() is not None


def test_that_what_the_service_refuses_stands_under_the_field_it_is_about(screens: Screens) -> None:
    form = facts_form(screens)
    form.show_problems([Problem(msg("Name a department or a worker."), "worker_id"), Problem(msg("x"), "room_text")])
    assert form.assignee.problem is not None
    assert form.room.problem is not None


def test_that_facts_are_shown_for_correction_as_they_are_and_come_back_the_same(screens: Screens) -> None:
    screens.people()
    detail = screens.report(channel=Channel.CHAT_GROUP, urgent=True, appointment_at=NOW + timedelta(hours=2))
    dialog = dialog_for(Move.AMEND, detail, screens)
    screens.settle()
    corrected = dialog.arguments(dialog.form.values())["corrected"]
    assert corrected.room_id == detail.line.room_id
    assert (corrected.words, corrected.reporter, corrected.phone) == (detail.line.words, "黄丽娟", "13900007713")
    assert corrected.urgent
    assert corrected.channel is Channel.CHAT_GROUP
    assert corrected.appointment_at == NOW + timedelta(hours=2)


# --- the moves ------------------------------------------------------------------------------------------------------


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
