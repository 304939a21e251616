"""Photos on paper: side by side in rows of one height."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.utils import ImageReader

from desktop.paper.flow import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["PHOTO_GAP", "Photos"]

PHOTO_GAP = 6.0
"""Points between photos."""


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
