"""Looking at gift lists: how far each is, its households, what is due, and what is printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.core.house_numbers import try_house_number
from desktop.core.permissions import Operation, requires
from desktop.core.person_names import mask_name
from desktop.core.pinyin import readings
from desktop.core.texts import search_form
from desktop.gifts import store
from desktop.gifts.model import GiftState
from desktop.gifts.rows import GiftFilter, GiftSheet
from desktop.gifts.service.shared import Giving, no_such_list
from desktop.gifts.store.lists import TO_GIVE
from desktop.stationery.service import StationeryService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from desktop.gifts.rows import GiftCounts, GiftEntryLine, GiftListLine

__all__ = ["Looking", "names_it"]

SOON = timedelta(days=7)
"""A list due within so long is due soon."""

_NO_DASH = str.maketrans("", "", "-#—–.")


class Looking(Giving):
    """Shows gift lists as they are now."""

    @requires(Operation.READ_GIFTS)
    def lists(self, *, ended: bool = False) -> tuple[GiftListLine, ...]:
        """Return the open lists, the first due first; `ended`: the latest hundred that have ended."""
        with self.desk.read() as session:
            return store.list_lines(session, self._seen(), ended=ended)

    @requires(Operation.READ_GIFTS)
    def list_of(self, list_id: int) -> GiftListLine:
        """Return one list; raise UserError where there is none."""
        with self.desk.read() as session:
            return self._line(session, list_id)

    @requires(Operation.READ_GIFTS)
    def entries(self, list_id: int, wanted: GiftFilter | None = None) -> tuple[GiftEntryLine, ...]:
        """Return the households of a list that a filter leaves, in the list's order.

        Where nobody was at home, those tried least often come first: that is the order of the next round. Words are
        looked for in the room (31502 finds 3-1-502) and in the names, also by pinyin.
        """
        asked = wanted or GiftFilter()
        with self.desk.read() as session:
            self._line(session, list_id)
            found = store.entry_lines(session, self._seen(), list_id, asked.states)
        if asked.states == {GiftState.NOT_HOME}:
            found = tuple(sorted(found, key=lambda entry: entry.tries))
        return tuple(entry for entry in found if names_it(entry, asked.words)) if asked.words.strip() else found

    @requires(Operation.READ_GIFTS)
    def counts(self) -> GiftCounts:
        """Return how many lists are due within a week or late, and the households that wait on them."""
        with self.desk.read() as session:
            seen = self._seen()
            return store.waiting_counts(session, seen, seen.today + SOON)

    @requires(Operation.READ_GIFTS)
    def sheet(self, list_id: int, *, only_waiting: bool = False) -> GiftSheet:
        """Return a list as it is printed; `only_waiting`: those still to be given theirs, for another round.

        Who was left out is not on it. Names are masked where the letterhead says so: it is signed from door to door,
        and every neighbour reads the rows above.
        """
        states = frozenset(TO_GIVE) if only_waiting else frozenset(GiftState) - {GiftState.LEFT_OUT}
        with self.desk.hold() as held:
            masked = StationeryService(held).letterhead().mask_names
            with held.read() as session:
                line = self._line(session, list_id)
                found = store.entry_lines(session, self._seen(), list_id, states)
        entries = [_masked(entry) for entry in found] if masked else found
        return GiftSheet(line, entries, masked, only_waiting)

    def _line(self, session: Session, list_id: int) -> GiftListLine:
        found = store.list_lines(session, self._seen(), list_id=list_id)
        if not found:
            raise UserError(no_such_list())
        return found[0]


def names_it(entry: GiftEntryLine, words: str) -> bool:
    """Tell whether `words` lead to a household: its house number or part of it, part of a name, or its pinyin."""
    form = search_form(words)
    room = search_form(entry.room)
    if form in room or form.translate(_NO_DASH) in room.translate(_NO_DASH):
        return True
    if any(form in search_form(name) for name in entry.people) or _is_room(entry.room, words):
        return True
    return form.isascii() and form.isalpha() and _sounds_like(entry.people, form)


def _is_room(label: str, words: str) -> bool:
    """Tell whether `words` are the house number of a room, its entrance left out or not: 2#102 is 2-1-102."""
    wanted, own = try_house_number(words), try_house_number(label)
    if wanted is None or own is None:
        return False
    return (wanted.building, wanted.room) == (own.building, own.room) and wanted.entrance in {"", own.entrance}


def _sounds_like(people: Sequence[str], form: str) -> bool:
    return any(reading.startswith(form) for name in people for reading in readings(name))


def _masked(entry: GiftEntryLine) -> GiftEntryLine:
    """Return a household with its names masked, also that of whoever took the gift."""
    taken = mask_name(entry.handed_to) if entry.handed_to in entry.people else entry.handed_to
    return replace(entry, people=tuple(mask_name(name) for name in entry.people), handed_to=taken)
