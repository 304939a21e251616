"""The words of the gate's lists and alarms: how long someone is inside, what to say and do. Free of Qt."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.visits.rows import HitSource, ObjectionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.visits.rows import Objection, VisitorHit

__all__ = [
    "asks_the_desk",
    "at_clock",
    "hit_words",
    "how_long",
    "objection_words",
    "people_words",
    "terms",
    "what_to_do",
    "where_and_why",
]

HOUR = 60


def how_long(since: datetime, now: datetime) -> Message:
    """Return how long it is from `since` to `now`: minutes, hours and minutes, and from five hours on hours alone."""
    minutes = max(int((now - since).total_seconds()) // 60, 0)
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return msg("%(minutes)s min", minutes=minutes)
    if hours >= 5 or not rest:
        return msg("%(hours)s h", hours=hours)
    return msg("%(hours)s h %(minutes)s min", hours=hours, minutes=f"{rest:02}")


def at_clock(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return the time of day in `zone`, with the day where it was not today."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%m-%d %H:%M}"


def people_words(title: Message | str, people: int) -> Message | str:
    """Return the title of a visit, with how many they are where it is more than one."""
    return title if people < 2 else msg("%(name)s, %(count)s people", name=title, count=people)


def where_and_why(place: str, kind: Message | str) -> Message | str:
    """Return where someone goes and what for."""
    return msg("%(place)s · %(kind)s", place=place, kind=kind) if place else kind


# --- finds ----------------------------------------------------------------------------------------------------------

_SOURCES: Mapping[HitSource, Message] = MappingProxyType(
    {
        HitSource.EXPECTED: msg("expected today"),
        HitSource.PASS: msg("has a pass"),
        HitSource.VISITOR: msg("was here before"),
        HitSource.RESIDENT: msg("lives here, no entry needed"),
        HitSource.WATCHED: msg("on the watchlist"),
    }
)


def hit_words(hit: VisitorHit) -> Message:
    """Return what is known of a find, behind its name."""
    if hit.inside_visit_id is not None:
        return msg("is inside already")
    if hit.source is HitSource.VISITOR and hit.times:
        return msg("time no. %(times)s", times=hit.times + 1)
    return _SOURCES[hit.source]


# --- alarms ---------------------------------------------------------------------------------------------------------

_ASK_HOUSEHOLD = msg("“Good day. Please wait here a moment, I will just ask the household.”")
_ASK_DESK = msg("“Good day. Please wait here a moment, I have to ask the service centre first.”")
_SAY: Mapping[ObjectionKind, Message] = MappingProxyType(
    {
        ObjectionKind.WATCH_REFUSE: _ASK_DESK,
        ObjectionKind.WATCH: msg("“Good day, whom are you visiting, please? I will just let them know.”"),
        ObjectionKind.PASS_EXPIRED: msg(
            "“Your pass is no longer valid. Please have it renewed at the service centre.”"
        ),
        ObjectionKind.PASS_MISSING: msg("“This work needs a pass. Please ask for one at the service centre.”"),
        ObjectionKind.TENANT_MOVED_OUT: _ASK_DESK,
        ObjectionKind.VACANT: msg("“Nobody is registered as living there. Whom do you want to see, please?”"),
        ObjectionKind.OUT_OF_TOWN: msg("“The household is away just now. May I give them a ring?”"),
    }
)
_BY_THE_DESK = frozenset(
    {
        ObjectionKind.WATCH_REFUSE,
        ObjectionKind.PASS_EXPIRED,
        ObjectionKind.PASS_MISSING,
        ObjectionKind.TENANT_MOVED_OUT,
        ObjectionKind.VACANT,
    }
)
"""Objections that the desk decides; the household is asked about the others."""


def asks_the_desk(kind: ObjectionKind) -> bool:
    """Tell whether the desk is asked, not the household."""
    return kind in _BY_THE_DESK


def objection_words(objection: Objection) -> Message | str:
    """Return what speaks against it in one sentence."""
    words = " · ".join(" ".join(line.split()) for line in objection.words.splitlines() if line.strip())
    return msg("%(lead)s: %(words)s", lead=objection.lead, words=words) if words else objection.lead


def terms(objection: Objection, zone: ZoneInfo) -> Callable[[Language], str]:
    """Return until when it holds, who ordered it and who noted it, as far as that is known."""

    def say(language: Language) -> str:
        parts = []
        if objection.until is not None:
            last = (objection.until.astimezone(zone) - timedelta(microseconds=1)).date()
            parts.append(language.gettext("valid until %(day)s", day=language.full_date(last)))
        if objection.ordered_by:
            parts.append(language.gettext("ordered by %(name)s", name=objection.ordered_by))
        day = None if objection.noted_at is None else language.short_date(objection.noted_at.astimezone(zone).date())
        if objection.noted_by and day is not None:
            parts.append(language.gettext("noted by %(name)s on %(day)s", name=objection.noted_by, day=day))
        elif day is not None:
            parts.append(language.gettext("since %(day)s", day=day))
        return "   ".join(parts)

    return say


def what_to_do(kind: ObjectionKind) -> Sequence[tuple[Message, Message]]:
    """Return what to say and what to do where `kind` is the gravest that speaks against it, as (label, words)."""
    agreed = (msg("If they agree"), msg("Write down who agreed, then let them in"))
    refused = (msg("No answer, or no"), msg("Do not let them in, press F8; if they insist, call your supervisor"))
    if asks_the_desk(kind):
        agreed = (msg("If the desk agrees"), msg("Write down who agreed, then let them in"))
    return ((msg("How to say it"), _SAY.get(kind, _ASK_HOUSEHOLD)), agreed, refused)
