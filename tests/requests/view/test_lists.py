"""Conditions, kept lists, groups, several rows, exports: what the page of requests does with whole lists."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.core.permissions import Role
from desktop.core.settings import COLUMN_WIDTHS, COLUMNS
from desktop.requests.dialogs.many import ManyDialog, OutcomeDialog
from desktop.requests.model import Move, Priority, RequestKind, RequestState
from desktop.requests.presenter.paper import WorkOrderPaper
from desktop.requests.rows import Answered, GroupBy, Period, RequestFilter
from desktop.requests.view import RequestsPage
from desktop.ui.exporting import ExportForm
from tests.requests.screens import NOW, Screens

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(screens: Screens, size: tuple[int, int] = (1198, 612), role: Role = Role.MANAGER) -> RequestsPage:
    page = RequestsPage(screens.desk_of(role), screens.shell)
    screens.show(page, size)
    page.show_at()
    screens.settle()
    return page


def entry(menu: QMenu, *path: str) -> QAction:
    """Return the action called so, in menus within menus."""
    for words in path[:-1]:
        under = next(action.menu() for action in menu.actions() if action.text() == words)
        assert under is not None
        menu = under  # type: ignore[assignment]  # PySide types it as an object
    return next(action for action in menu.actions() if action.text().partition("\t")[0] == path[-1])


def chips(page: RequestsPage) -> list[str]:
    return [chip.words() for chip in page.filters.narrowed.values() if chip.isVisibleTo(page)]


def ids(page: RequestsPage) -> list[int]:
    model = page.listing.model
    return [row.id for place in range(model.rowCount()) if (row := model.row_at(place)) is not None]


# --- conditions -----------------------------------------------------------------------------------------------------


def test_that_conditions_of_the_menu_combine_as_chips_and_go_one_by_one(screens: Screens) -> None:
    wanted = screens.report("电梯困人", priority=Priority.EMERGENCY, room_id=screens.place.rooms["1-1-101"]).line
    screens.report(priority=Priority.EMERGENCY)
    screens.report(room_id=screens.place.rooms["1-1-102"])
    page = shown(screens)
    entry(page.filters.menu(), "How urgent", "Emergency").trigger()
    entry(page.filters.menu(), "Building", "1").trigger()
    entry(page.filters.menu(), "Came in", "Came in today").trigger()
    screens.settle()
    assert chips(page) == ["How urgent: Emergency", "Building: 1", "Came in today"]
    assert ids(page) == [wanted.id]
    assert page.header.note.text() == "1 shown of 3"
    page.filters.narrowed["building_ids"].click()
    screens.settle()
    assert len(ids(page)) == 2
    page.filters.clear.click()
    assert chips(page) == []


def test_that_a_flag_says_how_many_it_would_show_before_it_is_chosen(screens: Screens) -> None:
    screens.report(occurred_at=NOW - timedelta(days=4))
    page = shown(screens)
    action = entry(page.filters.menu(), "Overdue without a reason")
    assert action.text() == "Overdue without a reason\t1"
    action.trigger()
    assert chips(page) == ["Overdue without a reason"]
    assert entry(page.filters.menu(), "Overdue without a reason").isChecked()


def test_that_days_are_asked_for_and_wholly_included(screens: Screens) -> None:
    screens.report(occurred_at=NOW - timedelta(days=3))
    last = screens.report(occurred_at=NOW - timedelta(days=1)).line
    page = shown(screens)
    page.filters.ask_days()
    dialog = page.filters.dialog
    assert dialog is not None
    dialog.form.fields["first"].set_text("11-21")
    dialog.form.fields["last"].set_text("11-20")
    dialog.submit()
    problem = dialog.form.fields["last"].problem
    assert problem is not None
    assert problem.msgid == "The last day lies before the first."
    dialog.form.fields["last"].set_text("11-21")
    dialog.submit()
    screens.settle()
    assert ids(page) == [last.id]
    assert chips(page) == ["2026-11-21"]
    entry(page.filters.menu(), "Came in", "Came in this month").trigger()
    assert chips(page) == ["Came in this month"]
    entry(page.filters.menu(), "Satisfaction", "Last answer: not satisfied").trigger()
    assert page.listing.shown.filter().answered is Answered.DISSATISFIED


# --- lists kept under a name ----------------------------------------------------------------------------------------


def test_that_a_list_is_kept_opened_again_and_forgotten(screens: Screens) -> None:
    screens.report("太吵", kind=RequestKind.COMPLAINT)
    screens.report()
    page = shown(screens)
    page.listing.narrow(kinds=frozenset({RequestKind.COMPLAINT}), period=Period.WEEK)
    page.filters.saved.ask_name()
    dialog = page.filters.saved.dialog
    assert dialog is not None
    dialog.form.fields["name"].set_text("投诉")
    dialog.submit()
    screens.settle()
    assert page.filters.saved.dialog is None
    assert page.filters.saved.text() == "投诉"
    page.listing.clear()
    screens.settle()
    assert (page.filters.saved.text(), len(ids(page))) == ("My lists", 2)
    entry(page.filters.saved.menu_of_lists(), "投诉").trigger()
    screens.settle()
    assert chips(page) == ["Kind: Complaint", "Came in this week"]
    assert page.filters.presets["open"].isChecked()
    assert len(ids(page)) == 1
    entry(page.filters.saved.menu_of_lists(), "Forget a list", "投诉").trigger()
    screens.settle()
    assert [action.text() for action in page.filters.saved.menu_of_lists().actions()] == ["Keep this list …"]


# --- groups ---------------------------------------------------------------------------------------------------------


def test_that_a_divided_list_opens_group_by_group(screens: Screens) -> None:
    departments = screens.place.departments
    screens.report(department_id=departments["engineering"])
    wanted = screens.report("太吵", department_id=departments["order"]).line
    page = shown(screens)
    assert not page.groups.isVisibleTo(page)
    entry(page.tools.menu_of_tools(), "Grouped by department").trigger()
    screens.settle()
    assert page.groups.isVisibleTo(page)
    assert [(row.name, row.count) for row in page.groups.model.rows] == [("", 2), ("工程", 1), ("秩序", 1)]
    page.groups.view.setFocus()
    screens.press(Qt.Key.Key_End)
    assert ids(page) == [wanted.id]
    assert [row.count for row in page.groups.model.rows] == [2, 1, 1]
    screens.press(Qt.Key.Key_Home)
    assert len(ids(page)) == 2
    entry(page.tools.menu_of_tools(), "Not grouped").trigger()
    assert page.listing.shown.group_by is None
    assert not page.groups.isVisibleTo(page)
    page.listing.divide(GroupBy.BUILDING)
    screens.settle()
    assert [row.name for row in page.groups.model.rows] == ["", "3"]


# --- several rows ---------------------------------------------------------------------------------------------------


def test_that_several_rows_are_dispatched_by_keyboard_alone(screens: Screens) -> None:
    lines = [screens.report(f"第 {number} 件").line for number in range(4)]
    page = shown(screens)
    assert not page.selected.isVisibleTo(page)
    page.view.setFocus()
    screens.press(Qt.Key.Key_Home)
    screens.press(Qt.Key.Key_Down, SHIFT)
    screens.press(Qt.Key.Key_Down, SHIFT)
    assert page.selected.words.text() == "3 selected"
    screens.press(Qt.Key.Key_F7)
    dialog = page.many.dialog
    assert isinstance(dialog, ManyDialog)
    assert dialog.title.text() == "Assign · 3 requests"
    dialog.form.fields["department_id"].set_text(f"department:{screens.place.departments['engineering']}")
    dialog.submit()
    screens.settle()
    states = [screens.service.detail(line.id).line.state for line in lines]
    assert states.count(RequestState.ASSIGNED) == 3
    assert screens.said() == ["3 requests were dispatched to 工程"]
    assert page.view.selected_count == 3
    screens.press(Qt.Key.Key_Escape)
    assert page.view.selected_count == 1
    assert not page.selected.isVisibleTo(page)


def test_that_the_department_usual_for_all_rows_stands_there_already(screens: Screens) -> None:
    water = screens.place.categories["给排水"]
    for _ in range(2):
        screens.report("漏水", category_id=water)
    page = shown(screens)
    page.view.setFocus()
    screens.press(Qt.Key.Key_A, CONTROL)
    screens.press(Qt.Key.Key_F7)
    dialog = page.many.dialog
    assert isinstance(dialog, ManyDialog)
    assert dialog.form.fields["department_id"].text() == f"department:{screens.place.departments['engineering']}"


def test_that_rows_of_several_departments_leave_the_choice_open(screens: Screens) -> None:
    for name in ("给排水", "绿化"):
        screens.report(name, category_id=screens.place.categories[name])
    page = shown(screens)
    page.view.setFocus()
    screens.press(Qt.Key.Key_A, CONTROL)
    screens.press(Qt.Key.Key_F7)
    dialog = page.many.dialog
    assert isinstance(dialog, ManyDialog)
    assert dialog.form.fields["department_id"].text() == ""


def test_that_a_row_that_cannot_is_named_and_the_others_are_done(screens: Screens) -> None:
    done, opened = screens.report().line, screens.report("还没修").line
    screens.service.complete(done.id, version=done.version)
    page = shown(screens)
    page.listing.choose("open")
    screens.settle()
    page.view.setFocus()
    screens.press(Qt.Key.Key_A, CONTROL)
    assert page.selected.words.text() == "2 selected"
    page.selected.buttons[page.selected.moves.index(Move.HOLD)].click()
    screens.settle()
    dialog = page.many.dialog
    assert isinstance(dialog, ManyDialog)
    dialog.form.fields["reason"].choose("parts")  # type: ignore[attr-defined]
    dialog.submit()
    screens.settle()
    told = page.many.dialog
    assert isinstance(told, OutcomeDialog)
    assert told.title.text() == "1 done, 1 not"
    told.close_button.click()
    assert screens.service.detail(opened.id).line.state is RequestState.ON_HOLD
    assert screens.said() == ["1 request is on hold; its clock is stopped"]
    assert screens.shell.undo is not None
    screens.shell.undo()
    screens.settle()
    assert screens.service.detail(opened.id).line.state is RequestState.RECEIVED


def test_that_several_are_closed_by_one_question_without_fields(screens: Screens) -> None:
    lines = [screens.report(f"第 {number} 件").line for number in range(2)]
    for line in lines:
        screens.service.complete(line.id, version=line.version)
    page = shown(screens)
    page.listing.clear()
    page.listing.choose("done")
    screens.settle()
    page.view.setFocus()
    screens.press(Qt.Key.Key_A, CONTROL)
    page.selected.buttons[page.selected.moves.index(Move.CLOSE)].click()
    screens.settle()
    dialog = page.many.dialog
    assert isinstance(dialog, ManyDialog)
    assert QApplication.focusWidget() is dialog.save
    dialog.submit()
    screens.settle()
    assert {screens.service.detail(line.id).line.state for line in lines} == {RequestState.CLOSED}


def test_that_work_orders_of_several_are_one_paper(screens: Screens) -> None:
    for number in range(2):
        screens.report(f"第 {number} 件")
    page = shown(screens)
    page.view.setFocus()
    page.view.selectAll()
    entry(page.selected.menu(), "Print work order").trigger()
    screens.settle()
    (paper,) = screens.shell.papers
    assert isinstance(paper, WorkOrderPaper)
    assert screens.said() == []


def test_that_the_whole_list_or_what_is_selected_is_exported(
    screens: Screens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        screens.report(f"第 {number} 件")
    path = tmp_path / "list"
    monkeypatch.setattr("desktop.ui.exporting.QFileDialog.getSaveFileName", lambda *_args: (str(path), ""))
    page = shown(screens)
    page.export.click()
    screens.settle()
    dialog = page.many.dialog
    assert isinstance(dialog, ExportForm)
    assert dialog.title.text() == "Export 3 requests"
    dialog.form.fields["format"].choose("csv")  # type: ignore[attr-defined]
    dialog.submit()
    screens.settle()
    assert page.many.dialog is None
    assert len(path.with_name("list.csv").read_text(encoding="utf-8-sig").splitlines()) == 4
    assert screens.said() == ["3 requests written to list.csv"]


def test_that_only_a_manager_is_offered_exports(screens: Screens) -> None:
    page = shown(screens, role=Role.CLERK)
    assert not page.export.isVisibleTo(page)
    assert [action.text() for action in page.selected.menu().actions()] == [
        "Assign",
        "Put on hold",
        "Urge",
        "Close request",
        "Print work order",
    ]


# --- columns --------------------------------------------------------------------------------------------------------


def test_that_order_and_widths_of_columns_are_remembered_until_reset(screens: Screens) -> None:
    screens.report()
    page = shown(screens)
    head = page.view.horizontalHeader()
    head.moveSection(head.visualIndex(_section(page, "due")), 0)
    head.resizeSection(_section(page, "room"), 140)
    assert screens.shell.settings.get(COLUMNS)["requests"][0] == "due"
    assert screens.shell.settings.get(COLUMN_WIDTHS)["requests"] == {"room": 140}
    again = shown(screens)
    assert again.view.shown_columns()[0] == "due"
    assert again.view.columnWidth(_section(again, "room")) == 140
    entry(again.columns.menu_of_columns(), "As at first").trigger()
    assert again.view.shown_columns()[0] == "state"
    assert again.view.widths() == {}
    assert "requests" not in screens.shell.settings.get(COLUMNS)
    assert "requests" not in screens.shell.settings.get(COLUMN_WIDTHS)


def _section(page: RequestsPage, key: str) -> int:
    return [column.key for column in page.view.list_model.columns].index(key)


def test_that_a_list_handed_in_is_exported_as_it_is(screens: Screens) -> None:
    screens.report()
    page = shown(screens)
    page.show_at(wanted=RequestFilter(occurred_until=NOW + timedelta(days=1)), title="October")
    screens.settle()
    page.export.click()
    screens.settle()
    assert isinstance(page.many.dialog, ExportForm)
    page.many.dialog.reject()
