"""Making one resident of two, and two of one again.

A merge deletes nothing. What the kept one does not have yet moves over: phones, stays, the photo. What it has already
stays behind with the merged one, who is in no list any more. Every value changed is noted in `ResidentMerge.before`,
by table, id and column as [before, after]; taking the merge back writes the first of each.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import select

from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import Message, msg
from desktop.core.permissions import Operation, requires
from desktop.households.model import Occupancy, Phone, Resident, ResidentPhoto
from desktop.households.service.keeping import index_resident
from desktop.register.model import ResidentMerge
from desktop.register.rows import BOTH_FIELDS, FIELD_LABELS, Side
from desktop.register.store import sides
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.changes import Changes
    from desktop.register.rows import MergeDecision
    from desktop.storage.base import Base
    from desktop.storage.work import UnitOfWork

__all__ = ["Merging"]

Merged: TypeAlias = Resident | Phone | Occupancy | ResidentPhoto
_TABLES: dict[str, type[Merged]] = {kind.__tablename__: kind for kind in (Resident, Phone, Occupancy, ResidentPhoto)}
_DATES = frozenset({"since", "until", "confirmed_on"})


class Merging(Service):
    """Merges residents and takes merges back."""

    @requires(Operation.MERGE_RESIDENTS)
    def merge(self, decision: MergeDecision, *, operation_id: str = "") -> Changes:
        """Merge two residents as decided; the result is the merge's id.

        Raises UserError where one is gone, merged already, or both are the same; ConflictError where one changed since
        it was looked at.
        """
        if decision.kept_id == decision.other_id:
            raise UserError(msg("These are the same entry already."))
        with self.desk.write(Operation.MERGE_RESIDENTS, operation_id) as work:
            kept, other = _both(work, decision)
            record = ResidentMerge(
                community_id=work.community_id,
                kept_id=kept.id,
                merged_id=other.id,
                at=work.now,
                account_id=work.actor.account_id,
                before={},
            )
            notes = _Notes()
            _choose_fields(notes, kept, other, decision.choices)
            _unite_phones(work, notes, kept, other)
            _unite_stays(work, notes, kept, other)
            _take_photo(work, notes, kept, other)
            notes.set(other, "merged_into_id", kept.id)
            record.before = notes.written()
            work.session.add(record)
            _finish(work, kept, other, "merged", record)
        return work.changes

    @requires(Operation.MERGE_RESIDENTS)
    def undo_merge(self, merge_id: int, *, operation_id: str = "") -> Changes:
        """Take a merge back: both are as they were, with what was entered for the kept one since left to it.

        Raises UserError where it was taken back already, where the kept one was merged again since, and where a field
        the merge changed was changed since.
        """
        with self.desk.write(Operation.MERGE_RESIDENTS, operation_id) as work:
            record = work.session.get(ResidentMerge, merge_id, with_for_update=True)
            if record is None or record.community_id != work.community_id:
                raise UserError(msg("There is no such merge; choose it from the list again."))
            # locked in the order of the ids, as merging does
            found = {
                id_: work.session.get_one(Resident, id_, with_for_update=True)
                for id_ in sorted((record.kept_id, record.merged_id))
            }
            kept, other = found[record.kept_id], found[record.merged_id]
            _check_undo(work, record, kept)
            for table, rows in record.before.items():
                for id_, columns in rows.items():
                    row = work.session.get(_TABLES[table], int(id_))
                    if row is not None and not _is_another(row, columns):
                        _restore(row, columns, _OURS.get(table, frozenset()))
            record.undone_at = work.now
            _finish(work, kept, other, "merge taken back", record)
        return work.changes


class _Notes:
    """What a merge changes, as it changes it."""

    def __init__(self) -> None:
        self._changed: dict[str, dict[str, dict[str, list[Any]]]] = {}

    def set(self, row: Merged, column: str, value: Any) -> None:
        """Give `row` a value, noting the one before."""
        before = getattr(row, column)
        if before == value:
            return
        columns = self._changed.setdefault(row.__tablename__, {}).setdefault(str(row.id), {})
        # a row may be set more than once: what it goes back to is what it was before the first
        columns.setdefault(column, [_plain(before), None])[1] = _plain(value)
        setattr(row, column, value)

    def written(self) -> dict[str, Any]:
        """Return all of it as JSON holds it."""
        return self._changed


_OURS: Mapping[str, frozenset[str]] = {
    "resident": frozenset({"source_number"}),
    "phone": frozenset({"label", "confirmed_on"}),
    "occupancy": frozenset({"since", "note", "calls_first"}),
}
"""Columns nobody chose in a merge: taking it back leaves a value that they were given since."""


_LABELLED: Mapping[str, str] = {"birthday_calendar": "birthday"}
"""Columns that people know under another's name."""


