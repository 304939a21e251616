"""Release slips on paper: one part for the desk, one for the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.release_slips.rows import ReleaseFile, ReleaseLayout

__all__ = ["release_slip"]


def release_slip(
    file: ReleaseFile,
    place: str,
    community: str,
    phone: str,
    zone: ZoneInfo,
    language: Language,
    layout: ReleaseLayout,
) -> bytes:
    """Return the PDF of a slip in two parts, each on A5 or both on one A4; goods that do not fit go on further sheets.

    Nothing on it depends on when it is drawn or on what has left since: drawn again it is the same, byte by byte.
    `place` is the household's label as it was issued for. The tail of the owner's identity number is on the desk's part
    only. Times are shown in `zone`.
    """
    # the paper kit takes a quarter of a second to import, which is due when something is printed
    from desktop.release_slips.report.slip import draw  # noqa: PLC0415

    return draw(file, place, community, phone, zone, language, layout)
