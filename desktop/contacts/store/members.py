"""Who is on a list: the rule's households and those added by hand, without those kept off it, in its order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, false, func, or_, select

from desktop.contacts.model import CallingOrder, ContactMember, Membership
from desktop.contacts.rows import MemberLine, RoundForecast
from desktop.contacts.store.people import in_chunks, people_to_call, tags
from desktop.contacts.store.rules import do_not_call, matching, with_phone
from desktop.households.model import Building, Room
from desktop.storage import paging
from desktop.storage.paging import Key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from desktop.contacts.rule import Asking, ConditionKind, Group

__all__ = [
    "OnList",
    "count",
    "excluded",
    "forecast",
    "given_to_call",
    "ids",
    "is_on",
    "lines",
    "lines_from",
    "position",
    "to_call",
]

UNPLACED = 2**31 - 1
"""Where in an order by hand or priority those stand that were given none: behind all others, in natural order."""


@dataclass(frozen=True)
class OnList:
    """A list as it is asked for: its id, rule (None: none), order, and for whom and with what it is asked."""

    id: int
    rule: Group | None
    order: CallingOrder
    asking: Asking
    kinds: Mapping[str, ConditionKind]

    @property
    def by_rule(self) -> ColumnElement[bool]:
        """Return the condition that the rule names a room."""
        return false() if self.rule is None else matching(self.rule, self.asking, self.kinds)

    @property
    def on(self) -> ColumnElement[bool]:
        """Return the condition that a room is on the list; `ContactMember` must be joined by `joined`."""
        said = ContactMember.membership
        kept = or_(said.is_(None), said != Membership.EXCLUDED)
        return and_(
            Room.community_id == self.asking.community_id,
            or_(said == Membership.ADDED, and_(self.by_rule, kept)),
        )

    @property
    def keys(self) -> tuple[Key, ...]:
        """Return the keys of the list's order."""
        natural = (Key(Room.order_key.expression), Key(Room.id.expression))
        return natural if self.order is CallingOrder.BUILDING else (Key(self._place), *natural)

    @property
    def _place(self) -> ColumnElement[int]:
        given = ContactMember.position if self.order is CallingOrder.HAND else ContactMember.priority
        return case((given > 0, given), else_=UNPLACED)

    def joined(self, *columns: Any) -> Select[Any]:
        """Return a selection of every room with what was said of it by hand."""
        said = and_(ContactMember.room_id == Room.id, ContactMember.list_id == self.id)
        return select(*columns).select_from(Room).outerjoin(ContactMember, said)

    def anchor(self, line: MemberLine) -> paging.Anchor:
        """Return a line's place in the list's order."""
        natural = (line.order_key, line.room_id)
        return natural if self.order is CallingOrder.BUILDING else (line.place, *natural)


_COLUMNS = (
    *(Room.id, Room.label, Room.order_key, Building.name.label("building")),
    *(ContactMember.membership, ContactMember.position, ContactMember.priority, ContactMember.note),
    ContactMember.version,
)


def count(session: Session, wanted: OnList) -> int:
    """Return how many households are on a list."""
    return int(session.scalar(wanted.joined(func.count()).where(wanted.on)) or 0)


def ids(session: Session, wanted: OnList) -> list[int]:
    """Return the rooms of a list in its order."""
    query = wanted.joined(Room.id).where(wanted.on).order_by(*(key.column for key in wanted.keys))
    return list(session.scalars(query))


def is_on(session: Session, wanted: OnList, room_id: int) -> bool:
    """Tell whether a household is on a list."""
    return session.scalar(wanted.joined(Room.id).where(wanted.on, Room.id == room_id)) is not None


def lines(
    session: Session, wanted: OnList, anchor: MemberLine | None, limit: int, *, backward: bool
) -> list[MemberLine]:
    """Return the page that follows (`backward`: precedes) a line in the list's order."""
    place = None if anchor is None else wanted.anchor(anchor)
    found = paging.page(session, _page(wanted), wanted.keys, place, limit, backward=backward)
    return _lines(session, wanted, found.rows)


def lines_from(session: Session, wanted: OnList, index: int, limit: int) -> list[MemberLine]:
    """Return the page that begins with the line at `index`, counted from 0."""
    query = _page(wanted)
    place = paging.nth(session, query, wanted.keys, index, count(session, wanted))
    if place is None:
        return []
    return _lines(session, wanted, paging.page(session, query, wanted.keys, place, limit, inclusive=True).rows)


