from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.icons import icon_pixmap
from desktop.ui.kit import start_kit
from desktop.ui.language import ui_language
from desktop.ui.panels import IconLabel
from desktop.ui.theme import ThemeChoice, theme

if TYPE_CHECKING:
    import pytest
    from PySide6.QtGui import QPixmap
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


def test_that_windows_bear_the_icon_of_the_program_sharp_at_every_scale(dressed: QApplication, qtbot: QtBot) -> None:
    start_kit(dressed)
    window = QWidget()
    qtbot.addWidget(window)
    for side in (16, 24, 32, 256):
        drawn = window.windowIcon().pixmap(QSize(side, side), 1.0).toImage()
        assert (drawn.width(), drawn.pixelColor(side // 8, side // 2).name()) == (side, "#0f666a")


def test_that_scales_and_dialogs_are_those_of_the_system(dressed: QApplication) -> None:
    start_kit(dressed)
    # Windows' own steps of 125, 150 and 175 % are taken as they are, on each screen.
    assert dressed.highDpiScaleFactorRoundingPolicy() == Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    assert not dressed.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)


def test_that_an_icon_is_drawn_anew_where_the_scale_is_another(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[float] = []

    def draw(name: str, tone: str, size: int, ratio: float) -> QPixmap:
        drawn.append(ratio)
        return icon_pixmap(name, tone, size, ratio)

    monkeypatch.setattr("desktop.ui.panels.icon_pixmap", draw)
    label = IconLabel("info")
    qtbot.addWidget(label)
    for ratio in (1.0, 1.5, 1.5, 1.0):
        monkeypatch.setattr(label, "devicePixelRatio", lambda ratio=ratio: ratio)
        label.grab()
    assert drawn == [1.0, 1.5, 1.0]
