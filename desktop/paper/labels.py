"""Sheets of labels to stick on: how they are cut, and what stands on each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER
from desktop.paper.cells import baseline, leading
from desktop.paper.flow import Block
from desktop.paper.fonts import BOLD
from desktop.paper.frames import Document, Sheet
from desktop.paper.pen import MM
from desktop.paper.words import cut, spans, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from desktop.core.i18n import Language
    from desktop.paper.pen import Pen

__all__ = ["LABELS_2X7", "LABELS_3X8", "Label", "LabelFormat", "label_sheets"]

A4_MM = 210, 297
INSET_MM = 5
"""White space inside a label's edge: printers do not draw in the outermost, and no sheet lies quite straight."""

SMALL, LARGE, NAMES = 8, 15, 11
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """An A4 sheet of labels: how many across and down, the size of one and the gap between two across, in mm."""

    across: int
    down: int
    width_mm: float
    height_mm: float
    gap_mm: float = 0

    @property
    def sheet(self) -> Sheet:
        """Return the sheet, its labels in the middle."""
        wide = self.across * self.width_mm + (self.across - 1) * self.gap_mm
        left, top = (A4_MM[0] - wide) / 2, (A4_MM[1] - self.down * self.height_mm) / 2
        # a hair of room below, or rounding pushes the last row onto a sheet of its own
        return Sheet(A4_MM[0] * MM, A4_MM[1] * MM, (left, top, left, top - 0.2))


LABELS_3X8 = LabelFormat(3, 8, 70, 37)
"""24 labels of 70 x 37 mm, edge to edge."""
LABELS_2X7 = LabelFormat(2, 7, 99.1, 38.1, 2.5)
"""14 labels of 99.1 x 38.1 mm."""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on a label: a small line, a large one, and more below in up to three lines."""

    small: str
    large: str
    below: str = ""


class _LabelRow(Block):
    """One row of labels across the sheet."""

    def __init__(self, shape: LabelFormat, labels: list[Label]) -> None:
        super().__init__()
        self._shape, self._labels = shape, labels

    def measure(self, width: float) -> float:
        """Return the height of a label."""
        del width
        return self._shape.height_mm * MM

    def paint(self, pen: Pen) -> None:
        """Draw the words of each label, centred in its height."""
        shape = self._shape
        for place, label in enumerate(self._labels):
            left = place * (shape.width_mm + shape.gap_mm) * MM + INSET_MM * MM
            self._draw(pen, label, left, (shape.width_mm - 2 * INSET_MM) * MM)

    def _draw(self, pen: Pen, label: Label, left: float, width: float) -> None:
        below = wrap(spans(label.below, NAMES), width) if label.below else []
        lines = below[:MOST_LINES]
        high = leading(SMALL) + leading(LARGE) + leading(NAMES) * len(lines)
        y = (self.height - high) / 2
        small = cut(label.small, SMALL, width)
        pen.text(left, y + baseline(leading(SMALL), SMALL), small, size=SMALL, colour=PAPER["label"])
        y += leading(SMALL)
        large = cut(label.large, LARGE, width, BOLD)
        pen.text(left, y + baseline(leading(LARGE), LARGE), large, size=LARGE, weight=BOLD)
        y += leading(LARGE)
        for number, line in enumerate(lines, start=1):
            words = "".join(span.text for span in line.spans)
            if number == MOST_LINES and len(below) > MOST_LINES:
                words = cut(words + "".join(span.text for span in below[number].spans), NAMES, width)
            pen.text(left, y + baseline(leading(NAMES), NAMES), words, size=NAMES)
            y += leading(NAMES)


def label_sheets(
    labels: Iterable[Label], shape: LabelFormat, language: Language, created: datetime, title: str
) -> bytes:
    """Return the PDF with one label after the other; `created` is an aware time. No labels give one empty sheet."""
    return Document(shape.sheet, language, created, title).pdf(_rows(labels, shape))


def _rows(labels: Iterable[Label], shape: LabelFormat) -> Iterator[Block]:
    remaining = iter(labels)
    row = list(islice(remaining, shape.across))
    yield _LabelRow(shape, row)
    while row := list(islice(remaining, shape.across)):
        yield _LabelRow(shape, row)
