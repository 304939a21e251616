"""How every move is carried out and recorded: loaded, checked, changed, noted.

A move leaves a step (the request's history), an audit row, an entry on the household's timeline where the resident
has a part in it, and a fresh search index row where what is searched has changed.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.requests.model import Move, Request, RequestState, RequestStep, StepKind
from desktop.requests.rows import MOVE_LABELS, STATE_LABELS, TIMELINE_PREFIX, TITLE_LENGTH, listed
from desktop.requests.store import details
from desktop.requests.store.rules import Rulebook
from desktop.storage.desk import Service
from desktop.storage.search import SearchFields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import Session

    from desktop.core.changes import Changes
    from desktop.core.permissions import Actor
    from desktop.storage.work import UnitOfWork

__all__ = [
    "OPERATIONS",
    "TOUCHPOINTS",
    "Moving",
    "Recorder",
    "facts",
    "load",
    "no_such_request",
    "possible_moves",
    "record",
    "refuse_unless",
    "search_fields",
    "step_details",
]

OPERATIONS: Mapping[Move, Operation] = MappingProxyType(
    {
        Move.START: Operation.WORK_REQUEST,
        Move.COMPLETE: Operation.COMPLETE_REQUEST,
        Move.ASSIGN: Operation.ASSIGN_REQUEST,
        Move.HAND_BACK: Operation.ASSIGN_REQUEST,
        Move.PRINT: Operation.PRINT_WORK_ORDER,
        Move.HOLD: Operation.HOLD_REQUEST,
        Move.RESUME: Operation.HOLD_REQUEST,
        Move.EXTEND: Operation.EXTEND_REQUEST,
        Move.EXPLAIN: Operation.EXPLAIN_OVERDUE,
        Move.URGE: Operation.WORK_REQUEST,
        Move.GRADE: Operation.HANDLE_COMPLAINT,
        Move.TELL: Operation.HANDLE_COMPLAINT,
        Move.FOLLOW_UP: Operation.FOLLOW_UP_REQUEST,
        Move.LETTER: Operation.WRITE_LETTER,
        Move.CLOSE: Operation.CLOSE_REQUEST,
        Move.REOPEN: Operation.REOPEN_REQUEST,
        Move.AMEND: Operation.AMEND_REQUEST,
        Move.MERGE: Operation.MERGE_REQUEST,
        Move.UNMERGE: Operation.MERGE_REQUEST,
        Move.CANCEL: Operation.CANCEL_REQUEST,
    }
)
"""The right each move needs, in the order of menus."""

TOUCHPOINTS = frozenset(
    {
        StepKind.REPORTED,
        StepKind.URGED,
        StepKind.TOLD,
        StepKind.HELD,
        StepKind.EXTENDED,
        StepKind.COMPLETED,
        StepKind.FOLLOWED_UP,
        StepKind.LETTER,
        StepKind.REOPENED,
        StepKind.CANCELLED,
        StepKind.MERGED,
    }
)
"""Steps in which the resident has a part; the others are the company's own business and not on the timeline."""

_SEARCHED = ("number", "room_label", "phone", "words", "reporter")


def facts(request: Request) -> dict[str, Any]:
    """Return every column of `request` as a JSON value, times in ISO 8601."""
    return {column.key: _plain(getattr(request, column.key)) for column in Request.__table__.columns}


