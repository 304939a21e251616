"""Two months beside each other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.core.i18n import Message, msg
from desktop.core.months import Month
from desktop.months.table import FIGURES, GROUP_HEADS, CompareLine, compare_columns, compare_lines
from desktop.ui.buttons import Button
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import Choice, ChoiceField
from desktop.ui.language import say
from desktop.ui.panels import label
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Language
    from desktop.months.presenter import ComparePresenter
    from desktop.months.table import MonthComparison

__all__ = ["CompareDialog"]

MONTH_WIDTH = 192
OFFERED = 60
"""So many months back can be chosen."""
HEIGHT = 300

KINDS: dict[str, Message] = {FIGURES: msg("All figures"), **GROUP_HEADS}


class CompareDialog(Dialog):
    """Shows figures, or what groups received, of the month and another.

    `opened(Month, CompareLine, kind)`: the list behind a number is wanted. `export()`: the same as a workbook.
    """

    opened = Signal(object, object, str)
    export = Signal()

    def __init__(self, presenter: ComparePresenter, current: Month, parent: QWidget | None) -> None:
        """Compare with the same month last year at first; months up to `current` can be chosen."""
        super().__init__(partial(_title, presenter.month), parent, width=860)
        self.setObjectName("compare-months")
        self.presenter = presenter
        self.compared: MonthComparison | None = None
        self.by = FIGURES
        self.body.addLayout(self._choices(current))
        self.model: RowsModel[CompareLine] = RowsModel(compare_columns(presenter.month, presenter.other, self.by))
        self.list = ListView(self.model, label=msg("Both months"), name="compare-list", row="row-dense")
        self.list.setMinimumHeight(HEIGHT)
        self.list.acted.connect(self._open)
        self.list.opened.connect(lambda line: self._open(line, "first"))
        self.body.addWidget(self.list, 1)
        self.save = self.add_button(msg("Export as a workbook …"), name="export")
        self.save.clicked.connect(self.export)
        self.close_button = self.add_button(msg("Close"), name="close")
        self.close_button.clicked.connect(self.reject)
        presenter.compared.connect(self._show)
        presenter.choose(presenter.month.plus(-12))

    def _choices(self, current: Month) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        months = [current.plus(-back) for back in range(OFFERED)]
        offered = [
            Choice(str(each), partial(_month_text, each), (str(each),))
            for each in months
            if each != self.presenter.month
        ]
        self.other = ChoiceField("other", msg("Beside"), offered, width=MONTH_WIDTH)
        self.other.row.setMinimumWidth(MONTH_WIDTH)
        self.other.choose(str(self.presenter.month.plus(-12)))
        self.other.changed.connect(self._choose_month)
        row.addWidget(label(msg("Beside"), tone="ink2"))
        row.addWidget(self.other.row)
        self.before = Button(msg("Month before"), small=True, name="compare-before")
        self.before.clicked.connect(lambda: self.other.choose(str(self.presenter.month.plus(-1))))
        self.last_year = Button(msg("Last year"), small=True, name="compare-last-year")
        self.last_year.clicked.connect(lambda: self.other.choose(str(self.presenter.month.plus(-12))))
        row.addWidget(self.before)
        row.addWidget(self.last_year)
        row.addStretch(1)
        self.kind = ChoiceField("by", msg("Compare by"), [Choice(key, text) for key, text in KINDS.items()], width=140)
        self.kind.choose(FIGURES)
        self.kind.changed.connect(self._choose_kind)
        row.addWidget(label(msg("Compare by"), tone="ink2"))
        row.addWidget(self.kind.row)
        return row

    def _choose_month(self) -> None:
        chosen = _chosen(self.other)
        if chosen and chosen != str(self.presenter.other):
            self.presenter.choose(Month.parse(chosen))

    def _choose_kind(self) -> None:
        chosen = _chosen(self.kind)
        if chosen and chosen != self.by:
            self.by = chosen
            self._show_lines()

    def _show(self, compared: MonthComparison) -> None:
        self.compared = compared
        self._show_lines()

    def _show_lines(self) -> None:
        if self.compared is None:
            return
        first, second = self.compared.first.month, self.compared.second.month
        say(self.list, accessibleName=msg("Both months"))
        self.model.set_columns(compare_columns(first, second, self.by))
        self.model.set_rows(compare_lines(self.compared, self.by))

    def _open(self, line: CompareLine, key: str) -> None:
        if self.compared is None or key not in {"first", "second"}:
            return
        summary = self.compared.first if key == "first" else self.compared.second
        self.accept()
        self.opened.emit(summary.month, line, self.by)


def _title(month: Month, spoken: Language) -> str:
    return spoken.gettext("%(month)s beside another month", month=spoken.month(month))


def _month_text(month: Month, spoken: Language) -> str:
    return spoken.month(month)


def _chosen(field: ChoiceField) -> str:
    """Return the key chosen; empty while something is typed that is none of the choices."""
    text = field.text()
    return "" if text.startswith("?") else text
