"""What the papers of events share: when an event is in words, empty cells, photos in a row."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.utils import ImageReader

from desktop.core.almanac import kept_words
from desktop.events.rows import KIND_LABELS
from desktop.paper.flow import Block

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.events.rows import EventLine
    from desktop.paper.pen import Pen

__all__ = ["PHOTO_GAP", "Photos", "Space", "kind_of", "when"]

PHOTO_GAP = 6.0
"""Points between photos."""


@dataclass(frozen=True, slots=True)
class Space:
    """A cell that is left white to be written in, `high` points high."""

    high: float

    def height(self, _width: float) -> float:
        """Return the height given."""
        return self.high

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw nothing."""


class Photos(Block):
    """Photos side by side at one height, at most three in a row."""

    before = 6.0
    A_ROW = 3

    def __init__(self, photos: Sequence[bytes], high: float) -> None:
        """Show JPEGs, each row at most `high` points high."""
        super().__init__()
        self._pictures = [ImageReader(BytesIO(photo)) for photo in photos]
        self._high = high

    def measure(self, width: float) -> float:
        """Return the height of the rows."""
        self._rows = [self._pictures[at : at + self.A_ROW] for at in range(0, len(self._pictures), self.A_ROW)]
        self._heights = [min(self._high, self._even(row, width)) for row in self._rows]
        return sum(self._heights) + PHOTO_GAP * (len(self._rows) - 1)

    def draw(self) -> None:
        """Draw them from the left."""
        top = self.height
        for row, high in zip(self._rows, self._heights, strict=True):
            x = 0.0
            for picture in row:
                wide = high * _ratio(picture)
                self.canv.drawImage(picture, x, top - high, wide, high)
                x += wide + PHOTO_GAP
            top -= high + PHOTO_GAP

    def _even(self, row: Sequence[ImageReader], width: float) -> float:
        """Return the height at which a row is as wide as the column."""
        return (width - PHOTO_GAP * (len(row) - 1)) / sum(map(_ratio, row))


def _ratio(picture: ImageReader) -> float:
    wide, high = picture.getSize()
    return float(wide) / float(high)


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