def _both(work: UnitOfWork, decision: MergeDecision) -> tuple[Resident, Resident]:
    found: dict[int, Resident] = {}
    # locked in the order of the ids, so that two merges of the same two never wait for each other
    for id_ in sorted((decision.kept_id, decision.other_id)):
        resident = work.session.get(Resident, id_, with_for_update=True)
        if resident is None or resident.community_id != work.community_id or resident.merged_into_id is not None:
            raise UserError(msg("One of these two is no longer in the register; look for duplicates again."))
        found[id_] = resident
    kept, other = found[decision.kept_id], found[decision.other_id]
    if (kept.version, other.version) != (decision.kept_version, decision.other_version):
        raise ConflictError(
            msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
        )
    return kept, other


def _choose_fields(notes: _Notes, kept: Resident, other: Resident, choices: Mapping[str, Side]) -> None:
    if unknown := choices.keys() - FIELD_LABELS.keys():
        raise KeyError(*unknown)
    for column in FIELD_LABELS:
        ours, theirs = getattr(kept, column), getattr(other, column)
        side = choices.get(column, Side.KEPT if ours else Side.OTHER)
        if side is Side.BOTH and column not in BOTH_FIELDS:
            raise UserError(Problem(msg("Of this field only one value can be kept."), column))
        if side is Side.BOTH:
            notes.set(kept, column, "\n".join(dict.fromkeys(filter(None, (ours, theirs)))))
        elif side is Side.OTHER:
            if column == "name" and not theirs:
                raise UserError(Problem(msg("Write the person's name."), column))
            notes.set(kept, column, theirs)
            if column == "birthday":
                notes.set(kept, "birthday_calendar", other.birthday_calendar)
    notes.set(kept, "source_number", kept.source_number or other.source_number)


def _unite_phones(work: UnitOfWork, notes: _Notes, kept: Resident, other: Resident) -> None:
    """Give the kept one the other's phones after its own; of a number both have, label and confirmation."""
    own = {phone.digits: phone for phone in _phones(work, kept.id)}
    last = max((phone.position for phone in own.values()), default=0)
    for phone in _phones(work, other.id):
        same = own.get(phone.digits)
        if same is None:
            last += 1
            notes.set(phone, "resident_id", kept.id)
            notes.set(phone, "position", last)
            own[phone.digits] = phone
            continue
        notes.set(same, "label", same.label or phone.label)
        confirmed = [day for day in (same.confirmed_on, phone.confirmed_on) if day is not None]
        notes.set(same, "confirmed_on", max(confirmed, default=None))


def _phones(work: UnitOfWork, resident_id: int) -> Sequence[Phone]:
    query = select(Phone).where(Phone.resident_id == resident_id).order_by(Phone.position, Phone.id)
    return work.session.scalars(query).all()


def _unite_stays(work: UnitOfWork, notes: _Notes, kept: Resident, other: Resident) -> None:
    """Give the kept one the other's stays; one that is the same stay lends the kept one's what it lacks."""
    own = list(_stays(work, kept.id))
    for stay in _stays(work, other.id):
        same = next((each for each in own if _same_stay(each, stay)), None)
        if same is None:
            notes.set(stay, "resident_id", kept.id)
            own.append(stay)
            continue
        begun = [day for day in (same.since, stay.since) if day is not None]
        # none is "always", which holds every other beginning
        notes.set(same, "since", min(begun) if len(begun) == 2 else None)
        notes.set(same, "note", "; ".join(dict.fromkeys(filter(None, (same.note, stay.note)))))
        notes.set(same, "calls_first", same.calls_first or stay.calls_first)


