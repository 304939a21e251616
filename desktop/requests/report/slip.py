"""How one copy of one work order is composed of the paper kit's blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop.core.money import capital_yuan, yuan
from desktop.core.phones import display_phone
from desktop.core.tokens import PAPER_TYPE
from desktop.paper.blocks import Signatures, SlipFoot, SlipHead
from desktop.paper.cells import Stacked, TickBoxes
from desktop.paper.flow import AtFoot, Block, Columns
from desktop.paper.fonts import MEDIUM
from desktop.paper.grids import AIR, Box, Grid, GridRow, head, label, value
from desktop.paper.pen import MM
from desktop.paper.words import Span, bold, medium
from desktop.requests.model import Priority, RequestKind, StepKind
from desktop.requests.rows import (
    CHANNEL_LABELS,
    KIND_LABELS,
    LIABILITY_LABELS,
    PIECE,
    PLACE_LABELS,
    PRIORITY_LABELS,
    SATISFACTION_LABELS,
    WorkOrderFormat,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop.paper.cells import Cell
    from desktop.requests.report.slips import Printing
    from desktop.requests.rows import BillLine, WorkOrderSheet

__all__ = ["LAST_RESORT", "MOST_ON_SLIP", "SQUEEZED", "Fit", "Slip"]

FIND = PAPER_TYPE["find"]
FAULT, BODY, SMALLEST = PAPER_TYPE["fault"], PAPER_TYPE["body"], PAPER_TYPE["definition"]
MOST_ON_SLIP = 8
"""Lines of a bill on the slip itself; a longer one has its own sheet."""
BILL_MM, GAP_MM = 100.0, 3.5
MOST_RESULT = 90
"""Characters of a known result that fit its box."""
SHORT_NAME, LONG_NAME = 5, 10
"""Up to so many characters a name stands beside its phone in a box; beyond so many both have a row of their own."""


class Fit(NamedTuple):
    """How closely a slip is set: size and least height of the words about the fault, rows of the bill and their size.

    `row` is the least height of a row, `air` the white above and below its words; all in points.
    """

    size: float
    least: float
    rows: int
    row: float = 22.5
    bill: float = BODY
    air: float = AIR


SQUEEZED = (
    Fit(FAULT, 39, 3),
    Fit(FAULT, 28, 2),
    Fit(BODY, 22.5, 2, 20.0),
    Fit(BODY, 22.5, 1, 18.0, BODY, 4.5),
    Fit(BODY, 20.0, 1, 15.0, SMALLEST, 3.0),
    Fit(SMALLEST, 18.0, 1, 13.5, SMALLEST, 3.0),
)
"""Tried one after the other until all is on one sheet."""

LAST_RESORT = Fit(BODY, 20.0, 0, 15.0, SMALLEST, 3.0)


class Slip:
    """One copy of one work order."""

    def __init__(self, one: WorkOrderSheet, printing: Printing, copy_name: str) -> None:
        """Print `one` for the keeper called `copy_name`, "" for nobody in particular."""
        self.one = one
        self.detail = one.detail
        self.printing = printing
        self.language = printing.language
        self.copy_name = copy_name

    @property
    def words(self) -> str:
        """Return what the request is about."""
        return self.detail.line.words

    def blocks(self, words: str, fit: Fit, *, goes_on: bool = False) -> list[Block]:
        """Return the slip with `words` about the fault; they `goes_on` on the next sheet."""
        t = self.language.gettext
        if goes_on:
            more = t("(continued on the next sheet)")
            words = f"{words} {more}"
        grades = [self.language.message(grade) for grade in SATISFACTION_LABELS.values()]
        terms = self.printing.terms or t("Bring this back to the front desk today. Name the price before you begin.")
        signers = (self.language.pgettext("signature", "Worker"), t("Team leader"), t("Resident (price seen)"))
        return [
            self.head(),
            self._facts(words, fit),
            self._middle(fit),
            self._grid(
                fit,
                [
                    self._label(t("Resident's grade")),
                    value(TickBoxes(grades)),
                    self._label(t("Opinion")),
                    value("", 55),
                ],
            ),
            Signatures(*((f"{who}：" if self._is_chinese else f"{who}:", self._day) for who in signers)),
            AtFoot(SlipFoot(terms, self._foot())),
        ]

    def head(self) -> SlipHead:
        """Return office, number with its code, and until when it has to be done."""
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

    def bill(self, items: Sequence[BillLine]) -> Grid:
        """Return a part of a long bill, for a sheet of its own."""
        return Grid(self._bill_head(), *(self._item(item, BODY) for item in items), shading=self._shading)

    # --- inside ----------------------------------------------------------------------------------------------------

    @property
    def _is_chinese(self) -> bool:
        return self.language.code != "en"

    @property
    def _shading(self) -> bool:
        return self.printing.paper is not WorkOrderFormat.CARBON

    @property
    def _day(self) -> str:
        return self.language.pgettext("space for a handwritten date", "Date:")

    def _grid(self, fit: Fit, *rows: GridRow | Sequence[Box]) -> Grid:
        return Grid(*rows, row_height=fit.row, air=fit.air, shading=self._shading)

    def _label(self, text: str) -> Box:
        return label(text, 17.5 if self._is_chinese else 21)

    def _facts(self, words: str, fit: Fit) -> Grid:
        t, line, detail = self.language.gettext, self.detail.line, self.detail
        visit = self._moment(detail.appointment_at) if detail.appointment_at else ""
        room = line.room or self.language.message(PLACE_LABELS[line.place])
        room_boxes = [self._label(t("Room")), value(medium(room, FIND), 45)]
        visit_boxes = [self._label(t("Visit at")), value(medium(visit, FIND), 38)]
        rows: list[GridRow | list[Box]] = []
        if len(line.reporter) > LONG_NAME:
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
                value(self._workers()),
                self._label(t("Recorded")),
                value(self._recorded(), 38),
            ]
        )
        rows.append(GridRow([self._label(t("Problem")), value(medium(words, fit.size))], fit.least))
        heeded = self._heeded()
        if heeded:
            rows.append([self._label(t("Mind")), value(Span(heeded, min(fit.size, BODY)))])
        return self._grid(fit, *rows)

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

    def _workers(self) -> str:
        line, t = self.detail.line, self.language.gettext
        named = _joined(line.department, line.worker)
        if not self.one.helpers:
            return named
        return _joined(named, t("with %(helpers)s", helpers=t(", ").join(self.one.helpers)))

    def _recorded(self) -> str:
        channel = self.language.message(CHANNEL_LABELS[self.detail.channel])
        return _joined(self.detail.recorded_by, self._moment(self.detail.line.occurred_at), channel)

    def _heeded(self) -> str:
        """Return what the worker should know before knocking: what waits behind the door, and what went before."""
        line, language, t = self.detail.line, self.language, self.language.gettext
        notes = [text if isinstance(text, str) else language.message(text) for text in self.one.cautions]
        again = [step.why for step in self.detail.steps if step.kind is StepKind.REOPENED]
        notes += [t("Not good after all: %(why)s", why=again[-1])] if again else []
        others = [other.room or other.reporter for other in self.detail.duplicates]
        if others:
            notes.append(t("Also reported from: %(rooms)s", rooms=t(", ").join(filter(None, others))))
        if line.urged_count:
            notes.append(language.ngettext("Urged %(count)s time", "Urged %(count)s times", line.urged_count))
        return t("; ").join(note.rstrip("。.；; ") for note in notes)

    def _bill_head(self) -> list[Box]:
        t, widths = self.language.gettext, self._bill_widths
        return [
            head(t("Materials, labour")),
            head(t("Quantity"), widths[0], "centre"),
            head(t("Price"), widths[1], "right"),
            head(t("Sum (yuan)"), widths[2], "right"),
        ]

    @property
    def _bill_widths(self) -> tuple[float, float, float]:
        return (13, 17, 22) if self._is_chinese else (18, 17, 22)

    def _item(self, item: BillLine, size: float) -> list[Box]:
        quantity = f"{item.quantity / PIECE:.3f}".rstrip("0").rstrip(".")
        widths = self._bill_widths
        return [
            value(Span(item.name, size)),
            value(Span(quantity, size), widths[0], "centre"),
            value(Span(yuan(item.price_fen), size), widths[1], "right"),
            value(Span(yuan(item.sum_fen), size), widths[2], "right"),
        ]

    def _bill_on_slip(self, fit: Fit) -> Grid:
        """Return the lines that are known and space for more; a long bill only says that it has its own sheet."""
        items, widths = self.one.items, self._bill_widths
        rows = [self._item(item, fit.bill) for item in items[:MOST_ON_SLIP]]
        if len(items) > MOST_ON_SLIP:
            note = self.language.ngettext(
                "%(count)s line, see the next sheet", "%(count)s lines, see the next sheet", len(items)
            )
            rows = [[value(Span(note, fit.bill)), *(value("", width) for width in widths)]]
        rows += [[value(), *(value("", width) for width in widths)]] * (fit.rows - len(rows))
        return self._grid(fit, self._bill_head(), *rows, self._total(widths[2]))

    def _middle(self, fit: Fit) -> Columns:
        """Return the bill and beside it how the work ended, which takes the bill's height."""
        left, _top, right, _bottom = self.printing.sheet.margins_mm
        beside = self.printing.sheet.width - (left + right + BILL_MM + GAP_MM) * MM
        bill, outcome = self._bill_on_slip(fit), self._outcome(fit)
        spare = bill.wrap(BILL_MM * MM, 0)[1] - outcome.wrap(beside, 0)[1]
        outcome = self._outcome(fit, spare) if spare > 0 else outcome
        return Columns((BILL_MM, [bill]), (None, [outcome]), gap_mm=GAP_MM)

    def _total(self, width: float) -> list[Box]:
        """Return the total in words and figures, as far as it is known, and whether the work costs anything."""
        t, fee = self.language.gettext, self.one.fee_fen
        said = t("Total in words")
        if fee is not None:
            said = _joined(t("Total"), capital_yuan(fee, self.language.code))
        if not fee and self.detail.line.kind is RequestKind.REPAIR:
            said = _joined(said, t("Chargeable") if self.one.chargeable else t("Free of charge"))
        total = "" if fee is None else yuan(fee)
        return [value(said), Box(total, width, "right", weight=MEDIUM)]

    def _outcome(self, fit: Fit, spare: float = 0) -> Grid:
        t, tight = self.language.gettext, fit.row < Fit(0, 0, 0).row
        reasons = [
            self.language.pgettext("reason", "Parts"),
            self.language.pgettext("reason", "Appointment"),
            self.language.pgettext("reason", "Nobody home"),
            self.language.pgettext("reason", "Developer"),
            t("Other"),
        ]
        result = self.detail.result if self.detail.line.completed_at else ""
        result = f"{result[:MOST_RESULT]}…" if len(result) > MOST_RESULT else result
        times = [
            label(t("Arrived"), 16),
            self._time(self.one.arrived_at),
            label(t("Done"), 17),
            self._time(self.detail.line.completed_at),
        ]
        return self._grid(
            fit,
            GridRow(times, fit.row if tight else 28.5),
            GridRow(
                [label(t("Result"), 16), value(Span(result, SMALLEST if tight else BODY))],
                (22.5 if tight else 36) + spare,
            ),
            GridRow([label(t("Not done"), 16), value(TickBoxes(reasons))], 22.5 if tight else 34),
        )

    def _time(self, at: datetime | None) -> Box:
        return value(":", align="centre") if at is None else value(Span(self._moment(at), SMALLEST), align="centre")

    def _foot(self) -> str:
        times = max(1, sum(step.kind is StepKind.PRINTED for step in self.detail.steps))
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
