"""The files of a request, and of one that is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.requests.presenter.files import may_attach, request_shelf
from desktop.ui.file_panel import FilePanel

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop.requests.table import Seen
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["request_files"]


def request_files(desk: Desk, shell: Shell, seen: Seen, parent: QObject) -> FilePanel:
    """Return strip and presenter of the files of requests; none are shown yet."""
    shelf = request_shelf(desk)
    return FilePanel(shelf, "request", shell, seen.when, may_attach=may_attach(desk), parent=parent)
