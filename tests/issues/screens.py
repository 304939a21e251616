"""What the tests of the page of problem points share: a combed community behind a window that remembers."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from desktop.issues.view import IssuesPage
from desktop.storage.database import file_database
from desktop.ui.buttons import Button, FilterChip
from tests.issues.conftest import Combing, people
from tests.requests.conftest import KEY, settle
from tests.ui.shells import recording_shell
from tests.ui.shells import settle as settle_shell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock
    from desktop.issues.dialogs import IssueDialog
    from desktop.issues.rows import IssueRow
    from tests.ui.shells import RecordingShell

__all__ = ["NARROW", "WIDE", "Screen", "screen"]

WIDE, NARROW = (1198, 612), (904, 384)
"""The page in a window of 1366x768 and in the smallest, px."""

DialogT = TypeVar("DialogT", bound="IssueDialog")
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Screen:
    """The page of problem points, as one of `PEOPLE` sees it."""

    def __init__(self, combing: Combing, shell: RecordingShell, qtbot: QtBot) -> None:
        self.combing = combing
        self.shell = shell
        self.qtbot = qtbot
        self.page: IssuesPage

    def show(self, name: str = "张敏", size: tuple[int, int] = WIDE, **where: object) -> None:
        self.page = IssuesPage(self.combing.of(name), self.shell)
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
    def row(self) -> IssueRow:
        """Return the point looked at."""
        assert self.page.detail.row is not None
        return self.page.detail.row

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER, at: QWidget | None = None) -> None:
        # Keys are heard in the active window only, which nobody manages here once a dialog has closed.
        self.page.activateWindow()
        self.qtbot.waitUntil(self.page.isActiveWindow)
        QTest.keyClick(at or self.page.view, key, modifier)
        self.settle()

    def button(self, name: str) -> Button:
        found: Button | None = self.page.findChild(Button, name)
        assert found is not None, name
        return found

    def chip(self, name: str) -> FilterChip:
        found: FilterChip | None = self.page.findChild(FilterChip, name)
        assert found is not None, name
        return found

    def click(self, name: str) -> None:
        self.button(name).click()
        self.settle()

    def choose(self, entry: str) -> None:
        """Choose from the menu of what else can be done with the point."""
        menu = self.page.detail.menu()
        action = next(action for action in menu.actions() if action.text() == entry)
        action.trigger()
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
def screen(empty_file: Path, tmp_path: Path, clock: FixedClock, qtbot: QtBot, qapp: QApplication) -> Iterator[Screen]:
    """Yield a combed community behind a window that speaks English."""
    database = file_database(Path(shutil.copy(empty_file, tmp_path / "touchpoint.db")), KEY)
    place = settle(database, clock)
    people(place)
    with recording_shell(qapp, tmp_path) as shell:
        yield Screen(Combing(place, clock), shell, qtbot)
    database.close()
