"""How a work order is composed of the paper kit's blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.phones import display_phone
from desktop.core.tokens import PAPER, PAPER_TYPE
from desktop.paper.blocks import Paragraph, Signatures, SlipFoot, SlipHead
from desktop.paper.cells import Cell, Stacked, TickBoxes
from desktop.paper.flow import AtFoot, Block, Columns, Group, next_sheet
from desktop.paper.frames import WORK_ORDER, WORK_ORDER_PAIR, Document
from desktop.paper.grids import Box, Grid, GridRow, head, label, value
from desktop.paper.pen import MM
from desktop.paper.words import Span, bold, medium
from desktop.requests.model import Priority, StepKind
from desktop.requests.rows import (
    CHANNEL_LABELS,
    KIND_LABELS,
    LIABILITY_LABELS,
    PLACE_LABELS,
    PRIORITY_LABELS,
    SATISFACTION_LABELS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.paper.frames import Sheet
    from desktop.requests.rows import RequestDetail

__all__ = ["Printing", "draw"]

FIND = PAPER_TYPE["find"]
GREY = PAPER["label"]
FAULT, BODY, SMALLEST = PAPER_TYPE["fault"], PAPER_TYPE["body"], PAPER_TYPE["definition"]


class _Fit(NamedTuple):
    """How closely a slip is set: size and least height of the words about the fault, rows for materials; low rows."""

    size: float
    least: float
    rows: int
    tight: bool = False


SQUEEZED = (
    _Fit(FAULT, 39, 3),
    _Fit(FAULT, 28, 2),
    _Fit(BODY, 22.5, 2),
    _Fit(BODY, 22.5, 1),
    _Fit(SMALLEST, 22.5, 1, tight=True),
)
"""Tried one after the other until all is on one sheet."""

SHORT_NAME, LONG_NAME = 5, 10
"""Up to so many characters a name stands beside its phone in a box; beyond so many both have a row of their own."""

LAST_RESORT = _Fit(BODY, 22.5, 0, tight=True)


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing: of what, in whose name, when, in which language and copies."""

    detail: RequestDetail
    community: str
    phone: str
    zone: ZoneInfo
    printed_at: datetime
    language: Language
    copy_names: tuple[str, ...]


def draw(printing: Printing, *, two_on_a_sheet: bool) -> bytes:
    """Return the PDF; see `work_order`."""
    sheet = WORK_ORDER_PAIR if two_on_a_sheet else WORK_ORDER
    language, number = printing.language, printing.detail.line.number
    blocks: list[Block] = []
    for copy_name in printing.copy_names or ("",):
        if blocks:
            blocks.append(next_sheet())
        blocks += _Slip(printing, copy_name).blocks(sheet)
    title = f"{language.gettext('Work order')} {number}"
    created = printing.printed_at.astimezone(printing.zone)
    return Document(sheet, language, created, title, author=printing.community, number=number).pdf(blocks)


