"""What is done about visits from the desk, from a button to the line that says so, and how it is taken back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.ui.acting import Acts
from desktop.ui.attempts import Writer
from desktop.ui.dialogs import show_error
from desktop.ui.language import translate, ui_language
from desktop.visits.dialogs import (
    AmendExpected,
    DepositDialog,
    EndWatch,
    ExpectVisitorDialog,
    HoldVisit,
    PassDialog,
    RevokePass,
    WatchDialog,
    watched_words,
)
from desktop.visits.presenter import RoomFinder
from desktop.visits.service import VisitService
from desktop.visits.table import message_words, who_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell
    from desktop.visits.dialogs import RoomField, VisitDialog
    from desktop.visits.rows import CallLine, ExpectedLine, PassLine, VisitLine, WatchLine

    Command = Callable[[VisitService, str], Changes]

__all__ = ["DRAFTS", "VisitActs"]

DRAFTS = "gate"
"""The name under which half-typed forms of the gate are kept."""


class VisitActs(Acts[VisitService]):
    """Opens the forms of the gate over `page` and makes writes."""

    def __init__(self, desk: Desk, shell: Shell, page: QWidget) -> None:
        """Write as `desk`'s account and speak through `shell`."""
        super().__init__(Writer(VisitService(desk), shell.tasks, page), shell, page, DRAFTS)
        self.desk = desk

    @property
    def today(self) -> date:
        """Return the day it is in the community."""
        return self.desk.clock.now().astimezone(self.desk.zone).date()

    def may(self, operation: Operation) -> bool:
        """Tell whether this account may do something."""
        return allows(self.desk.actor, operation)

    # --- expected visitors ------------------------------------------------------------------------------------------

    def expect(self, then: Callable[[Changes], None] | None = None, room: tuple[int, str] | None = None) -> None:
        """Tell the gate whom a household expects; `then` follows."""
        if self.dialog is not None:
            return
        dialog = ExpectVisitorDialog(self.today, room, parent=self.page)
        if dialog.room is not None:
            self._find_rooms(dialog, dialog.room)
        self.open(dialog, then, lambda changes: partial(_withdraw_new, changes.result))

    def amend_expected(self, line: ExpectedLine) -> None:
        """Change what the gate was told."""
        self._open(AmendExpected(line, self.today, self.page))

    def withdraw_expected(self, line: ExpectedLine) -> None:
        """Tell the gate that they do not come after all."""
        self.make(
            lambda service, operation_id: service.withdraw_expected(
                line.id, version=line.version, operation_id=operation_id
            ),
            msg("%(who)s does not come after all.", who=_expected_words(line)),
            lambda _changes: partial(_resume_expected, line.id),
        )

    def resume_expected(self, line: ExpectedLine) -> None:
        """Tell the gate that they come after all."""
        self.make(
            lambda service, operation_id: service.resume_expected(
                line.id, version=line.version, operation_id=operation_id
            ),
            msg("%(who)s is expected again.", who=_expected_words(line)),
        )

    def copy_message(self, line: ExpectedLine) -> None:
        """Put the words for the household on the clipboard."""
        QGuiApplication.clipboard().setText(message_words(line, ui_language().language))
        self.shell.tell(msg("Copied. Send it to the household."))

    # --- passes -----------------------------------------------------------------------------------------------------

    def issue_pass(self, then: Callable[[Changes], None] | None = None) -> None:
        """Issue a contractor's pass; `then` follows."""
        self._open_pass(PassDialog(self.today, parent=self.page), then)

    def amend_pass(self, line: PassLine) -> None:
        """Change a pass."""
        self._open_pass(PassDialog(self.today, line, self.page))

    def revoke_pass(self, line: PassLine) -> None:
        """Revoke a pass, for a reason."""
        self._open(RevokePass(line, self.page), lambda _changes: partial(_resume_pass, line.id))

    def resume_pass(self, line: PassLine) -> None:
        """Let a revoked pass be good again."""
        self.make(
            lambda service, operation_id: service.resume_pass(line.id, version=line.version, operation_id=operation_id),
            msg("The pass of %(company)s is good again.", company=line.company),
        )

    def set_deposit(self, line: PassLine) -> None:
        """Note where the deposit stands."""
        self._open(DepositDialog(line, self.page), lambda _changes: partial(_set_deposit_back, line))

    # --- watchlist --------------------------------------------------------------------------------------------------

    def note_watched(self, then: Callable[[Changes], None] | None = None) -> None:
        """Note someone to watch for; `then` follows."""
        if self.dialog is None:
            approves = self.may(Operation.APPROVE_WATCHED)
            dialog = WatchDialog(self.today, self.desk.zone, approves=approves, parent=self.page)
            self.open(dialog, then)

    def amend_watched(self, line: WatchLine) -> None:
        """Change an entry."""
        self._open(WatchDialog(self.today, self.desk.zone, line, parent=self.page))

    def approve_watched(self, line: WatchLine) -> None:
        """Let an entry hold."""
        self.make(
            lambda service, operation_id: service.approve_watched(
                line.id, version=line.version, operation_id=operation_id
            ),
            msg("Approved: the gate watches for %(who)s.", who=watched_words(line)),
        )

    def end_watched(self, line: WatchLine) -> None:
        """End an entry, for a reason."""
        self._open(EndWatch(line, self.page), lambda _changes: partial(_resume_watched, line.id))

    def resume_watched(self, line: WatchLine) -> None:
        """Let an ended entry hold again."""
        self.make(
            lambda service, operation_id: service.resume_watched(
                line.id, version=line.version, operation_id=operation_id
            ),
            msg("The gate watches for %(who)s again.", who=watched_words(line)),
        )

    # --- calls and visits -------------------------------------------------------------------------------------------

    def answer(self, call: CallLine, words: Text, then: Callable[[Changes], None] | None = None) -> None:
        """Answer the gate; the words go there in the language of the window."""
        said = translate(words, ui_language().language).strip()
        self.make(
            lambda service, operation_id: service.answer(
                call.id, said, version=call.version, operation_id=operation_id
            ),
            msg("The gate is answered."),
            then=then,
        )

    def hold(self, line: VisitLine, title: Text) -> None:
        """Keep a visit because someone asked for it."""
        self._open(HoldVisit(line, title, self.page), lambda _changes: partial(_release_hold, line.id))

    def release_hold(self, line: VisitLine) -> None:
        """Keep a visit no longer than others."""
        self.make(
            lambda service, operation_id: service.release_hold(
                line.id, version=line.version, operation_id=operation_id
            ),
            msg("The entry is kept no longer than others."),
            lambda _changes: partial(_hold_again, line.id, line.held_words),
        )

    # --- inside -----------------------------------------------------------------------------------------------------

    def _open(self, dialog: VisitDialog, undo: Callable[[Changes], Command] | None = None) -> None:
        if self.dialog is None:
            self.open(dialog, undo=undo)

    def _open_pass(self, dialog: PassDialog, then: Callable[[Changes], None] | None = None) -> None:
        if self.dialog is None:
            self._find_rooms(dialog, dialog.where)
            self.open(dialog, then)

    def _find_rooms(self, dialog: VisitDialog, field: RoomField) -> None:
        finder = RoomFinder(self.desk, self.shell.tasks, dialog)
        field.asked.connect(finder.find)
        finder.found.connect(field.offer_rooms)
        finder.failed.connect(lambda error: show_error(dialog, error))


