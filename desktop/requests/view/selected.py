"""Several rows selected in the list: a bar at its foot says how many and what can be done with all of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop.core.errors import UserError
from desktop.core.i18n import Message, msg, nmsg
from desktop.core.permissions import Operation, allows
from desktop.requests.dialogs.many import ManyDialog, OutcomeDialog, many_dialog
from desktop.requests.model import Move
from desktop.requests.presenter.many import MOST_AT_ONCE, Chosen, ManyPresenter, many_done, many_moves
from desktop.requests.presenter.moves import TAKEN_BACK_BY
from desktop.requests.presenter.paper import WorkOrderPaper
from desktop.requests.rows import MOVE_LABELS
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.exporting import ExportForm, ask_path
from desktop.ui.language import say, translate, ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.errors import TouchpointError
    from desktop.requests.presenter import ListPresenter
    from desktop.requests.presenter.many import Outcome
    from desktop.requests.rows import RequestLine
    from desktop.storage.desk import Desk
    from desktop.ui.dialogs import Dialog
    from desktop.ui.shell import Shell
    from desktop.ui.table import ListView

__all__ = ["ManyMaker", "SelectedBar", "open_below"]

MOST_EXPORTED = 100_000
"""A list that is taken away has at most so many requests."""


class SelectedBar(QWidget):
    """How many rows are selected, and a button for each thing done with all of them.

    `chosen(Move)`, `export_asked()`, `left()`: only one row is wanted again.
    """

    chosen = Signal(object)
    export_asked = Signal()
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Offer what the account of `desk` may do."""
        super().__init__(parent)
        self.setObjectName("selected-bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.words = label("", "strong", name="selected-count")
        row.addWidget(self.words)
        self.moves = many_moves(desk.actor)
        self.may_export = allows(desk.actor, Operation.EXPORT_LIST)
        self.buttons = [
            self._button(MOVE_LABELS[move], f"many-{move}", partial(self._choose, move)) for move in self.moves
        ]
        if self.may_export:
            self.buttons.append(self._button(msg("Export …"), "many-export", self._export))
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.leave = Button(msg("Select one"), key="Esc", bind=False, kind="link", small=True, name="select-one")
        self.leave.clicked.connect(self.left)
        row.addWidget(self.leave)

    def show_count(self, count: int) -> None:
        """Say how many are selected."""
        say(self.words, text=nmsg("%(count)s selected", "%(count)s selected", count))

    def menu(self) -> QMenu:
        """Return the same as a menu, for the list's own menu key."""
        menu, spoken = QMenu(self), ui_language().language
        for move in self.moves:
            menu.addAction(translate(MOVE_LABELS[move], spoken)).triggered.connect(partial(self._choose, move))
        if self.may_export:
            menu.addAction(spoken.gettext("Export …")).triggered.connect(self._export)
        return menu

    def _button(self, words: Message, name: str, act: Any) -> Button:
        button = Button(words, small=True, name=name)
        button.clicked.connect(act)
        return button

    def _choose(self, move: Move, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.chosen.emit(move)

    def _export(self) -> None:
        self.export_asked.emit()


class ManyMaker(QObject):
    """Asks what a move on several requests needs, makes it and tells what came of it. `dialog` is the one open now."""

    def __init__(self, listing: ListPresenter, desk: Desk, shell: Shell, view: ListView, page: QWidget) -> None:
        """Act on the rows selected in `view`, over `page`."""
        super().__init__(page)
        self.dialog: Dialog | None = None
        self.presenter = ManyPresenter(desk, listing, shell.tasks, shell.bus, self)
        self._listing = listing
        self._desk = desk
        self._shell = shell
        self._view = view
        self._page = page
        self._may_unmask = allows(desk.actor, Operation.EXPORT_UNMASKED)
        self.presenter.made.connect(self._tell)
        self.presenter.written.connect(self._tell_written)
        self.presenter.refused.connect(self._refuse)

    def chosen(self) -> Chosen:
        """Return the rows selected."""
        model, places = self._view.list_model, []
        selected = self._view.selected_count
        if selected == model.rowCount():
            return Chosen(selected, (), (), whole=True)
        lines = []
        for index in self._view.selectionModel().selectedRows():
            line = model.row_at(index.row())
            if line is None:
                places.append(index.row())
            else:
                lines.append((index.row(), line))
        return Chosen(selected, [line for _, line in sorted(lines, key=lambda pair: pair[0])], places, whole=False)

    def begin(self, move: Move) -> None:
        """Make `move` on every row selected, asking first what it needs."""
        if self.dialog is None:
            self.presenter.gather(self.chosen(), MOST_AT_ONCE, partial(self._ask, move))

    def export(self, *, selected: bool) -> None:
        """Take the rows selected away as a file, or the whole list."""
        count = self._listing.model.rowCount()
        chosen = self.chosen() if selected else Chosen(count, (), (), whole=True)
        if self.dialog is None and chosen.count:
            self.presenter.gather(chosen, MOST_EXPORTED, self._ask_export)

    def _ask(self, move: Move, lines: Sequence[RequestLine]) -> None:
        if move is Move.PRINT:
            self.presenter.move(move, lines, {})
            return
        dialog = many_dialog(move, lines, self._listing.directory, self._page)
        dialog.submitted.connect(partial(self._submit, move, lines, dialog))
        self._open(dialog)

    def _submit(self, move: Move, lines: Sequence[RequestLine], dialog: ManyDialog, values: dict[str, Any]) -> None:
        dialog.accept()
        self.presenter.move(move, lines, dialog.arguments(values))

    def _ask_export(self, lines: Sequence[RequestLine]) -> None:
        title = nmsg("Export %(count)s request", "Export %(count)s requests", len(lines))
        note = msg("Phones are masked. Text stays text: nothing becomes a formula.")
        unmasking = msg("Show phones in full; this is recorded") if self._may_unmask else ""
        dialog = ExportForm(title, note, self._page, unmasking=unmasking)
        dialog.decided.connect(partial(self._write, [line.id for line in lines], dialog))
        self._open(dialog)

    def _write(self, ids: Sequence[int], dialog: ExportForm, ending: str, unmasked: bool, reason: str) -> None:  # noqa: FBT001 - a signal's value
        path = ask_path(dialog, "requests", ending)
        if path is None:
            return
        dialog.set_busy(True)

        def refuse(error: TouchpointError) -> None:
            if isinstance(error, UserError):
                dialog.show_problems(error.problems)
                return
            dialog.set_busy(False)
            if show_error(dialog, error):
                dialog.submit()

        spoken = ui_language().language
        self.presenter.export(ids, path, spoken, unmasked=unmasked, reason=reason, on_error=refuse)

    def _tell(self, outcome: Outcome) -> None:
        if outcome.done and outcome.move is Move.PRINT:
            self._shell.show_paper(WorkOrderPaper(self._desk, *outcome.done))
        elif outcome.done:
            to = outcome.arguments
            who = self._listing.directory.named(to.get("department_id"), to.get("worker_id"))
            undo = partial(self.presenter.take_back, outcome) if outcome.move in TAKEN_BACK_BY else None
            self._shell.tell(many_done(outcome, who), undo=undo)
        if outcome.refused:
            self._open(OutcomeDialog(len(outcome.done), outcome.refused, self._page))

    def _tell_written(self, count: int, name: str) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        words = nmsg(
            "%(count)s request written to %(name)s", "%(count)s requests written to %(name)s", count, name=name
        )
        self._shell.tell(words)

    def _refuse(self, error: TouchpointError) -> None:
        show_error(self._page, error)

    def _open(self, dialog: Dialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(partial(self._close, dialog))
        dialog.open()

    def _close(self, dialog: Dialog, _result: int) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()


def open_below(menu: QMenu, view: ListView, at: QPoint) -> None:
    """Open `menu` over `view` where the pointer is, or below the current row when a key asked for it."""
    rect = view.visualRect(view.currentIndex())
    place = at if rect.isNull() or view.rect().contains(at) else rect.bottomLeft()
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(view.viewport().mapToGlobal(place))
