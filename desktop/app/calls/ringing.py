"""What the window does when a call is handed over: look the number up, show the card, go where the card leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from shiboken6 import Shiboken

from desktop.app.calls.card import CallCard
from desktop.app.calls.number import called_number
from desktop.core.changes import new_operation_id
from desktop.core.errors import TouchpointError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.core.phones import is_plausible_phone
from desktop.ui.dialogs import show_error

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.app.calls.adding import AddCallerDialog
    from desktop.app.calls.callers import Call, Caller
    from desktop.core.changes import Changes
    from desktop.households.dialogs import Command
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["Ringing"]


class Ringing(QObject):
    """Calls at one signed-in window. `card` is to be laid above its pages."""

    def __init__(self, desk: Desk, shell: Shell, window: QWidget) -> None:
        """Serve `desk`'s account in `shell`, whose window is `window`."""
        super().__init__(window)
        self._desk = desk
        self._shell = shell
        self._window = window
        self._before: QWidget | None = None
        self._waiting: list[str] = []
        self.dialog: AddCallerDialog | None = None
        self._may_look = allows(desk.actor, Operation.READ_HOUSEHOLD)
        self.card = CallCard(
            may_log=allows(desk.actor, Operation.REPORT_REQUEST), may_add=allows(desk.actor, Operation.EDIT_HOUSEHOLD)
        )
        self.card.opened.connect(self._open)
        self.card.repair.connect(self._log)
        self.card.adding.connect(self._ask_household)
        self.card.closed.connect(self._put_away)

    def ring(self, address: str) -> None:
        """Show who calls from `address` ("tel:..."); what is no call, or not for this account, is said in words."""
        try:
            digits = called_number(address)
        except UserError as error:
            self._shell.tell(error.problems[0].message)
            return
        if not self._may_look:
            self._shell.tell(msg("A call was handed over; this account does not see who calls."))
        elif self.card.has_keyboard or self.dialog is not None:
            # Somebody is about to press Enter for the call before; it must not become another one's.
            self._waiting.append(digits)
        else:
            self._look_up(digits)

    def take(self) -> None:
        """Give the keyboard to the card, and remember where it was."""
        if self.card.isVisible() and not self.card.has_keyboard:
            self._before = QApplication.focusWidget()
            self.card.take()

    def _look_up(self, digits: str) -> None:
        desk = self._desk

        def look(_progress: object) -> Call:
            # Features are brought along by the first call, not by the window's start.
            from desktop.app.calls.callers import call_from  # noqa: PLC0415

            return call_from(desk, digits)

        self._shell.tasks.run(look, self._show, owner=self, key="call")

    def _show(self, call: Call) -> None:
        self.card.show_call(call, may_be_added=is_plausible_phone(call.digits))

    def _open(self, caller: Caller) -> None:
        self._done()
        self._shell.go("households", room_id=caller.room_id)

    def _log(self, call: Call, caller: Caller | None) -> None:
        self._done()
        if caller is None:
            self._shell.go("intake", phone=call.digits)
        else:
            self._shell.go("intake", room_id=caller.room_id, reporter=caller.name, phone=call.digits)

    def _put_away(self) -> None:
        before = self._before
        self._done()
        if before is not None and Shiboken.isValid(before) and before.isVisible():
            before.setFocus()

    def _done(self) -> None:
        self._before = None
        self.card.put_away()
        if self._waiting:
            self._look_up(self._waiting.pop(0))

    # --- adding the number -----------------------------------------------------------------------------------------

    def _ask_household(self, call: Call) -> None:
        # The dialog brings the forms along; few calls ask for it.
        from desktop.app.calls.adding import AddCallerDialog  # noqa: PLC0415

        dialog = AddCallerDialog(self._desk, self._shell.tasks, call.digits, self._window)
        operation_id = new_operation_id()
        dialog.submitted.connect(lambda values: self._save(dialog, dialog.command(values), operation_id))
        dialog.finished.connect(self._forget_dialog)
        self.dialog = dialog
        dialog.open()

    def _forget_dialog(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _save(self, dialog: AddCallerDialog, command: Command, operation_id: str) -> None:
        service = dialog.service
        dialog.set_busy(True)

        def done(_changes: Changes) -> None:
            room_id, digits = dialog.room_id, dialog.digits
            self._shell.tell(dialog.saved, look=lambda: self._shell.go("households", room_id=room_id))
            dialog.accept()
            # Known by now: the card shows who it is.
            self._look_up(digits)

        def refuse(error: TouchpointError) -> None:
            dialog.set_busy(False)
            if isinstance(error, UserError):
                dialog.show_problems(error.problems)
            elif show_error(dialog, error):
                self._save(dialog, command, operation_id)

        self._shell.tasks.run(lambda _progress: command(service, operation_id), done, refuse, owner=self, write=True)
