"""Letting someone in: what is typed, what it may mean, what speaks against it, and the write."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core import settings as known_settings
from desktop.core.changes import new_operation_id
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.plates import canonical_plate
from desktop.gate.presenter.entry import Entry, as_last_time, at_room, in_province, of_visit, taking, with_province
from desktop.gate.presenter.entry_drafts import EntryDrafts
from desktop.gate.presenter.finding import Finding
from desktop.gate.presenter.peak import PeakMode
from desktop.ui.acting import AUTOSAVE_MS
from desktop.visits.rows import KindFields, Override, is_plate
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.gate.presenter.station import Station
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.visits.rows import GateCheck, GateRoom, KindKey, NewVisit, VisitFile, VisitLine, VisitorHit

__all__ = ["ArrivalPresenter"]

CHECK_MS = 120
"""What speaks against a visit is asked once typing pauses so long."""


class ArrivalPresenter(QObject):
    """Holds the `entry` as far as it is typed.

    `filled()`: the program changed it, so that the fields are to show it. `checked()`: `check` is another.
    `asked(field)`: the keyboard goes to "who", "room", "kinds" or "save". `done()`: Enter saves, nothing is asked.
    `saved(Changes, Entry)`: someone was let in, `turned_away` likewise was not. `refused(error)`: nothing was written.
    `kept()`: there is something to bring back, or nothing more.
    """

    filled = Signal()
    checked = Signal()
    asked = Signal(str)
    done = Signal()
    saved = Signal(object, object)
    turned_away = Signal(object, object)
    refused = Signal(object)
    kept = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, station: Station, parent: QObject | None = None) -> None:
        """Let in at the gate of `station`."""
        super().__init__(parent)
        self.desk = desk
        self.station = station
        self.service = VisitService(desk)
        self.entry = Entry()
        self.finds = Finding(self.service, shell.tasks, self)
        self.finds.failed.connect(self.failed)
        self.check: GateCheck | None = None
        self.peak = PeakMode(station, self)
        self.amending: VisitFile | None = None
        self._shell = shell
        self._drafts = EntryDrafts(shell.drafts, shell.settings)
        self._operation = new_operation_id()
        self._then: Callable[[], None] | None = None
        self._soon = QTimer(self, singleShot=True, interval=CHECK_MS)
        self._soon.timeout.connect(self._ask)
        self._autosave = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._autosave.timeout.connect(self.keep)
        shell.bus.changed.connect(self._note)

    # --- typing -----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Go on with what was typed when the program ended; later calls change nothing."""
        self._drafts.forget_older(self.station.now().date())
        kept = self._drafts.typed
        if kept is not None and self.entry.is_empty:
            self._fill(kept[0])
            self._operation = kept[1] or self._operation
        self.kept.emit()

    def amend(self, file: VisitFile) -> None:
        """Amend a visit that was saved, or add what peak mode left out, instead of letting somebody in."""
        if self.amending is not None:
            self.keep()
        self._drafts = EntryDrafts(self._shell.drafts, self._shell.settings, file.line.id)
        self.amending = file
        kept = self._drafts.typed
        self._fill(of_visit(file) if kept is None else kept[0])

    @property
    def is_quick(self) -> bool:
        """Tell whether only plate and room are asked for."""
        return self.peak.on and self.amending is None

    def type_who(self, text: str) -> None:
        """Someone else is meant: what a find filled in as theirs is theirs no more."""
        self._change(replace(self.entry, who=text, vehicle=None, pass_id=None, expected_id=None, resident=False))
        self.finds.who(text.strip())

    def type_room(self, text: str) -> None:
        """Another room is meant."""
        self._change(replace(self.entry, place=text, room_id=None))
        self.finds.room(text.strip())

    def put(self, **facts: object) -> None:
        """Take what was typed into another field; `facts` are fields of `Entry`."""
        self._change(replace(self.entry, **facts))  # type: ignore[arg-type]  # fields by their names

    def choose_kind(self, kind: KindKey) -> None:
        """They come for something else."""
        self._change(replace(self.entry, kind=kind), at_once=True)

    def take(self, hit: VisitorHit) -> None:
        """Take a find for who is meant, with all it knows, and go on where something is missing."""
        self._fill(taking(self.entry, hit))
        self.finds.close()
        self._go_on()

    def take_room(self, room: GateRoom) -> None:
        """Take a find for the room that is meant."""
        self._fill(at_room(self.entry, room))
        self.finds.close()
        self._go_on()

    def enter_who(self, hit: VisitorHit | None) -> None:
        """Go on from the first field by Enter: with the find that is current, or with what was typed."""
        if self.finds.when_found(lambda: self.enter_who(next(iter(self.finds.hits), None))):
            return
        if hit is not None:
            self.take(hit)
        elif not self.fields.questions:
            self.done.emit()
        elif self.entry.who.strip() or self.entry.vehicle:
            self.settle_who()
            self.asked.emit("room" if not self.entry.place else "kinds")

    def settle_who(self) -> None:
        """Leave the first field with what was typed: a plate without its province gets the remembered one."""
        self.finds.close()
        if self.entry.vehicle:
            self._soon.start()
        elif not self.entry.is_empty:
            operation, typed = self._operation, canonical_plate(self.entry.who)
            self._fill(replace(self.entry, who=with_province(self.entry.who, self.province)))
            if canonical_plate(self.entry.who) == typed:
                # Written otherwise it is the same visit, which a write before a crash may have made already.
                self._operation = operation

    def enter_room(self, room: GateRoom | None) -> None:
        """Go on from the second field by Enter: with the find that is current, or with what was typed."""
        if self.finds.when_found(lambda: self.enter_room(next(iter(self.finds.rooms), None))):
            return
        if room is not None:
            self.take_room(room)
        else:
            self.finds.close()
            self._ask()
            self._go_on()

    def choose_province(self, province: str) -> None:
        """Put another province in front of the plate; chosen before one is typed it is remembered for all that follow.

        One car from far away does not make the next ones its neighbours.
        """
        who, settings = in_province(self.entry.who, province), self._shell.settings
        if not self.entry.who.strip():
            settings.set(known_settings.GATE_PROVINCE, province)
            self._shell.tasks.run(lambda _progress: settings.save(), owner=self, write=True)
        self._fill(replace(self.entry, who=who))
        self.finds.who(who)

    def unplated(self) -> None:
        """Note a vehicle whose plate cannot be read."""
        self.finds.close()
        self._fill(replace(self.entry, who="", vehicle=True))
        self.asked.emit("room" if not self.entry.place else "kinds")

    def as_last_time(self) -> None:
        """Fill in what the visit before at this gate was for."""
        service, gate_id = self.service, self.station.gate_id

        def fill(line: VisitLine | None) -> None:
            if line is not None:
                self._fill(as_last_time(self.entry, line))
                self.finds.close()
                self.asked.emit("who" if not self.entry.who else "kinds")

        self._shell.tasks.run(lambda _progress: service.last(gate_id), fill, self.failed.emit, owner=self, key="last")

    @property
    def fields(self) -> KindFields:
        """Return what is asked of the kind that is chosen."""
        row = next((kind for kind in self.station.kinds if kind.key == self.entry.kind), None)
        return KindFields() if row is None else row.fields

    @property
    def is_plate(self) -> bool:
        """Tell whether it is a vehicle that is let in."""
        return bool(self.entry.vehicle) or (self.entry.vehicle is None and is_plate(self.entry.who))

    @property
    def province(self) -> str:
        """Return what a plate typed without its province begins with: as chosen last, else as the rules say."""
        return self._shell.settings.get(known_settings.GATE_PROVINCE) or self.station.rules.province

    # --- clearing ---------------------------------------------------------------------------------------------------

    @property
    def cleared(self) -> Entry | None:
        """Return what was cleared last and can be brought back."""
        return self._drafts.cleared

    def clear(self) -> None:
        """Empty the fields; what was typed is kept and can be brought back."""
        self._drafts.clear(self.entry, self.station.now().date())
        self._empty()

    def bring_back(self) -> None:
        """Fill in what was cleared last."""
        kept = self._drafts.take_cleared()
        if kept is not None:
            self._fill(kept)
            self._go_on()

    def give_up(self) -> None:
        """Leave a saved visit as it is; what was typed of it goes."""
        self.amending = None
        self._empty()
        self._drafts = EntryDrafts(self._shell.drafts, self._shell.settings)

    def keep(self) -> None:
        """Keep what was typed as a draft."""
        self._autosave.stop()
        self._drafts.keep(self.entry, self._operation)

    # --- writing ----------------------------------------------------------------------------------------------------

    @property
    def is_opposed(self) -> bool:
        """Tell whether something speaks against letting them in."""
        return self.check is not None and bool(self.check.objections)

    def save(self, words: str = "", agreed_by: str = "") -> None:
        """Let them in; with `words` and who agreed, although something speaks against it.

        A household's own vehicle is let through without an entry.
        """
        if self.entry.resident and self.amending is None:
            self._shell.tell(msg("%(plate)s lives here: no entry needed.", plate=self.entry.who))
            self._empty()
            return
        override = None
        if words and agreed_by and self.check is not None:
            override = Override(words, agreed_by, self.check.seen)
        visit, file = self._visit(), self.amending
        if file is not None:
            line = file.line
            write = self.service.complete if line.incomplete else self.service.amend
            self._write(
                lambda _service, operation_id: write(line.id, visit, version=line.version, operation_id=operation_id),
                self.saved.emit,
            )
            return
        self._write(
            lambda service, operation_id: service.log_in(visit, override, operation_id=operation_id), self.saved.emit
        )

    def turn_away(self, words: str) -> None:
        """Note that they were not let in and why; the desk is told."""
        visit = self._visit()
        self._write(
            lambda service, operation_id: service.turn_away(visit, words, operation_id=operation_id),
            self.turned_away.emit,
        )

    def _visit(self) -> NewVisit:
        return self.entry.visit(self.station.gate_id, quick=self.is_quick)

    def _write(self, command: Callable[[VisitService, str], Changes], told: Callable[[Changes, Entry], None]) -> None:
        """Make a write; the fields are free for the next one at once.

        The operation id is kept with the draft before it is used, so that no crash lets the write be made twice.
        """
        if self.entry.is_empty and self.fields.questions:
            return
        self.keep()
        service, operation_id, entry = self.service, self._operation, self.entry
        self._shell.tasks.run(
            lambda _progress: command(service, operation_id),
            lambda changes: told(changes, entry),
            partial(self._refuse, entry, operation_id),
            owner=self,
            write=True,
        )
        self._empty()

    def _refuse(self, entry: Entry, operation_id: str, error: TouchpointError) -> None:
        """Show again what was not written: it goes before what was begun since, which can be brought back."""
        self._drafts.clear(self.entry, self.station.now().date())
        self._fill(entry)
        if not isinstance(error, UserError):
            self._operation = operation_id
        self.refused.emit(error)

    # --- asking -----------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Ask what speaks against the visit as it is typed."""
        self._soon.stop()
        if self.entry.is_empty or self.entry.resident:
            self._take_check(None)
            return
        service, visit, typed = self.service, self._visit(), self.entry

        def take(check: GateCheck) -> None:
            if typed == self.entry:
                self._take_check(check)

        self._shell.tasks.run(lambda _progress: service.check(visit), take, self.failed.emit, owner=self, key="check")

    def when_checked(self, act: Callable[[], None]) -> None:
        """Do `act` once it is known what speaks against the visit as it is typed."""
        self._then = act
        self._ask()

    def _take_check(self, check: GateCheck | None) -> None:
        if check != self.check:
            self.check = check
            self.checked.emit()
        then, self._then = self._then, None
        if then is not None:
            then()

    # --- inside -----------------------------------------------------------------------------------------------------

    @property
    def _missing(self) -> str:
        entry, fields = self.entry, self.fields
        if not fields.questions:
            return ""
        if not (entry.who or entry.vehicle):
            return "who"
        return "room" if fields.needs_room and not (entry.place or entry.room_id or entry.resident) else ""

    def _go_on(self) -> None:
        """Send the keyboard on: to what is still missing, else to the kinds, where Enter saves."""
        self.asked.emit(self._missing or ("save" if self.is_quick else "kinds"))

    def _change(self, entry: Entry, *, at_once: bool = False) -> None:
        self.entry = entry
        self._operation = new_operation_id()
        if not self._autosave.isActive():
            self._autosave.start()
        if at_once:
            self._ask()
        else:
            self._soon.start()

    def _fill(self, entry: Entry) -> None:
        self._change(entry, at_once=True)
        self.filled.emit()

    def _empty(self) -> None:
        self._shell.tasks.cancel(self, "check")
        self._soon.stop()
        self.entry = Entry()
        self.keep()
        self.finds.close()
        self._take_check(None)
        self.filled.emit()
        self.kept.emit()
        self.asked.emit("who")

    def _note(self, changes: Changes, _initiator: object) -> None:
        """Ask again: what speaks against a visit may have changed while it is typed."""
        if changes.touches("room", "watch_entry", "contractor_pass", "expected_visit", "visit"):
            self._soon.start()
