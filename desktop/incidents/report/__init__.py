"""An incident on paper: what happened, what was done minute by minute, who was told, photos, signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.incidents.rows import IncidentSheet

__all__ = ["incident_page", "scaled_photo"]

# The paper kit takes a quarter of a second to import, which is due when something is printed.


def incident_page(
    sheet: IncidentSheet, community: str, zone: ZoneInfo, printed_at: datetime, language: Language
) -> bytes:
    """Return the PDF of an incident on A4, as many sheets as its minutes need. Moments are shown in `zone`.

    A signature that holds no more says so, and room is left to sign by hand.
    """
    from desktop.incidents.report.page import draw  # noqa: PLC0415 - see above

    return draw(sheet, community, zone, printed_at, language)


def scaled_photo(content: bytes) -> bytes | None:
    """Return a photo as a JPEG small enough for paper, None for one that cannot be drawn."""
    from desktop.paper.pictures import scaled  # noqa: PLC0415 - see above

    return scaled(content)
