"""One household: read, shown, changed; phones revealed one by one, touchpoints read page by page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.core.permissions import Operation, allows
from desktop.households.presenter.telling import OWN_GROUPS, touchpoints
from desktop.households.service import HouseholdService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.households.presenter.telling import Teller, TimelineGroup, Touchpoint
    from desktop.households.rows import HouseholdFile, PersonLine, PhoneLine, SearchHit, TimelineLine
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["Command", "HouseholdPresenter", "HouseholdShown", "with_revealed"]

Command: TypeAlias = "Callable[[HouseholdService, str], Changes]"
"""One write: given the service and the operation id, it does it."""


@dataclass(frozen=True, slots=True)
class HouseholdShown:
    """A household as the page shows it, and how many touchpoints each group of its timeline holds."""

    file: HouseholdFile
    today: date
    counts: Mapping[str, int]

    @property
    def touched(self) -> int:
        """Return the number of all touchpoints."""
        return sum(self.counts.values())

    def count_of(self, group: TimelineGroup) -> int:
        """Return the number of touchpoints of `group`."""
        return sum(self.counts.get(kind, 0) for kind in group.kinds)


def with_revealed(people: Sequence[PersonLine], revealed: Mapping[int, tuple[int, str]]) -> tuple[PersonLine, ...]:
    """Return `people` with the phones shown in full that were revealed and have not changed since."""

    def phone(line: PhoneLine) -> PhoneLine:
        version, shown = revealed.get(line.id, (0, ""))
        return replace(line, shown=shown, masked=False) if version == line.version else line

    return tuple(replace(person, phones=tuple(map(phone, person.phones))) for person in people)


class HouseholdPresenter(QObject):
    """Reads and changes one household at a time.

    `shown(HouseholdShown)` follows every reading, `told(rows, more)` every reading of the timeline: all rows read so
    far and whether older ones follow. `failed(error)`: the household cannot be shown.
    """

    shown = Signal(object)
    told = Signal(object, bool)
    failed = Signal(object)

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
            self._revealed.clear()
            self.now = None
            self.group = ""
        self.room_id = room_id
        self.read()

    def close(self) -> None:
        """Show none any more."""
        self.room_id = 0
        self.now = None
        self._revealed.clear()
        for key in ("household", "timeline", "older"):
            self._tasks.cancel(self, key)

    def read(self) -> None:
        """Read the household anew, with the newest page of the touchpoints looked at."""
        room_id, kinds = self.room_id, self._kinds()
        service = self._service
        if not room_id:
            return

        def work(_progress: Progress) -> tuple[HouseholdShown, tuple[TimelineLine, ...]]:
            file = service.household(room_id)
            counts = service.timeline_counts(room_id)
            lines = service.timeline(room_id, kinds=kinds) if kinds else file.timeline
            return HouseholdShown(file, self.today, counts), lines

        self._tasks.run(work, lambda found: self._show(*found), self.failed.emit, owner=self, key="household")

    def look_at(self, group: str) -> None:
        """Show the touchpoints of one group only, or of all with "", from the newest."""
        self.group = group
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
            lambda lines: self._show_lines((*self._lines, *lines)),
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

    def tag_names(self, on_found: Callable[[Sequence[str]], None], owner: QObject) -> None:
        """Read the names of the tags there are."""
        service = self._service
        self._tasks.run(lambda _progress: [tag.name for tag in service.tags()], on_found, owner=owner, key="tags")

    # --- writing ---------------------------------------------------------------------------------------------------

    def reveal(self, phone: PhoneLine) -> None:
        """Show one phone in full; that it was looked at is written to the audit."""
        service = self._service

        def keep(shown: str) -> None:
            self._revealed[phone.id] = (phone.version, shown)
            self._show_again()

        self._tasks.run(lambda _progress: service.reveal_phone(phone.id), keep, owner=self, write=True)

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

    def _show(self, found: HouseholdShown, lines: Sequence[TimelineLine]) -> None:
        self.now = found
        self._show_again()
        self._show_lines(lines)

    def _show_again(self) -> None:
        if self.now is not None:
            file = self.now.file
            people, former = (with_revealed(group, self._revealed) for group in (file.people, file.former))
            self.now = replace(self.now, file=replace(file, people=people, former=former))
            self.shown.emit(self.now)

    def _show_lines(self, lines: Sequence[TimelineLine]) -> None:
        found = self.now
        self._lines = list(lines)
        kinds = self._kinds()
        counts: Mapping[str, int] = found.counts if found is not None else {}
        total = sum(count for kind, count in counts.items() if not kinds or kind in kinds)
        self._more = len(self._lines) < total
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
        if changes.touches("request", "import_batch", "tag"):
            self.read()
