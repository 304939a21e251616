"""The page of the end of the day: the running shift is written and signed, earlier ones are read and taken over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from desktop.core.changes import Draft
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.handover.dialogs import TakeDialog, ThingDialog
from desktop.handover.presenter import HandoverPresenter
from desktop.handover.table import handover_columns
from desktop.handover.view.reading import ReadingPanel
from desktop.handover.view.writing import WritingPanel
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import say, translate, ui_language
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel
from desktop.ui.shell import Page
from desktop.ui.strips import AlertStrip
from desktop.ui.tab_order import keep_tab_order
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QHideEvent, QResizeEvent

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language, Message
    from desktop.handover.presenter import Running
    from desktop.handover.rows import DayCheck, HandoverRow, ThingRow
    from desktop.handover.service import HandoverService
    from desktop.ui.attempts import Attempt
    from desktop.ui.shell import Shell

__all__ = ["HandoverPage"]

ONE_COLUMN_BELOW = 1000
LIST_WIDTH = 360
DRAFTS = "handover"
PLACE = "handover"


class HandoverPage(Page):
    """The running shift, and the handovers before it.

    `show_at(handover_id=7)` shows one, `show_at(unread=True)` the oldest that nobody took over yet, and where there is
    none the running shift.
    """

    def __init__(self, service: HandoverService, shell: Shell) -> None:
        """Show the running shift of the community of `service`."""
        super().__init__()
        self.setObjectName("handover-page")
        self._shell = shell
        self._service = service
        self._one_column = False
        self._wanted = 0
        self._wants_unread = False
        self._enters = False
        self.dialog: TakeDialog | ThingDialog | None = None
        self.presenter = HandoverPresenter(service, shell.tasks, shell.bus, self)
        self._build()
        self._connect()

    def show_at(self, **where: object) -> None:
        """Read anew and show what is asked for, else what was shown before."""
        wanted = where.get("handover_id")
        self._wanted = wanted if isinstance(wanted, int) else 0
        self._wants_unread = bool(where.get("unread"))
        self._enters = True
        self.presenter.shown = True
        self.presenter.read_list()
        if self.presenter.may_hand_over:
            self.presenter.propose()

    def leave(self) -> None:
        """Keep what was typed."""
        self.presenter.shown = False
        self._keep()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self.presenter.shown = False

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the page lies."""
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        self.header = PageHeader(msg("Shift handover"))
        self.write = Button(msg("Write the handover"), icon="square-pen", key=key("add"), name="write-handover")
        self.write.clicked.connect(self._show_writing)
        self.header.tools.addWidget(self.write)
        self.write.setVisible(self.presenter.may_hand_over)
        column.addWidget(self.header)
        self._read_button = Button(msg("Read it"), small=True, name="read-unread")
        self.unread = AlertStrip("", "", tone="amber", icon="clock", buttons=[self._read_button])
        self.unread.setVisible(False)
        column.addWidget(self.unread)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(12)
        self.list_panel = Panel(msg("Earlier handovers"), name="handover-list")
        self.list_panel.setMinimumWidth(300)
        self.rows: RowsModel[HandoverRow] = RowsModel(handover_columns(self._service.desk.zone), parent=self)
        self.view = ListView(self.rows, label=msg("Earlier handovers"), name="handovers")
        empty = EmptyState(
            msg("Nothing was handed over yet"),
            msg("What you sign here, the next shift reads."),
            icon="history",
        )
        self.list_panel.body.addWidget(ListFrame(self.view, empty))
        counting = allows(self._service.actor, Operation.EDIT_COUNTED_THINGS)
        self.writing = WritingPanel(self.presenter.headings, counting=counting)
        self.reading = ReadingPanel(self.presenter.headings, self._service.desk.zone)
        self.detail = QStackedWidget()
        self.detail.addWidget(self.writing)
        self.detail.addWidget(self.reading)
        self.detail.setMinimumWidth(360)
        self.split.addWidget(self.detail)
        self.split.addWidget(self.list_panel)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        column.addWidget(self.split, 1)
        if not self.presenter.may_hand_over:
            self.detail.setCurrentWidget(self.reading)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.listed.connect(self._show_list)
        presenter.proposed.connect(self._show_running)
        presenter.checked.connect(self.writing.update_checks)
        presenter.failed.connect(self._fail)
        presenter.writer.outdated.connect(presenter.read_list)
        self.view.row_changed.connect(self._look)
        self.view.opened.connect(self._look)
        self._read_button.clicked.connect(self._read_unread)
        self.writing.opened.connect(self._open_check)
        self.writing.signed.connect(self._sign)
        self.writing.typed.connect(self._keep)
        self.writing.renewed.connect(self._make_anew)
        self.writing.counting_asked.connect(self._ask_counting)
        self.reading.take_asked.connect(self._ask_take)
        self.reading.print_asked.connect(self._print)
        for back in (self.writing.back, self.reading.back):
            back.clicked.connect(self._show_earlier)
        leave = QShortcut(QKeySequence(key("leave")), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self._show_earlier)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show list and handover beside each other where there is room, else one in the place of the other."""
        super().resizeEvent(event)
        one_column = self.width() < ONE_COLUMN_BELOW
        if one_column != self._one_column or not event.oldSize().isValid():
            self._one_column = one_column
            self._give_place(to_detail=True)
            for back in (self.writing.back, self.reading.back):
                back.setVisible(one_column)
            if not one_column:
                self.split.setSizes([max(self.width() - LIST_WIDTH, LIST_WIDTH), LIST_WIDTH])

    def _give_place(self, *, to_detail: bool) -> None:
        self.detail.setVisible(to_detail or not self._one_column)
        self.list_panel.setVisible(not to_detail or not self._one_column)

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show_list(self, rows: Sequence[HandoverRow]) -> None:
        self.rows.set_rows(rows)
        waiting = [row for row in rows if row.taken_at is None]
        self._shell.set_count(PLACE, len(waiting))
        self.unread.setVisible(bool(waiting))
        if waiting:
            oldest = waiting[-1]
            words = msg("%(name)s handed over; nobody has taken it over yet.", name=oldest.given_by)
            say(self.unread.lead, text=words)
            say(self.unread.words, text=partial(_given_at, oldest, self._service.desk.zone))
        shown = self.reading.row
        by_id = {row.id: row for row in rows}
        if self._wanted in by_id:
            self._read(by_id[self._wanted])
        elif self._wants_unread and waiting:
            self._read(waiting[-1])
            self.reading.take.setFocus()
        elif self._wants_unread and self.presenter.may_hand_over:
            self._show_writing()
        elif shown is not None and shown.id in by_id:
            self.reading.show_row(by_id[shown.id])
        self._wanted, self._wants_unread = 0, False

    def _show_running(self, running: Running) -> None:
        kept = next(iter(self._shell.drafts.all(DRAFTS)), None)
        self.writing.show_running(running, {} if kept is None else kept.fields)
        enters, self._enters = self._enters, False
        if enters and self.detail.currentWidget() is self.writing:
            # The page came up before there was a field to go to.
            self.writing.form.focus_first()

    def _show_writing(self) -> None:
        self.view.clearSelection()
        self.detail.setCurrentWidget(self.writing)
        self._give_place(to_detail=True)
        if self.writing.form.fields:
            self.writing.form.focus_first()

    def _show_earlier(self) -> None:
        self._give_place(to_detail=False)
        self.view.setFocus()

    def _look(self, row: HandoverRow | None) -> None:
        if row is not None:
            self._read(row)

    def _read(self, row: HandoverRow) -> None:
        self.reading.show_row(row)
        self.detail.setCurrentWidget(self.reading)
        self._give_place(to_detail=True)

    def _read_unread(self) -> None:
        waiting = [row for row in self.rows.rows if row.taken_at is None]
        if waiting:
            self._read(waiting[-1])
            self.reading.take.setFocus()

    def _open_check(self, check: DayCheck) -> None:
        self._keep()
        self._shell.go(check.page, **check.where(self._service.desk))

    # --- writing ---------------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        """Keep what was typed as a draft."""
        if self.writing.form.fields and self.writing.form.dirty:
            title = translate(msg("Shift handover"), ui_language().language)
            self._shell.drafts.keep(Draft(DRAFTS, "shift", title, self.writing.texts))

    def _make_anew(self) -> None:
        self._shell.drafts.forget(DRAFTS, "shift")
        self.presenter.propose()

    def _sign(self, values: dict[str, Any]) -> None:
        content = self.writing.content(values)
        if content is None:
            return
        attempt = self.presenter.writer.attempt()
        attempt.done.connect(self._given)
        attempt.refused.connect(self._refuse_signing)
        password = values["password"]
        self.writing.sign.setEnabled(False)
        attempt.make(lambda service, operation_id: service.give(content, password, operation_id=operation_id))

    def _given(self, changes: Changes) -> None:
        self.writing.sign.setEnabled(True)
        self._shell.drafts.forget(DRAFTS, "shift")
        self._wanted = changes.result
        self.presenter.read()
        self._shell.tell(msg("Handed over; the next shift signs when it has read it."))

    def _refuse_signing(self, error: TouchpointError) -> None:
        self.writing.sign.setEnabled(True)
        if isinstance(error, UserError):
            self.writing.form.show_problems(error.problems)
        elif show_error(self, error):
            self.writing.submit()

    # --- taking over, counting, printing ---------------------------------------------------------------------------

    def _ask_take(self) -> None:
        row = self.reading.row
        if row is not None and self.dialog is None:
            self._ask(TakeDialog(row, self._service.actor.name, self), msg("Taken over"))

    def _ask_counting(self, thing: ThingRow | None) -> None:
        if self.dialog is None:
            self._keep()
            self._ask(ThingDialog(thing, self), msg("Saved"))

    def _ask(self, dialog: TakeDialog | ThingDialog, done: Message) -> None:
        attempt = self.presenter.writer.attempt()
        attempt.done.connect(lambda _changes: self._finish(dialog, done))
        attempt.refused.connect(partial(self._refuse, dialog))
        dialog.submitted.connect(partial(self._submit, dialog, attempt))
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    def _submit(
        self, dialog: TakeDialog | ThingDialog, attempt: Attempt[HandoverService], values: dict[str, Any]
    ) -> None:
        dialog.set_busy(True)
        attempt.make(dialog.command(values))

    def _finish(self, dialog: TakeDialog | ThingDialog, done: Message) -> None:
        dialog.form.settle()
        dialog.accept()
        self._shell.tell(done)

    def _refuse(self, dialog: TakeDialog | ThingDialog, error: TouchpointError) -> None:
        dialog.set_busy(False)
        if isinstance(error, UserError):
            dialog.show_problems(error.problems)
        elif show_error(dialog, error):
            dialog.submit()

    def _forget(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _print(self) -> None:
        if self.reading.row is not None:
            self._shell.show_paper(self.presenter.paper(self.reading.row))

    def _fail(self, error: TouchpointError) -> None:
        self._shell.tell(error.problems[0].message)


def _given_at(row: HandoverRow, zone: ZoneInfo, language: Language) -> str:
    return language.moment(row.given_at, zone)
