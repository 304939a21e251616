"""Photos of a visit at the gate: looked at, and added where the rules of the gates allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.file_panel import FilePanel
from desktop.ui.keys import key
from desktop.visits.service import VisitFiles

if TYPE_CHECKING:
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["VisitPhotos"]


class VisitPhotos(QWidget):
    """The photos of one visit with the button that adds one; hidden where no photos are taken."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show none yet, and keep them as `desk`'s account."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        inside = QVBoxLayout()
        self.files = FilePanel(
            VisitFiles(desk),
            "visit",
            shell,
            lambda at, spoken: spoken.moment(at, desk.zone),
            may_attach=True,
            large=True,
            parent=self,
        )
        self.files.stand_in(inside, self)
        inside.setContentsMargins(0, 0, 0, 0)
        column.addLayout(inside)
        self.add = Button(msg("Add photos"), icon="camera", key=key("open-file"), low=True, name="visit-photo")
        self.add.clicked.connect(self.files.strip.add.click)
        column.addWidget(self.add)

    def show_visit(self, visit_id: int, *, taken: bool) -> None:
        """Show the photos of a visit, 0 for none; nothing unless photos are `taken` at all."""
        self.setVisible(taken and visit_id > 0)
        self.files.presenter.show_owner(visit_id if taken else 0)
