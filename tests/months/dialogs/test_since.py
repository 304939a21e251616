from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.months.dialogs import SinceDialog
from desktop.months.rows import AfterClosing, Correction, CorrectionKind, EditionRow, Figure
from tests.months.conftest import OCTOBER
from tests.requests.conftest import SHANGHAI

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.shells import RecordingShell

AT = datetime(2026, 11, 3, 2, tzinfo=UTC)
EDITION = EditionRow(1, 1, AT, "沈怡", AT, (), None, "", "")
LATE = Correction(OCTOBER, 7, "BX-2610-0999", "3-1-502", "Tap\ndrips", "工程", CorrectionKind.CAME_LATER, AT, AT)
AFTER = AfterClosing({Figure.RECEIVED: (90, 91), Figure.OVERDUE: (2, 2)}, [LATE])


def opened(qtbot: QtBot, after: AfterClosing) -> SinceDialog:
    dialog = SinceDialog(OCTOBER, EDITION, after, SHANGHAI, None)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_that_figures_then_and_now_and_the_requests_are_told(qtbot: QtBot, shell: RecordingShell) -> None:
    dialog = opened(qtbot, AFTER)
    assert shell.gone == []
    assert dialog.title.text() == "October 2026, since it was closed"
    [line] = dialog.figures.rows
    assert (line.id, line.then, line.now) == (Figure.RECEIVED, 90, 91)
    texts = [dialog.requests.index(0, column).data() for column in range(dialog.requests.columnCount())]
    assert texts == ["BX-2610-0999", "3-1-502", "Tap drips", "Entered after closing", "3 Nov", "3 Nov"]


def test_that_a_request_that_changed_is_opened(qtbot: QtBot, shell: RecordingShell) -> None:
    dialog = opened(qtbot, AFTER)
    asked: list[int] = []
    dialog.opened.connect(asked.append)
    dialog.list.selectRow(0)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert asked == [7]
    assert not dialog.isVisible()
    assert shell.gone == []


def test_that_no_changed_request_says_so(qtbot: QtBot, shell: RecordingShell) -> None:
    dialog = opened(qtbot, AfterClosing({Figure.OVERDUE: (2, 3)}, []))
    assert dialog.requests.rowCount() == 0
    assert len(dialog.figures.rows) == 1
    assert shell.said == []
