"""Editing many households at once: tags on them, and the zones of the buildings they are in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sqlalchemy import delete, insert, select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, search_form
from desktop.households.model import Building, RoomTag, Tag, Zone, tag_meaning
from desktop.households.service import HouseholdService
from desktop.households.service.keeping import index_rooms
from desktop.register.rows import BulkPreview
from desktop.register.service.choosing import rooms_chosen
from desktop.register.store import households
from desktop.storage.audit import Audit, OperationRow
from desktop.storage.batches import forget_rows
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from desktop.core.changes import Changes
    from desktop.households.rows import HouseholdChoice
    from desktop.register.rows import BuildingChange, BulkEdit
    from desktop.register.store.households import WornTag
    from desktop.storage.work import UnitOfWork

__all__ = ["BulkEditing"]

TAGGED, TAG_MADE, ZONED = "tags edited for many", "added for many", "zone set for many"
"""The actions in the audit, from which a bulk edit is taken back."""

TAKEN_BACK = "many taken back"
"""The action in the audit that names a bulk edit taken back."""

MOST_TAGS = 5


_Sides: TypeAlias = "Mapping[int, tuple[Mapping[str, Any], Mapping[str, Any]]]"
"""What stood before and after in the audit, by whom it is about."""


class _TagPlan(NamedTuple):
    """Which households get which tags, and which of their tags go."""

    gaining: Mapping[int, Sequence[str]]
    losing: Mapping[int, Sequence[WornTag]]


class BulkEditing(Service):
    """Puts tags on many households or takes them off, and gives buildings a zone; whole or not at all."""

    @requires(Operation.BULK_EDIT_HOUSEHOLDS)
    def rooms_chosen(self, choice: HouseholdChoice) -> tuple[int, ...]:
        """Return the ids of the households chosen, in the list's order."""
        return tuple(rooms_chosen(HouseholdService(self.desk), choice))

    @requires(Operation.BULK_EDIT_HOUSEHOLDS)
    def preview_bulk(self, rooms: Sequence[int], edit: BulkEdit) -> BulkPreview:
        """Return what an edit of `rooms` would change; writes nothing. Raises UserError as the edit itself would."""
        with self.desk.read() as session:
            rooms = households.existing(session, self.actor.community_id, rooms)
            tags = _plan_tags(session, self.actor.community_id, rooms, edit)
            changes = self._zone_changes(session, rooms, edit)
        return BulkPreview(len(rooms), len(tags.gaining), len(tags.losing), tuple(changes))

    @requires(Operation.BULK_EDIT_HOUSEHOLDS)
    def edit_many(self, rooms: Sequence[int], edit: BulkEdit, *, operation_id: str = "") -> Changes:
        """Edit `rooms` in one transaction; the result is the number of households and buildings that changed.

        Raises UserError for nothing to do, a tag both put on and taken off, or a zone that is gone. Taken back by
        `undo_many` with the changes' operation id.
        """
        if not (edit.put_on or edit.take_off or edit.zone_id is not None):
            raise UserError(msg("Choose a tag to put on or take off, or a zone."))
        with self.desk.write(Operation.BULK_EDIT_HOUSEHOLDS, operation_id) as work:
            rooms = households.existing(work.session, work.community_id, rooms)
            plan = _plan_tags(work.session, work.community_id, rooms, edit)
            _write_tags(work, plan, clean(edit.cause))
            changed = self._zone_changes(work.session, rooms, edit)
            if changed:
                _write_zone(work, [change.id for change in changed], edit.zone_id or None)
            work.result = len(plan.gaining.keys() | plan.losing.keys()) + len(changed)
        return work.changes

    @requires(Operation.BULK_EDIT_HOUSEHOLDS)
    def undo_many(self, edited: str, *, operation_id: str = "") -> Changes:
        """Take back the bulk edit whose operation id is `edited`; what was changed by others since stays as it is.

        Raises UserError where there is none, and where it was taken back already.
        """
        with self.desk.write(Operation.BULK_EDIT_HOUSEHOLDS, operation_id) as work:
            at = _edited_at(work, edited)
            query = select(Audit.subject_id, Audit.action, Audit.before, Audit.after).where(
                Audit.operation_id == edited, Audit.community_id == work.community_id
            )
            entries = work.session.execute(query).all()
            tagged = {row[0]: (row[2] or {}, row[3] or {}) for row in entries if row[1] == TAGGED}
            _restore_tags(work, tagged, at)
            _remove_unworn(work, [row[0] for row in entries if row[1] == TAG_MADE])
            zoned = {row[0]: (row[2] or {}, row[3] or {}) for row in entries if row[1] == ZONED}
            _restore_zones(work, zoned)
            work.audit("community", work.community_id, TAKEN_BACK, None, {"operation": edited})
            work.result = len(tagged) + len(zoned)
        return work.changes

    def _zone_changes(self, session: Session, rooms: Sequence[int], edit: BulkEdit) -> list[BuildingChange]:
        if edit.zone_id is None:
            return []
        if edit.zone_id:
            zone = session.get(Zone, edit.zone_id)
            if zone is None or zone.community_id != self.actor.community_id:
                raise UserError(Problem(msg("This zone is no longer there; choose another."), "zone"))
        return households.zone_changes(session, self.actor.community_id, rooms, edit.zone_id or None)


