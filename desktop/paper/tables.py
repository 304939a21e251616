"""Tables on paper: rules instead of boxes, the head repeated on every sheet, rows kept whole.

One style, from the tokens: 1.1 pt rules at head and foot, 0.5 pt grey ones between rows, a grey ground for a row that
misses its standard (it survives a photocopy). Cells break over lines and fall back glyph by glyph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.tokens import PAPER, PAPER_TYPE, RULES_PT
from desktop.paper.cells import Cell, Laid, Painted, draw_laid, lay, leading, text_width
from desktop.paper.flow import Block, share_widths
from desktop.paper.fonts import MEDIUM, REGULAR, typeface
from desktop.paper.pen import MM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.paper.pen import Align, Pen

__all__ = ["FIT", "Column", "Row", "Table"]

PADDING = 4.5
"""White space left and right of a cell, points."""

ROW_AIR = 6.75
"""White space above and below the lines of a row together, points; a row of 9 pt is 18.75 high."""


FIT = 0.0
"""Width of a column that is as wide as its widest text."""

WATCHED_EVERY = 200
"""Rows between two words about how far a long table is."""

LEAST = 56.0
"""What fitting columns leave to each column that shares the rest, points."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in mm, alignment and weight of its plain text.

    The width may be FIT; None shares what is left.
    """

    label: str = ""
    width_mm: float | None = None
    align: Align = "left"
    weight: int = REGULAR


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is more than its cells: `missed` has a grey ground, `weight` that of its plain text.

    A right-aligned cell may run over the empty cell before it, so that two columns can share a head. `grounds` gives
    each cell a colour of its own, #RRGGBB, or none ("").

    A `whole` row has one cell as wide as the table, a row that `leads` stays on the sheet of the one below it, and no
    row is lower than `height` points.
    """

    cells: Sequence[Cell]
    missed: bool = False
    weight: int = 0
    grounds: Sequence[str] = ()
    whole: bool = False
    leads: bool = False
    height: float = 0.0


class _LaidRow(NamedTuple):
    """A row measured for the widths of a table."""

    cells: list[Laid]
    height: float
    missed: bool
    grounds: Sequence[str] = ()
    leads: bool = False


def _widest_allowed(widths: Sequence[float], room: float) -> float:
    """Return the width to which the wide ones are narrowed so that all fit `room`; a short word stays whole."""
    left = room
    for place, width in enumerate(sorted(widths)):
        share = left / (len(widths) - place)
        if width > share:
            return share
        left -= width
    return room


