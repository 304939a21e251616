"""What the form of an outage tells while it is filled in: what the scope comes to, and what is to be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg, nmsg
from desktop.ui.chips import Chip
from desktop.ui.flow import FlowLayout
from desktop.ui.panels import IconLabel, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLayout

    from desktop.outages.rows import ScopeCount
    from desktop.ui.language import Text

__all__ = ["CountLine", "WarningLines", "clear"]


class CountLine(QWidget):
    """Households, residents, VIP and those to be called, as chips; nothing while it is not known."""

    def __init__(self, name: str = "scope-count") -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName(name)
        self._flow = FlowLayout(self, gap=6)
        self.count: ScopeCount | None = None

    def show_count(self, count: ScopeCount | None) -> None:
        """Show what a scope comes to."""
        self.count = count
        clear(self._flow)
        if count is None:
            return
        households = nmsg("%(count)s household", "%(count)s households", count.households)
        self._add(households, "accent", "house")
        self._add(nmsg("%(count)s resident", "%(count)s residents", count.residents), "grey", "users")
        if count.vips:
            self._add(msg("VIP %(count)s", count=count.vips), "violet", "crown")
        if count.called:
            words = nmsg("%(count)s to warn by phone", "%(count)s to warn by phone", count.called)
            self._add(words, "amber", "phone-outgoing")
        if count.vacant:
            self._add(nmsg("%(count)s vacant home", "%(count)s vacant homes", count.vacant), "grey", "")

    def _add(self, words: Text, tone: str, icon: str) -> None:
        self._flow.addWidget(Chip(words, tone, icon))
        self._flow.invalidate()


class WarningLines(QWidget):
    """Sentences that are to be known, one below the other; none of them in the way."""

    def __init__(self, name: str = "outage-warnings") -> None:
        """Say nothing yet."""
        super().__init__()
        self.setObjectName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.sentences: Sequence[Text] = ()

    def show_sentences(self, sentences: Sequence[Text]) -> None:
        """Say `sentences` instead of those before."""
        self.sentences = tuple(sentences)
        clear(self._column)
        for sentence in sentences:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            row.addWidget(IconLabel("triangle-alert", "amber", 16), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(sentence, tone="amber", wrap=True), 1)
            self._column.addWidget(line)
            # Qt would show it later only, and what is not shown gets no height.
            line.show()
        self.setVisible(bool(sentences))


def clear(place: QLayout) -> None:
    """Take out and throw away every widget at `place`."""
    while (item := place.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
