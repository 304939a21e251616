"""The reports of one edition of a closed month as a paper, also of an edition that was set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.months.service import MonthService
from desktop.staff.service import StaffService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.months.rows import EditionRow
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text

__all__ = ["EditionPaper", "edition_paper"]

WHOLE = "all"


class EditionPaper:
    """The reports issued with an edition, one department's at a time."""

    def __init__(
        self,
        desk: Desk,
        month: Month,
        edition: EditionRow,
        reported: Mapping[str, int | None],
        names: Mapping[str, str],
    ) -> None:
        """Show first the report of all, else the only one this account may see.

        `reported` are the departments' ids by code ("all": none), `names` theirs.
        """
        self._desk = desk
        self._month = month
        self._edition = edition
        self._reported = reported
        self._names = names
        self.variant = WHOLE if WHOLE in reported else next(iter(reported), WHOLE)

    @property
    def kind(self) -> str:
        """Return under what the report shown last is remembered."""
        return "edition"

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        month, number = self._month, self._edition.number
        return lambda spoken: spoken.gettext(
            "%(month)s, edition %(number)s", month=spoken.month(month), number=spoken.integer(number)
        )

    @property
    def file_name(self) -> str:
        """Return the file's name without ending: 2026-10-engineering-1."""
        return f"{self._month}-{self.variant}-{self._edition.number}"

    def variants(self) -> Sequence[tuple[str, Text]]:
        """Return the departments that have a report, and all."""
        return [(code, self._words(code)) for code in self._reported]

    def choose(self, variant: str) -> None:
        """Show another department's report."""
        if variant in self._reported:
            self.variant = variant

    def pdf(self, language: Language) -> bytes:
        """Return the report as it was issued, else a copy from the frozen rows (`MonthService.paper`)."""
        department_id = self._reported[self.variant]
        return MonthService(self._desk).paper(self._month, department_id, language, edition_id=self._edition.id)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()

    def _words(self, code: str) -> Text:
        return self._names.get(code, code) if code != WHOLE else lambda spoken: spoken.gettext("All departments")


def edition_paper(desk: Desk, month: Month, edition: EditionRow) -> EditionPaper:
    """Return the paper of an edition; reads of whom there is a report, so to be called in the background."""
    names = {row.code: row.name for row in StaffService(desk).departments()}
    return EditionPaper(desk, month, edition, MonthService(desk).departments(month), names)
