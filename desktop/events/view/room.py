"""The household that another page asked about, until it is invited or signed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.households.service import HouseholdService
from desktop.ui.buttons import Button
from desktop.ui.strips import AlertStrip

if TYPE_CHECKING:
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["RoomStrip"]


class RoomStrip(QWidget):
    """Asks to which event a household is invited or signed up. Both signals hold the label of its room.

    `label` is that of the room asked for, "" for none.
    """

    invite_asked = Signal(str)
    sign_up_asked = Signal(str)

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget) -> None:
        """Ask for none yet."""
        super().__init__(parent)
        self._desk = desk
        self._shell = shell
        self._place = QHBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self.strip: AlertStrip | None = None
        self.label = ""
        self.hide()

    def ask_for(self, room_id: int) -> None:
        """Ask for the room of `room_id`."""
        register = HouseholdService(self._desk)
        self._shell.tasks.run(lambda _progress: register.household(room_id).label, self._show, owner=self, key="room")

    def close_it(self) -> None:
        """Ask no longer."""
        if self.strip is not None:
            self._place.removeWidget(self.strip)
            self.strip.hide()
            self.strip.deleteLater()
            self.strip = None
        self.label = ""
        self.hide()

    def _show(self, room: str) -> None:
        self.close_it()
        invite = Button(msg("Invite"), icon="mail", small=True, name="invite-room")
        invite.clicked.connect(lambda: self.invite_asked.emit(room))
        sign_up = Button(msg("Sign up"), icon="check", small=True, name="sign-up-room")
        sign_up.clicked.connect(lambda: self.sign_up_asked.emit(room))
        away = Button(msg("Close"), icon="x", kind="link", small=True, name="close-room")
        away.set_icon_only(True)
        away.clicked.connect(self.close_it)
        actor = self._desk.actor
        able = ((invite, Operation.EDIT_EVENTS), (sign_up, Operation.SIGN_UP_GUEST))
        shown = [button for button, operation in able if allows(actor, operation)]
        self.strip = AlertStrip(
            msg("%(room)s:", room=room),
            msg("choose the event, then invite the household or sign it up."),
            tone="blue",
            icon="house",
            buttons=[*shown, away],
            name="room-asked",
        )
        self._place.addWidget(self.strip)
        self.label = room
        self.show()
