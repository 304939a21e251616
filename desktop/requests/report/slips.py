"""Work orders as a document: whose copy comes when, how closely each is set, and what goes on on further sheets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER_TYPE
from desktop.paper.blocks import Paragraph
from desktop.paper.flow import Block, Group, next_sheet
from desktop.paper.frames import CARBON, WORK_ORDER, WORK_ORDER_PAIR, Document
from desktop.paper.pen import MM
from desktop.requests.report.slip import LAST_RESORT, MOST_ON_SLIP, SQUEEZED, Fit, Slip
from desktop.requests.rows import WorkOrderFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.paper.frames import Sheet
    from desktop.requests.rows import WorkOrderSheet

__all__ = ["Printing", "draw"]

_SHEETS = {
    WorkOrderFormat.A5: WORK_ORDER,
    WorkOrderFormat.PAIR: WORK_ORDER_PAIR,
    WorkOrderFormat.CARBON: CARBON,
}

ITEMS_ON_A_SHEET = 12
"""Lines of a long bill on each further sheet."""


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing: in whose name, when, in which language and copies, on which paper."""

    community: str
    phone: str
    terms: str
    zone: ZoneInfo
    printed_at: datetime
    language: Language
    copy_names: tuple[str, ...]
    paper: WorkOrderFormat

    @property
    def sheet(self) -> Sheet:
        """Return the paper's size and margins."""
        return _SHEETS[self.paper]


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one work order is set: how closely, and where its words are parted over sheets."""

    fit: Fit
    words: Sequence[str]


def draw(sheets: Sequence[WorkOrderSheet], printing: Printing) -> bytes:
    """Return the PDF; see `work_orders`."""
    language = printing.language
    plans = [_planned(one, printing) for one in sheets]
    blocks: list[Block] = []
    for place, copy_name in _order(len(sheets), printing):
        if blocks:
            blocks.append(next_sheet())
        blocks += _composed(sheets[place], plans[place], printing, copy_name)
    numbers = " ".join(one.detail.line.number for one in sheets)
    heading = language.gettext("Work order")
    title = f"{heading} {numbers}"
    created = printing.printed_at.astimezone(printing.zone)
    return Document(printing.sheet, language, created, title, author=printing.community, number=numbers).pdf(blocks)


def _order(count: int, printing: Printing) -> Iterator[tuple[int, str]]:
    """Yield which request's copy comes when; of two on a sheet both are for the same keeper where there are two."""
    copies = printing.copy_names or ("",)
    if printing.paper is WorkOrderFormat.CARBON:
        copies = ("",)
    together = printing.sheet.slips
    for first in range(0, count, together):
        places = range(first, min(first + together, count))
        yield from ((place, copy_name) for copy_name in copies for place in places)


def _planned(one: WorkOrderSheet, printing: Printing) -> _Plan:
    """Return the loosest way of setting all on one slip, else how its words are parted over several."""
    left, top, right, bottom = (margin * MM for margin in printing.sheet.margins_mm)
    width, height = printing.sheet.width - left - right, printing.sheet.height / printing.sheet.slips - top - bottom
    # the widest head decides for all copies
    slip = Slip(one, printing, max(printing.copy_names, key=len, default=""))
    words = slip.words
    for fit in SQUEEZED:
        if _height(slip.blocks(words, fit), width) <= height:
            return _Plan(fit, [words])
    # sizes are of no use any more: the words go on on further sheets, in a size that reads well
    parts: list[str] = []
    while words or not parts:
        compose = partial(_further, slip) if parts else partial(slip.blocks, fit=LAST_RESORT, goes_on=True)
        taken = max(_longest(words, compose, width, height), 1)
        parts.append(words[:taken])
        words = words[taken:]
    return _Plan(LAST_RESORT, parts)


def _composed(one: WorkOrderSheet, plan: _Plan, printing: Printing, copy_name: str) -> list[Block]:
    slip = Slip(one, printing, copy_name)
    first, *rest = plan.words
    blocks = slip.blocks(first, plan.fit, goes_on=bool(rest))
    for part in rest:
        blocks += [next_sheet(), *_further(slip, part)]
    if len(one.items) > MOST_ON_SLIP:
        for start in range(0, len(one.items), ITEMS_ON_A_SHEET):
            blocks += [next_sheet(), slip.head(), slip.bill(one.items[start : start + ITEMS_ON_A_SHEET])]
    return blocks


def _further(slip: Slip, part: str) -> list[Block]:
    return [slip.head(), Paragraph(part, PAPER_TYPE["body"])]


def _height(blocks: Sequence[Block], width: float) -> float:
    return float(Group(*blocks).wrap(width, 0)[1])


def _longest(words: str, compose: Callable[[str], Sequence[Block]], width: float, height: float) -> int:
    """Return how many of the first characters of `words` fit on a sheet composed with them."""
    fits, too_many = 0, len(words) + 1
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if _height(compose(words[:middle]), width) <= height:
            fits = middle
        else:
            too_many = middle
    return fits
