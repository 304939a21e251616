"""Letters on paper, and what a letterhead looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.file_kinds import picture_size
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language, Message
    from desktop.stationery.rows import Filled, LetterheadRow

__all__ = ["letter", "letters", "logo_fault", "sample_page"]

# The paper kit takes a quarter of a second to import, which is due when something is printed.


def letter(filled: Filled, letterhead: LetterheadRow, language: Language, created: datetime, zone: ZoneInfo) -> bytes:
    """Return the PDF of a letter on A4 under the letterhead.

    The first line is whom it greets; the lines after the last empty one sign it and stand at the right (in English at
    the left). `created` is an aware time.
    """
    from desktop.stationery.report.sheet import draw_letter  # noqa: PLC0415 - see above

    return draw_letter(filled, letterhead, language, created.astimezone(zone))


def letters(
    filled: Sequence[Filled], letterhead: LetterheadRow, language: Language, created: datetime, zone: ZoneInfo
) -> bytes:
    """Return several letters as one PDF, each as `letter` is and on sheets of its own; pages are not numbered."""
    from desktop.stationery.report.sheet import draw_letters  # noqa: PLC0415 - see above

    return draw_letters(filled, letterhead, language, created.astimezone(zone))


def sample_page(letterhead: LetterheadRow, language: Language, created: datetime, zone: ZoneInfo) -> bytes:
    """Return the PDF of a page with nothing but the letterhead and a sentence that says so."""
    from desktop.stationery.report.sheet import draw_sample  # noqa: PLC0415 - see above

    return draw_sample(letterhead, language, created.astimezone(zone))


def words_page(filled: Filled, language: Language, created: datetime, zone: ZoneInfo, *, run_on: bool) -> bytes:
    """Return the PDF of what is sent or said, on a plain page; those that `run_on` as one line, and its count."""
    from desktop.stationery.report.sheet import draw_words  # noqa: PLC0415 - see above

    return draw_words(filled, language, created.astimezone(zone), run_on=run_on)


def logo_fault(content: bytes, most_pixels: int) -> Message | None:
    """Return why a PNG or JPEG cannot be printed as a logo, none where it can; nothing is decoded that is too large."""
    size = picture_size(content)
    if size is None:
        return msg("The logo is damaged; save it again, then choose it again.")
    if size[0] * size[1] > most_pixels:
        return msg(
            "The logo has more than %(most)s million pixels; save it smaller, then choose it again.",
            most=most_pixels // 1_000_000,
        )
    from desktop.paper.pictures import can_be_drawn  # noqa: PLC0415 - see above

    return None if can_be_drawn(content) else msg("The logo is damaged; save it again, then choose it again.")
