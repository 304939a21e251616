"""The page "Know your residents": choose, see a room or a plate, say who it is, look, go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from desktop.core.i18n import msg
from desktop.practice.presenter import Ended, PracticePresenter, Step
from desktop.practice.view.card import CardPane, TagLook
from desktop.practice.view.edges import EndPane, StartPane
from desktop.ui.dialogs import show_error
from desktop.ui.language import say
from desktop.ui.panels import PageHeader
from desktop.ui.scrolling import scrolled
from desktop.ui.shell import Page

if TYPE_CHECKING:
    from desktop.core.errors import TouchpointError
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["PracticePage"]

WIDEST, HIGHEST = 720, 460
"""Of what is looked at, px; more room stays empty."""


class PracticePage(Page):
    """Practises who lives where. It shows names, rooms and plates, and to the desk roles and tags; never a phone."""

    def __init__(self, desk: Desk, shell: Shell, tag_look: TagLook) -> None:
        """Practise as `desk`'s account; `tag_look` says how a tag looks."""
        super().__init__()
        self.setObjectName("practice-page")
        self.presenter = PracticePresenter(desk, shell.tasks, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        self.header = PageHeader(msg("Know your residents"))
        say(self.header.note, text=msg("A room or a plate is shown; say who it is, then look."))
        column.addWidget(self.header)
        across = QHBoxLayout()
        self.stack = QStackedWidget()
        self.stack.setMaximumSize(WIDEST, HIGHEST)
        across.addStretch(1)
        across.addWidget(self.stack, 100)
        across.addStretch(1)
        column.addLayout(across, 100)
        column.addStretch(1)
        self.start = StartPane()
        self.card = CardPane(tag_look)
        self.end = EndPane()
        self._offered = scrolled(self.start)
        for pane in (self._offered, self.card, self.end):
            self.stack.addWidget(pane)
        self._connect()

    def show_at(self, **_where: object) -> None:
        """Go on with the practice that was left, or offer to begin one."""
        if not self.presenter.running:
            self._offer()
        else:
            self.card.setFocus()

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.ready.connect(self.start.show_state)
        presenter.asked.connect(self._ask)
        presenter.ended.connect(self._end)
        presenter.nothing.connect(self._offer)
        presenter.failed.connect(self._fail)
        self.start.form.changed.connect(lambda _key: presenter.choose(self.start.choice()))
        self.start.form.submitted.connect(self._begin)
        self.start.begin.clicked.connect(self._begin)
        self.card.knew.clicked.connect(lambda: presenter.answer(knew=True))
        self.card.missed.clicked.connect(lambda: presenter.answer(knew=False))
        self.card.stop.clicked.connect(presenter.end)
        self.end.again.clicked.connect(self._begin)
        self.end.other.clicked.connect(self._offer)

    def _offer(self) -> None:
        self.stack.setCurrentWidget(self._offered)
        self.setFocusProxy(self.start.begin)
        self.start.begin.setFocus()
        self.presenter.choose(self.start.choice())

    def _begin(self) -> None:
        self.presenter.begin(self.start.wanted())

    def _ask(self, step: Step) -> None:
        self.card.show_step(step)
        self.stack.setCurrentWidget(self.card)
        self.setFocusProxy(self.card)
        self.card.setFocus()

    def _end(self, ended: Ended) -> None:
        if not ended.asked:
            self._offer()
            return
        self.end.show_end(ended)
        self.stack.setCurrentWidget(self.end)
        self.setFocusProxy(self.end.again)
        self.end.again.setFocus()

    def _fail(self, error: TouchpointError) -> None:
        show_error(self, error)
