from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.staff.dialogs import MoveDialog, NewDepartmentDialog, NewWorkerDialog
from desktop.staff.service import StaffService
from desktop.staff.view import StaffPage
from tests.ui.shells import settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.storage.desk import Desk
    from tests.ui.shells import RecordingShell


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, shell: RecordingShell) -> StaffPage:
    made = StaffPage(desk, shell)
    qtbot.addWidget(made)
    made.resize(1198, 612)
    made.show()
    made.show_at()
    settle(qtbot, shell)
    return made


def workers(page: StaffPage) -> list[tuple[str, str, bool]]:
    return [(line.worker.name, line.department, line.worker.active) for line in page.worker_model.rows]


def test_that_a_worker_is_added_to_the_department_chosen(qtbot: QtBot, page: StaffPage, shell: RecordingShell) -> None:
    page.departments.select(page.department_model.rows[1].id)
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    dialog = page.dialog
    assert isinstance(dialog, NewWorkerDialog)
    dialog.form.fields["name"].set_text("罗师傅")
    QTest.keyClicks(dialog.form.fields["phone"].input, "13800000001")
    QTest.keyClick(dialog.form.fields["phone"].input, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert workers(page) == [("罗师傅", "工程", True)]
    assert page.workers.row.worker.phone == "13800000001"
    assert [line.workers for line in page.department_model.rows] == [0, 1, 0, 0, 0]
    assert shell.words == ["Added the worker 罗师傅."]


def test_that_a_name_taken_is_marked_in_the_form(
    qtbot: QtBot, page: StaffPage, desk: Desk, shell: RecordingShell
) -> None:
    StaffService(desk).add_worker("罗师傅", None)
    page.presenter.read()
    settle(qtbot, shell)
    page.findChild(type(page.retire), "add-worker").click()  # type: ignore[union-attr]  # it is there
    dialog = page.dialog
    assert isinstance(dialog, NewWorkerDialog)
    dialog.form.fields["name"].set_text("罗师傅")
    dialog.submit()
    settle(qtbot, shell)
    assert dialog.form.fields["name"].problem is not None
    dialog.reject()


def test_that_a_worker_moves_retires_and_the_retirement_is_undone(
    qtbot: QtBot, page: StaffPage, desk: Desk, shell: RecordingShell
) -> None:
    StaffService(desk).add_worker("罗师傅", 2)
    page.presenter.read()
    settle(qtbot, shell)
    page.workers.select(page.worker_model.rows[0].id)
    QTest.keyClick(page.workers, Qt.Key.Key_Return)
    dialog = page.dialog
    assert isinstance(dialog, MoveDialog)
    dialog.form.fields["department_id"].set_text("3")
    dialog.submit()
    settle(qtbot, shell)
    assert workers(page) == [("罗师傅", "秩序", True)]
    page.retire.click()
    settle(qtbot, shell)
    assert workers(page) == [("罗师傅", "秩序", False)]
    assert page.retire.text() == "Put back on duty"
    assert shell.undo is not None
    shell.undo()
    settle(qtbot, shell)
    assert workers(page) == [("罗师傅", "秩序", True)]


def test_that_a_department_is_added(qtbot: QtBot, page: StaffPage, shell: RecordingShell) -> None:
    page.findChild(type(page.retire), "add-department").click()  # type: ignore[union-attr]  # it is there
    dialog = page.dialog
    assert isinstance(dialog, NewDepartmentDialog)
    dialog.submit()
    assert dialog.form.fields["name"].problem is not None
    dialog.form.fields["name"].set_text("电梯部")
    dialog.submit()
    settle(qtbot, shell)
    assert page.departments.row.department.name == "电梯"


def test_that_the_lists_stand_below_one_another_where_it_is_narrow(qtbot: QtBot, page: StaffPage) -> None:
    def below() -> bool:
        bottom = page.departments.mapTo(page, page.departments.rect().bottomLeft()).y()
        return page.retire.mapTo(page, page.retire.rect().topLeft()).y() > bottom + 100

    assert not below()
    page.resize(904, 612)
    qtbot.waitUntil(below)
