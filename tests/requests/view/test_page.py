from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from desktop.core.i18n import LANGUAGES, language, msg
from desktop.core.permissions import Role
from desktop.core.settings import COLUMNS, SPLITTERS
from desktop.requests.model import HoldReason, Move, Priority, RequestKind, RequestState
from desktop.requests.rows import NewRequest, RequestFilter
from desktop.requests.view import RequestsPage
from desktop.ui.language import ui_language
from tests.requests.screens import NOW, Screens

if TYPE_CHECKING:
    from desktop.requests.dialogs import MoveDialog

NARROW = (904, 384)


def shown(screens: Screens, size: tuple[int, int] = (1198, 612), role: Role = Role.CLERK) -> RequestsPage:
    page = RequestsPage(screens.desk_of(role), screens.shell)
    screens.show(page, size)
    page.show_at()
    screens.settle()
    return page


def texts(page: RequestsPage) -> str:
    """Return every word on the detail."""
    return "\n".join(label.text() for label in page.detail.findChildren(QLabel) if label.isVisibleTo(page))


def asked(page: RequestsPage) -> MoveDialog:
    """Return the form that is open."""
    dialog = page.moving.dialog
    assert dialog is not None
    return dialog


def is_asking(page: RequestsPage) -> bool:
    return page.moving.dialog is not None


# --- list and detail ------------------------------------------------------------------------------------------------


def test_that_the_page_shows_what_is_open_and_the_first_of_it_in_full(screens: Screens) -> None:
    late = screens.report("阳台门锁扣坏", occurred_at=NOW - timedelta(days=4))
    screens.report()
    page = shown(screens)
    assert page.header.note.text() == "2 shown of 2"
    assert page.detail.number.text() == late.line.number
    assert page.detail.chip.accessibleName() == "Late 2 days"
    said = texts(page)
    assert "阳台门锁扣坏" in said
    assert "黄丽娟" in said
    assert "139 **** 7713" in said
    assert "13900007713" not in said
    assert "2 days late" in said
    assert "Taken in (Phone)" in said
    assert screens.shell.counts == {"requests": 2}


def test_that_an_empty_community_says_what_to_do(screens: Screens) -> None:
    page = shown(screens)
    assert page.empty.missing.text() == "There are no requests yet"
    page._empty_button.click()
    assert screens.shell.gone == [("intake", {})]
    assert page.print.isEnabled() is False


def test_that_conditions_that_leave_nothing_can_be_cleared_where_the_list_was(screens: Screens) -> None:
    screens.report()
    page = shown(screens)
    page.find_field.setFocus()
    screens.keys("zzz")
    assert page.empty.missing.text() == "No request meets these conditions"
    page._empty_button.click()
    screens.settle()
    assert page.view.list_model.rowCount() == 1
    assert page.find_field.text() == ""


def test_that_a_list_is_shown_again_with_the_words_it_was_narrowed_by(screens: Screens) -> None:
    wanted = screens.report("阳台门锁扣坏").line
    screens.report()
    before = shown(screens)
    before.listing.search("门锁")
    screens.settle()
    before.view.select(wanted.id)
    page = shown(screens)
    page.show_at(**before.shown_at())
    screens.settle()
    assert page.find_field.text() == "门锁"
    assert page.view.list_model.rowCount() == 1
    assert page.presenter.request_id == wanted.id


def test_that_another_list_with_nothing_in_it_shows_no_request_beside_it(screens: Screens) -> None:
    screens.report()
    page = shown(screens)
    assert page.detail.pages.currentIndex() == 1
    page.listing.choose("on-hold")
    screens.settle()
    assert page.view.list_model.rowCount() == 0
    assert page.presenter.detail is None
    assert page.detail.pages.currentIndex() == 0
    page.listing.choose("open")
    screens.settle()
    assert page.detail.pages.currentIndex() == 1


def test_that_the_last_request_of_a_list_stays_in_sight_when_it_was_worked_on(screens: Screens) -> None:
    only = screens.report().line
    page = shown(screens)
    page.listing.choose("to-dispatch")
    screens.settle()
    page.listing.reload()
    changes = screens.service.hold(only.id, HoldReason.PARTS, version=only.version)
    screens.shell.bus.announce(changes, None)
    screens.settle()
    assert page.view.list_model.rowCount() == 0
    assert page.presenter.detail is not None


