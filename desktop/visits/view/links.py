"""What a fact of the gate leads to: the household it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.permissions import Operation
from desktop.ui.buttons import Button
from desktop.visits.table import NOTHING

if TYPE_CHECKING:
    from desktop.ui.language import Text
    from desktop.visits.view.acting import VisitActs

__all__ = ["room_link"]


def room_link(acts: VisitActs, room_id: int | None, place: str) -> Text | QWidget:
    """Return a place, as a link to the household where this account may look at it."""
    if room_id is None or not place or not acts.may(Operation.READ_HOUSEHOLD):
        return place or NOTHING
    link = Button(place, kind="link", small=True, name="gate-room")
    link.clicked.connect(lambda: acts.shell.go("households", room_id=room_id))
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(link)
    row.addStretch(1)
    return whole
