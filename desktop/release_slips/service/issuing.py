"""The desk's part: slips issued, amended before anything left, withdrawn, taken up again; audit and timeline too."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import delete

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.months import Month
from desktop.core.permissions import Operation, requires
from desktop.households.model import Room
from desktop.release_slips import store
from desktop.release_slips.model import ReleaseSlip, ReleaseState
from desktop.release_slips.rows import ISSUED
from desktop.release_slips.rule import CODE_DIGITS, standing_at
from desktop.release_slips.service.checking import Checked, checked_words
from desktop.release_slips.service.shared import (
    TOPIC,
    SlipWork,
    check_no_follower,
    facts_of,
    locked,
    slip_as_seen,
)
from desktop.storage.numbers import next_number
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from desktop.core.changes import Changes
    from desktop.release_slips.rows import NewRelease
    from desktop.storage.work import UnitOfWork

__all__ = ["Issuing"]

SERIES = "FX"
MOST_TRIES = 50
"""Of a million codes a few thousand are in use at most."""


class Issuing(SlipWork):
    """Writes slips."""

    @requires(Operation.ISSUE_RELEASE_SLIP)
    def issue(self, draft: NewRelease, *, operation_id: str = "") -> Changes:
        """Issue a slip, with the next number of the month and a code of its own; the result is its id.

        Raises UserError naming each field that is wrong (room_id, name, consent, owner, id_tail, goods, valid_until,
        fees_words, ...), and where the slip it follows has a follower already or still lets goods out.
        """
        with self.desk.write(Operation.ISSUE_RELEASE_SLIP, operation_id) as work:
            checked = Checked.of(draft, work.now, self.desk.zone)
            room = _room(work, draft.room_id)
            _check_followed(work, draft.follows_id)
            # The counter's row is locked until the end: nobody else chooses a code meanwhile.
            number = _next_number(work, self.desk.zone)
            slip = ReleaseSlip(
                community_id=work.community_id,
                number=number,
                code=_new_code(work),
                room_id=room.id,
                place=room.label,
                issued_at=work.now,
                issued_by=work.actor.account_id,
                issued_on=work.now.astimezone(self.desk.zone).date(),
                follows_id=draft.follows_id,
                **checked.values,
            )
            work.session.add(slip)
            work.session.flush()
            work.audit(TOPIC, slip.id, "issued", None, facts_of(slip))
            _tell_household(work, slip)
            work.result = slip.id
        return work.changes

    @requires(Operation.ISSUE_RELEASE_SLIP)
    def amend(self, slip_id: int, draft: NewRelease, *, version: int, operation_id: str = "") -> Changes:
        """Change a slip before anything has left with it; number and code stay.

        Raises what `issue` raises, and UserError once goods have left or it was withdrawn.
        """
        with self.desk.write(Operation.ISSUE_RELEASE_SLIP, operation_id) as work:
            slip = slip_as_seen(work, slip_id, version)
            if slip.state != ReleaseState.OPEN:
                raise UserError(
                    msg("Goods have left with this slip or it was withdrawn; issue another one for the rest.")
                )
            check_no_follower(work, slip)
            checked, room = Checked.of(draft, work.now, self.desk.zone), _room(work, draft.room_id)
            before, was_at = facts_of(slip), slip.room_id
            slip.room_id, slip.place = room.id, room.label
            for name, value in checked.values.items():
                setattr(slip, name, value)
            work.audit(TOPIC, slip.id, "amended", before, facts_of(slip))
            if was_at is not None:
                _forget_told(work, slip, was_at)
            _tell_household(work, slip)
            work.result = slip.id
        return work.changes

    @requires(Operation.ISSUE_RELEASE_SLIP)
    def withdraw(self, slip_id: int, words: str, *, version: int, operation_id: str = "") -> Changes:
        """Withdraw what has not left yet, for the reason `words`; raise UserError on "words" without one."""
        said = checked_words(words, Problem(msg("Write why the slip is withdrawn; the gate is told."), "words"))
        with self.desk.write(Operation.ISSUE_RELEASE_SLIP, operation_id) as work:
            slip = slip_as_seen(work, slip_id, version)
            if slip.state not in {ReleaseState.OPEN, ReleaseState.PARTLY}:
                raise UserError(msg("This slip is used up or withdrawn already."))
            before = facts_of(slip)
            slip.state, slip.withdrawn_words = ReleaseState.WITHDRAWN, said
            work.audit(TOPIC, slip.id, "withdrawn", before, {**facts_of(slip), "words": said})
            if slip.room_id is not None:
                work.touch("room", slip.room_id)
                if not any(each["out"] for each in slip.goods):
                    _forget_told(work, slip, slip.room_id)
            _touch_followed(work, slip)
            work.result = slip.id
        return work.changes

    @requires(Operation.ISSUE_RELEASE_SLIP)
    def resume(self, slip_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take up a slip that was withdrawn; raise UserError where another one has its code or its place by now."""
        with self.desk.write(Operation.ISSUE_RELEASE_SLIP, operation_id) as work:
            slip = slip_as_seen(work, slip_id, version)
            if slip.state != ReleaseState.WITHDRAWN:
                raise UserError(msg("This slip was not withdrawn."))
            if store.code_is_taken(work.session, work.community_id, slip.code, work.now, but=slip.id):
                raise UserError(msg("Another slip has its code by now; issue a new one instead."))
            check_no_follower(work, slip)
            _check_followed(work, slip.follows_id)
            before, out = facts_of(slip), any(each["out"] for each in slip.goods)
            slip.state, slip.withdrawn_words = (ReleaseState.PARTLY if out else ReleaseState.OPEN), ""
            work.audit(TOPIC, slip.id, "taken up again", before, facts_of(slip))
            if not out:
                _tell_household(work, slip)
            _touch_followed(work, slip)
            work.result = slip.id
        return work.changes


