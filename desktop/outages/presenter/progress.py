"""What the panels of an outage that runs ask in the background, and the types of what they write."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from desktop.households.service import HouseholdService
from desktop.outages.rows import NoticeForm
from desktop.outages.service import OutageService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.contacts.rows import RoundForecast
    from desktop.core.changes import Changes
    from desktop.households.rows import RoomChoice
    from desktop.outages.rows import NoticeRow
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["Command", "ProgressPresenter"]

Command: TypeAlias = "Callable[[OutageService, str], Changes]"
"""One write: given the service and the operation id, it does it."""


class ProgressPresenter(QObject):
    """Asks for what a panel shows besides the outage itself.

    `forecast(RoundForecast)` answers `ask_forecast`, `found(rooms)` `find_rooms`. `failed(error)`.
    """

    forecast = Signal(object)
    found = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        """Ask as `desk`'s account."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._service = OutageService(desk)

    def ask_forecast(self, outage_id: int, meanings: Sequence[str]) -> None:
        """Ask how many households a warning round would call."""
        service = self._service

        def work(_progress: Progress) -> RoundForecast:
            return service.warn_forecast(outage_id, meanings)

        self._tasks.run(work, self.forecast.emit, self.failed.emit, owner=self, key="forecast")

    def find_rooms(self, text: str) -> None:
        """Ask for the rooms that `text` leads to."""
        desk = self._desk

        def work(_progress: Progress) -> Sequence[RoomChoice]:
            return HouseholdService(desk).rooms_for(text) if text.strip() else ()

        self._tasks.run(work, self.found.emit, self.failed.emit, owner=self, key="find")

    def draw_poster(self, notice: NoticeRow, done: Callable[[bytes], None]) -> None:
        """Have the poster of an issued notice drawn, and hand its PDF to `done`."""
        service = self._service
        self._tasks.run(
            lambda _progress: service.poster(notice.id, NoticeForm.POSTER),
            done,
            self.failed.emit,
            owner=self,
            key="poster",
        )
