"""Keeping gift lists: started from a contact list, households added, amended, ended, taken up again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from desktop.contacts.service import ContactService
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, clean_lines
from desktop.gifts import store
from desktop.gifts.model import GiftEntry, GiftList, GiftListState, GiftState
from desktop.gifts.service.shared import Giving, check_open, list_as_seen, locked_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.gifts.rows import NewGiftList
    from desktop.storage.work import UnitOfWork

__all__ = ["LONGEST_GIFT", "LONGEST_NOTE", "LONGEST_TITLE", "MOST_PIECES", "MOST_STOCK", "Keeping"]

LONGEST_TITLE, LONGEST_GIFT, LONGEST_NOTE = 60, 60, 500
"""Characters."""

MOST_PIECES = 99
"""Pieces for one household."""

MOST_STOCK = 99_999


class Keeping(Giving):
    """Writes the lists, with audit."""

    @requires(Operation.EDIT_GIFTS)
    def start(self, draft: NewGiftList, *, operation_id: str = "") -> Changes:
        """Start a gift list for the households that are on a contact list now, in its calling order.

        Later changes of the contact list add nobody; without one it begins empty. The result is its id. Raises
        UserError naming each field that is wrong: title, gift, stock, pieces, note, and `list` for a contact list that
        holds nobody, or whose rule holds an unknown condition.
        """
        typed = _Typed(clean(draft.title), clean(draft.gift), draft.stock, draft.due_on, clean_lines(draft.note))
        typed.check(draft.pieces)
        name, rooms = self._on_list(draft.contact_list_id)
        with self.desk.write(Operation.EDIT_GIFTS, operation_id) as work:
            row = GiftList(
                community_id=work.community_id,
                title=typed.title,
                gift=typed.gift,
                stock=typed.stock,
                due_on=typed.due_on,
                note=typed.note,
                contact_list_id=draft.contact_list_id,
                list_name=name,
                recorded_at=work.now,
            )
            work.session.add(row)
            work.session.flush()
            found = store.rooms_by_id(work.session, work.community_id, rooms)
            _insert(work, row.id, found, draft.pieces, after=0)
            facts = {"title": row.title, "gift": row.gift, "stock": row.stock, "due_on": row.due_on.isoformat()}
            work.audit("gift_list", row.id, "started", None, {**facts, "list": name, "households": len(found)})
            work.result = row.id
        return work.changes

    @requires(Operation.EDIT_GIFTS)
    def amend(
        self,
        list_id: int,
        title: str,
        gift: str,
        stock: int,
        due_on: date,
        note: str,
        *,
        version: int,
        operation_id: str = "",
    ) -> Changes:
        """Change what is said of a list, and its stock when more has come.

        Raises UserError naming each field that is wrong; `stock` also where it would be less than was given already.
        """
        typed = _Typed(clean(title), clean(gift), stock, due_on, clean_lines(note))
        typed.check()
        with self.desk.write(Operation.EDIT_GIFTS, operation_id) as work:
            row = list_as_seen(work, list_id, version)
            given = store.given_pieces(work.session, list_id)
            if stock < given:
                fault = msg("%(count)s were given already; the stock was no smaller than that.", count=given)
                raise UserError(Problem(fault, "stock"))
            before = {"title": row.title, "gift": row.gift, "stock": row.stock, "due_on": row.due_on.isoformat()}
            row.title, row.gift, row.stock = typed.title, typed.gift, typed.stock
            row.due_on, row.note = typed.due_on, typed.note
            after = {"title": row.title, "gift": row.gift, "stock": row.stock, "due_on": row.due_on.isoformat()}
            work.audit("gift_list", row.id, "amended", before, after)
            work.result = row.id
        return work.changes

    @requires(Operation.EDIT_GIFTS)
    def add_rooms(self, list_id: int, room_ids: Sequence[int], pieces: int = 1, *, operation_id: str = "") -> Changes:
        """Put households on a list at its end; the result is how many are new on it.

        Who is on it already stays as it is, but one that was left out is to be given its gift again. Raises UserError
        naming "rooms" where none is in the register, "pieces" outside 1 to 99.
        """
        _check_pieces(pieces)
        with self.desk.write(Operation.EDIT_GIFTS, operation_id) as work:
            row = locked_list(work, list_id)
            check_open(row)
            found = store.rooms_by_id(work.session, work.community_id, room_ids)
            if not found:
                raise UserError(
                    Problem(
                        msg("A household chosen is no longer in the register; choose the households again."), "rooms"
                    )
                )
            there = work.session.scalars(select(GiftEntry).where(GiftEntry.gift_list_id == list_id)).all()
            known = {entry.room_id for entry in there}
            again = [entry for entry in there if entry.room_id in found and entry.state == GiftState.LEFT_OUT]
            for entry in again:
                entry.state = GiftState.NOT_HOME if entry.tries else GiftState.WAITING
                entry.pieces, entry.note = pieces, ""
            new = {room_id: label for room_id, label in found.items() if room_id not in known}
            _insert(work, list_id, new, pieces, after=max((entry.position for entry in there), default=0))
            labels = [*(entry.room_label for entry in again), *new.values()]
            if labels:
                work.audit("gift_list", list_id, "households added", None, {"rooms": labels, "pieces": pieces})
            work.result = len(labels)
        return work.changes

    @requires(Operation.EDIT_GIFTS)
    def end(self, list_id: int, *, version: int, operation_id: str = "") -> Changes:
        """End a list: it takes no more gifts, and waits for nobody. Ending it again changes nothing."""
        return self._turn(list_id, GiftListState.ENDED, "ended", version, operation_id)

    @requires(Operation.EDIT_GIFTS)
    def reopen(self, list_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take a list up again that was ended; every household is where it was."""
        return self._turn(list_id, GiftListState.OPEN, "reopened", version, operation_id)

    def _turn(self, list_id: int, state: GiftListState, action: str, version: int, operation_id: str) -> Changes:
        with self.desk.write(Operation.EDIT_GIFTS, operation_id) as work:
            row = list_as_seen(work, list_id, version)
            if row.state != state:
                before, row.state = row.state, state
                row.ended_at = work.now if state is GiftListState.ENDED else None
                work.audit("gift_list", row.id, action, {"state": before}, {"state": state})
            work.result = row.id
        return work.changes

    def _on_list(self, contact_list_id: int | None) -> tuple[str, Sequence[int]]:
        """Return a contact list's name and its rooms in calling order."""
        if contact_list_id is None:
            return "", ()
        contacts = ContactService(self.desk, self._conditions)
        line = contacts.contact_list(contact_list_id)
        if line.unknown:
            fault = msg("This list's rule has a condition this version of the program does not know; update it first.")
            raise UserError(Problem(fault, "list"))
        rooms = contacts.member_ids(contact_list_id)
        if not rooms:
            fault = msg("There is no household on this list; add some or change its rule.")
            raise UserError(Problem(fault, "list"))
        return line.name, rooms


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed of a list, cleaned."""

    title: str
    gift: str
    stock: int
    due_on: date
    note: str

    def check(self, pieces: int = 1) -> None:
        """Raise UserError naming everything that is wrong."""
        problems = []
        for field, text, missing, longest in (
            ("title", self.title, msg("Write what the list is called: festival and year."), LONGEST_TITLE),
            ("gift", self.gift, msg("Write what is given."), LONGEST_GIFT),
        ):
            if not text:
                problems.append(Problem(missing, field))
            elif len(text) > longest:
                problems.append(Problem(msg("At most %(count)s characters.", count=longest), field))
        if len(self.note) > LONGEST_NOTE:
            problems.append(Problem(msg("At most %(count)s characters.", count=LONGEST_NOTE), "note"))
        if not 0 <= self.stock <= MOST_STOCK:
            problems.append(Problem(msg("The stock is a number from 0 to %(most)s.", most=MOST_STOCK), "stock"))
        problems += _pieces_problems(pieces)
        if problems:
            raise UserError(*problems)


def _pieces_problems(pieces: int) -> list[Problem]:
    if 1 <= pieces <= MOST_PIECES:
        return []
    return [Problem(msg("Each household is given from 1 to %(most)s pieces.", most=MOST_PIECES), "pieces")]


def _check_pieces(pieces: int) -> None:
    if problems := _pieces_problems(pieces):
        raise UserError(*problems)


def _insert(work: UnitOfWork, list_id: int, rooms: Mapping[int, str], pieces: int, *, after: int) -> None:
    common = {"community_id": work.community_id, "gift_list_id": list_id, "pieces": pieces}
    rows = [
        {**common, "room_id": room_id, "room_label": label, "position": place}
        for place, (room_id, label) in enumerate(rooms.items(), after + 1)
    ]
    if rows:
        work.session.execute(insert(GiftEntry), rows)
