"""What must be known of a request before acting, as strips: a hold, who must be told, who signs, what came before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.requests.model import Move
from desktop.requests.rows import HOLD_REASON_LABELS, MOVE_LABELS, listed
from desktop.ui.buttons import Button
from desktop.ui.strips import AlertStrip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from desktop.core.i18n import Language
    from desktop.requests.rows import RequestDetail, RequestLine
    from desktop.requests.table import Seen

__all__ = ["RequestAlerts"]


class RequestAlerts(QWidget):
    """The strips above the facts.

    `asked(Move)`: what a strip offers was asked for. `rework(request id)`: the request shown mends that one again.
    """

    asked = Signal(object)
    rework = Signal(int)

    def __init__(self, seen: Seen) -> None:
        """Tell times as `seen`."""
        super().__init__()
        self._seen = seen
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_request(self, detail: RequestDetail) -> None:
        """Show what matters of `detail`; nothing where nothing does."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        strips = [*self._hold(detail), *self._telling(detail), *self._signing(detail), *self._earlier(detail)]
        for strip in strips:
            self._column.addWidget(strip)
        self.setVisible(bool(strips))

    def _hold(self, detail: RequestDetail) -> Iterator[AlertStrip]:
        running = next((hold for hold in detail.holds if hold.ended_at is None), None)
        if running is not None:
            since = partial(_since, self._seen, running.started_at)
            reason = HOLD_REASON_LABELS[running.reason]
            yield AlertStrip(reason, since, tone="grey", icon="circle-pause", more=running.note, name="hold")

    def _telling(self, detail: RequestDetail) -> Iterator[AlertStrip]:
        waiting = [row.whom for row in detail.tellings if row.told_at is None]
        if waiting and Move.TELL in detail.moves:
            tell = Button(MOVE_LABELS[Move.TELL], small=True, name="tell")
            tell.clicked.connect(partial(self._ask, Move.TELL))
            yield AlertStrip(msg("To be told"), listed(waiting), icon="megaphone", buttons=[tell], name="to-tell")

    def _signing(self, detail: RequestDetail) -> Iterator[AlertStrip]:
        told = all(row.told_at is not None for row in detail.tellings)
        if detail.closing_refusal is not None and told:
            lead, words = msg("Closing"), detail.closing_refusal
            yield AlertStrip(lead, words, tone="grey", icon="badge-check", wrap=True, name="to-sign")

    def _earlier(self, detail: RequestDetail) -> Iterator[AlertStrip]:
        if detail.earlier and Move.AMEND in detail.moves:
            before = detail.earlier[0]
            link = Button(msg("It is rework"), small=True, name="link-rework")
            link.clicked.connect(partial(self._link, before.id))
            lead = msg("Mended before: %(number)s", number=before.number)
            about = partial(_mended, self._seen, before)
            yield AlertStrip(lead, icon="rotate-ccw", more=about, buttons=[link], name="earlier-repair")

    def _ask(self, move: Move, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.asked.emit(move)

    def _link(self, request_id: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.rework.emit(request_id)


def _since(seen: Seen, at: datetime, language: Language) -> str:
    return language.gettext("since %(time)s", time=seen.when(at, language))


def _mended(seen: Seen, line: RequestLine, language: Language) -> str:
    about = " ".join(line.words.split())
    return about if line.completed_at is None else f"{seen.when(line.completed_at, language)}　{about}"
