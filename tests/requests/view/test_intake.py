from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.core.errors import WorldError
from desktop.core.i18n import language, msg
from desktop.households.service import HouseholdService
from desktop.requests.model import Priority, RequestKind, RequestState, StepKind
from desktop.requests.presenter.drafting import FORM
from desktop.requests.presenter.intake import Then
from desktop.requests.rows import RequestFilter
from desktop.requests.view import IntakePage
from tests.requests.screens import NOW, Screens

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.requests.rows import RequestDetail

SECONDS_A_KEY = 0.28
"""Time of one keystroke of an average typist (Card, Moran and Newell, keystroke-level model)."""

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(screens: Screens) -> IntakePage:
    screens.people()
    return fresh(screens)


def fresh(screens: Screens, **where: object) -> IntakePage:
    """Return a page as F2 brings it up."""
    page = IntakePage(screens.desk, screens.shell)
    screens.show(page)
    page.show_at(**where)
    screens.settle()
    return page


def saved(screens: Screens) -> list[RequestDetail]:
    """Return every request there is, the newest first."""
    return [screens.service.detail(line.id) for line in screens.service.lines(RequestFilter())]


def fill(page: IntakePage, screens: Screens, words: str = "厨房水槽下漏水") -> None:
    page.form.room.line.setText("3-1-502")
    page.form.room.settle()
    screens.settle()
    page.form.words.set_text(words)
    screens.settle()


def marked(page: IntakePage) -> set[str]:
    return {key for key, field in page.form.fields.items() if field.problem is not None}


# --- by keyboard alone ----------------------------------------------------------------------------------------------


def test_that_a_repair_is_logged_by_keyboard_alone_in_under_thirty_seconds(screens: Screens, page: IntakePage) -> None:
    screens.keys("3-1-502")
    screens.press(Qt.Key.Key_Return)
    screens.keys("厨房水槽下漏水")
    screens.press(Qt.Key.Key_Return)
    detail = saved(screens)[0]
    assert (detail.line.room, detail.line.reporter, detail.phone) == ("3-1-502", "陈国栋", "13800132046")
    assert (detail.line.words, detail.line.category, detail.line.department) == ("厨房水槽下漏水", "给排水", "工程")
    assert detail.line.state is RequestState.RECEIVED
    assert screens.said() == ["BX-2611-0001 was taken in"]
    assert page.form.room.line.hasFocus()
    assert page.form.texts()["words"] == ""
    pinyin = len("chufangshuicaoxialoushui") + 2
    assert (len("3-1-502") + 1 + pinyin + 1 + 1) * SECONDS_A_KEY < 30


def test_that_ctrl_enter_dispatches_and_opens_the_work_order(screens: Screens, page: IntakePage) -> None:
    screens.keys("3-1-502")
    screens.press(Qt.Key.Key_Return)
    screens.keys("厨房水槽下漏水")
    screens.press(Qt.Key.Key_Return, CONTROL)
    detail = saved(screens)[0]
    assert detail.line.state is RequestState.ASSIGNED
    assert screens.said() == ["BX-2611-0001 was dispatched to 工程"]
    assert [paper.file_name for paper in screens.shell.papers] == ["BX-2611-0001"]
    assert screens.shell.papers[0].pdf(language("en")).startswith(b"%PDF")
    assert detail.steps[-1].kind is StepKind.PRINTED
    assert page.form.room.line.text() == ""


def test_that_enter_in_the_room_goes_on_before_the_register_has_answered(screens: Screens, page: IntakePage) -> None:
    page.form.room.line.setText("3栋1单元502室")
    screens.press(Qt.Key.Key_Return)
    assert page.form.words.edit.hasFocus()
    assert page.form.room.choice is not None
    assert page.form.caller.line.text() == "陈国栋"


