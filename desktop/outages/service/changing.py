"""What a notice changes of its outage, and what of it cannot be: refused in words, field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import LANGUAGES, msg
from desktop.core.texts import clean, clean_lines
from desktop.outages.model import NoticeEdition, Outage, OutageState
from desktop.outages.service.checking import ends_before_start
from desktop.outages.service.wording import MOST_ADVICE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from desktop.core.i18n import Message
    from desktop.outages.rows import NewNotice, NewOutage

__all__ = ["after", "checked", "refuse"]

LONGEST: Mapping[str, int] = MappingProxyType(
    {"title": 40, "where": 600, "cause": 200, "closing": 120, "reason": 200, "chat": 3000, "short": 500}
)
"""Characters of the words of a notice."""
LONGEST_PIECE = 120
"""Characters of one piece of advice: a few lines of a poster."""


def checked(new: NewNotice) -> NewNotice:
    """Return a notice as it is kept, moments in UTC; raise UserError naming each word that is too long or missing."""
    if new.language not in LANGUAGES:
        raise ValueError(f"unknown language: {new.language}")
    problems: list[Problem] = []
    words: dict[str, Any] = {}
    # where a clock is turned, times of one zone compare by the clock on the wall, not by which is earlier
    moments: dict[str, Any] = {name: _in_utc(getattr(new, name)) for name in ("starts_at", "ends_at", "ended_at")}
    for name, most in LONGEST.items():
        typed = getattr(new, name)
        if typed is None:
            continue
        words[name] = typed.strip("\n") if name in {"chat", "short"} else clean(typed)
        if len(words[name]) > most:
            problems.append(Problem(_too_long(words[name], most), name))
    for name, words_missing in _MISSING.items():
        if words.get(name) == "":
            problems.append(Problem(words_missing, name))
    advice = None if new.advice is None else tuple(line for piece in new.advice if (line := clean_lines(piece)))
    if advice is not None and len(advice) > MOST_ADVICE:
        problems.append(Problem(msg("Three pieces of advice at most; take the others out."), "advice"))
    long = next((piece for piece in advice or () if len(piece) > LONGEST_PIECE), None)
    if long is not None:
        problems.append(Problem(_too_long(long, LONGEST_PIECE), "advice"))
    if problems:
        raise UserError(*problems)
    return replace(new, **words, **moments, advice=advice)


_MISSING: Mapping[str, Message] = MappingProxyType(
    {"title": msg("The notice needs a heading."), "where": msg("Say where it is.")}
)


def after(plan: NewOutage, new: NewNotice) -> NewOutage:
    """Return the plan as the notice leaves it; one that names only a new start keeps the outage as long as it was.

    What the desk was to say of another time is said no more: from then on it follows the notice.
    """
    starts_at = (new.starts_at or plan.starts_at).astimezone(UTC)
    ends_at = _in_utc(new.ends_at or plan.ends_at)
    if new.starts_at is not None and new.ends_at is None and ends_at is not None:
        ends_at = starts_at + (ends_at - plan.starts_at.astimezone(UTC))
    say = plan.say if _same_time(plan, starts_at, ends_at) else ""
    return replace(plan, starts_at=starts_at, ends_at=ends_at, say=say)


def _same_time(plan: NewOutage, starts_at: datetime, ends_at: datetime | None) -> bool:
    return (plan.starts_at, plan.ends_at) == (starts_at, ends_at)


def refuse(outage: Outage, new: NewNotice, now: datetime) -> None:
    """Raise UserError where such a notice cannot be issued `now`, naming what is missing or wrong."""
    edition = new.edition
    if not outage.can_issue(edition):
        if outage.state == OutageState.PLANNED:
            raise UserError(msg("No notice of it is out yet; announce it first."))
        if outage.state == OutageState.ANNOUNCED:
            raise UserError(msg("It is announced already; issue a notice of what has changed."))
        raise UserError(msg("It is over or called off and stays as it was; plan another."))
    problems = [*_of_times(outage, new), *_of_end(outage, new, now)]
    if edition is NoticeEdition.CANCELLED and not new.reason:
        problems.append(Problem(msg("Say why it does not take place."), "reason"))
    if problems:
        raise UserError(*problems)


def _of_times(outage: Outage, new: NewNotice) -> Iterator[Problem]:
    edition = new.edition
    if edition in {NoticeEdition.CANCELLED, NoticeEdition.RESTORED}:
        if new.starts_at is not None or new.ends_at is not None:
            raise ValueError("such a notice does not move the outage")
        return
    if edition is NoticeEdition.EXTENDED and new.ends_at is None:
        yield Problem(msg("Say when it ends now."), "ends_at")
    elif edition is NoticeEdition.EXTENDED and outage.ends_at is not None and new.ends_at <= outage.ends_at:  # type: ignore[operator]  # it is no None here
        yield Problem(
            msg("An extension ends later than was announced; for any other time issue a new time."), "ends_at"
        )
    if edition is NoticeEdition.MOVED and new.starts_at is None:
        yield Problem(msg("Say when it begins now."), "starts_at")
    elif edition is NoticeEdition.MOVED and new.starts_at == outage.starts_at and new.ends_at in {None, outage.ends_at}:
        yield Problem(msg("This is the time that was announced; say when it begins now."), "starts_at")
    starts_at, ends_at = new.starts_at or outage.starts_at, new.ends_at
    if ends_at is not None and ends_at <= starts_at:
        yield Problem(ends_before_start(), "ends_at")


def _of_end(outage: Outage, new: NewNotice, now: datetime) -> Iterator[Problem]:
    if new.edition is not NoticeEdition.RESTORED:
        return
    ended_at = new.ended_at or now
    if ended_at > now:
        yield Problem(msg("It cannot be over in the future; say when it was over."), "ended_at")
    elif ended_at < outage.starts_at:
        words = msg("It was over before it began; look at the time, or issue a notice of cancellation.")
        yield Problem(words, "ended_at")


def _in_utc(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(UTC)


def _too_long(text: str, most: int) -> Message:
    return msg("This text has %(count)s characters; shorten it to %(most)s.", count=len(text), most=most)
