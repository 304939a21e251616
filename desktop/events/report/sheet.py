"""How the sign-in sheet is composed of the paper kit's blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER_TYPE
from desktop.events.report.pieces import Space, kind_of, when
from desktop.events.rows import SheetOrder
from desktop.paper.blocks import Signatures, Title
from desktop.paper.fonts import MEDIUM
from desktop.paper.frames import REPORT, Document
from desktop.paper.tables import FIT, Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.events.rows import GuestLine, SignInSheet
    from desktop.paper.cells import Cell
    from desktop.paper.flow import Block

__all__ = ["draw"]

BODY = PAPER_TYPE["body"]
SIGNED_MM, CAME_MM = 46.0, 20.0
ROOM_TO_SIGN = 22.0
"""Height in which a name can be written by hand, points."""

LEAST_EMPTY = 6
"""Rows for those who walk in; one for every eight guests, no fewer, and as many as fill one sheet."""
GUESTS_A_WALK_IN = 8
ONE_SHEET = 21
"""Rows that stand on one sheet together with the signatures."""


def draw(sheet: SignInSheet, community: str, zone: ZoneInfo, printed_at: datetime, language: Language) -> bytes:
    """Return the PDF; see `sign_in_sheet`."""
    t, line = language.gettext, sheet.line
    printed = printed_at.astimezone(zone)
    title = t("Sign-in sheet")
    people = sum(guest.people for guest in sheet.guests)
    facts = [
        kind_of(line, language),
        when(line, language, zone),
        *([line.place] if line.place else []),
        language.ngettext("%(count)s household signed up", "%(count)s households signed up", len(sheet.guests)),
        language.ngettext("%(count)s person", "%(count)s people", people),
        t("By building") if sheet.order is SheetOrder.BUILDING else t("By name"),
        t("Printed %(at)s", at=language.moment(printed, zone)),
    ]
    blocks: list[Block] = [Title(title, line.title, facts), _table(sheet, language)]
    day = language.pgettext("space for a handwritten date", "Date:")
    blocks.append(Signatures((t("On duty:"), day), (t("Checked:"), day)))
    head = f"{title} {line.title}"
    document = Document(REPORT, language, printed, head, author=community, company=head, number=line.number)
    return document.pdf(blocks)


def _table(sheet: SignInSheet, language: Language) -> Table:
    t = language.gettext
    columns = (
        Column(t("No."), FIT, "right"),
        Column(t("Room"), FIT, weight=MEDIUM),
        Column(t("Name")),
        Column(t("Signed up"), FIT, "centre"),
        Column(t("Came"), CAME_MM),
        Column(t("Signature"), SIGNED_MM),
    )
    return Table(columns, [*_guests(sheet.guests, language), *_empty(len(sheet.guests), language)], size=BODY)


def _guests(guests: Sequence[GuestLine], language: Language) -> list[Row]:
    rows = []
    for number, guest in enumerate(guests, 1):
        came: Cell = Space(ROOM_TO_SIGN) if guest.came is None else language.integer(guest.came)
        walked_in = language.gettext("(walk-in)")
        name = f"{guest.name} {walked_in}".strip() if guest.walk_in else guest.name
        cells = (language.integer(number), guest.room, name, language.integer(guest.people), came, Space(ROOM_TO_SIGN))
        rows.append(Row(cells, height=ROOM_TO_SIGN))
    return rows


def _empty(guests: int, language: Language) -> list[Row]:
    """Return rows for those who walk in, numbered on."""
    count = max(LEAST_EMPTY, guests // GUESTS_A_WALK_IN, ONE_SHEET - guests)
    return [
        Row((language.integer(number), "", "", "", "", Space(ROOM_TO_SIGN)), height=ROOM_TO_SIGN)
        for number in range(guests + 1, guests + count + 1)
    ]