def test_that_the_caller_s_own_name_is_filled_in_where_the_caller_was_found_by_it(
    screens: Screens, page: IntakePage
) -> None:
    screens.keys("7713")
    screens.press(Qt.Key.Key_Return)
    assert page.form.room.line.text() == "3-1-502"
    assert (page.form.caller.line.text(), page.form.phone.value()) == ("黄丽娟", "13900007713")


def test_that_alt_and_a_digit_choose_the_kind_and_an_answer_closes_at_once(screens: Screens, page: IntakePage) -> None:
    screens.press(Qt.Key.Key_3, ALT)
    assert page.form.kind.text() == RequestKind.INQUIRY
    assert page.form.due.line.text() == "no limit"
    fill(page, screens, "装修押金何时退")
    page.form.answered.set_text("下月五号")
    page.save(Then.NEXT)
    screens.settle()
    detail = saved(screens)[0]
    assert (detail.line.state, detail.result) == (RequestState.CLOSED, "下月五号")
    assert screens.said() == ["ZX-2611-0001 was answered and closed"]


def test_that_the_same_household_can_report_again_at_once(screens: Screens, page: IntakePage) -> None:
    fill(page, screens)
    page.save(Then.SAME_HOUSEHOLD)
    screens.settle()
    assert page.form.words.edit.hasFocus()
    assert page.form.room.choice is not None
    assert (page.form.caller.line.text(), page.form.phone.value()) == ("陈国栋", "13800132046")
    screens.keys("入户门猫眼松动")
    screens.press(Qt.Key.Key_Return)
    assert [detail.line.room for detail in saved(screens)] == ["3-1-502", "3-1-502"]


def test_that_a_call_of_yesterday_is_entered_as_it_was(screens: Screens, page: IntakePage) -> None:
    fill(page, screens)
    page.form.occurred.set_text("昨天 15:30")
    screens.qtbot.waitUntil(lambda: page.form.occurred.understood.text() == "entered later: yesterday 15:30")
    screens.settle()
    assert page.form.due.line.text() == "tomorrow 15:30"
    assert page.form.due.note.text() == "reply yesterday 17:30"
    page.save(Then.NEXT)
    screens.settle()
    detail = saved(screens)[0]
    assert detail.line.occurred_at == NOW - timedelta(hours=22, minutes=35)
    assert detail.recorded_at == NOW


# --- what is wrong --------------------------------------------------------------------------------------------------


def test_that_everything_wrong_is_marked_at_once_and_nothing_is_lost(screens: Screens, page: IntakePage) -> None:
    page.form.appointment.set_text("someday")
    page.save(Then.NEXT)
    assert marked(page) == {"room_id", "words", "appointment_at"}
    assert page.form.room.line.hasFocus()
    fill(page, screens)
    page.form.appointment.set_text("9:00")
    page.form.occurred.set_text("tomorrow 9:00")
    page.save(Then.NEXT)
    screens.settle()
    assert {"occurred_at"} <= marked(page) <= {"occurred_at", "appointment_at"}
    assert page.form.words.text() == "厨房水槽下漏水"
    assert page.sheet.panel.isEnabled()
    assert saved(screens) == []


def test_that_a_dispatch_to_nobody_is_asked_for_somebody(screens: Screens, page: IntakePage) -> None:
    fill(page, screens, "说不清楚的事")
    page.save(Then.DISPATCH)
    assert marked(page) == {"assignee"}
    page.save(Then.NEXT)
    screens.settle()
    assert len(saved(screens)) == 1


def test_that_an_emergency_with_only_a_room_is_saved_at_once_and_told_to_be_sent_to_nobody(
    screens: Screens, page: IntakePage
) -> None:
    screens.keys("3-1-502")
    screens.press(Qt.Key.Key_Return)
    page.form.toggle_emergency()
    page.save(Then.DISPATCH)
    screens.settle()
    detail = saved(screens)[0]
    assert (detail.line.priority, detail.line.state) == (Priority.EMERGENCY, RequestState.RECEIVED)
    assert screens.said() == ["BX-2611-0001 is saved; nobody is sent yet"]


