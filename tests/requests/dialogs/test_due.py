from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.core.clock import FixedClock
from desktop.core.i18n import msg
from desktop.requests.dialogs.due import DueField, said_at_field
from desktop.requests.presenter import Moments
from desktop.requests.rule import DueTimes
from desktop.requests.table import Seen
from desktop.ui.kit import start_kit
from desktop.ui.language import ui_language
from tests.requests.conftest import SHANGHAI
from tests.requests.screens import NOW

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

FRAME = 2 * (1 + 10 + 2)
"""What a line of text gives away at both its ends: border, padding, Qt's own margin, px."""

SEEN = Seen(FixedClock(NOW), SHANGHAI)


@pytest.fixture(autouse=True)
def _english(qapp: QApplication) -> None:
    start_kit(qapp, language="en")
    ui_language().choose("en")


@pytest.fixture
def field(qtbot: QtBot) -> DueField:
    made = DueField("due", SEEN)
    qtbot.addWidget(made.row)
    return made


def test_that_it_tells_by_when_it_is_done_and_by_when_somebody_answers(field: DueField) -> None:
    field.show_due(DueTimes(NOW + timedelta(minutes=30), NOW + timedelta(hours=4)))
    assert (field.line.text(), field.note.text()) == ("today 18:05", "reply today 14:35")
    assert field.note.property("tone") == "ink2"
    field.show_due(DueTimes())
    assert (field.line.text(), field.note.text()) == ("no limit", "")


def test_that_a_doubt_stands_beside_it_in_amber(field: DueField) -> None:
    doubt = msg("The holidays of 2027 are not known.")
    field.show_due(DueTimes(NOW, NOW + timedelta(hours=4), doubt))
    assert (field.line.text(), field.note.text()) == ("today 18:05", "The holidays of 2027 are not known.")
    assert field.note.property("tone") == "amber"


def test_that_a_due_time_is_seen_whole(field: DueField) -> None:
    tomorrow = NOW.astimezone(SHANGHAI).replace(hour=0, minute=23) + timedelta(days=1)
    field.show_due(DueTimes(None, tomorrow))
    assert field.line.text() == "tomorrow 00:23"
    needed = field.line.fontMetrics().horizontalAdvance("tomorrow 00:23") + FRAME
    assert field.line.maximumWidth() >= needed
    assert field.line.cursorPosition() == 0


def test_that_no_draft_and_no_command_keeps_what_the_rules_say(field: DueField) -> None:
    field.show_due(DueTimes(None, NOW))
    field.set_text("yesterday")
    assert (field.line.text(), field.text(), field.value()) == ("today 14:05", "", None)


def test_that_a_time_before_now_is_told_to_be_an_entry_of_later(qtbot: QtBot) -> None:
    said = said_at_field("occurred_at", Moments(SEEN))
    qtbot.addWidget(said.row)
    said.set_text("昨天 15:30")
    said.read()
    assert said.understood.text() == "entered later: yesterday 15:30"
    said.set_text("tomorrow 9:00")
    said.read()
    assert said.understood.text() == "tomorrow 09:00"
