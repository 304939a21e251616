"""Call rounds for outages: made from the scope in one key, before it and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.contacts.service import RoundPlan, end_round, forecast_over, rounds_among, start_over
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.outages.model import Outage, OutageRound, RoundPurpose
from desktop.outages.rows import OutageRoundLine
from desktop.outages.service.owned import owned
from desktop.outages.service.saying import RoundWords, Saying_
from desktop.outages.store.rounds import open_warnings, round_ids, to_warn

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from desktop.contacts.rows import RoundForecast
    from desktop.core.changes import Changes
    from desktop.core.permissions import Actor
    from desktop.storage.work import UnitOfWork

__all__ = ["Warning_", "begin_round", "end_warnings", "rounds_of", "warn_anew"]

LONGEST_OCCASION = 60
"""Characters, as contacts take them."""


def rounds_of(
    session: Session, actor: Actor, now: datetime, today: date, outage_ids: Collection[int]
) -> Mapping[int, tuple[OutageRoundLine, ...]]:
    """Return the call rounds of outages with their progress as `actor` sees it, latest first; `today` in its zone."""
    kept = round_ids(session, outage_ids)
    lines = rounds_among(session, actor, now, today, [id_ for pairs in kept.values() for _purpose, id_ in pairs])
    found: dict[int, tuple[OutageRoundLine, ...]] = {}
    for outage_id, pairs in kept.items():
        found[outage_id] = tuple(OutageRoundLine(purpose, lines[id_]) for purpose, id_ in pairs if id_ in lines)
    return found


def begin_round(
    work: UnitOfWork, outage: Outage, purpose: RoundPurpose, rooms: Collection[int], words: RoundWords, today: date
) -> int:
    """Start a round for an outage and keep what it is for, all or nothing; return the round's id."""
    plan = RoundPlan(words.name, words.occasion[:LONGEST_OCCASION], words.script)
    round_id = start_over(work, rooms, plan, today)
    kept = OutageRound(community_id=work.community_id, outage_id=outage.id, round_id=round_id, purpose=purpose)
    work.session.add(kept)
    after = {"purpose": str(purpose), "round": round_id, "households": len(rooms)}
    work.audit("outage", outage.id, "call round started", None, after)
    return round_id


def warn_anew(work: UnitOfWork, outage: Outage, before: str, after: str) -> None:
    """Let the open rounds that warn of an outage say `after` where they said `before`; a script of their own stays."""
    for row in work.session.scalars(open_warnings(outage.id)):
        if row.script == before != after:
            row.script = after
            work.audit("call_round", row.id, "script changed", {"script": before}, {"script": after})


def end_warnings(work: UnitOfWork, outage: Outage) -> None:
    """End the rounds that warn of an outage that is over, called off or moved: what they say does not hold any more."""
    for row in work.session.scalars(open_warnings(outage.id)):
        end_round(work, row)


class Warning_(Saying_):  # noqa: N801 - Warning is Python's own
    """Calls those who must know of an outage before it begins."""

    @requires(Operation.READ_OUTAGES)
    def warn_forecast(self, outage_id: int, meanings: Sequence[str]) -> RoundForecast:
        """Return what a round to warn households with tags of `meanings` would be now; see `start_warning`."""
        with self.desk.read() as session:
            rooms, _known = to_warn(session, self.actor.community_id, outage_id, meanings, self._today())
            return forecast_over(session, self.actor.community_id, self.desk.clock.now(), self._today(), rooms)

    @requires(Operation.CALL_ROUND)
    def start_warning(
        self,
        outage_id: int,
        meanings: Sequence[str],
        *,
        script: str | None = None,
        language_code: str = "",
        operation_id: str = "",
    ) -> Changes:
        """Start a call round over the households of the scope with tags of `meanings`; the result is the round's id.

        Who was reached for this outage, waits in an open round of it or rang about it is not called again, unless the
        outage was moved since. `script` None is what is said of the outage on the phone, in the language of its latest
        notice unless another is given. Raises UserError naming "meanings" where none is given or nobody is left to
        call, and for an outage that is over.
        """
        if not meanings:
            raise UserError(Problem(msg("Choose which households are called."), "meanings"))
        words = self._round_words(outage_id, RoundPurpose.WARN, script, language_code)
        with self.desk.write(Operation.CALL_ROUND, operation_id) as work:
            outage = owned(work, Outage, outage_id)
            if not outage.can_change():
                raise UserError(msg("The outage is over; there is nobody to warn any more."))
            rooms, known = to_warn(work.session, work.community_id, outage.id, meanings, self._today())
            if not rooms and known:
                fault = msg("All of these households know already, or are being called.")
                raise UserError(Problem(fault, "meanings"))
            if not rooms:
                raise UserError(Problem(msg("No household of the scope wears one of these tags."), "meanings"))
            work.result = begin_round(work, outage, RoundPurpose.WARN, rooms, words, self._today())
        return work.changes
