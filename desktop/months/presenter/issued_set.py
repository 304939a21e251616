"""Draws the whole set of a month's reports, to be printed or saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.core.i18n import msg
from desktop.months.rows import COVER, SetPaper
from desktop.months.service import MonthService
from desktop.sheets.replace import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["SetChoice", "SetPresenter", "paper_name"]


@dataclass(frozen=True, slots=True)
class SetChoice:
    """In which language the set is wanted, and whether names and phones in full, and why."""

    language: Language
    unmasked: bool = False
    reason: str = ""


def paper_name(paper: SetPaper) -> Text:
    """Return what a paper of the set is called on the screen."""
    if paper.code == COVER:
        return msg("Contents and distribution")
    return paper.name or msg("All departments")


class SetPresenter(QObject):
    """Runs the service in the background.

    `drawn(Sequence[SetPaper])`: the set is ready to be printed. `saved(folder, number of files)`.
    """

    drawn = Signal(object)
    saved = Signal(object, int)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        """Draw what `desk`'s account may take away."""
        super().__init__(parent)
        self._service = MonthService(desk)
        self._tasks = tasks

    def draw(self, month: Month, choice: SetChoice, on_error: Callable[[TouchpointError], None]) -> None:
        """Draw the set of `month`, to be printed."""
        self._run(lambda progress: self._papers(month, choice, progress), self.drawn.emit, on_error)

    def save(self, month: Month, choice: SetChoice, folder: Path, on_error: Callable[[TouchpointError], None]) -> None:
        """Draw the set of `month` into `folder`, one file each."""

        def save(progress: Progress) -> int:
            papers = self._papers(month, choice, progress)
            for paper in papers:
                replace_file(folder / f"{paper.file_name}.pdf", paper.pdf)
            return len(papers)

        self._run(save, lambda count: self.saved.emit(folder, count), on_error)

    def _papers(self, month: Month, choice: SetChoice, progress: Progress) -> Sequence[SetPaper]:
        return self._service.papers(
            month,
            choice.language,
            unmasked=choice.unmasked,
            reason=choice.reason,
            watch=progress,
            operation_id=new_operation_id(),
        )

    def _run(
        self,
        work: Callable[[Progress], object],
        on_done: Callable[[object], None],
        on_error: Callable[[TouchpointError], None],
    ) -> None:
        title = msg("Preparing the reports …")
        self._tasks.run(work, on_done, on_error, owner=self, key="reports", title=title)
