from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from desktop.core.i18n import LANGUAGES, Language, msg
from desktop.ui.language import say, ui_language
from tests.ui.phrases import Phrases

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def chinese() -> Language:
    return Language("zh_CN", Phrases())


def test_that_what_was_said_is_said_again_in_the_new_language(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    say(line, placeholderText=msg("Room"), accessibleName=msg("Room"), toolTip=msg("Due"))
    assert line.placeholderText() == "Room"
    ui_language().speak(chinese())
    assert (line.placeholderText(), line.accessibleName(), line.toolTip()) == ("房号", "房号", "时限")


def test_that_data_stays_and_composed_text_is_composed_again(qtbot: QtBot) -> None:
    label, composed = QLabel(), QLabel()
    qtbot.addWidget(label)
    qtbot.addWidget(composed)
    say(label, text="3-1-502")
    say(composed, text=lambda spoken: spoken.gettext("Room") + " 3")
    ui_language().speak(chinese())
    assert (label.text(), composed.text()) == ("3-1-502", "房号 3")


def test_that_labels_nobody_holds_are_translated_while_their_window_lives(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)

    def add() -> None:
        label = QLabel()
        say(label, text=msg("Room"))
        column.addWidget(label)

    add()
    gc.collect()
    ui_language().speak(chinese())
    labels = window.findChildren(QLabel)
    assert [label.text() for label in labels] == ["房号"]


def test_that_a_deleted_widget_is_forgotten() -> None:
    label = QLabel()
    say(label, text=msg("Room"))
    Shiboken.delete(label)
    ui_language().speak(chinese())
    assert ui_language().language.code == "zh_CN"


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_stock_dialogs_and_calendars_speak_it_too(code: str) -> None:
    ui_language().choose(code)
    assert QLocale().name() == ("en_US" if code == "en" else code)
    cancel = QCoreApplication.translate("QPlatformTheme", "Cancel")
    assert cancel == ("Cancel" if code == "en" else "取消")


def test_that_choosing_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        ui_language().choose("fr")


def test_that_a_tooltip_shows_what_looks_like_markup_as_it_was_typed(qtbot: QtBot) -> None:
    widget = QLabel()
    qtbot.addWidget(widget)
    say(widget, toolTip="<b>1</b> <img src=x>")
    assert "&lt;b&gt;1&lt;/b&gt;" in widget.toolTip()
    say(widget, toolTip="1 < 2")
    assert widget.toolTip() == "1 < 2"
