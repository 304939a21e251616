"""Two blocks of the report's own: a table that takes its footnote along, and the foot of the first page."""

from __future__ import annotations

from desktop.core.tokens import PAPER, PAPER_TYPE
from desktop.paper.blocks import Paragraph, WritingBox
from desktop.paper.flow import AtFoot, Block, Group
from desktop.paper.pen import MM
from desktop.paper.words import Span

__all__ = ["Foot", "NotedTable"]

LEAST_COMMENTS_MM, MOST_COMMENTS_MM = 10, 60


class NotedTable(Block):
    """A table with its definition under its last row: on a sheet of its own the definition would define nothing."""

    after = 4.5

    def __init__(self, table: Block, note: str) -> None:
        """Show `note` small under `table`, a `Table` or what was left of one."""
        super().__init__()
        self._table, self._words = table, note
        size = PAPER_TYPE["definition"]
        self._note = Paragraph(Span(note, size, colour=PAPER["label"]), size)
        self._both = Group(table, self._note)

    def measure(self, width: float) -> float:
        """Return the height of both."""
        return self._both.wrap(width, 0)[1]

    def split(self, width: float, height: float) -> list[Block]:
        """Return the rows that fit `height`, and the others with the note: at least one row stays with it."""
        table = self._table
        table._frame = self._frame  # noqa: SLF001 - ReportLab tells only the outer block where it stands
        _, whole = table.wrap(width, height)
        parts: list[Block] = table.split(width, min(height, whole - 1))
        if len(parts) < 2:
            return []
        return [parts[0], NotedTable(parts[1], self._words)]

    def draw(self) -> None:
        """Draw both."""
        self._both.drawOn(self.canv, 0, 0)


class Foot(Block):
    """What stands at the foot of the first page; the frame for comments takes the height that is left."""

    def __init__(self, label: str, *below: Block) -> None:
        """Put a frame headed `label` above `below`."""
        super().__init__()
        self._label, self._below = label, below

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return all that is free where the foot fits, else what it needs."""
        least = AtFoot(WritingBox(self._label, LEAST_COMMENTS_MM), *self._below)
        _, needed = Group(WritingBox(self._label, LEAST_COMMENTS_MM), *self._below).wrap(width, 0)
        if needed > height:
            self._all = least
        else:
            tall = min(LEAST_COMMENTS_MM + (height - needed) / MM - 0.1, MOST_COMMENTS_MM)
            self._all = AtFoot(WritingBox(self._label, tall), *self._below)
        self.width, self.height = self._all.wrap(width, height)
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        self._all.drawOn(self.canv, 0, 0)
