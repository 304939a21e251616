"""How a work order is composed of the paper kit's blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.phones import display_phone
from desktop.core.tokens import PAPER, PAPER_TYPE
from desktop.paper.blocks import Signatures, SlipFoot, SlipHead
from desktop.paper.cells import TickBoxes
from desktop.paper.flow import AtFoot, Block, Columns, Group, next_sheet
from desktop.paper.frames import WORK_ORDER, WORK_ORDER_PAIR, Document
from desktop.paper.grids import Box, Grid, GridRow, head, label, value
from desktop.paper.pen import MM
from desktop.paper.tables import Column, Table
from desktop.paper.words import Span, bold, medium
from desktop.requests.model import StepKind
from desktop.requests.rows import (
    CHANNEL_LABELS,
    HOLD_REASON_LABELS,
    KIND_LABELS,
    LIABILITY_LABELS,
    PLACE_LABELS,
    SATISFACTION_LABELS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop.core.i18n import Language
    from desktop.paper.frames import Sheet
    from desktop.requests.report import WorkOrderOffice
    from desktop.requests.rows import RequestDetail

__all__ = ["draw"]

FIND = PAPER_TYPE["find"]
GREY = PAPER["label"]
SIZES = (PAPER_TYPE["fault"], PAPER_TYPE["body"], PAPER_TYPE["definition"])
"""Sizes of the words about the fault, tried one after the other until all is on one sheet."""

MATERIAL_ROWS = 3


def draw(
    detail: RequestDetail,
    office: WorkOrderOffice,
    language: Language,
    copy_names: Sequence[str],
    *,
    two_on_a_sheet: bool,
) -> bytes:
    """Return the PDF; see `work_order`."""
    sheet = WORK_ORDER_PAIR if two_on_a_sheet else WORK_ORDER
    blocks: list[Block] = []
    for copy_name in copy_names or ("",):
        if blocks:
            blocks.append(next_sheet())
        blocks += _Slip(detail, office, language, copy_name, tuple(copy_names)).blocks(sheet)
    title = f"{language.gettext('Work order')} {detail.line.number}"
    created = office.printed_at.astimezone(office.zone)
    return Document(sheet, language, created, title, author=office.community, number=detail.line.number).pdf(blocks)


class _Slip:
    """One copy of one work order."""

    def __init__(
        self,
        detail: RequestDetail,
        office: WorkOrderOffice,
        language: Language,
        copy_name: str,
        copy_names: tuple[str, ...],
    ) -> None:
        self.detail = detail
        self.office = office
        self.language = language
        self.copy_name = copy_name
        self.copy_names = copy_names

    def blocks(self, sheet: Sheet) -> list[Block]:
        """Return the slip, and behind it the sheets with what its words have too many."""
        left, top, right, bottom = (margin * MM for margin in sheet.margins_mm)
        width, height = sheet.width - left - right, sheet.height / sheet.slips - top - bottom
        words = self.detail.line.words
        for size in SIZES:
            slip = self._slip(words, size)
            if _height(slip, width) <= height:
                return slip
        # sizes are of no use any more: the words go on on another sheet, in the size that reads well
        more = self.language.gettext("(continued on the next sheet)")
        fitting = self._longest_fitting(words, more, width, height)
        rest = Table([Column()], [[medium(words[fitting:], SIZES[1])]])
        return [*self._slip(f"{words[:fitting]} {more}", SIZES[1]), next_sheet(), self._head(), rest]

    def _longest_fitting(self, words: str, more: str, width: float, height: float) -> int:
        """Return how many characters of the words fit on the slip."""
        fits, too_many = 0, len(words)
        while too_many - fits > 1:
            middle = (fits + too_many) // 2
            if _height(self._slip(f"{words[:middle]} {more}", SIZES[1]), width) <= height:
                fits = middle
            else:
                too_many = middle
        return fits

    def _slip(self, words: str, size: float) -> list[Block]:
        say = self.language.gettext
        grades = [self.language.message(grade) for grade in SATISFACTION_LABELS.values()]
        return [
            self._head(),
            self._facts(words, size),
            Columns((104, [self._materials()]), (None, [self._outcome()]), gap_mm=3.5),
            Grid([label(say("Resident's grade")), value(TickBoxes(grades)), label(say("Opinion")), value("", 55)]),
            Signatures(*((f"{who}：" if self._is_chinese else f"{who}:", self._day) for who in self._signers)),
            AtFoot(
                SlipFoot(say("Bring this back to the front desk today. Name the price before you begin."), self._foot())
            ),
        ]

    @property
    def _is_chinese(self) -> bool:
        return self.language.code != "en"

    @property
    def _day(self) -> str:
        return self.language.pgettext("space for a handwritten date", "Date:")

    @property
    def _signers(self) -> tuple[str, str, str]:
        say = self.language.gettext
        return say("Worker"), say("Team leader"), say("Resident (price seen)")

    def _head(self) -> SlipHead:
        say, line = self.language.gettext, self.detail.line
        facts: list[Span] = [Span(f"{self.copy_name}\u3000\u3000" if self.copy_name else "")]
        facts.append(Span(f"{self.language.message(KIND_LABELS[line.kind])}\u3000"))
        if line.due_at is not None:
            facts += [Span(f"{say('Due by')} "), bold(self._moment(line.due_at))]
        return SlipHead(
            "\u3000".join(part for part in (self.office.community, self.office.phone) if part),
            say("Work order"),
            line.number,
            facts=tuple(facts),
            tag=say("Urgent") if line.urgent else "",
            code=line.number,
        )

    def _facts(self, words: str, size: float) -> Grid:
        say, line, detail = self.language.gettext, self.detail.line, self.detail
        caller = "\u3000".join(part for part in (line.reporter, display_phone(detail.phone)) if part)
        visit = self._moment(detail.appointment_at) if detail.appointment_at else ""
        kinds = (PLACE_LABELS[line.place], line.category, LIABILITY_LABELS[detail.liability])
        sorted_as = " · ".join(part if isinstance(part, str) else self.language.message(part) for part in kinds if part)
        recorded = "\u3000".join(
            part
            for part in (
                detail.recorded_by,
                self._moment(line.occurred_at),
                self.language.message(CHANNEL_LABELS[detail.channel]),
            )
            if part
        )
        rows: list[GridRow | list[Box]] = [
            [
                label(say("Room")),
                value(medium(line.room or self.language.message(PLACE_LABELS[line.place]), FIND), 45),
                label(say("Caller")),
                value(medium(caller, FIND)),
                label(say("Visit at")),
                value(medium(visit, FIND), 38),
            ],
            [
                label(say("Category")),
                value(sorted_as, 45),
                label(say("Assigned to")),
                value("\u3000".join(part for part in (line.department, line.worker) if part)),
                label(say("Recorded")),
                value(recorded, 38),
            ],
            GridRow([label(say("Problem")), value(medium(words, size))], 39),
        ]
        notes = self._notes()
        if notes:
            rows.append([label(say("Mind")), value(notes)])
        return Grid(*rows)

    def _notes(self) -> str:
        """Return what the worker should know before knocking: it came back, others called, the resident pressed."""
        line, language = self.detail.line, self.language
        again = [step.why for step in self.detail.steps if step.kind is StepKind.REOPENED]
        notes = [language.gettext("Not good after all: %(why)s", why=again[-1])] if again else []
        others = [other.room or other.reporter for other in self.detail.duplicates]
        if others:
            notes.append(language.gettext("Also reported from: %(rooms)s", rooms=", ".join(filter(None, others))))
        if line.urged_count:
            notes.append(language.ngettext("Urged %(count)s time", "Urged %(count)s times", line.urged_count))
        return "; ".join(notes)

    def _materials(self) -> Grid:
        say = self.language.gettext
        widths = (13, 17, 22)
        empty = [value(), *(value("", width) for width in widths)]
        return Grid(
            [
                head(say("Materials, labour")),
                head(say("Amount"), widths[0], "centre"),
                head(say("Price"), widths[1], "right"),
                head(say("Sum (yuan)"), widths[2], "right"),
            ],
            *[empty] * MATERIAL_ROWS,
            [value(say("Total in words")), value("", widths[2])],
        )

    def _outcome(self) -> Grid:
        say = self.language.gettext
        reasons = [self.language.message(reason) for reason in HOLD_REASON_LABELS.values()]
        return Grid(
            GridRow(
                [
                    label(say("Arrived"), 16),
                    value(":", align="centre"),
                    label(say("Done"), 17),
                    value(":", align="centre"),
                ],
                28.5,
            ),
            GridRow([label(say("Result"), 16), value()], 40),
            GridRow([label(say("Not done because"), 16), value(TickBoxes([*reasons, say("Other")]))], 34),
        )

    def _foot(self) -> str:
        times = sum(step.kind is StepKind.PRINTED for step in self.detail.steps) + 1
        copies = ", ".join(self.copy_names)
        printed = self.language.gettext(
            "Printed %(at)s, print no. %(times)s", at=self._moment(self.office.printed_at), times=times
        )
        return f"{copies}\u3000{printed}" if copies else printed

    def _moment(self, at: datetime) -> str:
        day = self.language.short_date(at.astimezone(self.office.zone).date())
        return f"{day} {self.language.time(at, self.office.zone)}"


def _height(slip: Sequence[Block], width: float) -> float:
    return float(Group(*slip).wrap(width, 0)[1])