def test_that_esc_in_the_list_s_own_search_gives_the_list_back(screens: Screens) -> None:
    screens.report()
    page = shown(screens)
    page.find_field.setFocus()
    screens.keys("zzz")
    screens.press(Qt.Key.Key_Escape)
    assert page.view.list_model.rowCount() == 1
    assert page.find_field.text() == ""
    assert page.view.hasFocus()


def test_that_a_chip_shows_its_list_and_a_condition_its_words(screens: Screens) -> None:
    held = screens.report("等配件").line
    screens.service.hold(held.id, HoldReason.PARTS, version=held.version)
    screens.report()
    page = shown(screens)
    assert page.filters.presets["on-hold"].words() == "On hold 1"
    page.filters.presets["on-hold"].click()
    screens.settle()
    assert page.view.list_model.rowCount() == 1
    assert page.detail.number.text() == held.number
    page.listing.narrow(kinds=frozenset({RequestKind.REPAIR}))
    assert page.filters.narrowed["kinds"].words() == "Kind: Repair"
    menu = page.filters.menu()
    several = ["State", "Kind", "How urgent", "Department", "Handled by", "Category", "Place", "Building"]
    flags = ["On hold too long\t0", "Overdue without a reason\t0", "Rework\t0"]
    assert [action.text() for action in menu.actions()] == [*several, "Came in", "Satisfaction", "", *flags]
    page.filters.narrowed["kinds"].click()
    page.filters.clear.click()
    screens.settle()
    assert page.view.list_model.rowCount() == 2


def test_that_a_month_s_figure_opens_its_list_under_its_name(screens: Screens) -> None:
    old = screens.report("上个月的", occurred_at=NOW - timedelta(days=30)).line
    screens.report()
    page = shown(screens)
    page.show_at(wanted=RequestFilter(occurred_until=NOW - timedelta(days=20)), title=msg("Received"))
    screens.settle()
    assert page.filters.base.isVisibleTo(page)
    assert page.filters.base.words() == "Received"
    assert page.view.row.id == old.id
    page.filters.base.click()
    screens.settle()
    assert page.header.note.text() == "2 shown of 2"


def test_that_a_request_asked_for_is_shown_even_if_the_list_does_not_hold_it(screens: Screens) -> None:
    done = screens.report().line
    screens.service.complete(done.id, version=done.version)
    screens.report("另一件")
    page = shown(screens)
    page.show_at(request_id=done.id)
    screens.settle()
    assert page.detail.number.text() == done.number
    page.moving.begin(Move.HOLD)
    assert not is_asking(page)


def test_that_sorting_by_a_head_turns_the_list_round(screens: Screens) -> None:
    first = screens.report(occurred_at=NOW - timedelta(hours=5)).line
    last = screens.report("后来的").line
    page = shown(screens)
    place = [column.key for column in page.view.list_model.columns].index("due")
    page.view.list_model.sort_by(place)
    screens.settle()
    rows = [page.view.list_model.row_at(number) for number in range(2)]
    assert [row.id for row in rows if row] == [last.id, first.id]


def test_that_another_desk_s_work_appears_by_itself(screens: Screens) -> None:
    line = screens.report().line
    page = shown(screens)
    changes = screens.service.start(line.id, version=line.version)
    screens.shell.bus.announce(changes)
    screens.settle()
    assert page.detail.chip.accessibleName() == "In progress"
    row = page.view.list_model.row_at(0)
    assert row is not None
    assert row.state is RequestState.IN_PROGRESS


def test_that_links_lead_to_household_and_main_request(screens: Screens) -> None:
    main, other = screens.report().line, screens.report("同一件事").line
    screens.service.merge(other.id, main.id, version=other.version)
    page = shown(screens)
    page.detail.facts.room_asked.emit(main.room_id)
    assert screens.shell.gone == [("households", {"room_id": main.room_id})]
    assert other.number in [button.text() for button in page.detail.facts.findChildren(type(page.print))]
    page.detail.facts.request_asked.emit(other.id)
    screens.settle()
    assert page.detail.number.text() == other.number


