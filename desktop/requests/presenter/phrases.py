"""The community's frequent texts, in the fields that are written in again and again."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import Shiboken

from desktop.requests.model import Move, PhraseUse
from desktop.requests.service import RequestService
from desktop.ui.forms import TextField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.changes import Changes
    from desktop.requests.rows import PhraseRow
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.forms import Field
    from desktop.ui.tasks import Tasks

__all__ = ["PHRASED", "USES", "Phrases"]

USES: Mapping[str, PhraseUse] = MappingProxyType(
    {"words": PhraseUse.WORDS, "answered": PhraseUse.ANSWER, "result": PhraseUse.RESULT}
)
"""Which phrases a field of a form gets, by its key."""

PHRASED = frozenset({Move.COMPLETE, Move.AMEND})
"""The moves whose forms have such fields; elsewhere the same key may stand for what a resident said."""


class Phrases(QObject):
    """Reads the phrases once and again when they were edited, and offers them in the forms it serves."""

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Know none until a form is served."""
        super().__init__(parent)
        self._service = RequestService(desk)
        self._tasks = tasks
        self._known: tuple[PhraseRow, ...] | None = None
        self._served: list[tuple[TextField, PhraseUse]] = []
        bus.changed.connect(self._changed)

    def serve(self, fields: Mapping[str, Field]) -> None:
        """Offer phrases in those of `fields` that have a use for them, as long as they live."""
        # Dialogs come and go; the page that serves them stays.
        self._served = [(field, use) for field, use in self._served if Shiboken.isValid(field)]
        for name, use in USES.items():
            field = fields.get(name)
            if isinstance(field, TextField):
                self._served.append((field, use))
        if self._known is None:
            self._read()
        else:
            self._offer()

    def _read(self) -> None:
        service = self._service
        self._tasks.run(lambda _progress: service.phrases(), self._know, owner=self, key="phrases")

    def _know(self, phrases: tuple[PhraseRow, ...]) -> None:
        self._known = phrases
        self._offer()

    def _offer(self) -> None:
        for field, use in self._served:
            if Shiboken.isValid(field):
                field.offer_phrases([phrase for phrase in self._known or () if phrase.use is use])

    def _changed(self, changes: Changes, _initiator: QObject | None) -> None:
        if changes.touches("phrase") and self._served:
            self._read()
