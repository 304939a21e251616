"""What is set for this PC, and where its data lies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.core import settings as known_settings
from desktop.core.i18n import msg
from desktop.core.permissions import Role
from desktop.ui.choices import SegmentedRow
from desktop.ui.language import Text, say, ui_language
from desktop.ui.panels import Panel, label
from desktop.ui.theme import ThemeChoice, theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop.app.session import Session
    from desktop.core.settings import Setting
    from desktop.ui.shell import Shell

__all__ = ["ThisPcPanel"]

LABELS = 136
"""Px for the names of the settings; longer ones take two lines."""

_NOT_AT_GATE = (known_settings.LOCK_AFTER, known_settings.THEME)


class ThisPcPanel(Panel):
    """A row for each setting that has choices, and where the data lies; a choice is applied and kept at once."""

    def __init__(self, session: Session, shell: Shell) -> None:
        """Show what holds on this PC."""
        super().__init__(msg("This computer"), name="this-pc")
        self._session = session
        self._shell = shell
        self.pad(12, 10, 12, 12)
        self.choices: dict[str, SegmentedRow] = {}
        now = {known_settings.LANGUAGE.key: ui_language().language.code, known_settings.THEME.key: theme().choice.value}
        rows: list[tuple[Text, QWidget]] = []
        for setting in _choosable(session.desk.actor.role):
            if setting.choices:
                choice = SegmentedRow(list(setting.choices.items()), name=setting.key)
                say(choice, accessibleName=setting.label)
                choice.choose(now.get(setting.key, self._shell.settings.get(setting)))
                choice.chosen.connect(partial(self._choose, setting))
                self.choices[setting.key] = choice
                rows.append((setting.label, _left(choice)))
        self.place = label(self._place(), wrap=True, name="data-place")
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        rows.append((known_settings.DATA_PLACE.label, self.place))
        self.body.addLayout(_lines(rows))

    def _place(self) -> str:
        place = self._session.opened.place
        if place is not None:
            return str(place.directory)
        return self._session.desk.database.engine.url.render_as_string(hide_password=True)

    def _choose(self, setting: Setting[Any], key: str) -> None:
        """Apply a choice at once and keep it."""
        self._shell.settings.set(setting, key)
        if setting is known_settings.LANGUAGE:
            ui_language().choose(key)
        elif setting is known_settings.THEME:
            theme().choose(ThemeChoice(key))
        settings = self._shell.settings
        self._shell.tasks.run(lambda _progress: settings.save(), owner=self, write=True)


def _choosable(role: Role) -> Iterator[Setting[Any]]:
    """Yield the settings shown to `role`; a guard's window never locks by itself, and its menu has its own look."""
    for setting in known_settings.SETTINGS:
        if setting.shown and (role is not Role.GUARD or setting not in _NOT_AT_GATE):
            yield setting


def _lines(rows: Sequence[tuple[Text, QWidget]]) -> QGridLayout:
    """Return labels with what is set beside them, each in the middle of its line."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, LABELS)
    grid.setColumnStretch(1, 1)
    for row, (words, widget) in enumerate(rows):
        name = label(words, tone="ink2", wrap=True)
        name.setFixedWidth(LABELS)
        grid.addWidget(name, row, 0)
        grid.addWidget(widget, row, 1)
    return grid


def _left(widget: QWidget) -> QWidget:
    """Return `widget` at the left of whatever room there is."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    row.addStretch(1)
    return whole
