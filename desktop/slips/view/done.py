"""The slips taken back in this sitting, the latest on top."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.core.money import yuan
from desktop.ui.buttons import Button
from desktop.ui.panels import IconLabel, Panel, label
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.slips.presenter import Returned, Times

__all__ = ["DonePanel"]

NUMBER, ROOM, WORKER, FEE, AT = 112, 84, 84, 84, 104


class DonePanel(Panel):
    """One row for each slip. `asked(request_id)`: look at the request."""

    asked = Signal(int)

    def __init__(self, times: Times) -> None:
        """Show none yet."""
        super().__init__(msg("Returned just now"), name="slips-done")
        self._times = times
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        self.none = label(msg("The slips you return are listed here."), tone="ink2", wrap=True)
        self._column.insertWidget(0, self.none)
        self.body.addWidget(scrolled(inside), 1)

    def show_done(self, done: Sequence[Returned]) -> None:
        """Show the latest of `done`, its first; those before stand below already."""
        self.none.hide()
        self._column.insertWidget(0, self._row(done[0]))
        self.set_title(msg("Returned just now"), partial(_count_words, len(done)))

    def _row(self, one: Returned) -> QWidget:
        row = QWidget()
        row.setObjectName("slip-done")
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(IconLabel("circle-check", "green", 16))
        for text, width in ((one.number, NUMBER), (one.room, ROOM), (one.worker, WORKER)):
            words = label(text, cut=width != NUMBER)
            words.setFixedWidth(width) if width != NUMBER else words.setMinimumWidth(width)
            across.addWidget(words)
        across.addWidget(label(one.words, tone="ink2", cut=True), 1)
        fee = label("" if one.fee_fen is None else yuan(one.fee_fen))
        fee.setMinimumWidth(FEE)
        fee.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(fee)
        at = label(partial(self._times.words, one.at), tone="ink2")
        at.setMinimumWidth(AT)
        across.addWidget(at)
        look = Button(msg("Open"), kind="link", small=True, name="open-returned")
        look.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        look.clicked.connect(partial(self.asked.emit, one.request_id))
        across.addWidget(look)
        return row


def _count_words(count: int, spoken: Language) -> str:
    return spoken.ngettext("%(count)s slip", "%(count)s slips", count)