def position(session: Session, wanted: OnList, room_id: int) -> int | None:
    """Return where a household stands on a list, counted from 0; None where it is not on it."""
    query = wanted.joined(*(key.column for key in wanted.keys)).where(wanted.on)
    row = session.execute(query.where(Room.id == room_id)).one_or_none()
    return None if row is None else paging.position(session, query, wanted.keys, tuple(row))


def excluded(session: Session, wanted: OnList) -> list[MemberLine]:
    """Return the households kept off a list, in natural order."""
    query = _joined_page(wanted).where(
        Room.community_id == wanted.asking.community_id, ContactMember.membership == Membership.EXCLUDED
    )
    return _lines(session, wanted, session.execute(query.order_by(Room.order_key, Room.id)).all())


def to_call(session: Session, wanted: OnList) -> Sequence[tuple[int, str, bool, bool]]:
    """Return id and label of the rooms of a list in its order, whether there is a phone, and whether not to call."""
    query = wanted.joined(
        *(Room.id, Room.label, Room.id.in_(with_phone(wanted.asking)), Room.id.in_(do_not_call(wanted.asking)))
    )
    found = session.execute(query.where(wanted.on).order_by(*(key.column for key in wanted.keys)))
    return [(row[0], row[1], bool(row[2]), bool(row[3])) for row in found]


def given_to_call(session: Session, asking: Asking, rooms: Collection[int]) -> Sequence[tuple[int, str, bool, bool]]:
    """Return given rooms as `to_call` returns those of a list, in building order, each once."""
    columns = (Room.id, Room.label, Room.id.in_(with_phone(asking)), Room.id.in_(do_not_call(asking)), Room.order_key)
    ours = select(*columns).where(Room.community_id == asking.community_id)
    found = [row for chunk in in_chunks(set(rooms)) for row in session.execute(ours.where(Room.id.in_(chunk)))]
    found.sort(key=lambda row: (row[4], row[0]))
    return [(row[0], row[1], bool(row[2]), bool(row[3])) for row in found]


def forecast(session: Session, wanted: OnList) -> RoundForecast:
    """Return what a round over a list would be."""
    asked_not, reachable = Room.id.in_(do_not_call(wanted.asking)), Room.id.in_(with_phone(wanted.asking))
    kind = case((asked_not, 2), (reachable, 0), else_=1)
    each = wanted.joined(kind.label("kind")).where(wanted.on).subquery()
    found = {row[0]: int(row[1]) for row in session.execute(select(each.c.kind, func.count()).group_by(each.c.kind))}
    return RoundForecast(found.get(0, 0), found.get(1, 0), found.get(2, 0))


def _joined_page(wanted: OnList) -> Select[Any]:
    return wanted.joined(*_COLUMNS).join(Building, Building.id == Room.building_id)


def _page(wanted: OnList) -> Select[Any]:
    return _joined_page(wanted).where(wanted.on)


def _lines(session: Session, wanted: OnList, rows: Sequence[Row[Any]]) -> list[MemberLine]:
    rooms = [row.id for row in rows]
    if not rooms:
        return []
    people = people_to_call(session, wanted.asking, rooms)
    worn = tags(session, rooms)
    by_rule = set(session.scalars(select(Room.id).where(Room.id.in_(rooms), wanted.by_rule)))
    asked_not = select(Room.id).where(Room.id.in_(rooms), Room.id.in_(do_not_call(wanted.asking)))
    not_called = set(session.scalars(asked_not))
    return [
        MemberLine(
            room_id=row.id,
            label=row.label,
            building=row.building,
            people=tuple(person.name for person in people.get(row.id, ())),
            tags=worn.get(row.id, ()),
            phones=sum(len(person.phones) for person in people.get(row.id, ())),
            membership=None if row.membership is None else Membership(row.membership),
            by_rule=row.id in by_rule,
            position=row.position or 0,
            priority=row.priority or 0,
            note=row.note or "",
            do_not_call=row.id in not_called,
            place=_place_of(wanted, row),
            order_key=row.order_key,
            version=row.version or 0,
        )
        for row in rows
    ]


def _place_of(wanted: OnList, row: Row[Any]) -> int:
    given = row.position if wanted.order is CallingOrder.HAND else row.priority
    return (given or UNPLACED) if wanted.order is not CallingOrder.BUILDING else 0
