"""What speaks against letting someone in: facts and moments in, objections out.

Nothing here forgives a doubt: two spellings that a person would call the same name or plate are the same, and what is
in force speaks until it is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.core.plates import display_plate
from desktop.households.model import InstructionKind, OccupancyRole, RoomStateKind
from desktop.visits.model import VisitKind, WatchAction
from desktop.visits.rule.typed import is_part, name_key, plates_told_by, same_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from desktop.households.rows import InstructionLine

__all__ = [
    "Coming",
    "Destination",
    "Lived",
    "Objection",
    "ObjectionKind",
    "PassTerms",
    "Watched",
    "fitting_pass",
    "meant_by",
    "objections",
]

_EMPTY_STATES = frozenset({RoomStateKind.VACANT, RoomStateKind.UNSOLD})
_LIVING = frozenset({OccupancyRole.TENANT, OccupancyRole.FAMILY, OccupancyRole.OTHER})
"""Who lives where they are entered; owners and their agents may well live elsewhere."""

_TENANTS = frozenset({OccupancyRole.TENANT, OccupancyRole.FAMILY})
_COMES_TO_EMPTY = frozenset({VisitKind.VIEWING, VisitKind.STAFF})
"""For these an empty flat is nothing odd."""


class ObjectionKind(StrEnum):
    """What can speak against letting someone in, gravest first; the values are kept with a visit."""

    DO_NOT_ADMIT = "do_not_admit"
    WATCH_REFUSE = "watch_refuse"
    WATCH = "watch"
    PASS_EXPIRED = "pass_expired"  # noqa: S105 - a pass on paper, no password
    PASS_MISSING = "pass_missing"  # noqa: S105 - a pass on paper, no password
    TENANT_MOVED_OUT = "tenant_moved_out"
    VACANT = "vacant"
    OUT_OF_TOWN = "out_of_town"


_GRAVEST_FIRST = {kind: rank for rank, kind in enumerate(ObjectionKind)}


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing that speaks against it: `lead` names it, `words` are what was said, `ordered_by` who wants it.

    It holds until `until` (none: until ended); `noted` is who wrote it down and when. `key` tells it from others of
    its kind, so that what was seen can be compared with what holds when the visit is saved.
    """

    kind: ObjectionKind
    key: str
    lead: Message
    words: str = ""
    ordered_by: str = ""
    until: datetime | None = None
    noted_by: str = ""
    noted_at: datetime | None = None

    @property
    def grave(self) -> bool:
        """Tell whether nobody may be let in before the household or the desk was asked."""
        return self.kind in {ObjectionKind.DO_NOT_ADMIT, ObjectionKind.WATCH_REFUSE}


@dataclass(frozen=True, slots=True)
class Coming:
    """Who comes: `kind` as built in (an own one as the kind it is like), the plate and names that were said.

    `plates` are canonical, as typed and as completed, so that neither reading of what was typed is missed.
    `asked` False: nothing is asked of this kind and nothing hinders it. `needs_pass`: it works only with a pass.
    `announced`: the desk was told of this very visit, by a pass for the room or by someone who expects it.
    """

    kind: VisitKind
    plates: Sequence[str] = ()
    names: Sequence[str] = ()
    id_tail: str = ""
    asked: bool = True
    needs_pass: bool = False
    announced: bool = False


@dataclass(frozen=True, slots=True)
class Lived:
    """Someone's time in a room, from `since` (none: always) up to but not including `until` (none: still)."""

    id: int
    name: str
    role: OccupancyRole
    since: date | None
    until: date | None

    def on(self, day: date) -> bool:
        """Tell whether they are there on `day`."""
        return (self.since is None or self.since <= day) and not self.over(day)

    def over(self, day: date) -> bool:
        """Tell whether they are gone by `day`."""
        return self.until is not None and self.until <= day


@dataclass(frozen=True, slots=True)
class Destination:
    """Where they go: what the room is today, who lives or lived there, what its household asked for."""

    room_id: int
    label: str
    state: RoomStateKind | None = None
    people: Sequence[Lived] = ()
    orders: Sequence[InstructionLine] = ()


