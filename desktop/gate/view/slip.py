"""A release slip in large print: for whom and with what, which goods leave now, or why nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg, nmsg
from desktop.gate.view.pieces import AlarmPanel, GateChoices, GateList, GatePanel, GateRowShown
from desktop.release_slips.rows import APPLICANT_LABELS, ReleaseStanding
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from desktop.release_slips.rows import GoodsLine, ReleaseFile

__all__ = ["SlipFacts", "SlipMiddle"]

MOST_PARTS = 9
_HEADINGS: Mapping[ReleaseStanding, tuple[Message, str, str]] = {
    ReleaseStanding.USED: (msg("This slip is used up"), "red", "octagon-x"),
    ReleaseStanding.WITHDRAWN: (msg("This slip is void"), "red", "octagon-x"),
    ReleaseStanding.EXPIRED: (msg("This slip has expired"), "amber", "clock-alert"),
    ReleaseStanding.NOT_YET: (msg("This slip is not valid yet"), "amber", "clock-alert"),
}


class SlipFacts(QWidget):
    """Room, who takes the goods out, and what else the gate is to know."""

    def __init__(self) -> None:
        """Show nothing."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.place = label("", "gate-field", wrap=True)
        self.who = label("", "gate-strong", wrap=True)
        self.mover = label("", "gate-body", wrap=True)
        self.note = label("", "gate-body", "amber", wrap=True)
        self.number = label("", "gate-label", "ink2")
        self.verdict = label("", "gate-body", "ink2", wrap=True)
        for words in (self.number, self.place, self.who, self.mover, self.note, self.verdict):
            column.addWidget(words)
        column.addStretch(1)

    def show_file(self, file: ReleaseFile | None) -> None:
        """Show whose slip it is."""
        self.setVisible(file is not None)
        if file is None:
            return
        line = file.line
        say(self.place, text=line.place)
        say(self.who, text=msg("%(name)s · %(role)s", name=line.name, role=APPLICANT_LABELS[line.applicant]))
        for words, text in ((self.mover, file.mover), (self.note, file.note)):
            say(words, text=text)
            words.setVisible(bool(text))
        say(self.number, text=line.number)
        say(self.verdict, text=file.verdict)
        self.verdict.setVisible(line.standing.lets_out)


