"""The parts that posters and strips share: head, title with icon, the time, the foot with the seal; and their words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desktop.core.tokens import PAPER, PAPER_TYPE, RULES_PT
from desktop.outages.model import COMES_BACK, NoticeEdition
from desktop.outages.report.pieces import Piece, fitted
from desktop.outages.rows import KIND_ICONS
from desktop.outages.rows.times import Times
from desktop.paper.cells import baseline
from desktop.paper.fonts import BOLD, MEDIUM, REGULAR, typeface
from desktop.paper.icons import draw_icon
from desktop.paper.pen import MM
from desktop.paper.words import Span, cut, wrap

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.outages.rows import NoticeText
    from desktop.outages.rows.times import TimeLine
    from desktop.paper.pen import Pen
    from desktop.paper.words import Line

__all__ = ["Foot", "FootType", "Head", "NoticeWords", "Title", "draw_seal"]

INK, GREY, ACCENT = PAPER["ink"], PAPER["label"], PAPER["accent"]
LEAST = PAPER_TYPE["notice-least"]
GAP = 14.0
DASHES = 48
_HALF = math.tau / DASHES / 4
_RING = tuple(
    (math.cos(turn - _HALF), math.sin(turn - _HALF), math.cos(turn + _HALF), math.sin(turn + _HALF))
    for turn in (math.tau * number / DASHES for number in range(DASHES))
)
"""The dashes of a ring of radius 1."""
_OVER = {NoticeEdition.RESTORED: "circle-check", NoticeEdition.CANCELLED: "circle-x"}
"""A crossed-out tap would say that there is no water, where the notice says that there is."""


class NoticeWords:
    """The words around what a notice says, and its times, in one language."""

    def __init__(self, text: NoticeText, language: Language) -> None:
        """Word `text`; it has its time of issue."""
        assert text.issued_at is not None
        self._text, self._language = text, language
        zone = ZoneInfo(text.zone)
        self._issued = text.issued_at.astimezone(zone)
        self._times = Times(language, zone, self._issued.year)

    @property
    def office(self) -> str:
        """Return who gives notice, company and office."""
        return " · ".join(dict.fromkeys(part for part in (self._text.company, self._text.office) if part))

    @property
    def signing(self) -> str:
        """Return the office alone."""
        return self._text.office or self._text.company

    @property
    def number(self) -> str:
        """Return the notice's number in words, and what it follows on."""
        t, text = self._language.gettext, self._text
        parts = [t("Notice %(number)s", number=text.number)] if text.number else []
        if text.earlier and text.edition in _OVER:
            parts.append(t("follows %(number)s", number=text.earlier))
        elif text.earlier:
            parts.append(t("replaces %(number)s", number=text.earlier))
        return t("%(first)s, %(second)s", first=parts[0], second=parts[1]) if len(parts) == 2 else "".join(parts)

    @property
    def day(self) -> str:
        """Return the day of issue."""
        return self._language.full_date(self._issued.date())

    @property
    def icon(self) -> str:
        """Return the icon beside the title."""
        return _OVER.get(self._text.edition) or KIND_ICONS[self._text.kind]

    @property
    def called_off(self) -> bool:
        """Tell whether the time is one that holds no longer: it is struck through."""
        return self._text.edition is NoticeEdition.CANCELLED

    @property
    def time_colour(self) -> str:
        """Return the colour of the time of day."""
        return INK if self.called_off else ACCENT

    def where(self) -> str:
        """Return the question above the places."""
        return self._language.pgettext("poster", "Where")

    def when(self) -> str:
        """Return the question above the time."""
        told = self._language
        match self._text.edition:
            case NoticeEdition.RESTORED if self._text.kind in COMES_BACK:
                return told.pgettext("poster", "Over since")
            case NoticeEdition.RESTORED:
                return told.pgettext("poster", "Ended")
            case NoticeEdition.CANCELLED:
                return told.pgettext("poster", "Was planned for")
            case NoticeEdition.EXTENDED | NoticeEdition.MOVED:
                return told.pgettext("poster", "New time")
            case _:
                return told.pgettext("poster", "When")

    def why(self) -> str:
        """Return the question above the cause."""
        return self._language.pgettext("poster", "Why")

    def lines(self) -> Sequence[TimeLine]:
        """Return the time, a few words a line."""
        text = self._text
        if text.edition is NoticeEdition.RESTORED and text.ended_at is not None:
            return self._times.moment_lines(text.ended_at)
        planned = text.planned or text.edition is NoticeEdition.CANCELLED
        return self._times.lines(text.starts_at, text.ends_at, text.kind, planned=planned)

    def phone(self) -> str:
        """Return what stands before our phone."""
        return self._language.pgettext("poster", "Call us on")

    def supplier(self) -> str:
        """Return the supplier's phone in words, empty where it is not known."""
        phone = self._text.supplier_phone
        return self._language.gettext("Supplier: %(phone)s", phone=phone) if phone else ""

    def seal(self) -> str:
        """Return what stands where the seal comes."""
        return self._language.pgettext("poster", "Seal")

    def goes_on(self) -> str:
        """Return what stands at the foot of a sheet that is not the last."""
        return self._language.gettext("More on the next sheet")

    def continued(self, title: str, sheet: int) -> str:
        """Return the title of a further sheet."""
        return self._language.gettext("%(title)s (sheet %(sheet)s)", title=title, sheet=sheet)


