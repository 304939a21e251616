"""What is done about incidents, from a button to the line that says so: forms, refusals, undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.incidents.dialogs import AmendDialog, EndDialog, ReportDialog, SignOffDialog
from desktop.incidents.model import EntryKind, IncidentMove
from desktop.incidents.service import IncidentService
from desktop.ui.acting import Acts
from desktop.ui.attempts import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.incidents.dialogs import Command
    from desktop.incidents.presenter import IncidentsPresenter
    from desktop.incidents.rows import IncidentFile, NewEntry
    from desktop.incidents.view.minutes import Minutes
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "IncidentActs"]

DRAFTS = "incidents"
"""The name under which half-typed forms of incidents are kept."""

_AT_ONCE: dict[IncidentMove, tuple[Message, str]] = {
    IncidentMove.GO_ON: (msg("It goes on"), ""),
    IncidentMove.HAND_IN: (msg("Handed in to the manager"), "reopen"),
    IncidentMove.REOPEN: (msg("Taken back; go on writing"), ""),
    IncidentMove.DROP: (msg("Taken back: it was no incident"), "reopen"),
}
"""What is done without a form: the words, and the move that takes it back."""


class IncidentActs(Acts[IncidentService]):
    """Opens the forms of incidents over `page`, and makes their writes."""

    def __init__(self, presenter: IncidentsPresenter, shell: Shell, page: QWidget) -> None:
        """Act on what `presenter` shows and speak through `shell`."""
        super().__init__(Writer(presenter.service, shell.tasks, page), shell, page, DRAFTS)
        self._presenter = presenter
        self.writer.outdated.connect(presenter.read)

    def report(self, place: str, then: Callable[[Changes], None]) -> None:
        """Open the form of a new incident."""
        if self.dialog is None:
            desk, departments = self._presenter.desk, self._presenter.departments
            dialog = ReportDialog(departments, desk.clock.now(), desk.zone, place, self.page)
            self.open(dialog, then, _undo("drop"))

    def begin(self, move: IncidentMove, file: IncidentFile) -> None:
        """Do `move` with an incident, after its form where it has one."""
        if self.dialog is not None:
            return
        desk, departments = self._presenter.desk, self._presenter.departments
        now, zone = desk.clock.now(), desk.zone
        if move is IncidentMove.AMEND:
            self.open(AmendDialog(file, departments, now, zone, self.page))
        elif move is IncidentMove.END:
            self.open(EndDialog(file, now, zone, self.page), undo=_undo("go_on"))
        elif move is IncidentMove.SIGN_OFF:
            self.open(SignOffDialog(file, self.page))
        elif move in _AT_ONCE:
            said, back = _AT_ONCE[move]
            line = file.line
            self.make(
                lambda service, operation: _do(service, str(move), line.id, line.version, operation),
                said,
                _undo(back) if back else None,
            )

    def note(self, entry: NewEntry, minutes: Minutes) -> None:
        """Note a line of the minutes of the incident looked at; what is refused is said below the line."""
        incident_id = self._presenter.incident_id

        def refuse(error: TouchpointError) -> None:
            minutes.refuse(error.problems[0].message)

        words = entry.words if entry.kind is EntryKind.MEASURE else entry.who
        self.make(
            lambda service, operation: service.add_entry(incident_id, entry, operation_id=operation),
            msg("Noted: %(words)s", words=words),
            lambda changes: lambda service, operation: service.remove_entry(changes.result, operation_id=operation),
            then=lambda _changes: minutes.take_typed(entry),
            refused=refuse,
        )

    def remove(self, entry_id: int) -> None:
        """Take a line out; it can be put back."""
        self.make(
            lambda service, operation: service.remove_entry(entry_id, operation_id=operation),
            msg("The line was taken out"),
            lambda _changes: lambda service, operation: service.restore_entry(entry_id, operation_id=operation),
        )


def _undo(name: str) -> Callable[[Changes], Command]:
    """Return what takes a write back by the move called `name`, of the incident as it stands by then."""

    def undo(changes: Changes) -> Command:
        return lambda service, operation: _do(
            service, name, changes.result, service.incident(changes.result).line.version, operation
        )

    return undo


def _do(service: IncidentService, name: str, incident_id: int, version: int, operation: str) -> Changes:
    moves: dict[str, Callable[..., Changes]] = {
        "go_on": service.go_on,
        "hand_in": service.hand_in,
        "reopen": service.reopen,
        "drop": service.drop,
    }
    return moves[name](incident_id, version=version, operation_id=operation)
