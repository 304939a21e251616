"""The list of households, and the names the gate sees, worked with keys and clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.households.screens import Screens, button, household, open_room, opened, press, shown_page
from tests.ui.shells import recording_shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock
    from desktop.households.view import HouseholdsPage
    from desktop.households.view.listing import ListPane
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


def listing(page: HouseholdsPage) -> ListPane:
    assert page.list is not None
    return page.list


def labels(page: HouseholdsPage) -> list[str]:
    model = listing(page).view.list_model
    rows = [model.row_at(place) for place in range(model.rowCount())]
    return [row.label for row in rows if row is not None]


def test_that_rooms_are_listed_in_natural_order_and_enter_opens_one(screens: Screens, page: HouseholdsPage) -> None:
    assert labels(page) == ["1-1-101", "1-1-102", "3-2-0301", "别墅 12"]
    assert listing(page).header.note.text() == "4 rooms"
    view = listing(page).view
    view.setFocus()
    view.selectRow(1)
    press(screens, view, Key.Key_Return)
    assert household(page).isVisible()
    assert household(page).header.title.text().startswith("1-1-102")


def test_that_esc_returns_to_the_room_in_the_list(screens: Screens, page: HouseholdsPage) -> None:
    pane = open_room(screens, page, "3-2-0301")
    press(screens, pane, Key.Key_Escape)
    assert listing(page).isVisible()
    assert listing(page).view.row.label == "3-2-0301"
    assert listing(page).view.hasFocus()


def test_that_typing_narrows_the_list_and_esc_widens_it(screens: Screens, page: HouseholdsPage) -> None:
    text = listing(page).text
    text.setFocus()
    QTest.keyClicks(text, "zgq")
    screens.qtbot.waitUntil(lambda: listing(page).view.list_model.rowCount() == 1)
    assert labels(page) == ["1-1-102"]
    assert listing(page).header.note.text() == "1 shown of 4"
    press(screens, text, Key.Key_Escape)
    assert len(labels(page)) == 4


def test_that_a_condition_is_chosen_from_its_menu_and_taken_away_by_a_click(
    screens: Screens, page: HouseholdsPage
) -> None:
    chip = listing(page).chips["building"]
    chip.click()
    menu = chip.findChild(QMenu)
    assert menu is not None
    menu.actions()[1].trigger()
    menu.close()
    screens.settle()
    assert labels(page) == ["3-2-0301"]
    assert chip.text() == "Building: 3"
    listing(page).chips["state"].choose("let")
    screens.settle()
    assert labels(page) == []
    assert listing(page)._empty.missing.text() == "No household fits"
    button(listing(page), "clear-empty").click()
    screens.settle()
    assert len(labels(page)) == 4
    assert not chip.isChecked()


def test_that_an_empty_register_says_who_fills_it(
    file_db: Database, clock: FixedClock, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with recording_shell(qapp, tmp_path) as shell:
        screens = Screens(file_db, clock, qtbot, shell)
        page = shown_page(screens)
        assert listing(page)._empty.isVisible()
        assert listing(page)._empty.missing.text() == "No household is in the register yet"
        assert listing(page).chips["building"].isHidden()


def test_that_a_household_that_is_gone_leads_back_to_the_list(
    screens: Screens, page: HouseholdsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []

    def note(_page: object, error: object) -> bool:
        told.append(error)
        return False

    monkeypatch.setattr("desktop.households.view.page.show_error", note)
    page.show_at(room_id=987_654)
    screens.settle()
    assert len(told) == 1
    assert listing(page).isVisible()
