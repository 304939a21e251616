"""The main job from end to end, in each language: import, find, log, dispatch, complete, follow up, report."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeAlias

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from desktop.app import commands
from desktop.app.importing.view import ImportPage
from desktop.app.papers import PaperWindow
from desktop.core.i18n import Language, language, msg
from desktop.households.view import HouseholdsPage
from desktop.months.rows import DEFINITIONS, FIGURE_LABELS, Figure
from desktop.months.table import tile_text
from desktop.months.view import MonthPage
from desktop.requests.model import RequestState, Satisfaction
from desktop.requests.service import RequestService
from desktop.requests.view import IntakePage, RequestsPage
from desktop.ui.buttons import Button
from tests.architecture.test_catalogues import foreign_words
from tests.journeys.program import CTRL, PASSWORD, Program, choosing_file
from tests.journeys.spreadsheets import LEDGER_ROWS, REFUSED_AREA, write_ledger, write_roster

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock

MONTH = "2026-10"
NUMBER = "BX-2611-0001"
A5_POINTS = (420, 595)
OWN_NAMES = re.compile(r"[A-Z]{2}-\d{4}-\d{2,4}|\bmanager\b|\bP90\b|\bm²")
"""What stands in a report as it is in the data: numbers of requests and reports, names of accounts."""

Told: TypeAlias = dict[str, dict[str, dict[str, float | None]]]
"""The JSON of a month, as far as its total is looked at."""


@pytest.mark.parametrize("code", ["zh_CN", "zh_TW", "en"])
def test_that_a_roster_and_a_ledger_become_a_report(
    start: Callable[..., Program],
    empty_data: Path,
    tmp_path: Path,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
) -> None:
    program = start(empty_data, code)
    program.sign_in("admin")
    import_roster(program, write_roster(tmp_path / "业主名册.xlsx"), monkeypatch)
    import_ledger(program, write_ledger(tmp_path / "10月台账.xlsx"), monkeypatch)
    program.lock()
    program.sign_in("clerk")
    find_household(program)
    find_request(program)
    log_repair(program)
    dispatch(program)
    complete_and_follow_up(program)
    program.lock()
    program.sign_in("manager")
    figures = report_as_json(empty_data, tmp_path / "json", clock, monkeypatch)
    look_at_month(program, figures)
    pdf, workbook = print_report(program, tmp_path, monkeypatch)
    own = report_as_json(empty_data, tmp_path / "own", clock, monkeypatch, "--department", "engineering")
    assert_report_is_whole(pdf, own["total"]["figures"], language(code))
    assert_workbook_holds(workbook, own["total"]["figures"], language(code))


# --- importing ------------------------------------------------------------------------------------------------------


def import_roster(program: Program, path: Path, patch: pytest.MonkeyPatch) -> None:
    """Read the roster, correct the refused cell where it stands, import."""
    program.go("import")
    page = read_file(program, path, patch)
    preview = page.preview
    assert [(row.column, row.value) for row in preview.cells.rows] == [("建筑面积", REFUSED_AREA)]
    program.until(preview.cells_view.isVisible)
    cell = preview.cells_view.visualRect(preview.cells.index(0, preview.cells.value_column)).center()
    program.click(preview.cells_view.viewport(), cell)
    program.press(Qt.Key.Key_Return)
    program.press(Qt.Key.Key_A, CTRL)
    program.type("90.2")
    program.press(Qt.Key.Key_Return)
    program.until(lambda: preview.tiles["refused"].accessibleName().endswith(" 0"))
    assert preview.tiles["created"].accessibleName().endswith(" 4")
    confirm(program, page, "households")


def import_ledger(program: Program, path: Path, patch: pytest.MonkeyPatch) -> None:
    """Read the ledger and import it; the room that nobody knows is pointed out and kept."""
    page = program.page(ImportPage)
    program.click(page.choose.kinds.button("requests"))
    read_file(program, path, patch)
    page.preview.show_list("doubts")
    assert "9-9-909" in {row.value for row in page.preview.cells.rows}
    confirm(program, page, "requests")
    requests = RequestService(program.window.session.desk)
    assert requests.by_number(str(LEDGER_ROWS[0][0])).line.room == "3-1-502"
    assert requests.by_number(str(LEDGER_ROWS[3][0])).line.room == "9-9-909"


def read_file(program: Program, path: Path, patch: pytest.MonkeyPatch) -> ImportPage:
    page = program.page(ImportPage)
    choosing_file(patch, path)
    program.press(Qt.Key.Key_O, CTRL)
    program.until(page.preview.isVisible)
    return page


def confirm(program: Program, page: ImportPage, kind: str) -> None:
    """Import by Ctrl+Enter; the strip says so and the batch is listed."""
    before = page.imports.rowCount()
    program.press(Qt.Key.Key_Return, CTRL)
    program.until(lambda: page.imports.rowCount() == before + 1)
    newest = page.imports.row_at(0)
    assert newest is not None
    assert newest.kind == kind
    assert page.findChild(Button, "undo-import") is not None


# --- the desk -------------------------------------------------------------------------------------------------------


def find_household(program: Program) -> None:
    """Find households by room, by initials and by the tail of a phone, without touching the mouse."""
    for typed, room in (("3-1-502", "3-1-502"), ("zxm", "3-1-503"), ("7713", "3-2-1101"), ("吴秀", "5-1-101")):
        program.press(Qt.Key.Key_F3)
        program.type(typed)
        program.until(program.window.searching.isVisible)
        program.press(Qt.Key.Key_Return)
        pane = program.page(HouseholdsPage).household
        assert pane is not None
        program.until(pane.isVisible)
        assert pane.header.title.text().startswith(room)


def find_request(program: Program) -> None:
    """Find a request by its number; it is not in the list of what is open, and is shown all the same."""
    number = str(LEDGER_ROWS[0][0])
    program.press(Qt.Key.Key_F3)
    program.type(number)
    program.until(program.window.searching.isVisible)
    program.press(Qt.Key.Key_Return)
    page = program.page(RequestsPage)
    program.until(lambda: page.detail.number.text() == number)
    program.settle()
    assert page.detail.number.text() == number


def log_repair(program: Program) -> None:
    """Log a repair by F2, room, words and Enter; its number is said. F2 on a household would fill in the room."""
    program.go("today")
    program.press(Qt.Key.Key_F2)
    page = program.page(IntakePage)
    program.type("502")
    program.press(Qt.Key.Key_Return)
    assert page.form.room.choice is not None
    assert page.form.room.choice.label == "3-1-502"
    program.type("厨房水槽下软管接头滴水")
    program.press(Qt.Key.Key_Return)
    program.until(lambda: program.said(msg("%(number)s was taken in", number=NUMBER)))
    assert page.form.room.empty


def dispatch(program: Program) -> None:
    """Open it from what was said, dispatch it by F7, and look at the work order."""
    words = program.spoken.gettext("Open")
    program.click(next(each for each in program.window.toast.findChildren(Button) if each.text() == words))
    page = program.page(RequestsPage)
    program.until(lambda: page.detail.number.text() == NUMBER)
    program.press(Qt.Key.Key_F7)
    program.until(lambda: page.moving.dialog is not None and page.moving.dialog.isActiveWindow())
    program.press(Qt.Key.Key_Return)
    program.until(lambda: program.said(msg("%(number)s was dispatched to %(who)s", number=NUMBER, who="工程")))
    program.press(Qt.Key.Key_P, CTRL)
    paper = opened_paper(program)
    size = paper.preview.document.pagePointSize(0)
    assert sorted((round(size.width()), round(size.height()))) == pytest.approx(A5_POINTS, abs=1)
    close_paper(program, paper)


def complete_and_follow_up(program: Program) -> None:
    """Complete it by F8 and record the call by F10, by keyboard alone."""
    page = program.page(RequestsPage)
    page.view.setFocus()
    program.press(Qt.Key.Key_F8)
    program.until(lambda: page.moving.dialog is not None and page.moving.dialog.isActiveWindow())
    program.type("更换软管")
    program.press(Qt.Key.Key_Return)
    program.until(lambda: program.said(msg("%(number)s is completed", number=NUMBER)))
    assert page.detail.number.text() == NUMBER, "it left the list of what is open, but not the desk"
    program.press(Qt.Key.Key_F10)
    program.until(lambda: page.moving.dialog is not None and page.moving.dialog.isActiveWindow())
    program.press(Qt.Key.Key_Right)
    program.press(Qt.Key.Key_Return)
    program.until(lambda: program.said(msg("The follow-up of %(number)s is recorded", number=NUMBER)))
    detail = RequestService(program.window.session.desk).by_number(NUMBER)
    assert detail.line.state is RequestState.CLOSED
    assert detail.result == "更换软管"
    assert [call.satisfaction for call in detail.follow_ups] == [Satisfaction.VERY_SATISFIED]


# --- the month ------------------------------------------------------------------------------------------------------


def report_as_json(data: Path, out: Path, clock: FixedClock, patch: pytest.MonkeyPatch, *more: str) -> Told:
    """Return what the command line says of the month while the window is open."""
    patch.setenv("TOUCHPOINT_PASSWORD", PASSWORD)
    given = ("report", "month", MONTH, "--data", str(data), "--user", "manager", "--format", "json", "--out", str(out))
    assert commands.main([*given, *more], clock) == 0
    found: Told = json.loads((out / f"{MONTH}.json").read_text("utf-8"))
    return found


def look_at_month(program: Program, told: Told) -> None:
    """See the figures the command line tells, and open the list behind one: it holds as many."""
    program.go("month")
    page = program.page(MonthPage)
    program.until(lambda: page._listed is not None)
    assert page._listed is not None
    summary = page._listed.report.summary
    assert json.loads(json.dumps(summary.as_json())) == told
    spoken = program.spoken
    for figure, tile in (page.content.tiles.tiles | page.content.more_tiles.tiles).items():
        assert tile.accessibleName().endswith(tile_text(figure, summary.total.figures, spoken))
    received = told["total"]["figures"]["received"]
    program.click(page.content.tiles.tiles[Figure.RECEIVED])
    requests = program.page(RequestsPage)
    program.until(lambda: requests.listing.model.rowCount() == received)
    program.go("month")


def print_report(program: Program, folder: Path, patch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Choose the engineers, look at their report, save it as PDF and as a workbook."""
    page = program.page(MonthPage)
    program.click(page.header.department)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(each for each in menu.actions() if each.text() == "工程")
    program.click(menu, menu.actionGeometry(action).center())
    program.until(lambda: page.header.department.text() == "工程")
    program.press(Qt.Key.Key_P, CTRL)
    paper = opened_paper(program)
    assert paper.preview.document.pageCount() >= 1
    pdf, workbook = folder / "report.pdf", folder / "report.xlsx"
    choosing_file(patch, pdf)
    with program.qtbot.waitSignal(paper.preview.saved):
        program.press(Qt.Key.Key_S, CTRL)
    choosing_file(patch, workbook)
    program.click(program.find(Button, "save-xlsx", paper))
    program.until(workbook.exists)
    close_paper(program, paper)
    return pdf, workbook


