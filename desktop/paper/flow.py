"""How blocks follow each other down a sheet: the base of every block, columns, groups, the foot of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.platypus import Flowable, FrameBreak

from desktop.paper.pen import MM, Pen

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["AtFoot", "Block", "Columns", "Gap", "Group", "next_sheet", "room_from", "share_widths"]


class Block(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Something on paper as wide as its column.

    A block says how high it is (`measure`) and draws itself (`paint`); `self.width` and `self.height` then hold.
    `before` and `after` are the white space that parts it from its neighbours, the larger of two counts. A block that
    `leads` stays on the sheet where the one after it begins, with as much of that as `least` says. A `fresh` one begins
    a sheet, unless nothing stands on it yet.
    """

    before = 0.0
    after = 0.0
    leads = False
    fresh = False

    def __init__(self) -> None:
        super().__init__()
        self._measured_at = -1.0

    def measure(self, width: float) -> float:
        """Return the height at `width`."""
        raise NotImplementedError

    def least(self, width: float) -> float:
        """Return the height of what must not stand alone at the foot of a sheet: all of it, unless it can be split."""
        return self.wrap(width, 0)[1]

    def paint(self, pen: Pen) -> None:
        """Draw the block, `self.width` wide and `self.height` high."""
        raise NotImplementedError

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size taken of the `width` and `height` that are free."""
        del height
        if width != self._measured_at:
            self.width, self.height, self._measured_at = width, self.measure(width), width
        return width, self.height

    def draw(self) -> None:
        """Draw on the canvas that ReportLab has set."""
        pen = Pen(self.canv, self.height)
        self.paint(pen)
        pen.close()

    def getSpaceBefore(self) -> float:
        """Return `before`."""
        return self.before

    def getSpaceAfter(self) -> float:
        """Return `after`."""
        return self.after


class Gap(Block):
    """White space."""

    def __init__(self, height: float) -> None:
        """Take `height` points."""
        super().__init__()
        self._height = height

    def measure(self, width: float) -> float:
        """Return the height given."""
        del width
        return self._height

    def paint(self, pen: Pen) -> None:
        """Draw nothing."""


class Group(Block):
    """Blocks one under the other that stay on one sheet."""

    def __init__(self, *blocks: Block) -> None:
        """Hold `blocks`, at least one; their own white space applies outside too."""
        super().__init__()
        self._blocks = blocks
        self.leads = blocks[-1].leads
        self.before, self.after = blocks[0].before, blocks[-1].after

    def measure(self, width: float) -> float:
        """Return the height of all blocks and the white space between them."""
        heights = [block.wrap(width, 0)[1] for block in self._blocks]
        pairs = zip(self._blocks, self._blocks[1:], strict=False)
        return sum(heights) + sum(max(upper.after, lower.before) for upper, lower in pairs)

    def draw(self) -> None:
        """Draw the blocks from the top of the group."""
        self.draw_from(self.height)

    def draw_from(self, top: float) -> None:
        """Draw the blocks from `top` points above the lower edge."""
        previous: Block | None = None
        for block in self._blocks:
            top -= max(previous.after, block.before) if previous else 0
            top -= block.height
            block.drawOn(self.canv, 0, top)
            previous = block


class AtFoot(Group):
    """A group that stands at the foot of its sheet, whatever is left white above it."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return all that is free where the group fits, else what it needs."""
        _, needed = super().wrap(width, height)
        self.height = max(needed, height)
        self._needed = needed
        self._measured_at = -1.0
        return width, self.height

    def draw(self) -> None:
        """Draw the blocks down to the lower edge."""
        self.draw_from(self._needed)


class Columns(Block):
    """Groups side by side, from the same upper edge."""

    def __init__(self, *parts: tuple[float | None, Sequence[Block]], gap_mm: float = 6) -> None:
        """Hold `parts`: a width in mm, or None to share what is left, and the blocks of that column."""
        super().__init__()
        self._widths_mm = [width for width, _ in parts]
        self._groups = [Group(*blocks) for _, blocks in parts]
        self._gap = gap_mm * MM
        self.before = max(group.before for group in self._groups)
        self.after = max(group.after for group in self._groups)

    def measure(self, width: float) -> float:
        """Return the height of the highest column."""
        self._widths = share_widths(self._widths_mm, width - self._gap * (len(self._groups) - 1))
        return max(group.wrap(part, 0)[1] for group, part in zip(self._groups, self._widths, strict=True))

    def draw(self) -> None:
        """Draw the columns."""
        x = 0.0
        for group, width in zip(self._groups, self._widths, strict=True):
            group.drawOn(self.canv, x, self.height - group.height)
            x += width + self._gap


def share_widths(widths_mm: Sequence[float | None], total: float) -> list[float]:
    """Return widths in points: those given in mm, and for each None an equal share of what is left of `total`."""
    fixed = sum(width * MM for width in widths_mm if width is not None)
    flexible = sum(width is None for width in widths_mm)
    share = max(0.0, total - fixed) / flexible if flexible else 0.0
    return [share if width is None else width * MM for width in widths_mm]


def room_from(blocks: Sequence[object], start: int, width: float) -> float:
    """Return what must be free for the block at `start`, which leads, to begin here rather than on the next sheet."""
    needed, previous = 0.0, None
    for block in blocks[start:]:
        if not isinstance(block, Block):
            break
        needed += max(previous.after, block.before) if previous else block.before
        if not block.leads:
            return needed + block.least(width)
        needed += block.wrap(width, 0)[1]
        previous = block
    return needed


def next_sheet() -> FrameBreak:
    """Return what ends a sheet (on paper that holds two: one half), to stand between blocks."""
    return FrameBreak()
