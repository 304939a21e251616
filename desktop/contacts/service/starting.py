"""How a call round begins: over a list or over given households, alone or within another feature's unit of work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from desktop.contacts.model import CallEntry, CallOutcome, CallRound, CallState
from desktop.contacts.rows import RoundForecast
from desktop.contacts.rule import Asking
from desktop.contacts.store.members import given_to_call
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.texts import clean, clean_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from desktop.core.i18n import Message
    from desktop.storage.work import UnitOfWork

__all__ = ["RoundPlan", "forecast_over", "make_round", "start_over"]

LONGEST_OCCASION = 60
LONGEST_SCRIPT = 2000
MOST_ATTEMPTS = 20
LONGEST_WAIT = 24 * 60
"""Minutes."""


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A round to start: whom it is over in words (`name`; empty: the occasion), and what was typed; see `CallRound`.

    `list_id` is the list it is over, None for given households.
    """

    name: str
    occasion: str
    script: str = ""
    most_attempts: int = 3
    retry_minutes: int = 60
    list_id: int | None = None

    def checked(self) -> RoundPlan:
        """Return it with its words in order; raise UserError naming everything that is wrong."""
        plan = replace(self, occasion=clean(self.occasion), script=clean_lines(self.script))
        problems = []
        if not plan.occasion:
            problems.append(Problem(msg("Write the occasion of the calls."), "occasion"))
        elif len(plan.occasion) > LONGEST_OCCASION:
            fault = msg("An occasion has at most %(count)s characters.", count=LONGEST_OCCASION)
            problems.append(Problem(fault, "occasion"))
        if len(plan.script) > LONGEST_SCRIPT:
            problems.append(Problem(msg("A script has at most %(count)s characters.", count=LONGEST_SCRIPT), "script"))
        if not 1 <= plan.most_attempts <= MOST_ATTEMPTS:
            fault = msg("Call each household from 1 to %(most)s times.", most=MOST_ATTEMPTS)
            problems.append(Problem(fault, "most_attempts"))
        if not 1 <= plan.retry_minutes <= LONGEST_WAIT:
            fault = msg("Call again after 1 to %(most)s minutes.", most=LONGEST_WAIT)
            problems.append(Problem(fault, "retry_minutes"))
        if problems:
            raise UserError(*problems)
        return replace(plan, name=clean(plan.name) or plan.occasion)


def start_over(work: UnitOfWork, room_ids: Collection[int], plan: RoundPlan, today: date) -> int:
    """Start a round over given households in building order, `today` in the community's zone; return its id.

    For the unit of work of any feature: round and what it is for are kept together or not at all. Who must not be
    called and who has no phone are treated as by `Rounds.start`; a room named twice or gone counts once or not at all.
    Raises UserError as that does, naming "rooms" where nobody could be called.
    """
    checked = plan.checked()
    called = given_to_call(work.session, Asking(work.community_id, work.now, today), room_ids)
    if not any(reachable and not asked_not for _id, _label, reachable, asked_not in called):
        raise UserError(Problem(_nobody_given(no_one=not called), "rooms"))
    return make_round(work, checked, called)


def forecast_over(
    session: Session, community_id: int, now: datetime, today: date, room_ids: Collection[int]
) -> RoundForecast:
    """Return what a round over given households would be `now`, `today` in the community's zone."""
    called = given_to_call(session, Asking(community_id, now, today), room_ids)
    asked_not = sum(row[3] for row in called)
    reachable = sum(row[2] and not row[3] for row in called)
    return RoundForecast(reachable, len(called) - asked_not - reachable, asked_not)


def make_round(work: UnitOfWork, plan: RoundPlan, called: Sequence[tuple[int, str, bool, bool]]) -> int:
    """Write a checked round over households in calling order, and return its id.

    Each is its id, its label, whether someone there has a phone, and whether it asked not to be called.
    """
    started = CallRound(
        community_id=work.community_id,
        list_id=plan.list_id,
        list_name=plan.name,
        occasion=plan.occasion,
        script=plan.script,
        most_attempts=plan.most_attempts,
        retry_minutes=plan.retry_minutes,
        started_at=work.now,
    )
    work.session.add(started)
    work.session.flush()
    common = {"community_id": work.community_id, "round_id": started.id}
    entries = _entries(called)
    work.session.execute(insert(CallEntry), [{**common, **entry} for entry in entries])
    after = {"list": plan.name, "occasion": plan.occasion, "households": len(entries)}
    work.audit("call_round", started.id, "started", None, after)
    return started.id


def _entries(called: Sequence[tuple[int, str, bool, bool]]) -> list[dict[str, Any]]:
    """Return households as entries: who is to be called, then who has no phone, then who is left out."""
    groups: dict[str, list[dict[str, Any]]] = {"": [], CallOutcome.NO_PHONE: [], CallOutcome.DO_NOT_CALL: []}
    for room_id, label, reachable, asked_not in called:
        outcome = CallOutcome.DO_NOT_CALL if asked_not else "" if reachable else CallOutcome.NO_PHONE
        state = CallState.UNREACHED if outcome else CallState.WAITING
        groups[outcome].append({"room_id": room_id, "room_label": label, "state": state, "outcome": outcome})
    entries = [entry for group in groups.values() for entry in group]
    return [{**entry, "position": place} for place, entry in enumerate(entries, 1)]


def _nobody_given(*, no_one: bool) -> Message:
    if no_one:
        return msg("There is no household to call.")
    return msg("None of these households can be called: no phones, or they asked not to be called.")