class Head(Piece):
    """Who gives notice, and its number, above a thick rule."""

    def __init__(self, words: NoticeWords, *, size: float = 13.0, rule: float = RULES_PT["notice"]) -> None:
        """Show office and number at `size`."""
        self._words, self._size, self._rule = words, size, rule

    def height(self, width: float) -> float:
        """Return the height at `width`, points."""
        del width
        return self._size * 1.7 + self._rule

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw it, upper left corner at (x, y)."""
        base = y + self._size * 1.05
        number = self._words.number
        pen.text(x + width, base, number, size=self._size, align="right")
        room = width - typeface(REGULAR).width(number, self._size) - GAP
        office = self._words.office
        size = fitted(office, self._size, LEAST, room, REGULAR)
        if not size:
            office, size = self._words.signing, LEAST
        pen.text(x, base, cut(office, size, room), size=size)
        pen.fill(x, y + self._size * 1.7, width, self._rule, ACCENT)


class Title(Piece):
    """The large word beside its icon, a rule below; two lines where one would be too small."""

    def __init__(self, title: str, icon: str, *, largest: float, least: float, gap: float = 4.0) -> None:
        """Show `title` as large as it fits, between the two sizes."""
        self.gap = gap
        self._title, self._icon, self._largest, self._least = title, icon, largest, least
        self._at = -1.0
        self._size = 0.0
        self._lines: Sequence[str] = ()

    def height(self, width: float) -> float:
        """Return the height at `width`, points."""
        self._fit(width)
        return max(self._side(), len(self._lines) * self._size * 1.14) + 14.0

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw it, upper left corner at (x, y)."""
        high, side = self.height(width), self._side()
        draw_icon(pen, self._icon, x - side * 0.04, y + (high - 10 - side) / 2, side, ACCENT)
        step = self._size * 1.14
        top = y + (high - 10 - step * len(self._lines)) / 2
        for line in self._lines:
            pen.text(x + side + GAP, top + baseline(step, self._size), line, size=self._size, weight=BOLD)
            top += step
        pen.rule(x, y + high, x + width, y + high, width=RULES_PT["notice-box"])

    def _side(self) -> float:
        return self._largest * 1.05

    def _fit(self, width: float) -> None:
        if width == self._at:
            return
        room, self._at = width - self._side() - GAP, width
        size = fitted(self._title, self._largest, max(self._largest * 0.68, self._least), room)
        if size:
            self._size, self._lines = size, [self._title]
            return
        for size in (self._largest * 0.8, self._largest * 0.7, self._largest * 0.62, self._least):
            self._size = max(size, self._least)
            broken = _balanced(Span(self._title, self._size, BOLD), room)
            self._lines = ["".join(span.text for span in line.spans) for line in broken]
            if len(self._lines) <= 2 and max(line.width for line in broken) <= room:
                return


