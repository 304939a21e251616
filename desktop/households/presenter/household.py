"""One household: read, shown, changed; phones revealed one by one, touchpoints read page by page."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.core.changes import new_operation_id
from desktop.core.permissions import Operation, allows
from desktop.households.presenter.photos import small_photo
from desktop.households.presenter.telling import OWN_GROUPS, touchpoints
from desktop.households.service import HouseholdService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.households.presenter.telling import Teller, TimelineGroup, Touchpoint
    from desktop.households.rows import HouseholdFile, PersonLine, PhoneLine, SearchHit, TagRow, TimelineLine
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["Command", "HouseholdPresenter", "HouseholdShown", "with_revealed"]

Command: TypeAlias = "Callable[[HouseholdService, str], Changes]"
"""One write: given the service and the operation id, it does it."""

PAGE = 50
"""Touchpoints read at once."""

LONGEST_WAIT_MS = 3_600_000
"""A PC that slept or whose clock was set is caught up with after an hour."""


@dataclass(frozen=True, slots=True)
class HouseholdShown:
    """A household as the page shows it at `now`, and how many touchpoints of each kind its timeline holds."""

    file: HouseholdFile
    now: datetime
    today: date
    counts: Mapping[str, int]

    @property
    def touched(self) -> int:
        """Return the number of all touchpoints."""
        return sum(self.counts.values())

    def count_of(self, group: TimelineGroup) -> int:
        """Return the number of touchpoints of `group`."""
        return sum(self.counts.get(kind, 0) for kind in group.kinds)


def with_revealed(
    people: Sequence[PersonLine],
    revealed: Mapping[int, tuple[int, str]],
    contacts: Mapping[int, tuple[int, str]] = MappingProxyType({}),
) -> tuple[PersonLine, ...]:
    """Return `people` with the phones and emergency contacts in full that were revealed and have not changed since."""

    def phone(line: PhoneLine) -> PhoneLine:
        version, shown = revealed.get(line.id, (0, ""))
        return replace(line, shown=shown, masked=False) if version == line.version else line

    def contact(person: PersonLine) -> str:
        version, shown = contacts.get(person.resident_id, (0, ""))
        return shown if version == person.version else person.emergency_contact

    return tuple(
        replace(person, phones=tuple(map(phone, person.phones)), emergency_contact=contact(person)) for person in people
    )


class HouseholdPresenter(QObject):
    """Reads and changes one household at a time.

    `pictured(photos)` brings the photos of the people shown, by resident, where the community keeps any.
    `shown(HouseholdShown)` follows every reading, `told(rows, more)` every reading of the timeline: all rows read so
    far and whether older ones follow. `failed(error)`: the household cannot be shown.
    """

    shown = Signal(object)
    told = Signal(object, bool)
    failed = Signal(object)
    pictured = Signal(object)

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        bus: Bus,
        *,
        groups: Sequence[TimelineGroup] = (),
        tellers: Sequence[Teller] = (),
        parent: QObject | None = None,
    ) -> None:
        """Act as `desk`'s account; `groups` and `tellers` know the touchpoints of other features."""
        super().__init__(parent)
        self.desk = desk
        self.room_id = 0
        self.now: HouseholdShown | None = None
        self.groups = (*groups, *OWN_GROUPS)
        self.group = ""
        self._tellers = tuple(tellers)
        self._service = HouseholdService(desk)
        self._tasks = tasks
        self._lines: list[TimelineLine] = []
        self._more = False
        self._revealed: dict[int, tuple[int, str]] = {}
        self._contacts: dict[int, tuple[int, str]] = {}
        self._pictured: frozenset[tuple[int, int]] = frozenset()
        self._turn = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._turn.timeout.connect(self.read)
        bus.changed.connect(self._note)

    @property
    def may_edit(self) -> bool:
        """Tell whether the account may change households."""
        return allows(self.desk.actor, Operation.EDIT_HOUSEHOLD)

    @property
    def may_reveal(self) -> bool:
        """Tell whether the account may see phones in full."""
        return allows(self.desk.actor, Operation.REVEAL_PHONE)

    @property
    def today(self) -> date:
        """Return the day it is in the community."""
        return self.desk.clock.now().astimezone(self.desk.zone).date()

    # --- reading ---------------------------------------------------------------------------------------------------

    def open(self, room_id: int) -> None:
        """Show the household of a room; what was revealed of another one is masked again."""
        if room_id != self.room_id:
            self._forget()
            self.now = None
            self.group = ""
            self._lines = []
        self.room_id = room_id
        self.read()

    def close(self) -> None:
        """Show none any more."""
        self.room_id = 0
        self.now = None
        self._lines = []
        self._turn.stop()
        self._forget()
        for key in ("household", "timeline", "older"):
            self._tasks.cancel(self, key)

    def read(self) -> None:
        """Read the household anew, with as many of the touchpoints looked at as are shown, at least a page."""
        room_id, group, kinds, count = self.room_id, self.group, self._kinds(), len(self._lines)
        service = self._service
        if not room_id:
            return

        def work(_progress: Progress) -> tuple[HouseholdShown, tuple[TimelineLine, ...]]:
            file = service.household(room_id)
            counts = service.timeline_counts(room_id)
            wanted = bool(kinds) or count > len(file.timeline)
            lines = service.timeline(room_id, kinds=kinds, limit=max(count, PAGE)) if wanted else file.timeline
            return HouseholdShown(file, self.desk.clock.now(), self.today, counts), lines

        self._tasks.run(
            work, lambda found: self._show(*found, group=group), self.failed.emit, owner=self, key="household"
        )

    def look_at(self, group: str) -> None:
        """Show the touchpoints of one group only, or of all with "", from the newest."""
        self.group = group
        self._lines = []
        self._tasks.cancel(self, "older")
        room_id, kinds = self.room_id, self._kinds()
        service = self._service
        self._tasks.run(
            lambda _progress: service.timeline(room_id, kinds=kinds), self._show_lines, owner=self, key="timeline"
        )

    def read_older(self) -> None:
        """Read the page of touchpoints before those shown; does nothing where there are none."""
        if not self._more or not self._lines:
            return
        self._more = False
        last = self._lines[-1]
        room_id, kinds = self.room_id, self._kinds()
        service = self._service
        self._tasks.run(
            lambda _progress: service.timeline(room_id, (last.at, last.id), kinds),
            lambda lines: self._show_older(last, lines),
            owner=self,
            key="older",
        )

    def find_people(self, text: str, on_found: Callable[[Sequence[SearchHit]], None], owner: QObject) -> None:
        """Look for people who are in the register already, by name, initials or phone."""
        service = self._service
        self._tasks.run(
            lambda _progress: [hit for hit in service.find(text) if hit.kind == "resident"] if text else [],
            on_found,
            owner=owner,
            key="people",
        )

    def community_tags(self, on_found: Callable[[Sequence[TagRow]], None], owner: QObject) -> None:
        """Read the tags there are."""
        service = self._service
        self._tasks.run(lambda _progress: service.community_tags(), on_found, owner=owner, key="tags")

    # --- writing ---------------------------------------------------------------------------------------------------

    def reveal(self, phone: PhoneLine) -> None:
        """Show one phone in full; that it was looked at is written to the audit."""
        service = self._service

        def keep(shown: str) -> None:
            self._revealed[phone.id] = (phone.version, shown)
            self._show_again()

        self._tasks.run(lambda _progress: service.reveal_phone(phone.id), keep, owner=self, write=True)

    def reveal_contact(self, person: PersonLine) -> None:
        """Show whom to call in an emergency in full; that it was looked at is written to the audit."""
        service = self._service

        def keep(shown: str) -> None:
            self._contacts[person.resident_id] = (person.version, shown)
            self._show_again()

        self._tasks.run(
            lambda _progress: service.reveal_emergency_contact(person.resident_id), keep, owner=self, write=True
        )

    def make_small(
        self, path: Path, on_done: Callable[[bytes], None], on_error: Callable[[TouchpointError], None]
    ) -> None:
        """Read the picture in a file someone chose and make it small enough to be kept."""
        self._tasks.run(lambda _progress: small_photo(path), on_done, on_error, owner=self, key="photo")

    def act(
        self,
        command: Command,
        on_done: Callable[[Changes], None] | None = None,
        on_error: Callable[[TouchpointError], None] | None = None,
        *,
        operation_id: str = "",
    ) -> None:
        """Carry out one write; repeating it with the same `operation_id` does nothing twice."""
        service = self._service
        operation = operation_id or new_operation_id()
        self._tasks.run(lambda _progress: command(service, operation), on_done, on_error, owner=self, write=True)

    # --- inside ----------------------------------------------------------------------------------------------------

    def _kinds(self) -> frozenset[str]:
        return next((group.kinds for group in self.groups if group.key == self.group), frozenset())

    def _show(self, found: HouseholdShown, lines: Sequence[TimelineLine], *, group: str) -> None:
        self.now = found
        self._show_again()
        self._read_photos(found.file)
        if group == self.group:
            self._show_lines(lines)
        self._await_turn(found)

    def _forget(self) -> None:
        """Mask again what was revealed."""
        self._revealed.clear()
        self._contacts.clear()
        self._pictured = frozenset()
        self._tasks.cancel(self, "photos")
        self.pictured.emit({})

    def _read_photos(self, file: HouseholdFile) -> None:
        """Read the photos where one came, went or was replaced."""
        people = (*file.people, *file.former)
        there = frozenset((each.resident_id, each.photo.version) for each in people if each.photo is not None)
        if there != self._pictured:
            self._pictured = there
            room_id, service = file.room_id, self._service
            self._tasks.run(lambda _progress: service.photos(room_id), self.pictured.emit, owner=self, key="photos")

    def _await_turn(self, shown: HouseholdShown) -> None:
        """Be woken when the next standing instruction begins or expires."""
        turns = [
            turn
            for line in shown.file.instructions
            if line.ended_at is None
            for turn in (line.since, line.until)
            if turn is not None and turn > shown.now
        ]
        if turns:
            wait = math.ceil((min(turns) - shown.now).total_seconds() * 1000)
            self._turn.start(min(wait, LONGEST_WAIT_MS))
        else:
            self._turn.stop()

    def _show_again(self) -> None:
        if self.now is not None:
            file = self.now.file
            people, former = (
                with_revealed(group, self._revealed, self._contacts) for group in (file.people, file.former)
            )
            self.now = replace(self.now, file=replace(file, people=people, former=former))
            self.shown.emit(self.now)

    def _show_older(self, last: TimelineLine, lines: Sequence[TimelineLine]) -> None:
        # read again meanwhile, the list may end elsewhere: then this page does not follow it
        if self._lines and self._lines[-1].id == last.id:
            self._show_lines((*self._lines, *lines), ended=not lines)

    def _show_lines(self, lines: Sequence[TimelineLine], *, ended: bool = False) -> None:
        found = self.now
        self._lines = list(lines)
        kinds = self._kinds()
        counts: Mapping[str, int] = found.counts if found is not None else {}
        total = sum(count for kind, count in counts.items() if not kinds or kind in kinds)
        self._more = not ended and len(self._lines) < total
        rows: list[Touchpoint] = touchpoints(self._lines, self._tellers, self.desk.zone)
        self.told.emit(rows, self._more)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if not self.room_id:
            return
        mine: dict[str, set[Any]] = {"room": {self.room_id}, "resident": set()}
        if self.now is not None:
            mine["resident"] = {person.resident_id for person in (*self.now.file.people, *self.now.file.former)}
        for topic, ids in mine.items():
            touched = changes.ids.get(topic)
            if touched is not None and (not touched or touched & ids):
                self.read()
                return
        if changes.touches("request", "import_batch", "community"):
            self.read()
