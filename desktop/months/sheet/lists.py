"""The lists of a monthly report as sheets: hot spots, households, requests, answers, turnaround."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.texts import clean
from desktop.months.rows import LIST_DEFINITIONS
from desktop.requests.rows import KIND_LABELS, SATISFACTION_LABELS
from desktop.sheets.write import Block, ColumnOut, SheetOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language, Message
    from desktop.months.rows import ReportLine, ReportLists
    from desktop.sheets.write import Kind, Value

__all__ = ["list_sheets"]


def list_sheets(lists: ReportLists, language: Language) -> list[SheetOut]:
    """Return a sheet for each list, in the order of the paper."""
    return _Lists(lists, language).all()


class _Lists:
    """Composes the sheets of one report's lists."""

    def __init__(self, lists: ReportLists, language: Language) -> None:
        self._found = lists
        self._language = language
        self._t = language.gettext

    def all(self) -> list[SheetOut]:
        lists, t = self._found, self._t
        return [
            self._turnaround(),
            self._hot_spots(),
            self._repeat_households(),
            self._lines(t("Carried over"), lists.carried_over, "carried_over"),
            self._lines(t("Overdue"), lists.overdue, "overdue"),
            self._lines(t("Rework"), lists.rework, "rework"),
            self._lines(t("Not reached in time"), lists.unreached, "unreached"),
            self._answers(),
        ]

    def _sheet(
        self, name: str, columns: Sequence[ColumnOut], rows: Sequence[Sequence[Value]], definition: str
    ) -> SheetOut:
        return SheetOut(name, (Block(columns, rows),), (name,), (self._language.message(LIST_DEFINITIONS[definition]),))

    def _turnaround(self) -> SheetOut:
        """Return how many of the completed requests took how long; hours are the upper end of each band."""
        t, name = self._t, self._t("Turnaround")
        columns = [
            ColumnOut(t("At most (hours)"), "decimal"),
            ColumnOut(t("Requests completed"), "whole"),
            ColumnOut(t("Share of all"), "percent"),
        ]
        whole = sum(band.requests for band in self._found.turnaround)
        rows: list[list[Value]] = [
            [t("Longer") if band.hours is None else band.hours, band.requests, band.requests / whole if whole else None]
            for band in self._found.turnaround
        ]
        return SheetOut(name, (Block(columns, rows),), (name,))

    def _hot_spots(self) -> SheetOut:
        t = self._t
        columns = [
            ColumnOut(t("Building")),
            ColumnOut(t("Category")),
            ColumnOut(t("This month"), "whole"),
            ColumnOut(t("Expected"), "decimal"),
            ColumnOut(t("Last month"), "whole"),
        ]
        rows: list[list[Value]] = [
            [spot.building, spot.category, spot.requests, spot.expected, spot.previous]
            for spot in self._found.hot_spots
        ]
        return self._sheet(t("Hot spots"), columns, rows, "hot_spots")

    def _repeat_households(self) -> SheetOut:
        t = self._t
        columns = [
            ColumnOut(t("Room")),
            ColumnOut(t("With what")),
            ColumnOut(t("Count"), "whole"),
            ColumnOut(t("Of these complaints"), "whole"),
        ]
        rows: list[list[Value]] = [
            [household.room_label, t(", ").join(household.categories), household.requests, household.complaints]
            for household in self._found.repeat_households
        ]
        return self._sheet(t("Repeat households"), columns, rows, "repeat_households")

    def _lines(self, name: str, lines: Sequence[ReportLine], definition: str) -> SheetOut:
        heads: tuple[tuple[Message, Kind], ...] = (
            (msg("Number"), "text"),
            (msg("Kind"), "text"),
            (msg("Room"), "text"),
            (msg("About"), "text"),
            (msg("Category"), "text"),
            (msg("Department"), "text"),
            (msg("Worker"), "text"),
            (msg("Time reported"), "moment"),
            (msg("Due"), "moment"),
            (msg("Completed on"), "moment"),
            (msg("Late by (hours)"), "decimal"),
            (msg("Times reopened"), "whole"),
            (msg("Reported again as"), "text"),
            (msg("Call due"), "moment"),
            (msg("Reached on"), "moment"),
        )
        columns = [ColumnOut(self._language.message(head), kind) for head, kind in heads]
        return self._sheet(name, columns, [self._line(line) for line in lines], definition)

    def _line(self, line: ReportLine) -> list[Value]:
        return [
            line.number,
            self._language.message(KIND_LABELS[line.kind]),
            line.room,
            clean(line.words),
            line.category,
            line.department,
            line.worker,
            line.occurred_at,
            line.due_at,
            line.completed_at,
            None if line.late is None else line.late.total_seconds() / 3600,
            line.reopened_count,
            line.followed_by,
            line.follow_up_due_at,
            line.reached_at,
        ]

    def _answers(self) -> SheetOut:
        t, message = self._t, self._language.message
        lists = self._found
        grades = Block(
            [ColumnOut(t("Grade")), ColumnOut(t("Answers"), "whole")],
            [[message(SATISFACTION_LABELS[grade]), number] for grade, number in lists.grades.items()],
        )
        columns = [ColumnOut(head) for head in (t("Number"), t("Room"), t("Category"), t("Worker"))]
        columns += [ColumnOut(t("Called"), "moment"), ColumnOut(t("Grade")), ColumnOut(t("Said"))]
        rows: list[list[Value]] = [
            [
                answer.number,
                answer.room_label,
                answer.category,
                answer.worker,
                answer.made_at,
                message(SATISFACTION_LABELS[answer.grade]),
                clean(answer.words),
            ]
            for answer in lists.answers
        ]
        name = t("Dissatisfied answers")
        note = message(LIST_DEFINITIONS["answers"])
        return SheetOut(name, (grades, Block(columns, rows, heading=name, notes=(note,))), (t("Satisfaction"),))
