"""What stands beside the tree: a place with what can be done with it, and its rooms or buildings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.community.rows import BuildingRow
from desktop.community.table import building_columns, room_columns
from desktop.core.i18n import msg, nmsg
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.panels import EmptyState, ListFrame, Panel
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.community.rows import RoomRow
    from desktop.community.table import Node, NodeKey

__all__ = ["DetailPanel"]

_OF_PLACE = {
    "rename": (msg("Rename …"), "square-pen", ("zone", "building", "entrance")),
    "zone": (msg("Zone …"), "folder-open", ("building",)),
    "entrance": (msg("New entrance …"), "plus", ("building",)),
    "rooms": (msg("Make rooms …"), "plus", ("building", "entrance")),
    "remove": (msg("Remove"), "trash-2", ("zone", "building", "entrance")),
}
"""Words and icon of what can be done with a place, and with which kinds."""


class DetailPanel(Panel):
    """Shows one place. `asked(what)`: what is to be done with the place, as in `_OF_PLACE`.

    `rooms_asked(what, rooms)`: renumber, remove or open what is selected; `buildings_asked(buildings)`: another zone.
    """

    asked = Signal(str)
    rooms_asked = Signal(str, object)
    buildings_asked = Signal(object)

    def __init__(self) -> None:
        """Show no place yet."""
        super().__init__(" ", name="place")
        self.node: Node | None = None
        self._build_actions()
        self.rooms = RowsModel(room_columns())
        self.rooms_view = ListView(self.rooms, label=msg("Rooms"), name="place-rooms", several=True, row="row-dense")
        self.buildings = RowsModel(building_columns())
        self.buildings_view = ListView(
            self.buildings, label=msg("Buildings"), name="zone-buildings", several=True, row="row-dense"
        )
        self._lists = QStackedWidget()
        no_rooms = EmptyState(
            msg("There are no rooms yet"), msg("Make them by a pattern, or import a roster."), icon="door-open"
        )
        no_buildings = EmptyState(
            msg("No building belongs to this zone"), msg("Choose a building, then its zone."), icon="building-2"
        )
        nothing = EmptyState(
            msg("There are no buildings yet"), msg("Add a building on the left, or import a roster."), icon="building-2"
        )
        for widget in (nothing, ListFrame(self.rooms_view, no_rooms), ListFrame(self.buildings_view, no_buildings)):
            self._lists.addWidget(widget)
        self.body.addWidget(self._lists, 1)
        self._build_foot()
        self.show_place(None)

    def show_place(self, node: Node | None) -> None:
        """Show a place; its rooms come with `show_rooms`."""
        same = self.node is not None and node is not None and self.node.key == node.key
        self.node = node
        kind = node.key[0] if node is not None and node.row is not None else ""
        for what, button in self.buttons.items():
            button.setVisible(kind in _OF_PLACE[what][2])
        self._actions.setVisible(bool(kind))
        if node is None:
            self.set_title(msg("Places"))
            self._lists.setCurrentIndex(0)
        elif node.key[0] == "zone":
            self.set_title(node.name, nmsg("%(count)s room", "%(count)s rooms", node.rooms))
            self.buildings.set_rows([each.row for each in node.below if isinstance(each.row, BuildingRow)])
            self._lists.setCurrentIndex(2)
        else:
            self.set_title(node.name, nmsg("%(count)s room", "%(count)s rooms", node.rooms))
            if not same:
                self.rooms_view.clearSelection()
            self._lists.setCurrentIndex(1)
        self._offer()

    def show_rooms(self, place: NodeKey, rooms: Sequence[RoomRow]) -> None:
        """Show the rooms of a place, unless another one is shown by now."""
        if self.node is not None and self.node.key == place:
            self.rooms.set_rows(rooms)
            self._offer()

    def _build_actions(self) -> None:
        self._actions = QWidget()
        flow = FlowLayout(self._actions, gap=6)
        flow.setContentsMargins(12, 8, 12, 8)
        self.buttons: dict[str, Button] = {}
        for what, (words, icon, _kinds) in _OF_PLACE.items():
            kind = "primary" if what == "rooms" else "plain"
            button = Button(words, icon=icon, kind=kind, small=True, name=f"place-{what}")
            button.clicked.connect(lambda _on=False, what=what: self.asked.emit(what))
            flow.addWidget(button)
            self.buttons[what] = button
        self.body.addWidget(self._actions)

    def _build_foot(self) -> None:
        self.renumber = Button(msg("Renumber …"), icon="hash", name="renumber-rooms")
        self.remove_rooms = Button(msg("Remove rooms"), icon="trash-2", name="remove-rooms")
        self.open_room = Button(msg("Open the household"), icon="house", kind="link", name="open-room")
        self.assign = Button(msg("Another zone …"), icon="folder-open", name="assign-zone")
        for what, button in (("renumber", self.renumber), ("remove", self.remove_rooms), ("open", self.open_room)):
            button.clicked.connect(lambda _on=False, what=what: self.rooms_asked.emit(what, self.rooms_view.rows))
            self.foot.addWidget(button)
        self.assign.clicked.connect(lambda: self.buildings_asked.emit(self.buildings_view.rows))
        self.foot.addWidget(self.assign)
        self.foot.addStretch(1)
        self.rooms_view.opened.connect(lambda room: self.rooms_asked.emit("open", [room]))
        self.buildings_view.opened.connect(lambda building: self.buildings_asked.emit([building]))
        for view in (self.rooms_view, self.buildings_view):
            view.selectionModel().selectionChanged.connect(self._offer)

    def _offer(self) -> None:
        """Enable what can be done with what is selected."""
        of_rooms = self._lists.currentIndex() == 1
        selected = len(self.rooms_view.rows if of_rooms else self.buildings_view.rows)
        for button in (self.renumber, self.remove_rooms, self.open_room):
            button.setVisible(of_rooms)
            button.setEnabled(bool(selected))
        self.open_room.setEnabled(selected == 1)
        self.assign.setVisible(self._lists.currentIndex() == 2)
        self.assign.setEnabled(bool(selected))
