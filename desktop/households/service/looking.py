"""Reading the register: one household, the list of them, how many are occupied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.core.house_numbers import try_house_number
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.phones import display_phone
from desktop.households.model import Phone
from desktop.households.rows import HouseholdFilter, PersonLine
from desktop.households.service.finding import plain_text
from desktop.households.store import files, find, lists, people
from desktop.storage import search
from desktop.storage.desk import Service
from desktop.storage.search import ALL_FIELDS

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from desktop.households.rows import HouseholdFile, HouseholdLine, PlaceLine, ReportingPerson, TimelineLine

__all__ = ["Looking"]

MOST_FOUND = 2000
"""A text in the list's filter narrows it to so many rooms and people at most."""


class Looking(Service):
    """Shows the register as it is; what is shown of phones and documents is masked."""

    @requires(Operation.READ_HOUSEHOLD)
    def household(self, room_id: int) -> HouseholdFile:
        """Return everything about one room and its people; raise UserError where it is gone."""
        with self.desk.read() as session:
            found = files.household(session, self.actor.community_id, room_id, self._today())
        if found is None:
            raise UserError(msg("This household is no longer in the register; search for it again."))
        return found

    @requires(Operation.SEARCH_PUBLIC)
    def people(self, room_id: int) -> tuple[PersonLine, ...]:
        """Return the names of those who are in a room now, for the gate: no notes, no documents, masked phones."""
        today = self._today()
        with self.desk.read() as session:
            everyone = people.people(session, self.actor.community_id, room_id, today)
        return tuple(_public(person) for person in everyone if person.until is None or today < person.until)

    @requires(Operation.READ_HOUSEHOLD)
    def callers(self, room_id: int) -> tuple[ReportingPerson, ...]:
        """Return who is in a room in the order to call them, a row for each of their phones.

        First who is marked so, then owners, tenants, family and others; who has no phone comes last.
        """
        with self.desk.read() as session:
            found = people.callers(session, self.actor.community_id, [room_id], self._today())
        return tuple(found.get(room_id, ()))

    @requires(Operation.READ_HOUSEHOLD)
    def timeline(
        self,
        room_id: int,
        before: tuple[datetime, int] | None = None,
        kinds: Collection[str] = (),
        limit: int = files.TIMELINE_PAGE,
    ) -> tuple[TimelineLine, ...]:
        """Return a page of a room's touchpoints, newest first; `before` is time and id of the last one shown.

        With `kinds` only those are returned.
        """
        with self.desk.read() as session:
            return files.timeline(session, self.actor.community_id, room_id, before, kinds, limit)

    @requires(Operation.READ_HOUSEHOLD)
    def timeline_counts(self, room_id: int) -> dict[str, int]:
        """Return how many touchpoints of each kind a room has."""
        with self.desk.read() as session:
            return files.timeline_counts(session, self.actor.community_id, room_id)

    @requires(Operation.READ_HOUSEHOLD)
    def households(
        self,
        wanted: HouseholdFilter | None = None,
        anchor: HouseholdLine | None = None,
        *,
        backward: bool = False,
        limit: int = 100,
    ) -> list[HouseholdLine]:
        """Return the page of rooms in natural order that follows `anchor`, or precedes it when `backward`.

        Without an anchor it is the first page, or the last when `backward`. Rows always come in the list's order.
        """
        wanted = wanted or HouseholdFilter()
        place = None if anchor is None else (anchor.order_key, anchor.room_id)
        community_id, today = self.actor.community_id, self._today()
        with self.desk.read() as session:
            rooms = self._rooms_with(session, wanted.text)
            return lists.household_lines(
                session, community_id, wanted, rooms, today, place, backward=backward, limit=limit
            )

    @requires(Operation.READ_HOUSEHOLD)
    def households_from(self, wanted: HouseholdFilter, index: int, limit: int = 100) -> list[HouseholdLine]:
        """Return the page that begins with the row at `index`, counted from 0; empty beyond the list."""
        with self.desk.read() as session:
            rooms = self._rooms_with(session, wanted.text)
            return lists.household_lines_from(
                session, self.actor.community_id, wanted, rooms, self._today(), index, limit
            )

    @requires(Operation.READ_HOUSEHOLD)
    def position(self, wanted: HouseholdFilter, room_id: int) -> int | None:
        """Return where a room stands in the list, counted from 0; None where the filter leaves it out."""
        with self.desk.read() as session:
            rooms = self._rooms_with(session, wanted.text)
            return lists.household_position(session, self.actor.community_id, wanted, rooms, self._today(), room_id)

    @requires(Operation.READ_HOUSEHOLD)
    def count(self, wanted: HouseholdFilter | None = None) -> int:
        """Return how many rooms a filter leaves."""
        wanted = wanted or HouseholdFilter()
        with self.desk.read() as session:
            rooms = self._rooms_with(session, wanted.text)
            return lists.count_households(session, self.actor.community_id, wanted, rooms, self._today())

    @requires(Operation.READ_HOUSEHOLD)
    def room_ids(self, wanted: HouseholdFilter | None = None) -> list[int]:
        """Return the ids of all rooms that a filter leaves, in the list's order."""
        wanted = wanted or HouseholdFilter()
        with self.desk.read() as session:
            rooms = self._rooms_with(session, wanted.text)
            return lists.room_ids(session, self.actor.community_id, wanted, rooms, self._today())

    @requires(Operation.READ_HOUSEHOLD)
    def buildings(self) -> list[PlaceLine]:
        """Return the buildings in natural order."""
        with self.desk.read() as session:
            return lists.buildings(session, self.actor.community_id)

    @requires(Operation.READ_HOUSEHOLD)
    def zones(self) -> list[PlaceLine]:
        """Return the zones by name."""
        with self.desk.read() as session:
            return lists.zones(session, self.actor.community_id)

    @requires(Operation.READ_HOUSEHOLD)
    def tags(self) -> list[PlaceLine]:
        """Return the tags by name."""
        with self.desk.read() as session:
            return lists.tags(session, self.actor.community_id)

    @requires(Operation.READ_FIGURES)
    def occupied_households(self, *days: date) -> tuple[int, ...]:
        """Return how many households were occupied on each of `days` (PRODUCT.md, complaint rate)."""
        with self.desk.read() as session:
            return tuple(lists.occupied_households(session, self.actor.community_id, day) for day in days)

    @requires(Operation.REVEAL_PHONE)
    def reveal_phone(self, phone_id: int) -> str:
        """Return a phone in full, as it is shown; the look is written to the audit first."""
        with self.desk.write(Operation.REVEAL_PHONE) as work:
            phone = work.session.get(Phone, phone_id)
            if phone is None or phone.community_id != work.community_id:
                raise UserError(msg("This phone is no longer in the register; open the household again."))
            work.audit("resident", phone.resident_id, "phone revealed", None, {"phone": phone_id})
            digits = phone.digits
        return display_phone(digits)

    def _rooms_with(self, session: Session, text: str) -> Collection[int] | None:
        """Return the rooms that the words of a filter are found in, None for no words."""
        typed = plain_text(text)
        if not typed:
            return None
        community_id = self.actor.community_id
        number = try_house_number(typed)
        rooms: set[int] = set()
        if number:
            rooms.update(room.id for room in find.exact_rooms(session, community_id, number, MOST_FOUND))
        places = search.find(session, community_id, "place", typed, columns=ALL_FIELDS, limit=MOST_FOUND)
        direct, residents = find.split_places(places)
        vehicles = search.find(session, community_id, "vehicle", typed, columns=ALL_FIELDS, limit=MOST_FOUND)
        rooms.update(direct, lists.rooms_of_residents(session, residents), lists.rooms_of_vehicles(session, vehicles))
        return rooms

    def _today(self) -> date:
        return self.desk.clock.now().astimezone(self.desk.zone).date()


def _public(person: PersonLine) -> PersonLine:
    """Return what the gate may know of someone; what is added to a person later is not part of it by itself."""
    return PersonLine(
        person.resident_id,
        person.occupancy_id,
        person.name,
        person.sex,
        person.role,
        person.since,
        person.until,
        person.phones,
        version=person.version,
        occupancy_version=person.occupancy_version,
    )