def _plan_tags(session: Session, community_id: int, rooms: Sequence[int], edit: BulkEdit) -> _TagPlan:
    names = {search_form(name): clean(name) for name in edit.put_on if clean(name)}
    if len(names) > MOST_TAGS:
        raise UserError(Problem(msg("At most %(count)s tags can be put on at once.", count=MOST_TAGS), "put_on"))
    tags = households.tags(session, community_id)
    if any(search_form(tags.get(id_, "")) in names for id_ in edit.take_off):
        raise UserError(Problem(msg("A tag cannot be put on and taken off at once."), "take_off"))
    by_form = {search_form(name): id_ for id_, name in tags.items()}
    known = {form: by_form[form] for form in names if form in by_form}
    concerned = {*known.values(), *edit.take_off}
    worn = list(households.worn(session, rooms, concerned))
    wearing: dict[int, set[int]] = {}
    losing: dict[int, list[WornTag]] = {}
    for each in worn:
        wearing.setdefault(each.room_id, set()).add(each.tag_id)
        if each.tag_id in edit.take_off:
            losing.setdefault(each.room_id, []).append(each)
    gaining = {}
    for room_id in rooms if names else ():
        there = wearing.get(room_id, set())
        new = [names[form] for form in names if known.get(form) not in there]
        if new:
            gaining[room_id] = new
    return _TagPlan(gaining, losing)


def _write_tags(work: UnitOfWork, plan: _TagPlan, cause: str) -> None:
    ids = _tag_ids(work, {name for names in plan.gaining.values() for name in names})
    gone = [worn.id for lost in plan.losing.values() for worn in lost]
    _delete_worn(work, gone)
    rows = [
        _worn_row(work, room_id, ids[name], cause, work.now)
        for room_id, names in plan.gaining.items()
        for name in names
    ]
    if rows:
        work.session.execute(insert(RoomTag), rows)
    changed = sorted(plan.gaining.keys() | plan.losing.keys())
    for room_id in changed:
        lost = [_told(worn) for worn in plan.losing.get(room_id, ())]
        put_on = [{"id": ids[name], "tag": name, "cause": cause} for name in plan.gaining.get(room_id, ())]
        work.audit("room", room_id, TAGGED, {"tags": lost}, {"tags": put_on})
        for each in plan.losing.get(room_id, ()):
            _tell(work, room_id, "untagged", each.tag_id, each.tag, each.cause)
        for name in plan.gaining.get(room_id, ()):
            _tell(work, room_id, "tagged", ids[name], name, cause)
    index_rooms(work, changed)


def _tag_ids(work: UnitOfWork, names: set[str]) -> dict[str, int]:
    """Return the ids of tags called so in any spelling, made where there is none."""
    tags = {search_form(name): id_ for id_, name in households.tags(work.session, work.community_id).items()}
    found = {}
    for name in sorted(names):
        id_ = tags.get(search_form(name))
        if id_ is None:
            tag = Tag(community_id=work.community_id, name=name, meaning=tag_meaning(name))
            work.session.add(tag)
            work.session.flush()
            work.audit("tag", tag.id, TAG_MADE, None, {"name": tag.name, "meaning": tag.meaning})
            id_ = tag.id
        found[name] = id_
    return found


def _edited_at(work: UnitOfWork, edited: str) -> datetime:
    """Return when a bulk edit was made; raise UserError where it cannot be taken back (any more)."""
    known = select(OperationRow.at).where(
        OperationRow.operation_id == edited,
        OperationRow.community_id == work.community_id,
        OperationRow.name == str(Operation.BULK_EDIT_HOUSEHOLDS),
    )
    at = work.session.scalar(known)
    if at is None:
        raise UserError(msg("There is no such change of many households; it cannot be taken back."))
    earlier = select(Audit.after).where(Audit.community_id == work.community_id, Audit.action == TAKEN_BACK)
    if {"operation": edited} in work.session.scalars(earlier.where(Audit.topic == "community")):
        raise UserError(msg("This change of many households was taken back already."))
    return at


