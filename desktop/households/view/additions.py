"""What features above this one add to a household's page; the app hands it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.ui.language import say
from desktop.ui.panels import Panel
from desktop.ui.theme import repolish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Message
    from desktop.households.presenter.telling import Teller, TimelineGroup
    from desktop.households.rows import Alert, HouseholdChoice, HouseholdFile
    from desktop.ui.language import Text

__all__ = ["Additions", "ListAction", "RoomAction", "RoomPanel"]


class RoomPanel(Panel):
    """A panel about whichever room is open. `alerted(alerts)`: its `rows.Alert`s, which belong on top of the page.

    One that is `aside` stands below what is good to know, the others above the timeline.
    """

    alerted = Signal(object)
    aside = False

    def show_room(self, room_id: int) -> None:
        """Show what there is about a room, 0 for none."""

    def act(self, alert: Alert, name: str) -> None:
        """Do what the button `name` on an alert of this panel says."""

    def keep(self) -> None:
        """Keep what is typed into a form of the panel that is open."""

    def say_nothing(self, words: Text) -> None:
        """Say in the head that there is nothing, so that an empty panel takes one line; without words say nothing."""
        say(self.note, text=words)
        self.note.setVisible(bool(words))
        repolish(self._head, alone=bool(words))


@dataclass(frozen=True)
class ListAction:
    """A button over the list of rooms.

    `words(selected, shown)` is what it says while so many rows are selected (0: fewer than two) and shown;
    `act(choice, count, parent)` gets the households meant, how many they are, and what its dialogs belong to.
    """

    words: Callable[[int, int], Message]
    icon: str
    name: str
    act: Callable[[HouseholdChoice, int, QWidget], None]


@dataclass(frozen=True)
class RoomAction:
    """A button on a household's page; `act(household, parent)`. `key` is a name in the table of keys, "" for none."""

    words: Message
    icon: str
    name: str
    act: Callable[[HouseholdFile, QWidget], None]
    key: str = ""


@dataclass(frozen=True)
class Additions:
    """Panels above the timeline, what the timeline's entries of other features are called, and further buttons.

    `panels` make one panel each, once for the page. `list_actions` stand over the list, which then lets several rows
    be selected; `room_actions` on a household's page.
    """

    panels: Sequence[Callable[[], RoomPanel]] = ()
    groups: Sequence[TimelineGroup] = ()
    tellers: Sequence[Teller] = ()
    list_actions: Sequence[ListAction] = ()
    room_actions: Sequence[RoomAction] = ()
