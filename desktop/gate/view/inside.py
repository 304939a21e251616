"""Who is still inside, at the right of the panes: as many rows as there is room, the rest by PgDn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.core.i18n import msg, nmsg
from desktop.core.tokens import HEIGHTS
from desktop.gate.view.pieces import GateList, GatePanel
from desktop.gate.view.rows import inside_row
from desktop.ui.language import say, ui_language
from desktop.ui.paint import key_box, key_width
from desktop.ui.panels import label, rule

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from desktop.gate.presenter.inside import InsidePresenter

__all__ = ["WIDE", "InsidePanel"]

WIDE, SLIM = 424, 316
"""Widths of the panel, px: where the window is wide, and where it is not."""
PAGE_DOWN = "PgDn"


class _KeyBox(QWidget):
    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setFixedSize(round(key_width(text, "gate-key")) + 1, HEIGHTS["gate-key"] + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        key_box(QPainter(self), 0, self.height() / 2, self._text, role="gate-key")


class InsidePanel(GatePanel):
    """Shows what `presenter` holds. `opened(visit_id)`: somebody is looked at."""

    opened = Signal(object)

    def __init__(self, presenter: InsidePresenter) -> None:
        """Start empty."""
        super().__init__(msg("Still inside"), icon="door-open", name="inside")
        self.presenter = presenter
        self.list = GateList("inside-list", msg("Still inside"))
        self.list.opened.connect(self.opened)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(rule())
        self.body.addWidget(self._foot())
        self.list.verticalScrollBar().valueChanged.connect(self._count)
        self.list.verticalScrollBar().rangeChanged.connect(self._count)
        presenter.changed.connect(self._show)
        ui_language().changed.connect(self._count)

    def turn(self, pages: int) -> None:
        """Show the rows `pages` further down."""
        bar = self.list.verticalScrollBar()
        whole = max(self.list.viewport().height() // HEIGHTS["gate-row"], 1) * HEIGHTS["gate-row"]
        bar.setValue(bar.value() + pages * whole)

    def set_slim(self, slim: bool) -> None:  # noqa: FBT001 - a setter
        """Take less room."""
        self.setFixedWidth(SLIM if slim else WIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Count again what there is no room for."""
        super().resizeEvent(event)
        self._count()

    def _foot(self) -> QFrame:
        foot = QFrame()
        row = QHBoxLayout(foot)
        row.setContentsMargins(18, 10, 18, 10)
        row.setSpacing(8)
        self.more = label("", "gate-key", "ink2", cut=True)
        self._key = _KeyBox(PAGE_DOWN)
        row.addWidget(self.more, 1)
        row.addWidget(self._key)
        foot.setMinimumHeight(HEIGHTS["gate-foot"])
        return foot

    def _show(self) -> None:
        now, zone = self.presenter.station.now(), self.presenter.station.desk.zone
        counts = self.presenter.counts
        self.list.show_rows(inside_row(line, now, zone) for line in self.presenter.lines)
        note = nmsg("%(count)s contractor", "%(count)s contractors", counts.contractors) if counts.contractors else ""
        if counts.overdue:
            note = nmsg("%(count)s stays too long", "%(count)s stay too long", counts.overdue)
        self.set_title(msg("Still inside"), str(counts.visits), note)
        self._count()

    def _count(self, *_moved: int) -> None:
        bar = self.list.verticalScrollBar()
        below = -(-(bar.maximum() - bar.value()) // HEIGHTS["gate-row"]) if self.list.rows else 0
        words = nmsg("%(count)s more, further down", "%(count)s more, further down", below) if below > 0 else ""
        if not self.list.rows:
            words = msg("Nobody is inside.")
        say(self.more, text=words)
        self._key.setVisible(below > 0)
