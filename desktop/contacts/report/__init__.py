"""Contacts on paper: the call sheet of a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.contacts.rows import CallSheet
    from desktop.core.i18n import Language

__all__ = ["call_sheet"]


def call_sheet(sheet: CallSheet, community: str, zone: ZoneInfo, printed_at: datetime, language: Language) -> bytes:
    """Return the PDF of a round on A4: occasion, script, and a row for each household with space to sign.

    What is not known yet is left white to be written in by hand. Rows come as `sheet` has them; a long round goes on
    with its head repeated; who asked not to be called stands below, without a phone. Times are shown in `zone`. Phones
    are masked unless `sheet` says otherwise, and then the foot says so.
    """
    # the paper kit takes a quarter of a second to import, which is due when something is printed
    from desktop.contacts.report.sheet import draw  # noqa: PLC0415

    return draw(sheet, community, zone, printed_at, language)
