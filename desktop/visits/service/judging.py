"""What is known of a visit before it is saved, in one snapshot: who that is, where they go, what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.core.house_numbers import HouseNumber, try_house_number
from desktop.core.plates import canonical_plate
from desktop.households.model import OccupancyRole
from desktop.households.service import HouseholdService
from desktop.visits.rule import Coming, ObjectionKind, fitting_pass, objections, same_name, visitor_key
from desktop.visits.service.taking_down import taken_down
from desktop.visits.store import facts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from desktop.storage.desk import Desk
    from desktop.visits.rows import NewVisit
    from desktop.visits.rule import Destination, Objection, PassTerms
    from desktop.visits.service.taking_down import Entry
    from desktop.visits.store.facts import ExpectedFact, VisitorFact

__all__ = ["Judged", "judge", "residents", "rooms_named"]

MOST_NAMES = 4
"""So many of who lives in a room are named."""

MOST_NAMED_ROOMS = 10
"""So many of the first rooms found are compared with a house number that was typed."""

_ROLES = {role: rank for rank, role in enumerate(OccupancyRole)}


@dataclass(frozen=True, slots=True)
class Judged:
    """A visit with what is known of it; `key` is what its visitor is known by again, "" for nobody's.

    `unhindered` is what would speak against someone of a kind that nothing hinders; the desk is told of it afterwards.
    `ambiguous`: the place that was typed is the house number of several rooms.
    """

    entry: Entry
    key: str
    destination: Destination | None
    terms: PassTerms | None
    expected: ExpectedFact | None
    visitor: VisitorFact | None
    objections: tuple[Objection, ...]
    unhindered: tuple[Objection, ...] = ()
    ambiguous: bool = False

    @property
    def place(self) -> str:
        """Return the label of the room, or where else they go."""
        return self.entry.place if self.destination is None else self.destination.label


def judge(session: Session, desk: Desk, draft: NewVisit, now: datetime) -> Judged:
    """Return what is known of `draft` at `now`. A room or a pass of another community is as good as none.

    A place typed as the house number of one room is that room, chosen from the list or not.
    """
    community_id = desk.actor.community_id
    today = now.astimezone(desk.zone).date()
    named = () if draft.room_id is not None else rooms_named(session, desk, draft.place)
    if len(named) == 1:
        draft = replace(draft, room_id=named[0], place="")
    entry = taken_down(session, community_id, draft, now)
    there = None
    if entry.room_id is not None:
        there = facts.destination(session, community_id, entry.room_id, now, today)
    going, waiting = (None, []) if there is None else there
    terms = _terms(session, community_id, draft, entry, today) if entry.fields.needs_pass or draft.pass_id else None
    expected = _expected(waiting, draft, entry)
    place = entry.place if going is None else going.label
    key = visitor_key(entry.plate, entry.name, entry.room_id, place)
    known = facts.visitor(session, community_id, key, vehicle=bool(entry.plate)) if key else None
    coming = Coming(
        kind=entry.like,
        plates=entry.plates,
        names=entry.names,
        id_tail=entry.id_tail,
        asked=entry.fields.questions,
        needs_pass=entry.fields.needs_pass,
        announced=expected is not None or _is_for(terms, going, today),
    )
    watched = facts.watched(session, community_id, coming, now)
    against = objections(coming, going, watched, terms, now, today)
    unhindered = () if coming.asked else objections(replace(coming, asked=True), going, watched, None, now, today)
    against = _with_writers(session, community_id, going, against)
    return Judged(entry, key, going, terms, expected, known, against, unhindered, len(named) > 1)


def residents(destination: Destination | None, today: date) -> str:
    """Return who lives in a room, owners first, as the gate reads it; "" for nobody."""
    if destination is None:
        return ""
    there = [person for person in destination.people if person.on(today)]
    names = dict.fromkeys(person.name for person in sorted(there, key=lambda each: (_ROLES[each.role], each.id)))
    return " · ".join(list(names)[:MOST_NAMES])


def rooms_named(session: Session, desk: Desk, place: str) -> Sequence[int]:
    """Return the rooms whose house number was typed as the place, in any notation.

    What a household asked of the gate holds also where nobody took the room from the list.
    """
    number = try_house_number(place) if place else None
    if number is None or not number.room:
        return ()
    hits = HouseholdService(replace(desk, held=session)).find(place, MOST_NAMED_ROOMS)
    return [hit.id for hit in hits if hit.kind == "room" and _means(number, hit.title)]


def _means(number: HouseNumber, label: str) -> bool:
    """Tell whether a house number, its building or entrance left out or not, is that of the room with this label."""
    own = try_house_number(label)
    if own is None:
        return False
    return HouseNumber(number.building or own.building, number.entrance or own.entrance, number.room).key == own.key


def _terms(session: Session, community_id: int, draft: NewVisit, entry: Entry, today: date) -> PassTerms | None:
    if draft.pass_id is not None:
        return facts.pass_terms(session, community_id, draft.pass_id)
    if entry.room_id is None and not entry.place:
        return None
    there = facts.passes_at(session, community_id, entry.room_id, entry.place)
    return fitting_pass(there, entry.names, today)


def _is_for(terms: PassTerms | None, going: Destination | None, today: date) -> bool:
    """Tell whether a good pass says that they work in this very room."""
    return terms is not None and going is not None and terms.room_id == going.room_id and terms.good_on(today)


def _expected(waiting: Sequence[ExpectedFact], draft: NewVisit, entry: Entry) -> ExpectedFact | None:
    """Return whom the household expects that this is: the one taken from the list, else by plate, else by name."""
    for one in waiting:
        if one.id == draft.expected_id:
            return one
    by_plate = (one for one in waiting if one.plate and canonical_plate(one.plate) in entry.plates)
    by_name = (one for one in waiting if any(same_name(one.name, name) for name in entry.names))
    return next(by_plate, None) or next(by_name, None)


def _with_writers(
    session: Session, community_id: int, going: Destination | None, against: tuple[Objection, ...]
) -> tuple[Objection, ...]:
    """Return objections with who wrote a household's orders down, which is asked only where there are any."""
    ordered = [each for each in against if each.kind in {ObjectionKind.DO_NOT_ADMIT, ObjectionKind.OUT_OF_TOWN}]
    if going is None or not ordered:
        return against
    by_key = {int(each.key.split(":")[1]): each for each in ordered}
    writers = facts.noted(session, community_id, sorted(by_key))
    told = {by_key[id_].key: written for id_, written in writers.items()}
    return tuple(
        replace(each, noted_by=told[each.key][0], noted_at=told[each.key][1]) if each.key in told else each
        for each in against
    )
