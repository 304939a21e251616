"""The report of an incident as something to look at, print and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.incidents.service import IncidentService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.incidents.rows import IncidentLine
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text

__all__ = ["IncidentPaper"]


class IncidentPaper:
    """The A4 report of one incident, with its photos, as it is by then."""

    def __init__(self, desk: Desk, line: IncidentLine) -> None:
        """Print the incident of `line`."""
        self._service = IncidentService(desk)
        self._line = line

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Incident report %(number)s", number=self._line.number)

    @property
    def file_name(self) -> str:
        """Return its number."""
        return f"incident-{self._line.number}"

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        return self._service.paper(self._line.id, language)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()
