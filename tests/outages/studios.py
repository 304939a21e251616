"""What the tests of the studio and the panels share: an outage of the quarter behind a window that remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from desktop.core.permissions import Operation
from desktop.households.model import Phone, Resident
from desktop.outages.model import NoticeEdition
from desktop.outages.rows import NewNotice
from desktop.outages.view.panels import NoticeStudio
from desktop.ui import acting
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.core.errors import TouchpointError
    from desktop.outages.rows import OutageFile
    from tests.outages.quarters import Quarter
    from tests.ui.shells import RecordingShell

__all__ = ["Desktop", "desktop_of", "noticed"]

WidgetT = TypeVar("WidgetT", bound=QWidget)


class Desktop:
    """An outage of the quarter, and a window in which its panels and its studio are shown."""

    def __init__(self, quarter: Quarter, shell: RecordingShell, qtbot: QtBot) -> None:
        self.quarter = quarter
        self.shell = shell
        self.qtbot = qtbot
        self.outage_id = quarter.planned(quarter.building("1"), quarter.building("3"))
        self.window = QWidget()
        self.window.resize(1366, 696)
        qtbot.addWidget(self.window)
        self.window.show()

    @property
    def file(self) -> OutageFile:
        return self.quarter.service.outage(self.outage_id)

    @property
    def state(self) -> str:
        return str(self.file.line.state)

    def announce(self, **words: str) -> int:
        """Issue the first notice and return its id."""
        service = self.quarter.service
        new = NewNotice(NoticeEdition.ANNOUNCED, "zh_CN", **words)  # type: ignore[arg-type]
        return service.issue(self.outage_id, new, version=self.file.line.version).result

    def studio(self, edition: NoticeEdition = NoticeEdition.ANNOUNCED) -> NoticeStudio:
        """Open the studio, its first preview drawn."""
        studio = NoticeStudio(self.quarter.desk, self.shell, self.file, edition, self.window)
        studio.finished.connect(studio.deleteLater)
        studio.language.choose("zh_CN")
        studio.open()
        self.settle()
        return studio

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def press(
        self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        window = widget.window()
        window.activateWindow()
        self.qtbot.waitUntil(window.isActiveWindow)
        QTest.keyClick(widget, key, modifier)
        self.settle()

    def find(self, within: QWidget, kind: type[WidgetT], name: str) -> WidgetT:
        found = within.findChild(kind, name)
        assert found is not None, name
        return found

    @property
    def clipboard(self) -> str:
        return QGuiApplication.clipboard().text()


def fail_with(_parent: QWidget, error: TouchpointError) -> bool:
    """Stand in for the dialog of an error, which would wait for somebody."""
    pytest.fail(error.problems[0].message.msgid)


@pytest.fixture
def desktop_of(
    filed: Quarter, tmp_path: Path, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    """Yield an outage that is planned, behind a window that speaks English."""
    monkeypatch.setattr(acting, "show_error", fail_with)
    with filed.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        ids = work.session.scalars(select(Resident.id))
        work.session.add_all(
            Phone(community_id=1, resident_id=id_, position=1, digits=f"1380000{id_:04}") for id_ in ids
        )
    with recording_shell(qapp, tmp_path) as shell:
        yield Desktop(filed, shell, qtbot)


@pytest.fixture
def noticed(desktop_of: Desktop) -> Desktop:
    """Return the same, announced."""
    desktop_of.announce()
    return desktop_of
