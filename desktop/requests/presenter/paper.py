"""The work order as something to look at, print and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.requests.rows import RequestDetail
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text

__all__ = ["WorkOrderPaper"]


class WorkOrderPaper:
    """The A5 work order of one request, drawn from what the request is when it is drawn."""

    def __init__(self, desk: Desk, detail: RequestDetail) -> None:
        """Print the request of `detail`."""
        self._desk = desk
        self._request_id = detail.line.id
        self._number = detail.line.number

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Work order %(number)s", number=self._number)

    @property
    def file_name(self) -> str:
        """Return the request's number."""
        return self._number

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        # Drawing brings ReportLab along, which a window that prints nothing does without.
        from desktop.requests.report import work_order  # noqa: PLC0415

        detail = RequestService(self._desk).detail(self._request_id)
        return work_order(detail, self._desk.community, self._desk.zone, self._desk.clock.now(), language)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()
