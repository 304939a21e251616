"""Events on paper: the sheet to sign in on, what is still to be prepared, the page on what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.events.rows import EventFile, EventSummary, SignInSheet

__all__ = ["plan_page", "scaled_photo", "sign_in_sheet", "summary_page"]

# The paper kit takes a quarter of a second to import, which is due when something is printed.


def sign_in_sheet(
    sheet: SignInSheet, community: str, zone: ZoneInfo, printed_at: datetime, language: Language
) -> bytes:
    """Return the PDF of a sign-in sheet on A4: a row for each guest with room to sign, and empty rows for walk-ins.

    Moments are shown in `zone`. Phones are never on it; the head of the table is repeated on every sheet.
    """
    from desktop.events.report.sheet import draw  # noqa: PLC0415 - see above

    return draw(sheet, community, zone, printed_at, language)


def summary_page(
    summary: EventSummary, community: str, zone: ZoneInfo, printed_at: datetime, language: Language
) -> bytes:
    """Return the PDF of the one page on an event: figures, what came of it, what was said, what follows, photos.

    What does not fit the page is cut with an ellipsis and says so; photos are left out from the last.
    """
    from desktop.events.report.summary import draw  # noqa: PLC0415 - see above

    return draw(summary, community, zone, printed_at, language)


def plan_page(file: EventFile, community: str, zone: ZoneInfo, printed_at: datetime, language: Language) -> bytes:
    """Return the PDF of an event's plan: when and where, who does what, and the materials to tick off."""
    from desktop.events.report.plan import draw  # noqa: PLC0415 - see above

    return draw(file, community, zone, printed_at, language)


def scaled_photo(content: bytes) -> bytes | None:
    """Return a photo as a JPEG small enough for paper, None for one that cannot be drawn."""
    from desktop.paper.pictures import scaled  # noqa: PLC0415 - see above

    return scaled(content)
