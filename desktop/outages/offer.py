"""What outages offer to the whole: touchpoints in words, alerts for a household and what to say to it. Free of Qt."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import Message, msg, nmsg
from desktop.households.rows import Alert, AlertAct, AlertRank
from desktop.outages.model import WEATHER, OutageKind
from desktop.outages.rows import KIND_ICONS, KIND_LABELS
from desktop.outages.service.callers import CALLER_KIND
from desktop.outages.service.noticing import ANNOUNCED_KIND

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from desktop.outages.rows import OutageForRoom

__all__ = ["ACTS", "TIMELINE_KINDS", "caller_words", "kind_icon", "kind_words", "outage_alert", "timeline_words"]

TIMELINE_KINDS = frozenset({ANNOUNCED_KIND, CALLER_KIND})
"""The kinds of touchpoint that outages write."""

CALLER = AlertAct("another-caller", msg("Another caller"), "phone-call", "another-caller")
WITH_NOTE = AlertAct("caller-note", msg("With a note …"))
LOOK = AlertAct("look", msg("Open"))
ACTS = (CALLER, WITH_NOTE, LOOK)
"""What can be done about an outage where a household is told of it; without the right to log callers only the last."""


def kind_words(kind: OutageKind, kind_name: str) -> Message | str:
    """Return what an outage is called."""
    return kind_name or KIND_LABELS[kind]


def kind_icon(parameters: Mapping[str, Any]) -> str:
    """Return the icon of the outage a touchpoint is about."""
    return KIND_ICONS[_kind(parameters)]


def timeline_words(kind: str, parameters: Mapping[str, Any], zone: ZoneInfo) -> Message | None:
    """Return a touchpoint of an outage in words, times in `zone`; None for a kind that is another feature's."""
    if kind not in TIMELINE_KINDS:
        return None
    what = kind_words(_kind(parameters), parameters.get("kind_name", ""))
    if kind == CALLER_KIND:
        note = " ".join(str(parameters.get("note", "")).split())
        if note:
            return msg("rang about it: %(what)s (%(note)s)", what=what, note=note)
        return msg("rang about it: %(what)s", what=what)
    starts = _moment(parameters.get("starts_at"), zone)
    ends = _moment(parameters.get("ends_at"), zone)
    day = starts[: len("2026-11-24 ")]
    ends = ends.removeprefix(day) if day else ends
    if not ends:
        return msg("announced: %(what)s from %(start)s", what=what, start=starts)
    return msg("announced: %(what)s from %(start)s to %(end)s", what=what, start=starts, end=ends)


def outage_alert(told: OutageForRoom, now: datetime, zone: ZoneInfo, *, may_log: bool) -> Alert:
    """Return an outage as an alert of a household it affects; its buttons are `ACTS`, `where` opens the outage."""
    what = kind_words(told.kind, told.kind_name)
    start = _short(told.starts_at, now, zone)
    end = "" if told.ends_at is None else _short(told.ends_at, now, zone)
    late = told.running and told.ends_at is not None and told.ends_at <= now
    if told.kind in WEATHER and told.running:
        lead = msg("%(what)s in force:", what=what)
    elif late:
        lead = msg("%(what)s now, should have ended at %(end)s:", what=what, end=end)
    elif told.running and end:
        lead = msg("%(what)s now, until %(end)s:", what=what, end=end)
    elif told.running:
        lead = msg("%(what)s now, end unknown:", what=what)
    else:
        lead = msg("%(what)s from %(start)s:", what=what, start=start)
    return Alert(
        AlertRank.OUTAGE,
        "amber",
        KIND_ICONS[told.kind],
        lead,
        _with_callers(told, now, zone),
        page="outages",
        where={"outage_id": told.outage_id},
        acts=ACTS if may_log else (LOOK,),
    )


def caller_words(told: OutageForRoom, now: datetime, zone: ZoneInfo) -> Message | str:
    """Return that a household rang already, "" where it did not."""
    if told.rang_at is None:
        return ""
    at = _short(told.rang_at, now, zone)
    if told.promised:
        return msg("This household rang at %(at)s already and is to be called back.", at=at)
    return msg("This household rang at %(at)s already.", at=at)


def callers_so_far(count: int) -> Message:
    """Return how many households rang about an outage."""
    return nmsg("%(count)s household rang about it so far", "%(count)s households rang about it so far", count)


def _with_callers(told: OutageForRoom, now: datetime, zone: ZoneInfo) -> Message | str:
    rang = caller_words(told, now, zone)
    return msg("%(say)s %(rang)s", say=told.say, rang=rang) if rang else told.say


def _kind(parameters: Mapping[str, Any]) -> OutageKind:
    return OutageKind(parameters.get("kind") or parameters["outage"])


def _moment(kept: object, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(kept).astimezone(zone).strftime("%Y-%m-%d %H:%M") if isinstance(kept, str) else ""


def _short(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return a time of today as that alone, of another day with its day; the same in every language."""
    there, today = at.astimezone(zone), now.astimezone(zone).date()
    return there.strftime("%H:%M" if there.date() == today else "%m-%d %H:%M")
