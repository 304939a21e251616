"""What is said on the page of follow-ups: the script, who did the work, how fresh a phone is."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from desktop.households.rows import ROLE_LABELS
from desktop.requests.rows import KIND_LABELS
from desktop.ui.dialling import Dial

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.follow_ups.presenter import Line
    from desktop.follow_ups.rows import AskedRequest

__all__ = ["dials", "done_words", "script_parts", "title_words"]

_FILLED = re.compile("\x02([^\x03]*)\x03")


def script_parts(
    asked: AskedRequest, name: str, community: str, clerk: str, zone: ZoneInfo, spoken: Language
) -> list[tuple[str, bool]]:
    """Return what to say about a request to `name` ("": whoever answers), in parts, those filled in with True."""
    filled = {
        "name": name,
        "community": community,
        "clerk": clerk,
        "day": spoken.short_date(asked.occurred_at.astimezone(zone).date()),
        "words": " ".join(asked.words.split()),
        "worker": asked.worker or asked.department,
        "result": " ".join(asked.result.split()),
    }
    marked = {key: f"\x02{value}\x03" for key, value in filled.items()}
    said = [
        spoken.gettext("Hello %(name)s, this is %(clerk)s of the service centre of %(community)s.", **marked)
        if name
        else spoken.gettext("Hello, this is %(clerk)s of the service centre of %(community)s.", **marked),
        spoken.gettext("On %(day)s you told us: %(words)s.", **marked),
    ]
    if asked.worker or asked.department:
        said.append(spoken.gettext("%(worker)s took care of it.", **marked))
    if asked.result:
        said.append(spoken.gettext("What was done: %(result)s.", **marked))
    said.append(spoken.gettext("Is it good now, and how satisfied are you with how it was handled?"))
    text = ("" if spoken.code.startswith("zh") else " ").join(said)
    return [(piece, place % 2 == 1) for place, piece in enumerate(_FILLED.split(text)) if piece]


def title_words(asked: AskedRequest, spoken: Language) -> str:
    """Return kind, number and words of a request in one line."""
    return f"{spoken.message(KIND_LABELS[asked.kind])} {asked.number}  {' '.join(asked.words.split())}"


def done_words(asked: AskedRequest, now: datetime, zone: ZoneInfo, spoken: Language) -> str:
    """Return when it was done, by whom, with what result, how often it was taken up again and called about."""
    parts = []
    if asked.completed_at is not None:
        who = " ".join(filter(None, (asked.department, asked.worker)))
        day = spoken.moment(asked.completed_at, zone)
        parts.append(spoken.gettext("done %(day)s by %(who)s", day=day, who=who) if who else day)
    parts.append(" ".join(asked.result.split()))
    if asked.main_number:
        parts.append(spoken.gettext("mended with %(number)s", number=asked.main_number))
    if asked.reopened_count:
        again = spoken.ngettext("reopened %(count)s time", "reopened %(count)s times", asked.reopened_count)
        parts.append(again)
    tries = len(asked.follow_ups)
    if tries:
        last = asked.follow_ups[-1]
        at = spoken.moment(last.made_at, zone)
        called = spoken.ngettext("called %(count)s time", "called %(count)s times", tries)
        parts.append(" ".join(filter(None, (called, at, last.by))))
    if asked.due_at < now:
        due = spoken.short_date(asked.due_at.astimezone(zone).date())
        parts.append(spoken.gettext("should have been asked by %(day)s", day=due))
    return " · ".join(filter(None, parts))


def dials(lines: Sequence[Line], today: date) -> list[Dial]:
    """Return phones as they are dialled, with whose they are."""
    return [Dial(partial(_whose, line), line.shown, partial(_mark, line, today)) for line in lines]


def _whose(line: Line, spoken: Language) -> str:
    role = spoken.gettext("reported it") if line.person is None else spoken.message(ROLE_LABELS[line.person.role])
    return " · ".join(filter(None, (line.name, role, line.label)))


def _mark(line: Line, today: date, spoken: Language) -> tuple[str, str, str]:
    if line.person is None:
        return spoken.gettext("as reported"), "grey", "clipboard-list"
    if line.confirmed_on is None:
        return spoken.gettext("never confirmed"), "grey", "clock"
    years = (today - line.confirmed_on).days // 365
    if years:
        old = spoken.ngettext("confirmed %(count)s year ago", "confirmed %(count)s years ago", years)
        return old, "grey", "clock"
    return spoken.gettext("confirmed %(day)s", day=spoken.short_date(line.confirmed_on)), "green", "check"
