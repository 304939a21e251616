"""The pane of incidents: reported in seconds, then written down line by line while it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtWidgets import QHBoxLayout

from desktop.core.errors import UserError
from desktop.core.i18n import Message, msg
from desktop.gate.presenter.incidents import IncidentPresenter
from desktop.gate.table import at_clock
from desktop.gate.view.binding import on_key
from desktop.gate.view.incident_details import DetailsPart
from desktop.gate.view.incident_drafts import FORM, IncidentDrafts
from desktop.gate.view.incident_parts import MinutesPart, OneOf, ReportPart
from desktop.gate.view.pieces import GateList, GatePane, GatePanel, GateRowShown
from desktop.incidents.dialogs import IncidentPaper
from desktop.incidents.model import EntryKind, IncidentMove
from desktop.incidents.rows import KIND_LABELS, STATE_LABELS, NewIncident
from desktop.incidents.service import IncidentService
from desktop.ui.acting import Acts
from desktop.ui.attempts import Writer
from desktop.ui.dialogs import show_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.gate.presenter.station import Station
    from desktop.gate.view.pieces import GateField
    from desktop.incidents.rows import IncidentLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["IncidentPane"]

WIDE, SLIM, SLIM_BELOW = 424, 316, 1200
"""Widths of the list, px: in a wide window, and in one narrower than the last."""

Command: TypeAlias = "Callable[[IncidentService, str], Changes]"
"""One write: given the service and the operation id, it does it."""


class IncidentPane(GatePane):
    """Incidents at the gate. `show_at(incident_id=7)` shows one of them."""

    def __init__(self, desk: Desk, shell: Shell, station: Station) -> None:
        """Report as `desk`'s account, at the gate of `station`."""
        super().__init__()
        self.setObjectName("gate-incidents")
        self._shell = shell
        self._station = station
        self._zone = desk.zone
        self._busy = False
        self.presenter = IncidentPresenter(desk, shell, station, self)
        self.acts = Acts(Writer(IncidentService(desk), shell.tasks, self), shell, self, FORM)
        self.acts.writer.outdated.connect(self.presenter.read)
        self.report = ReportPart(self.presenter)
        self.minutes = MinutesPart()
        self.details = DetailsPart(desk, shell)
        self._build()
        self.half_typed = IncidentDrafts(shell.drafts, self.presenter, self.report, self.minutes, self.details)
        self._connect()
        self.half_typed.take_up()

    def hints(self) -> Sequence[tuple[str, Message]]:
        """Return the keys of the part shown."""
        if self.parts.shown is self.report:
            return (("kind", msg("Kind by its digit")), ("gate-save", msg("Report it")), ("gate-clear", msg("Clear")))
        if self.parts.shown is self.details:
            return (("gate-save", msg("Save")), ("gate-clear", msg("Back to the minutes")))
        moves = frozenset[IncidentMove]() if self.presenter.file is None else self.presenter.file.moves
        able = [(name, words) for name, words, move in _HINTS if move is None or move in moves]
        return (*able, ("gate-clear", msg("Another incident")))

    def show_at(self, **where: object) -> None:
        """Show the incident `incident_id`, or what was shown before."""
        wanted = where.get("incident_id")
        if isinstance(wanted, int) and wanted:
            self._look_at(wanted)

    def shown_at(self) -> Mapping[str, object]:
        """Return the incident looked at."""
        return {"incident_id": self.presenter.incident_id} if self.presenter.incident_id else {}

    def leave(self) -> None:
        """Keep what is half typed."""
        self.half_typed.keep()

    def showEvent(self, event: QShowEvent) -> None:
        """Read, and take the keyboard."""
        super().showEvent(event)
        self.presenter.start()
        self.take_keyboard()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self.presenter.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list less room in a narrow window."""
        super().resizeEvent(event)
        self.panel.setFixedWidth(SLIM if self.width() < SLIM_BELOW else WIDE)

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(24)
        self.parts = OneOf(self.report, self.minutes, self.details)
        row.addWidget(self.parts, 1)
        self.panel = GatePanel(msg("Incidents"), icon="siren", name="incidents")
        self.list = GateList("incident-list", msg("Incidents"))
        self.panel.body.addWidget(self.list, 1)
        row.addWidget(self.panel)
        self.body.addLayout(row, 1)

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.presenter.failed.connect(lambda error: show_error(self, error))
        self.list.opened.connect(self._look_at)
        self.list.clicked.connect(lambda _index: self._look_at(self.list.key))
        self.report.asked.connect(self._report)
        self.minutes.noted.connect(self._note)
        self.minutes.asked.connect(self._act)
        self.minutes.list.current_changed.connect(lambda chosen: self.minutes.offer_take_out(chosen is not None))
        self.details.saved.connect(self._amend)
        self.details.left.connect(self._escape)
        self.parts.changed.connect(self._tell_hints)
        for name, act in (
            ("gate-clear", self._escape),
            ("gate-over", lambda: self._act("over")),
            ("gate-details", lambda: self._act("details")),
            ("gate-hand-in", lambda: self._act("hand-in")),
            ("gate-print", lambda: self._act("print")),
        ):
            on_key(self, name, act)

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        now = self._station.now()
        self.list.show_rows(_row(line, now, self._zone) for line in self.presenter.lines)
        going_on = sum(line.is_going_on for line in self.presenter.lines)
        self.panel.set_title(msg("Incidents"), str(going_on) if going_on else "", msg("going on") if going_on else "")
        file = self.presenter.file
        if file is None:
            self._turn_to(self.report if not self.presenter.incident_id else self.parts.shown)
            return
        self.list.go_to(file.line.id)
        self.minutes.show_file(file, now, self._zone)
        self.details.show_file(file)
        if self.parts.shown is self.report:
            self._turn_to(self.details if self.details.is_changed else self.minutes)

    def _turn_to(self, part: QWidget) -> None:
        if self.parts.shown is not part:
            self.parts.show_part(part)
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """Pass the keyboard on to the part shown."""
        part = self.parts.shown
        if isinstance(part, ReportPart | MinutesPart | DetailsPart) and self.isVisible():
            part.enter()

    def _tell_hints(self) -> None:
        """Let the window show the keys of another part."""
        self._station.changed.emit()

    def _look_at(self, incident_id: object) -> None:
        if isinstance(incident_id, int) and incident_id != self.presenter.incident_id:
            self.minutes.clear()
            self.presenter.look_at(incident_id)

    def _escape(self) -> None:
        """Empty the line typed into, else go one part back."""
        typed = next((field for field in self.half_typed.lines.values() if field.edit.hasFocus() and field.text), None)
        if typed is not None:
            typed.set_text("")
            typed.set_echo("")
        elif self.parts.shown is self.details:
            self._turn_to(self.minutes)
        elif self.parts.shown is self.minutes:
            self.presenter.look_at(0)
            self.list.go_to(None)
        else:
            self.report.clear()
            self.report.enter()

    # --- acting ----------------------------------------------------------------------------------------------------

    def _report(self) -> None:
        kind, place = self.report.kind, self.report.place
        if kind is None:
            self.report.kinds.enter()
            place.problem(msg("Choose first what is happening: press its digit."))
            return
        if self._busy:
            return
        given = NewIncident(kind, place.text)
        self._make(
            lambda service, operation: service.report(given, operation_id=operation),
            msg("%(kind)s: reported, the time is noted", kind=KIND_LABELS[kind]),
            self._undo("drop"),
            then=self._begun,
            at=place,
        )

    def _begun(self, changes: Changes) -> None:
        self.report.clear()
        self.minutes.clear()
        self.leave()
        self.presenter.look_at(changes.result)

    def _note(self, kind: EntryKind) -> None:
        field = self.minutes.measure if kind is EntryKind.MEASURE else self.minutes.told
        incident_id, typed = self.presenter.incident_id, field.text
        if self._busy or not typed.strip():
            return
        entry = self.presenter.entry(kind, typed)
        self._make(
            lambda service, operation: service.add_entry(incident_id, entry, operation_id=operation),
            msg("Noted: %(words)s", words=typed.strip()),
            lambda changes: lambda service, operation: service.remove_entry(changes.result, operation_id=operation),
            then=lambda _changes: self._noted(field, typed),
            at=field,
        )

    def _noted(self, field: GateField, typed: str) -> None:
        if field.text == typed:
            field.set_text("")
        self.leave()

    def _act(self, what: str) -> None:
        """Do what a button or key asks for, as far as it is possible now."""
        file = self.presenter.file
        if file is None or self._busy or (what != "details" and self.parts.shown is self.report):
            return
        moves = file.moves
        if what == "details":
            self._turn_to(self.details)
        elif what == "print":
            self._shell.show_paper(IncidentPaper(self.presenter.desk, file.line))
        elif what == "take-out":
            self._take_out()
        elif what in {"over", "go-on"}:
            self._move("end" if IncidentMove.END in moves else "go_on" if IncidentMove.GO_ON in moves else "")
        else:
            self._move("hand_in" if IncidentMove.HAND_IN in moves else "reopen" if IncidentMove.REOPEN in moves else "")

    def _move(self, name: str) -> None:
        """Make the move called `name` in the service; it can be taken back by its opposite."""
        if not name or self.presenter.file is None:
            return
        line = self.presenter.file.line
        said, opposite = _MOVES[name]
        self._make(
            lambda service, operation: getattr(service, name)(line.id, version=line.version, operation_id=operation),
            said,
            self._undo(opposite) if opposite else None,
            at=self.minutes.measure,
        )

    def _take_out(self) -> None:
        entry_id = self.minutes.list.key
        if not isinstance(entry_id, int):
            self.minutes.list.move_by(1)
            return
        self._make(
            lambda service, operation: service.remove_entry(entry_id, operation_id=operation),
            msg("The line was taken out"),
            lambda _changes: lambda service, operation: service.restore_entry(entry_id, operation_id=operation),
            at=self.minutes.measure,
        )

    def _amend(self) -> None:
        file = self.presenter.file
        if file is None or self._busy:
            return
        if not self.details.is_changed:
            self._turn_to(self.minutes)
            return
        try:
            given = self.details.given()
        except UserError as error:
            self.details.show_problems(error.problems)
            return
        self._make(
            lambda service, operation: service.amend(
                file.line.id, given, version=file.line.version, operation_id=operation
            ),
            msg("Saved"),
            then=lambda _changes: self._amended(),
        )

    def _amended(self) -> None:
        self.details.forget()
        self.leave()
        self._turn_to(self.minutes)

    def _undo(self, name: str) -> Callable[[Changes], Command]:
        """Return what takes a write back by the move called `name`, of the incident as it stands by then."""

        def undo(changes: Changes) -> Command:
            def take_back(service: IncidentService, operation: str) -> Changes:
                version = service.incident(changes.result).line.version
                made: Changes = getattr(service, name)(changes.result, version=version, operation_id=operation)
                return made

            return take_back

        return undo

    def _make(
        self,
        command: Command,
        said: Message,
        undo: Callable[[Changes], Command] | None = None,
        *,
        then: Callable[[Changes], None] | None = None,
        at: GateField | None = None,
    ) -> None:
        """Make a write; what is refused is said at the field `at`, or at those of the details."""
        self._busy = True

        def refuse(error: TouchpointError) -> None:
            if at is not None:
                at.problem(error.problems[0].message)
                at.setFocus()
            else:
                self.details.show_problems(error.problems)

        self.acts.make(command, said, undo, then=then, refused=refuse, ended=self._end)

    def _end(self) -> None:
        self._busy = False


_HINTS: tuple[tuple[str, Message, IncidentMove | None], ...] = (
    ("gate-save", msg("Note the line"), IncidentMove.NOTE),
    ("gate-over", msg("It has ended"), IncidentMove.END),
    ("gate-details", msg("Details and photos"), None),
    ("gate-hand-in", msg("Hand it in"), IncidentMove.HAND_IN),
)
_MOVES: dict[str, tuple[Message, str]] = {
    "end": (msg("It has ended; the time is noted"), "go_on"),
    "go_on": (msg("It goes on"), ""),
    "hand_in": (msg("Handed in to the manager"), "reopen"),
    "reopen": (msg("Taken back; go on writing"), ""),
}


def _row(line: IncidentLine, now: datetime, zone: ZoneInfo) -> GateRowShown:
    going_on = line.is_going_on
    return GateRowShown(
        key=line.id,
        title=KIND_LABELS[line.kind],
        side=msg("going on") if going_on else STATE_LABELS[line.state],
        under=line.place,
        under_side=at_clock(line.occurred_at, now, zone),
        tone="red" if going_on else "ink2",
        icon="siren" if going_on else "",
    )
