"""What the company found on its own rounds becomes a request like any other, within the finder's unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.requests.service.intake import take_in

if TYPE_CHECKING:
    from desktop.requests.rows import NewRequest
    from desktop.storage.desk import Desk
    from desktop.storage.work import UnitOfWork

__all__ = ["report_found"]


def report_found(desk: Desk, work: UnitOfWork, draft: NewRequest, *, files: str = "", topic: str = "request") -> int:
    """Take in a request that a guard or worker of the company came upon, and return its id.

    It gets number, rule, due time, history, audit and index as one that the desk reports does. The right is that of
    `work`: it is called by a service whose own operation includes it. The files of the draft `files`, kept under
    `topic`, become the request's. Raises UserError with one problem for each wrong field, named as in `NewRequest`.
    """
    return take_in(desk.zone, work, draft, files=files, topic=topic)
