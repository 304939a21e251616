"""Who is on a list, in which order, and what was said of it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select, update

from desktop.contacts.model import CallingOrder, ContactList, ContactMember, Membership
from desktop.contacts.rows import RoomList
from desktop.contacts.service.leaving import leave_rounds
from desktop.contacts.service.shared import Contacting, owned
from desktop.contacts.store import members as store
from desktop.contacts.store.lists import on_list
from desktop.contacts.store.people import in_chunks
from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean_lines
from desktop.households.model import Room

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from desktop.contacts.rows import MemberLine
    from desktop.core.changes import Changes
    from desktop.storage.work import UnitOfWork

__all__ = ["KeepingMembers"]

LOWEST_PRIORITY = 99
LONGEST_NOTE = 500


class KeepingMembers(Contacting):
    """Shows the households of a list a page at a time; adds, removes and orders them by hand."""

    @requires(Operation.READ_CONTACTS)
    def members(
        self, list_id: int, anchor: MemberLine | None = None, *, backward: bool = False, limit: int = 100
    ) -> list[MemberLine]:
        """Return the page of households in the list's order that follows `anchor`, or precedes it when `backward`.

        Without an anchor it is the first page, or the last when `backward`. Rows always come in the list's order.
        """
        with self.desk.read() as session:
            return store.lines(session, self._on_list(session, list_id), anchor, limit, backward=backward)

    @requires(Operation.READ_CONTACTS)
    def members_from(self, list_id: int, index: int, limit: int = 100) -> list[MemberLine]:
        """Return the page that begins with the household at `index`, counted from 0; empty beyond the list."""
        with self.desk.read() as session:
            return store.lines_from(session, self._on_list(session, list_id), index, limit)

    @requires(Operation.READ_CONTACTS)
    def member_count(self, list_id: int) -> int:
        """Return how many households are on a list now."""
        with self.desk.read() as session:
            return store.count(session, self._on_list(session, list_id))

    @requires(Operation.READ_CONTACTS)
    def member_position(self, list_id: int, room_id: int) -> int | None:
        """Return where a household stands on a list, counted from 0; None where it is not on it."""
        with self.desk.read() as session:
            return store.position(session, self._on_list(session, list_id), room_id)

    @requires(Operation.READ_CONTACTS)
    def lists_of_room(self, room_id: int) -> list[RoomList]:
        """Return every list that is not archived, by name, and whether a household is on it; nothing is counted."""
        query = select(ContactList).where(
            ContactList.community_id == self.actor.community_id, ContactList.archived_at.is_(None)
        )
        with self.desk.read() as session:
            asking = self._asking()
            rows = session.scalars(query.order_by(ContactList.name, ContactList.id)).all()
            return [
                RoomList(row.id, row.name, row.note, store.is_on(session, on_list(row, asking, self._kinds), room_id))
                for row in rows
            ]

    @requires(Operation.READ_CONTACTS)
    def member_ids(self, list_id: int) -> list[int]:
        """Return the rooms of a list in its order, for what is done to all of them (care tasks)."""
        with self.desk.read() as session:
            return store.ids(session, self._on_list(session, list_id))

    @requires(Operation.READ_CONTACTS)
    def excluded(self, list_id: int) -> list[MemberLine]:
        """Return the households kept off a list by hand, in natural order."""
        with self.desk.read() as session:
            return store.excluded(session, self._on_list(session, list_id))

    @requires(Operation.EDIT_CONTACTS)
    def add_rooms(self, list_id: int, rooms: Collection[int], *, operation_id: str = "") -> Changes:
        """Put households on a list by hand, at its end in an order by hand; who was kept off it is on it again."""
        with self.desk.write(Operation.EDIT_CONTACTS, operation_id) as work:
            row = owned(work, ContactList, list_id)
            known = self._known(work, rooms)
            before = store.ids(work.session, self._on_list(work.session, list_id))
            added = _say(work, list_id, known, Membership.ADDED)
            if row.calling_order == CallingOrder.HAND:
                _write_places(work, list_id, list(dict.fromkeys([*before, *known])))
            if added:
                labels = [known[room_id] for room_id in added]
                work.audit("contact_list", list_id, "households added", None, {"rooms": labels})
            work.result = list_id
        return work.changes

    @requires(Operation.EDIT_CONTACTS)
    def remove_rooms(self, list_id: int, rooms: Collection[int], *, operation_id: str = "") -> Changes:
        """Take households off a list; who the rule names is kept off it from now on.

        In its open rounds they are not called any more (outcome: left the round).
        """
        with self.desk.write(Operation.EDIT_CONTACTS, operation_id) as work:
            owned(work, ContactList, list_id)
            known = self._known(work, rooms)
            wanted = self._on_list(work.session, list_id)
            named: set[int] = set()
            for chunk in in_chunks(known):
                named.update(work.session.scalars(select(Room.id).where(Room.id.in_(chunk), wanted.by_rule)))
                gone = set(chunk) - named
                work.session.execute(
                    delete(ContactMember).where(ContactMember.list_id == list_id, ContactMember.room_id.in_(gone))
                )
            _say(work, list_id, named, Membership.EXCLUDED)
            leave_rounds(work, list_id, known)
            work.audit("contact_list", list_id, "households removed", {"rooms": list(known.values())}, None)
            work.result = list_id
        return work.changes

    @requires(Operation.EDIT_CONTACTS)
    def move(self, list_id: int, room_id: int, before_room_id: int | None, *, operation_id: str = "") -> Changes:
        """Let a household be called right before another one, or last (None); the list's order becomes by hand.

        A list in another order keeps the order it is shown in, with this one change. Raises UserError where either
        is not on the list any more.
        """
        with self.desk.write(Operation.EDIT_CONTACTS, operation_id) as work:
            row = owned(work, ContactList, list_id)
            order = store.ids(work.session, self._on_list(work.session, list_id))
            if room_id not in order or (before_room_id is not None and before_room_id not in order):
                raise _not_on_list()
            if room_id != before_room_id:
                order.remove(room_id)
                order.insert(len(order) if before_room_id is None else order.index(before_room_id), room_id)
            self._order_by_hand(work, row, order, room_id)
        return work.changes

    @requires(Operation.EDIT_CONTACTS)
    def shift(self, list_id: int, room_id: int, by: int, *, operation_id: str = "") -> Changes:
        """Move a household `by` places (-1 up, 1 down) in the order by hand; beyond either end it stays there."""
        with self.desk.write(Operation.EDIT_CONTACTS, operation_id) as work:
            row = owned(work, ContactList, list_id)
            order = store.ids(work.session, self._on_list(work.session, list_id))
            if room_id not in order:
                raise _not_on_list()
            place = order.index(room_id)
            order.insert(max(0, min(place + by, len(order) - 1)), order.pop(place))
            self._order_by_hand(work, row, order, room_id)
        return work.changes

    @requires(Operation.EDIT_CONTACTS)
    def set_member(
        self,
        list_id: int,
        room_id: int,
        *,
        priority: int | None = None,
        note: str | None = None,
        version: int | None = None,
        operation_id: str = "",
    ) -> Changes:
        """Give a household of a list a priority (1 is first, 0 none) or a note shown on the call card; None: as it is.

        Raises UserError naming "priority" for one below 0 or above 99, ConflictError where what was said of the
        household is not the line's `version` (None: whichever) any more.
        """
        if priority is not None and not 0 <= priority <= LOWEST_PRIORITY:
            fault = msg("A priority is a number from 1 (first) to %(last)s, or 0 for none.", last=LOWEST_PRIORITY)
            raise UserError(Problem(fault, "priority"))
        if note is not None and len(note) > LONGEST_NOTE:
            raise UserError(Problem(msg("A note has at most %(count)s characters.", count=LONGEST_NOTE), "note"))
        with self.desk.write(Operation.EDIT_CONTACTS, operation_id) as work:
            owned(work, ContactList, list_id)
            if not store.is_on(work.session, self._on_list(work.session, list_id), room_id):
                raise _not_on_list()
            known = _rows(work, list_id, [room_id]).get(room_id)
            if version is not None and version != (0 if known is None else known.version):
                raise ConflictError(
                    msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
                )
            if known is None:
                _say(work, list_id, [room_id], Membership.PLACED)
            member = known or _rows(work, list_id, [room_id])[room_id]
            before = {"room": room_id, "priority": member.priority, "note": member.note}
            member.priority = member.priority if priority is None else priority
            member.note = member.note if note is None else clean_lines(note)
            after = {"room": room_id, "priority": member.priority, "note": member.note}
            if after != before:
                work.audit("contact_list", list_id, "household changed", before, after)
            work.result = list_id
        return work.changes

    def _known(self, work: UnitOfWork, rooms: Iterable[int]) -> dict[int, str]:
        """Return the labels of rooms, in the order given; raise UserError where one is gone."""
        wanted = list(dict.fromkeys(rooms))
        found: dict[int, str] = {}
        for chunk in in_chunks(wanted):
            query = select(Room.id, Room.label).where(Room.id.in_(chunk), Room.community_id == work.community_id)
            found.update({row.id: row.label for row in work.session.execute(query)})
        if len(found) < len(wanted):
            raise UserError(msg("This household is no longer in the register; search for it again."))
        return {room_id: found[room_id] for room_id in wanted}

    def _order_by_hand(self, work: UnitOfWork, row: ContactList, order: Sequence[int], moved: int) -> None:
        before = str(row.calling_order)
        row.calling_order = CallingOrder.HAND
        _write_places(work, row.id, order)
        after = {"room": moved, "place": order.index(moved) + 1, "order": str(row.calling_order)}
        work.audit("contact_list", row.id, "household moved", {"order": before}, after)
        work.result = row.id


def _not_on_list() -> UserError:
    return UserError(msg("This household is not on the list any more; look at the list again."))


def _rows(work: UnitOfWork, list_id: int, rooms: Sequence[int]) -> Mapping[int, ContactMember]:
    query = select(ContactMember).where(ContactMember.list_id == list_id, ContactMember.room_id.in_(rooms))
    return {row.room_id: row for row in work.session.scalars(query)}


def _say(work: UnitOfWork, list_id: int, rooms: Collection[int], membership: Membership) -> list[int]:
    """Say of households that they are on a list, off it or placed on it; return those of which it was not said yet."""
    changed: list[int] = []
    for chunk in in_chunks(rooms):
        known = _rows(work, list_id, chunk)
        for room_id, row in known.items():
            if row.membership != membership:
                row.membership = membership
                changed.append(room_id)
        new = [room_id for room_id in chunk if room_id not in known]
        _insert(work, list_id, [{"room_id": room_id, "membership": membership} for room_id in new])
        changed += new
    work.session.flush()
    return changed


def _insert(work: UnitOfWork, list_id: int, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        common = {"community_id": work.community_id, "list_id": list_id, "position": 0}
        work.session.execute(insert(ContactMember), [{**common, **row} for row in rows])


def _write_places(work: UnitOfWork, list_id: int, order: Sequence[int]) -> None:
    """Let the households of a list stand in this order; only what changes is written."""
    work.session.flush()
    query = select(ContactMember.room_id, ContactMember.position).where(ContactMember.list_id == list_id)
    known = {row.room_id: row.position for row in work.session.execute(query)}
    places = dict(zip(order, range(1, len(order) + 1), strict=True))
    new = [
        {"room_id": room_id, "membership": Membership.PLACED, "position": place}
        for room_id, place in places.items()
        if room_id not in known
    ]
    _insert(work, list_id, new)
    moved = [
        {"of_room": room_id, "place": place} for room_id, place in places.items() if known.get(room_id, place) != place
    ]
    if moved:
        # On the connection, where it is one statement for many: a place is no edit that anyone could lose.
        statement = update(ContactMember).where(
            ContactMember.list_id == list_id, ContactMember.room_id == bindparam("of_room")
        )
        work.session.connection().execute(statement.values(position=bindparam("place")), moved)
        work.session.expire_all()
