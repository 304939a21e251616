"""The gift list as something to look at, print and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.care.report import gift_list
from desktop.care.rows import KIND_LABELS
from desktop.care.service import CareService
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.care.rows import CareFilter, CareLine
    from desktop.core.i18n import Language, Message
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text

__all__ = ["GiftListPaper"]


class GiftListPaper:
    """A list of care on A4 with a column to sign in: the rows given, or all of a filter as it is by then."""

    def __init__(self, desk: Desk, wanted: CareFilter, chosen: Sequence[CareLine] = ()) -> None:
        """Print `chosen`; where that is empty, everything `wanted` holds."""
        self._desk = desk
        self._wanted = wanted
        self._chosen = tuple(chosen)

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return self._heading()

    @property
    def file_name(self) -> str:
        """Return a name with the day it is printed on."""
        day = self._desk.clock.now().astimezone(self._desk.zone).date()
        return f"care-list-{day.isoformat()}"

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        desk = self._desk
        lines = self._chosen or CareService(desk).all_lines(self._wanted)
        heading = language.message(self._heading())
        return gift_list(lines, heading, desk.community, desk.zone, desk.clock.now(), language)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()

    def _heading(self) -> Message:
        kinds = {line.kind for line in self._chosen} or set(self._wanted.kinds)
        (kind,) = kinds if len(kinds) == 1 else (None,)
        return msg("Care list") if kind is None else msg("Care list: %(kind)s", kind=KIND_LABELS[kind])