def _room(work: UnitOfWork, room_id: int) -> Room:
    room = work.session.get(Room, room_id) if room_id else None
    if room is None or room.community_id != work.community_id:
        raise UserError(Problem(msg("Choose the household from the list that drops down."), "room_id"))
    return room


def _next_number(work: UnitOfWork, zone: ZoneInfo) -> str:
    month = Month.containing(work.now, zone)
    period = f"{month.year % 100:02d}{month.number:02d}"
    return f"{SERIES}-{period}-{next_number(work.session, work.community_id, SERIES, period):04d}"


def _new_code(work: UnitOfWork) -> str:
    """Return a code that cannot be guessed and that no slip has which is or may become good."""
    for _try in range(MOST_TRIES):
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        if not store.code_is_taken(work.session, work.community_id, code, work.now):
            return code
    raise UserError(msg("No code is free for another slip; withdraw those that are no longer needed first."))


def _check_followed(work: UnitOfWork, follows_id: int | None) -> None:
    """Raise UserError where the slip `follows_id` cannot be followed by one more; lock it, so that nobody else does."""
    if follows_id is None:
        return
    slip = locked(work, follows_id)
    check_no_follower(work, slip)
    state = ReleaseState(slip.state)
    if state is ReleaseState.USED:
        raise UserError(msg("Everything on this slip has left; there is nothing to issue another one for."))
    if not standing_at(state, slip.valid_from, slip.valid_until, work.now).is_over:
        raise UserError(
            msg("%(number)s still holds; withdraw it first if the rest needs another slip.", number=slip.number)
        )
    work.touch(TOPIC, follows_id)


def _touch_followed(work: UnitOfWork, slip: ReleaseSlip) -> None:
    if slip.follows_id is not None:
        work.touch(TOPIC, slip.follows_id)


def _tell_household(work: UnitOfWork, slip: ReleaseSlip) -> None:
    if slip.room_id is None:
        return
    pieces = sum(each["count"] for each in slip.goods)
    told = {"number": slip.number, "pieces": pieces, "name": slip.name, "plate": slip.plate}
    work.timeline(slip.room_id, slip.issued_at, ISSUED, slip.id, **told)
    work.touch("room", slip.room_id)


def _forget_told(work: UnitOfWork, slip: ReleaseSlip, room_id: int) -> None:
    """Take the issue of a slip out of a household's timeline, because it is told anew or came to nothing."""
    told = (TimelineEntry.room_id == room_id, TimelineEntry.kind == ISSUED, TimelineEntry.source_id == slip.id)
    work.session.execute(delete(TimelineEntry).where(*told))
    work.touch("room", room_id)
