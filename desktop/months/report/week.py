"""The summary of a week on one sheet of A4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.phones import mask_phones_in
from desktop.core.texts import clean
from desktop.months.report import words
from desktop.months.report.drafting import SIZE
from desktop.months.report.heading import head_of
from desktop.paper.blocks import Section, Title
from desktop.paper.flow import Columns
from desktop.paper.fonts import BOLD
from desktop.paper.frames import REPORT, Document
from desktop.paper.sheets import page_count
from desktop.paper.tables import FIT, Column, Row, Table
from desktop.requests.rows import PRIORITY_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from desktop.core.i18n import Language
    from desktop.months.rows import AgreedAction, ReportLine, WeekCounts, WeekGroup, WeekSummary
    from desktop.paper.cells import Cell
    from desktop.paper.flow import Block

__all__ = ["draw_week"]

SHORTER = (9, 7, 6, 5, 4, 3, 2, 1)
"""So many rows each list has, fewer and fewer until all fits one sheet; what is left out is counted."""

MORE_CATEGORIES = 4
LONGEST = 34
"""Characters of words in a list, so that each row takes one line."""

ROOM_MM, CATEGORY_MM, WORKER_MM, OWNER_MM = 20.0, 26.0, 20.0, 24.0


def draw_week(summary: WeekSummary, language: Language, *, masked: bool) -> bytes:
    """Return the summary as PDF; see `week_summary`."""
    t = language.gettext
    drawing = _Drawing(summary, language, masked=masked)
    head = head_of(summary.letterhead, summary.community, language)
    title = t("Weekly summary")
    document = Document(
        REPORT,
        language,
        summary.printed_at,
        title=f"{title} {summary.week}",
        author=summary.printed_by,
        company=head.running,
        number=str(summary.week),
        letterhead=head.letterhead,
    )
    days = f"{language.full_date(summary.week.monday)} – {language.short_date(summary.week.sunday)}"
    pdf = b""
    for most in SHORTER:
        pdf = document.pdf([Title(title, days, drawing.facts()), *drawing.blocks(most)])
        if page_count(pdf) == 1:
            break
    return pdf


class _Drawing:
    """The blocks of one summary in one language."""

    def __init__(self, summary: WeekSummary, language: Language, *, masked: bool) -> None:
        self._summary = summary
        self._language = language
        self._masked = masked

    def facts(self) -> list[str]:
        """Return what stands below the title."""
        summary, language = self._summary, self._language
        t = language.gettext
        local, printed = summary.cut_off.astimezone(summary.zone), summary.printed_at
        until = f"{language.short_date(local.date())} {local:%H:%M}"
        if summary.cut_off == summary.week.end(summary.zone):
            until = f"{language.short_date(summary.week.sunday)} 24:00"
        moment = f"{language.short_date(printed.date())} {printed:%H:%M}"
        return [
            words.department_name(summary.department, language) if summary.department else t("All departments"),
            t("As of %(moment)s", moment=until),
            t("Printed: %(name)s, %(moment)s", name=words.short_name(summary.printed_by), moment=moment),
        ]

    def blocks(self, most: int) -> list[Block]:
        """Return the sections, their lists with `most` rows."""
        t, summary = self._language.gettext, self._summary
        urgent = [each.line for each in summary.pressing]
        pressing = {each.line.id: each.priority for each in summary.pressing}

        def priority(line: ReportLine) -> Cell:
            return self._language.message(PRIORITY_LABELS[pressing[line.id]])

        return [
            self._section(1, t("The week in figures")),
            self._figures(),
            self._section(2, t("By department and category")),
            self._groups(most),
            *self._lines((3, t("Urgent and emergencies")), urgent, most, t("Priority"), priority),
            *self._lines((4, t("Complaints open")), summary.complaints, most, t("Due"), self._due),
            *self._lines((5, t("Overdue")), summary.overdue, most, t("Late by"), self._late),
            *self._actions(6, most),
        ]

    def _section(self, place: int, title: str, note: str = "") -> Section:
        return Section(words.numeral(place, self._language), title, note)

    def _figures(self) -> Table:
        t, summary = self._language.gettext, self._summary
        heads = (
            t("Received"),
            t("Completed"),
            t("Still open"),
            t("Overdue"),
            t("Complaints received"),
            t("Follow-ups due"),
            t("Reached in time"),
        )
        columns = [Column(""), *(Column(head, FIT, "right") for head in heads)]
        rows = [
            Row([t("This week"), *self._numbers(summary.total)], weight=BOLD),
            Row([t("Week before"), *self._numbers(summary.before)]),
        ]
        return Table(columns, rows, size=SIZE)

    def _numbers(self, counts: WeekCounts) -> list[str]:
        order = (
            counts.received,
            counts.completed,
            counts.open,
            counts.overdue,
            counts.complaints,
            counts.follow_ups_due,
            counts.follow_ups_reached,
        )
        return [self._language.integer(number) for number in order]

    def _groups(self, most: int) -> Columns:
        t, summary = self._language.gettext, self._summary
        by_number = sorted(summary.categories, key=lambda group: (-group.counts.received, -group.counts.open))
        shown = by_number[: most + MORE_CATEGORIES]
        left = self._group_table(t("Department"), t("No department"), summary.departments)
        right = self._group_table(t("Category"), t("No category"), shown, more=len(by_number) - len(shown))
        return Columns((None, [left]), (None, [right]))

    def _group_table(self, head: str, nameless: str, groups: Sequence[WeekGroup], *, more: int = 0) -> Table:
        t, language = self._language.gettext, self._language
        heads = (
            language.pgettext("narrow column", "Rec'd"),
            language.pgettext("narrow column", "Done"),
            language.pgettext("narrow column", "Open"),
            language.pgettext("narrow column", "Late"),
        )
        columns = [Column(head), *(Column(each, FIT, "right") for each in heads)]
        rows = [Row([group.name or nameless, *self._numbers(group.counts)[: len(heads)]]) for group in groups]
        if more:
            rows.append(Row([self._language.ngettext("and %(count)s more", "and %(count)s more", more), *[""] * 4]))
        return Table(columns, rows, size=SIZE, empty=t("None this week."))

    def _lines(
        self,
        heading: tuple[int, str],
        lines: Sequence[ReportLine],
        most: int,
        head: str,
        last: Callable[[ReportLine], Cell],
    ) -> list[Block]:
        """Return a list under its `heading`; `head` and `last` are those of its last column."""
        t = self._language.gettext
        columns = [
            Column(t("Number"), FIT),
            Column(t("Room"), ROOM_MM),
            Column(t("About")),
            Column(t("Category"), CATEGORY_MM),
            Column(t("Worker"), WORKER_MM),
            Column(head, FIT),
        ]
        rows = [
            Row([line.number, line.room, self._said(line.words), line.category, line.worker, last(line)])
            for line in lines[:most]
        ]
        return [self._section(*heading, self._count(len(lines), len(rows))), self._table(columns, rows)]

    def _actions(self, place: int, most: int) -> list[Block]:
        t, summary = self._language.gettext, self._summary
        columns = [
            Column(t("Due"), FIT),
            Column(t("Rectification action")),
            Column(self._language.pgettext("narrow column", "Dept."), WORKER_MM),
            Column(t("Responsible"), OWNER_MM),
            Column(t("State"), FIT),
        ]
        late = [self._action(each, t("overdue")) for each in summary.late[:most]]
        coming = [self._action(each, t("due next week")) for each in summary.coming[:most]]
        note = t("%(late)s overdue, %(coming)s due next week", late=len(summary.late), coming=len(summary.coming))
        return [self._section(place, t("Actions"), note), self._table(columns, [*late, *coming])]

    def _action(self, agreed: AgreedAction, state: str) -> Row:
        action = agreed.action
        day = "" if action.due_on is None else self._language.short_date(action.due_on)
        return Row([day, self._said(action.words), agreed.department, action.owner, state])

    def _table(self, columns: Sequence[Column], rows: Sequence[Row]) -> Table:
        if not rows:
            return Table([Column()], [], size=SIZE, empty=self._language.gettext("None this week."))
        return Table(columns, rows, size=SIZE)

    def _count(self, count: int, shown: int) -> str:
        language = self._language
        if shown < count:
            return language.gettext("the first %(shown)s of %(count)s", shown=shown, count=count)
        return language.ngettext("%(count)s request", "%(count)s requests", count)

    def _said(self, text: str) -> str:
        line = clean(text)
        said = mask_phones_in(line) if self._masked else line
        return said if len(said) <= LONGEST else said[: LONGEST - 1].rstrip() + "…"

    def _due(self, line: ReportLine) -> Cell:
        return self._moment(line.due_at)

    def _late(self, line: ReportLine) -> Cell:
        return "" if line.late is None else words.duration(line.late, self._language)

    def _moment(self, at: datetime | None) -> str:
        return "" if at is None else f"{at.astimezone(self._summary.zone):%m-%d %H:%M}"
