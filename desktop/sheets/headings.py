"""The words over each column of a sheet, in one header row or in two where merged groups stand above."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop.core.texts import clean

if TYPE_CHECKING:
    from desktop.sheets.workbook import Sheet

__all__ = ["Heading", "double_headings", "single_headings"]


class Heading(NamedTuple):
    """The words over one column: all of them, and the column's own part below a group (业主 姓名: 姓名)."""

    whole: str
    own: str

    @property
    def grouped(self) -> bool:
        """Tell whether the column stands below a group."""
        return self.whole != self.own


def single_headings(sheet: Sheet, row: int) -> list[Heading]:
    """Return the words of one row, counted from 0."""
    return [Heading(text, text) for text in _texts(sheet, row)]


def double_headings(sheet: Sheet, row: int) -> list[Heading]:
    """Return the words of `row` and the row below it; empty where the row below cannot be the second of a header.

    It can where each of its cells is text that repeats the cell above (merged downwards), or stands below nothing, or
    below a group that spans at least two columns.
    """
    below = sheet.rows[row + 1] if row + 1 < len(sheet.rows) else []
    if not all(cell is None or isinstance(cell, str) for cell in below):
        return []
    top, under = _texts(sheet, row), _texts(sheet, row + 1)
    width = max(len(top), len(under))
    top += [""] * (width - len(top))
    under += [""] * (width - len(under))
    groups: list[str] = []
    for above, own in zip(top, under, strict=True):
        # a group that is not merged has its name over its first column only
        groups.append(above or (groups[-1] if own and groups else ""))
    headings = [
        Heading(group, group) if own in {"", group} else Heading(f"{group} {own}".strip(), own)
        for group, own in zip(groups, under, strict=True)
    ]
    spans = all(_has_sibling(groups, under, place) for place, heading in enumerate(headings) if heading.grouped)
    return headings if spans and any(heading.grouped for heading in headings) else []


def _has_sibling(groups: list[str], under: list[str], place: int) -> bool:
    return any(
        0 <= other < len(groups) and groups[other] == groups[place] and under[other] for other in (place - 1, place + 1)
    )


def _texts(sheet: Sheet, row: int) -> list[str]:
    cells = sheet.rows[row] if row < len(sheet.rows) else []
    return [clean(cell) if isinstance(cell, str) else "" for cell in cells]
