"""The words of a list: states as chips, times as people say them, how long something lasts."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.requests.model import HoldReason, RequestKind, RequestState
from desktop.requests.rows import PLACE_LABELS, STATE_LABELS
from desktop.ui.table import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    from desktop.core.clock import Clock
    from desktop.core.i18n import Language
    from desktop.requests.rows import RepeatsRow, RequestLine

__all__ = ["NOTHING", "Seen", "due_of", "lasting", "repeat_tags", "room_of", "status_of"]

NOTHING = "—"
"""What stands where there is nothing to say."""

_STATES: Mapping[RequestState, tuple[str, str]] = MappingProxyType(
    {
        RequestState.RECEIVED: ("accent", "circle-dot"),
        RequestState.ASSIGNED: ("blue", "send"),
        RequestState.IN_PROGRESS: ("blue", "wrench"),
        RequestState.ON_HOLD: ("grey", "circle-pause"),
        RequestState.COMPLETED: ("green", "circle-check"),
        RequestState.CLOSED: ("grey", "circle-check"),
        RequestState.REOPENED: ("amber", "rotate-ccw"),
        RequestState.CANCELLED: ("grey", "circle-x"),
        RequestState.DUPLICATE: ("grey", "copy"),
    }
)

_HOLDS: Mapping[HoldReason, Message] = MappingProxyType(
    {
        HoldReason.PARTS: msg("Hold: parts"),
        HoldReason.APPOINTMENT: msg("Hold: visit"),
        HoldReason.NOBODY_HOME: msg("Hold: nobody home"),
        HoldReason.DEVELOPER: msg("Hold: developer"),
    }
)


@dataclass(frozen=True, slots=True)
class Seen:
    """From where and when times are told: the desk's clock and the community's time zone."""

    clock: Clock
    zone: ZoneInfo

    def now(self) -> datetime:
        """Return this moment on the community's clock."""
        return self.clock.now().astimezone(self.zone)

    def when(self, at: datetime, language: Language) -> str:
        """Return when `at` is, as short as can be: today 14:05, 11-22 17:30, 2025-11-22."""
        local = at.astimezone(self.zone)
        time = local.strftime("%H:%M")
        days = (local.date() - self.now().date()).days
        if days == 0:
            return language.gettext("today %(time)s", time=time)
        if days == 1:
            return language.gettext("tomorrow %(time)s", time=time)
        if days == -1:
            return language.gettext("yesterday %(time)s", time=time)
        return local.strftime("%m-%d %H:%M" if local.year == self.now().year else "%Y-%m-%d")

    def stamp(self, at: datetime) -> str:
        """Return when `at` was, for a column of times: 14:05 for today, 11-22 14:05, 2025-11-22."""
        local, now = at.astimezone(self.zone), self.now()
        if local.date() == now.date():
            return local.strftime("%H:%M")
        return local.strftime("%m-%d %H:%M" if local.year == now.year else "%Y-%m-%d")


def lasting(span: timedelta, language: Language) -> str:
    """Return how long `span` is in its largest whole unit: 2 days, 5 hours, 20 minutes."""
    minutes = max(round(span.total_seconds()) // 60, 0)
    if minutes >= 24 * 60:
        return language.ngettext("%(count)s day", "%(count)s days", minutes // (24 * 60))
    if minutes >= 60:
        return language.ngettext("%(count)s hour", "%(count)s hours", minutes // 60)
    return language.ngettext("%(count)s minute", "%(count)s minutes", minutes)


def status_of(line: RequestLine, language: Language) -> Cell:
    """Return a request's chip: how late it is rather than its state, and a due follow-up rather than "completed"."""
    if line.late is not None:
        text = language.gettext("Late %(time)s", time=lasting(line.late, language))
        return Cell(text, tone="red", icon="clock-alert", chip=True)
    if line.awaits_follow_up:
        return Cell(language.gettext("To follow up"), tone="violet", icon="phone-outgoing", chip=True)
    tone, icon = _STATES[line.state]
    return Cell(language.message(_state_words(line)), tone=tone, icon=icon, chip=True)


def _state_words(line: RequestLine) -> Message:
    if line.state is RequestState.ON_HOLD and line.hold_reason is not None:
        return _HOLDS[line.hold_reason]
    if line.state is RequestState.RECEIVED and line.kind is not RequestKind.REPAIR:
        return msg("To answer")
    if line.state is RequestState.RECEIVED:
        return msg("To dispatch")
    if line.state is RequestState.REOPENED and line.kind is RequestKind.REPAIR:
        return msg("Rework")
    return STATE_LABELS[line.state]


def room_of(line: RequestLine, language: Language) -> str:
    """Return where it is: the room as it is written, else in which place."""
    return line.room or language.message(PLACE_LABELS[line.place])


def due_of(line: RequestLine, seen: Seen, language: Language) -> Cell:
    """Return by when something must happen: the work, or the call that follows it; a hold stops the clock."""
    if line.state is RequestState.ON_HOLD and line.late is None:
        return Cell(language.gettext("clock stopped"), tone="ink2")
    if line.awaits_follow_up and line.follow_up_due_at is not None:
        late = line.follow_up_due_at < seen.now()
        return Cell(seen.when(line.follow_up_due_at, language), tone="red" if late else "ink")
    if line.due_at is None:
        return Cell(NOTHING, tone="ink2")
    open_now = line.completed_at is None and line.state not in {RequestState.CANCELLED, RequestState.DUPLICATE}
    tone = "red" if line.late is not None else "ink" if open_now else "ink2"
    return Cell(seen.when(line.due_at, language), tone=tone)


def repeat_tags(repeats: RepeatsRow) -> list[tuple[Message, str, str]]:
    """Return what keeps coming back as (words, tone, icon) of a chip: the household, and the fault in the building."""
    tags = []
    if repeats.household_repeats:
        tags.append((msg("Household: %(count)s in 90 days", count=repeats.household), "amber", "repeat"))
    if repeats.building_repeats:
        tags.append((msg("Same fault here: %(count)s in 90 days", count=repeats.building), "amber", "building-2"))
    return tags
