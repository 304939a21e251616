"""The cover: title and facts, who has to sign, what a further edition changes, and the words about the month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER
from desktop.months.report import words
from desktop.months.report.drafting import BODY, SIZE, Drafted, Drafting, label
from desktop.months.report.sentences import month_in_sentences
from desktop.months.rows import FIGURE_LABELS, difference_text, figure_text
from desktop.paper.blocks import Paragraph, Title, WritingBox
from desktop.paper.flow import Gap
from desktop.paper.grids import Box, Grid, GridRow, head
from desktop.paper.tables import FIT, Column, Table
from desktop.paper.words import Span, bold

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.months.rows import EditionRow, MonthReport
    from desktop.paper.cells import Cell
    from desktop.paper.flow import Block
    from desktop.paper.pen import Pen

__all__ = ["comment", "cover", "edition", "edition_words", "standing", "summary"]

SIGNING_HEIGHT = 34.0
"""Space to sign in, points."""
COMMENT_MM = 26


@dataclass(frozen=True, slots=True)
class SignHere:
    """What a person signs beside: the word at the left, the space for the day at the right."""

    word: str
    day: str

    def height(self, width: float) -> float:
        """Return the height of the space to sign in, whatever the width."""
        del width
        return SIGNING_HEIGHT - 12

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw both words at the foot of the space."""
        below = y + self.height(width)
        pen.text(x, below, self.word, size=SIZE, colour=PAPER["label"])
        pen.text(x + width, below, self.day, size=SIZE, colour=PAPER["label"], align="right")


def cover(draft: Drafting, *, masked: bool) -> list[Block]:
    """Return title, facts and signatures."""
    language = draft.language
    month = language.month(draft.summary.month)
    title = Title(words.title(draft.report, language), month, _facts(draft, masked=masked))
    return [title, Gap(8), _signatures(draft)]


def edition(draft: Drafting) -> Drafted | None:
    """Return what a further edition of a closed month says against the one before; nothing of a first one."""
    report, language, t = draft.report, draft.language, draft.language.gettext
    if report.edition is None or report.edition.number < 2:
        return None
    own = report.department.name if report.department else None
    changes = [each for each in report.edition.changes if own is None or each.department == own]
    note = t("edition %(number)s", number=report.edition.number)
    if not changes:
        return Drafted([Paragraph(t("No figure of this report has changed."))], note)
    columns = [
        *([Column(t("Department"), FIT)] if draft.whole else []),
        Column(t("Figure")),
        *(
            Column(name, FIT, "right")
            for name in (t("In the edition before"), t("Now"), language.pgettext("difference", "Change"))
        ),
    ]
    rows: list[list[Cell]] = [
        [
            *([each.department or t("Total")] if draft.whole else []),
            language.message(FIGURE_LABELS[each.figure]),
            figure_text(each.figure, each.before, language),
            bold(figure_text(each.figure, each.now, language), SIZE),
            difference_text(each.figure, each.now, each.before, language),
        ]
        for each in changes
    ]
    return Drafted([Table(columns, rows, size=SIZE)], note)


def summary(draft: Drafting) -> Drafted | None:
    """Return the month in five sentences."""
    told = month_in_sentences(draft.report, draft.language)
    return Drafted([Paragraph(words.sentences(told, draft.language))]) if told else None


def comment(draft: Drafting) -> Drafted:
    """Return the words about the department with who wrote them; a frame to write in where there are none."""
    kept, t = draft.report.comment, draft.language.gettext
    if kept is None or not kept.words.strip():
        return Drafted([WritingBox("", COMMENT_MM)])
    by = words.short_name(kept.written_by)
    if by and kept.written_at is not None:
        day = draft.language.short_date(kept.written_at.astimezone(draft.summary.zone).date())
        by = t("%(name)s, %(moment)s", name=by, moment=day)
    note = t("draft, not gone over yet") if kept.is_draft else t("by %(name)s", name=by) if by else ""
    parts = [Paragraph(part) for part in kept.words.splitlines() if part.strip()]
    if kept.is_draft:
        parts.insert(0, Paragraph(bold(t("▲ Draft: made of the figures, nobody has gone over it yet."), BODY)))
    return Drafted(parts, note)


def _facts(draft: Drafting, *, masked: bool) -> list[str | Span]:
    report, summary, language, t = draft.report, draft.summary, draft.language, draft.language.gettext
    households = summary.occupied_households
    shown = language.integer(int(households)) if households == int(households) else language.decimal(households)
    to = t("Project manager") if report.department is None else t("Head of department")
    names = t(", ").join(map(words.short_name, report.addressees))
    printed = f"{language.short_date(report.printed_at.date())} {report.printed_at:%H:%M}"
    return [
        t("Counted up to %(moment)s", moment=words.cut_off(summary, language)),
        t("Occupied households: %(count)s", count=shown),
        *standing(report, language),
        t("For: %(names)s (%(post)s)", names=names, post=to) if names else t("For: %(post)s", post=to),
        t("Printed: %(name)s, %(moment)s", name=words.short_name(report.printed_by), moment=printed),
        *([t("Phones are hidden")] if masked else []),
    ]


def standing(report: MonthReport, language: Language) -> list[str | Span]:
    """Return whether the month was issued and closed, in which edition."""
    t, zone = language.gettext, report.summary.zone

    def day(at: datetime) -> str:
        return language.short_date(at.astimezone(zone).date())

    told: list[str | Span] = []
    if report.issued_at is not None:
        told.append(t("Issued %(day)s", day=day(report.issued_at)))
    made = report.edition
    if made is None:
        told.append(t("Month closed") if report.summary.closed else bold(t("▲ Not yet closed")))
        return told
    text = edition_words(made, zone, language)
    return [*told, bold(text) if made.number > 1 else text]


def edition_words(made: EditionRow, zone: ZoneInfo, language: Language) -> str:
    """Return which edition it is, who made it and when."""
    day, by = language.short_date(made.closed_at.astimezone(zone).date()), words.short_name(made.closed_by)
    return language.gettext("Edition %(number)s, closed %(day)s, %(name)s", number=made.number, day=day, name=by)


def _signatures(draft: Drafting) -> Grid:
    """Return the table in which everyone who answers for the report signs; the head's confirmations are told in it."""
    report, t = draft.report, draft.language.gettext
    names = t(", ").join(report.addressees)
    signers: list[tuple[str, str, str]] = [(t("Filled in by"), report.printed_by, "")]
    if report.department is None:
        signers.append((t("Project manager"), names, ""))
    else:
        managers = t(", ").join(report.project_managers)
        signers += [(t("Head of department"), names, _confirmed(draft)), (t("Project manager"), managers, "")]
    date = t("Date:\u2003\u2003\u2003\u2003")
    return Grid(
        [head(post) for post, _, _ in signers],
        [Box((Span(name), label(f"\n{told}")) if told else name) for _, name, told in signers],
        GridRow([Box(SignHere(t("Signature:"), date)) for _ in signers], SIGNING_HEIGHT),
        row_height=20,
    )


def _confirmed(draft: Drafting) -> str:
    """Return how many points the head has confirmed with the password, and when last."""
    issues = draft.report.issues
    signed = [each.confirmed for each in issues if each.confirmed is not None and each.confirmed.holds]
    if not issues:
        return ""
    if not signed:
        return draft.language.gettext("No problem point confirmed yet")
    return draft.language.gettext(
        "%(signed)s of %(all)s problem points confirmed, %(moment)s",
        signed=len(signed),
        all=len(issues),
        moment=draft.moment(max(each.at for each in signed)),
    )
