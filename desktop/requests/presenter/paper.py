"""The work order as something to look at, print and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.requests.report import COPIES, work_order
from desktop.requests.service import RequestService
from desktop.staff.service import StaffService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.requests.rows import RequestDetail
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text

__all__ = ["WorkOrderPaper"]


class WorkOrderPaper:
    """The A5 work order of one request, a sheet for each who keeps one, drawn from what the request is by then."""

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
        desk = self._desk
        detail = RequestService(desk).detail(self._request_id)
        phone = StaffService(desk).community().phone
        copies = [language.message(copy) for copy in COPIES]
        return work_order(detail, desk.community, desk.zone, desk.clock.now(), language, copies, phone=phone)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()
