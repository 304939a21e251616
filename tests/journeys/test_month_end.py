"""A month is combed, issued, answered and closed in the real window; what comes later changes nothing of it."""

from __future__ import annotations

import csv
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from desktop.app import commands
from desktop.app.today.view import TodayPage
from desktop.core.i18n import language
from desktop.issues.model import ActionState, Severity
from desktop.issues.rows import IssueFilter, NewIssue
from desktop.issues.rule import IssueMove
from desktop.month_end.rows import CombingStep
from desktop.months.dialogs import SinceDialog
from desktop.months.report.sections import SECTION_HEADINGS, ReportSection
from desktop.months.rows import Figure
from desktop.months.view import MonthPage
from desktop.requests.model import RequestState
from desktop.stationery.rows import NewLetterhead
from tests.conftest import SHANGHAI
from tests.journeys.beside import HEAD, OCTOBER, add_head, add_october
from tests.journeys.combing import agree_the_rest, issue, mend, raise_point, write_comments
from tests.journeys.day import ALT, CTRL, Call, Key, dated, microseconds
from tests.journeys.month import FAR, MonthEnd, told
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtPdf import QPdfDocument

    from desktop.core.clock import FixedClock
    from tests.journeys.program import Program

REPORTS = ("service", "engineering", "order", "environment", "greening", "all")


@pytest.fixture
def month_end(start: Callable[..., Program], lively_data: Path, clock: FixedClock) -> MonthEnd:
    """Return the end of October, the clerk at the window."""
    add_october(lively_data)
    add_head(lively_data, clock)
    program = start(lively_data)
    program.sign_in("clerk")
    return MonthEnd(program, lively_data, clock)


# --- answered ---------------------------------------------------------------------------------------------------------


def answer(end: MonthEnd) -> None:
    """Look at the own points as the engineers' head: comment, confirm, one action done, another put off."""
    end.change_over(HEAD)
    end.program.go("issues")
    page, hands = end.issues, end.hands
    end.program.until(lambda: page.presenter.model.rowCount() > 0)
    assert {row.department_code for row in page.presenter.model.rows} == {"engineering"}
    ids = [row.id for row in page.presenter.model.rows]
    assert hands.at(page.view)
    hands.press(Key.Key_Home)
    hands.press(Key.Key_Down, times=ids.index(end.point))
    end.program.until(lambda: page.detail.row is not None and end.row.id == end.point)
    hands.press(Key.Key_K, ALT)
    hands.enter("the maker is called in")
    assert end.row.comment == "the maker is called in"
    sign(end)
    hands.press(Key.Key_F8)
    hands.enter("checked 52 doors")
    hands.press(Key.Key_D, ALT)
    hands.type("12-05")
    hands.press(Key.Key_Tab)
    hands.enter("nobody was at home")
    done, postponed = end.row.actions
    assert (done.state, done.result) == (ActionState.DONE, "checked 52 doors")
    assert (str(postponed.due_on), str(postponed.postponed_from)) == ("2026-12-05", "2026-11-28")
    assert postponed.postpone_reason == "nobody was at home"
    assert IssueMove.JUDGE_ACTION not in page.detail.cards[0].buttons, "whether it helped, others decide"


def sign(end: MonthEnd) -> None:
    """Confirm the point with its actions; a wrong password signs nothing."""
    end.hands.press(Key.Key_S, ALT)
    form = end.form.form
    assert form.fields["what"].text() == "everything"
    end.hands.tab_to(form.fields["password"].input)
    end.hands.enter("no such password")
    assert "password is wrong" in told(end.form)
    end.hands.press(Key.Key_A, CTRL)
    end.hands.enter(PASSWORD)
    assert end.issues.acts.dialog is None
    signatures = [end.row.confirmed, *(action.confirmed for action in end.row.actions)]
    assert [signed is not None and (signed.name, signed.holds) for signed in signatures] == [(HEAD, True)] * 3


# --- closed -----------------------------------------------------------------------------------------------------------


def close(end: MonthEnd) -> None:
    """Close the month as the project manager, its reports in English."""
    page = end.comb()
    end.enter(CombingStep.CLOSING)
    assert not page.closing.hindrance.isVisible()
    end.hands.tab_to(page.closing.close_month, FAR)
    end.hands.press(Key.Key_Space)
    end.program.until(lambda: page.dialog is not None and page.dialog.isActiveWindow())
    assert page.dialog is not None
    assert {code: field.text() for code, field in page.dialog.form.fields.items()} == {
        "zh_CN": "",
        "zh_TW": "",
        "en": "yes",
    }
    end.hands.press(Key.Key_Return)
    end.program.until(lambda: page.presenter.state is not None and page.presenter.state.is_closed)
    assert end.left()[CombingStep.CLOSING] == 0


