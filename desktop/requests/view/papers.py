"""What leaves the page of requests on paper, and comes back: the list of open work, the slips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.requests.presenter.paper import OpenListPaper

if TYPE_CHECKING:
    from desktop.requests.presenter import ListPresenter
    from desktop.requests.view.tools import PageTools
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["offer_papers", "open_list_of"]


def open_list_of(desk: Desk, listing: ListPresenter) -> OpenListPaper:
    """Return the open work of the worker or department the list is narrowed to, of everyone where it is to neither."""
    wanted, names = listing.shown.filter(), listing.directory
    if len(wanted.worker_ids) == 1:
        (worker_id,) = wanted.worker_ids
        return OpenListPaper(desk, heading=names.worker(worker_id), worker_id=worker_id)
    if len(wanted.department_ids) == 1:
        (department_id,) = wanted.department_ids
        return OpenListPaper(desk, heading=names.department(department_id), department_id=department_id)
    return OpenListPaper(desk)


def offer_papers(tools: PageTools, listing: ListPresenter, desk: Desk, shell: Shell) -> None:
    """Add to `tools` what the account of `desk` may do of it."""
    if allows(desk.actor, Operation.COMPLETE_REQUEST):
        tools.add(msg("Return slips"), lambda: shell.go("slips"), name="return-slips")
    if allows(desk.actor, Operation.PRINT_OPEN_LIST):
        tools.add(msg("Print open work"), lambda: shell.show_paper(open_list_of(desk, listing)), name="print-open-work")
