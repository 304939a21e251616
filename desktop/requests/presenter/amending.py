"""What an amendment would do to a request's due time, asked while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.i18n import Message, msg
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.requests.rule import DueTimes
    from desktop.requests.table import Seen
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Tasks

__all__ = ["DueAsker", "due_offer"]


class DueAsker(QObject):
    """Asks in the background; `told(DueTimes | None)` answers the last `ask`, None where nothing would change."""

    told = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        """Ask as the account of `desk`."""
        super().__init__(parent)
        self._service = RequestService(desk)
        self._tasks = tasks

    def ask(self, request_id: int, category_id: int | None, priority: str) -> None:
        """Ask by when the request would be due with this category and priority."""
        self._tasks.run(
            lambda _progress: self._service.due_times_if(request_id, category_id, priority),
            self.told.emit,
            owner=self,
            key="due",
        )


def due_offer(times: DueTimes, seen: Seen, language: Language) -> str:
    """Return the sentence that offers the due time of the rules, with what makes it doubtful."""
    if times.completion is None:
        offer: Message = msg("By the rules nothing is due for it: take the due time away")
    else:
        offer = msg("By the rules it is due %(time)s: take that", time=seen.when(times.completion, language))
    if times.doubt is None:
        return language.message(offer)
    return language.gettext("%(what)s (%(doubt)s)", what=language.message(offer), doubt=language.message(times.doubt))