class _Slip:
    """One copy of one work order."""

    def __init__(self, printing: Printing, copy_name: str) -> None:
        self.printing = printing
        self.detail = printing.detail
        self.language = printing.language
        self.copy_name = copy_name

    def blocks(self, sheet: Sheet) -> list[Block]:
        """Return the slip, and behind it the sheets with what its words have too many."""
        left, top, right, bottom = (margin * MM for margin in sheet.margins_mm)
        width, height = sheet.width - left - right, sheet.height / sheet.slips - top - bottom
        words = "\n".join(part for part in (self.detail.line.words, self._notes()) if part)
        for fit in SQUEEZED:
            slip = self._slip(words, fit)
            if _height(slip, width) <= height:
                return slip
        # sizes are of no use any more: the words go on on further sheets, in a size that reads well
        more = " " + self.language.gettext("(continued on the next sheet)")

        def first(part: str) -> list[Block]:
            return self._slip(f"{part}{more}", LAST_RESORT)

        def further(part: str) -> list[Block]:
            return [self._head(), Paragraph(part)]

        taken = _longest(words, first, width, height)
        blocks = first(words[:taken])
        while taken < len(words):
            step = max(_longest(words[taken:], further, width, height), 1)
            blocks += [next_sheet(), *further(words[taken : taken + step])]
            taken += step
        return blocks

    def _slip(self, words: str, fit: _Fit) -> list[Block]:
        t = self.language.gettext
        grades = [self.language.message(grade) for grade in SATISFACTION_LABELS.values()]
        return [
            self._head(),
            self._facts(words, fit),
            Columns((100, [self._materials(fit.rows)]), (None, [self._outcome(fit)]), gap_mm=3.5),
            Grid(
                [
                    self._label(t("Resident's grade")),
                    value(TickBoxes(grades)),
                    self._label(t("Opinion")),
                    value("", 55),
                ]
            ),
            Signatures(*((f"{who}：" if self._is_chinese else f"{who}:", self._day) for who in self._signers)),
            AtFoot(
                SlipFoot(t("Bring this back to the front desk today. Name the price before you begin."), self._foot())
            ),
        ]

    @property
    def _is_chinese(self) -> bool:
        return self.language.code != "en"

    def _label(self, text: str) -> Box:
        return label(text, 17.5 if self._is_chinese else 21)

    @property
    def _day(self) -> str:
        return self.language.pgettext("space for a handwritten date", "Date:")

    @property
    def _signers(self) -> tuple[str, str, str]:
        t = self.language.gettext
        return self.language.pgettext("signature", "Worker"), t("Team leader"), t("Resident (price seen)")

    def _head(self) -> SlipHead:
        t, line = self.language.gettext, self.detail.line
        facts: list[Span] = [Span(f"{self.copy_name}\u3000\u3000" if self.copy_name else "")]
        facts.append(Span(f"{self.language.message(KIND_LABELS[line.kind])}\u3000"))
        if line.due_at is not None:
            due = t("Due by")
            facts += [Span(f"{due} "), bold(self._moment(line.due_at))]
        return SlipHead(
            _joined(self.printing.community, self.printing.phone),
            t("Work order"),
            line.number,
            facts=tuple(facts),
            tag=self.language.message(PRIORITY_LABELS[line.priority]) if line.priority is not Priority.NORMAL else "",
            code=line.number,
        )

    def _facts(self, words: str, fit: _Fit) -> Grid:
        t, line, detail = self.language.gettext, self.detail.line, self.detail
        visit = self._moment(detail.appointment_at) if detail.appointment_at else ""
        room = line.room or self.language.message(PLACE_LABELS[line.place])
        room_boxes = [self._label(t("Room")), value(medium(room, FIND), 45)]
        visit_boxes = [self._label(t("Visit at")), value(medium(visit, FIND), 38)]
        long_name = len(line.reporter) > LONG_NAME
        rows: list[GridRow | list[Box]] = []
        if long_name:
            number = value(medium(display_phone(detail.phone), FIND), 38)
            rows.append([self._label(t("Caller")), value(medium(line.reporter, FIND)), number])
            rows.append([*room_boxes, visit_boxes[0], value(medium(visit, FIND))])
        else:
            rows.append([*room_boxes, self._label(t("Caller")), value(self._caller()), *visit_boxes])
        rows.append(
            [
                self._label(t("Category")),
                value(self._sorted_as(), 45),
                self._label(t("Assigned to")),
                value(_joined(line.department, line.worker)),
                self._label(t("Recorded")),
                value(self._recorded(), 38),
            ]
        )
        rows.append(GridRow([self._label(t("Problem")), value(medium(words, fit.size))], fit.least))
        return Grid(*rows)

    def _caller(self) -> Cell:
        """Return name and phone side by side where they fit, else one above the other: no number is broken."""
        name, phone = self.detail.line.reporter, display_phone(self.detail.phone)
        if len(name) <= SHORT_NAME and self._is_chinese:
            return medium(_joined(name, phone), FIND)
        return Stacked([medium(text, FIND) for text in (name, phone) if text])

    def _sorted_as(self) -> str:
        line, told = self.detail.line, self.language.message
        parts = (told(PLACE_LABELS[line.place]), line.category, told(LIABILITY_LABELS[self.detail.liability]))
        return " · ".join(part for part in parts if part)

    def _recorded(self) -> str:
        channel = self.language.message(CHANNEL_LABELS[self.detail.channel])
        return _joined(self.detail.recorded_by, self._moment(self.detail.line.occurred_at), channel)

    def _notes(self) -> str:
        """Return what the worker should know before knocking: it came back, others called, the resident pressed."""
        line, language = self.detail.line, self.language
        again = [step.why for step in self.detail.steps if step.kind is StepKind.REOPENED]
        notes = [language.gettext("Not good after all: %(why)s", why=again[-1])] if again else []
        others = [other.room or other.reporter for other in self.detail.duplicates]
        if others:
            rooms = language.gettext(", ").join(filter(None, others))
            notes.append(language.gettext("Also reported from: %(rooms)s", rooms=rooms))
        if line.urged_count:
            notes.append(language.ngettext("Urged %(count)s time", "Urged %(count)s times", line.urged_count))
        return language.gettext("; ").join(notes)

    def _materials(self, rows: int) -> Grid:
        t = self.language.gettext
        widths = (13, 17, 22) if self._is_chinese else (18, 17, 22)
        empty = [value(), *(value("", width) for width in widths)]
        return Grid(
            [
                head(t("Materials, labour")),
                head(t("Quantity"), widths[0], "centre"),
                head(t("Price"), widths[1], "right"),
                head(t("Sum (yuan)"), widths[2], "right"),
            ],
            *[empty] * rows,
            [value(t("Total in words")), value("", widths[2])],
        )

    def _outcome(self, fit: _Fit) -> Grid:
        t = self.language.gettext
        reasons = [
            self.language.pgettext("reason", "Parts"),
            self.language.pgettext("reason", "Appointment"),
            self.language.pgettext("reason", "Nobody home"),
            self.language.pgettext("reason", "Developer"),
            t("Other"),
        ]
        return Grid(
            GridRow(
                [
                    label(t("Arrived"), 16),
                    value(":", align="centre"),
                    label(t("Done"), 17),
                    value(":", align="centre"),
                ],
                22.5 if fit.tight else 28.5,
            ),
            GridRow([label(t("Result"), 16), value()], 22.5 if fit.tight else 36),
            GridRow([label(t("Not done"), 16), value(TickBoxes(reasons))], 22.5 if fit.tight else 34),
        )

    def _foot(self) -> str:
        times = sum(step.kind is StepKind.PRINTED for step in self.detail.steps) + 1
        copies = self.language.gettext(", ").join(self.printing.copy_names)
        printed = self.language.gettext(
            "Printed %(at)s, print no. %(times)s", at=self._moment(self.printing.printed_at), times=times
        )
        return f"{copies}\u3000{printed}" if copies else printed

    def _moment(self, at: datetime) -> str:
        day = self.language.short_date(at.astimezone(self.printing.zone).date())
        return f"{day} {self.language.time(at, self.printing.zone)}"


def _joined(*parts: str) -> str:
    return "\u3000".join(part for part in parts if part)


def _height(slip: Sequence[Block], width: float) -> float:
    return float(Group(*slip).wrap(width, 0)[1])


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
