"""The gift lists themselves: how far each is, and what is left in stock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, func, select

from desktop.gifts.model import GiftEntry, GiftList, GiftListState, GiftState
from desktop.gifts.rows import GiftCounts, GiftListLine

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from desktop.gifts.store.entries import Seen

__all__ = ["given_pieces", "list_lines", "waiting_counts"]

MOST_ENDED = 100
"""Of the lists that have ended, so many are shown: the latest."""

TO_GIVE = (GiftState.WAITING, GiftState.NOT_HOME)

# Made once: Today asks for it every minute.
_WAITING = (
    select(
        func.count(func.distinct(GiftList.id)),
        func.count(),
        func.count(case((GiftList.due_on <= bindparam("today"), 1))),
    )
    .join(GiftEntry, GiftEntry.gift_list_id == GiftList.id)
    .where(
        GiftList.community_id == bindparam("community"),
        GiftList.state == GiftListState.OPEN,
        GiftList.due_on <= bindparam("until"),
        GiftEntry.state.in_(TO_GIVE),
    )
)

_LIST = (
    *(GiftList.id, GiftList.version, GiftList.title, GiftList.gift, GiftList.due_on, GiftList.note, GiftList.state),
    *(GiftList.contact_list_id, GiftList.list_name, GiftList.stock, GiftList.ended_at),
)


def list_lines(
    session: Session, seen: Seen, *, list_id: int | None = None, ended: bool = False
) -> tuple[GiftListLine, ...]:
    """Return the open lists, the first due first, or (`ended`) the latest that have ended; or the one of `list_id`."""
    query = (
        select(*_LIST, *_sums())
        .outerjoin(GiftEntry, GiftEntry.gift_list_id == GiftList.id)
        .where(GiftList.community_id == seen.community_id)
        .group_by(*_LIST)
    )
    if list_id is not None:
        query = query.where(GiftList.id == list_id)
    elif ended:
        query = query.where(GiftList.state == GiftListState.ENDED)
        query = query.order_by(GiftList.ended_at.desc(), GiftList.id.desc()).limit(MOST_ENDED)
    else:
        query = query.where(GiftList.state == GiftListState.OPEN).order_by(GiftList.due_on, GiftList.id)
    return tuple(_line(row, seen.today) for row in session.execute(query))


def given_pieces(session: Session, list_id: int) -> int:
    """Return how many pieces of a list were handed over."""
    handed = GiftEntry.gift_list_id == list_id, GiftEntry.state == GiftState.HANDED
    return int(session.scalar(select(func.coalesce(func.sum(GiftEntry.pieces), 0)).where(*handed)) or 0)


def waiting_counts(session: Session, seen: Seen, until: date) -> GiftCounts:
    """Return the open lists due by `until` on which households wait, and those households."""
    seen_by = {"community": seen.community_id, "today": seen.today, "until": until}
    return GiftCounts(*session.execute(_WAITING, seen_by).one())


def _sums() -> list[ColumnElement[int]]:
    """Return how many households are in each state, then the pieces given and those still to be given."""
    each: list[ColumnElement[int]] = [
        func.count(case((GiftEntry.state == state, 1))).label(state.value) for state in GiftState
    ]
    for label, states in (("given", (GiftState.HANDED,)), ("needed", TO_GIVE)):
        pieces = case((GiftEntry.state.in_(states), GiftEntry.pieces), else_=0)
        each.append(func.coalesce(func.sum(pieces), 0).label(label))
    return each


def _line(row: Any, today: date) -> GiftListLine:
    state = GiftListState(row.state)
    open_, to_give = state is GiftListState.OPEN, row.waiting + row.not_home
    left, needed = row.stock - int(row.given), int(row.needed)
    return GiftListLine(
        id=row.id,
        version=row.version,
        title=row.title,
        gift=row.gift,
        due_on=row.due_on,
        note=row.note,
        state=state,
        list_id=row.contact_list_id,
        list_name=row.list_name,
        stock=row.stock,
        households=to_give + row.handed + row.refused + row.left_out,
        waiting=row.waiting,
        not_home=row.not_home,
        handed=row.handed,
        refused=row.refused,
        left_out=row.left_out,
        left=left,
        needed=needed,
        short=max(0, needed - left) if open_ else 0,
        late=open_ and row.due_on < today and to_give > 0,
    )
