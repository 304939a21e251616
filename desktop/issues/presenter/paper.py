"""The action tracking sheet as something to look at, print and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.issues.report import action_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.issues.rows import IssueFilter, IssueRow
    from desktop.issues.service import IssueService
    from desktop.ui.language import Text

__all__ = ["ActionSheetPaper"]


class ActionSheetPaper:
    """The points of a filter with their actions, as they are by then.

    Drawing it to be printed or saved is noted once.
    """

    def __init__(
        self, service: IssueService, wanted: IssueFilter, shows: Callable[[IssueRow], bool], month: Month
    ) -> None:
        """Print what `wanted` holds and `shows` leaves, seen from `month`."""
        self._service = service
        self._shows = shows
        self._wanted = wanted
        self._month = month
        self._noted = False

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Action tracking sheet")

    @property
    def file_name(self) -> str:
        """Return a name with the month."""
        return f"action-sheet-{self._month}"

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        desk = self._service.desk
        rows = [row for row in self._service.issues(self._wanted) if self._shows(row)]
        if not self._noted:
            self._service.note_print([row.id for row in rows])
            self._noted = True
        return action_sheet(rows, self._month, desk.community, desk.zone, desk.clock.now(), language)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()
