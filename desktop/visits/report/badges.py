"""How a visitor's badge is composed: the label that is stuck on, the day pass that the household signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER
from desktop.paper.fonts import BOLD, MEDIUM
from desktop.paper.frames import A6, LABEL_80, Document
from desktop.visits.report.pieces import GREY, Card, Pair, Rule, Said, Space, card_height
from desktop.visits.rows import BadgeSize

if TYPE_CHECKING:
    from desktop.visits.report.printing import Printing
    from desktop.visits.rows import VisitFile, VisitLine

__all__ = ["draw"]

TO_WRITE = 10.0
"""White space above a line that is written on by hand, points."""


def draw(file: VisitFile, size: BadgeSize, printing: Printing) -> bytes:
    """Return the PDF; see `badge`."""
    label = size is BadgeSize.LABEL
    sheet = LABEL_80 if label else A6
    pieces = _label(file.line, printing) if label else _day_pass(file, printing)
    title = f"{printing.language.gettext('Visitor')} {printing.said(file.line.title)}".strip()
    card = Card(pieces, card_height(sheet))
    return Document(sheet, printing.language, printing.now, title, author=printing.community).pdf([card])


def _label(line: VisitLine, printing: Printing) -> list[Said | Pair | Rule | Space]:
    t, language, day = printing.language.gettext, printing.language, printing.day(line.in_at)
    since = f"{printing.language.short_date(day)} {printing.language.time(line.in_at, printing.zone)}"
    badge = language.pgettext("visitor log", "No. %(number)s", number=line.badge) if line.badge else ""
    people = printing.language.ngettext("%(count)s person", "%(count)s people", line.people)
    kind = printing.said(line.kind_name)
    below = "\u3000".join(filter(None, (kind if _title(line, printing) != kind else "", line.company)))
    head = "\u3000".join(filter(None, (t("Visitor"), badge, printing.community)))
    return [
        Said(head, 8.25, 6.5, MEDIUM),
        Rule(air=4.0),
        Said(_who(line, printing), 22, 11, BOLD, lines=3),
        Said(t("To %(place)s", place=line.place) if line.place else "", 16, 10, MEDIUM, gap=1),
        Said(below, 9, 7, gap=1),
        Space(),
        Said("\u3000".join((since, people, t("Valid on this day only"))), 8.25, 6.5, colour=GREY),
    ]


def _title(line: VisitLine, printing: Printing) -> str:
    """Return what the visit is called; an emergency service that said nothing, by its kind."""
    return printing.said(line.title) or printing.said(line.kind_name)


def _who(line: VisitLine, printing: Printing) -> str:
    title = _title(line, printing)
    return title if not line.name or line.name == title else f"{title} {line.name}"


def _day_pass(file: VisitFile, printing: Printing) -> list[Said | Pair | Rule | Space]:
    t, language, line = printing.language.gettext, printing.language, file.line
    wide = 62.0
    facts = (
        (t("Name"), line.name if line.name != printing.said(line.title) else ""),
        (language.pgettext("visitor log", "Company"), line.company),
        (
            language.pgettext("visitor log", "Reason"),
            "\u3000".join(filter(None, (printing.said(line.kind_name), line.reason))),
        ),
        (language.pgettext("visitor log", "People"), language.integer(line.people)),
        (t("Badge"), line.badge),
        (t("Pass"), file.pass_number),
        (language.pgettext("visitor log", "Gate"), line.gate),
        (t("Came in at"), language.moment(line.in_at, printing.zone)),
    )
    place = line.place or t("Public areas and elsewhere")
    return [
        Said(printing.community, 9, 7, colour=GREY),
        Said(t("Day pass"), 20, weight=BOLD, gap=1),
        Rule(1.5, PAPER["accent"], air=8),
        Said(_title(line, printing), 26, 14, BOLD, lines=3),
        Said(t("To %(place)s", place=place), 18, 11, MEDIUM, lines=2, gap=3),
        Rule(air=9),
        *(Pair(label, text, 10, label_width=wide, lines=2) for label, text in facts if text),
        Space(),
        Pair(t("Signed by the household"), "", 10, label_width=wide, gap=TO_WRITE),
        Rule(air=5),
        Pair(t("Left at"), "", 10, label_width=wide, gap=TO_WRITE),
        Rule(air=5),
        Said(t("Valid on this day only. Please give it back at the gate when you leave."), 8, 6.5, lines=2, gap=3),
    ]
