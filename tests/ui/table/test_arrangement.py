from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from desktop.core.i18n import msg
from desktop.core.settings import COLUMN_WIDTHS, COLUMNS, Settings
from desktop.ui.table import Arrangement, ColumnsButton, ListView, RowsModel, arrange_all
from tests.ui import samples
from tests.ui.samples import ROWS

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

FIRST = [column.key for column in samples.COLUMNS]


def a_list(qtbot: QtBot, parent: QWidget | None = None, name: str = "list") -> ListView:
    view = ListView(RowsModel(samples.COLUMNS, ROWS), label=msg("Requests"), name=name, parent=parent)
    if parent is None:
        qtbot.addWidget(view)
    view.resize(800, 400)
    return view


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.load(tmp_path / "settings.json")


def test_that_order_width_and_choice_survive_a_restart(qtbot: QtBot, settings: Settings) -> None:
    view = a_list(qtbot)
    button = ColumnsButton(view)
    qtbot.addWidget(button)
    Arrangement(view, settings, "here", button)
    assert view.shown_columns() == FIRST
    view.horizontalHeader().moveSection(1, 0)
    view.horizontalHeader().resizeSection(0, 210)
    settings.save()
    again = a_list(qtbot)
    Arrangement(again, Settings.load(settings.path), "here")
    assert again.shown_columns() == [FIRST[1], FIRST[0], *FIRST[2:]]
    assert again.columnWidth(0) == 210
    button.reset.emit()
    assert view.shown_columns() == FIRST
    assert settings.get(COLUMNS) == {}
    assert settings.get(COLUMN_WIDTHS) == {}


def test_that_a_column_no_version_knows_is_passed_over(qtbot: QtBot, settings: Settings) -> None:
    settings.set(COLUMNS, {"here": ("gone", FIRST[1])})
    settings.set(COLUMN_WIDTHS, {"here": {"gone": 300}})
    view = a_list(qtbot)
    Arrangement(view, settings, "here")
    assert view.shown_columns() == [FIRST[1]]
    assert view.widths() == {}


def test_that_every_named_list_of_a_page_keeps_its_own(qtbot: QtBot, settings: Settings) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    own, other, nameless = a_list(qtbot, page, "own"), a_list(qtbot, page, "other"), a_list(qtbot, page, "")
    Arrangement(own, settings, "mine")
    arrange_all(page, settings, "page")
    for view in (own, other, nameless):
        view.horizontalHeader().moveSection(1, 0)
    kept = settings.get(COLUMNS)
    assert set(kept) == {"mine", "page/other"}
