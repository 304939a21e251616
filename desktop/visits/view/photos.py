"""The photos that a guard took of a visit, to be looked at from the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.ui.file_panel import FilePanel
from desktop.ui.panels import label, rule
from desktop.visits.service import VisitFiles

if TYPE_CHECKING:
    from desktop.visits.view.acting import VisitActs

__all__ = ["PhotoStrip"]


class PhotoStrip(QWidget):
    """Shows the photos of one visit; hidden while there are none, as everywhere that no photos are taken."""

    def __init__(self, acts: VisitActs) -> None:
        """Show none yet."""
        super().__init__()
        desk = acts.desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(8)
        column.addWidget(rule())
        head = QVBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.addWidget(label(msg("Photos"), "strong"))
        column.addLayout(head)
        inside = QVBoxLayout()
        column.addLayout(inside)
        self.files = FilePanel(
            VisitFiles(desk),
            "visit",
            acts.shell,
            lambda at, spoken: spoken.moment(at, desk.zone),
            may_attach=False,
            parent=self,
        )
        self.files.stand_in(inside, self)
        self.files.presenter.shown.connect(lambda rows: self.setVisible(bool(rows)))
        self.hide()

    def show_visit(self, visit_id: int) -> None:
        """Show the photos of a visit, 0 for none."""
        self.files.presenter.show_owner(visit_id)