def saved(end: MonthEnd, folder: Path, patch: pytest.MonkeyPatch, code: str = "en") -> dict[str, bytes]:
    """Save the whole set of the month shown in a language; return the reports of the departments and of all."""
    folder.mkdir()
    page = end.program.page(MonthPage)
    patch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(folder))
    end.choose(page.header.more, "Save all reports as PDF …")
    end.program.until(lambda: page.sets.dialog is not None and page.sets.dialog.isActiveWindow())
    dialog = page.sets.dialog
    assert dialog is not None
    field = dialog.form.fields["language"]
    end.hands.tab_to(field.input)
    while field.text() != code:
        end.hands.press(Key.Key_Left)
    end.hands.press(Key.Key_Return)
    end.program.until(lambda: page.sets.dialog is None)
    found = {path.stem.removeprefix(f"{OCTOBER}-"): path.read_bytes() for path in folder.iterdir()}
    assert found.keys() >= {*REPORTS}
    return {name: found[name] for name in REPORTS}


def printed(end: MonthEnd, patch: pytest.MonkeyPatch) -> list[int]:
    """Print the whole set on a printer that counts the pages of each paper; return them."""
    pages: list[int] = []
    patch.setattr("desktop.months.view.printing.choose_printer", lambda *_arguments: QPrinter())

    def count(document: QPdfDocument, _printer: QPrinter) -> Iterator[int]:
        pages.append(document.pageCount())
        yield from range(document.pageCount())

    patch.setattr("desktop.months.view.printing.printed_pages", count)
    page = end.program.page(MonthPage)
    end.choose(page.header.more, "Print all reports …")
    end.program.until(lambda: page.sets.dialog is not None and page.sets.dialog.isActiveWindow())
    end.hands.press(Key.Key_Return)
    end.program.until(lambda: "to the printer" in end.program.toast)
    return pages


def figures(end: MonthEnd) -> dict[Figure, str]:
    """Return the figures of October as the page of the month shows them."""
    end.program.window.go("month", month=str(OCTOBER))
    end.program.settle()
    tiles = end.program.page(MonthPage).content.tiles.tiles | end.program.page(MonthPage).content.more_tiles.tiles
    return {figure: tile.accessibleName() for figure, tile in tiles.items()}


# --- what comes later -------------------------------------------------------------------------------------------------


def enter_late(end: MonthEnd) -> str:
    """Take in as the clerk what was said in October already; return its number."""
    end.change_over("clerk")
    end.hands.press(Key.Key_F2)
    dated("10-20 15:30")(end.hands)
    end.hands.ring(Call("1-1-301", "客厅吊顶渗水"))
    end.hands.enter()
    row = end.books.request(end.books.last())
    assert row["occurred_at"] == microseconds(datetime(2026, 10, 20, 15, 30, tzinfo=SHANGHAI))
    return str(row["number"])


def see_what_came_later(end: MonthEnd, number: str, before: dict[Figure, str]) -> None:
    """See as the manager that the figures stand, that something came after closing, and where it is told."""
    end.change_over("manager")
    assert figures(end) == before
    page = end.program.page(MonthPage)
    assert page.header.since.text() == "After closing: 1 change"
    end.hands.tab_to(page.header.since, FAR)
    end.hands.press(Key.Key_Space)
    dialog = page.dialogs.shown
    assert isinstance(dialog, SinceDialog)
    assert [row.number for row in dialog.requests.rows] == [number]
    end.hands.press(Key.Key_Escape)
    end.comb()
    closing = end.enter(CombingStep.CLOSING).closing
    end.program.until(closing.since.isVisible)
    assert closing.since.words.text() == "1 request would count otherwise today; the next report lists it."
    end.program.go("month")
    end.hands.press(Key.Key_PageDown, CTRL)
    end.hands.press(Key.Key_P, CTRL)
    whole = "".join(end.hands.open_paper())
    heading = language("zh_CN").message(SECTION_HEADINGS[ReportSection.CORRECTIONS])
    assert number in whole.split(heading)[1]


