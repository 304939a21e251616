"""One contact list: what its rule says, who is on it in which order, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from desktop.contacts.model import CallingOrder, RoundState
from desktop.contacts.rows import ORDER_LABELS
from desktop.contacts.table import member_columns
from desktop.contacts.view.order import OrderView
from desktop.core.i18n import msg, nmsg
from desktop.ui.buttons import Button
from desktop.ui.choices import SegmentedRow
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, Panel, label
from desktop.ui.strips import AlertStrip
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.contacts.presenter import Chosen, ListsPresenter
    from desktop.contacts.rows import MemberLine
    from desktop.core.i18n import Message

__all__ = ["MembersPanel"]


class MembersPanel(Panel):
    """The list looked at.

    `asked(what, rows)`: edit, archive, restore, add, member, remove, put-back, care, sheet, start, or room was chosen,
    for the rows selected. `ordered(order)`; `moved(row, before)`; `shifted(row, step)`.
    """

    asked = Signal(str, object)
    ordered = Signal(str)
    moved = Signal(object, object)
    shifted = Signal(object, int)

    def __init__(self, presenter: ListsPresenter, *, may_edit: bool, may_call: bool, may_plan: bool) -> None:
        """Show what `presenter` keeps, and offer what the account may do."""
        super().__init__(msg("No list is chosen"), name="members")
        self._presenter = presenter
        self._may_edit = may_edit
        self._may_call = may_call
        self._may_plan = may_plan
        self._chosen: Chosen | None = None
        self._buttons: dict[str, Button] = {}
        self._settling = False
        self._heads()
        self.body.addWidget(self._about())
        self.warning = QVBoxLayout()
        self.warning.setContentsMargins(12, 0, 12, 8)
        self.body.addLayout(self.warning)
        self.body.addWidget(self._lists(), 1)
        self._feet()
        presenter.chosen.connect(self.show_chosen)
        presenter.model.count_changed.connect(lambda _count: self._offer())
        self.view.row_changed.connect(lambda _row: self._offer())
        self.view.selectionModel().selectionChanged.connect(lambda *_both: self._offer())
        self.show_chosen(None)

    @property
    def rows(self) -> Sequence[MemberLine]:
        """Return the households selected, of the list or of those kept off it."""
        return self.excluded.rows if self._shows_excluded else self.view.rows

    def show_chosen(self, chosen: Chosen | None) -> None:
        """Show a list, or that none is chosen."""
        self._chosen = chosen
        if chosen is None:
            self.set_title(msg("No list is chosen"))
        else:
            line = chosen.line
            self.set_title(line.name, nmsg("%(count)s household", "%(count)s households", line.members))
            rule: Message = line.words or msg("Only by hand: there is no rule.")
            say(self.words, text=rule)
            say(self.purpose, text=line.note)
            self.purpose.setVisible(bool(line.note))
            self._settling = True
            self.order.choose(line.calling_order)
            self._settling = False
            self.excluded_model.set_rows(chosen.excluded)
            count = len(chosen.excluded)
            say(self.kept_off, text=nmsg("%(count)s kept off by hand", "%(count)s kept off by hand", count))
            self.kept_off.updateGeometry()
            self.kept_off.setVisible(bool(count) or self._shows_excluded)
            if not count and self._shows_excluded:
                self._toggle_excluded()
            self._warn(line.unknown)
        self._about_frame.setVisible(chosen is not None)
        self._offer()

    @property
    def _shows_excluded(self) -> bool:
        return self.kept_off.isChecked()

    # --- building ---------------------------------------------------------------------------------------------------

    def _heads(self) -> None:
        self.note.setMinimumWidth(0)
        tools = (
            ("sheet", msg("Call sheet"), "printer", key("print"), self._may_call),
            ("edit", msg("Change"), "square-pen", "", self._may_edit),
            ("archive", msg("Archive"), "archive", "", self._may_edit),
        )
        for name, words, icon, sequence, allowed in tools:
            self.tools.addWidget(self._button(name, words, icon, sequence, shown=allowed))

    def _about(self) -> QFrame:
        self._about_frame = frame = QFrame()
        frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        self.words = label("", wrap=True, name="list-rule")
        self.purpose = label("", "small", "ink2", wrap=True, name="list-note")
        column.addWidget(self.words)
        column.addWidget(self.purpose)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(msg("Order"), tone="ink2"))
        self.order = SegmentedRow([(order.value, words) for order, words in ORDER_LABELS.items()], name="order")
        self.order.setEnabled(self._may_edit)
        self.order.chosen.connect(self._order)
        row.addWidget(self.order)
        row.addStretch(1)
        self.kept_off = Button("", icon="user-x", small=True, name="kept-off")
        self.kept_off.setCheckable(True)
        self.kept_off.clicked.connect(self._show_excluded)
        row.addWidget(self.kept_off)
        column.addLayout(row)
        return frame

    def _lists(self) -> QFrame:
        frame = QFrame()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        self.view = OrderView(
            self._presenter.model, label=msg("Households of the list"), name="list-members", movable=self._may_edit
        )
        self.view.opened.connect(lambda row: self.asked.emit("room", [row]))
        self.view.moved.connect(self.moved)
        self.view.shifted.connect(self.shifted)
        empty = EmptyState(msg("Nobody is on this list"), msg("Add households by hand, or change its rule."))
        self._frame = ListFrame(self.view, empty)
        self.excluded_model: RowsModel[MemberLine] = RowsModel(
            member_columns(), identify=lambda line: line.room_id, parent=self
        )
        self.excluded = ListView(self.excluded_model, label=msg("Kept off by hand"), name="kept-off-list", several=True)
        self.excluded.show_columns(("room", "people", "tags"))
        self.excluded.selectionModel().selectionChanged.connect(lambda *_both: self._offer())
        self.excluded.hide()
        column.addWidget(self._frame, 1)
        column.addWidget(self.excluded, 1)
        return frame

    def _feet(self) -> None:
        self.foot.setContentsMargins(0, 0, 0, 0)
        holder = QFrame()
        flow = FlowLayout(holder, gap=8)
        flow.setContentsMargins(12, 10, 12, 10)
        plain = (
            ("add", msg("Add household"), "user-plus", "", self._may_edit),
            ("member", msg("Priority and note"), "square-pen", "", self._may_edit),
            ("remove", msg("Take off"), "user-x", "", self._may_edit),
            ("put-back", msg("Put back"), "undo-2", "", self._may_edit),
            ("care", msg("Plan care for all"), "heart-handshake", key("plan-care"), self._may_plan),
        )
        for name, words, icon, sequence, allowed in plain:
            flow.addWidget(self._button(name, words, icon, sequence, shown=allowed))
        self.foot.addWidget(holder, 1)
        start = Button(
            msg("Start a round"), icon="phone-call", key=key("start-round"), kind="primary", name="members-start"
        )
        start.clicked.connect(lambda: self.asked.emit("start", []))
        self._buttons["start"] = start
        self.foot.addWidget(start)
        start.setVisible(self._may_call)
        self.foot.addSpacing(12)

    def _button(self, name: str, words: Message, icon: str, sequence: str, *, shown: bool) -> Button:
        button = Button(words, icon=icon, key=sequence, small=True, name=f"members-{name}")
        button.clicked.connect(lambda: self._ask(name))
        if not shown:
            button.hide()
        self._buttons[name] = button
        return button

    # --- acting -----------------------------------------------------------------------------------------------------

    def _ask(self, name: str) -> None:
        archived = self._chosen is not None and self._chosen.line.archived_at is not None
        if name == "archive" and archived:
            name = "restore"
        self.asked.emit(name, list(self.rows))

    @property
    def _open_round(self) -> object:
        rounds = () if self._chosen is None else self._chosen.rounds
        return next((line for line in rounds if line.state is RoundState.OPEN), None)

    def _order(self, chosen: str) -> None:
        if not self._settling and chosen and self._chosen is not None and chosen != self._chosen.line.calling_order:
            self.ordered.emit(CallingOrder(chosen).value)

    def _show_excluded(self, _on: bool = True) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.excluded.setVisible(self._shows_excluded)
        self._frame.setVisible(not self._shows_excluded)
        self._offer()

    def _toggle_excluded(self) -> None:
        self.kept_off.setChecked(not self._shows_excluded)
        self._show_excluded()

    def _warn(self, unknown: int) -> None:
        while (item := self.warning.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if unknown:
            lead = msg("This rule has a condition this version of the program does not know.")
            words = msg("It names nobody, and no round can be started. Change the rule, or update the program.")
            self.warning.addWidget(AlertStrip(lead, words, wrap=True, name="unknown-condition"))

    def _offer(self) -> None:
        """Enable what can be done with this list and the rows selected."""
        chosen, rows = self._chosen, len(self.rows)
        line = None if chosen is None else chosen.line
        archived = line is not None and line.archived_at is not None
        can: dict[str, bool] = {
            "sheet": chosen is not None and bool(chosen.rounds),
            "edit": line is not None and not archived,
            "archive": line is not None,
            "add": line is not None and not archived,
            "member": rows == 1 and not self._shows_excluded and not archived,
            "remove": rows > 0 and not self._shows_excluded and not archived,
            "put-back": rows > 0 and not archived,
            "care": line is not None and bool(self._presenter.model.rowCount()) and not archived,
            "start": line is not None and not archived and not line.unknown,
        }
        for name, enabled in can.items():
            self._buttons[name].setEnabled(enabled)
        self._buttons["put-back"].setVisible(self._shows_excluded and self._may_edit)
        for name in ("remove", "member"):
            self._buttons[name].setVisible(not self._shows_excluded and self._may_edit)
        archive = self._buttons["archive"]
        archive.set_icon("archive-restore" if archived else "archive")
        say(archive, text=msg("Take back") if archived else msg("Archive"))
        archive.updateGeometry()
        start = self._buttons["start"]
        say(start, text=msg("Go on calling") if self._open_round is not None else msg("Start a round"))
        start.updateGeometry()
