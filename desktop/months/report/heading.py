"""Who a report comes from: the letterhead in force, else the community's service centre."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop.paper.heads import Letterhead
from desktop.stationery.rows import head_words

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.months.rows import MonthReport
    from desktop.stationery.rows import LetterheadRow

__all__ = ["Heading", "head_of", "letterhead_of"]


class Heading(NamedTuple):
    """What stands at the head of the first page, and of all others."""

    letterhead: Letterhead | None
    running: str


def letterhead_of(report: MonthReport, language: Language) -> Heading:
    """Return the heads of a report's pages."""
    return head_of(report.letterhead, report.summary.community, language)


def head_of(kept: LetterheadRow | None, community: str, language: Language) -> Heading:
    """Return the heads of pages under a letterhead, under the community's service centre where there is none."""
    if kept is None:
        return Heading(None, language.gettext("%(community)s Property Service Centre", community=community))
    name, lines = head_words(kept, language)
    running = " · ".join((name, *lines[:1])) if kept.company else name
    return Heading(Letterhead(name, lines, kept.logo), running)
