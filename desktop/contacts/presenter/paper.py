"""The call sheet of a round as something to look at, print and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.contacts.report import call_sheet
from desktop.contacts.service import ContactService
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.contacts.rows import RoundLine
    from desktop.core.i18n import Language
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text

__all__ = ["CallSheetPaper"]


class CallSheetPaper:
    """The A4 call sheet with a column to sign in: phones masked, unless a reason was given for having them in full."""

    def __init__(self, desk: Desk, line: RoundLine, *, unreached_first: bool = False, reason: str = "") -> None:
        """Print the round of `line`; `unreached_first` puts on top who was not reached."""
        self._desk = desk
        self._line = line
        self._unreached_first = unreached_first
        self._reason = reason

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Call sheet: %(occasion)s", occasion=self._line.occasion)

    @property
    def file_name(self) -> str:
        """Return a name with the day it is printed on."""
        day = self._desk.clock.now().astimezone(self._desk.zone).date()
        return f"call-sheet-{self._line.id}-{day.isoformat()}"

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        desk, service = self._desk, ContactService(self._desk)
        if self._reason:
            sheet = service.call_sheet_unmasked(self._line.id, self._reason, unreached_first=self._unreached_first)
        else:
            sheet = service.call_sheet(self._line.id, unreached_first=self._unreached_first)
        return call_sheet(sheet, desk.community, desk.zone, desk.clock.now(), language)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()
