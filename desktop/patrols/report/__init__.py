"""Patrols on paper: the sheet of a route, filled in by pen and entered later."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.patrols.rows import RouteLine

__all__ = ["route_sheet"]


def route_sheet(route: RouteLine, community: str, zone: ZoneInfo, printed_at: datetime, language: Language) -> bytes:
    """Return the PDF of a route's sheet on A4, for one round: its points in order, with boxes to tick, space to write.

    On top is room for day, shift, who walks and when, at the foot for why it was broken off, and for two signatures.
    The head is repeated on every sheet.
    """
    # the paper kit takes a quarter of a second to import, which is due when something is printed
    from desktop.patrols.report.sheet import draw  # noqa: PLC0415

    return draw(route, community, zone, printed_at, language)
