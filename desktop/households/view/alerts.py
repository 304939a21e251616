"""The strips on top of a household: what must be known before a word is said, the rest unfolded on demand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg, nmsg
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.strips import AlertStrip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.households.rows import Alert
    from desktop.ui.language import Text

__all__ = ["MOST_STRIPS", "AlertStack"]

MOST_STRIPS = 3
"""Strips on top of a household at first; what is beyond is counted, and unfolds."""


class AlertStack(QWidget):
    """Alerts one below the other, most urgent first.

    `opened(Alert)`: what one is about was asked for; `acted(Alert, name)`: a button of it was pressed.
    """

    opened = Signal(object)
    acted = Signal(object, str)

    def __init__(self) -> None:
        """Show none."""
        super().__init__()
        self._alerts: Sequence[Alert] = ()
        self._today: date | None = None
        self._unfolded = False
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(6)
        self.hide()

    def fold(self) -> None:
        """Show the most urgent ones only."""
        if self._unfolded:
            self._toggle()

    def show_alerts(self, alerts: Sequence[Alert], today: date) -> None:
        """Show `alerts` in the order of their ranks; days of another year than `today`'s are written in full."""
        shown = (tuple(sorted(alerts, key=lambda alert: alert.rank)), today)
        if shown != (self._alerts, self._today):
            self._alerts, self._today = shown
            self._fill()

    def _fill(self) -> None:
        focused = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        shown = self._alerts if self._unfolded else self._alerts[:MOST_STRIPS]
        pressed: set[str] = set()
        for alert in shown:
            self._lines.addWidget(self._strip(alert, pressed))
        beyond = len(self._alerts) - MOST_STRIPS
        if beyond > 0:
            words = nmsg("%(count)s more to know", "%(count)s more to know", beyond)
            icon = "chevron-up" if self._unfolded else "chevron-down"
            fold = Button(
                msg("Show the first ones only") if self._unfolded else words,
                icon=icon,
                kind="link",
                small=True,
                name="more-alerts",
            )
            fold.clicked.connect(self._toggle)
            self._lines.addWidget(fold)
            if focused:
                fold.setFocus()
        self.setVisible(bool(self._alerts))

    def _strip(self, alert: Alert, pressed: set[str]) -> AlertStrip:
        """Return the strip of an alert; a key in `pressed` belongs to one above it already."""
        buttons = []
        for act in alert.acts:
            sequence = key(act.key) if act.key and act.key not in pressed else ""
            pressed.add(act.key)
            button = Button(act.words, icon=act.icon, key=sequence, small=True, name=f"alert-{act.name}")
            button.clicked.connect(partial(self._act, alert, act.name))
            buttons.append(button)
        if alert.reference:
            look = Button(alert.reference, kind="link", small=True, name="alert-reference")
            look.clicked.connect(partial(self.opened.emit, alert))
            buttons.append(look)
        aside: Text = "" if alert.since is None else partial(_since_words, alert.since, self._today or alert.since)
        return AlertStrip(
            alert.lead,
            alert.words,
            tone=alert.tone,
            icon=alert.icon,
            aside=aside,
            wrap=True,
            buttons=buttons,
            name="household-alert",
        )

    def _act(self, alert: Alert, name: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.acted.emit(alert, name)

    def _toggle(self) -> None:
        self._unfolded = not self._unfolded
        self._fill()


def _since_words(since: date, today: date, spoken: Language) -> str:
    day = spoken.short_date(since) if since.year == today.year else spoken.full_date(since)
    return spoken.gettext("since %(day)s", day=day)
