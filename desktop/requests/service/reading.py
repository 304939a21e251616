"""Reading requests: lists, one with its history, what the day asks for, what the search box finds."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.marks import excerpt
from desktop.core.permissions import Operation, requires
from desktop.core.phones import display_phone, mask_phone
from desktop.core.texts import clean, search_form
from desktop.requests.model import Move, Request
from desktop.requests.rows import CategorySuggestion, RequestFilter, RequestHit, RequestOrder, TodayCounts
from desktop.requests.service.categories import suggested
from desktop.requests.service.handling import closing_refusal
from desktop.requests.service.recording import load, no_such_request, possible_moves
from desktop.requests.store import details, lines, lists, pages, places, pressing, setup
from desktop.requests.store.conditions import Moment
from desktop.storage import search
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from desktop.requests.rows import CategoryRow, GroupBy, GroupCount, RequestDetail, RequestLine

__all__ = ["SIMILAR_WITHIN", "Reading"]

SIMILAR_WITHIN = timedelta(hours=48)
"""The same category in the same building within this may be the same fault."""


class Reading(Service):
    """Shows requests as they are now."""

    @requires(Operation.READ_REQUEST)
    def detail(self, request_id: int) -> RequestDetail:
        """Return everything about a request and what may be done with it; raise UserError if there is none."""
        with self.desk.read() as session:
            return self._detail(session, request_id)

    @requires(Operation.READ_REQUEST)
    def by_number(self, number: str) -> RequestDetail:
        """Return the request with this number, as typed or scanned; raise UserError if there is none."""
        with self.desk.read() as session:
            request_id = self._id_of_number(session, number)
            if request_id is None:
                raise no_such_request()
            return self._detail(session, request_id)

    def _detail(self, session: Session, request_id: int) -> RequestDetail:
        request = session.get(Request, request_id)
        if request is None:
            raise no_such_request()
        now = self.desk.clock.now()
        moves = possible_moves(request, self.actor, now)
        refusal = closing_refusal(session, request, self.actor) if Move.CLOSE in moves else None
        found = details.detail(session, self.actor.community_id, request_id, now, moves, refusal)
        if found is None:
            raise no_such_request()
        return found

    def _id_of_number(self, session: Session, typed: str) -> int | None:
        """Return the request numbered as typed, else as our own numbers are written, in capitals."""
        found = (details.id_of_number(session, self.actor.community_id, number) for number in _numbers(typed))
        return next((request_id for request_id in found if request_id is not None), None)

    @requires(Operation.READ_REQUEST)
    @requires(Operation.REVEAL_PHONE)
    def reveal_phone(self, request_id: int) -> str:
        """Return the reporter's phone in full, as it is shown; the look is written to the audit first.

        Asks for both rights: the gate reveals phones of households, but sees no request.
        """
        with self.desk.write(Operation.REVEAL_PHONE) as work:
            request = load(work.session, work.community_id, request_id)
            work.audit("request", request.id, "phone revealed")
            digits = request.phone
        return display_phone(digits)

    @requires(Operation.READ_REQUEST)
    def lines(
        self,
        wanted: RequestFilter | None = None,
        order: RequestOrder = RequestOrder.NEWEST,
        *,
        after: RequestLine | None = None,
        before: RequestLine | None = None,
        last: bool = False,
        limit: int = 100,
    ) -> list[RequestLine]:
        """Return a page of the requests that `wanted` leaves, in `order`: next to a line, the first, or the `last`."""
        with self.desk.read() as session:
            now = self.desk.clock.now()
            asked = self._asked(session, wanted, now)
            return pages.page(session, asked, order, now, after=after, before=before, last=last, limit=limit)

    @requires(Operation.READ_REQUEST)
    def jump(
        self,
        wanted: RequestFilter | None = None,
        order: RequestOrder = RequestOrder.NEWEST,
        *,
        index: int,
        total: int,
        limit: int = 100,
    ) -> list[RequestLine]:
        """Return the requests from the one at `index` (from 0) of the list, which has `total` of them."""
        with self.desk.read() as session:
            now = self.desk.clock.now()
            asked = self._asked(session, wanted, now)
            return pages.jump(session, asked, order, now, index=index, total=total, limit=limit)

    @requires(Operation.READ_REQUEST)
    def position(
        self, request_id: int, wanted: RequestFilter | None = None, order: RequestOrder = RequestOrder.NEWEST
    ) -> int | None:
        """Return at which place, from 0, a request stands in the list, None if the list does not hold it."""
        with self.desk.read() as session:
            now = self.desk.clock.now()
            asked = self._asked(session, wanted, now)
            return pages.position(session, asked, order, request_id)

    @requires(Operation.READ_REQUEST)
    def among(self, request_ids: Sequence[int]) -> RequestFilter:
        """Return the filter that lists these requests and no others."""
        return RequestFilter(ids=select(Request.id).where(Request.id.in_(request_ids)))

    @requires(Operation.READ_REQUEST)
    def count(self, wanted: RequestFilter | None = None) -> int:
        """Return how many requests `wanted` leaves."""
        with self.desk.read() as session:
            return lines.count(session, self._asked(session, wanted, self.desk.clock.now()))

    @requires(Operation.READ_REQUEST)
    def groups(self, wanted: RequestFilter | None, by: GroupBy) -> tuple[GroupCount, ...]:
        """Return into which groups the list falls and how many each has, in the order of departments or buildings."""
        with self.desk.read() as session:
            return lists.groups(session, self._asked(session, wanted, self.desk.clock.now()), by)

    @requires(Operation.READ_REQUEST)
    def today(self) -> TodayCounts:
        """Return how many requests need the desk now; each count opens the list of the filter of the same name."""
        of_the_day = (
            RequestFilter(overdue=True),
            RequestFilter(due_today=True),
            RequestFilter(awaits_follow_up=True),
            RequestFilter(to_dispatch=True),
        )
        return TodayCounts(*self.counts(*of_the_day))

    @requires(Operation.READ_REQUEST)
    def counts(self, *wanted: RequestFilter) -> tuple[int, ...]:
        """Return how many requests each of `wanted` leaves; for filters without text and period, again and again."""
        with self.desk.read() as session:
            long = any(one.held_too_long for one in wanted)
            return lines.counts(session, self.actor.community_id, wanted, self._seen(session, long_holds=long))

    @requires(Operation.READ_REQUEST)
    def next_up(self, limit: int = 40) -> tuple[RequestLine, ...]:
        """Return what the desk turns to first: what is late, due today, to be called back, each the first due first."""
        with self.desk.read() as session:
            return pressing.next_up(session, self.actor.community_id, self._seen(session), limit)

    @requires(Operation.READ_REQUEST)
    def due_between(self, after: datetime, until: datetime, limit: int = 20) -> tuple[RequestLine, ...]:
        """Return the open requests due after `after` and not after `until`, the first due first; none on hold."""
        with self.desk.read() as session:
            now = self.desk.clock.now()
            return pressing.due_between(session, self.actor.community_id, after, until, now, limit)

    @requires(Operation.READ_REQUEST)
    def open_for_room(self, room_id: int) -> tuple[RequestLine, ...]:
        """Return the open requests of a room, newest first."""
        with self.desk.read() as session:
            return lines.lines_of_room(session, self.actor.community_id, room_id, self.desk.clock.now())

    @requires(Operation.READ_REQUEST)
    def similar(self, category_id: int, building_id: int) -> tuple[RequestLine, ...]:
        """Return the requests of a category in a building of the last 48 hours, newest first."""
        now = self.desk.clock.now()
        with self.desk.read() as session:
            return lines.similar_lines(
                session, self.actor.community_id, category_id, building_id, now - SIMILAR_WITHIN, now
            )

    @requires(Operation.SEARCH_ALL)
    def find(self, text: str, limit: int = 20) -> list[RequestHit]:
        """Return at most `limit` hits: the request of exactly this number, then the rest, the last recorded first."""
        typed = clean(text)
        if not typed or limit < 1:
            return []
        community_id = self.actor.community_id
        with self.desk.read() as session:
            found = search.find(session, community_id, "request", typed, columns=search.ALL_FIELDS, limit=limit)
            rows = lines.searched_rows(session, community_id, found, _numbers(typed))
        numbered = set(_numbers(typed))
        order = {id_: place for place, id_ in enumerate(found)}
        rows.sort(key=lambda row: -1 if row.number in numbered else order.get(row.id, limit))
        return [_hit(row, typed) for row in rows[:limit]]

    @requires(Operation.READ_REQUEST)
    def hits(self, ids: Sequence[int]) -> list[RequestHit]:
        """Return the requests with `ids` that there are as the search box shows them, in that order."""
        with self.desk.read() as session:
            rows = {row.id: row for row in lines.searched_rows(session, self.actor.community_id, ids)}
        return [_hit(rows[id_], "") for id_ in ids if id_ in rows]

    @requires(Operation.READ_REQUEST)
    def lines_where(self, condition: ColumnElement[bool]) -> tuple[RequestLine, ...]:
        """Return all requests that meet a condition on the request table, oldest first: what a month figure counts."""
        with self.desk.read() as session:
            return lines.lines_that(session, self.actor.community_id, condition, self.desk.clock.now())

    @requires(Operation.READ_REQUEST)
    def categories(self) -> tuple[CategoryRow, ...]:
        """Return the categories to choose from."""
        with self.desk.read() as session:
            return places.active_categories(session, self.actor.community_id)

    @requires(Operation.READ_REQUEST)
    def suggest_category(self, words: str) -> CategorySuggestion | None:
        """Return the category that `words` speak of, with its department; None where they speak of none."""
        found = suggested(words, self.categories())
        return None if found is None else CategorySuggestion(found.id, found.name, found.department_id)

    def _asked(self, session: Session, wanted: RequestFilter | None, now: datetime) -> list[ColumnElement[bool]]:
        wanted = wanted or RequestFilter()
        seen = self._seen(session, now, long_holds=wanted.held_too_long)
        return lines.conditions(session, self.actor.community_id, wanted, seen)

    def _seen(self, session: Session, now: datetime | None = None, *, long_holds: bool = False) -> Moment:
        """Return the moment lists are read at; how many days a hold is long is asked only for `long_holds`."""
        seen = Moment(now or self.desk.clock.now(), self._day_end(), self.desk.zone)
        if not long_holds:
            return seen
        return seen._replace(hold_days=setup.setup(session, self.actor.community_id).hold_days)

    def _day_end(self) -> datetime:
        today = self.desk.clock.now().astimezone(self.desk.zone).date()
        return datetime.combine(today + timedelta(days=1), time(), self.desk.zone)


def _numbers(typed: str) -> Sequence[str]:
    """Return the numbers that may be meant: as typed, and as our own are written."""
    return tuple(dict.fromkeys((clean(typed), search_form(typed).upper())))


def _hit(row: lines.SearchedRow, typed: str) -> RequestHit:
    title = f"{row.number} {excerpt(row.words)}"
    return RequestHit("request", row.id, title, row.room, _matched(row, typed), row.room_id or 0)


def _matched(row: lines.SearchedRow, typed: str) -> str:
    """Return the field in which the first word typed was found, a phone masked."""
    form = search_form(typed.split(maxsplit=1)[0]) if typed else ""
    for field in (row.number, row.room, row.reporter):
        if form in search_form(field):
            return field
    return (
        mask_phone(row.phone) if form in row.phone and form not in search_form(row.words) else excerpt(row.words, form)
    )
