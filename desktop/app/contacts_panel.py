"""What contact lists add to a household's page: the lists it is on, and the calls made to it, in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from desktop.app.contact_conditions import CONDITIONS
from desktop.contacts.offer import TIMELINE_KINDS, timeline_words
from desktop.contacts.service import ContactService
from desktop.core.changes import new_operation_id
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.households.presenter import TimelineGroup, Told
from desktop.households.view import RoomPanel
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.fonts import font
from desktop.ui.language import say, translate, ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.contacts.rows import RoomList
    from desktop.core.changes import Changes
    from desktop.households.rows import TimelineLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.ui.tasks import Progress

__all__ = ["CALLS_GROUP", "ListsPanel", "call_told"]

CALLS_GROUP = TimelineGroup("calls", msg("Phone calls"), TIMELINE_KINDS)


def call_told(line: TimelineLine) -> Told | None:
    """Tell a call of a round, None for a touchpoint of another feature."""
    words = timeline_words(line.kind, line.parameters)
    return None if words is None else Told(msg("Phone call"), "phone-call", words)


class ListsPanel(RoomPanel):
    """The contact lists a household is on; a click opens one, and it can be put on another."""

    aside = True

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Read as `desk`'s account, in `shell`'s background."""
        super().__init__(msg("Contact lists"), name="room-lists")
        self._desk = desk
        self._shell = shell
        self._room_id = 0
        self._others: Sequence[RoomList] = ()
        inside = QWidget()
        inside.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._flow = FlowLayout(inside, gap=6)
        self._flow.setContentsMargins(12, 8, 12, 8)
        self._nothing = label(msg("On no list."), tone="ink2")
        self._flow.addWidget(self._nothing)
        self.body.addWidget(inside)
        self.chips: list[Button] = []
        self.add = Button(msg("Add to a list"), icon="list-plus", kind="link", small=True, name="add-to-list")
        self.add.clicked.connect(self._offer_lists)
        self.tools.addWidget(self.add)
        if not allows(desk.actor, Operation.EDIT_CONTACTS):
            self.add.hide()
        shell.bus.changed.connect(self._note)

    def show_room(self, room_id: int) -> None:
        """Show the lists of a room."""
        if room_id != self._room_id:
            self._show((), ())
        self._room_id = room_id
        self._read()

    def menu_of_lists(self) -> QMenu:
        """Return the lists the household is not on, to be put on one of them."""
        menu = QMenu(self)
        menu.setFont(font("body"))
        for line in self._others:
            menu.addAction(line.name.replace("&", "&&")).triggered.connect(partial(self._put_on, line))
        if not self._others:
            words = translate(msg("There is no other list"), ui_language().language)
            menu.addAction(words).setEnabled(False)
        return menu

    def _read(self) -> None:
        room_id, service = self._room_id, ContactService(self._desk, CONDITIONS)

        def work(_progress: Progress) -> tuple[list[RoomList], list[RoomList]]:
            lists = service.lists_of_room(room_id)
            return [line for line in lists if line.on], [line for line in lists if not line.on]

        if room_id:
            self._shell.tasks.run(work, lambda found: self._show(*found), owner=self, key="room-lists")

    def _show(self, on: Sequence[RoomList], others: Sequence[RoomList]) -> None:
        self._others = others
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for line in on:
            chip = Button(line.name, icon="book-user", small=True, name="room-list")
            say(chip, toolTip=line.note or line.name)
            chip.clicked.connect(partial(self._open, line.id))
            self.chips.append(chip)
            self._flow.addWidget(chip)
        self._nothing.setVisible(not on)
        self.updateGeometry()

    def _open(self, list_id: int, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._shell.go("contacts", list_id=list_id)

    def _offer_lists(self) -> None:
        menu = self.menu_of_lists()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height() + 2)))

    def _put_on(self, line: RoomList, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        room_id, service, operation_id = self._room_id, ContactService(self._desk, CONDITIONS), new_operation_id()

        def done(_changes: Changes) -> None:
            self._shell.tell(msg("The household is on %(list)s now", list=line.name), look=partial(self._open, line.id))

        self._shell.tasks.run(
            lambda _progress: service.add_rooms(line.id, [room_id], operation_id=operation_id),
            done,
            owner=self,
            write=True,
        )

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("contact_list"):
            self._read()
