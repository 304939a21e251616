"""The rules of a community with its calendar, as one snapshot or one write sees them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from desktop.core.working_days import Reckoned
from desktop.requests.model import RequestRule
from desktop.requests.rule import DueTimes, Pace, Rule, chosen_rule, due_times, follow_up_due, is_called_back
from desktop.working_days.service import calendar_of

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from desktop.core.working_days import WorkingCalendar

__all__ = ["Rulebook", "rules_of"]

_COLUMNS = (
    RequestRule.id,
    RequestRule.kind,
    RequestRule.category_id,
    RequestRule.priority,
    RequestRule.response_minutes,
    RequestRule.completion_minutes,
    RequestRule.in_working_time,
    RequestRule.follow_up_days,
    RequestRule.follow_up_share,
    RequestRule.follow_up_in_working_days,
)
# Made once: every saved request asks for it.
_ACTIVE = (
    select(*_COLUMNS)
    .where(RequestRule.community_id == bindparam("community"), RequestRule.active)
    .order_by(RequestRule.id)
)


def rules_of(session: Session, community_id: int) -> tuple[Rule, ...]:
    """Return the rules in force, the oldest first."""
    rows = session.connection().execute(_ACTIVE, {"community": community_id})
    return tuple(Rule(**row._mapping) for row in rows)  # noqa: SLF001 - the public name of a row's columns


class Rulebook:
    """What a community laid down about time: rules and calendar, each read when first asked for and then kept.

    Read anew for every write and every snapshot: other PCs may have changed them.
    """

    def __init__(self, session: Session, community_id: int, zone: ZoneInfo) -> None:
        """Read from `session`; days are those of `zone`."""
        self._session = session
        self._community_id = community_id
        self.zone = zone

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules in force."""
        return rules_of(self._session, self._community_id)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """Return the working calendar."""
        return calendar_of(self._session, self._community_id)

    def read(self) -> Rulebook:
        """Read everything now, for use after the session has ended; return itself."""
        assert self.rules is not None
        assert self.calendar is not None
        return self

    def rule_for(self, kind: str, category_id: int | None, priority: str) -> Rule | None:
        """Return the rule that holds for such a request."""
        return chosen_rule(self.rules, kind, category_id, priority)

    def due_times(self, rule: Rule | None, occurred_at: datetime) -> DueTimes:
        """Return by when a request said at `occurred_at` is due by `rule`."""
        return due_times(rule, occurred_at, self.calendar, self.zone)

    def pace(self, *, in_working_time: bool) -> Pace:
        """Return how time runs for a request."""
        return Pace(self.calendar if in_working_time else None, self.zone)

    def follow_up_due(
        self, number: str, kind: str, category_id: int | None, priority: str, completed_at: datetime
    ) -> Reckoned[datetime | None]:
        """Return by when the resident of a request completed at `completed_at` is called back; None for not at all."""
        rule = self.rule_for(kind, category_id, priority)
        if not is_called_back(rule, kind, self._community_id, number):
            return Reckoned(None)
        due = follow_up_due(rule, completed_at, self.calendar, self.zone)
        return Reckoned(due.value, due.doubt)
