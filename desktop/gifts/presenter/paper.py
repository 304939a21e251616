"""The sheet of a gift list as something to look at, print and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.gifts.report import gift_sheet
from desktop.gifts.service import GiftService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.gifts.rows import GiftListLine
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text

__all__ = ["GiftSheetPaper"]

WHOLE, WAITING = "whole", "waiting"


class GiftSheetPaper:
    """The A4 sheet with a column to sign in: of the whole list, or of who is still to be given the gift."""

    kind = "gift-sheet"

    def __init__(self, desk: Desk, line: GiftListLine, *, only_waiting: bool = False) -> None:
        """Print the list of `line`; `only_waiting` begins with those of another round."""
        self._desk = desk
        self._line = line
        self._variant = WAITING if only_waiting else WHOLE

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Gift list: %(title)s", title=self._line.title)

    @property
    def file_name(self) -> str:
        """Return a name with the day it is printed on."""
        day = self._desk.clock.now().astimezone(self._desk.zone).date()
        return f"gift-list-{self._line.id}-{day.isoformat()}"

    @property
    def variant(self) -> str:
        """Return which households it holds."""
        return self._variant

    def variants(self) -> Sequence[tuple[str, Text]]:
        """Return the whole list, and those of another round."""
        return [(WHOLE, msg("The whole list")), (WAITING, msg("Only still to be given"))]

    def choose(self, variant: str) -> None:
        """Hold other households from now on."""
        if variant in {WHOLE, WAITING}:
            self._variant = variant

    def pdf(self, language: Language) -> bytes:
        """Draw it as the list is by then; raises what the service raises."""
        desk = self._desk
        sheet = GiftService(desk).sheet(self._line.id, only_waiting=self._variant == WAITING)
        return gift_sheet(sheet, desk.community, desk.zone, desk.clock.now(), language)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()
