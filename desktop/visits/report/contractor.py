"""How a contractor's pass is composed: A6, with days and number to be read from afar and a code to be scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.money import yuan
from desktop.core.tokens import PAPER
from desktop.paper.fonts import BOLD, MEDIUM
from desktop.paper.frames import A6, Document
from desktop.paper.pen import MM
from desktop.visits.model import DepositState
from desktop.visits.report.pieces import GREY, Card, Code, Pair, Rule, Said, Space, card_height
from desktop.visits.rows import DEPOSIT_LABELS

if TYPE_CHECKING:
    from desktop.visits.report.printing import Printing
    from desktop.visits.rows import PassLine

__all__ = ["draw"]

SIDE = 27 * MM
MOST_NAMES, MOST_LINES = 8, 3


def draw(line: PassLine, printing: Printing) -> bytes:
    """Return the PDF; see `contractor_pass`."""
    title = f"{printing.language.gettext('Work pass')} {line.number}"
    card = Card(_pieces(line, printing), card_height(A6))
    document = Document(A6, printing.language, printing.now, title, author=printing.community, number=line.number)
    return document.pdf([card])


def _pieces(line: PassLine, printing: Printing) -> list[Said | Pair | Rule | Space | Code]:
    t, language = printing.language.gettext, printing.language
    until = language.full_date(line.last_day)
    facts = (
        (language.pgettext("visitor log", "Company"), line.company),
        (t("Foreman"), line.foreman),
        (language.pgettext("visitor log", "Work"), line.work),
        (
            language.pgettext("visitor log", "People"),
            language.ngettext("%(count)s person", "%(count)s people", line.people),
        ),
        (t("Crew"), _crew(line, printing)),
        (t("Deposit"), _deposit(line, printing)),
    )
    head = Code(
        line.number,
        SIDE,
        (
            Said(printing.community, 9, 7, colour=GREY),
            Said(t("Work pass"), 20, 13, BOLD, gap=1),
            Said(line.number, 14, 10, MEDIUM, gap=3),
        ),
    )
    revoked = [Said(t("Revoked: no longer valid"), 14, 10, BOLD, gap=2)] if line.revoked_at is not None else []
    return [
        head,
        Rule(1.5, PAPER["accent"], air=8),
        *revoked,
        Said(line.place, 24, 12, BOLD, lines=2),
        Said(t("From %(day)s", day=language.full_date(line.first_day)), 11, 9, gap=4),
        Said(t("Valid until %(day)s", day=until), 17, 11, BOLD, gap=1),
        Rule(air=9),
        *(Pair(label, text, 10, label_width=56, lines=MOST_LINES) for label, text in facts if text),
        Space(),
        Rule(air=5),
        Said(
            t("Show it at the gate each time you come and go. It is for the place and the days named here only."),
            8,
            6.5,
            lines=3,
        ),
        Said(printing.printed(), 7.5, colour=GREY, gap=1),
    ]


def _crew(line: PassLine, printing: Printing) -> str:
    """Return the names of the crew; of a large one the first, and how many more there are."""
    names = line.crew.splitlines()
    more = len(names) - MOST_NAMES
    said = printing.between.join(names[:MOST_NAMES])
    if more <= 0:
        return said
    return printing.language.ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more, names=said)


def _deposit(line: PassLine, printing: Printing) -> str:
    if line.deposit_state is DepositState.NONE:
        return ""
    total = printing.language.gettext("%(sum)s yuan", sum=yuan(line.deposit_fen))
    return f"{total}\u3000{printing.language.message(DEPOSIT_LABELS[line.deposit_state])}"
