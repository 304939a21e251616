"""The page of departments and workers: who can be given a request."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QDialog, QVBoxLayout

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.staff.dialogs import MoveDialog, NewDepartmentDialog, NewWorkerDialog
from desktop.staff.presenter import Done, Listed, StaffPresenter
from desktop.staff.table import WorkerLine, department_columns, worker_columns
from desktop.ui.buttons import Button
from desktop.ui.dialogs import FormDialog, show_error
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel
from desktop.ui.shell import Page
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.core.errors import TouchpointError
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["StaffPage"]

NARROW = 1000


class StaffPage(Page):
    """Departments left, workers right; one below the other where the page is narrow."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show the staff of `desk`'s community."""
        super().__init__()
        self.setObjectName("staff-page")
        self._shell = shell
        self._listed = Listed((), ())
        self._wanted = (0, 0)
        self.dialog: FormDialog | None = None
        self.presenter = StaffPresenter(desk, shell.tasks, shell.bus, self)
        self.presenter.listed.connect(self._show)
        self.presenter.done.connect(self._tell)
        self.presenter.refused.connect(self._refuse)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        header = PageHeader(msg("Departments and workers"))
        say(header.note, text=msg("Whom requests are dispatched to; workers need no account."))
        column.addWidget(header)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(12)
        self._across.addWidget(self._departments(), 2)
        self._across.addWidget(self._workers(), 3)
        column.addLayout(self._across, 1)
        self.setFocusProxy(self.workers)

    def show_at(self, **_where: object) -> None:
        """Read departments and workers anew."""
        self.presenter.read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the lists one below the other where there is no room beside each other."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        self._across.setDirection(direction.TopToBottom if self.width() < NARROW else direction.LeftToRight)

    def _departments(self) -> Panel:
        panel = Panel(msg("Departments"), name="departments")
        add = Button(msg("New department"), icon="plus", small=True, name="add-department")
        add.clicked.connect(self._ask_department)
        panel.tools.addWidget(add)
        self.department_model = RowsModel(department_columns())
        self.departments = ListView(self.department_model, label=msg("Departments"), name="departments")
        panel.body.addWidget(self.departments)
        return panel

    def _workers(self) -> Panel:
        panel = Panel(msg("Workers"), name="workers")
        add = Button(msg("New worker"), icon="user-plus", key=key("add"), kind="primary", small=True, name="add-worker")
        add.clicked.connect(self._ask_worker)
        panel.tools.addWidget(add)
        self.worker_model = RowsModel(worker_columns())
        self.workers = ListView(self.worker_model, label=msg("Workers"), name="workers")
        self.workers.row_changed.connect(lambda _row: self._offer())
        self.workers.opened.connect(lambda _row: self._ask_move())
        empty = EmptyState(
            msg("There are no workers yet"), msg("Add those who carry out work orders: they are offered for dispatch.")
        )
        panel.body.addWidget(ListFrame(self.workers, empty))
        self.move_button = Button(msg("Change department"), icon="square-pen", name="move-worker")
        self.move_button.clicked.connect(self._ask_move)
        self.retire = Button(msg("Retire"), icon="user-x", name="retire-worker")
        self.retire.clicked.connect(self._retire_or_take_back)
        panel.foot.addWidget(self.move_button)
        panel.foot.addWidget(self.retire)
        panel.foot.addStretch(1)
        self._offer()
        return panel

    def _show(self, listed: Listed) -> None:
        self._listed = listed
        self.department_model.set_rows(listed.departments)
        self.worker_model.set_rows(listed.workers)
        department, worker = self._wanted
        self._wanted = (0, 0)
        if department:
            self.departments.select(department)
        if worker:
            self.workers.select(worker)
        self._offer()

    def _offer(self) -> None:
        """Enable what can be done with the worker chosen."""
        line: WorkerLine | None = self.workers.row
        self.move_button.setEnabled(line is not None)
        self.retire.setEnabled(line is not None)
        retired = line is not None and not line.worker.active
        say(self.retire, text=msg("Put back on duty") if retired else msg("Retire"))
        self.retire.set_icon("undo-2" if retired else "user-x")

    def _ask_department(self) -> None:
        dialog = NewDepartmentDialog(self)
        dialog.asked.connect(self.presenter.add_department)
        self._open(dialog)

    def _ask_worker(self) -> None:
        chosen = self.departments.row
        dialog = NewWorkerDialog(self._listed.open_departments, chosen.id if chosen else 0, self)
        dialog.asked.connect(self.presenter.add_worker)
        self._open(dialog)

    def _ask_move(self) -> None:
        line: WorkerLine = self.workers.row
        dialog = MoveDialog(line, self._listed.open_departments, self)
        dialog.asked.connect(partial(self.presenter.move, line))
        self._open(dialog)

    def _retire_or_take_back(self) -> None:
        line: WorkerLine = self.workers.row
        if line.worker.active:
            self.presenter.retire(line)
        else:
            self.presenter.take_back(line.id)

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self._forget(dialog))
        dialog.open()

    def _forget(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None

    def _tell(self, done: Done) -> None:
        self._wanted = (done.department_id, done.worker_id)
        if self.dialog is not None:
            self.dialog.accept()
        undo = partial(self.presenter.take_back, done.worker_id) if done.undoable else None
        self._shell.tell(done.words, undo=undo)

    def _refuse(self, error: TouchpointError) -> None:
        """Mark the form that asked, or tell what failed around us; what was typed stays."""
        form = self.dialog
        if form is not None and isinstance(error, UserError):
            form.show_problems(error.problems)
            return
        if form is not None:
            form.set_busy(False)
        if show_error(form or self, error) and form is not None:
            form.submit()
