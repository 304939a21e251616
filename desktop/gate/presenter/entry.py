"""What is typed at the gate before it is saved, and what a find fills in. Free of Qt and of services."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from desktop.core.plates import canonical_plate, display_plate
from desktop.visits.model import VisitKind
from desktop.visits.rows import HitSource, KindKey, NewVisit, full_plate, is_plate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.visits.rows import GateRoom, VisitFile, VisitLine, VisitorHit

__all__ = [
    "PROVINCES",
    "Entry",
    "as_last_time",
    "at_room",
    "in_province",
    "of_texts",
    "of_visit",
    "taking",
    "with_province",
]

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云渝藏陕甘青宁新"
"""The first character of a plate, in the order in which the palette shows them."""

GUEST = KindKey(VisitKind.GUEST)


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit as far as it is typed. `place` is what stands in the field of the room, `room_id` the room it means.

    `vehicle` is None where the looks of `who` decide. `people` is text, because it is typed. `resident`: it is a
    household's own vehicle, which needs no entry.
    """

    who: str = ""
    vehicle: bool | None = None
    name: str = ""
    place: str = ""
    room_id: int | None = None
    kind: KindKey = GUEST
    company: str = ""
    reason: str = ""
    people: str = "1"
    badge: str = ""
    id_seen: bool = False
    id_tail: str = ""
    remark: str = ""
    pass_id: int | None = None
    expected_id: int | None = None
    resident: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed."""
        return replace(self, kind=GUEST) == Entry()

    @property
    def is_unplated(self) -> bool:
        """Tell whether it is a vehicle whose plate cannot be read."""
        return bool(self.vehicle) and not self.who

    def visit(self, gate_id: int | None, *, quick: bool = False) -> NewVisit:
        """Return what is to be saved; in peak mode (`quick`) the rest is asked later."""
        people = self.people.strip()
        return NewVisit(
            kind=self.kind,
            who=self.who.strip(),
            vehicle=self.vehicle,
            name=self.name.strip(),
            room_id=self.room_id,
            place="" if self.room_id else self.place.strip(),
            company=self.company.strip(),
            reason=self.reason.strip(),
            people=int(people) if people.isdecimal() and len(people) < 4 else 1,
            badge=self.badge.strip(),
            id_seen=self.id_seen,
            id_tail=self.id_tail.strip(),
            remark=self.remark.strip(),
            gate_id=gate_id,
            pass_id=self.pass_id,
            expected_id=self.expected_id,
            quick=quick,
        )

    def texts(self) -> dict[str, str]:
        """Return what a draft keeps: everything that differs from an empty entry."""
        empty = asdict(Entry())
        kept = {
            name: _text(value)
            for name, value in asdict(self).items()
            if name != "kind" and value != empty[name] and value is not None
        }
        if self.kind != GUEST:
            kept |= {"kind": self.kind.kind.value, "own_kind": str(self.kind.own_id)}
        return kept


def of_texts(texts: Mapping[str, str]) -> Entry:
    """Return the entry that a draft kept; what is not understood of it is left out."""
    words = ("who", "name", "place", "company", "reason", "people", "badge", "id_tail", "remark")
    kind = texts.get("kind", "")
    return Entry(
        **{name: texts[name] for name in words if name in texts},
        vehicle={"yes": True, "no": False}.get(texts.get("vehicle", "")),
        id_seen=texts.get("id_seen") == "yes",
        resident=texts.get("resident") == "yes",
        room_id=_number(texts.get("room_id", "")),
        pass_id=_number(texts.get("pass_id", "")),
        expected_id=_number(texts.get("expected_id", "")),
        kind=KindKey(VisitKind(kind), _number(texts.get("own_kind", "")) or 0) if kind in set(VisitKind) else GUEST,
    )


def taking(entry: Entry, hit: VisitorHit) -> Entry:
    """Return `entry` filled with what a find knows; what it does not know stays as it was typed."""
    kind = hit.kind or entry.kind
    return replace(
        entry,
        who=hit.title,
        vehicle=hit.vehicle,
        name=hit.name if hit.vehicle else "",
        place=hit.place or entry.place,
        room_id=hit.room_id if hit.place or hit.room_id else entry.room_id,
        kind=kind,
        company=hit.company or entry.company,
        people=str(hit.people) if hit.source in {HitSource.EXPECTED, HitSource.PASS} else entry.people,
        pass_id=hit.id if hit.source is HitSource.PASS else None,
        expected_id=hit.id if hit.source is HitSource.EXPECTED else None,
        resident=hit.source is HitSource.RESIDENT,
    )


def at_room(entry: Entry, room: GateRoom) -> Entry:
    """Return `entry` with the room that was meant."""
    return replace(entry, place=room.label, room_id=room.room_id)


def as_last_time(entry: Entry, line: VisitLine) -> Entry:
    """Return `entry` with room, kind, company and reason of the visit before; who it is stays as typed."""
    return replace(
        entry, place=line.place, room_id=line.room_id, kind=line.kind, company=line.company, reason=line.reason
    )


def of_visit(file: VisitFile) -> Entry:
    """Return a saved visit as it would be typed."""
    line = file.line
    title = line.title if isinstance(line.title, str) else ""
    who = display_plate(file.plate_typed or line.plate or title) if line.vehicle else line.name
    return Entry(
        who=who,
        vehicle=line.vehicle or None,
        name=line.name if line.vehicle else "",
        place=line.place,
        room_id=line.room_id,
        kind=line.kind,
        company=line.company,
        reason=line.reason,
        people=str(line.people),
        badge=line.badge,
        id_seen=file.id_seen,
        id_tail=file.id_tail,
        remark=line.remark,
    )


def with_province(who: str, prefix: str) -> str:
    """Return a plate as it is shown, with the remembered `prefix` (浙A) where its province is missing; else `who`.

    A name without a digit (James, Martha) looks like a plate only behind a province: it is asked before that.
    """
    plate = full_plate(who, prefix)
    return display_plate(plate) if is_plate(who) and is_plate(plate) and plate[0] in PROVINCES else who


def in_province(who: str, province: str) -> str:
    """Return a plate with another province in front of it, in place of the one that stood there."""
    plate = canonical_plate(who)
    rest = plate[1:] if plate[:1] in PROVINCES else plate
    return display_plate(province + rest)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
