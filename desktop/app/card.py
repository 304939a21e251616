"""A card at the door: one step, with a form and the button that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.forms import Form
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.errors import TouchpointError
    from desktop.ui.language import Text

__all__ = ["FINISH_FIRST", "ON_SERVER", "Card"]

WIDTH = 460
LABELS = 52

FINISH_FIRST = msg("A backup was opened. Finish here first, then open it again.")
ON_SERVER = msg("On PostgreSQL backups belong to the server; use its own tools.")
"""Why a backup is not restored now."""


class Card(QFrame):
    """One step at the door: a title, a paragraph, a form, and the button that goes on."""

    def __init__(self, title: Text, text: Text, verb: Text, *, name: str, labels: int = LABELS) -> None:
        """Make an empty card called `name`; add fields to `form`, whose labels have `labels` px."""
        super().__init__()
        self._busy = False
        self.setObjectName("panel")
        self.setProperty("part", name)
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(12)
        column.addWidget(label(title, "title"))
        self.text = label(text, tone="ink2", wrap=True)
        column.addWidget(self.text)
        self.form = Form(columns=1, labels=labels, name=name)
        column.addWidget(self.form)
        self.foot = QHBoxLayout()
        self.go = Button(verb, kind="primary", name=f"{name}-go")
        self.go.setAutoDefault(True)
        self.foot.addWidget(self.go)
        self.foot.addStretch(1)
        column.addLayout(self.foot)

    @property
    def gives_way(self) -> bool:
        """Tell whether another card may come in its place: nothing runs here or is told only once."""
        return not self._busy

    def focus(self) -> None:
        """Put the cursor where typing begins."""
        self.form.focus_first()

    def add_link(self, words: Text, act: Callable[[], None], *, name: str) -> Button:
        """Add and return a quiet button at the right of the one that goes on."""
        link = Button(words, kind="link", name=name)
        link.clicked.connect(act)
        self.foot.addWidget(link)
        return link

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        """Keep it from being sent twice."""
        self._busy = busy
        self.form.setEnabled(not busy)
        self.go.setEnabled(not busy)

    def fail(self, error: TouchpointError) -> None:
        """Mark what is wrong, or tell what failed around us."""
        self.set_busy(False)
        if isinstance(error, UserError):
            self.form.show_problems(error.problems)
        else:
            show_error(self, error)
