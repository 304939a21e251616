"""The conditions over a list that is read as a whole: which of its scopes, and words to look for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop.core.tokens import HEIGHTS
from desktop.ui.choices import SegmentedRow
from desktop.ui.flow import FlowLayout
from desktop.ui.fonts import font
from desktop.ui.language import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from desktop.core.i18n import Language, Message
    from desktop.visits.presenter import ListPresenter

__all__ = ["ScopeBar", "find_line"]

TYPED_MS = 250
WIDTH = 164


def find_line(hint: Message, name: str) -> QLineEdit:
    """Return a line to look for words in a list."""
    line = QLineEdit()
    line.setObjectName(name)
    line.setFont(font("body"))
    line.setFixedHeight(max(HEIGHTS["field"], line.fontMetrics().height() + 12))
    line.setFixedWidth(WIDTH)
    say(line, placeholderText=hint, accessibleName=hint)
    return line


class ScopeBar(QWidget):
    """Shows and changes what a `ListPresenter` shows."""

    def __init__(self, presenter: ListPresenter[Any], words: Mapping[str, Message], hint: Message, name: str) -> None:
        """Offer the scopes of `words` and a line that says `hint`."""
        super().__init__()
        self._presenter = presenter
        self._words = words
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._flow = FlowLayout(self)
        self.scopes: SegmentedRow | None = None
        if words:
            self.scopes = SegmentedRow(list(words.items()), name=f"{name}-scope", on_page=True)
            self.scopes.choose(presenter.scope)
            self.scopes.chosen.connect(self._show_scope)
            self._flow.addWidget(self.scopes)
        self.text = find_line(hint, f"{name}-text")
        self._flow.addWidget(self.text)
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._typed.timeout.connect(self._search)
        self.text.textEdited.connect(lambda _text: self._typed.start())
        self.text.returnPressed.connect(self._search)
        presenter.conditions_changed.connect(self._show)

    def add(self, widget: QWidget) -> None:
        """Put `widget` behind the rest."""
        self._flow.addWidget(widget)

    def count(self, scope: str, count: int) -> None:
        """Tell beside a scope how many there are."""
        if self.scopes is not None:
            words = self._words[scope]
            say(self.scopes.button(scope), text=partial(_with_count, words, count) if count else words)
            self.scopes.updateGeometry()
            self._flow.invalidate()

    def _show_scope(self, scope: str) -> None:
        if scope:
            self._presenter.show(scope, self._presenter.text)

    def _search(self) -> None:
        self._typed.stop()
        self._presenter.show(self._presenter.scope, self.text.text().strip())

    def _show(self) -> None:
        if self.scopes is not None:
            self.scopes.choose(self._presenter.scope)
        if not self.text.hasFocus():
            self.text.setText(self._presenter.text)


def _with_count(words: Message, count: int, spoken: Language) -> str:
    return f"{spoken.message(words)} {spoken.integer(count)}"
