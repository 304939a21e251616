"""Settles value by value whose word counts, and keeps what became of the rows and what the file said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import Message, msg
from desktop.households.roster.comparing import Conflict, Verdict, plain, shown, three_way
from desktop.households.roster.register import PersonEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.households.roster.comparing import Decisions, Said
    from desktop.households.roster.missing import Missing
    from desktop.households.roster.register import Entry, RoomEntry
    from desktop.households.roster.shapes import RosterRow
    from desktop.sheets.records import Refusal

__all__ = ["CHANGED", "CREATED", "UNCHANGED", "Detail", "Merged", "Settler"]

Detail = tuple[str, Message | str, Message | str]
"""The field of a column, the old value and the new one as they are shown."""

UNCHANGED, CHANGED, CREATED = range(3)
"""What becomes of a row; the higher one counts."""


class Merged:
    """The outcome: entries to insert and to update, what becomes of each row, and cells to look at.

    `details` says of changed rows which field became what: field of the column, old and new value as shown. `said` is
    what the file said anew of rooms and of people in them. `conflicts` and `missing` are for a person to look at.
    """

    def __init__(self, rows: int) -> None:
        """Begin with nothing done."""
        self.new: list[Entry] = []
        self.touched: dict[int, Entry] = {}
        self.outcomes = [UNCHANGED] * rows
        self.details: dict[int, list[Detail]] = {}
        self.doubts: list[Refusal] = []
        self.conflicts: list[Conflict] = []
        self.missing: Sequence[Missing] = ()
        self.said: list[tuple[RoomEntry, PersonEntry | None, Said]] = []

    @property
    def changed(self) -> list[Entry]:
        """Return the kept rows with changed columns."""
        return [entry for entry in self.touched.values() if entry.before]


class Settler:
    """What merging needs whatever the value is about.

    Where rows of one file disagree the first one counts; what the register holds meanwhile is compared with what the
    file says now and said last. What the file said is noted by who it was said of, to be remembered in the end.
    """

    def __init__(self, rows: Sequence[RosterRow], decisions: Decisions) -> None:
        """Settle `rows`, conflicts as in `decisions`."""
        self.rows = rows
        self.decisions = decisions
        self.merged = Merged(len(rows))
        self.claimed: dict[tuple[int, str], Any] = {}
        self.of_rooms: dict[int, tuple[RoomEntry, Said]] = {}
        self.of_people: dict[int, Said] = {}
        self.of_places: dict[tuple[int, int], tuple[RoomEntry, PersonEntry, Said]] = {}

    # --- outcomes ----------------------------------------------------------------------------------------------------

    def add(self, index: int, entry: Entry) -> None:
        """Create an entry for a row."""
        self.merged.new.append(entry)
        self.merged.outcomes[index] = CREATED

    def extend(self, index: int, entry: Entry, field: str = "", value: Any = None) -> None:
        """Add something to what is there, `value` of `field`: the row is a change, not a creation."""
        self.merged.new.append(entry)
        if field:
            self._tell(index, field, None, value)
        self.note(index)

    def note(self, index: int) -> None:
        """Count a row as changed."""
        self.merged.outcomes[index] = max(self.merged.outcomes[index], CHANGED)

    def change(self, index: int, entry: Entry, field: str, old: Any, new: Any) -> None:
        """Note that an entry was changed by a row."""
        self.merged.touched[id(entry)] = entry
        self._tell(index, field, old, new)
        self.note(index)

    def _tell(self, index: int, field: str, old: Any, new: Any) -> None:
        # phones come masked already
        old, new = (_text(value) if field == "phones" else shown(plain(value), field) for value in (old, new))
        self.merged.details.setdefault(index, []).append((field, old, new))

    def doubt(self, index: int, field: str, first: Any) -> None:
        """Tell that another row of the file said otherwise, and that one counts."""
        reason = msg("Another row of this file says “%(value)s” here; that one counts.", value=str(first))
        row = self.rows[index]
        self.merged.doubts.append(row.table.refusal(row.row, field, reason))

    # --- values ------------------------------------------------------------------------------------------------------

    def set(
        self, index: int, entry: Entry, column: str, value: Any, field: str, said: Said, last: Mapping[str, Any]
    ) -> None:
        """Set a column to what a row says, unless it says nothing, an earlier row said otherwise, or ours is newer.

        `said` takes what the file says, `last` is what it said the last time.
        """
        if not value:
            return
        key = (id(entry), column)
        first = self.claimed.get(key)
        if first is not None:
            if first != value:
                self.doubt(index, field, first)
            return
        self.claimed[key] = value
        old = getattr(entry, column)
        if old == value or not entry.id:
            setattr(entry, column, value)
            said[field] = plain(value)
        elif self.settle(index, field, (plain(value), plain(old), last.get(field)), _person_of(entry), said):
            entry.set(column, value)
            self.change(index, entry, field, old, value)

    def settle(
        self, index: int, field: str, values: tuple[Any, Any, Any], person: str, said: Said, *, as_said: Any = None
    ) -> bool:
        """Return whether the file's value is taken, of `values` in file, register and last import.

        A conflict nobody decided stays one: what the file says is then not remembered. `as_said` is what to remember
        where that is not the value compared.
        """
        file, register, last = values
        verdict = three_way(file, register, last)
        taken = verdict is Verdict.TAKE
        if verdict is Verdict.CONFLICT:
            row = self.rows[index]
            ours, theirs, before = (shown(value, field) for value in (register, file, last))
            reason = msg(
                "The file says “%(file)s”, the register “%(register)s”, the last import “%(last)s”.",
                file=theirs,
                register=ours,
                last=before or "—",
            )
            cell = row.table.refusal(row.row, field, reason)
            key = (cell.sheet, cell.row, field, person)
            decided = self.decisions.get(key)
            self.merged.conflicts.append(Conflict(field, cell, row.number.label, person, theirs, ours, before, decided))
            if decided is None:
                return False
            taken = decided
        said[field] = file if as_said is None else as_said
        return taken

    # --- memory ------------------------------------------------------------------------------------------------------

    def said_of_room(self, room: RoomEntry) -> Said:
        """Return what the file says of a room, to be added to."""
        found = self.of_rooms.get(id(room))
        if found is None:
            found = self.of_rooms[id(room)] = (room, {})
        return found[1]

    def said_of_person(self, person: PersonEntry) -> Said:
        """Return what the file says of a person anywhere, to be added to."""
        return self.of_people.setdefault(id(person), {})

    def said_in(self, room: RoomEntry, person: PersonEntry) -> Said:
        """Return what the file says of a person in one room, to be added to."""
        found = self.of_places.get((id(room), id(person)))
        if found is None:
            found = self.of_places[id(room), id(person)] = (room, person, {})
        return found[2]

    def remember(self) -> None:
        """Note what the file said anew; what it left empty is remembered from before."""
        for room, said in self.of_rooms.values():
            whole = {**room.said, **said}
            if whole != room.said:
                room.said = whole
                self.merged.said.append((room, None, whole))
        for room, person, said in self.of_places.values():
            anywhere = self.of_people.get(id(person), {})
            last = person.said_in.get(id(room))
            whole = {**last, **anywhere, **said} if last else {**anywhere, **said}
            if whole != last:
                person.said_in[id(room)] = whole
                self.merged.said.append((room, person, whole))
            if anywhere:
                person.said = {**person.said, **anywhere}


def _person_of(entry: Entry) -> str:
    person = entry if isinstance(entry, PersonEntry) else getattr(entry, "person", None)
    return "" if person is None else str(person.name)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
