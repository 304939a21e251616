"""Work orders and the list of open work as something to look at, print and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg, nmsg
from desktop.requests.report import COPIES, open_list, work_orders
from desktop.requests.rows import (
    FORMAT_LABELS,
    OPEN_LIST_ORDER_LABELS,
    OpenListOrder,
    RequestDetail,
    RequestLine,
    WorkOrderFormat,
)
from desktop.requests.service import RequestService
from desktop.staff.service import StaffService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text

__all__ = ["OpenListPaper", "WorkOrderPaper"]


class WorkOrderPaper:
    """The work orders of one request or several, a slip for each who keeps one, drawn from what they are by then.

    Copies and terms are those the community laid down, and so is the paper, until another is chosen. Note the
    printing with `RequestService.print_work_order` first.
    """

    kind = "work-order"

    def __init__(self, desk: Desk, *requests: RequestDetail | RequestLine) -> None:
        """Print `requests`, at least one, in that order."""
        self._desk = desk
        self._lines = [one.line if isinstance(one, RequestDetail) else one for one in requests]
        self._paper: WorkOrderFormat | None = None

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        if len(self._lines) == 1:
            return msg("Work order %(number)s", number=self._lines[0].number)
        return nmsg("%(count)s work order", "%(count)s work orders", len(self._lines))

    @property
    def file_name(self) -> str:
        """Return the number, of several the first and the last."""
        numbers = [line.number for line in self._lines]
        return numbers[0] if len(numbers) == 1 else f"{numbers[0]}_{numbers[-1]}"

    @property
    def variant(self) -> str:
        """Return the paper chosen, "" before it is known."""
        return "" if self._paper is None else self._paper.value

    def variants(self) -> Sequence[tuple[str, Message]]:
        """Return the papers there are."""
        return [(paper.value, words) for paper, words in FORMAT_LABELS.items()]

    def choose(self, variant: str) -> None:
        """Draw on the paper `variant` from now on."""
        self._paper = WorkOrderFormat.named(variant)

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        desk, service = self._desk, RequestService(self._desk)
        sheets = service.work_order_sheets([line.id for line in self._lines])
        laid_down = service.setup()
        self._paper = self._paper or WorkOrderFormat.named(laid_down.format)
        return work_orders(
            sheets,
            desk.community,
            desk.zone,
            desk.clock.now(),
            language,
            laid_down.copies or [language.message(copy) for copy in COPIES],
            phone=StaffService(desk).community().phone,
            terms=laid_down.terms,
            paper=self._paper,
        )

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()


class OpenListPaper:
    """The open work of a worker, a department or some requests on A4, grouped by worker; phones are masked."""

    kind = "open-list"

    def __init__(
        self,
        desk: Desk,
        *,
        heading: str = "",
        department_id: int | None = None,
        worker_id: int | None = None,
        ids: Sequence[int] | None = None,
    ) -> None:
        """Print what is open of them, all there is where nothing is named; `heading` says whose list it is."""
        self._desk = desk
        self._heading = heading
        self._department_id = department_id
        self._worker_id = worker_id
        self._ids = None if ids is None else tuple(ids)
        self._order = OpenListOrder.DUE

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Open work: %(whose)s", whose=self._heading) if self._heading else msg("Open work")

    @property
    def file_name(self) -> str:
        """Return a name with the day it is printed on."""
        day = self._desk.clock.now().astimezone(self._desk.zone).date()
        return f"open-requests-{day.isoformat()}"

    @property
    def variant(self) -> str:
        """Return how each worker's requests are sorted."""
        return self._order.value

    def variants(self) -> Sequence[tuple[str, Message]]:
        """Return the orders there are."""
        return [(order.value, words) for order, words in OPEN_LIST_ORDER_LABELS.items()]

    def choose(self, variant: str) -> None:
        """Sort as `variant` says from now on."""
        self._order = OpenListOrder(variant)

    def pdf(self, language: Language) -> bytes:
        """Draw it and have that noted; raises what the service raises."""
        desk = self._desk
        groups = RequestService(desk).print_open_list(
            department_id=self._department_id, worker_id=self._worker_id, ids=self._ids, order=self._order
        )
        return open_list(
            groups, self._heading, desk.community, desk.zone, desk.clock.now(), language, order=self._order
        )

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()
