"""The groups of a divided list beside it: each with its count, one of them opened in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.core.i18n import msg
from desktop.requests.rows import GroupBy, GroupCount
from desktop.ui.table import Cell, Column, ListView, RowsModel
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from desktop.core.i18n import Language
    from desktop.requests.presenter import ListPresenter

__all__ = ["GroupsPane"]

ALL = -1
"""The id of the row that stands for all groups together."""

WIDTH = 144


class GroupsPane(QFrame):
    """Shows the groups of what a `ListPresenter` shows, while it is divided."""

    def __init__(self, presenter: ListPresenter) -> None:
        """Show nothing until the list is divided."""
        super().__init__()
        self.setObjectName("groups-pane")
        self._presenter = presenter
        self._filling = False
        columns = (
            Column[GroupCount]("group", msg("Group"), self._name, width=80, stretch=True, sort=False),
            Column[GroupCount]("count", msg("Count"), _count, width=60, right=True, sort=False),
        )
        self.model: RowsModel[GroupCount] = RowsModel(columns, parent=self)
        self.view = ListView(self.model, label=msg("Groups"), name="request-groups", row="row-dense")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.addWidget(self.view)
        self.setFixedWidth(WIDTH)
        self.hide()
        self.view.row_changed.connect(self._enter)
        presenter.groups_changed.connect(self._show)
        presenter.conditions_changed.connect(self._fit)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line between groups and list."""
        QPainter(self).fillRect(self.width() - 1, 0, 1, self.height(), colour("line"))

    def _fit(self) -> None:
        self.setVisible(self._presenter.shown.group_by is not None)

    def _show(self, groups: Sequence[GroupCount]) -> None:
        self._fit()
        whole = GroupCount(ALL, "", sum(group.count for group in groups))
        inside = self._presenter.shown.inside
        self._filling = True
        self.model.set_rows((whole, *groups))
        self.view.select(ALL if inside is None else inside)
        self._filling = False

    def _enter(self, row: GroupCount | None) -> None:
        if row is not None and not self._filling:
            self._presenter.enter(None if row.id == ALL else row.id)

    def _name(self, group: GroupCount, language: Language) -> Cell:
        if group.id == ALL:
            return Cell(language.gettext("All"), strong=True)
        if group.name:
            return Cell(group.name)
        by_building = self._presenter.shown.group_by is GroupBy.BUILDING
        return Cell(language.gettext("No building") if by_building else language.gettext("No department"), tone="ink2")


def _count(group: GroupCount, language: Language) -> Cell:
    return Cell(language.integer(group.count), tone="ink2")
