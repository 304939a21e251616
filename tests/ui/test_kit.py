from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.ui.kit import start_kit
from desktop.ui.language import ui_language
from desktop.ui.theme import ThemeChoice, theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


def test_that_the_program_survives_more_calls_of_qt_than_none_has_references(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    for _ in range(20_000):
        widget.update()
    assert sys.getrefcount(None) > 1 << 20


def test_that_starting_gives_look_language_and_font(dressed: QApplication) -> None:
    look, spoken = start_kit(dressed, look=ThemeChoice.DARK, language="zh_TW", all_fonts=True)
    assert look is theme()
    assert look.dark
    assert spoken is ui_language()
    assert spoken.language.code == "zh_TW"
    assert dressed.font().family() == "Noto Sans SC"