def _expected_words(line: ExpectedLine) -> str:
    return f"{line.place} {who_words(line.plate, line.name)}"


def _withdraw_new(expected_id: int, service: VisitService, operation_id: str) -> Changes:
    version = service.expected_visit(expected_id).version
    return service.withdraw_expected(expected_id, version=version, operation_id=operation_id)


def _resume_expected(expected_id: int, service: VisitService, operation_id: str) -> Changes:
    version = service.expected_visit(expected_id).version
    return service.resume_expected(expected_id, version=version, operation_id=operation_id)


def _resume_pass(pass_id: int, service: VisitService, operation_id: str) -> Changes:
    version = service.pass_(pass_id).version
    return service.resume_pass(pass_id, version=version, operation_id=operation_id)


def _set_deposit_back(line: PassLine, service: VisitService, operation_id: str) -> Changes:
    version = service.pass_(line.id).version
    return service.set_deposit(
        line.id, line.deposit_state, line.deposit_words, version=version, operation_id=operation_id
    )


def _resume_watched(entry_id: int, service: VisitService, operation_id: str) -> Changes:
    version = service.watch_entry(entry_id).version
    return service.resume_watched(entry_id, version=version, operation_id=operation_id)


def _release_hold(visit_id: int, service: VisitService, operation_id: str) -> Changes:
    version = service.visit(visit_id).line.version
    return service.release_hold(visit_id, version=version, operation_id=operation_id)


def _hold_again(visit_id: int, words: str, service: VisitService, operation_id: str) -> Changes:
    version = service.visit(visit_id).line.version
    return service.hold(visit_id, words, version=version, operation_id=operation_id)
