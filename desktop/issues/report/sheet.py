"""How the action tracking sheet is composed of the paper kit's blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER_TYPE
from desktop.issues.model import ActionState, IssueState
from desktop.issues.rows import ACTION_STATE_LABELS, SEVERITY_LABELS
from desktop.paper.blocks import Paragraph, Section, Signatures, Title
from desktop.paper.cells import Stacked
from desktop.paper.fonts import MEDIUM
from desktop.paper.frames import REPORT_ACROSS, Document
from desktop.paper.tables import FIT, Column, Row, Table
from desktop.paper.words import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.issues.rows import ActionRow, IssueRow
    from desktop.paper.cells import Cell
    from desktop.paper.flow import Block
    from desktop.paper.pen import Pen

__all__ = ["draw"]

POINT_MM, CRITERION_MM, OWNER_MM, DUE_MM, STATE_MM, SIGNED_MM = 54.0, 44.0, 23.0, 23.0, 26.0, 28.0
ROOM_TO_SIGN = 22.0
"""Height in which a name can be written by hand, points."""

BODY, SMALL = PAPER_TYPE["body"], PAPER_TYPE["label"]
_LEFT_OUT = frozenset({IssueState.MERGED, IssueState.DROPPED})


@dataclass(frozen=True, slots=True)
class _Space:
    """A cell that is left empty to be written in."""

    def height(self, _width: float) -> float:
        return ROOM_TO_SIGN

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw nothing."""


def draw(
    rows: Sequence[IssueRow],
    month: Month,
    community: str,
    zone: ZoneInfo,
    printed_at: datetime,
    language: Language,
) -> bytes:
    """Return the PDF; see `action_sheet`."""
    t = language.gettext
    printed = printed_at.astimezone(zone)
    kept = [row for row in rows if row.state not in _LEFT_OUT]
    actions = [action for row in kept for action in _living(row)]
    late = sum(action.overdue_days > 0 for action in actions)
    facts = [
        language.ngettext("%(count)s problem point", "%(count)s problem points", len(kept)),
        language.ngettext("%(count)s action", "%(count)s actions", len(actions)),
        *([language.ngettext("%(count)s overdue", "%(count)s overdue", late)] if late else ()),
        t("Printed %(at)s", at=language.moment(printed, zone)),
    ]
    title = t("Action tracking sheet")
    blocks: list[Block] = [Title(title, language.month(month), facts)]
    sheet = _Sheet(month, printed.date(), language)
    departments = sorted({(row.department_id, row.department) for row in kept})
    for number, (department_id, name) in enumerate(departments, start=1):
        blocks += sheet.department(number, name, [row for row in kept if row.department_id == department_id])
    if not kept:
        blocks.append(Paragraph(t("There is no problem point here.")))
    day = t("Date:\u2003\u2003\u2003\u2003")
    blocks.append(Signatures((t("Head of department:"), day), (t("Project manager:"), day)))
    head = f"{title} {language.month(month)}"
    return Document(REPORT_ACROSS, language, printed, head, author=community, company=community).pdf(blocks)


class _Sheet:
    """The tables of one sheet in one language."""

    def __init__(self, month: Month, today: date, language: Language) -> None:
        self.month = month
        self.today = today
        self.language = language

    def department(self, number: int, name: str, rows: Sequence[IssueRow]) -> list[Block]:
        """Return the heading and the table of one department."""
        t = self.language.gettext
        columns = (
            Column("", FIT, "right"),
            Column(t("Problem point"), POINT_MM),
            Column(t("Rectification action")),
            Column(t("Responsible"), OWNER_MM),
            Column(t("Due day"), DUE_MM),
            Column(t("State"), STATE_MM),
            Column(t("How it is checked"), CRITERION_MM),
            Column(t("Signature"), SIGNED_MM),
        )
        lines = [line for place, row in enumerate(rows, start=1) for line in self._lines(place, row)]
        note = self.language.ngettext("%(count)s problem point", "%(count)s problem points", len(rows))
        return [Section(self.language.integer(number), name, note), Table(columns, lines, size=BODY)]

    def _lines(self, place: int, row: IssueRow) -> list[Row]:
        """Return a row for each action of a point, or one to write an action into."""
        actions = _living(row)
        if not actions:
            waits = self.language.gettext("no action agreed yet")
            return [Row((str(place), self._point(row), Stacked([Span(waits, SMALL)]), "", "", "", "", _Space()))]
        lines = []
        for count, action in enumerate(actions, start=1):
            number = str(place) if len(actions) == 1 else f"{place}.{count}"
            point: Cell = self._point(row) if count == 1 else ""
            lines.append(self._line(number, point, action))
        return lines

    def _line(self, number: str, point: Cell, action: ActionRow) -> Row:
        result = " ".join((action.judgement or action.result).split())
        words: list[str | Span] = [" ".join(action.words.split())]
        if result:
            words.append(Span(result, SMALL))
        # the grey ground marks what is overdue, and survives a photocopy
        return Row(
            (
                number,
                point,
                Stacked(words),
                action.owner,
                self._due(action),
                self._state(action),
                " ".join(action.criterion.split()),
                _Space(),
            ),
            missed=action.overdue_days > 0,
        )

    def _point(self, row: IssueRow) -> Cell:
        language = self.language
        since = row.month
        notes = [language.message(SEVERITY_LABELS[row.severity])]
        if row.is_carried_over(self.month):
            notes.append(language.gettext("since %(month)s", month=language.month(since)))
        if row.reopened_count:
            notes.append(language.gettext("came back"))
        return Stacked([Span(" ".join(row.title.split()), BODY, MEDIUM), Span(" · ".join(notes), SMALL)])

    def _due(self, action: ActionRow) -> Cell:
        if action.due_on is None:
            return ""
        day = self._day(action.due_on)
        if action.postponed_from is None:
            return day
        first = self.language.gettext("first %(day)s", day=self._day(action.postponed_from))
        return Stacked([day, Span(first, SMALL)])

    def _state(self, action: ActionRow) -> Cell:
        if action.overdue_days and action.state is ActionState.OPEN:
            late = self.language.ngettext("Late %(count)s day", "Late %(count)s days", action.overdue_days)
            return Stacked([Span(f"▲ {late}", BODY, MEDIUM)])
        return self.language.message(ACTION_STATE_LABELS[action.state])

    def _day(self, day: date) -> str:
        return self.language.short_date(day) if day.year == self.today.year else day.isoformat()


def _living(row: IssueRow) -> list[ActionRow]:
    return [action for action in row.actions if action.state is not ActionState.DROPPED]
