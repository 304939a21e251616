"""A handover on paper: one page, whatever was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language, Message
    from desktop.handover.rows import HandoverRow

__all__ = ["handover_sheet"]


def handover_sheet(
    row: HandoverRow,
    headings: Mapping[str, Message],
    community: str,
    zone: ZoneInfo,
    printed_at: datetime,
    language: Language,
) -> bytes:
    """Return the PDF of a handover on one A4 page; longer texts are set smaller.

    `headings` are the words of its subjects and checks by key; a key that is not known any more stands for itself.
    Times are shown in `zone`.
    """
    # the paper kit takes a quarter of a second to import, which is due when something is printed
    from desktop.handover.report.sheet import draw  # noqa: PLC0415

    return draw(row, headings, community, zone, printed_at, language)
