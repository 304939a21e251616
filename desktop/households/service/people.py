"""Keeping people: who lives where since when, and how they are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.birthdays import parse_birthday
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.id_cards import canonical_id_card, mask_id_card
from desktop.core.permissions import Operation, requires
from desktop.core.phones import canonical_phone, mask_phones_in
from desktop.core.texts import clean, clean_lines
from desktop.households.model import Calendar, Occupancy, OccupancyRole, Resident, Room, document_fault
from desktop.households.rows import NewPerson, PersonFacts
from desktop.households.service.keeping import Keeping, index_resident, living, owned, seen, set_state, written
from desktop.households.service.phones import is_phone, no_phone, put_phone

if TYPE_CHECKING:
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.households.model import RoomStateKind
    from desktop.storage.work import UnitOfWork

__all__ = ["KeepingPeople"]

LONGEST_NAME = 100
SEXES = frozenset({"", "male", "female"})


class KeepingPeople(Keeping):
    """Writes people and their dated place in rooms; who leaves stays as history."""

    @requires(Operation.EDIT_HOUSEHOLD)
    def add_resident(
        self,
        room_id: int,
        person: NewPerson | int,
        role: OccupancyRole,
        *,
        since: date | None = None,
        operation_id: str = "",
    ) -> Changes:
        """Enter who belongs to a room already (`since` none: always), new or the resident of that id.

        The result is the resident's id. Raises UserError naming each field that is wrong: name, phones, id_number, sex,
        birthday, emergency_contact.
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = owned(work, Room, room_id)
            resident = self._resident(work, person)
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
            resident = self._resident(work, person)
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
        """Correct a person's name, sex, document, note and facts; phones are corrected one by one and ignored here.

        An empty `id_number` leaves the document as it is, because screens show it masked.
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            resident = seen(work, Resident, resident_id, version)
            self._check_person(person, (), resident.emergency_contact)
            before = _audited(resident)
            resident.name, resident.sex, resident.note = clean(person.name), person.sex, clean_lines(person.note)
            resident.id_number = canonical_id_card(person.id_number) or resident.id_number
            _take_facts(resident, person.facts, self._today())
            work.audit("resident", resident.id, "edited", before, _audited(resident))
            index_resident(work, resident)
            work.result = resident.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def edit_occupancy(
        self,
        occupancy_id: int,
        role: OccupancyRole,
        *,
        version: int,
        since: date | None,
        until: date | None,
        note: str = "",
        calls_first: bool = False,
        operation_id: str = "",
    ) -> Changes:
        """Correct as what someone is in a room, from when (none: always) to when (none: still), and what is noted.

        `until` is the first day they are no longer there. Raises UserError where that is before `since` and where they
        are there in that role already, ConflictError if the entry changed meanwhile.
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            occupancy = seen(work, Occupancy, occupancy_id, version)
            if since is not None and until is not None and until < since:
                raise UserError(Problem(msg("The end lies before the beginning; look at both days."), "until"))
            resident, room = owned(work, Resident, occupancy.resident_id), owned(work, Room, occupancy.room_id)
            if until is None:
                _refuse_twice(work, room, resident, role, besides=occupancy.id)
            before = _settled(occupancy, room)
            occupancy.role, occupancy.since, occupancy.until = role, since, until
            occupancy.note, occupancy.calls_first = clean_lines(note), calls_first
            work.audit("resident", resident.id, "occupancy edited", before, _settled(occupancy, room))
            work.touch("room", room.id)
            index_resident(work, resident)
            work.result = resident.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def call_first(self, occupancy_id: int, *, first: bool, version: int, operation_id: str = "") -> Changes:
        """Mark that someone is called before the owners of the room, or no longer."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            occupancy = seen(work, Occupancy, occupancy_id, version)
            room = owned(work, Room, occupancy.room_id)
            before = _settled(occupancy, room)
            occupancy.calls_first = first
            work.audit("resident", occupancy.resident_id, "occupancy edited", before, _settled(occupancy, room))
            work.touch("room", room.id)
            work.result = occupancy.resident_id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def reveal_emergency_contact(self, resident_id: int) -> str:
        """Return whom to call in an emergency with the phones in full; the look is written to the audit first."""
        with self.desk.write(Operation.REVEAL_PHONE) as work:
            resident = living(work, resident_id)
            work.audit("resident", resident.id, "emergency contact revealed", None, None)
            return resident.emergency_contact

    def _check_person(self, person: NewPerson, phones: tuple[str, ...], contact_kept: str = "") -> None:
        today = self._today()
        problems = _fact_problems(person.facts, contact_kept, today)
        name = clean(person.name)
        if not name:
            problems.append(Problem(msg("Write the person's name."), "name"))
        elif len(name) > LONGEST_NAME:
            problems.append(Problem(msg("A name has at most %(count)s characters.", count=LONGEST_NAME), "name"))
        problems += [Problem(no_phone(text), "phones") for text in phones if not is_phone(text)]
        fault = document_fault(person.id_number, today)
        if fault is not None:
            problems.append(Problem(fault, "id_number"))
        if person.sex not in SEXES:
            problems.append(Problem(msg("Choose male, female or nothing."), "sex"))
        if problems:
            raise UserError(*problems)

    def _resident(self, work: UnitOfWork, person: NewPerson | int) -> Resident:
        return self._new_resident(work, person) if isinstance(person, NewPerson) else living(work, person)

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
        _take_facts(resident, person.facts, self._today())
        work.session.add(resident)
        work.session.flush()
        for digits in dict.fromkeys(map(canonical_phone, phones)):
            put_phone(work, resident, digits)
        work.audit("resident", resident.id, "added", None, _audited(resident))
        return resident

    def _settle(
        self, work: UnitOfWork, room: Room, resident: Resident, role: OccupancyRole, since: date | None
    ) -> None:
        _refuse_twice(work, room, resident, role)
        occupancy = Occupancy(
            community_id=work.community_id, room_id=room.id, resident_id=resident.id, role=role, since=since
        )
        work.session.add(occupancy)
        work.session.flush()
        after = {"room": room.label, "role": role, "since": written(since)}
        work.audit("resident", resident.id, "moved in", None, after)
        work.touch("room", room.id)


def _audited(resident: Resident) -> dict[str, str]:
    return {
        "name": resident.name,
        "sex": resident.sex,
        "id_number": mask_id_card(resident.id_number),
        "note": resident.note,
        "birthday": resident.birthday,
        "birthday_calendar": resident.birthday_calendar,
        "language": resident.language,
        "preferences": resident.preferences,
        "taboos": resident.taboos,
        "emergency_contact": resident.emergency_contact,
    }


def _take_facts(resident: Resident, facts: PersonFacts | None, today: date) -> None:
    """Set what the desk should know; `facts` were checked."""
    if facts is None:
        return
    birthday = parse_birthday(facts.birthday, today) if clean(facts.birthday) else None
    resident.birthday = "" if birthday is None else birthday.stored
    resident.birthday_calendar = Calendar.SOLAR if birthday is None else Calendar(birthday.calendar)
    resident.language, resident.preferences = clean(facts.language), clean_lines(facts.preferences)
    resident.taboos = clean_lines(facts.taboos)
    contact = clean(facts.emergency_contact)
    if contact != mask_phones_in(resident.emergency_contact or ""):
        resident.emergency_contact = contact


def _fact_problems(facts: PersonFacts | None, contact_kept: str, today: date) -> list[Problem]:
    problems: list[Problem] = []
    if facts is None:
        return problems
    if clean(facts.birthday):
        try:
            parse_birthday(facts.birthday, today)
        except UserError as error:
            problems += error.problems
    if "**" in facts.emergency_contact and clean(facts.emergency_contact) != mask_phones_in(contact_kept):
        problems.append(
            Problem(msg("Write the emergency contact's phone in full, without stars."), "emergency_contact")
        )
    return problems


def _settled(occupancy: Occupancy, room: Room) -> dict[str, object]:
    return {
        "room": room.label,
        "role": occupancy.role,
        "since": written(occupancy.since),
        "until": written(occupancy.until),
        "note": occupancy.note,
        "calls_first": occupancy.calls_first,
    }


def _refuse_twice(work: UnitOfWork, room: Room, resident: Resident, role: OccupancyRole, besides: int = 0) -> None:
    """Raise UserError where a resident is in a room in that role already."""
    present = select(Occupancy.id).where(
        Occupancy.room_id == room.id,
        Occupancy.resident_id == resident.id,
        Occupancy.role == role,
        Occupancy.until.is_(None),
        Occupancy.id != besides,
    )
    if work.session.scalar(present) is not None:
        raise UserError(Problem(msg("%(name)s is in %(room)s already.", name=resident.name, room=room.label), "name"))
