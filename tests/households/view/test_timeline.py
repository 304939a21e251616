"""The timeline of a household: paging to its end, filters, keys."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core.i18n import language
from desktop.core.permissions import Operation, Role
from desktop.households.model import InstructionKind
from desktop.households.rows import NewInstruction
from desktop.ui.language import translate
from tests.households.screens import Screens, open_room, opened, press, shown_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock
    from desktop.households.view import HouseholdsPage
    from desktop.storage.database import Database

Key = Qt.Key


@pytest.fixture
def screens(
    file_db: Database, clock: FixedClock, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> Iterator[Screens]:
    with opened(file_db, clock, qtbot, qapp, tmp_path) as made:
        yield made


@pytest.fixture
def page(screens: Screens) -> HouseholdsPage:
    return shown_page(screens)


def fill_timeline(screens: Screens, count: int) -> None:
    first = screens.clock.now() - timedelta(days=30)
    with screens.desk(Role.CLERK).write(Operation.EDIT_HOUSEHOLD) as work:
        for number in range(count):
            at = first + timedelta(minutes=number)
            work.timeline(screens.room("1-1-101"), at, "moved_in", number, name=f"guest {number}", role="family")


def test_that_the_end_of_the_list_brings_older_ones_until_all_500_are_there(
    screens: Screens, page: HouseholdsPage
) -> None:
    fill_timeline(screens, 500)
    view = open_room(screens, page, "1-1-101").timeline.view
    view.setFocus(Qt.FocusReason.TabFocusReason)
    presses = 0
    while view.list_model.rowCount() < 500 and presses < 30:
        place = view.verticalScrollBar().value()
        press(screens, view, Key.Key_End)
        presses += 1
        assert view.verticalScrollBar().value() >= place
    assert view.list_model.rowCount() == 500
    press(screens, view, Key.Key_End)
    assert view.currentIndex().row() == 499
    assert translate(view.row.told.words, language("en")) == "guest 0 moved in (Family)"
    press(screens, view, Key.Key_Home)
    assert view.verticalScrollBar().value() == 0


def test_that_older_ones_come_unasked_where_all_there_is_fits_on_screen(screens: Screens) -> None:
    fill_timeline(screens, 120)
    page = shown_page(screens)
    page.resize(1200, 2600)
    pane = open_room(screens, page, "1-1-101")
    screens.qtbot.waitUntil(lambda: pane.timeline.model.rowCount() >= 100)
    assert pane.timeline.view.verticalScrollBar().maximum() >= 0


def test_that_filters_are_chosen_with_the_arrow_keys_and_start_from_the_newest(
    screens: Screens, page: HouseholdsPage
) -> None:
    fill_timeline(screens, 60)
    screens.service.tag(screens.room("1-1-101"), "钥匙")
    screens.service.give_instruction(screens.room("1-1-101"), NewInstruction(InstructionKind.KEY_HELD))
    pane = open_room(screens, page, "1-1-101")
    filters = pane.timeline.filters
    shown = [key for key, each in filters.buttons.items() if each.isVisible()]
    assert shown == ["", "people", "tags", "instructions"]
    assert filters.buttons["tags"].text() == "Tags 1"
    filters.buttons[""].setFocus()
    pane.timeline.view.verticalScrollBar().setValue(500)
    press(screens, filters.buttons[""], Key.Key_Right)
    assert filters.buttons["people"].hasFocus()
    assert pane.timeline.view.verticalScrollBar().value() == 0
    press(screens, filters.buttons["people"], Key.Key_Right)
    assert [row.told.icon for row in pane.timeline.model.rows] == ["tag"]
    assert [key for key, each in filters.buttons.items() if each.focusPolicy() & Qt.FocusPolicy.TabFocus] == ["tags"]
    press(screens, filters.buttons["tags"], Key.Key_Home)
    assert filters.buttons[""].isChecked()


def test_that_filters_without_room_are_in_a_menu_and_the_chosen_one_stays(
    screens: Screens, page: HouseholdsPage
) -> None:
    fill_timeline(screens, 3)
    screens.service.tag(screens.room("1-1-101"), "钥匙")
    screens.service.give_instruction(screens.room("1-1-101"), NewInstruction(InstructionKind.KEY_HELD))
    filters = open_room(screens, page, "1-1-101").timeline.filters
    filters.setFixedWidth(filters.minimumSizeHint().width())
    screens.settle()
    assert filters.hidden_filters() == ["people", "tags", "instructions"]
    assert filters.more.isVisible()
    filters._choose("instructions")
    assert filters.buttons["instructions"].isVisible()
    filters.open_menu()
    assert filters.minimumSizeHint().width() < filters.sizeHint().width()
    QTest.keyClick(filters, Key.Key_Escape)
