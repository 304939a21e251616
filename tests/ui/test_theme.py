from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.core.paths import resources_dir
from desktop.core.tokens import DARK, LIGHT, STATUS, TOKENS
from desktop.ui.theme import ThemeChoice, colour, repolish, stylesheet, theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_that_every_token_of_the_stylesheet_is_filled_in(scheme: int) -> None:
    filled = stylesheet(scheme)
    assert "${" not in filled
    assert TOKENS["accent"][scheme] in filled


def test_that_the_stylesheet_names_no_colour_of_its_own() -> None:
    template = (resources_dir() / "themes" / "touchpoint.qss").read_text("utf-8")
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=[; ])", template) == []


def test_that_the_look_changes_at_once(qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme().changed):
        theme().choose(ThemeChoice.DARK)
    assert colour("ground").name().upper() == TOKENS["ground"][DARK]
    assert QApplication.palette().color(QPalette.ColorRole.Window) == colour("ground")
    assert TOKENS["panel"][DARK] in QApplication.instance().styleSheet()  # type: ignore[union-attr]


def test_that_choosing_the_look_there_is_changes_nothing(qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme().changed):
        theme().choose(ThemeChoice.LIGHT)
    assert not theme().dark


def test_that_the_system_is_followed_unless_chosen_otherwise() -> None:
    theme().choose(ThemeChoice.SYSTEM)
    system_dark = QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme().dark == system_dark


@pytest.mark.parametrize("name", STATUS)
def test_that_status_colours_have_text_and_tint(name: str) -> None:
    assert colour(name).name().upper() == STATUS[name][LIGHT].text
    assert colour(f"{name}-tint").name().upper() == STATUS[name][LIGHT].tint


def test_that_a_wrong_field_gets_its_border_by_property(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.resize(200, 34)
    before = line.grab().toImage().pixelColor(100, 0)
    repolish(line, invalid=True)
    after = line.grab().toImage().pixelColor(100, 0)
    assert before == colour("edge")
    assert after == colour("red")


def test_that_a_lent_look_leaves_what_was_chosen() -> None:
    theme().lend(ThemeChoice.DARK)
    assert theme().dark
    assert theme().choice is ThemeChoice.LIGHT
    theme().choose(ThemeChoice.LIGHT)
    assert theme().dark
    theme().lend(None)
    assert not theme().dark
