"""What the forms of incidents share: how they are made, and how their times are read."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.households.dialogs.marks import moment_reader
from desktop.incidents.service import IncidentService
from desktop.ui.acting import CommandDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.changes import Changes
    from desktop.ui.language import Text

__all__ = ["Command", "IncidentForm", "past_reader"]

Command: TypeAlias = "Callable[[IncidentService, str], Changes]"
"""One write: given the service and the operation id, it does it."""

_CLOCK = re.compile(r"([0-9]{1,2}):?([0-9]{2})")
_TIME = re.compile(r"[0-9]:[0-9]{2}|[点點时時]")
_YEAR = re.compile(r"[0-9]{4}\s*[-./年]")


class IncidentForm(CommandDialog[IncidentService]):
    """A form about an incident."""


def past_reader(now: datetime, zone: ZoneInfo) -> Callable[[str], tuple[datetime, Text]]:
    """Return a reader of moments that are over: 1405, 14:05, 11-20 9:00, 2026-11-20 9:00.

    A time alone is of today, or of yesterday where it is still to come: it is noted after midnight. Times are read in
    `zone`; the reader raises UserError for what is none, and for a day without a time of day.
    """
    read = moment_reader(now, zone)
    today = now.astimezone(zone).date()

    def past(text: str) -> tuple[datetime, Text]:
        typed = unicodedata.normalize("NFKC", text).strip()
        clock = _CLOCK.fullmatch(typed)
        if clock is not None:
            at, _words = read(f"{today.isoformat()} {clock[1]}:{clock[2]}")
            if at > now:
                at, _words = read(f"{(today - timedelta(days=1)).isoformat()} {clock[1]}:{clock[2]}")
        else:
            at, _words = read(typed)
            if not _TIME.search(typed):
                raise UserError(msg("Add the time of day to “%(text)s”, for example 15:30.", text=typed))
            if at > now and not _YEAR.match(typed):
                at = at.replace(year=at.year - 1)
        return at, lambda spoken: spoken.moment(at, zone)

    return past
