"""Care on paper: the list of gifts (or visits, invitations) with a column to sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.care.rows import CareLine
    from desktop.core.i18n import Language

__all__ = ["gift_list"]


def gift_list(
    lines: Sequence[CareLine],
    title: str,
    community: str,
    zone: ZoneInfo,
    printed_at: datetime,
    language: Language,
) -> bytes:
    """Return the PDF of a list on A4: a row for each of `lines` with room, people, what, and space to sign.

    Rows come in natural order of the rooms, whatever order they are given in; a long list goes on with its head
    repeated. Days are shown in `zone`. No phone and no document number is on it: it goes from door to door.
    """
    # the paper kit takes a quarter of a second to import, which is due when something is printed
    from desktop.care.report.sheet import draw  # noqa: PLC0415

    return draw(lines, title, community, zone, printed_at, language)
