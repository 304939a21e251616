"""The head of the month's page: which month, how it stands, whose, its reports, and what else can be done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.keys import key
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QAction

    from desktop.core.i18n import Message
    from desktop.core.months import Month
    from desktop.staff.rows import DepartmentRow

__all__ = ["MonthHeader"]

ALL = msg("All departments")


class MonthHeader(QWidget):
    """Chooses month and department.

    `stepped(months)`, `this_month()`, `chosen(department id or None)`, `report()`, `print_all()`, `save_all()`,
    `ledger()`, `week()`, `comb()`, `compare()`, `targets()`, `export()`,
    `changes()`: what changed since the closing is wanted.
    """

    stepped = Signal(int)
    this_month = Signal()
    chosen = Signal(object)
    report = Signal()
    print_all = Signal()
    save_all = Signal()
    ledger = Signal()
    week = Signal()
    comb = Signal()
    compare = Signal()
    targets = Signal()
    export = Signal()
    changes = Signal()

    def __init__(self) -> None:
        """Show no month yet."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._make_month()
        self._make_tools()
        for widget in (self.earlier, self.title, self.later, self.now, self.state, self.since):
            row.addWidget(widget)
        row.addWidget(self.note, 1)
        for button in (self.department, self.comb_month, self.print_one, self.more):
            row.addWidget(button)
        self._departments: Sequence[DepartmentRow] = ()
        self._department_id: int | None = None
        self.may_print = True
        self.may_print_all = True
        self.may_edit_targets = False

    def _make_month(self) -> None:
        self.earlier = _arrow(msg("Month before"), "chevron-left", key("earlier"))
        self.earlier.clicked.connect(lambda: self.stepped.emit(-1))
        self.later = _arrow(msg("Month after"), "chevron-right", key("later"))
        self.later.clicked.connect(lambda: self.stepped.emit(1))
        self.title = label("", "title", name="month-title")
        self.now = _arrow(msg("This month"), "calendar-clock", key("now"))
        self.now.clicked.connect(self.this_month)
        self.state = Chip(name="month-state")
        self.since = Button("", icon="triangle-alert", small=True, name="after-closing")
        self.since.clicked.connect(self.changes)
        self.since.hide()
        self.note = label("", tone="ink2", cut=True, name="cut-off")

    def _make_tools(self) -> None:
        self.department = Button(ALL, menu=True, name="choose-department")
        self.department.clicked.connect(lambda: _below(self.department, self.menu()))
        self.comb_month = Button(msg("Comb the month"), icon="list-filter", name="comb-month")
        self.comb_month.clicked.connect(self.comb)
        self.print_one = Button(msg("Monthly report"), icon="printer", key=key("print"), name="month-report")
        self.print_one.show_key = False
        self.print_one.clicked.connect(self.report)
        self.more = Button(msg("More"), icon="ellipsis", name="month-more")
        self.more.clicked.connect(lambda: _below(self.more, self.more_menu()))
        say(self.more, toolTip=msg("All reports, comparison of months, targets, export"))

    def show_month(self, month: Month, current: Month) -> None:
        """Say which month is shown; `current` is the running one, after which there is none."""
        say(self.title, text=lambda spoken: spoken.gettext("%(month)s summary", month=spoken.month(month)))
        self.later.setEnabled(month < current)
        self.now.setVisible(month != current)

    def show_state(self, text: Text, tone: str, icon: str, note: Text) -> None:
        """Say how the month stands and up to when it is counted."""
        self.state.show_state(text, tone, icon)
        self.state.updateGeometry()
        say(self.note, text=note)

    def explain_state(self, text: Text) -> None:
        """Say in the state's tooltip who issued, closed and opened the month again, and why."""
        say(self.state, toolTip=text)

    def show_changes(self, words: Message | None) -> None:
        """Offer to look at what changed since the month was closed; none where nothing did."""
        say(self.since, text=words or "", toolTip=words or "")
        self.since.updateGeometry()
        self.since.setVisible(words is not None)

    def show_departments(self, departments: Sequence[DepartmentRow], department_id: int | None, *, fixed: bool) -> None:
        """Offer `departments`; `fixed` where the account heads the one shown and sees no other."""
        self._departments = departments
        self._department_id = department_id
        name = next((each.name for each in departments if each.id == department_id), "")
        say(self.department, text=name or ALL)
        self.department.setEnabled(not fixed)
        say(self.department, toolTip=msg("A department's head sees the own department.") if fixed else "")
        self.may_print_all = not fixed

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave out the words of the actions where there is no room."""
        for button in (self.comb_month, self.print_one, self.more, self.since):
            button.set_icon_only(narrow)
            button.show_key = False

    def menu(self) -> QMenu:
        """Return the menu of departments, the one shown ticked."""
        menu = QMenu(self)
        choices: list[tuple[int | None, Text]] = [(None, ALL), *((each.id, each.name) for each in self._departments)]
        for department_id, text in choices:
            action = _add(menu, text, partial(self.chosen.emit, department_id))
            action.setCheckable(True)
            action.setChecked(department_id == self._department_id)
        return menu

    def more_menu(self) -> QMenu:
        """Return what else can be done with the month."""
        menu = QMenu(self)
        if self.may_print and self.may_print_all:
            _add(menu, msg("Print all reports …"), self.print_all.emit)
            _add(menu, msg("Save all reports as PDF …"), self.save_all.emit)
        if self.may_print:
            _add(menu, msg("Ledger of requests …"), self.ledger.emit)
            _add(menu, msg("Weekly summary …"), self.week.emit)
            menu.addSeparator()
        _add(menu, msg("Compare with another month …"), self.compare.emit)
        words = msg("Targets …") if self.may_edit_targets else msg("Look at the targets …")
        _add(menu, words, self.targets.emit)
        if self.may_print:
            _add(menu, msg("Export as a workbook …"), self.export.emit)
        return menu


def _add(menu: QMenu, text: Text, act: Callable[[], object]) -> QAction:
    action = menu.addAction(translate(text, ui_language().language))
    action.triggered.connect(lambda _on=False: act())
    return action


def _below(button: Button, menu: QMenu) -> None:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def _arrow(text: Text, icon: str, sequence: str) -> Button:
    button = Button(text, icon=icon, key=sequence, kind="link", name=icon)
    button.set_icon_only(True)
    return button
