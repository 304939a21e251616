"""Rounds: how far they are, their households in calling order, the calls that were made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, func, not_, or_, select

from desktop.accounts.model import Account
from desktop.contacts.model import CallAttempt, CallEntry, CallOutcome, CallRound, CallState, RoundState
from desktop.contacts.rows import AttemptLine, EntryLine, RoundLine, RoundProgress
from desktop.contacts.store.people import in_chunks, people_to_call
from desktop.core.phones import mask_phone
from desktop.households.model import Resident
from desktop.storage import paging
from desktop.storage.paging import Key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from desktop.contacts.rows import EntryFilter
    from desktop.contacts.rule import Asking

__all__ = [
    "CALLABLE",
    "TO_CALL",
    "attempts",
    "entry_count",
    "entry_lines",
    "entry_lines_from",
    "entry_position",
    "last_call",
    "open_round_count",
    "round_lines",
]

CALLABLE = CallEntry.state.in_((CallState.WAITING, CallState.LATER))
"""Someone still has to be reached there."""

TO_CALL = or_(CallEntry.attempts > 0, CallEntry.outcome.not_in((CallOutcome.NO_PHONE, CallOutcome.DO_NOT_CALL)))
"""Was to be called when the round began, or has been since."""

MOST_ROUNDS = 100

_LEFT_OUT = and_(
    CallEntry.state == CallState.UNREACHED, CallEntry.outcome == CallOutcome.DO_NOT_CALL, CallEntry.attempts == 0
)
"""Asked not to be called before anyone called: neither reached nor to be reached."""

_KEYS = (Key(CallEntry.position.expression), Key(CallEntry.id.expression))


# --- rounds ---------------------------------------------------------------------------------------------------------

# Made once: Today asks for it every minute.
_OPEN_ROUNDS = (
    select(func.count())
    .select_from(CallRound)
    .where(CallRound.community_id == bindparam("community"), CallRound.state == RoundState.OPEN)
)


def open_round_count(session: Session, community_id: int) -> int:
    """Return how many rounds are open."""
    return session.connection().execute(_OPEN_ROUNDS, {"community": community_id}).scalar_one()


def round_lines(
    session: Session,
    asking: Asking,
    account_id: int,
    *,
    among: Collection[int] | None = None,
    list_id: int | None = None,
    only_open: bool = False,
) -> list[RoundLine]:
    """Return rounds (of the ids `among`, of a list, or all) with their progress, open ones first, latest first.

    Two questions, however many there are.
    """
    query = select(CallRound).where(CallRound.community_id == asking.community_id)
    if among is not None:
        query = query.where(CallRound.id.in_(among))
    if list_id is not None:
        query = query.where(CallRound.list_id == list_id)
    if only_open:
        query = query.where(CallRound.state == RoundState.OPEN)
    query = query.order_by(CallRound.state != RoundState.OPEN, CallRound.id.desc()).limit(MOST_ROUNDS)
    rows = list(session.scalars(query))
    far = _progress(session, [row.id for row in rows], asking.now, account_id)
    return [_round_line(row, *far.get(row.id, (RoundProgress(), False))) for row in rows]


def _round_line(row: CallRound, progress: RoundProgress, mine: bool) -> RoundLine:  # noqa: FBT001 - the row's last
    return RoundLine(
        id=row.id,
        list_id=row.list_id,
        list_name=row.list_name,
        occasion=row.occasion,
        script=row.script,
        state=RoundState(row.state),
        most_attempts=row.most_attempts,
        retry_minutes=row.retry_minutes,
        started_at=row.started_at,
        ended_at=row.ended_at,
        version=row.version,
        progress=progress,
        mine=mine,
    )


def _progress(
    session: Session, rounds: Sequence[int], now: datetime, account_id: int
) -> Mapping[int, tuple[RoundProgress, bool]]:
    if not rounds:
        return {}
    later, held = CallEntry.state == CallState.LATER, and_(CALLABLE, CallEntry.claimed_until > now)
    unreached = and_(CallEntry.state == CallState.UNREACHED, not_(_LEFT_OUT))
    free = or_(CallEntry.claimed_until.is_(None), CallEntry.claimed_until <= now)
    soonest = func.min(case((and_(later, free), CallEntry.next_at)))
    query = (
        select(
            CallEntry.round_id,
            _number(CallEntry.state == CallState.WAITING).label("waiting"),
            _number(later).label("later"),
            _number(and_(later, CallEntry.next_at <= now)).label("due"),
            _number(CallEntry.state == CallState.REACHED).label("reached"),
            _number(unreached).label("unreached"),
            _number(and_(unreached, CallEntry.outcome == CallOutcome.NO_PHONE)).label("no_phone"),
            _number(_LEFT_OUT).label("left_out"),
            _number(and_(held, CallEntry.claimed_by != account_id)).label("calling"),
            _number(and_(CALLABLE, CallEntry.claimed_by == account_id)).label("mine"),
            soonest.label("next_at"),
        )
        .where(CallEntry.round_id.in_(rounds))
        .group_by(CallEntry.round_id)
    )
    found = {}
    for row in session.execute(query):
        coming = row.next_at if row.next_at is not None and row.next_at > now else None
        progress = RoundProgress(
            waiting=int(row.waiting),
            later=int(row.later),
            due=int(row.due),
            reached=int(row.reached),
            unreached=int(row.unreached),
            no_phone=int(row.no_phone),
            left_out=int(row.left_out),
            calling=int(row.calling),
            next_at=coming,
        )
        found[row.round_id] = (progress, row.mine > 0)
    return found


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


# --- their households -----------------------------------------------------------------------------------------------


def entry_count(session: Session, round_id: int, wanted: EntryFilter) -> int:
    """Return how many households of a round a filter leaves."""
    return paging.count(session, _entries(round_id, wanted))


def entry_lines(
    session: Session,
    asking: Asking,
    round_id: int,
    wanted: EntryFilter,
    anchor: EntryLine | None,
    limit: int,
    *,
    backward: bool,
) -> list[EntryLine]:
    """Return the page of households in calling order that follows (`backward`: precedes) a line."""
    place = None if anchor is None else (anchor.number, anchor.id)
    found = paging.page(session, _entries(round_id, wanted), _KEYS, place, limit, backward=backward)
    return _entry_lines(session, asking, found.rows)


def entry_lines_from(
    session: Session, asking: Asking, round_id: int, wanted: EntryFilter, index: int, limit: int
) -> list[EntryLine]:
    """Return the page that begins with the line at `index`, counted from 0."""
    query = _entries(round_id, wanted)
    place = paging.nth(session, query, _KEYS, index, paging.count(session, query))
    if place is None:
        return []
    return _entry_lines(session, asking, paging.page(session, query, _KEYS, place, limit, inclusive=True).rows)


def entry_position(session: Session, round_id: int, wanted: EntryFilter, entry_id: int) -> int | None:
    """Return where an entry stands, counted from 0; None where the filter leaves it out."""
    query = _entries(round_id, wanted)
    row = session.execute(
        query.where(CallEntry.id == entry_id).with_only_columns(CallEntry.position, CallEntry.id)
    ).one_or_none()
    return None if row is None else paging.position(session, query, _KEYS, tuple(row))


def _entries(round_id: int, wanted: EntryFilter) -> Select[*tuple[Any, ...]]:
    query = (
        select(
            *(CallEntry.id, CallEntry.position, CallEntry.room_id, CallEntry.room_label, CallEntry.state),
            *(CallEntry.outcome, CallEntry.attempts, CallEntry.next_at, CallEntry.claimed_by, CallEntry.claimed_until),
            *(CallEntry.version, Account.name.label("claimant")),
        )
        .outerjoin(Account, Account.id == CallEntry.claimed_by)
        .where(CallEntry.round_id == round_id, _LEFT_OUT if wanted.left_out else not_(_LEFT_OUT))
    )
    if wanted.states:
        query = query.where(CallEntry.state.in_(sorted(wanted.states)))
    if wanted.not_reached:
        query = query.where(CallEntry.state != CallState.REACHED)
    return query


def _entry_lines(session: Session, asking: Asking, rows: Sequence[Row[Any]]) -> list[EntryLine]:
    people = people_to_call(session, asking, [row.room_id for row in rows if row.room_id is not None])
    latest = _latest(session, [row.id for row in rows])
    lines = []
    for row in rows:
        attempt = latest.get(row.id)
        state = CallState(row.state)
        held = row.claimed_until is not None and row.claimed_until > asking.now
        lines.append(
            EntryLine(
                id=row.id,
                number=row.position,
                room_id=row.room_id,
                room=row.room_label,
                people=tuple(person.name for person in people.get(row.room_id, ())),
                state=state,
                outcome=CallOutcome(row.outcome) if row.outcome else None,
                attempts=row.attempts,
                next_at=row.next_at if state is CallState.LATER else None,
                called_at=None if attempt is None else attempt.at,
                called_by="" if attempt is None else attempt.by,
                note="" if attempt is None else attempt.note,
                calling=(row.claimant or "") if held and state in {CallState.WAITING, CallState.LATER} else "",
                version=row.version,
            )
        )
    return lines


# --- calls ----------------------------------------------------------------------------------------------------------


def attempts(session: Session, community_id: int, entry_id: int) -> tuple[AttemptLine, ...]:
    """Return the calls made to a household in its round, latest first."""
    query = _attempts().where(CallAttempt.entry_id == entry_id, CallAttempt.community_id == community_id)
    return tuple(_attempt_line(row) for row in session.execute(query.order_by(CallAttempt.id.desc())))


def last_call(session: Session, community_id: int, room_id: int) -> AttemptLine | None:
    """Return the latest call to a household in any round, None where it was never called."""
    query = _attempts().where(
        CallEntry.room_id == room_id, CallAttempt.community_id == community_id, CallAttempt.undone_at.is_(None)
    )
    row = session.execute(query.order_by(CallAttempt.id.desc()).limit(1)).one_or_none()
    return None if row is None else _attempt_line(row)


def _latest(session: Session, entries: Sequence[int]) -> Mapping[int, AttemptLine]:
    found = {}
    for chunk in in_chunks(entries):
        last = (
            select(func.max(CallAttempt.id))
            .where(CallAttempt.entry_id.in_(chunk), CallAttempt.undone_at.is_(None))
            .group_by(CallAttempt.entry_id)
        )
        rows = session.execute(_attempts().where(CallAttempt.id.in_(last)))
        found.update({row.entry_id: _attempt_line(row) for row in rows})
    return found


def _attempts() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(CallAttempt.id, CallAttempt.entry_id, CallAttempt.at, CallAttempt.outcome, CallAttempt.phone_digits),
            *(CallAttempt.note, CallAttempt.undone_at, Account.name.label("by"), Resident.name.label("person")),
            CallRound.occasion,
        )
        .join(CallEntry, CallEntry.id == CallAttempt.entry_id)
        .join(CallRound, CallRound.id == CallEntry.round_id)
        .outerjoin(Account, Account.id == CallAttempt.account_id)
        .outerjoin(Resident, Resident.id == CallAttempt.resident_id)
    )


def _attempt_line(row: Row[Any]) -> AttemptLine:
    return AttemptLine(
        id=row.id,
        at=row.at,
        by=row.by or "",
        outcome=CallOutcome(row.outcome),
        person=row.person or "",
        phone=mask_phone(row.phone_digits) if row.phone_digits else "",
        note=row.note,
        undone=row.undone_at is not None,
        occasion=row.occasion,
    )
