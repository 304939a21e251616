"""What the tests of the page of events share: a community behind a window that remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from desktop.core.permissions import Role
from desktop.events.view import EventsPage, acting
from desktop.ui import acting as ui_acting
from desktop.ui.buttons import Button
from tests.ui.shells import recording_shell
from tests.ui.shells import settle as settle_shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from desktop.core.errors import TouchpointError
    from desktop.events.dialogs import EventDialog
    from desktop.events.rows import EventFile
    from tests.events.conftest import Planner
    from tests.ui.shells import RecordingShell

__all__ = ["ALT", "CTRL", "NARROW", "WIDE", "Screen", "screen"]

WIDE, NARROW = (1198, 612), (904, 384)
"""The page in a window of 1366x768 and in the smallest, px."""

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
DialogT = TypeVar("DialogT", bound="EventDialog")


class Screen:
    """The page of events as a clerk sees it, or another role."""

    def __init__(self, planner: Planner, shell: RecordingShell, qtbot: QtBot) -> None:
        self.planner = planner
        self.village = planner.village
        self.shell = shell
        self.qtbot = qtbot
        self.page: EventsPage
        self.errors: list[TouchpointError] = []

    def note_error(self, _parent: object, error: TouchpointError) -> bool:
        """Note an error that a dialog would tell, and want no further try."""
        self.errors.append(error)
        return False

    def show(self, role: Role = Role.CLERK, size: tuple[int, int] = WIDE, **where: object) -> None:
        self.page = EventsPage(self.village.desk_of(role), self.shell)
        self.qtbot.addWidget(self.page)
        self.page.resize(*size)
        self.page.show()
        self.page.show_at(**where)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle_shell(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    @property
    def titles(self) -> list[str]:
        return [row.title for row in self.page.presenter.model.rows]

    @property
    def file(self) -> EventFile:
        """Return the event looked at."""
        assert self.page.detail.file is not None
        return self.page.detail.file

    @property
    def guests(self) -> list[tuple[str, str]]:
        """Return the guests shown: the words of where each stands, and the room or name."""
        model = self.page.detail.guests.model
        cells = [[model.cell(row, column) for column in range(3)] for row in range(model.rowCount())]
        return [(state.text, room.text if room.text != "—" else name.text) for state, room, name in cells]  # type: ignore[union-attr]

    @property
    def told(self) -> str:
        """Return what is said below the line of guests."""
        return self.page.detail.guests.entry.words.text()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER, at: QWidget | None = None) -> None:
        # Keys are heard in the active window only, which nobody manages here once a dialog has closed.
        self.page.activateWindow()
        self.qtbot.waitUntil(self.page.isActiveWindow)
        QTest.keyClick(at or self.page.focusWidget() or self.page.view, key, modifier)
        self.settle()

    def enter(self, text: str) -> None:
        """Type into the line of guests as fast as a scanner, and press Enter."""
        self.press(Qt.Key.Key_F, ALT)
        line = self.page.detail.guests.entry.line
        if text.isascii():
            QTest.keyClicks(line, text)
        else:
            # QTest types no other script; an input method commits all of it at once.
            line.insert(text)
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.settle()

    def button(self, name: str) -> Button:
        found: Button | None = self.page.findChild(Button, name)
        assert found is not None, name
        return found

    def click(self, name: str) -> None:
        self.button(name).click()
        self.settle()

    def dialog(self, kind: type[DialogT]) -> DialogT:
        assert isinstance(self.page.acts.dialog, kind)
        return self.page.acts.dialog

    def submit(self, **texts: Any) -> None:
        dialog = self.page.acts.dialog
        assert dialog is not None
        for key, text in texts.items():
            dialog.form.fields[key].set_text(text)
        dialog.submit()
        self.settle()

    def problems(self) -> dict[str, str]:
        """Return what is marked as wrong in the form that is open, by field."""
        dialog = self.page.acts.dialog
        assert dialog is not None
        marked = {key: field.problem for key, field in dialog.form.fields.items()}
        return {key: problem.msgid for key, problem in marked.items() if problem is not None}


@pytest.fixture
def screen(
    planner: Planner, qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Screen]:
    """Yield the community behind a window that speaks English; the clock stands at 2026-11-22 14:05 in Shanghai."""
    with recording_shell(qapp, tmp_path) as shell:
        made = Screen(planner, shell, qtbot)
        for module in (acting, ui_acting):
            monkeypatch.setattr(module, "show_error", made.note_error)
        yield made
