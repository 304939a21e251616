"""The one search box: every feature's finds in one ranked list. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from desktop.core.i18n import Message, msg
from desktop.core.marks import Span, marked_name, marked_phone, marked_room, marked_text
from desktop.core.permissions import Operation, allows
from desktop.core.plates import display_plate
from desktop.households.service import HouseholdService
from desktop.requests.service import RequestService
from desktop.storage import search
from desktop.visits.model import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Executable

    from desktop.storage.desk import Desk

__all__ = ["KINDS", "MOST_HITS", "Hit", "Kind", "find", "marks"]

MOST_HITS = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finds: the heading over them, their icon, and how `Shell.go` opens one: page and the id's name."""

    heading: Message
    icon: str
    page: str
    where: str


_HOUSEHOLDS = ("households", "room_id")
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "room": Kind(msg("Rooms"), "house", *_HOUSEHOLDS),
        "resident": Kind(msg("Residents"), "user", *_HOUSEHOLDS),
        "vehicle": Kind(msg("Vehicles"), "car", *_HOUSEHOLDS),
        "request": Kind(msg("Requests"), "clipboard-list", "requests", "request_id"),
        "outage": Kind(msg("Outages and notices"), "megaphone", "outages", "outage_id"),
        "event": Kind(msg("Events"), "calendar-days", "events", "event_id"),
        "visitor": Kind(msg("Visitors"), "log-in", "visits", "wanted"),
    }
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: `kind` is one of `KINDS`; `room_id` is its household, 0 for none; `exact`: named by its number.

    `matched` is the text in which the words were found; a phone in it is masked. `icon` is its own, where it has one.
    """

    kind: str
    id: int
    title: str
    room: str
    matched: str
    room_id: int = 0
    exact: bool = False
    icon: str = ""

    @property
    def target(self) -> tuple[str, dict[str, object]]:
        """Return what `Shell.go` takes to open it; an id of 0 has nothing to open."""
        kind = KINDS[self.kind]
        if self.kind == "visitor":
            # as outages below
            from desktop.visits.rows import VisitFilter  # noqa: PLC0415

            return kind.page, {kind.where: VisitFilter(visitor_id=self.id)}
        return kind.page, {kind.where: self.room_id if kind.where == "room_id" else self.id}

    def as_json(self) -> dict[str, object]:
        """Return what `touchpoint search` prints of it."""
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title,
            "room": self.room,
            "matched": self.matched,
        }


@dataclass(frozen=True, slots=True)
class _Finder:
    """How one feature finds: who may ask, and how many places are kept for it, however much comes before it."""

    needs: Operation
    find: Callable[[Desk, str, int], Sequence[Hit]]
    kept: int = 0


def find(desk: Desk, text: str, limit: int = MOST_HITS) -> Sequence[Hit]:
    """Return up to `limit` hits, best first: households (exact room, phone tail, name, rest), then the others.

    After the households come requests, outages, events and visitors. What is named by its exact number comes first. A
    guard finds rooms, names and plates only. Text is never a pattern; anything may be typed.
    """
    finders = [finder for finder in _FINDERS if allows(desk.actor, finder.needs)]
    found: list[Sequence[Hit]] = []
    room = limit
    with desk.hold() as still:
        for place, finder in enumerate(finders):
            # What is found first takes the places it needs, but for those kept for what comes later.
            kept = min(finder.kept, limit // 2)
            found.append(finder.find(still, text, max(room, kept) if place else limit))
            room -= len(found[-1])
    return _merged(found, limit)


def _merged(found: Sequence[Sequence[Hit]], limit: int) -> Sequence[Hit]:
    exact = [hit for hits in found for hit in hits if hit.exact]
    rest = [[hit for hit in hits if not hit.exact] for hits in found]
    later = sum(len(hits) for hits in rest[1:])
    first = rest[0][: max(limit - len(exact) - later, 0)] if rest else []
    return [*exact, *first, *(hit for hits in rest[1:] for hit in hits)][:limit]


def marks(hit: Hit, typed: str) -> tuple[Sequence[Span], Sequence[Span]]:
    """Return what of a hit's title and of its matched text is what was typed, to be marked."""
    title = {"room": marked_room, "resident": marked_name}.get(hit.kind, marked_text)(hit.title, typed)
    matched = (marked_phone if "*" in hit.matched else marked_text)(hit.matched, typed)
    return title, matched


