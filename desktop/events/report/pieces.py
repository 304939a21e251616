"""What the papers of events share: when an event is in words, and empty cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.almanac import kept_words
from desktop.events.rows import KIND_LABELS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.events.rows import EventLine
    from desktop.paper.pen import Pen

__all__ = ["Space", "kind_of", "when"]


@dataclass(frozen=True, slots=True)
class Space:
    """A cell that is left white to be written in, `high` points high."""

    high: float

    def height(self, _width: float) -> float:
        """Return the height given."""
        return self.high

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw nothing."""


def kind_of(line: EventLine, language: Language) -> str:
    """Return what kind of event it is, in its own words where it has such."""
    return line.kind_name or language.message(KIND_LABELS[line.kind])


def when(line: EventLine, language: Language, zone: ZoneInfo) -> str:
    """Return day, lunar day and times of an event; the day it ends too, where that is another one."""
    begins, ends = line.starts_at.astimezone(zone), line.ends_at.astimezone(zone)
    day = language.full_date(begins.date())
    said = language.gettext("%(day)s, %(weekday)s", day=day, weekday=language.weekday(begins.date()))
    if line.lunar_day:
        said = language.gettext("%(day)s (%(lunar)s)", day=said, lunar=kept_words(line.lunar_day, language))
    until = language.time(ends, zone)
    if ends.date() != begins.date():
        until = f"{language.short_date(ends.date())} {until}"
    return f"{said} {language.time(begins, zone)}–{until}"
