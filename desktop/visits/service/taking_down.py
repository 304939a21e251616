"""What a guard typed, as it is kept: plates canonical, texts clean, and everything that is wrong with it at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.core.errors import Problem
from desktop.core.i18n import msg
from desktop.core.id_cards import canonical_id_card
from desktop.core.plates import canonical_plate
from desktop.core.texts import clean, clean_lines
from desktop.visits.model import VisitKind
from desktop.visits.rows import KIND_FIELDS, KindFields, KindKey
from desktop.visits.rule import full_plate, is_plate
from desktop.visits.service.shared import length_problem
from desktop.visits.store import facts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.visits.rows import NewVisit

__all__ = ["LATEST_ENTRY", "LONGEST_LINE", "LONGEST_REMARK", "MOST_PEOPLE", "Entry", "faults", "taken_down"]

LONGEST_LINE = 60
"""Characters of a name, a company, a place or a badge."""

LONGEST_REMARK = 500
MOST_PEOPLE = 99
LATEST_ENTRY = timedelta(days=2)
"""So long after someone came in, it can still be written down."""

_TAIL = re.compile(r"[0-9]{0,3}[0-9X]")
_WHOLE_NUMBER = re.compile(r"[0-9]{14}|[0-9]{17}")
_WITHOUT_PROVINCE = re.compile(r"[A-Z0-9]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit as it is kept. `like` is the built-in kind that an own one is like, `typed` the plate as it was typed."""

    key: KindKey
    like: VisitKind
    fields: KindFields
    kind_gone: bool
    vehicle: bool
    plate: str
    typed: str
    name: str
    room_id: int | None
    place: str
    company: str
    reason: str
    people: int
    badge: str
    id_seen: bool
    id_tail: str
    remark: str
    in_at: datetime

    @property
    def plates(self) -> tuple[str, ...]:
        """Return the plate as completed and as typed, for what must not be missed; none for a name."""
        return tuple(dict.fromkeys(plate for plate in (self.plate, canonical_plate(self.typed)) if plate))

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name that was said, of a person or a company."""
        return tuple(dict.fromkeys(name for name in (self.name, self.typed, self.company) if name))

    @property
    def nameless(self) -> bool:
        """Tell whether it is a vehicle without a plate to read."""
        return self.vehicle and not self.plate


def taken_down(session: Session, community_id: int, draft: NewVisit, now: datetime) -> Entry:
    """Return what was typed as it is kept, whatever may be wrong with it."""
    like, gone = draft.kind.kind, False
    if draft.kind.own_id:
        own = facts.kind_like(session, community_id, draft.kind.own_id)
        like, gone = own if own is not None else (VisitKind.OTHER, True)
    who = clean(draft.who)
    vehicle = is_plate(who) if draft.vehicle is None else draft.vehicle
    plate = canonical_plate(who) if vehicle else ""
    if _WITHOUT_PROVINCE.match(plate):
        plate = full_plate(plate, facts.province(session, community_id))
    return Entry(
        key=KindKey(VisitKind.OTHER, draft.kind.own_id) if draft.kind.own_id else draft.kind,
        like=like,
        fields=KIND_FIELDS[like],
        kind_gone=gone,
        vehicle=vehicle,
        plate=plate,
        typed=who,
        name=clean(draft.name) if vehicle else who,
        room_id=draft.room_id,
        place=clean(draft.place),
        company=clean(draft.company),
        reason=clean(draft.reason),
        people=draft.people,
        badge=clean(draft.badge),
        id_seen=draft.id_seen or bool(clean(draft.id_tail)),
        id_tail=_tail(draft.id_tail),
        remark=clean_lines(draft.remark),
        in_at=draft.in_at or now,
    )


def faults(entry: Entry, draft: NewVisit, now: datetime, *, asked: bool = True) -> list[Problem]:
    """Return everything that keeps a visit from being saved; `asked` False lets what is missing pass."""
    lines = ("company", "reason", "badge", "place", "name")
    found = [length_problem(getattr(entry, name), LONGEST_LINE, name) for name in lines]
    found += [length_problem(entry.typed, LONGEST_LINE, "who"), length_problem(entry.remark, LONGEST_REMARK, "remark")]
    if entry.kind_gone:
        found.append(Problem(msg("This kind of visit is not in use any more; choose another one."), "kind"))
    if not 1 <= entry.people <= MOST_PEOPLE:
        found.append(Problem(msg("Choose 1 to %(most)s people.", most=MOST_PEOPLE), "people"))
    if entry.id_tail and not _TAIL.fullmatch(entry.id_tail):
        found.append(Problem(msg("Only the last four characters of the number are kept."), "id_tail"))
    if draft.in_at is not None and draft.in_at > now:
        found.append(Problem(msg("This time is yet to come."), "in_at"))
    elif draft.in_at is not None and draft.in_at < now - LATEST_ENTRY:
        found.append(Problem(msg("This is more than two days ago; it can no longer be entered."), "in_at"))
    if asked and entry.fields.questions:
        found += _missing(entry)
    return [problem for problem in found if problem is not None]


def _missing(entry: Entry) -> list[Problem]:
    found = []
    if not entry.vehicle and not entry.name:
        found.append(Problem(msg("Type a plate or a name."), "who"))
    if entry.fields.needs_room and entry.room_id is None and not entry.place:
        found.append(Problem(msg("Choose the room they go to."), "room_id"))
    return found


def _tail(typed: str) -> str:
    """Return the last four characters of an identity number; of a whole one nothing else is kept."""
    number = canonical_id_card(typed)
    return number[-4:] if _WHOLE_NUMBER.match(number) else number