def _households(desk: Desk, text: str, limit: int) -> Sequence[Hit]:
    found = HouseholdService(desk).find(text, limit)
    return [Hit(hit.kind, hit.id, hit.title, hit.room, hit.matched, hit.room_id) for hit in found]


def _requests(desk: Desk, text: str, limit: int) -> Sequence[Hit]:
    typed = text.strip().casefold()
    # By its title, not by what matched: a room matches as exactly as a number, and then the room itself comes first.
    return [
        Hit(
            hit.kind,
            hit.id,
            hit.title,
            hit.room,
            hit.matched,
            hit.room_id,
            hit.title.casefold().partition(" ")[0] == typed,
        )
        for hit in RequestService(desk).find(text, limit)
    ]


def _outages(desk: Desk, text: str, limit: int) -> Sequence[Hit]:
    # The window is painted before outages and events come in: whoever searches first brings them.
    from desktop.outages.rows import KIND_ICONS  # noqa: PLC0415
    from desktop.outages.service import OutageService  # noqa: PLC0415

    found = OutageService(desk).find(text, limit)
    # Where others show their room stands the day: the same pipe is repaired twice a year.
    return [
        Hit(
            "outage",
            hit.id,
            hit.title,
            f"{hit.starts_at.astimezone(desk.zone):%Y-%m-%d}",
            hit.matched,
            exact=hit.exact,
            icon=KIND_ICONS[hit.kind],
        )
        for hit in found
    ]


def _events(desk: Desk, text: str, limit: int) -> Sequence[Hit]:
    from desktop.events.rows import KIND_ICONS  # noqa: PLC0415 - as above
    from desktop.events.service import EventService  # noqa: PLC0415

    # Last year's is called the same: its day stands beside it.
    return [
        Hit(
            "event",
            hit.id,
            hit.title,
            f"{hit.starts_at.astimezone(desk.zone):%Y-%m-%d}",
            hit.matched,
            exact=hit.exact,
            icon=KIND_ICONS[hit.kind],
        )
        for hit in EventService(desk).find(text, limit)
    ]


@cache
def _found_visitors() -> Executable:
    # made once: a key typed waits for every statement that is put together
    columns = Visitor.id, Visitor.plate, Visitor.name, Visitor.company, Visitor.place
    among = Visitor.id.in_(bindparam("found", expanding=True))
    return select(*columns).where(Visitor.community_id == bindparam("community"), among)


def _visitors(desk: Desk, text: str, limit: int) -> Sequence[Hit]:
    community_id = desk.actor.community_id
    with desk.read() as session:
        found = search.find(session, community_id, "visitor", text, columns=search.PUBLIC_FIELDS, limit=limit)
        if not found:
            return ()
        chosen = {"community": community_id, "found": found}
        rows = {row.id: row for row in session.connection().execute(_found_visitors(), chosen)}
    hits = []
    for row in (rows[id_] for id_ in found if id_ in rows):
        title = display_plate(row.plate) if row.plate else row.name
        aside = " · ".join(part for part in (row.name if row.plate else "", row.company) if part)
        hits.append(Hit("visitor", row.id, title, row.place, aside, icon="car" if row.plate else ""))
    return hits


_FINDERS = (
    _Finder(Operation.SEARCH_PUBLIC, _households),
    _Finder(Operation.READ_REQUEST, _requests, 6),
    _Finder(Operation.READ_OUTAGES, _outages, 2),
    _Finder(Operation.READ_EVENTS, _events, 2),
    _Finder(Operation.READ_VISITS, _visitors, 2),
)
"""A feature that is found by a number of its own adds itself here, and its kind to `KINDS`."""