class GoodsList(GateList):
    """Goods with how many leave. `toggled(line)`: Space or a touch. `counted(line, digit)`: a digit was typed."""

    toggled = Signal(int)
    counted = Signal(int, int)

    def __init__(self) -> None:
        """Start empty."""
        super().__init__("gate-goods", msg("Goods"))
        self.clicked.connect(lambda index: self.toggled.emit(self.rows[index.row()].key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits and Space for the current line."""
        line, text = self.key, event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not isinstance(line, int) or not plain:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self.toggled.emit(line)
        elif text.isascii() and text.isdecimal():
            self.counted.emit(line, int(text))
        else:
            super().keyPressEvent(event)


class SlipMiddle(QStackedWidget):
    """The goods of a slip; in their place what to do without one, or an alarm.

    `toggled(line)`, `counted(line, digit)` and `set_to(line, count)`: other goods are to leave. `opened()`: Enter.
    """

    toggled = Signal(int)
    counted = Signal(int, int)
    set_to = Signal(int, int)
    opened = Signal()

    def __init__(self) -> None:
        """Say what to do first."""
        super().__init__()
        self._file: ReleaseFile | None = None
        self._chosen: Mapping[int, int] = {}
        self.addWidget(self._idle())
        self.addWidget(self._goods())
        self.alarm = AlarmPanel("gate-slip-alarm")
        self.addWidget(self.alarm)

    def show_file(self, file: ReleaseFile | None, chosen: Mapping[int, int]) -> None:
        """Show goods, alarm, or what to do first."""
        self._file, self._chosen = file, chosen
        if file is None:
            self.setCurrentIndex(0)
        elif file.line.standing.lets_out:
            self.show_chosen(chosen)
            self.setCurrentIndex(1)
            if self.list.key is None and self.list.rows:
                self.list.go_to(self.list.rows[0].key)
        else:
            heading, tone, icon = _HEADINGS[file.line.standing]
            self.show_alarm(heading, file.verdict, tone, icon)

    def show_alarm(self, heading: Message, words: Message, tone: str = "red", icon: str = "octagon-x") -> None:
        """Say why nothing may leave, and what to do."""
        todo = (msg("To do"), msg("Let nothing out; hold the goods and call the front desk (F7)."))
        self.alarm.show_alarm(heading, [(words, False)], [todo], tone=tone, icon=icon)
        self.setCurrentWidget(self.alarm)

    def show_chosen(self, chosen: Mapping[int, int]) -> None:
        """Show how many of each line leave."""
        self._chosen = chosen
        if self._file is None:
            return
        goods = self._file.line.goods
        self.list.show_rows(_row(at, line, chosen.get(at, 0)) for at, line in enumerate(goods))
        pieces = sum(chosen.values())
        left = sum(line.left for line in goods)
        words = nmsg("%(count)s piece leaves", "%(count)s pieces leave", pieces)
        self.panel.set_title(msg("Goods"), words, msg("%(count)s stay", count=left - pieces) if left > pieces else "")
        self._offer_parts()

    # --- inside -----------------------------------------------------------------------------------------------------

    def _idle(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(1)
        for words, role, tone in (
            (msg("Scan the slip, or type its six digits"), "gate-strong", "ink"),
            (msg("Furniture without a slip stays: hold it and call the front desk (F7)."), "gate-body", "ink2"),
        ):
            shown = label(words, role, tone, wrap=True)
            shown.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(shown)
        column.addStretch(2)
        return page

    def _goods(self) -> GatePanel:
        self.panel = GatePanel(msg("Goods"), icon="package", name="goods")
        self.list = GoodsList()
        self.panel.body.addWidget(self.list, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(18, 10, 18, 14)
        foot.setSpacing(6)
        self.how_many = label(msg("How many of them leave"), "gate-label", "ink2")
        self.parts = GateChoices("gate-goods-count", msg("How many of them leave"))
        foot.addWidget(self.how_many)
        foot.addWidget(self.parts)
        self.panel.body.addLayout(foot)
        self.list.toggled.connect(self.toggled)
        self.list.counted.connect(self.counted)
        self.list.opened.connect(lambda _key: self.opened.emit())
        self.list.current_changed.connect(lambda _key: self._offer_parts())
        self.parts.chosen.connect(self._take_part)
        self.parts.entered.connect(self.opened)
        return self.panel

    def _offer_parts(self) -> None:
        """Offer the counts of the current line to a finger, where there are few."""
        line = self.list.key
        goods = self._file.line.goods if self._file is not None else ()
        left = goods[line].left if isinstance(line, int) and line < len(goods) else 0
        few = 1 < left <= MOST_PARTS
        if tuple(self.parts.keys) != tuple(range(1, left + 1) if few else ()):
            self.parts.offer([(count, str(count)) for count in range(1, left + 1)] if few else [])
        self.parts.choose(self._chosen.get(line) if isinstance(line, int) else None)
        for widget in (self.how_many, self.parts):
            widget.setVisible(few)

    def _take_part(self, count: object) -> None:
        line = self.list.key
        if isinstance(line, int) and isinstance(count, int):
            self.set_to.emit(line, count)


def _row(at: int, line: GoodsLine, leaves: int) -> GateRowShown:
    """Return a line of the slip: large what it is, at its right how many leave now."""
    side: Message = msg("%(count)s of %(left)s leave", count=leaves, left=line.left)
    tone, icon = "amber", "square-pen"
    if not line.left:
        side, tone, icon = msg("out already"), "ink2", "log-out"
    elif not leaves:
        side, tone, icon = msg("stays"), "amber", "x"
    elif leaves == line.left:
        side, tone, icon = msg("×%(count)s leaves", count=leaves), "green", "check"
    under: Message | str = msg("%(out)s of %(count)s are out already", out=line.out, count=line.count)
    return GateRowShown(at, line.goods, side, under if line.out and line.left else "", tone=tone, icon=icon)
