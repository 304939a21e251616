from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.requests.dialogs import CallerPhone, FactsForm
from desktop.requests.model import Channel, Liability, Priority, RequestKind, Source
from desktop.requests.model import Place as Where
from desktop.requests.presenter import Moments, RoomFinder, load_directory
from desktop.requests.rows import CategorySuggestion, NewRequest
from desktop.requests.table import Seen

if TYPE_CHECKING:
    from tests.requests.screens import Screens


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
    assert (form.answered.shown, form.priority.shown) == (False, True)
    form.kind.choose("inquiry")
    assert (form.answered.shown, form.priority.shown) == (True, False)
    form.appointment.set_text("is no time")
    form.room.line.setText("1-1-101")
    form.words.set_text("押金何时退")
    form.answered.set_text("下月五号")
    given = form.arguments(form.values())
    assert (given["answered"], given["appointment_at"], given["priority"]) == ("下月五号", None, Priority.NORMAL)


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


def test_that_the_grade_of_a_complaint_is_found_by_its_initials(screens: Screens) -> None:
    form = facts_form(screens)
    form.kind.choose(RequestKind.COMPLAINT)
    line = form.grade.combo.lineEdit()
    assert line is not None
    QTest.keyClicks(line, "yzts")
    line.editingFinished.emit()
    grave = next(row for row in load_directory(screens.desk).grades if row.name == "严重投诉")
    assert form.grade.text() == str(grave.id)
