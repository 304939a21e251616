"""Opens the lists behind the numbers of a month, and says so where one is not as long any more as it was counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.core.i18n import msg
from desktop.months.rows import Figure
from desktop.months.service import MonthService
from desktop.months.table import LIST_TITLES
from desktop.requests.rows import RequestFilter
from desktop.requests.service import RequestService
from desktop.ui.language import Text, translate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from desktop.core.i18n import Language, Message
    from desktop.core.months import Month
    from desktop.requests.model import Satisfaction
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["CODED", "Counted", "ListOpener", "within"]

Narrow = Callable[[RequestFilter], RequestFilter]

CODED = frozenset({"place", "liability", "source"})
"""Groups that are named by a code instead of an id."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number on the screen: of which month and figure, within what, how it was called, and how long its list was.

    `within` are arguments of `MonthService.list_of`; `count` is none where the screen shows no count of the list, `at`
    the moment it was counted.
    """

    month: Month
    figure: Figure
    within: Mapping[str, Any] = field(default_factory=dict)
    name: Text = ""
    count: int | None = None
    at: datetime | None = None


def within(kind: str, id_: int, code: str) -> dict[str, int | str]:
    """Return how `list_of` is asked for one group of a kind."""
    return {kind: code} if kind in CODED else {f"{kind}_id": id_}


class ListOpener(QObject):
    """Runs the service in the background. `opened(Text, RequestFilter)`, `refused(TouchpointError)`."""

    opened = Signal(object, object)
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        """Open lists as the account of `desk` may see them."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._service = MonthService(desk)

    def open(self, counted: Counted, narrow: Narrow | None = None) -> None:
        """Open the list that `counted` counts, made narrower by `narrow`."""

        def find() -> RequestFilter:
            wanted = self._service.list_of(counted.month, counted.figure, **counted.within)
            return wanted if narrow is None else narrow(wanted)

        self._open(counted, LIST_TITLES[counted.figure], find)

    def open_band(self, counted: Counted, hours: float | None) -> None:
        """Open what was completed in one band of hours."""
        find = partial(self._service.list_of_band, counted.month, hours, **counted.within)
        self._open(counted, LIST_TITLES[counted.figure], find)

    def open_grade(self, counted: Counted, grade: Satisfaction) -> None:
        """Open what was answered with one grade."""
        find = partial(self._service.list_of_grade, counted.month, grade, **counted.within)
        self._open(counted, msg("answered"), find)

    def _open(self, counted: Counted, what: Message, find: Callable[[], RequestFilter]) -> None:
        def work(_progress: Progress) -> tuple[RequestFilter, int | None]:
            wanted = find()
            return wanted, self._now(counted, wanted)

        def tell(found: tuple[RequestFilter, int | None]) -> None:
            wanted, now = found
            self.opened.emit(self._title(counted, what, now), wanted)

        self._tasks.run(work, tell, self.refused.emit, owner=self, key="open")

    def _now(self, counted: Counted, wanted: RequestFilter) -> int | None:
        """Return how long the list is now, where it is not as long as it was counted."""
        if counted.count is None:
            return None
        now = RequestService(self._desk).count(wanted)
        # Who answered twice counts twice, and stands in the list once.
        same = now <= counted.count if counted.figure is Figure.SATISFACTION else now == counted.count
        return None if same else now

    def _title(self, counted: Counted, what: Message, now: int | None) -> Text:
        """Say what a list holds: the month, of whom, which requests, and that it is not as it was counted."""
        changed = self._changed(counted, now)

        def title(spoken: Language) -> str:
            parts = [spoken.month(counted.month), translate(counted.name, spoken), spoken.message(what)]
            parts += [] if changed is None else [spoken.message(changed)]
            return " · ".join(part for part in parts if part)

        return title

    def _changed(self, counted: Counted, now: int | None) -> Message | None:
        if now is None or counted.count is None or counted.at is None:
            return None
        time = f"{counted.at.astimezone(self._desk.zone):%H:%M}"
        return msg("as counted at %(time)s: %(count)s, now %(now)s", time=time, count=counted.count, now=now)