def _restore_tags(work: UnitOfWork, tagged: _Sides, at: datetime) -> None:
    rooms = households.existing(work.session, work.community_id, sorted(tagged))
    tags = households.tags(work.session, work.community_id)
    ids = {each["id"] for sides in tagged.values() for side in sides for each in side.get("tags", ())}
    worn = {(each.room_id, each.tag_id): each for each in households.worn(work.session, rooms, ids)}
    gone: list[int] = []
    rows: list[dict[str, Any]] = []
    for room_id in rooms:
        lost, put_on = tagged[room_id][0].get("tags", ()), tagged[room_id][1].get("tags", ())
        for each in put_on:
            present = worn.get((room_id, each["id"]))
            # a cause written since is someone's own word about this household, and so is the tag put on anew
            if present is not None and (present.cause, present.since) == (each["cause"], at):
                gone.append(present.id)
                _tell(work, room_id, "untagged", present.tag_id, present.tag, present.cause)
        for each in lost:
            tag_id = each["id"]
            if tag_id in tags and (room_id, tag_id) not in worn:
                since = datetime.fromisoformat(each["since"]) if each["since"] else None
                rows.append(_worn_row(work, room_id, tag_id, each["cause"], since))
                _tell(work, room_id, "tagged", tag_id, tags[tag_id], each["cause"])
        work.audit("room", room_id, "tags of many taken back", {"tags": put_on}, {"tags": lost})
    _delete_worn(work, gone)
    if rows:
        work.session.execute(insert(RoomTag), rows)
    index_rooms(work, rooms)


def _remove_unworn(work: UnitOfWork, tags: Sequence[int]) -> None:
    """Remove the tags that were made for a bulk edit and that no household wears any more."""
    for tag_id in tags:
        tag = work.session.get(Tag, tag_id, with_for_update=True)
        if tag is not None and work.session.scalar(select(RoomTag.id).where(RoomTag.tag_id == tag_id).limit(1)) is None:
            work.audit("tag", tag_id, "removed", {"name": tag.name, "meaning": tag.meaning}, None)
            work.session.delete(tag)


def _delete_worn(work: UnitOfWork, ids: Sequence[int]) -> None:
    forget_rows(work.session.connection(), RoomTag.__tablename__, ids)
    for chunk in households.chunks(ids):
        work.session.execute(delete(RoomTag).where(RoomTag.id.in_(chunk)))


def _worn_row(work: UnitOfWork, room_id: int, tag_id: int, cause: str, since: datetime | None) -> dict[str, Any]:
    return {
        "community_id": work.community_id,
        "room_id": room_id,
        "tag_id": tag_id,
        "cause": cause,
        "since": since,
        "version": 1,
    }


def _tell(work: UnitOfWork, room_id: int, kind: str, tag_id: int, tag: str, cause: str) -> None:
    """Add to a room's timeline what the register of households itself would add for one tag."""
    work.timeline(room_id, work.now, kind, tag_id, tag=tag, meaning=tag_meaning(tag), cause=cause, since=None)
    work.touch("tag", tag_id)


def _told(worn: WornTag) -> dict[str, str | int | None]:
    return {
        "id": worn.tag_id,
        "tag": worn.tag,
        "cause": worn.cause,
        "since": worn.since.isoformat() if worn.since else None,
    }


def _write_zone(work: UnitOfWork, buildings: Sequence[int], zone_id: int | None) -> None:
    for id_ in buildings:
        building = work.session.get_one(Building, id_, with_for_update=True)
        work.audit("building", building.id, ZONED, {"zone": building.zone_id}, {"zone": zone_id})
        building.zone_id = zone_id
    _announce_zones(work)


def _restore_zones(work: UnitOfWork, zoned: _Sides) -> None:
    for id_, (before, after) in zoned.items():
        building = work.session.get(Building, id_, with_for_update=True)
        if building is None or building.zone_id != after["zone"]:
            continue
        if before["zone"] is not None and work.session.get(Zone, before["zone"]) is None:
            continue
        building.zone_id = before["zone"]
        work.audit("building", id_, "zone of many taken back", after, before)
    if zoned:
        _announce_zones(work)


def _announce_zones(work: UnitOfWork) -> None:
    """Say that any room may look different now: its zone stands in every list."""
    work.touch("room")
    work.touch("community")