@dataclass(frozen=True, slots=True)
class Watched:
    """An entry of the watchlist as it is compared, plate canonical."""

    id: int
    version: int
    plate: str
    name: str
    id_tail: str
    looks: str
    reason: str
    ordered_by: str
    noted_at: datetime
    approved_at: datetime | None
    until: datetime | None
    ended_at: datetime | None
    action: WatchAction
    noted_by: str

    def in_force(self, now: datetime) -> bool:
        """Tell whether the gate acts on it at `now`."""
        over = self.ended_at is not None or (self.until is not None and self.until <= now)
        return self.approved_at is not None and self.approved_at <= now and not over


@dataclass(frozen=True, slots=True)
class PassTerms:
    """What a contractor's pass says: for whom, where, and from when to when, both days included."""

    id: int
    number: str
    company: str
    foreman: str
    crew: str
    room_id: int | None
    place: str
    first_day: date
    last_day: date
    revoked: bool

    def good_on(self, day: date) -> bool:
        """Tell whether it lets people in on `day`."""
        return not self.revoked and self.first_day <= day <= self.last_day

    def said_of(self, words: str) -> bool:
        """Tell whether `words` name its company, its foreman or one of its people."""
        wanted = name_key(words)
        company = name_key(self.company)
        if not wanted:
            return False
        if company and (wanted in company or company in wanted):
            return True
        return any(same_name(each, words) for each in (self.foreman, *self.crew.splitlines()))


# --- passes ---------------------------------------------------------------------------------------------------------


def fitting_pass(passes: Iterable[PassTerms], words: Sequence[str], day: date) -> PassTerms | None:
    """Return which of a room's passes they come with: one that names them, else any; a good one before others.

    Where `words` (company and names) are given and a pass names them, no other counts.
    """
    everything = sorted(passes, key=lambda one: (not one.good_on(day), -one.last_day.toordinal(), -one.id))
    named = [one for one in everything if any(one.said_of(each) for each in words if each)]
    return next(iter(named or everything), None)


# --- what speaks against it -----------------------------------------------------------------------------------------


def objections(
    coming: Coming,
    destination: Destination | None,
    watched: Iterable[Watched],
    terms: PassTerms | None,
    now: datetime,
    today: date,
) -> tuple[Objection, ...]:
    """Return what speaks against letting them in at `now`, gravest first; nothing hinders an emergency service.

    `terms` is the pass they come with, if any; `today` is the day of `now` in the community's zone. An order of a
    household speaks against everybody who comes to it: whom it means stands in its words, and people read them.
    """
    if not coming.asked:
        return ()
    meant = meant_by(coming)
    found = [
        _watch(coming, entry)
        for entry in watched
        if entry.in_force(now) and meant(entry.plate, entry.name, entry.id_tail)
    ]
    if coming.needs_pass:
        found += _pass(destination, terms, today)
    if destination is not None:
        found += [_order(destination, order) for order in destination.orders if _forbids(order, coming, now)]
        found += _moved_out(coming, destination, today)
        found += _empty(coming, destination, today)
    return tuple(sorted(found, key=lambda each: (_GRAVEST_FIRST[each.kind], each.key)))


def meant_by(coming: Coming) -> Callable[[str, str, str], bool]:
    """Return what tells whether plate, name and end of an identity number on the watchlist are of who comes.

    A plate that was typed or watched for without its province is compared without it; a name typed in letters is
    compared as pinyin.
    """
    told = frozenset(plates_told_by(coming.plates))
    parts = tuple(filter(is_part, coming.plates))
    names = frozenset(name_key(name) for name in coming.names)
    spelt = [name for name in coming.names if name_key(name).isascii()]
    tail = coming.id_tail.upper()

    def meant(plate: str, name: str, id_tail: str) -> bool:
        if plate and (plate in told or plate.endswith(parts)):
            return True
        if name and (name_key(name) in names or any(same_name(name, said) for said in spelt)):
            return True
        return bool(id_tail) and id_tail.upper() == tail

    return meant


