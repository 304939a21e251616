"""The gate's part: goods let out wholly or in part, not let out, and the last of it taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.plates import display_plate
from desktop.core.texts import clean
from desktop.release_slips.model import ReleaseCheck, ReleaseOutcome, ReleaseSlip, ReleaseState
from desktop.release_slips.rows import RELEASED
from desktop.release_slips.rule import standing_at
from desktop.release_slips.service.checking import check_gate, check_words, checked_plate, checked_words
from desktop.release_slips.service.shared import (
    TOPIC,
    SlipWork,
    changed_meanwhile,
    check_no_follower,
    facts_of,
    locked,
)
from desktop.storage.timeline import TimelineEntry
from desktop.visits.model import CallReason
from desktop.visits.rows import NewCall
from desktop.visits.service.calling import note_call

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.storage.work import UnitOfWork

__all__ = ["UNDO_WITHIN", "Releasing"]

UNDO_WITHIN = timedelta(minutes=5)
"""So long a guard can take back what was noted by mistake, nobody else's and nothing older."""


class Releasing(SlipWork):
    """Writes what the gates do with slips. Every write is kept as a `ReleaseCheck` with plate, gate and moment."""

    @requires(Operation.CHECK_RELEASE_SLIP)
    def release(
        self,
        slip_id: int,
        plate: str,
        parts: Mapping[int, int] | None = None,
        *,
        version: int,
        gate_id: int | None = None,
        override_words: str = "",
        operation_id: str = "",
    ) -> Changes:
        """Let goods out: all that is left, or of each line in `parts`, counted from 0, so many pieces.

        `plate` is that of the vehicle they leave with, "" on foot. One that is not the slip's is refused on "plate"
        unless `override_words` say why; the desk is told of that. The result is the slip's id. Raises ConflictError,
        with what was done, where another gate came first, UserError where nothing may leave now.
        """
        seen, said = checked_plate(plate), clean(override_words)
        check_words(said, "override_words")
        with self.desk.write(Operation.CHECK_RELEASE_SLIP, operation_id) as work:
            slip = self._good(work, slip_id, version)
            check_gate(work, gate_id)
            taken = _taken(slip, parts)
            other = bool(slip.plate) and seen != slip.plate
            if other and not said:
                raise UserError(Problem(_other_vehicle(slip.plate), "plate"))
            before = facts_of(slip)
            slip.goods = [{**each, "out": each["out"] + taken.get(at, 0)} for at, each in enumerate(slip.goods)]
            whole = all(each["out"] == each["count"] for each in slip.goods)
            slip.state = ReleaseState.USED if whole else ReleaseState.PARTLY
            slip.used_at = work.now if whole else None
            check = self._note(
                work, slip, ReleaseOutcome.RELEASED if whole else ReleaseOutcome.PARTLY, seen, gate_id, said
            )
            check.goods = [
                {"line": at, "goods": slip.goods[at]["goods"], "count": count} for at, count in taken.items()
            ]
            work.session.flush()
            after = {**facts_of(slip), "left_with": seen, "gate": gate_id, "override": said}
            work.audit(TOPIC, slip.id, "goods let out", before, after)
            self._tell_household(work, slip, seen, sum(taken.values()), whole=whole)
            if other:
                self._tell_desk(work, slip, seen, gate_id, said)
            work.result = slip.id
        return work.changes

    @requires(Operation.CHECK_RELEASE_SLIP)
    def refuse(
        self,
        slip_id: int,
        words: str,
        plate: str = "",
        *,
        version: int,
        gate_id: int | None = None,
        operation_id: str = "",
    ) -> Changes:
        """Note that the goods were not let out, and why; whatever the slip is good for. The slip stays as it is.

        Raises UserError on "words" without a reason, ConflictError where the slip has changed meanwhile.
        """
        said, seen = (
            checked_words(words, Problem(msg("Write why the goods are not let out."), "words")),
            checked_plate(plate),
        )
        with self.desk.write(Operation.CHECK_RELEASE_SLIP, operation_id) as work:
            slip = locked(work, slip_id)
            if slip.version != version:
                raise changed_meanwhile()
            check_gate(work, gate_id)
            self._note(work, slip, ReleaseOutcome.REFUSED, seen, gate_id, said)
            work.audit(TOPIC, slip.id, "goods not let out", None, {"words": said, "plate": seen, "gate": gate_id})
            work.result = slip.id
        return work.changes

    @requires(Operation.CHECK_RELEASE_SLIP)
    def take_back(self, slip_id: int, *, operation_id: str = "") -> Changes:
        """Take back what this account noted last about a slip, within five minutes: a mistyped release or refusal.

        Raises UserError where another guard or the desk has done something since, or it is too long ago.
        """
        with self.desk.write(Operation.CHECK_RELEASE_SLIP, operation_id) as work:
            slip = locked(work, slip_id)
            query = select(ReleaseCheck).where(ReleaseCheck.slip_id == slip_id)
            check = work.session.scalars(query.order_by(ReleaseCheck.id.desc()).limit(1)).one_or_none()
            if check is None or slip.state == ReleaseState.WITHDRAWN or not _still_own(check, work):
                raise UserError(msg("Only what you noted in the last five minutes can be taken back; call the desk."))
            before = facts_of(slip)
            if check.outcome != ReleaseOutcome.REFUSED:
                _bring_back(work, slip, check)
            work.session.delete(check)
            work.audit(TOPIC, slip.id, "taken back at the gate", before, facts_of(slip))
            work.result = slip.id
        return work.changes

    def _good(self, work: UnitOfWork, slip_id: int, version: int) -> ReleaseSlip:
        """Return a slip with which goods may leave now."""
        slip = locked(work, slip_id)
        standing = standing_at(ReleaseState(slip.state), slip.valid_from, slip.valid_until, work.now)
        if not standing.lets_out:
            words = self._file(work.session, slip_id).verdict
            raise UserError(words) if slip.version == version else ConflictError(words)
        # a clock that was set back would let the same goods leave with two slips
        check_no_follower(work, slip)
        if slip.version != version:
            raise changed_meanwhile()
        return slip

    def _note(
        self, work: UnitOfWork, slip: ReleaseSlip, outcome: ReleaseOutcome, plate: str, gate_id: int | None, words: str
    ) -> ReleaseCheck:
        check = ReleaseCheck(
            community_id=work.community_id,
            slip_id=slip.id,
            at=work.now,
            account_id=work.actor.account_id,
            gate_id=gate_id,
            outcome=outcome,
            plate=plate,
            goods=[],
            words=words,
        )
        work.session.add(check)
        return check

    def _tell_household(self, work: UnitOfWork, slip: ReleaseSlip, plate: str, pieces: int, *, whole: bool) -> None:
        if slip.room_id is not None:
            told = {"number": slip.number, "pieces": pieces, "plate": plate, "whole": whole}
            work.timeline(slip.room_id, work.now, RELEASED, slip.id, **told)
            work.touch("room", slip.room_id)

    def _tell_desk(self, work: UnitOfWork, slip: ReleaseSlip, plate: str, gate_id: int | None, words: str) -> None:
        call = NewCall(
            CallReason.OVERRIDE,
            f"{slip.number} {display_plate(slip.plate)}: {words}",
            gate_id=gate_id,
            room_id=slip.room_id,
            place=slip.place,
            plate=plate,
            who=slip.name,
            slip_id=slip.id,
        )
        note_call(work, call)