class Table(Block):
    """A table over the whole width of its column; goes on over as many sheets as its rows need.

    A row never breaks, unless it alone is higher than a sheet.
    """

    after = 4.5

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row | Sequence[Cell]],
        *,
        size: float = PAPER_TYPE["body"],
        empty: str = "",
        watch: Callable[[int], None] | None = None,
    ) -> None:
        """Show `rows` under the heads of `columns` (no head where all are empty); `empty` stands there without rows.

        `watch` is told, time and again, how many rows are laid out; it may raise to stop.
        """
        super().__init__()
        self._watch = watch
        self._columns = columns
        self._size = size
        self._rows = [row if isinstance(row, Row) else Row(row) for row in rows]
        if any(len(row.cells) != (1 if row.whole else len(columns)) for row in self._rows):
            raise ValueError("a row needs one cell for every column, a whole one just one")
        self._empty = empty
        self._laid: list[_LaidRow] = []
        self._head: _LaidRow | None = None

    def measure(self, width: float) -> float:
        """Lay every row for `width` and return the height of all."""
        self._widths = self._column_widths(width)
        if any(column.label for column in self._columns):
            self._head = self._lay(Row([column.label for column in self._columns], weight=MEDIUM))
        self._laid = []
        for row in self._rows:
            if self._watch is not None and len(self._laid) % WATCHED_EVERY == 0:
                self._watch(len(self._laid))
            self._laid.append(self._lay(row))
        if not self._laid and self._empty:
            laid = lay(self._empty, width - 2 * PADDING, size=self._size, colour=PAPER["label"])
            self._laid = [_LaidRow([laid], laid.height + ROW_AIR, missed=False)]
        return self._height(self._laid)

    def least(self, width: float) -> float:
        """Return the height of head and first two rows; of all where a third would be the last."""
        self.wrap(width, 0)
        count = min(2, len(self._laid))
        while count < len(self._laid) and self._laid[count - 1].leads:
            count += 1
        return self._height(self._laid[: count if len(self._laid) - count > 1 else None])

    def split(self, width: float, height: float) -> list[Block]:
        """Return a table that fits `height` and one with the remaining rows; nothing if no row fits here."""
        self.wrap(width, height)
        left = height - (self._head.height if self._head else 0)
        fitting = 0
        for row in self._laid:
            left -= row.height
            if left < 0:
                break
            fitting += 1
        fresh = self._frame._atTop  # noqa: SLF001 - ReportLab tells only so whether a whole sheet is free
        kept = self._kept(fitting)
        if not kept and not fresh:
            return []
        rows, rest = self._laid[: kept or fitting], self._laid[kept or fitting :]
        if not rows:
            if not rest:
                return []
            upper, lower = _cut(rest[0], left + rest[0].height, self._size)
            rows, rest = [upper], [lower, *rest[1:]]
            return [self._part(rows, self._height(rows)), self._part(rest, self._height(rest))]
        if not rest:
            return [self]
        first = self._part(rows, self._height(rows))
        # Adding up what remains of a list of thousands at each of its hundreds of sheets takes longer than drawing it.
        below = self.height - first.height + (self._head.height if self._head else 0)
        return [first, self._part(rest, below)]

    def _kept(self, fitting: int) -> int:
        """Return how many of the rows that fit stay: no row goes over alone, and none that leads stays behind."""
        if fitting >= len(self._laid):
            return fitting
        kept = fitting - 1 if len(self._laid) - fitting == 1 and fitting > 2 else fitting
        while kept and self._laid[kept - 1].leads:
            kept -= 1
        return kept

    def paint(self, pen: Pen) -> None:
        """Draw rules, grounds and cells."""
        rule = RULES_PT["table"]
        y = 0.0
        pen.rule(0, y, self.width, y, width=rule)
        if self._head:
            self._paint_row(pen, self._head, y)
            y += self._head.height
            pen.rule(0, y, self.width, y, width=rule)
        last = len(self._laid) - 1
        for index, row in enumerate(self._laid):
            if row.missed:
                pen.fill(0, y + rule / 2, self.width, row.height - rule / 2, PAPER["missed"])
            if row.grounds:
                self._paint_grounds(pen, row, y)
            self._paint_row(pen, row, y)
            y += row.height
            if index != last:
                pen.rule(0, y, self.width, y, width=RULES_PT["row"], colour=PAPER["row-rule"])
        pen.rule(0, y, self.width, y, width=rule)

    def _lay(self, row: Row) -> _LaidRow:
        if row.whole:
            laid = lay(row.cells[0], sum(self._widths) - 2 * PADDING, size=self._size, weight=row.weight or REGULAR)
            return _LaidRow([laid], max(laid.height + ROW_AIR, row.height), row.missed, leads=row.leads)
        cells: list[Laid] = []
        free = 0.0
        for cell, column, width in zip(row.cells, self._columns, self._widths, strict=True):
            room = width - 2 * PADDING + (free if column.align == "right" else 0)
            cells.append(lay(cell, room, size=self._size, weight=row.weight or column.weight))
            free = width if cell == "" else 0.0
        height = max(max(cell.height for cell in cells) + ROW_AIR, row.height)
        return _LaidRow(cells, height, row.missed, row.grounds, row.leads)

    def _column_widths(self, total: float) -> list[float]:
        """Return the widths in points; where fitting columns crowd out the others, the widest are narrowed first."""
        widths: list[float | None] = []
        for index, column in enumerate(self._columns):
            fits = column.width_mm == FIT
            widths.append(self._fitting(index, widths[index - 1] if index else None) if fits else column.width_mm)
        fitting = [width or 0 for width, column in zip(widths, self._columns, strict=True) if column.width_mm == FIT]
        fixed = sum(column.width_mm or 0 for column in self._columns)
        room = total / MM - fixed - LEAST / MM * sum(width is None for width in widths)
        if sum(fitting) > max(0.0, room):
            most = _widest_allowed(fitting, max(0.0, room))
            widths = [
                min(width, most) if width is not None and column.width_mm == FIT else width
                for width, column in zip(widths, self._columns, strict=True)
            ]
        return share_widths(widths, total)

    def _fitting(self, index: int, before: float | None) -> float:
        """Return the width in mm of the widest text of a column; `before` is the width of the one at its left."""
        column = self._columns[index]
        widest = typeface(MEDIUM).width(column.label, self._size)
        for row in self._rows:
            if row.whole:
                continue
            needed = text_width(row.cells[index], self._size, row.weight or column.weight)
            if column.align == "right" and before and row.cells[index - 1] == "":
                needed -= before * MM
            widest = max(widest, needed)
        return (widest + 2 * PADDING + 0.01) / MM

    def _height(self, rows: Sequence[_LaidRow]) -> float:
        return sum(row.height for row in rows) + (self._head.height if self._head else 0)

    def _part(self, rows: list[_LaidRow], height: float) -> Table:
        """Return a table of some of the rows, as laid already, `height` high with its head."""
        part = Table(self._columns, (), size=self._size)
        part._widths, part._head, part._laid = self._widths, self._head, rows
        part.width, part.height, part._measured_at = self.width, height, self.width
        return part

    def _paint_grounds(self, pen: Pen, row: _LaidRow, y: float) -> None:
        x = 0.0
        for ground, width in zip(row.grounds, self._widths, strict=True):
            if ground:
                pen.fill(x + 0.5, y + 0.5, width - 1, row.height - 1, ground)
            x += width

    def _paint_row(self, pen: Pen, row: _LaidRow, y: float) -> None:
        x = 0.0
        for index, laid in enumerate(row.cells):
            # The one cell of an empty table has the whole width.
            width = self.width if len(row.cells) < len(self._columns) else self._widths[index]
            top = y + (row.height - laid.height) / 2
            draw_laid(pen, laid, x + PADDING, top, width - 2 * PADDING, align=self._columns[index].align)
            x += width


def _cut(row: _LaidRow, height: float, size: float) -> tuple[_LaidRow, _LaidRow]:
    """Return the part of `row` that fits `height`, at least a line, and the rest."""
    kept = max(1, int((height - ROW_AIR) / leading(size)))
    upper = [_lines(laid, slice(kept), size) for laid in row.cells]
    lower = [_lines(laid, slice(kept, None), size, painted=False) for laid in row.cells]
    return tuple(  # type: ignore[return-value]
        _LaidRow(cells, max(cell.height for cell in cells) + ROW_AIR, row.missed) for cells in (upper, lower)
    )


def _lines(laid: Laid, part: slice, size: float, *, painted: bool = True) -> Laid:
    kept: Painted | None = laid.painted if painted else None
    lines = laid.lines[part]
    return Laid(lines, kept, laid.height if kept else len(lines) * leading(size))
