"""The form of one move of one request, and what such forms know besides the request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QSizePolicy

from desktop.core.i18n import msg
from desktop.requests.rows import MOVE_LABELS
from desktop.ui.dialogs import FormDialog
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Message
    from desktop.requests.model import Move
    from desktop.requests.presenter import Directory, Moments
    from desktop.requests.rows import RequestDetail
    from desktop.storage.desk import Desk
    from desktop.ui.forms import Form
    from desktop.ui.tasks import Tasks

__all__ = ["Arguments", "MoveDialog", "Surroundings"]

Arguments = dict[str, Any]
"""What a method of the service gets besides id, version and operation id."""


class Surroundings:
    """What forms know besides the request: the names, how times are read, and where rooms are looked up."""

    def __init__(self, desk: Desk, tasks: Tasks, moments: Moments, directory: Directory) -> None:
        """Serve the account of `desk`."""
        self.desk = desk
        self.tasks = tasks
        self.moments = moments
        self.directory = directory

    def typed(self, at: datetime) -> str:
        """Return `at` as it would be typed here."""
        return at.astimezone(self.moments.seen.zone).strftime("%Y-%m-%d %H:%M")


class MoveDialog(FormDialog):
    """The form of one move of one request. `arguments(values)` returns what the service gets."""

    def __init__(
        self,
        move: Move,
        detail: RequestDetail,
        form: Form,
        arguments: Callable[[Mapping[str, Any]], Arguments],
        parent: QWidget | None,
        *,
        note: Message | str = "",
        width: int = 480,
    ) -> None:
        """Ask for `form`; `note` says what will happen."""
        title = msg("%(move)s · %(number)s", move=MOVE_LABELS[move], number=detail.line.number)
        super().__init__(title, form, MOVE_LABELS[move], parent, width=width)
        self.arguments = arguments
        about = " ".join(detail.line.words.split())
        where = f"{detail.line.room}　" if detail.line.room else ""
        heading = label(f"{where}{about}", tone="ink2", cut=True, name="about")
        # However much was said: the dialog stays as wide as its form.
        heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.body.insertWidget(0, heading)
        if note:
            self.body.insertWidget(1, label(note, wrap=True))