def step_details(facts_set: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a step or timeline entry keeps, as JSON values without what is empty."""
    return {key: _plain(value) for key, value in facts_set.items() if value is not None and value != ""}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def search_fields(request: Request) -> SearchFields:
    """Return what a request is found by."""
    return SearchFields(
        public=(request.number, request.room_label),
        phone=(request.phone,),
        text=(request.words, request.reporter),
    )


def no_such_request() -> UserError:
    """Return the error for an id or number that names no request of the community."""
    return UserError(msg("There is no such request here; look for it in the list."))


def load(session: Session, community_id: int, request_id: int) -> Request:
    """Return the request, locked against other PCs until the transaction ends; raise UserError if there is none."""
    request = session.get(Request, request_id, with_for_update=True)
    if request is None or request.community_id != community_id:
        raise no_such_request()
    return request


def possible_moves(request: Request, actor: Actor, now: datetime) -> tuple[Move, ...]:
    """Return what `actor` may do with `request` at `now`, in the order of menus; explained is only what is late."""
    return tuple(
        move
        for move, operation in OPERATIONS.items()
        if request.can(move) and allows(actor, operation) and (move is not Move.EXPLAIN or request.is_late(now))
    )


def refuse_unless(request: Request, move: Move, actor: Actor, now: datetime) -> None:
    """Raise UserError, naming where the request stands and what is possible, unless it can make `move`."""
    if request.can(move):
        return
    moves = [MOVE_LABELS[other] for other in possible_moves(request, actor, now)]
    facts_of_it = {
        "move": MOVE_LABELS[move],
        "number": request.number,
        "state": STATE_LABELS[RequestState(request.state)],
    }
    if not moves:
        raise UserError(
            msg("“%(move)s” is not possible: %(number)s is “%(state)s”. Nothing can be done with it.", **facts_of_it)
        )
    raise UserError(
        msg(
            "“%(move)s” is not possible: %(number)s is “%(state)s”. Possible now: %(moves)s.",
            **facts_of_it,
            moves=listed(moves),
        )
    )


class Moving:
    """One request inside one unit of work. Change `request`, then note each move with `step`."""

    def __init__(self, work: UnitOfWork, request: Request, state_before: str = "") -> None:
        """Begin; `state_before` is empty for a request that is new."""
        self.work = work
        self.request = request
        self.noted: dict[str, Any] = {}
        self._state = state_before

    @property
    def changes(self) -> Changes:
        """Return what was touched; true once the unit of work has ended."""
        return self.work.changes

    def step(
        self,
        kind: StepKind,
        why: str = "",
        at: datetime | None = None,
        state: str = "",
        *,
        inside: bool = False,
        **facts_set: Any,
    ) -> None:
        """Note a move just made. `at` is when it happened for the resident, now if none; `facts_set` what it set.

        `state` is the one it led to where the request has gone further already. What stays `inside` the company is
        never on the household's timeline.
        """
        request, work = self.request, self.work
        kept = step_details(facts_set)
        work.session.add(
            RequestStep(
                community_id=work.community_id,
                request_id=request.id,
                at=work.now,
                kind=kind,
                account_id=work.actor.account_id,
                state_before=self._state,
                state_after=state or request.state,
                why=why,
                details=kept,
            )
        )
        self._state = state or request.state
        kept_with_why = {**({"why": why} if why else {}), **kept}
        self.noted = {**self.noted, "step": kind.value, **kept_with_why}
        if not inside:
            self._tell_timeline(kind, at or work.now, kept_with_why)

    def move_timeline(self, room_before: int | None) -> None:
        """Take the request's timeline entries from the room it was in to the one it is in now."""
        request, work = self.request, self.work
        details.move_timeline(work.session, request.id, room_before, request.room_id)
        if room_before is None:
            self._tell_timeline(StepKind.REPORTED, request.occurred_at, {"channel": request.channel})

    def _tell_timeline(self, kind: StepKind, at: datetime, details_kept: Mapping[str, Any]) -> None:
        request = self.request
        if kind in TOUCHPOINTS and request.room_id is not None:
            about = {"number": request.number, "request_kind": request.kind, "words": request.words[:TITLE_LENGTH]}
            self.work.timeline(
                request.room_id, at, f"{TIMELINE_PREFIX}{kind.value}", request.id, **about, **details_kept
            )


class Recorder(Service):
    """Base of the parts of the request service that write."""

    def _book(self, work: UnitOfWork) -> Rulebook:
        """Return the rules and the calendar as this write sees them."""
        return Rulebook(work.session, work.community_id, self.desk.zone)

    @contextmanager
    def _moving(self, move: Move, request_id: int, version: int, operation_id: str) -> Iterator[Moving]:
        """Open a unit of work in which the request makes `move`; raises as `_moving_all` does."""
        with self._moving_all(move, {request_id: version}, operation_id) as movings:
            yield movings[request_id]

    @contextmanager
    def _moving_all(self, move: Move, versions: Mapping[int, int], operation_id: str) -> Iterator[Mapping[int, Moving]]:
        """Open a unit of work in which each request of `versions` (by id, as it was seen) makes `move`, or none does.

        Raises UserError for an unknown request and for a move that is not possible now, ConflictError when a request
        is no longer at its version. At the end writes an audit row for each one of which anything was changed or
        noted, and its index row if what is searched has changed.
        """
        with self.desk.write(OPERATIONS[move], operation_id) as work:
            movings, before = {}, {}
            # in the order of ids: two PCs never wait for one another in a circle
            for request_id in sorted(versions):
                request = load(work.session, work.community_id, request_id)
                if request.version != versions[request_id]:
                    raise ConflictError(
                        msg(
                            "Someone else changed %(number)s meanwhile; nothing was overwritten. Look at it again, then"
                            " repeat.",
                            number=request.number,
                        )
                    )
                refuse_unless(request, move, work.actor, work.now)
                movings[request_id], before[request_id] = Moving(work, request, request.state), facts(request)
            work.result = next(iter(versions))
            # one UPDATE, one version: a query in between must not write half of the move
            with work.session.no_autoflush:
                yield movings
            work.session.flush()
            for request_id, moving in movings.items():
                record(moving, move, before[request_id])


def record(moving: Moving, move: Move, before: Mapping[str, Any]) -> None:
    """Write the audit row of a move that has been flushed, and the index row; `before` is `facts` from before it."""
    request, work = moving.request, moving.work
    after = facts(request)
    changed = [key for key in before if key != "version" and before[key] != after[key]]
    if changed or moving.noted:
        set_now = {**{key: after[key] for key in changed}, **moving.noted}
        work.audit("request", request.id, move.value, {key: before[key] for key in changed}, set_now)
    if any(key in changed for key in _SEARCHED):
        work.index("request", request.id, search_fields(request))
