"""Keeping people: who lives where since when, and how they are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.id_cards import canonical_id_card, mask_id_card
from desktop.core.permissions import Operation, requires
from desktop.core.phones import canonical_phone, is_plausible_phone
from desktop.core.texts import clean, clean_lines
from desktop.households.model import Occupancy, OccupancyRole, Phone, Resident, Room, document_fault
from desktop.households.rows import NewPerson
from desktop.households.service.keeping import Keeping, index_resident, owned, seen, set_state, written

if TYPE_CHECKING:
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.households.model import RoomStateKind
    from desktop.storage.work import UnitOfWork

__all__ = ["KeepingPeople"]

LONGEST_NAME = 100
SEXES = frozenset({"", "male", "female"})


class KeepingPeople(Keeping):
    """Writes people and their dated place in rooms; who leaves stays as history."""

    @requires(Operation.EDIT_HOUSEHOLD)
    def add_resident(
        self, room_id: int, person: NewPerson, role: OccupancyRole, *, since: date | None = None, operation_id: str = ""
    ) -> Changes:
        """Enter someone who belongs to a room already (`since` none: always); the result is the resident's id.

        Raises UserError naming each field that is wrong: name, phones, id_number, sex.
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = owned(work, Room, room_id)
            resident = self._new_resident(work, person)
            self._settle(work, room, resident, role, since)
            index_resident(work, resident)
            work.result = resident.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def move_in(
        self,
        room_id: int,
        person: NewPerson | int,
        role: OccupancyRole,
        since: date,
        *,
        state: RoomStateKind | None = None,
        operation_id: str = "",
    ) -> Changes:
        """Let a new person, or the resident of that id, move in on a day; with `state` the room becomes it that day.

        The result is the resident's id. Raises UserError for wrong fields, someone who is there already, and a day
        before the room's present state began.
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = owned(work, Room, room_id)
            if isinstance(person, NewPerson):
                resident = self._new_resident(work, person)
            else:
                resident = owned(work, Resident, person)
            self._settle(work, room, resident, role, since)
            if state is not None:
                set_state(work, room, state, since)
            work.timeline(
                room.id,
                self._moment_of(since),
                "moved_in",
                resident.id,
                name=resident.name,
                role=role,
                since=written(since),
            )
            index_resident(work, resident)
            work.result = resident.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def move_out(
        self,
        occupancy_id: int,
        until: date,
        *,
        version: int,
        state: RoomStateKind | None = None,
        operation_id: str = "",
    ) -> Changes:
        """Let someone leave a room on a day: from then on they are former; with `state` the room becomes it that day.

        Raises UserError for a day before they moved in, ConflictError if the entry changed meanwhile.
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            occupancy = seen(work, Occupancy, occupancy_id, version)
            room = owned(work, Room, occupancy.room_id)
            if occupancy.since is not None and until < occupancy.since:
                day = written(occupancy.since)
                raise UserError(Problem(msg("They moved in on %(day)s; choose a day after it.", day=day), "until"))
            before = {"until": written(occupancy.until)}
            occupancy.until = until
            resident = owned(work, Resident, occupancy.resident_id)
            work.audit("resident", resident.id, "moved out", before, {"room": room.label, "until": written(until)})
            work.touch("room", room.id)
            if state is not None:
                set_state(work, room, state, until)
            work.timeline(
                room.id,
                self._moment_of(until),
                "moved_out",
                resident.id,
                name=resident.name,
                role=occupancy.role,
                until=written(until),
            )
            work.result = resident.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def edit_resident(self, resident_id: int, person: NewPerson, *, version: int, operation_id: str = "") -> Changes:
        """Correct a person's name, sex, document and note; phones are corrected one by one and ignored here.

        An empty `id_number` leaves the document as it is, because screens show it masked.
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            resident = seen(work, Resident, resident_id, version)
            self._check_person(person, ())
            before = _audited(resident)
            resident.name, resident.sex, resident.note = clean(person.name), person.sex, clean_lines(person.note)
            resident.id_number = canonical_id_card(person.id_number) or resident.id_number
            work.audit("resident", resident.id, "edited", before, _audited(resident))
            index_resident(work, resident)
            work.result = resident.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def add_phone(self, resident_id: int, text: str, *, label: str = "", operation_id: str = "") -> Changes:
        """Add a phone after a person's others; the result is its id. Raises UserError where it is none."""
        digits = _one_phone(text)
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            resident = owned(work, Resident, resident_id)
            phone = self._add_phone(work, resident, digits, clean(label))
            work.audit("resident", resident.id, "phone added", None, {"phone": digits, "label": phone.label})
            index_resident(work, resident)
            work.result = phone.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def correct_phone(
        self, phone_id: int, text: str, *, version: int, label: str | None = None, operation_id: str = ""
    ) -> Changes:
        """Correct a phone; the old number stays in the audit, and the new one counts as confirmed today.

        Raises UserError where it is no phone, ConflictError if someone else corrected it meanwhile.
        """
        digits = _one_phone(text)
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            phone = seen(work, Phone, phone_id, version)
            before = {"phone": phone.digits, "label": phone.label}
            phone.digits = digits
            phone.label = phone.label if label is None else clean(label)
            phone.confirmed_on = work.now.astimezone(self.desk.zone).date()
            work.audit(
                "resident", phone.resident_id, "phone corrected", before, {"phone": digits, "label": phone.label}
            )
            index_resident(work, owned(work, Resident, phone.resident_id))
            work.result = phone.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def remove_phone(self, phone_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take a phone out of the register; the audit keeps it."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            phone = seen(work, Phone, phone_id, version)
            resident = owned(work, Resident, phone.resident_id)
            before = {"phone": phone.digits, "label": phone.label}
            work.session.delete(phone)
            work.audit("resident", resident.id, "phone removed", before, None)
            index_resident(work, resident)
            work.result = resident.id
        return work.changes

    def _check_person(self, person: NewPerson, phones: tuple[str, ...]) -> None:
        today = self.desk.clock.now().astimezone(self.desk.zone).date()
        problems = []
        name = clean(person.name)
        if not name:
            problems.append(Problem(msg("Write the person's name."), "name"))
        elif len(name) > LONGEST_NAME:
            problems.append(Problem(msg("A name has at most %(count)s characters.", count=LONGEST_NAME), "name"))
        problems += [Problem(_no_phone(text), "phones") for text in phones if not _is_phone(text)]
        fault = document_fault(person.id_number, today)
        if fault is not None:
            problems.append(Problem(fault, "id_number"))
        if person.sex not in SEXES:
            problems.append(Problem(msg("Choose male, female or nothing."), "sex"))
        if problems:
            raise UserError(*problems)

    def _new_resident(self, work: UnitOfWork, person: NewPerson) -> Resident:
        phones = tuple(text for text in person.phones if clean(text))
        self._check_person(person, phones)
        resident = Resident(
            community_id=work.community_id,
            name=clean(person.name),
            sex=person.sex,
            id_number=canonical_id_card(person.id_number),
            note=clean_lines(person.note),
        )
        work.session.add(resident)
        work.session.flush()
        for digits in dict.fromkeys(map(canonical_phone, phones)):
            self._add_phone(work, resident, digits, "")
        work.audit("resident", resident.id, "added", None, _audited(resident))
        return resident

    def _add_phone(self, work: UnitOfWork, resident: Resident, digits: str, label: str) -> Phone:
        last = work.session.scalar(select(func.max(Phone.position)).where(Phone.resident_id == resident.id)) or 0
        phone = Phone(
            community_id=work.community_id, resident_id=resident.id, position=last + 1, digits=digits, label=label
        )
        work.session.add(phone)
        work.session.flush()
        return phone

    def _settle(
        self, work: UnitOfWork, room: Room, resident: Resident, role: OccupancyRole, since: date | None
    ) -> None:
        present = select(Occupancy.id).where(
            Occupancy.room_id == room.id,
            Occupancy.resident_id == resident.id,
            Occupancy.role == role,
            Occupancy.until.is_(None),
        )
        if work.session.scalar(present) is not None:
            raise UserError(
                Problem(msg("%(name)s is in %(room)s already.", name=resident.name, room=room.label), "name")
            )
        occupancy = Occupancy(
            community_id=work.community_id, room_id=room.id, resident_id=resident.id, role=role, since=since
        )
        work.session.add(occupancy)
        work.session.flush()
        after = {"room": room.label, "role": role, "since": written(since)}
        work.audit("resident", resident.id, "moved in", None, after)
        work.touch("room", room.id)


def _audited(resident: Resident) -> dict[str, str]:
    document = mask_id_card(resident.id_number)
    return {"name": resident.name, "sex": resident.sex, "id_number": document, "note": resident.note}


def _is_phone(text: str) -> bool:
    return is_plausible_phone(canonical_phone(text))


def _one_phone(text: str) -> str:
    if not _is_phone(text):
        raise UserError(Problem(_no_phone(text), "phone"))
    return canonical_phone(text)


def _no_phone(text: str) -> Message:
    return msg("“%(text)s” is not a phone number; check its digits.", text=clean(text)[:40])