def _balanced(words: Span, room: float) -> list[Line]:
    """Return lines of nearly one width, as few as there must be: no large word ends with one character below."""
    lines = wrap((words,), room)
    longest = max((replace(words, text=word).width for word in words.text.split()), default=0.0)
    least = longest if words.text.isascii() else 0.0
    while len(lines) > 1:
        narrower = max(line.width for line in lines) - words.size / 4
        tried = wrap((words,), narrower)
        if narrower < least or len(tried) > len(lines):
            break
        lines = tried
    return lines


_Row = tuple[float, Sequence[Span]]
"""A line of a foot: how high it is, and its words."""


@dataclass(frozen=True, slots=True)
class FootType:
    """Sizes of a foot, points: the phone and what stands before it, small words, the seal across.

    Small lines are `line` times as high as their type; `gap` parts the foot from what stands above it, at least 4.
    """

    phone: float = 38.0
    before: float = 22.5
    small: float = 16.5
    seal: float = 36 * MM
    line: float = 1.5
    gap: float = 10.0


class Foot(Piece):
    """Whom to call, apology, office and date at the left; at the right the place for the seal."""

    def __init__(self, text: NoticeText, words: NoticeWords, sizes: FootType) -> None:
        """Show the foot of `text`."""
        self.gap = max(4.0, min(sizes.gap, 10.0))
        self._text, self._words, self._sizes = text, words, sizes
        self._known: dict[float, list[_Row]] = {}

    def height(self, width: float) -> float:
        """Return the height at `width`, points."""
        return max(self._sizes.seal, sum(high for high, _spans in self._rows(width)))

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw it, upper left corner at (x, y)."""
        seal = self._sizes.seal
        high = self.height(width)
        draw_seal(pen, x + width - seal / 2, y + high - seal / 2, seal / 2, self._words.seal())
        y += high - sum(row for row, _spans in self._rows(width))
        for row, spans in self._rows(width):
            at = x
            for span in spans:
                pen.text(
                    at,
                    y + baseline(row, max(one.size for one in spans)),
                    span.text,
                    size=span.size,
                    weight=span.weight,
                    colour=span.colour,
                )
                at += span.width
            y += row

    def _rows(self, width: float) -> list[_Row]:
        if width not in self._known:
            self._known[width] = self._made(width)
        return self._known[width]

    def _made(self, width: float) -> list[_Row]:
        sizes, text, words = self._sizes, self._text, self._words
        room = width - sizes.seal - GAP
        rows: list[_Row] = []
        if text.phone:
            rows += self._phone(room)
        small = [words.supplier(), text.closing]
        for line in (each for each in small if each):
            rows += [(sizes.small * sizes.line, one.spans) for one in wrap((Span(line, sizes.small),), room)]
        signed = (Span(text.office, sizes.small, MEDIUM), Span(f"\u3000{words.day}", sizes.small))
        rows += [(sizes.small * sizes.line, one.spans) for one in wrap(signed, room)]
        return rows

    def _phone(self, room: float) -> list[_Row]:
        sizes, phone = self._sizes, self._text.phone
        before = Span(f"{self._words.phone()} ", sizes.before)
        size = fitted(phone, sizes.phone, 30.0 if sizes.phone >= 30 else LEAST, room - before.width)
        if size:
            return [(sizes.phone * 1.25, (before, Span(phone, size, BOLD)))]
        size = fitted(phone, sizes.phone, LEAST, room) or LEAST
        return [(sizes.before * 1.3, (before,)), (size * 1.25, (Span(phone, size, BOLD),))]


def draw_seal(pen: Pen, x: float, y: float, radius: float, words: str) -> None:
    """Draw the dashed ring, around (x, y), that shows where the seal comes."""
    dashes = [(x + radius * x1, y + radius * y1, x + radius * x2, y + radius * y2) for x1, y1, x2, y2 in _RING]
    pen.segments(dashes, width=0.75, colour="#777777")
    pen.text(x, y + 4.5, words, size=LEAST, colour="#777777", align="centre")
