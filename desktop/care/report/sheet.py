"""How the list of care is composed of the paper kit's blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.care.rows import KIND_LABELS, Stage
from desktop.core.tokens import PAPER_TYPE
from desktop.paper.blocks import Signatures, Title
from desktop.paper.fonts import MEDIUM
from desktop.paper.frames import REPORT, Document
from desktop.paper.tables import FIT, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.care.rows import CareLine
    from desktop.core.i18n import Language
    from desktop.paper.cells import Cell
    from desktop.paper.pen import Pen

__all__ = ["draw"]

SIGNED_MM = 38.0
DAY_MM = 21.0
ROOM_TO_SIGN = 21.0
"""Height in which a name can be written by hand, points."""


@dataclass(frozen=True, slots=True)
class _Space:
    """A cell that is left empty to be written in; a name signed already stands in it."""

    def height(self, _width: float) -> float:
        return ROOM_TO_SIGN

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw nothing."""


def draw(
    lines: Sequence[CareLine],
    title: str,
    community: str,
    zone: ZoneInfo,
    printed_at: datetime,
    language: Language,
) -> bytes:
    """Return the PDF; see `gift_list`."""
    t = language.gettext
    printed = printed_at.astimezone(zone)
    ordered = sorted(lines, key=lambda line: (line.order_key, line.room_id, line.id))
    households = len({line.room_id for line in ordered})
    facts = (
        language.ngettext("%(count)s household", "%(count)s households", households),
        t("Printed %(at)s", at=language.full_date(printed.date())),
    )
    columns = (
        Column(t("No."), FIT, "right"),
        Column(t("Room"), FIT, weight=MEDIUM),
        Column(t("People"), 34),
        Column(t("About")),
        Column(t("Received by (signature)"), SIGNED_MM),
        Column(t("Date"), DAY_MM),
    )
    rows = [_row(number, line, language, zone) for number, line in enumerate(ordered, start=1)]
    blocks = [
        Title(title, facts=facts),
        Table(columns, rows, size=PAPER_TYPE["body"], empty=t("There is nothing on this list.")),
        Signatures(*((_signer(who, language), "") for who in (t("Handed out by"), t("Checked by")))),
    ]
    return Document(REPORT, language, printed, title, author=community, company=community).pdf(blocks)


def _row(number: int, line: CareLine, language: Language, zone: ZoneInfo) -> Sequence[Cell]:
    joined = "、" if language.code.startswith("zh") else ", "
    kind = "" if line.kind is None else language.message(KIND_LABELS[line.kind])
    words = " ".join(line.words.split())
    what = (language.gettext("%(what)s: %(said)s", what=kind, said=words) if kind else words) if words else kind
    done = line.stage is Stage.DONE and line.ended_at is not None
    day = line.ended_at.astimezone(zone).date().isoformat() if done and line.ended_at else ""
    signed: Cell = line.result if done and line.result else _Space()
    if line.stage is Stage.DROPPED:
        signed = language.gettext("given up: %(why)s", why=line.result)
    return (language.integer(number), line.room, joined.join(line.people), what, signed, day)


def _signer(who: str, language: Language) -> str:
    return f"{who}：" if language.code.startswith("zh") else f"{who}:"
