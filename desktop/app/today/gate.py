"""The strip on Today after a night in which old visits did not become counts: why not, and where to see to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.strips import AlertStrip

if TYPE_CHECKING:
    from desktop.ui.shell import Shell
    from desktop.visits.rows import ReductionRow

__all__ = ["RefusedStrip"]


class RefusedStrip(QWidget):
    """Says why the newest reduction was refused. Not seen while none was."""

    def __init__(self, shell: Shell) -> None:
        """Say nothing yet."""
        super().__init__()
        self._shell = shell
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._shown: ReductionRow | None = None
        self.strip: AlertStrip | None = None
        self.hide()

    def show_row(self, row: ReductionRow | None) -> None:
        """Show the reason of a run, or nothing."""
        if row == self._shown:
            return
        self._shown = row
        if self.strip is not None:
            self._lines.removeWidget(self.strip)
            self.strip.hide()
            self.strip.deleteLater()
            self.strip = None
        self.setVisible(row is not None)
        if row is not None and row.refused is not None:
            look = Button(msg("Open"), small=True, name="open-reduction")
            look.clicked.connect(lambda: self._shell.go("visits", part="setup"))
            self.strip = AlertStrip(
                msg("Old visits are still kept"), row.refused, icon="database", buttons=[look], name="not-reduced"
            )
            self._lines.addWidget(self.strip)
