"""The tree of places, and the columns of rooms and buildings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.core.i18n import msg
from desktop.ui.language import Text, translate, ui_language
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.community.rows import BuildingRow, EntranceRow, Places, RoomRow, ZoneRow
    from desktop.core.i18n import Language

__all__ = ["NODE_ROLE", "Node", "NodeKey", "PlaceTree", "building_columns", "room_columns"]

NodeKey = tuple[str, int]
"""What a place of the tree is recognised by: zone, building or entrance, and its id; ("zone", 0) is no zone."""

NODE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_NOWHERE = QModelIndex()
_ICONS = {"zone": "folder-open", "building": "building-2", "entrance": "door-open"}

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(eq=False)
class Node:
    """A place in the tree: what it is called, how many rooms it has, and what is below it."""

    key: NodeKey
    name: Text
    rooms: int
    row: ZoneRow | BuildingRow | EntranceRow | None
    parent: Node | None = None
    below: list[Node] = field(default_factory=list)

    @property
    def icon(self) -> str:
        """Return the icon of its kind."""
        return _ICONS[self.key[0]]


class PlaceTree(QAbstractItemModel):
    """Zones with their buildings with their entrances; buildings without zone stand on top where there is no zone."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.roots: list[Node] = []
        ui_language().changed.connect(self._retranslate)

    def show_places(self, places: Places) -> None:
        """Show `places` instead."""
        self.beginResetModel()
        self.roots = _nodes(places)
        self.endResetModel()

    def node(self, key: NodeKey) -> Node | None:
        """Return the place of `key`, None where it is not there."""
        waiting = list(self.roots)
        while waiting:
            node = waiting.pop()
            if node.key == key:
                return node
            waiting += node.below
        return None

    def index_of(self, node: Node) -> QModelIndex:
        """Return where a place stands."""
        among = self.roots if node.parent is None else node.parent.below
        return self.createIndex(among.index(node), 0, node)

    def index(self, row: int, column: int, parent: AnyIndex = _NOWHERE) -> QModelIndex:
        """Return the place at `row` below `parent`."""
        among = self.roots if not parent.isValid() else parent.internalPointer().below
        return self.createIndex(row, column, among[row]) if 0 <= row < len(among) and column == 0 else QModelIndex()

    def parent(self, child: AnyIndex = _NOWHERE) -> Any:
        """Return the place above."""
        above = child.internalPointer().parent if child.isValid() else None
        return QModelIndex() if above is None else self.index_of(above)

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Return how many places are below `parent`."""
        return len(self.roots if not parent.isValid() else parent.internalPointer().below)

    def columnCount(self, _parent: AnyIndex = _NOWHERE) -> int:
        """Return the one column."""
        return 1

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return the name, or with `NODE_ROLE` the place itself."""
        if not index.isValid():
            return None
        node: Node = index.internalPointer()
        spoken = ui_language().language
        if role == int(Qt.ItemDataRole.DisplayRole):
            return translate(node.name, spoken)
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            rooms = spoken.ngettext("%(count)s room", "%(count)s rooms", node.rooms)
            return f"{translate(node.name, spoken)}, {rooms}"
        return node if role == NODE_ROLE else None

    def _retranslate(self) -> None:
        self.layoutChanged.emit()


def _nodes(places: Places) -> list[Node]:
    zones = [Node(("zone", zone.id), zone.name, 0, zone) for zone in places.zones]
    without = Node(("zone", 0), msg("No zone"), 0, None)
    by_zone = {node.key[1]: node for node in (*zones, without)}
    buildings: dict[int, Node] = {}
    for building in places.buildings:
        zone = by_zone[building.zone_id or 0]
        node = Node(("building", building.id), _building_name(building.name), building.rooms, building, zone)
        buildings[building.id] = node
        zone.below.append(node)
        zone.rooms += building.rooms
    for entrance in places.entrances:
        above = buildings[entrance.building_id]
        name = msg("Entrance %(name)s", name=entrance.name)
        above.below.append(Node(("entrance", entrance.id), name, entrance.rooms, entrance, above))
    if zones:
        return [*zones, without] if without.below else zones
    for node in without.below:
        node.parent = None
    return without.below


def _building_name(name: str) -> Text:
    """Return how a building is spoken of: a number or letter needs the word, 别墅 is one itself."""
    return msg("Building %(name)s", name=name) if name[-1:].isascii() else name


def room_columns() -> Sequence[Column[RoomRow]]:
    """Return the columns of rooms."""
    return (
        Column("room", msg("Room"), lambda row, _: Cell(row.label, strong=True), 132, stretch=True, sort=False),
        Column("floor", msg("Floor"), lambda row, _: Cell(row.floor or "—"), 72, sort=False),
        Column("area", msg("Area in m²"), _area, 96, right=True, sort=False),
        Column("kind", msg("Kind of room"), lambda row, _: Cell(row.kind or "—"), 120, sort=False),
        Column("people", msg("People"), _people, 72, right=True, sort=False),
    )


def building_columns() -> Sequence[Column[BuildingRow]]:
    """Return the columns of a zone's buildings."""
    return (
        Column("name", msg("Building"), lambda row, _: Cell(row.name, strong=True), 160, stretch=True, sort=False),
        Column(
            "rooms",
            msg("Number of rooms"),
            lambda row, spoken: Cell(spoken.integer(row.rooms)),
            96,
            right=True,
            sort=False,
        ),
    )


def _area(row: RoomRow, spoken: Language) -> Cell:
    return Cell("—" if row.area_m2 is None else spoken.decimal(row.area_m2, 2), tone="ink2")


def _people(row: RoomRow, spoken: Language) -> Cell:
    return Cell(spoken.integer(row.people) if row.people else "—", tone="ink2")
