"""What the rules say of a request: by when it is due and called back, and what they would say of another one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.errors import Problem
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.requests.model import Request
from desktop.requests.rule import DueTimes
from desktop.requests.store import details
from desktop.requests.store.rules import Rulebook, rules_of
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desktop.core.i18n import Message
    from desktop.core.working_days import Reckoned
    from desktop.requests.rule import Rule

__all__ = ["Rulebook", "Ruling", "apply_rule", "follow_up_due", "ruled", "too_far", "unknown_years"]

FARTHEST = timedelta(days=3660)
"""Nothing is due, agreed or promised for later than this after it was said: the year is a slip of the finger."""


class Ruling(Service):
    """Reads the rules, and tells what they make of a request that is being typed or corrected."""

    @requires(Operation.READ_REQUEST)
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules in force, the oldest first."""
        with self.desk.read() as session:
            return rules_of(session, self.actor.community_id)

    @requires(Operation.READ_REQUEST)
    def due_times(
        self, kind: str, category_id: int | None, priority: str, occurred_at: datetime | None = None
    ) -> DueTimes:
        """Return by when such a request said at `occurred_at` (now if none) would be due, and what makes it doubtful.

        A moment in the future, which `report` refuses, has no due times.
        """
        now = self.desk.clock.now()
        at = occurred_at or now
        if at > now:
            return DueTimes()
        with self.desk.read() as session:
            book = self._book_of(session)
            return book.due_times(book.rule_for(kind, category_id, priority), at)

    @requires(Operation.READ_REQUEST)
    def due_times_if(self, request_id: int, category_id: int | None, priority: str) -> DueTimes | None:
        """Return by when a request would be due if it were amended so and recalculated; None where nothing changes.

        Nothing changes either where category and priority stay as they are.
        """
        with self.desk.read() as session:
            request = session.get(Request, request_id)
            if request is None or request.community_id != self.actor.community_id:
                return None
            if (request.category_id, request.priority) == (category_id, priority):
                return None
            rule, times = ruled(session, self._book_of(session), request, category_id, priority)
            stands = (request.response_due_at, request.due_at, request.due_in_working_time)
        same = stands == (times.response, times.completion, rule is not None and rule.in_working_time)
        return None if same else times

    def _book_of(self, session: Session) -> Rulebook:
        return Rulebook(session, self.actor.community_id, self.desk.zone)


def ruled(
    session: Session, book: Rulebook, request: Request, category_id: int | None, priority: str
) -> tuple[Rule | None, DueTimes]:
    """Return the rule for a request that has this category and priority, and its due times from the beginning.

    Its ended holds push what it makes of the completion; extensions do not count any more.
    """
    rule = book.rule_for(request.kind, category_id, priority)
    times = book.due_times(rule, request.occurred_at)
    if rule is None or times.completion is None:
        return rule, times
    pace = book.pace(in_working_time=rule.in_working_time)
    rests = (pace.between(start, end).value for start, end in details.ended_holds(session, request.id))
    due = pace.moved(times.completion, sum(rests, timedelta()))
    return rule, DueTimes(times.response, due.value, due.doubt or times.doubt)


def apply_rule(request: Request, rule: Rule | None, times: DueTimes) -> None:
    """Give the request the due times of its rule."""
    request.rule_id = None if rule is None else rule.id
    request.due_in_working_time = rule is not None and rule.in_working_time
    request.response_due_at, request.due_at = times.response, times.completion


def follow_up_due(book: Rulebook, request: Request, completed_at: datetime) -> Reckoned[datetime | None]:
    """Return by when the resident of a request completed at `completed_at` is called back; None for not at all.

    The rule is the one that holds for it now, whichever its due times came from.
    """
    return book.follow_up_due(request.number, request.kind, request.category_id, request.priority, completed_at)


def too_far(field: str, at: datetime | None, occurred_at: datetime) -> list[Problem]:
    """Return what is wrong with a time so much later than `occurred_at`, on `field`."""
    if at is None or at - occurred_at <= FARTHEST:
        return []
    return [Problem(msg("This is more than ten years away; correct the year."), field)]


def unknown_years(doubt: Message | None) -> str:
    """Return the years whose holidays a result was reckoned without, as a step keeps them: 2027; "" for none."""
    return "" if doubt is None else str(doubt.params["years"])
