"""The kinds of outages: how long ahead each must be announced, whom to ring, and own ones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.core.i18n import msg
from desktop.core.phones import display_phone
from desktop.outages.dialogs.fields import kind_key
from desktop.outages.dialogs.posting import ActDialog
from desktop.outages.table import kind_icon, lasting, rule_words
from desktop.ui.buttons import Button
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import Form, LineField, NumberField, PhoneField
from desktop.ui.panels import label
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Language
    from desktop.outages.presenter.progress import Command
    from desktop.outages.rows import KindRow
    from desktop.ui.language import Text

__all__ = ["KindForm", "KindsDialog"]

HIGH = 360
MOST_HOURS = 24 * 60


def _lead(row: KindRow, spoken: Language) -> Cell | str:
    return lasting(row.lead, spoken) if row.lead else Cell(spoken.gettext("none asked for"), tone="ink2")


def _columns() -> Sequence[Column[KindRow]]:
    return (
        Column(
            "kind",
            msg("Kind"),
            lambda row, spoken: Cell(rule_words(row, spoken), icon=kind_icon(row.kind)),
            120,
            stretch=True,
            sort=False,
        ),
        Column("lead", msg("Time ahead"), _lead, 120, sort=False),
        Column("phone", msg("Supplier's phone"), lambda row, _: display_phone(row.supplier_phone), 140, sort=False),
    )


class KindForm(ActDialog):
    """One kind: the time ahead in hours, the supplier's phone; a new own one has a name as well."""

    def __init__(self, row: KindRow | None = None, parent: QWidget | None = None) -> None:
        """Change `row`, or add an own kind."""
        self._row = row
        form = Form(columns=1, name="outage-kind")
        if row is None:
            form.add(
                LineField("name", msg("Name of the kind"), required=True, hint=msg("what the notice is headed with"))
            )
        hours = NumberField("lead", msg("Time ahead"), required=True, least=0, most=MOST_HOURS, unit=msg("hours"))
        form.add(hours)
        form.add(PhoneField("supplier_phone", msg("Supplier's phone")))
        hours.set_value(24 if row is None else round(row.lead / timedelta(hours=1)))
        if row is not None:
            form.fields["supplier_phone"].set_text(display_phone(row.supplier_phone))
        title: Text = msg("New kind of outage") if row is None else lambda spoken: rule_words(row, spoken)
        name = "new" if row is None else kind_key(row.kind, row.id)
        super().__init__(
            title, form, msg("Save"), key=f"kind-{name}", saved=msg("The kind is saved."), parent=parent, width=480
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the write that `values` ask for."""
        row, lead, phone = self._row, timedelta(hours=int(values["lead"])), values["supplier_phone"]
        if row is None:
            name = values["name"]
            return lambda service, operation_id: service.add_kind(name, lead, phone, operation_id=operation_id)
        return lambda service, operation_id: service.set_kind(
            row.kind, lead, phone, version=row.version, id=row.id, operation_id=operation_id
        )


class KindsDialog(Dialog):
    """All kinds. `asked(KindRow | None)`: that kind is to be changed, or a new one added; `archived(KindRow)`."""

    asked = Signal(object)
    archived = Signal(object)

    def __init__(self, kinds: Sequence[KindRow], parent: QWidget | None = None) -> None:
        """Show `kinds`."""
        super().__init__(msg("Kinds of outages"), parent, width=620)
        self.setObjectName("outage-kinds")
        advice = msg("A notice that goes out later than the time ahead is told as too late; it is never refused.")
        self.body.addWidget(label(advice, tone="ink2", wrap=True))
        self.model: RowsModel[KindRow] = RowsModel(_columns(), identify=_identity, parent=self)
        self.view = ListView(self.model, label=msg("Kinds of outages"), name="kinds-list", row="row-dense")
        self.view.setMinimumHeight(200)
        self.view.setMaximumHeight(HIGH)
        self.body.addWidget(self.view, 1)
        self.add = Button(msg("New kind"), icon="plus", name="add-kind")
        self.archive = Button(msg("Offer no more"), icon="archive", name="archive-kind")
        self.change = Button(msg("Change"), icon="square-pen", name="change-kind")
        for button in (self.add, self.archive, self.change):
            self.buttons.insertWidget(self.buttons.count() - 1, button)
        self.close_button = self.add_button(msg("Close"), kind="primary", name="close")
        self.close_button.clicked.connect(self.accept)
        self.add.clicked.connect(lambda: self.asked.emit(None))
        self.change.clicked.connect(lambda: self.asked.emit(self.view.row))
        self.archive.clicked.connect(lambda: self.archived.emit(self.view.row))
        self.view.opened.connect(self.asked)
        self.view.row_changed.connect(lambda _row: self._look())
        self.show_kinds(kinds)

    def show_kinds(self, kinds: Sequence[KindRow]) -> None:
        """Show the kinds as they are now."""
        self.model.set_rows([row for row in kinds if not row.archived])
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.selectRow(0)
        self._look()

    def _look(self) -> None:
        row = self.view.row
        self.change.setEnabled(row is not None)
        self.archive.setEnabled(row is not None and bool(row.name))


def _identity(row: KindRow) -> tuple[str, int]:
    return row.kind, row.id if row.name else 0
