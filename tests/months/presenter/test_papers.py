"""The set of a month's reports on its way to printer or folder, and the ledger as a paper."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject

from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import language
from desktop.core.months import Month
from desktop.months.presenter import LedgerPaper, SetChoice, SetPresenter
from desktop.ui.language import translate
from desktop.ui.shell import LongPaper
from desktop.ui.tasks import CancelledError, Progress
from tests.ui.shells import settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.months.conftest import Town
    from tests.ui.shells import RecordingShell

EN = language("en")
OCTOBER = Month(2026, 10)


class Asker:
    """Asks for a set and keeps what came of it."""

    def __init__(self, town: Town, shell: RecordingShell, parent: QObject) -> None:
        self.presenter = SetPresenter(town.desk, shell.tasks, parent)
        self.drawn: list[Any] = []
        self.saved: list[tuple[Any, int]] = []
        self.refused: list[Exception] = []
        self.presenter.drawn.connect(self.drawn.append)
        self.presenter.saved.connect(lambda folder, count: self.saved.append((folder, count)))


@pytest.fixture
def asker(town: Town, shell: RecordingShell) -> Iterator[Asker]:
    parent = QObject()
    yield Asker(town, shell, parent)
    parent.deleteLater()


def test_that_the_set_is_saved_one_file_each(
    qtbot: QtBot, town: Town, asker: Asker, shell: RecordingShell, tmp_path: Path
) -> None:
    asker.presenter.save(OCTOBER, SetChoice(EN), tmp_path, asker.refused.append)
    settle(qtbot, shell)
    assert asker.saved == [(tmp_path, 7)]
    names = {path.name for path in tmp_path.glob("*.pdf")}
    assert names == {f"2026-10-{code}.pdf" for code in (*town.departments, "all", "cover")}
    assert all(path.read_bytes().startswith(b"%PDF-") for path in tmp_path.glob("*.pdf"))


def test_that_a_folder_that_is_gone_is_told(qtbot: QtBot, asker: Asker, shell: RecordingShell, tmp_path: Path) -> None:
    asker.presenter.save(OCTOBER, SetChoice(EN), tmp_path / "gone", asker.refused.append)
    settle(qtbot, shell)
    [error] = asker.refused
    assert isinstance(error, WorldError)


def test_that_names_in_full_need_a_reason(qtbot: QtBot, asker: Asker, shell: RecordingShell) -> None:
    asker.presenter.draw(OCTOBER, SetChoice(EN, unmasked=True), asker.refused.append)
    settle(qtbot, shell)
    [error] = asker.refused
    assert isinstance(error, UserError)
    assert error.problems[0].field == "reason"
    assert asker.drawn == []


def test_that_the_ledger_says_how_far_it_is_and_can_be_stopped(town: Town) -> None:
    paper = LedgerPaper(town.desk, OCTOBER, None)
    assert isinstance(paper, LongPaper)
    assert translate(paper.title, EN) == "Ledger of October 2026"
    told: list[Any] = []
    stop = Event()
    assert paper.draw(EN, Progress(stop, told.append)) == paper.pdf(EN)
    assert {EN.message(each.doing).split(":")[0] for each in told} == {"Laying out the ledger", "Drawing the ledger"}
    stop.set()
    with pytest.raises(CancelledError):
        paper.draw(EN, Progress(stop, told.append))
