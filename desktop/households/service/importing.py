"""Importing rosters: plan, apply, take back.

What reads and writes a roster is brought in when one is imported, a few times a year; no window waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.households.model import Occupancy, Phone, Resident, Room, RoomTag
from desktop.households.service.keeping import index_resident, index_room
from desktop.households.store import find
from desktop.storage import batches, search
from desktop.storage.batches import ImportBatch
from desktop.storage.desk import Service
from desktop.storage.search import SearchFields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from desktop.core.changes import Changes
    from desktop.households.roster.comparing import Decisions
    from desktop.households.roster.planning import RosterPlan
    from desktop.households.roster.shapes import Corrections
    from desktop.sheets.profile import Profile
    from desktop.sheets.workbook import Workbook
    from desktop.storage.batches import Undone
    from desktop.storage.work import UnitOfWork

__all__ = ["IMPORT_KIND", "Importing"]

IMPORT_KIND = "households"
"""The kind of these batches among all imports."""

CHUNK = 500
Row = TypeVar("Row", Room, Resident)


class Importing(Service):
    """Brings a community's own roster into the register, as often as it is sent."""

    @requires(Operation.IMPORT_HOUSEHOLDS)
    def plan_import(
        self,
        workbook: Workbook,
        profile: Profile | None = None,
        corrections: Corrections | None = None,
        decisions: Decisions | None = None,
    ) -> RosterPlan:
        """Return what importing the workbook would do; writes nothing.

        `corrections` replace cells, as typed in the preview; `decisions` settle conflicts, those left open keep the
        register. Raises UserError where no sheet names rooms.
        """
        from desktop.households.roster.loading import load_register  # noqa: PLC0415
        from desktop.households.roster.pause import without_collecting  # noqa: PLC0415
        from desktop.households.roster.planning import make_plan  # noqa: PLC0415
        from desktop.households.roster.reading import read_roster  # noqa: PLC0415

        today = self.desk.clock.now().astimezone(self.desk.zone).date()
        with without_collecting():
            reading = read_roster(workbook, profile, corrections or {}, today)
            with self.desk.read() as session:
                register = load_register(session, self.actor.community_id)
            return make_plan(reading, register, today, decisions)

    @requires(Operation.IMPORT_HOUSEHOLDS)
    def apply_import(self, plan: RosterPlan, *, file_name: str, file_hash: str, operation_id: str = "") -> Changes:
        """Write a plan, whole or not at all; the result is the batch's id, 0 where there was nothing to write.

        If the register changed since the plan was made, the rows are merged with it as it is now, and `plan.report`
        counts anew.
        """
        from desktop.households.roster.loading import last_operation, load_register  # noqa: PLC0415
        from desktop.households.roster.pause import without_collecting  # noqa: PLC0415
        from desktop.households.roster.writing import lock_register, write_merged  # noqa: PLC0415

        with without_collecting(), self.desk.write(Operation.IMPORT_HOUSEHOLDS, operation_id) as work:
            lock_register(work)
            if last_operation(work.session, work.community_id) != plan.register.last_operation or plan.written:
                plan.renew(load_register(work.session, work.community_id))
            if not plan.is_empty:
                plan.written = True
                batch_id = batches.start_batch(work, IMPORT_KIND, file_name, file_hash)
                write_merged(work, batch_id, plan.merged)
                batches.finish_batch(work, batch_id, plan.counts)
                work.result = batch_id
        return work.changes

    @requires(Operation.IMPORT_HOUSEHOLDS)
    def undo_preview(self, batch_id: int) -> Undone:
        """Return what taking an import back would delete, restore and leave; writes nothing."""
        with self.desk.read() as session:
            self._check_batch(session, batch_id)
            return batches.plan_undo(session, self.actor.community_id, batch_id)

    @requires(Operation.IMPORT_HOUSEHOLDS)
    def undo_import(self, batch_id: int, *, operation_id: str = "") -> Changes:
        """Take an import back in one step; rows edited since, or referred to by others, stay."""
        from desktop.households.roster.writing import forget_said, lock_register  # noqa: PLC0415

        with self.desk.write(Operation.IMPORT_HOUSEHOLDS, operation_id) as work:
            lock_register(work)
            self._check_batch(work.session, batch_id)
            planned = batches.plan_undo(work.session, work.community_id, batch_id)
            rooms, people = _concerned(work.session, planned)
            undone = batches.undo(work, batch_id)
            forget_said(work, batch_id, undone)
            _take_out(work, undone)
            for room in _kept(work, Room, rooms):
                index_room(work, room)
            for resident in _kept(work, Resident, people):
                index_resident(work, resident)
            work.result = batch_id
        return work.changes

    def _check_batch(self, session: Session, batch_id: int) -> None:
        kind = session.scalar(
            select(ImportBatch.kind).where(
                ImportBatch.id == batch_id, ImportBatch.community_id == self.actor.community_id
            )
        )
        if kind != IMPORT_KIND:
            raise UserError(msg("There is no such import of households; choose it from the list again."))


def _concerned(session: Session, planned: Undone) -> tuple[set[int], set[int]]:
    """Return the rooms and residents whose words in the index change, asked while their tags and phones still stand."""
    ids = {
        name: [*planned.deleted.get(name, ()), *planned.restored.get(name, ())]
        for name in ("room", "room_tag", "resident", "phone", "occupancy")
    }
    rooms = set(ids["room"])
    people = set(ids["resident"])
    for column, key, concerned in (
        (RoomTag.room_id, RoomTag.id, rooms),
        (Phone.resident_id, Phone.id, people),
        (Occupancy.resident_id, Occupancy.id, people),
    ):
        for chunk in _chunks(ids[key.class_.__tablename__]):
            concerned.update(session.scalars(select(column).where(key.in_(chunk))))
    return rooms - set(planned.deleted.get("room", ())), people - set(planned.deleted.get("resident", ()))


def _take_out(work: UnitOfWork, undone: Undone) -> None:
    gone = [(find.place_of_room(id_), SearchFields()) for id_ in undone.deleted.get("room", ())]
    gone += [(find.place_of_resident(id_), SearchFields()) for id_ in undone.deleted.get("resident", ())]
    search.put_many(work.session, work.community_id, "place", gone)
    vehicles = [(id_, SearchFields()) for id_ in undone.deleted.get("vehicle", ())]
    search.put_many(work.session, work.community_id, "vehicle", vehicles)


def _kept(work: UnitOfWork, kind: type[Row], ids: Iterable[int]) -> Iterator[Row]:
    for chunk in _chunks(sorted(ids)):
        yield from work.session.scalars(select(kind).where(kind.id.in_(chunk)))


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
