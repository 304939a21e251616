"""Two months beside each other as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.months.rows import COUNTED, DEFINITIONS, FIGURE_LABELS, Figure
from desktop.months.sheet.cells import GROUP_NAMES, PLURALS, group_name, kind_of
from desktop.sheets.write import Block, ColumnOut, SheetOut, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.months.rows import Figures, MonthSummary, Named
    from desktop.sheets.write import Kind, Value

__all__ = ["write_comparison"]


def write_comparison(
    path: Path,
    first: MonthSummary,
    second: MonthSummary,
    language: Language,
    *,
    printed_by: str,
    printed_at: datetime,
) -> None:
    """Write `first` beside `second` to `path` as .xlsx: the figures, what each group received, the definitions.

    Raises WorldError where the file cannot be written.
    """
    sheets = _Sheets(first, second, language)
    moment = language.moment(printed_at, first.zone)
    write_xlsx(path, sheets.all(printed_by, moment), created=printed_at, zone=first.zone)


class _Sheets:
    """Composes the sheets of one comparison."""

    def __init__(self, first: MonthSummary, second: MonthSummary, language: Language) -> None:
        self._first, self._second = first, second
        self._language = language
        self._t = language.gettext

    def all(self, printed_by: str, moment: str) -> list[SheetOut]:
        t, language = self._t, self._language
        months = t(
            "%(month)s beside %(other)s",
            month=language.month(self._first.month),
            other=language.month(self._second.month),
        )
        titles = (
            f"{self._first.community} {months}",
            t("Printed: %(name)s, %(moment)s", name=printed_by, moment=moment),
        )
        blocks = [self._block(kind) for kind in ("whole", "percent", "decimal")]
        groups = (self._group(kind) for kind in GROUP_NAMES)
        return [SheetOut(t("Figures"), blocks, titles), self._definitions(), *(each for each in groups if each)]

    def _columns(self, head: str, kind: Kind) -> list[ColumnOut]:
        spoken = self._language.month
        columns = [ColumnOut(head)]
        columns += [ColumnOut(spoken(each.month), kind) for each in (self._first, self._second)]
        return [*columns, ColumnOut(self._t("Difference"), kind), ColumnOut(self._t("Difference in %"), "percent")]

    def _block(self, kind: Kind) -> Block:
        """Return the figures of one format; rates change in points, as fractions."""
        first, second = self._first.total.figures, self._second.total.figures
        rows = [
            [
                self._language.message(FIGURE_LABELS[figure]),
                *_beside(first.value(figure), second.value(figure), part=figure in COUNTED),
            ]
            for figure in Figure
            if kind_of(figure) == kind
        ]
        return Block(self._columns(self._t("Figure"), kind), rows)

    def _group(self, kind: str) -> SheetOut | None:
        """Return what each group of a kind received in both months; none where there are no groups."""
        name, head = (self._language.message(each) for each in GROUP_NAMES[kind])
        named: dict[tuple[int, str], Named] = {}
        received: list[dict[tuple[int, str], int]] = []
        for summary in (self._first, self._second):
            groups: Sequence[Named] = getattr(summary, PLURALS[kind])
            found = {(group.id, "" if group.id else group.code): group for group in groups}
            named = found | named
            received.append({key: _received(group.compared.figures) for key, group in found.items()})
        rows = [
            [
                group_name(group, kind, self._language),
                *_beside(received[0].get(key, 0), received[1].get(key, 0), part=True),
            ]
            for key, group in named.items()
            if received[0].get(key) or received[1].get(key)
        ]
        return SheetOut(name, (Block(self._columns(head, "whole"), rows),), (name,)) if rows else None

    def _definitions(self) -> SheetOut:
        t, message = self._t, self._language.message
        shared = DEFINITIONS[Figure.TURNAROUND_MEDIAN_HOURS]
        rows = [[message(FIGURE_LABELS[figure]), message(DEFINITIONS.get(figure, shared))] for figure in Figure]
        columns = [ColumnOut(t("Figure")), ColumnOut(t("How it is counted"), width=96)]
        return SheetOut(t("Definitions"), (Block(columns, rows),), (t("How the figures are counted"),))


def _received(figures: Figures) -> int:
    return figures.received


def _beside(now: float | None, before: float | None, *, part: bool) -> list[Value]:
    """Return both values, their difference and, for counts, by which part of the earlier one it changed."""
    if now is None or before is None:
        return [now, before, None, None]
    return [now, before, now - before, now / before - 1 if part and before else None]