def test_that_the_phone_is_shown_in_full_only_when_asked_for(screens: Screens) -> None:
    screens.report()
    page = shown(screens)
    page.detail.facts.eye.click()
    screens.settle()
    assert page.detail.facts.phone.text() == "139 0000 7713"
    assert not page.detail.facts.eye.isVisibleTo(page)


# --- room for it ----------------------------------------------------------------------------------------------------


def test_that_a_narrow_page_shows_the_detail_in_the_list_s_place_until_esc(screens: Screens) -> None:
    screens.report()
    page = shown(screens, NARROW)
    assert page.list_panel.isVisible()
    assert not page.detail.isVisible()
    page.view.setFocus()
    screens.press(Qt.Key.Key_Down)
    screens.press(Qt.Key.Key_Return)
    assert page.detail.isVisible()
    assert not page.list_panel.isVisible()
    screens.press(Qt.Key.Key_Escape)
    assert page.list_panel.isVisible()
    assert not page.detail.isVisible()
    page.resize(1198, 612)
    assert page.detail.isVisible()
    assert page.list_panel.isVisible()


def test_that_moves_without_room_go_into_the_menu(screens: Screens) -> None:
    screens.report(department_id=screens.place.departments["engineering"])
    page = shown(screens)
    page.split.setSizes([880, 300])
    screens.settle()
    bar = page.detail.moves
    words = [action.text() for action in bar.menu().actions()]
    buttons = [button for button in bar.findChildren(type(page.print)) if button.isVisibleTo(bar)]
    assert {"move-complete", "more-moves"} <= {button.objectName() for button in buttons}
    assert len(words) + len(buttons) - 1 == len(bar._order) + len(bar._rest)
    assert all(button.geometry().right() < bar.width() for button in buttons)


def test_that_columns_and_division_are_remembered(screens: Screens) -> None:
    screens.report()
    page = shown(screens)
    page.view.show_columns(["state", "number", "words"])
    page.columns.chosen.emit(["state", "number", "words"])
    assert screens.shell.settings.get(COLUMNS)["requests"] == ("state", "number", "words")
    page.split.moveSplitter(600, 1)
    assert len(screens.shell.settings.get(SPLITTERS)["requests"]) == 2
    again = shown(screens)
    assert again.view.shown_columns() == ["state", "number", "words"]
    assert again.split.sizes() == page.split.sizes()


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_that_the_page_speaks_another_language_at_once(screens: Screens, code: str) -> None:
    screens.report(priority=Priority.URGENT)
    page = shown(screens)
    ui_language().choose(code)
    screens.settle()
    spoken = language(code)
    assert page.header.title.text() == spoken.gettext("Requests")
    assert spoken.gettext("Taken in (%(channel)s)", channel=spoken.gettext("Phone")) in texts(page)
    assert page.detail.chip.accessibleName() == spoken.gettext("To dispatch")


def test_that_every_control_has_a_name_for_those_who_cannot_see_it(screens: Screens) -> None:
    screens.report()
    page = shown(screens)
    nameless = [
        button
        for button in page.findChildren(type(page.print))
        if not (button.text() or button.accessibleName()) and button.isVisibleTo(page)
    ]
    assert nameless == []
    assert page.view.accessibleName() == "Requests"
    assert page.find_field.accessibleName() == "Find in this list"


def test_that_markup_in_words_is_shown_as_it_was_typed(screens: Screens) -> None:
    screens.service.report(NewRequest(kind=RequestKind.REPAIR, words="<b>漏水</b> =1+1", room_text="<i>x</i>"))
    page = shown(screens)
    assert page.detail.words.text() == "<b>漏水</b> =1+1"
    assert page.detail.words.textFormat() == Qt.TextFormat.PlainText


def test_that_the_menu_of_a_row_offers_all_that_can_be_done_with_it(screens: Screens) -> None:
    moves = screens.report().moves
    page = shown(screens)
    rect = page.view.visualRect(page.view.currentIndex())
    page.view.customContextMenuRequested.emit(rect.center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert {action.objectName() for action in menu.actions()} == {
        f"move-{move}" for move in moves if move is not Move.PRINT
    }
    next(action for action in menu.actions() if action.objectName() == "move-hold").trigger()
    menu.close()
    screens.settle()
    assert is_asking(page)