def _stays(work: UnitOfWork, resident_id: int) -> Sequence[Occupancy]:
    query = select(Occupancy).where(Occupancy.resident_id == resident_id).order_by(Occupancy.id)
    return work.session.scalars(query).all()


def _same_stay(one: Occupancy, other: Occupancy) -> bool:
    """Tell whether two stays are one: of the same days, or both lasting still, in one room and role."""
    if (one.room_id, one.role, one.until) != (other.room_id, other.role, other.until):
        return False
    return one.since == other.since or one.until is None


def _take_photo(work: UnitOfWork, notes: _Notes, kept: Resident, other: Resident) -> None:
    own, theirs = (
        work.session.scalars(select(ResidentPhoto).where(ResidentPhoto.resident_id == id_)).one_or_none()
        for id_ in (kept.id, other.id)
    )
    if own is None and theirs is not None:
        notes.set(theirs, "resident_id", kept.id)


def _finish(work: UnitOfWork, kept: Resident, other: Resident, action: str, record: ResidentMerge) -> None:
    """Write the record, the audit of both and the index, and announce every room concerned."""
    work.session.flush()
    work.result = record.id
    # the record itself holds every value; the audit names it, and holds no document in full
    fields = sorted(record.before.get("resident", {}).get(str(kept.id), {}))
    work.audit("resident", kept.id, action, None, {"merge": record.id, "other": other.name, "fields": fields})
    work.audit("resident", other.id, action, None, {"merge": record.id, "into": kept.id})
    work.touch("resident_merge", record.id)
    work.touch("room", *sides.rooms_of(work.session, (kept.id, other.id)))
    index_resident(work, kept)
    index_resident(work, other)


def _check_undo(work: UnitOfWork, record: ResidentMerge, kept: Resident) -> None:
    if record.undone_at is not None:
        raise UserError(msg("This merge was taken back already."))
    if kept.merged_into_id is not None:
        raise UserError(msg("%(name)s was merged into someone else since; take that merge back first.", name=kept.name))
    later = select(ResidentMerge.id).where(
        ResidentMerge.kept_id == kept.id, ResidentMerge.id > record.id, ResidentMerge.undone_at.is_(None)
    )
    if work.session.scalar(later.limit(1)) is not None:
        raise UserError(msg("Someone else was merged into %(name)s since; take that merge back first.", name=kept.name))
    changes = record.before.get("resident", {}).get(str(kept.id), {})
    since = {
        _LABELLED.get(column, column)
        for column, (_, after) in changes.items()
        if column not in _OURS["resident"] and getattr(kept, column) != after
    }
    if since:
        raise UserError(*(Problem(_changed_since(kept, column), column) for column in sorted(since)))


def _changed_since(kept: Resident, column: str) -> Message:
    return msg(
        "%(field)s of %(name)s was changed after the merge, so it cannot be taken back; correct both entries by hand.",
        field=FIELD_LABELS[column],
        name=kept.name,
    )


def _is_another(row: Base, columns: Mapping[str, Sequence[Any]]) -> bool:
    """Tell whether a row only has the id of one that the merge moved: a file gives the id of a removed row again.

    What was moved is in its second version at least, and still the kept one's.
    """
    if not isinstance(row, Phone | Occupancy | ResidentPhoto) or "resident_id" not in columns:
        return False
    return row.version == 1 or row.resident_id != columns["resident_id"][1]


def _restore(row: Base, columns: Mapping[str, Sequence[Any]], ours: frozenset[str]) -> None:
    for column, (before, after) in columns.items():
        if column in ours and _plain(getattr(row, column)) != after:
            continue
        setattr(row, column, date.fromisoformat(before) if column in _DATES and before else before)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
