"""The ledger of a month across A4: every request received, in the order they came, and what they come to."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.person_names import mask_name
from desktop.core.phones import mask_phones_in
from desktop.months.report import words
from desktop.months.report.cover import edition_words
from desktop.months.report.drafting import SIZE, label
from desktop.months.report.heading import head_of
from desktop.paper.blocks import Caption, Paragraph, Title
from desktop.paper.fonts import BOLD
from desktop.paper.frames import REPORT_ACROSS, Document
from desktop.paper.tables import FIT, Column, Row, Table
from desktop.paper.words import bold
from desktop.requests.model import GOOD_GRADES, RequestKind
from desktop.requests.rows import KIND_LABELS, SATISFACTION_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import timedelta

    from desktop.core.i18n import Language, Message
    from desktop.months.rows import Ledger, ReportLine
    from desktop.paper.cells import Cell
    from desktop.paper.flow import Block

    Watch = Callable[[int, int, Message], None]

__all__ = ["draw_ledger"]

HOUR = 3600
ROWS_A_SHEET = 24
"""About so many rows a sheet holds: only by this is it reckoned how many sheets are to come."""

NUMBER_MM, TIME_MM, ROOM_MM, NAME_MM, CATEGORY_MM, DEPARTMENT_MM, WORKER_MM = 25.0, 20.0, 17.0, 15.0, 20.0, 14.0, 15.0
HOURS_MM, REACHED_MM, GRADE_MM = 13.0, 14.0, 16.0


def draw_ledger(ledger: Ledger, language: Language, *, masked: bool, watch: Watch | None) -> bytes:
    """Return the ledger as PDF; see `month_ledger`."""
    t = language.gettext
    drawing = _Drawing(ledger, language, masked=masked)
    head = head_of(ledger.letterhead, ledger.community, language)
    month = language.month(ledger.month)
    name = words.department_name(ledger.department, language) if ledger.department else t("All departments")
    title = t("Ledger of requests")
    document = Document(
        REPORT_ACROSS,
        language,
        ledger.printed_at,
        title=f"{title} {month}",
        author=ledger.printed_by,
        company=head.running,
        number=str(ledger.month),
        letterhead=head.letterhead,
    )
    blocks: list[Block] = [
        Title(title, month, [name, *drawing.facts()]),
        drawing.table(watch),
        *drawing.totals(),
    ]
    if watch is None:
        return document.pdf(blocks)
    return document.pdf(blocks, lambda page: watch(*_pages(page, len(ledger.lines))))


def _pages(page: int, rows: int) -> tuple[int, int, Message]:
    """Return how far the ledger is once a page is begun; laying out its rows was the first half."""
    done = min(rows, page * ROWS_A_SHEET)
    return rows + done, 2 * rows, msg("Drawing the ledger: page %(page)s …", page=page)


class _Drawing:
    """The blocks of one ledger in one language."""

    def __init__(self, ledger: Ledger, language: Language, *, masked: bool) -> None:
        self._ledger = ledger
        self._language = language
        head = ledger.letterhead
        self._hides_words = masked
        self._hides_names = masked and (head is None or head.mask_names)

    def facts(self) -> list[str]:
        """Return what stands below the title."""
        ledger, language = self._ledger, self._language
        t = language.gettext
        printed = f"{language.short_date(ledger.printed_at.date())} {ledger.printed_at:%H:%M}"
        standing = t("▲ Not yet closed")
        if ledger.edition is not None:
            standing = t(
                "As frozen at the closing: %(edition)s", edition=edition_words(ledger.edition, ledger.zone, language)
            )
        return [
            language.ngettext("%(count)s request", "%(count)s requests", len(ledger.lines)),
            t("As of %(moment)s", moment=words.cut_off(ledger, language)),
            standing,
            t("Printed: %(name)s, %(moment)s", name=words.short_name(ledger.printed_by), moment=printed),
        ]

    def table(self, watch: Watch | None) -> Table:
        """Return every request; `watch` is told of the rows as they are laid out."""
        t, total = self._language.gettext, len(self._ledger.lines)
        reported = self._language.pgettext("time", "Reported")
        narrow = self._language.pgettext("narrow column", "Dept.")
        columns = [
            Column(t("Number"), NUMBER_MM),
            Column(reported, TIME_MM),
            Column(t("Room"), ROOM_MM),
            Column(t("Reported by"), NAME_MM),
            Column(t("About")),
            Column(t("Category"), CATEGORY_MM),
            Column(narrow, DEPARTMENT_MM),
            Column(t("Worker"), WORKER_MM),
            Column(t("Due"), TIME_MM),
            Column(self._language.pgettext("time", "Completed"), TIME_MM),
            Column(t("Hours"), HOURS_MM, "right"),
            Column(t("Follow-up"), REACHED_MM),
            Column(t("Grade"), GRADE_MM),
        ]

        def laid(rows: int) -> None:
            if watch is not None:
                watch(rows, 2 * total, msg("Laying out the ledger: %(done)s of %(total)s …", done=rows, total=total))

        rows = [self._row(line) for line in self._ledger.lines]
        empty = t("No request was received.")
        if not rows:
            return Table([Column()], [], size=SIZE, empty=empty)
        return Table(columns, rows, size=SIZE, watch=laid)

    def _row(self, line: ReportLine) -> Row:
        ledger, language = self._ledger, self._language
        said, reporter = words.shortened(line.words), line.reporter
        if self._hides_words:
            said, reporter = mask_phones_in(said), mask_phones_in(reporter)
        cells: list[Cell] = [
            line.number,
            words.day_and_time(line.occurred_at, ledger),
            line.room,
            mask_name(reporter) if self._hides_names else reporter,
            said,
            line.category,
            line.department,
            line.worker,
            words.day_and_time(line.due_at, ledger),
            self._completed(line),
            self._hours(line.worked),
            self._reached(line),
            "" if line.grade is None else language.message(SATISFACTION_LABELS[line.grade]),
        ]
        return Row(cells, missed=line.late is not None)

    def _completed(self, line: ReportLine) -> Cell:
        if line.completed_at is not None:
            return words.day_and_time(line.completed_at, self._ledger)
        if line.late is None:
            return self._language.gettext("still open")
        late = words.duration(line.late, self._language)
        return bold(self._language.gettext("late %(duration)s", duration=late), SIZE)

    def _hours(self, worked: timedelta | None) -> str:
        return "" if worked is None else self._language.decimal(worked.total_seconds() / HOUR)

    def _reached(self, line: ReportLine) -> str:
        if line.reached_at is not None and line.reached_at < self._ledger.cut_off:
            return words.day(line.reached_at, self._ledger)
        waits = line.follow_up_due_at is not None and line.completed_at is not None
        return self._language.gettext("not called yet") if waits else ""

    def totals(self) -> Sequence[Block]:
        """Return what the requests come to, by kind."""
        t, language, lines = self._language.gettext, self._language, self._ledger.lines
        if not lines:
            return ()
        heads = (t("Requests received"), t("Completed"), t("Still open"), t("Of these late"), t("Median hours"))
        columns = [Column(t("Kind"), 40), *(Column(head, FIT, "right") for head in heads)]
        columns += [Column(t("Answers"), FIT, "right"), Column(t("Good answers"), FIT, "right"), Column()]
        kinds = Counter(line.kind for line in lines)
        rows = [
            Row([language.message(KIND_LABELS[kind]), *self._sums([line for line in lines if line.kind is kind]), ""])
            for kind in RequestKind
            if kinds[kind]
        ]
        rows.append(Row([t("Total"), *self._sums(lines), ""], weight=BOLD))
        note = t("Late requests have a grey ground. Hours: from report to completion, less holds.")
        return (Caption(t("Totals")), Table(columns, rows, size=SIZE), Paragraph(label(note), SIZE))

    def _sums(self, lines: Sequence[ReportLine]) -> list[str]:
        language = self._language
        done = [line for line in lines if line.completed_at is not None]
        graded = [line.grade for line in lines if line.grade is not None]
        worked = [line.worked.total_seconds() / HOUR for line in done if line.worked is not None]
        late = sum(line.late is not None for line in lines)
        good = sum(grade in GOOD_GRADES for grade in graded)
        numbers = [language.integer(each) for each in (len(lines), len(done), len(lines) - len(done), late)]
        return [
            *numbers,
            language.decimal(median(worked)) if worked else "",
            *map(language.integer, (len(graded), good)),
        ]
