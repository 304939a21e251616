"""The page of the community editor: the tree of places, and the place chosen in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.community.dialogs import BuildingDialog, NameDialog, RenumberDialog, RoomsDialog, ZoneDialog
from desktop.community.presenter import CommunityPresenter
from desktop.community.rows import BuildingRow, EntranceRow, Places, ZoneRow
from desktop.community.service import CommunityService
from desktop.community.view.detail import DetailPanel
from desktop.community.view.tree import PlaceView
from desktop.core.errors import UserError
from desktop.core.i18n import msg, nmsg
from desktop.ui.buttons import Button
from desktop.ui.dialogs import FormDialog, Question, show_error
from desktop.ui.language import say
from desktop.ui.panels import PageHeader, Panel
from desktop.ui.shell import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.community.presenter import Done
    from desktop.community.rows import RoomRow
    from desktop.community.table import Node, NodeKey
    from desktop.core.errors import TouchpointError
    from desktop.storage.desk import Desk
    from desktop.storage.work import UnitOfWork
    from desktop.ui.shell import Shell

__all__ = ["CommunityPage"]

TREE_WIDTH = 260


class CommunityPage(Page):
    """Places left, the chosen one right."""

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        followers: Sequence[Callable[[UnitOfWork, Mapping[int, tuple[str, str]]], None]] = (),
    ) -> None:
        """Edit `desk`'s community; features above follow new numbers of rooms by `followers`."""
        super().__init__()
        self.setObjectName("community-page")
        self._shell = shell
        self._places = Places()
        self._wanted: NodeKey | None = None
        self.dialog: FormDialog | None = None
        self.question: Question | None = None
        self.presenter = CommunityPresenter(CommunityService(desk, followers), shell.tasks, shell.bus, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        header = PageHeader(msg("Buildings and rooms"))
        say(header.note, text=msg("Numbers given here are what households, requests and papers show."))
        column.addWidget(header)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self._tree())
        self.detail = DetailPanel()
        across.addWidget(self.detail, 1)
        column.addLayout(across, 1)
        self.setFocusProxy(self.tree)
        self._connect()

    def show_at(self, **where: object) -> None:
        """Read all places anew; `building_id` chooses one."""
        building_id = where.get("building_id")
        if isinstance(building_id, int):
            self._wanted = ("building", building_id)
        self.presenter.read()

    def _tree(self) -> Panel:
        panel = Panel(msg("Places"), name="places")
        panel.setFixedWidth(TREE_WIDTH)
        add_zone = Button(msg("Zone"), icon="plus", small=True, name="add-zone")
        add_building = Button(msg("Building"), icon="plus", small=True, name="add-building")
        add_zone.clicked.connect(self._ask_zone)
        add_building.clicked.connect(self._ask_building)
        panel.tools.addWidget(add_zone)
        panel.tools.addWidget(add_building)
        self.tree = PlaceView()
        panel.body.addWidget(self.tree)
        return panel

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.listed.connect(self._show)
        presenter.rooms_listed.connect(self.detail.show_rooms)
        presenter.done.connect(self._tell)
        presenter.refused.connect(self._refuse)
        self.tree.chosen.connect(self._choose)
        self.tree.opened.connect(lambda _node: self.detail.rooms_view.setFocus())
        self.detail.asked.connect(self._act)
        self.detail.rooms_asked.connect(self._act_on_rooms)
        self.detail.buildings_asked.connect(self._ask_zone_of)

    # --- showing -----------------------------------------------------------------------------------------------------

    def _show(self, places: Places) -> None:
        self._places = places
        wanted, self._wanted = self._wanted, None
        self.tree.show_places(places, wanted)

    def _choose(self, node: Node | None) -> None:
        self.detail.show_place(node)
        row = node.row if node is not None else None
        if node is not None and isinstance(row, BuildingRow):
            self.presenter.read_rooms(node.key, row.id, None)
        elif node is not None and isinstance(row, EntranceRow):
            self.presenter.read_rooms(node.key, row.building_id, row.id)

    # --- asking ------------------------------------------------------------------------------------------------------

    def _ask_zone(self) -> None:
        note = msg("A part of the community: towers, villas, shops.")
        dialog = NameDialog(msg("New zone"), msg("Add zone"), note, self)
        dialog.named.connect(lambda name, _swap: self.presenter.add_zone(name))
        self._open(dialog)

    def _ask_building(self) -> None:
        node = self.tree.node
        while node is not None and node.key[0] != "zone":
            node = node.parent
        dialog = BuildingDialog(self._places.zones, node.key[1] if node else 0, self)
        dialog.asked.connect(self.presenter.add_building)
        self._open(dialog)

    def _ask_zone_of(self, buildings: Sequence[BuildingRow]) -> None:
        if buildings:
            dialog = ZoneDialog(buildings, self._places.zones, self)
            dialog.asked.connect(partial(self.presenter.assign, buildings))
            self._open(dialog)

    def _act(self, what: str) -> None:
        row = self.tree.node.row if self.tree.node is not None else None
        if row is None:
            return
        if what == "rename":
            self._ask_name(row)
        elif what == "remove":
            self.presenter.remove(row)
        elif what == "zone" and isinstance(row, BuildingRow):
            self._ask_zone_of([row])
        elif what == "entrance" and isinstance(row, BuildingRow):
            self._ask_entrance(row)
        elif what == "rooms" and isinstance(row, BuildingRow | EntranceRow):
            self._ask_rooms(row)

    def _ask_name(self, row: ZoneRow | BuildingRow | EntranceRow) -> None:
        swap = not isinstance(row, ZoneRow)
        note = msg("All its rooms follow. Open requests show the new numbers, finished ones keep theirs.")
        if not swap:
            note = msg("Buildings and rooms stay where they are.")
        title = msg("Rename %(name)s", name=row.name)
        dialog = NameDialog(title, msg("Rename"), note, self, name=row.name, swap=swap)
        dialog.named.connect(lambda name, swapped: self.presenter.rename(row, name, swap=swapped))
        self._open(dialog)

    def _ask_entrance(self, building: BuildingRow) -> None:
        title = msg("New entrance of building %(name)s", name=building.name)
        note = msg("Its number or letter, such as 1 or 甲. Entrances also come with the rooms made.")
        dialog = NameDialog(title, msg("Add entrance"), note, self)
        dialog.named.connect(lambda name, _swap: self.presenter.add_entrance(building, name))
        self._open(dialog)

    def _ask_rooms(self, row: BuildingRow | EntranceRow) -> None:
        id_, entrance = (row.id, "") if isinstance(row, BuildingRow) else (row.building_id, row.name)
        building = next(one for one in self._places.buildings if one.id == id_)
        dialog = RoomsDialog(building, entrance, self)
        dialog.looked_at.connect(self.presenter.plan)
        dialog.asked.connect(self.presenter.make_rooms)
        self.presenter.planned.connect(dialog.show_planned)
        self.presenter.unplanned.connect(dialog.show_unplanned)
        self._open(dialog)

    def _act_on_rooms(self, what: str, rooms: Sequence[RoomRow]) -> None:
        if not rooms:
            return
        if what == "open":
            self._shell.go("households", room_id=rooms[0].id)
        elif what == "renumber":
            dialog = RenumberDialog(rooms, self)
            dialog.asked.connect(self.presenter.renumber)
            self._open(dialog)
        else:
            self._ask_removal(rooms)

    def _ask_removal(self, rooms: Sequence[RoomRow]) -> None:
        count = len(rooms)
        question = msg("Remove %(room)s?", room=rooms[0].label)
        if count > 1:
            question = nmsg("Remove %(count)s room?", "Remove %(count)s rooms?", count)
        words = msg("Only empty rooms go; where people, requests or anything else belong to one, nothing is removed.")
        self.question = Question(question, words, nmsg("Remove %(count)s room", "Remove %(count)s rooms", count), self)
        self.question.accepted.connect(lambda: self.presenter.remove_rooms([room.id for room in rooms]))
        self.question.finished.connect(self.question.deleteLater)
        self.question.open()

    # --- afterwards --------------------------------------------------------------------------------------------------

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self._forget(dialog))
        dialog.open()

    def _forget(self, dialog: FormDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None

    def _tell(self, done: Done) -> None:
        self._wanted = done.place
        if self.dialog is not None:
            self.dialog.accept()
        self._shell.tell(done.words, undo=done.undo)

    def _refuse(self, error: TouchpointError) -> None:
        """Mark the form that asked, or tell what failed around us; what was typed stays."""
        form = self.dialog
        if form is not None and isinstance(error, UserError):
            form.show_problems(error.problems)
            return
        if form is not None:
            form.set_busy(False)
        if show_error(form or self, error) and form is not None:
            form.submit()