def _taken(slip: ReleaseSlip, parts: Mapping[int, int] | None) -> dict[int, int]:
    """Return how many pieces of each line leave, without lines of which none does."""
    left = {at: each["count"] - each["out"] for at, each in enumerate(slip.goods)}
    taken = left if parts is None else dict(parts)
    if any(not 0 <= count <= left.get(at, 0) for at, count in taken.items()):
        raise UserError(Problem(msg("More is to leave than the slip says; count again."), "goods"))
    taken = {at: count for at, count in sorted(taken.items()) if count}
    if not taken:
        raise UserError(Problem(msg("Nothing is chosen to leave."), "goods"))
    return taken


def _other_vehicle(plate: str) -> Message:
    return msg(
        "This slip is for %(plate)s. With another vehicle the goods leave only if you write who agreed; the front desk "
        "is told.",
        plate=display_plate(plate),
    )


def _still_own(check: ReleaseCheck, work: UnitOfWork) -> bool:
    return check.account_id == work.actor.account_id and _near(check.at, work.now)


def _near(at: datetime, now: datetime) -> bool:
    return abs(now - at) <= UNDO_WITHIN


def _bring_back(work: UnitOfWork, slip: ReleaseSlip, check: ReleaseCheck) -> None:
    """Put the goods of a check back on its slip, and take it out of the household's timeline."""
    gone = {each["line"]: each["count"] for each in check.goods}
    back = [{**each, "out": each["out"] - gone.get(at, 0)} for at, each in enumerate(slip.goods)]
    slip.goods, slip.used_at = back, None
    slip.state = ReleaseState.PARTLY if any(each["out"] for each in back) else ReleaseState.OPEN
    if slip.room_id is not None:
        told = (TimelineEntry.room_id == slip.room_id, TimelineEntry.kind == RELEASED)
        work.session.execute(
            delete(TimelineEntry).where(*told, TimelineEntry.source_id == slip.id, TimelineEntry.at == check.at)
        )
        work.touch("room", slip.room_id)
