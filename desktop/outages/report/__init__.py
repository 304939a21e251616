"""Notices on paper: posters for lobbies, one for each building, strips for lifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.outages.rows import NoticeForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.i18n import Language
    from desktop.outages.rows import NoticeText

__all__ = ["draw_notice"]


def draw_notice(
    text: NoticeText,
    form: NoticeForm,
    language: Language,
    *,
    building_id: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Return the papers of a notice as PDF, their headings in `language`; `text` has its time of issue.

    One poster for each building, where that is the `form`, or only that of `building_id`. `progress` is told how many
    of how many are drawn, before the first and after each, and may raise to stop.
    """
    # The paper kit takes a quarter of a second to import, which is due when something is printed.
    from desktop.outages.report.poster import draw_posters  # noqa: PLC0415
    from desktop.outages.report.strip import draw_strip  # noqa: PLC0415

    if form is NoticeForm.STRIP:
        return draw_strip(text, language)
    if form is NoticeForm.POSTER:
        return draw_posters(text, [None], language, progress)
    numbers = [number for number, (id_, _name) in enumerate(text.buildings) if building_id in {None, id_}]
    return draw_posters(text, numbers or [None], language, progress)