def _watch(coming: Coming, entry: Watched) -> Objection:
    refused = entry.action == WatchAction.REFUSE
    kind = ObjectionKind.WATCH_REFUSE if refused else ObjectionKind.WATCH
    if entry.plate and meant_by(coming)(entry.plate, "", ""):
        lead = msg("%(plate)s is on the watchlist", plate=display_plate(entry.plate))
    elif entry.name:
        lead = msg("%(name)s is on the watchlist", name=entry.name)
    else:
        lead = msg("Someone whose number ends in %(tail)s is on the watchlist", tail=entry.id_tail)
    words = "\n".join(each for each in (entry.reason, entry.looks) if each)
    key = f"{kind}:{entry.id}:{entry.version}"
    return Objection(kind, key, lead, words, entry.ordered_by, entry.until, entry.noted_by, entry.noted_at)


def _forbids(order: InstructionLine, coming: Coming, now: datetime) -> bool:
    if not order.in_force(now):
        return False
    if order.kind == InstructionKind.OUT_OF_TOWN:
        return not coming.announced
    return order.kind == InstructionKind.DO_NOT_ADMIT


def _order(destination: Destination, order: InstructionLine) -> Objection:
    if order.kind == InstructionKind.OUT_OF_TOWN:
        kind, lead = ObjectionKind.OUT_OF_TOWN, msg("The household of %(room)s is out of town", room=destination.label)
    else:
        kind, lead = ObjectionKind.DO_NOT_ADMIT, msg("%(room)s asked this of the gate", room=destination.label)
    key = f"{kind}:{order.id}:{order.version}"
    return Objection(kind, key, lead, order.words, order.said_by, order.until, noted_at=order.since)


def _pass(destination: Destination | None, terms: PassTerms | None, today: date) -> list[Objection]:
    if terms is None:
        room_id = 0 if destination is None else destination.room_id
        lead = msg("There is no pass for this work")
        if destination is not None:
            lead = msg("There is no pass for work in %(room)s", room=destination.label)
        return [Objection(ObjectionKind.PASS_MISSING, f"{ObjectionKind.PASS_MISSING}:{room_id}", lead)]
    if terms.good_on(today):
        if destination is None or terms.room_id in {None, destination.room_id}:
            return []
        lead = msg("Pass %(number)s is for %(place)s", number=terms.number, place=terms.place)
        return [Objection(ObjectionKind.PASS_MISSING, f"{ObjectionKind.PASS_MISSING}:{terms.id}", lead)]
    if terms.revoked:
        lead = msg("Pass %(number)s was revoked", number=terms.number)
    elif terms.first_day > today:
        lead = msg("Pass %(number)s is good from %(day)s only", number=terms.number, day=terms.first_day.isoformat())
    else:
        lead = msg("Pass %(number)s was good until %(day)s", number=terms.number, day=terms.last_day.isoformat())
    return [Objection(ObjectionKind.PASS_EXPIRED, f"{ObjectionKind.PASS_EXPIRED}:{terms.id}", lead, terms.company)]


def _moved_out(coming: Coming, destination: Destination, today: date) -> list[Objection]:
    there = {name_key(person.name) for person in destination.people if person.on(today)}
    gone = [
        person
        for person in destination.people
        if person.role in _TENANTS
        and person.over(today)
        and name_key(person.name) not in there
        and any(same_name(person.name, name) for name in coming.names)
    ]
    if not gone:
        return []
    last = max(gone, key=lambda person: (person.until, person.id))
    day = "" if last.until is None else last.until.isoformat()
    lead = msg("%(name)s moved out of %(room)s on %(day)s", name=last.name, room=destination.label, day=day)
    return [Objection(ObjectionKind.TENANT_MOVED_OUT, f"{ObjectionKind.TENANT_MOVED_OUT}:{last.id}", lead)]


def _empty(coming: Coming, destination: Destination, today: date) -> list[Objection]:
    if destination.state not in _EMPTY_STATES or coming.announced or coming.kind in _COMES_TO_EMPTY:
        return []
    if any(person.role in _LIVING and person.on(today) for person in destination.people):
        return []
    lead = msg("Nobody lives in %(room)s", room=destination.label)
    return [Objection(ObjectionKind.VACANT, f"{ObjectionKind.VACANT}:{destination.room_id}", lead)]
