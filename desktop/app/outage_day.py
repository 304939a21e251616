"""What outages offer to the end of the day and to Today: what hangs, what a handover tells, what runs. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.handover.rows import DayCheck, Subject
from desktop.outages.offer import kind_words
from desktop.outages.rows import OutageCounts, OutageFilter, OutageStage
from desktop.outages.service import OutageService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.i18n import Language, Message
    from desktop.handover.rows import Shift
    from desktop.outages.rows import OutageLine
    from desktop.storage.desk import Desk

__all__ = ["OUTAGE_CHECKS", "OUTAGE_SUBJECT", "OutageDay", "read_outages", "when_words"]

MOST_TOLD, PLACES_TOLD = 3, 24
"""Outages a handover tells of, and characters of where one is: its paragraphs stand on one page together."""


@dataclass(frozen=True, slots=True)
class OutageDay:
    """What Today tells of outages: their counts, and those that run."""

    counts: OutageCounts
    running: Sequence[OutageLine] = ()


def read_outages(desk: Desk) -> OutageDay:
    """Return what Today tells of outages."""
    service = OutageService(desk)
    counts = service.counts()
    return OutageDay(counts, service.outages(OutageFilter(OutageStage.RUNNING)) if counts.running else ())


def when_words(line: OutageLine, desk: Desk, language: Language) -> str:
    """Return when an outage is: times of today alone, of other days with their day, which an end does not repeat."""
    told_day = desk.clock.now().astimezone(desk.zone).date()
    told = []
    for at in (line.starts_at, line.ends_at):
        if at is None:
            told.append(language.gettext("end unknown"))
            continue
        day = at.astimezone(desk.zone).date()
        time = language.time(at, desk.zone)
        told.append(time if day == told_day else f"{language.short_date(day)} {time}")
        told_day = day
    return language.gettext("%(start)s to %(end)s", start=told[0], end=told[1])


def _check(key: str, words: Message, icon: str, operation: Operation, count: Callable[[OutageCounts], int]) -> DayCheck:
    def where(_desk: Desk) -> Mapping[str, object]:
        return MappingProxyType({"stage": OutageStage.ALL})

    return DayCheck(key, words, icon, operation, lambda desk: count(OutageService(desk).counts()), "outages", where)


OUTAGE_CHECKS: Sequence[DayCheck] = (
    _check(
        "outages_left",
        msg("Outages not announced or restored in time"),
        "droplet-off",
        Operation.ISSUE_NOTICE,
        lambda counts: counts.unannounced + counts.late,
    ),
    _check(
        "outage_calls",
        msg("Calls about outages not made"),
        "phone-missed",
        Operation.CALL_ROUND,
        lambda counts: counts.unreached + counts.owed,
    ),
)
"""What of outages must not be left hanging."""


def _told_of_outages(desk: Desk, _shift: Shift, language: Language) -> str:
    """List what runs and what comes next, with what is still owed."""
    if not allows(desk.actor, Operation.READ_OUTAGES):
        return ""
    service = OutageService(desk)
    lines = [*service.outages(OutageFilter(OutageStage.RUNNING)), *service.outages(OutageFilter(OutageStage.COMING))]
    told = [_line(line, desk, language) for line in lines[:MOST_TOLD]]
    more = len(lines) - MOST_TOLD
    if more > 0:
        told.append(language.ngettext("and %(count)s more", "and %(count)s more", more))
    owed = service.counts().owed
    if owed:
        told.append(
            language.ngettext(
                "%(count)s call back owed for what is over", "%(count)s calls back owed for what is over", owed
            )
        )
    return "\n".join(told)


def _line(line: OutageLine, desk: Desk, language: Language) -> str:
    what, where = kind_words(line.kind, line.kind_name), language.gettext(", ").join(line.where)
    parts = [
        what if isinstance(what, str) else language.message(what),
        where if len(where) <= PLACES_TOLD else f"{where[: PLACES_TOLD - 1]}…",
        when_words(line, desk, language),
        *([language.gettext("not announced")] if not line.number else ()),
        *([language.ngettext("%(count)s rang", "%(count)s rang", line.callers)] if line.callers else ()),
        *(
            [language.ngettext("%(count)s not warned", "%(count)s not warned", line.unreached)]
            if line.unreached
            else ()
        ),
        *([language.ngettext("%(count)s call back", "%(count)s calls back", line.promised)] if line.promised else ()),
    ]
    return " ".join(part for part in parts if part)


OUTAGE_SUBJECT = Subject("outages", msg("Outages"), _told_of_outages)
"""What a handover tells of outages."""
