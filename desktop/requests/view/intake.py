"""Taking a request in: one form by keyboard, drafts above it, what matters about the household beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.core.errors import Problem
from desktop.core.i18n import msg
from desktop.requests.dialogs import FactsForm
from desktop.requests.model import RequestKind
from desktop.requests.presenter import IntakePresenter, Moments, RoomFinder
from desktop.requests.presenter.drafting import Drafting
from desktop.requests.presenter.intake import Saving, Then
from desktop.requests.presenter.paper import WorkOrderPaper
from desktop.requests.presenter.suggesting import Suggesting, due_by
from desktop.requests.rows import NewRequest
from desktop.requests.table import Seen
from desktop.requests.view.beside import BesidePanels
from desktop.requests.view.drafts import DraftBar
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import IconLabel, Panel, label
from desktop.ui.shell import Page
from desktop.ui.strips import AlertStrip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.households.rows import RoomChoice
    from desktop.requests.presenter.intake import Glance
    from desktop.requests.rows import RequestDetail, RequestLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["IntakePage"]

ONE_COLUMN_BELOW = 1000
BESIDE_WIDTH = 340
AUTOSAVE_MS = 500


class IntakePage(Page):
    """The form of a new request. `show_at()` goes on with what is typed, `show_at(room_id=)` starts for a household.

    Asked for while it is in sight already, it parks what is typed and starts afresh: the phone rings again.
    """

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Take requests in for the account of `desk`."""
        super().__init__()
        self.setObjectName("intake-page")
        self._desk = desk
        self._shell = shell
        self._seen = Seen(desk.clock, desk.zone)
        self._merge_into: RequestLine | None = None
        self._handed_in = False
        self._saving = False
        self._started = False
        self.presenter = IntakePresenter(desk, shell.tasks, shell.bus, self)
        self.drafting = Drafting(shell.drafts, self._seen)
        finder = RoomFinder(desk, shell.tasks, self)
        self.form = FactsForm(finder, Moments(self._seen), taking_in=True)
        self.suggesting = Suggesting(self.presenter, self.form.category, self.form.assignee, self)
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._build()
        self._connect()
        self._show_drafts()

    # --- what the window asks --------------------------------------------------------------------------------------

    def show_at(self, **where: object) -> None:
        """Go on with what is typed, or start for the household `room_id`."""
        if not self._started:
            self._started = True
            self.presenter.start()
        room_id = where.get("room_id")
        if isinstance(room_id, int) or (self.isVisible() and self.hasFocusWithin()):
            self.start_anew()
        if isinstance(room_id, int):
            self._handed_in = True
            self.form.room.set_text(f"\t{room_id}")
        self.form.focus_first()

    def leave(self) -> None:
        """Keep what is typed at once."""
        self._keep()

    def hasFocusWithin(self) -> bool:
        """Tell whether the keyboard is on this page."""
        focused = self.focusWidget()
        return focused is not None and focused.hasFocus()