def opened_paper(program: Program) -> PaperWindow:
    def papers() -> list[PaperWindow]:
        return [top for top in QApplication.topLevelWidgets() if isinstance(top, PaperWindow) and top.isVisible()]

    program.until(papers)
    paper = papers()[0]
    program.until(paper.isActiveWindow)
    return paper


def close_paper(program: Program, paper: PaperWindow) -> None:
    with program.qtbot.waitSignal(paper.destroyed):
        program.press(Qt.Key.Key_Escape)


def assert_report_is_whole(path: Path, told: dict[str, float | None], spoken: Language) -> None:
    """Read the report: whose it is, its figures, signatures, definitions, page numbers, one language."""
    pages = [page.extract_text() for page in PdfReader(path).pages]
    whole = "\n".join(pages)
    name = "工程部" if spoken.code.startswith("zh") else "工程 department"
    assert name in pages[0]
    assert spoken.integer(int(told["received"] or 0)) in pages[0]
    assert spoken.percent(told["completion_rate"]) in pages[0]
    signers = ("Filled in by", "Head of department", "Project manager", "Signature:")
    for words in map(spoken.gettext, signers):
        assert plain(words) in plain(whole)
    definition = spoken.message(DEFINITIONS[Figure.ON_TIME_RATE])
    assert plain(definition) in plain(whole)
    for place, page in enumerate(pages, 1):
        assert plain(spoken.gettext("Page %(page)s of %(pages)s", page=place, pages=len(pages))) in plain(page)
    if spoken.code != "en":
        assert foreign_words(OWN_NAMES.sub(" ", whole)) == []


def plain(text: str) -> str:
    """Return text without its line breaks and spaces, which paper sets as it needs them."""
    return "".join(text.split())


def assert_workbook_holds(path: Path, told: dict[str, float | None], spoken: Language) -> None:
    """Find the figure as a number in the workbook, under its name."""
    book = load_workbook(path)
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert told["received"] in cells
    assert spoken.message(FIGURE_LABELS[Figure.RECEIVED]) in cells
