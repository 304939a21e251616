"""What changed in a month since it was closed: the figures then and now, and the requests behind them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.core.i18n import msg
from desktop.months.table import correction_columns, since_columns, since_lines
from desktop.ui.dialogs import Dialog
from desktop.ui.panels import EmptyState, ListFrame, label
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.months.rows import AfterClosing, Correction, EditionRow
    from desktop.months.table import SinceLine

__all__ = ["SinceDialog"]

ROW = 32
MOST_LINES = 5


class SinceDialog(Dialog):
    """Shows then and now. `opened(request id)`: one of the requests is wanted."""

    opened = Signal(int)

    def __init__(
        self, month: Month, edition: EditionRow, after: AfterClosing, zone: ZoneInfo, parent: QWidget | None
    ) -> None:
        """Show what came `after` the `edition` of `month`."""
        super().__init__(partial(_title, month), parent, width=820)
        self.setObjectName("since-closing")
        self.body.addWidget(
            label(
                msg(
                    "Closed by %(name)s on %(moment)s. The report stays as it was issued; what changed is told in the"
                    " next report.",
                    name=edition.closed_by,
                    moment=f"{edition.closed_at.astimezone(zone):%Y-%m-%d %H:%M}",
                ),
                tone="ink2",
                wrap=True,
            )
        )
        lines = since_lines(after)
        self.figures: RowsModel[SinceLine] = RowsModel(since_columns(), lines)
        table = ListView(self.figures, label=msg("Figures then and now"), name="since-figures", row="row-dense")
        table.setFixedHeight(table.horizontalHeader().height() + ROW * min(len(lines), MOST_LINES) + 2)
        table.setVisible(bool(lines))
        self.body.addWidget(table)
        self.requests: RowsModel[Correction] = RowsModel(
            correction_columns(zone), after.corrections, identify=lambda row: row.request_id
        )
        self.list = ListView(self.requests, label=msg("Requests that changed"), name="since-requests", row="row-dense")
        self.list.opened.connect(self._open)
        self.list.acted.connect(lambda row, _key: self._open(row))
        frame = ListFrame(self.list, EmptyState(msg("No request changed")))
        frame.setMinimumHeight(ROW * 5)
        self.body.addWidget(frame, 1)
        self.close_button = self.add_button(msg("Close"), name="close")
        self.close_button.clicked.connect(self.reject)

    def _open(self, row: Correction) -> None:
        self.accept()
        self.opened.emit(row.request_id)


def _title(month: Month, spoken: Language) -> str:
    return spoken.gettext("%(month)s, since it was closed", month=spoken.month(month))