def change_a_thousand(end: MonthEnd, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Change whatever October is made of: its requests, points, actions, comments, names and letterhead."""
    path = folder / "台账.csv"
    rows = [(f"BX-2610-{n:04}", "报修", f"第{n}盏路灯不亮", "工程部", "2026-10-05 9:00") for n in range(1001, 2001)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("报事编号", "报事类型", "报事内容", "部门", "受理时间"), *rows])
    patch.setenv("TOUCHPOINT_PASSWORD", PASSWORD)
    assert commands.main(["import", "requests", str(path), "--data", str(end.data)], end.clock) == 0
    with end.beside() as desk:
        received = desk.months.lines(OCTOBER, Figure.RECEIVED)
        for line in received:
            desk.requests.comment(line.id, "asked again")
        for line in (each for each in received if each.state == RequestState.ASSIGNED):
            desk.requests.cancel(line.id, "never was", version=line.version)
        row = desk.issues.issue(end.point)
        other = NewIssue(OCTOBER, row.department_id, "called otherwise", "and in other words", Severity.CRITICAL)
        desk.issues.amend(end.point, other, version=row.version)
        letterhead = NewLetterhead(company="another company", mask_names=False, mask_phones=False)
        desk.stationery.set_letterhead(letterhead, version=desk.stationery.letterhead().version)
        desk.staff.add_department("游泳池")


def reprint(end: MonthEnd, issued: dict[str, bytes], folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Reprint October: as it was issued to the byte, and in another language marked as a copy."""
    end.program.go("month")
    end.program.window.go("month", month=str(OCTOBER))
    assert saved(end, folder / "again", patch) == issued
    for pdf in saved(end, folder / "copy", patch, "zh_CN").values():
        assert all("副本" in page for page in text_of(pdf))
    assert not any("Copy" in page for pdf in issued.values() for page in text_of(pdf))


def text_of(pdf: bytes) -> list[str]:
    """Return the words of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


# --- opened again, and the month after --------------------------------------------------------------------------------


def open_again(end: MonthEnd) -> None:
    """Open October again for a reason, which is asked for; close it: the second edition says what changed."""
    end.comb()
    page = end.enter(CombingStep.CLOSING)
    end.hands.tab_to(page.closing.reopen, FAR)
    end.hands.press(Key.Key_Space)
    end.program.until(lambda: page.dialog is not None and page.dialog.isActiveWindow())
    end.hands.press(Key.Key_Return)
    assert page.dialog is not None, "without a reason nothing is opened"
    end.hands.enter("a thousand requests were missing")
    end.program.until(lambda: page.presenter.state is not None and not page.presenter.state.is_closed)
    close(end)
    (second, first) = page.closing.model.rows
    assert (second.number, second.reopened_at) == (2, None)
    assert (first.number, first.reason) == (1, "a thousand requests were missing")
    changed = {each.department: (each.before, each.now) for each in second.changes if each.figure is Figure.RECEIVED}
    # a thousand imported, one entered late, four withdrawn
    assert [changed[""], changed["工程"]] == [(20, 1017), (16, 1013)]
    end.program.go("month")
    end.program.until(lambda: not end.program.page(MonthPage).header.since.isVisible())
    end.hands.press(Key.Key_P, CTRL)
    paper = "".join(end.hands.open_paper())
    assert language("zh_CN").message(SECTION_HEADINGS[ReportSection.EDITION]) in paper


def begin_the_next(end: MonthEnd) -> None:
    """Begin December: November is combed with what October left open, and what is late shows on Today."""
    end.clock.set(datetime(2026, 12, 8, 9, 0, tzinfo=SHANGHAI))
    end.change_over("clerk")
    late = end.books.count("issue_action", "state = 'open' AND due_on < '2026-12-08'")
    assert late == 6
    assert end.program.page(TodayPage).links["actions"].text() == f"Actions overdue {late}"
    page = end.comb()
    assert page.presenter.month == OCTOBER.plus(1)
    with end.beside("clerk") as desk:
        points = {row.id: row.month for row in desk.issues.issues(IssueFilter(open_only=True))}
    assert {row.id for row in page.points.model.rows if row.is_carried_over(page.presenter.month)} >= points.keys()
    kept = [line.action.words for line in page.measures.model.rows if line.action is not None]
    assert {"sweep twice a day", "tell the household"} <= {*kept}
    end.program.go("month")
    end.hands.press(Key.Key_P, CTRL)
    paper = "".join(end.hands.open_paper())
    assert "sweeptwiceaday" in paper
    assert "nobodywasathome" in paper


def test_that_a_month_is_combed_issued_answered_and_closed(
    month_end: MonthEnd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mend(month_end)
    raise_point(month_end)
    agree_the_rest(month_end)
    write_comments(month_end)
    issue(month_end)
    answer(month_end)
    month_end.change_over("manager")
    close(month_end)
    month_end.program.go("month")
    before = figures(month_end)
    issued = saved(month_end, tmp_path / "issued", monkeypatch)
    assert len(printed(month_end, monkeypatch)) == len(REPORTS) + 1
    number = enter_late(month_end)
    see_what_came_later(month_end, number, before)
    change_a_thousand(month_end, tmp_path, monkeypatch)
    reprint(month_end, issued, tmp_path, monkeypatch)
    open_again(month_end)
    begin_the_next(month_end)
