"""Gift lists on paper: the sheet that is signed from door to door."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.gifts.rows import GiftSheet

__all__ = ["gift_sheet"]


def gift_sheet(sheet: GiftSheet, community: str, zone: ZoneInfo, printed_at: datetime, language: Language) -> bytes:
    """Return the PDF of a gift list on A4: by building, a row for each household with space to sign and for the day.

    Who was given the gift already stands where one would sign, who declined in words; the rest is white. The head is
    repeated on every sheet; at the end stand blank lines for households that come to it on the way, the totals, and
    who handed out. Days are shown in `zone`. No phone is on it.
    """
    # the paper kit takes a quarter of a second to import, which is due when something is printed
    from desktop.gifts.report.sheet import draw  # noqa: PLC0415

    return draw(sheet, community, zone, printed_at, language)
