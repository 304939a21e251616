"""The chips over the list of problem points: month, department, what the points want, and a line to search in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.core.i18n import msg
from desktop.core.months import Month
from desktop.issues.presenter import Flag
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.filters import FilterBar, SearchLine
from desktop.ui.language import say, ui_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Language, Message
    from desktop.issues.offer import IssueNames
    from desktop.issues.presenter import IssuesPresenter

__all__ = ["FLAG_LABELS", "IssueFilterBar"]

FLAG_LABELS: Mapping[Flag, tuple[Message, str, str]] = {
    Flag.OVERDUE: (msg("Overdue"), "clock-alert", "red"),
    Flag.OWNERLESS: (msg("Nobody named"), "triangle-alert", "amber"),
    Flag.TO_CHECK: (msg("To be checked"), "eye", "violet"),
    Flag.TO_CONFIRM: (msg("To be confirmed"), "badge-check", "blue"),
}
"""What each flag is called, its icon and tone, in the order of the chips."""

MONTHS_OFFERED = 13


class IssueFilterBar(FilterBar):
    """Shows and changes which points an `IssuesPresenter` shows."""

    def __init__(self, presenter: IssuesPresenter) -> None:
        """Show what `presenter` shows."""
        self.text = SearchLine(msg("Find a point"), "issue-text", 132)
        super().__init__(self.text)
        self._presenter = presenter
        self.open = self.add_chip(msg("Not mended yet"), "filter-open")
        self.open.clicked.connect(self._toggle_open)
        self.flags: dict[Flag, FilterChip] = {}
        for flag, (words, icon, tone) in FLAG_LABELS.items():
            chip = self.add_chip(words, f"filter-{flag}", icon, tone)
            chip.clicked.connect(partial(self._toggle, flag))
            self.flags[flag] = chip
        self.month = FilterChip("", name="filter-month")
        self.month.clicked.connect(lambda: self._show_month(None))
        self.department = FilterChip("", name="filter-department")
        self.department.clicked.connect(lambda: self._show_department(None))
        self.months = Button(msg("Month"), small=True, menu=True, name="choose-month")
        self.months.clicked.connect(lambda: self.open_menu(self.months, self.month_menu()))
        self.departments = Button(msg("Department"), small=True, menu=True, name="choose-department")
        self.departments.clicked.connect(lambda: self.open_menu(self.departments, self.department_menu()))
        self.add(self.month, self.months, self.department, self.departments)
        self.text.searched.connect(self._search)
        presenter.conditions_changed.connect(self._show)
        presenter.counted.connect(self._count)
        presenter.named.connect(self._show)
        self._show()

    def month_menu(self) -> QMenu:
        """Return the menu of months, the running one first."""
        menu, spoken = QMenu(self), ui_language().language
        today = self._presenter.today
        for back in range(MONTHS_OFFERED):
            month = Month(today.year, today.month).plus(-back)
            action = QAction(spoken.month(month), menu)
            action.triggered.connect(partial(self._show_month, month))
            menu.addAction(action)
        return menu

    def department_menu(self) -> QMenu:
        """Return the menu of departments."""
        menu = QMenu(self)
        for row in self._presenter.names.departments:
            action = QAction(row.name, menu)
            action.triggered.connect(partial(self._show_department, row.id))
            menu.addAction(action)
        return menu

    def _search(self, words: str) -> None:
        self._presenter.show(replace(self._presenter.wanted, text=words))

    def _toggle_open(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Show open points only, or those of every state; what points want is asked of open ones only."""
        wanted = self._presenter.wanted
        self._presenter.show(replace(wanted, open_only=checked, flags=wanted.flags if checked else frozenset()))

    def _toggle(self, flag: Flag) -> None:
        wanted, checked = self._presenter.wanted, self.flags[flag].isChecked()
        flags = wanted.flags | {flag} if checked else wanted.flags - {flag}
        self._presenter.show(replace(wanted, flags=flags, open_only=wanted.open_only or checked))

    def _show_month(self, month: Month | None, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._presenter.show(replace(self._presenter.wanted, month=month))

    def _show_department(self, department_id: int | None, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        self._presenter.show(replace(self._presenter.wanted, department_id=department_id))

    def _show(self, _names: IssueNames | None = None) -> None:
        wanted, own = self._presenter.wanted, self._presenter.own_department
        self.open.setChecked(wanted.open_only)
        for flag, chip in self.flags.items():
            chip.setChecked(flag in wanted.flags)
        month = wanted.month
        say(self.month, text="" if month is None else partial(_month_words, month))
        names = {row.id: row.name for row in self._presenter.names.departments}
        say(self.department, text=names.get(wanted.department_id or 0, "…"))
        for chip, chosen, button in (
            (self.month, month is not None, self.months),
            (self.department, wanted.department_id is not None, self.departments),
        ):
            chip.setVisible(chosen)
            chip.setChecked(True)
            button.setVisible(not chosen)
        # A head's list is of the own department only; there is nothing to take off.
        self.department.setEnabled(own is None)
        self.text.show_words(wanted.text)
        self.refit()

    def _count(self, open_count: int, by_flag: Mapping[Flag, int]) -> None:
        self.open.set_count(open_count)
        for flag, chip in self.flags.items():
            chip.set_count(by_flag[flag])
        self.refit()


def _month_words(month: Month, spoken: Language) -> str:
    return spoken.month(month)
