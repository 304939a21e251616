"""The page itself: its panels side by side, or below one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.app.community_settings import CommunityPanel
from desktop.app.preferences.care import CarePanel
from desktop.app.preferences.password import PasswordPanel
from desktop.app.preferences.this_pc import ThisPcPanel
from desktop.core import settings as known_settings
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.ui.buttons import Button
from desktop.ui.panels import PageHeader, Panel, label
from desktop.ui.shell import Page
from desktop.updates.view import ProgramPanel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.app.session import Session
    from desktop.ui.shell import Shell

__all__ = ["SettingsPage"]

NARROW = 1000


class SettingsPage(Page):
    """What each person sets for this PC and the own account; the administrator also cares for the data here.

    `care`, `community` and `phrases` are None for whom they are not.
    """

    def __init__(self, session: Session, shell: Shell) -> None:
        """Show what `session`'s account may set."""
        super().__init__()
        self.setObjectName("settings-page")
        actor = session.desk.actor
        self.this_pc = ThisPcPanel(session, shell)
        self.password = PasswordPanel(session, shell)
        self.care = CarePanel(session, shell) if allows(actor, Operation.BACK_UP) else None
        self.community = CommunityPanel(session.desk, shell) if allows(actor, Operation.EDIT_COMMUNITY) else None
        self.phrases = PhrasesPanel(shell) if allows(actor, Operation.EDIT_PHRASES) else None
        self.program = ProgramPanel(session.desk, session.opened, shell)
        self.program.closing.connect(self._close_window, Qt.ConnectionType.QueuedConnection)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("ground")
        scroll.setWidget(inside)
        outer.addWidget(scroll)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(PageHeader(msg("Settings")))
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(12)
        self._across.addLayout(_stacked(self.this_pc, self.password), 1)
        self._across.addLayout(_stacked(self.care, self.community, self.phrases, self.program), 1)
        column.addLayout(self._across, 1)
        self.setFocusProxy(self.this_pc.choices[known_settings.LANGUAGE.key])

    def _close_window(self) -> None:
        """Close the window for the installer, which waits for that; what is half typed is kept."""
        self.window().close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panels below one another where there is no room beside."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        self._across.setDirection(direction.TopToBottom if self.width() < NARROW else direction.LeftToRight)


class PhrasesPanel(Panel):
    """What the desk writes often, and the way there."""

    def __init__(self, shell: Shell) -> None:
        """Say what phrases are for."""
        super().__init__(msg("Phrases"), name="phrases")
        self.pad(12, 10, 12, 12)
        words = msg("Phrases of the whole desk: an abbreviation typed in a form becomes the whole text.")
        self.body.addWidget(label(words, tone="ink2", wrap=True))
        self.edit = Button(msg("Edit phrases"), icon="keyboard", name="edit-phrases")
        self.edit.clicked.connect(lambda: shell.go("phrases"))
        self.foot.addWidget(self.edit)
        self.foot.addStretch(1)


def _stacked(*panels: Panel | None) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(12)
    for panel in panels:
        if panel is not None:
            column.addWidget(panel)
    column.addStretch(1)
    return column
