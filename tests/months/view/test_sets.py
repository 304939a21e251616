"""The set of a month's reports: asked for, saved, printed, broken off, printed again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.core.permissions import Role
from tests.months.view.conftest import opened
from tests.ui.shells import settle

if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from pytestqt.qtbot import QtBot

    from desktop.months.view import MonthPage
    from tests.months.conftest import Town
    from tests.ui.shells import RecordingShell

ASK_FOLDER = "desktop.months.view.sets.QFileDialog.getExistingDirectory"
PRINTING = "desktop.months.view.printing"


class Printer:
    """A printer that takes every page, but for documents that are `refused` or have no end."""

    def __init__(self) -> None:
        self.name = ""
        self.pages: list[str] = []
        self.asked = 0
        self.refused: set[str] = set()
        self.endless: set[str] = set()
        self.broken_off = 0

    def setDocName(self, name: str) -> None:
        self.name = name

    def choose(self, *_: object) -> Printer:
        self.asked += 1
        return self

    def print_pages(self, document: Any, _printer: object) -> Generator[int, None, None]:
        if self.name in self.refused:
            raise WorldError(msg("The printer “%(printer)s” broke off the job.", printer="Desk"))
        try:
            for page in range(document.pageCount()):
                self.pages.append(self.name)
                yield page
            while self.name in self.endless:
                yield page
        except GeneratorExit:
            self.broken_off += 1
            raise


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Printer:
    made = Printer()
    monkeypatch.setattr(f"{PRINTING}.choose_printer", made.choose)
    monkeypatch.setattr(f"{PRINTING}.printed_pages", made.print_pages)
    return made


def ask_to_print(qtbot: QtBot, page: MonthPage, shell: RecordingShell) -> None:
    page.header.print_all.emit()
    assert page.sets.dialog is not None
    page.sets.dialog.submit()
    settle(qtbot, shell)


def test_that_the_set_is_saved_where_the_person_says(
    qtbot: QtBot,
    page: MonthPage,
    shell: RecordingShell,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path_factory.mktemp("reports")
    monkeypatch.setattr(ASK_FOLDER, lambda *_: str(folder))
    page.header.save_all.emit()
    assert page.sets.dialog is not None
    assert page.sets.dialog.title.text() == "All reports of October 2026"
    page.sets.dialog.form.fields["language"].set_text("zh_TW")
    page.sets.dialog.submit()
    settle(qtbot, shell)
    assert shell.words == [f"7 files are in {folder}"]
    assert len(list(folder.glob("*.pdf"))) == 7
    assert page.sets.dialog is None


def test_that_the_set_is_printed_its_cover_first(
    qtbot: QtBot, page: MonthPage, shell: RecordingShell, printer: Printer
) -> None:
    ask_to_print(qtbot, page, shell)
    qtbot.waitUntil(lambda: bool(shell.said))
    assert shell.words == ["7 reports went to the printer"]
    assert printer.pages[0] == "2026-10-cover"
    assert len(set(printer.pages)) == 7
    assert printer.asked == 1
    assert page.sets.printing is None


def test_that_what_the_printer_refused_is_named_and_printed_again(
    qtbot: QtBot, page: MonthPage, shell: RecordingShell, printer: Printer
) -> None:
    printer.refused = {"2026-10-engineering", "2026-10-all"}
    ask_to_print(qtbot, page, shell)
    qtbot.waitUntil(lambda: page.sets.printing is not None and page.sets.printing.repeat.isVisible())
    printing = page.sets.printing
    assert printing is not None
    assert printing.words.text() == (
        "5 reports went to the printer.\nNot printed: 工程, All departments\nThe printer “Desk” broke off the job."
    )
    assert shell.said == []
    printer.refused, printer.pages = set(), []
    printing.repeat.click()
    qtbot.waitUntil(lambda: bool(shell.said))
    assert shell.words == ["2 reports went to the printer"]
    assert set(printer.pages) == {"2026-10-engineering", "2026-10-all"}
    assert printer.asked == 1


def test_that_printing_says_which_report_and_is_broken_off(
    qtbot: QtBot, page: MonthPage, shell: RecordingShell, printer: Printer
) -> None:
    printer.endless = {"2026-10-engineering"}
    ask_to_print(qtbot, page, shell)
    qtbot.waitUntil(lambda: "2026-10-engineering" in printer.pages)
    printing = page.sets.printing
    assert printing is not None
    assert printing.words.text() == "3 of 7: 工程"
    printing.stop.click()
    assert shell.words == ["2 reports went to the printer"]
    assert printer.broken_off == 1
    assert page.sets.printer is not None
    assert len(page.sets.printer.left) == 5


def test_that_names_in_full_are_offered_to_who_may_only(qtbot: QtBot, town: Town, shell: RecordingShell) -> None:
    clerk = opened(qtbot, replace(town.desk, actor=replace(town.desk.actor, role=Role.CLERK)), shell)
    clerk.header.print_all.emit()
    assert clerk.sets.dialog is not None
    assert "unmasked" not in clerk.sets.dialog.form.fields
    clerk.sets.dialog.reject()
    manager = opened(qtbot, town.desk, shell)
    manager.header.print_all.emit()
    assert manager.sets.dialog is not None
    assert "unmasked" in manager.sets.dialog.form.fields
    manager.sets.dialog.form.fields["unmasked"].set_text("yes")
    manager.sets.dialog.submit()
    settle(qtbot, shell)
    assert manager.sets.dialog is not None
    manager.sets.dialog.reject()