def test_that_an_emergency_goes_to_whom_its_category_names(screens: Screens, page: IntakePage) -> None:
    fill(page, screens, "水管爆了")
    page.form.toggle_emergency()
    page.save(Then.DISPATCH)
    screens.settle()
    assert saved(screens)[0].line.state is RequestState.ASSIGNED
    assert screens.said() == ["BX-2611-0001 was dispatched to 工程"]


def test_that_far_too_long_a_text_gets_its_sentence(screens: Screens, page: IntakePage) -> None:
    fill(page, screens, "漏" * 10_000)
    page.save(Then.NEXT)
    screens.settle()
    assert marked(page) == {"words"}
    assert "shorten it to 2000" in "".join(label.text() for label in page.form.findChildren(QLabel))
    assert len(page.form.words.text()) == 10_000


def test_that_a_failing_disk_offers_another_try_and_saves_once(
    screens: Screens, page: IntakePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[WorldError] = []
    real = page.presenter._requests.report

    def full(*arguments: Any, **options: Any) -> Changes:
        monkeypatch.setattr(page.presenter._requests, "report", real)
        real(*arguments, **options)
        raise WorldError(msg("The disk is full."))

    def again(_parent: object, error: WorldError) -> bool:
        asked.append(error)
        return True

    monkeypatch.setattr("desktop.requests.view.intake.show_error", again)
    monkeypatch.setattr(page.presenter._requests, "report", full)
    fill(page, screens)
    page.save(Then.NEXT)
    screens.settle()
    assert len(asked) == 1
    assert len(saved(screens)) == 1
    assert screens.said() == ["BX-2611-0001 was taken in"]


# --- drafts ---------------------------------------------------------------------------------------------------------


def test_that_what_is_typed_is_kept_by_itself_and_forgotten_once_saved(screens: Screens, page: IntakePage) -> None:
    fill(page, screens)

    def kept() -> list[str]:
        return [draft.fields["words"] for draft in screens.shell.drafts.all(FORM)]

    # On a slow machine a first keeping can come while the form is still being filled.
    screens.qtbot.waitUntil(lambda: kept() == ["厨房水槽下漏水"])
    assert screens.shell.drafts.all(FORM)[0].title == "3-1-502 陈国栋"
    assert page.sheet.kept_words.text().endswith("14:05:00")
    page.save(Then.NEXT)
    screens.settle()
    assert screens.shell.drafts.all(FORM) == []


def test_that_ctrl_d_parks_and_f9_turns_over_the_drafts(screens: Screens, page: IntakePage) -> None:
    fill(page, screens)
    page.form.words.edit.setFocus()
    screens.press(Qt.Key.Key_D, CONTROL)
    assert page.form.texts()["words"] == ""
    assert page.form.room.line.hasFocus()
    page.form.words.set_text("电梯异响")
    screens.press(Qt.Key.Key_F9)
    assert page.form.words.text() == "厨房水槽下漏水"
    assert page.form.room.choice is not None
    screens.press(Qt.Key.Key_F9)
    assert page.form.words.text() == "电梯异响"
    assert len(page.sheet.drafts.cards) == 2
    next(card for key, card in page.sheet.drafts.cards.items() if key != page.drafting.key).click()
    screens.settle()
    assert page.form.words.text() == "厨房水槽下漏水"


def test_that_esc_leaves_and_keeps(screens: Screens, page: IntakePage) -> None:
    fill(page, screens)
    screens.press(Qt.Key.Key_Escape)
    assert screens.shell.gone == [("requests", {})]
    assert [draft.fields["words"] for draft in screens.shell.drafts.all(FORM)] == ["厨房水槽下漏水"]
    assert page.form.texts()["words"] == ""


def test_that_drafts_are_back_after_a_crash_and_saving_one_twice_saves_it_once(
    screens: Screens, page: IntakePage
) -> None:
    fill(page, screens)
    page.form.category.choose(str(screens.place.categories["噪音"]))
    page.leave()
    kept = screens.shell.drafts.all(FORM)[0]
    page.save(Then.NEXT)
    screens.settle()
    screens.shell.drafts.keep(kept)
    again = fresh(screens)
    again.choose_draft(kept.key)
    screens.settle()
    assert again.form.category.value() == str(screens.place.categories["噪音"])
    assert again.form.phone.value() == "13800132046"
    assert again.form.phone.line.text() == "138 **** 2046"
    again.save(Then.NEXT)
    screens.settle()
    assert len(saved(screens)) == 1


def test_that_f2_while_typing_parks_and_returning_goes_on(screens: Screens, page: IntakePage) -> None:
    fill(page, screens)
    page.leave()
    page.sheet.buttons["leave"].setFocus()
    page.show_at()
    assert page.form.words.text() == "厨房水槽下漏水"
    assert page.form.words.edit.hasFocus()
    page.show_at()
    assert page.form.texts()["words"] == ""
    assert len(screens.shell.drafts.all(FORM)) == 1


def test_that_a_discarded_draft_can_be_brought_back(screens: Screens, page: IntakePage) -> None:
    fill(page, screens)
    page.park()
    card = next(iter(page.sheet.drafts.cards.values()))
    card.cross.click()
    assert screens.shell.drafts.all(FORM) == []
    assert screens.shell.undo is not None
    screens.shell.undo()
    screens.settle()
    assert page.form.words.text() == "厨房水槽下漏水"
    assert len(screens.shell.drafts.all(FORM)) == 1


def test_that_a_household_handed_in_is_filled_in_and_no_draft_by_itself(screens: Screens) -> None:
    screens.people()
    page = fresh(screens, room_id=screens.place.rooms["3-1-502"])
    assert page.form.caller.line.text() == "陈国栋"
    assert page.form.words.edit.hasFocus()
    page.leave()
    assert screens.shell.drafts.all(FORM) == []


def test_that_the_resident_handed_in_is_the_caller_and_not_whoever_is_called_first(screens: Screens) -> None:
    screens.people()
    rooms = HouseholdService(screens.desk).rooms_for("黄丽娟")
    resident_id = next(person.resident_id for person in rooms[0].people if person.name == "黄丽娟")
    page = fresh(screens, room_id=rooms[0].room_id, resident_id=resident_id)
    assert (page.form.caller.line.text(), page.form.phone.value()) == ("黄丽娟", "13900007713")
    page.form.start_anew()
    page.form.room.set_text(f"\t{rooms[0].room_id}")
    screens.settle()
    assert page.form.caller.line.text() == "陈国栋"


# --- the layout -----------------------------------------------------------------------------------------------------


def test_that_a_narrow_page_has_the_household_below_the_form(screens: Screens, page: IntakePage) -> None:
    screens.report()
    fill(page, screens)
    page.resize(904, 384)
    screens.settle()
    assert page.sheet.panel.isAncestorOf(page.sheet.beside)
    page.resize(1198, 612)
    screens.settle()
    assert not page.sheet.panel.isAncestorOf(page.sheet.beside)
    assert page.sheet.beside.household.isVisibleTo(page)


def test_that_tab_follows_the_order_of_the_page(screens: Screens, page: IntakePage) -> None:
    def stop() -> str:
        focused = page.focusWidget()
        assert focused is not None
        return focused.objectName().partition("-")[0]

    page.form.room.line.setFocus()
    order = []
    for _ in range(17):
        order.append(stop())
        screens.press(Qt.Key.Key_Tab)
    fields = "room_id reporter phone kind place category_id words priority appointment_at assignee liability channel"
    assert order == [*fields.split(), "inspection", "chargeable", "add", "save", "save"]
    page.form.room.line.setFocus()
    screens.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert stop() == "occurred_at"
    screens.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert stop() == "draft"
