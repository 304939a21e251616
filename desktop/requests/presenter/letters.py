"""Letters to the resident: drafted in the background, and as something to look at, print and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.requests.service import RequestService
from desktop.stationery.service import StationeryService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.stationery.rows import Filled
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.tasks import Tasks

__all__ = ["LetterDrafter", "LetterPaper"]


class LetterDrafter(QObject):
    """Asks in the background; `drafted(Filled)` answers the last `ask`, `refused(TouchpointError)` where it cannot."""

    drafted = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        """Ask as the account of `desk`."""
        super().__init__(parent)
        self._service = RequestService(desk)
        self._tasks = tasks

    def ask(self, request_id: int, language_code: str) -> None:
        """Ask for the letter about a request in a language."""
        self._tasks.run(
            lambda _progress: self._service.draft_letter(request_id, language_code),
            self.drafted.emit,
            self.refused.emit,
            owner=self,
            key="letter",
        )


class LetterPaper:
    """One letter in the letterhead, in the language it is written in."""

    def __init__(self, desk: Desk, filled: Filled, number: str, language_code: str) -> None:
        """Print `filled`, about request `number`."""
        self._desk = desk
        self._filled = filled
        self._number = number
        self._language = language_code

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return f"{self._filled.title} · {self._number}"

    @property
    def file_name(self) -> str:
        """Return the request's number."""
        return f"letter-{self._number}"

    def pdf(self, language_shown: Language) -> bytes:
        """Draw it; whatever language the preview is in, a letter's is its own."""
        del language_shown
        return StationeryService(self._desk).letter(self._filled, self._language)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()
