"""Blocks of the report's own: a table that takes its footnote along, words that lead to what follows."""

from __future__ import annotations

from desktop.core.tokens import PAPER, PAPER_TYPE
from desktop.paper.blocks import Paragraph
from desktop.paper.flow import Block, Group
from desktop.paper.words import Span

__all__ = ["Lead", "NotedTable"]


class Lead(Paragraph):
    """Words before a table, on the sheet where it begins."""

    leads = True

    def split(self, width: float, height: float) -> list[Block]:
        """Return nothing unless a whole sheet is too small: words that lead stay with what they lead to."""
        fresh = self._frame._atTop  # noqa: SLF001 - ReportLab tells only so whether a whole sheet is free
        return super().split(width, height) if fresh else []


SHORT = 150.0
"""A table no higher than this, with its note, is not broken over two sheets; points (about six rows)."""


class NotedTable(Block):
    """A table with its definition under its last row: on a sheet of its own the definition would define nothing."""

    after = 4.5

    def __init__(self, table: Block, note: str, *, together: bool = False) -> None:
        """Show `note` small under `table`, a `Table` or what was left of one; `together` on one sheet if it can be.

        A short one always is.
        """
        super().__init__()
        self._table, self._words, self._together = table, note, together
        size = PAPER_TYPE["definition"]
        self._note = Paragraph(Span(note, size, colour=PAPER["label"]), size)
        self._both = Group(table, self._note)

    def measure(self, width: float) -> float:
        """Return the height of both."""
        return self._both.wrap(width, 0)[1]

    def least(self, width: float) -> float:
        """Return what the table needs to begin, or the height of both where that is all of it."""
        table = self._table.least(width)
        whole = self.wrap(width, 0)[1]
        return whole if self._is_whole(width) or table >= self._table.wrap(width, 0)[1] else table

    def split(self, width: float, height: float) -> list[Block]:
        """Return the rows that fit `height`, and the others with the note: at least one row stays with it."""
        if self._is_whole(width) and not self._frame._atTop:  # noqa: SLF001 - as below
            return []
        table = self._table
        table._frame = self._frame  # noqa: SLF001 - ReportLab tells only the outer block where it stands
        _, whole = table.wrap(width, height)
        parts: list[Block] = table.split(width, min(height, whole - 1))
        if len(parts) < 2:
            return []
        return [parts[0], NotedTable(parts[1], self._words)]

    def _is_whole(self, width: float) -> bool:
        return self._together or self.wrap(width, 0)[1] <= SHORT

    def draw(self) -> None:
        """Draw both."""
        self._both.drawOn(self.canv, 0, 0)
