"""Where the files of requests are kept, for the strip that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.permissions import Operation, allows
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from desktop.storage.desk import Desk
    from desktop.ui.kept_files import FileShelf

__all__ = ["may_attach", "request_shelf"]


def request_shelf(desk: Desk) -> FileShelf:
    """Return where the files of requests and of their drafts are kept."""
    return RequestService(desk)


def may_attach(desk: Desk) -> bool:
    """Tell whether this account may add files."""
    return allows(desk.actor, Operation.ATTACH_FILE)
