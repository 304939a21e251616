"""What contact lists add to the page of a household."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.app.contacts_panel import CALLS_GROUP, ListsPanel, call_told
from desktop.app.household_panels import household_panels, last_words
from desktop.contacts.model import CallOutcome
from desktop.core.i18n import language
from desktop.households.service import HouseholdService
from tests.contacts.conftest import on_file, template
from tests.contacts.neighbours import LABELS
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.contacts.neighbours import Neighbours
    from tests.ui.shells import RecordingShell

__all__ = ["on_file", "template"]


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[RecordingShell]:
    with recording_shell(qapp, tmp_path) as made:
        yield made


def shown(neighbours: Neighbours, shell: RecordingShell, qtbot: QtBot) -> ListsPanel:
    panel = ListsPanel(neighbours.desk, shell)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_room(neighbours.rooms[LABELS[0]])
    settle(qtbot, shell)
    return panel


def test_that_the_lists_of_a_household_are_shown_and_opened(
    on_file: Neighbours, shell: RecordingShell, qtbot: QtBot
) -> None:
    list_id = on_file.listed(LABELS[0])
    on_file.listed(LABELS[1], name="别的")
    panel = shown(on_file, shell, qtbot)
    assert [chip.text() for chip in panel.chips] == ["春节"]
    panel.chips[0].click()
    assert shell.gone == [("contacts", {"list_id": list_id})]


def test_that_a_household_is_put_on_a_list_from_its_page(
    on_file: Neighbours, shell: RecordingShell, qtbot: QtBot
) -> None:
    list_id = on_file.listed(name="别的")
    panel = shown(on_file, shell, qtbot)
    assert panel.chips == []
    menu = panel.menu_of_lists()
    assert [action.text() for action in menu.actions()] == ["别的"]
    menu.actions()[0].trigger()
    settle(qtbot, shell)
    assert on_file.members(list_id) == [LABELS[0]]
    assert [chip.text() for chip in panel.chips] == ["别的"]


def test_that_a_call_is_told_on_the_timeline_and_as_the_last_contact(
    on_file: Neighbours, shell: RecordingShell
) -> None:
    on_file.everyone()
    on_file.call(on_file.round(), CallOutcome.NO_ANSWER)
    (line,) = HouseholdService(on_file.desk).timeline(on_file.rooms[LABELS[0]])
    told = call_told(line)
    assert told is not None
    assert line.kind in CALLS_GROUP.kinds
    words = last_words(line, on_file.desk.zone)
    assert words is not None
    assert language("en").message(words) == "Phone call: called 业主0 for 春节拜年: No answer"
    assert CALLS_GROUP in household_panels(on_file.desk, shell).groups
