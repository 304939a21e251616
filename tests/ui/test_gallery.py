from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QTableView, QWidget

from desktop.core.i18n import Language
from desktop.ui.language import ui_language
from desktop.ui.theme import ThemeChoice, colour, theme
from tests.ui.gallery import PAGES, window
from tests.ui.phrases import Phrases

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("name", PAGES)
def test_that_every_piece_lives_through_a_change_of_look_and_language(qtbot: QtBot, name: str) -> None:
    make, current = PAGES[name]
    shown = window(make(), current)
    qtbot.addWidget(shown)
    shown.resize(1366, 696)
    shown.show()
    for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT):
        theme().choose(choice)
        ui_language().speak(Language("zh_CN", Phrases()))
        image = shown.grab().toImage()
        assert image.pixelColor(shown.width() - 4, 300) == colour("ground")
        ui_language().choose("en")


@pytest.mark.parametrize("name", PAGES)
def test_that_everything_one_can_act_on_says_what_it_is(qtbot: QtBot, name: str) -> None:
    make, current = PAGES[name]
    shown = window(make(), current)
    qtbot.addWidget(shown)
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTableView)
    inputs = [widget for widget in shown.findChildren(QWidget) if isinstance(widget, kinds)]
    silent = [
        widget
        for widget in inputs
        if not (widget.accessibleName() or widget.property("text") or widget.objectName().startswith("qt_"))
        and not isinstance(widget.parent(), QComboBox | QTableView)
    ]
    assert len(inputs) > 10
    assert silent == []


def test_that_no_words_are_cut_in_english_at_the_usual_size(qtbot: QtBot) -> None:
    make, current = PAGES["form"]
    shown = window(make(), current)
    qtbot.addWidget(shown)
    shown.resize(1366, 696)
    shown.show()
    cut = [
        words.text()
        for words in shown.findChildren(QLabel)
        if words.isVisible()
        and not words.wordWrap()
        and type(words) is QLabel
        and words.fontMetrics().horizontalAdvance(words.text()) > words.width() + 1
    ]
    assert cut == []
