"""What features above this one add to a household's page; the app hands it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.ui.panels import Panel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.households.presenter.telling import Teller, TimelineGroup

__all__ = ["Additions", "RoomPanel"]


class RoomPanel(Panel):
    """A panel about whichever room is open. `alerted(strips)`: what of it belongs on top of the page."""

    alerted = Signal(object)

    def show_room(self, room_id: int) -> None:
        """Show what there is about a room, 0 for none."""


@dataclass(frozen=True)
class Additions:
    """Panels above the timeline, and what the timeline's entries of other features are called.

    `panels` make one panel each, once for the page.
    """

    panels: Sequence[Callable[[], RoomPanel]] = ()
    groups: Sequence[TimelineGroup] = ()
    tellers: Sequence[Teller] = ()
