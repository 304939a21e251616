"""The one row looked at, in every part of the page: what it is, what must be known, what can be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import EmptyState, Facts, Panel, label, rule
from desktop.ui.scrolling import scrolled
from desktop.ui.strips import AlertStrip
from desktop.ui.tab_order import focus_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.i18n import Language
    from desktop.ui.table import Cell
    from desktop.visits.view.shown import Act, Line, Lines, Shown, Strip

__all__ = ["Detail", "button_of"]

LABELS = 76


def button_of(act: Act, *, small: bool = False) -> Button:
    """Return the button of something to do."""
    made = Button(act.words, icon=act.icon, key=act.key, kind=act.kind, small=small, name=act.name)
    made.clicked.connect(partial(_run, act))
    return made


class Detail(Panel):
    """Shows a `Shown`, or that nothing is chosen. `left()`: back to the list. `below` stands under the row's own."""

    left = Signal()

    def __init__(self, empty: EmptyState, name: str) -> None:
        """Show `empty` until something is chosen."""
        super().__init__(name=name)
        self.shown: Shown | None = None
        whole = QWidget()
        self._stack = QStackedLayout(whole)
        self._stack.addWidget(empty)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._headline = QHBoxLayout()
        self._headline.setContentsMargins(12, 10, 12, 6)
        self._headline.setSpacing(8)
        self.back = Button(msg("Back"), icon="chevron-left", key=key("leave"), bind=False, small=True, name="gate-back")
        self.back.clicked.connect(self.left)
        self._headline.addWidget(self.back)
        self.title = label("", "section", cut=True, name="gate-title")
        self._headline.addWidget(self.title, 1)
        self.state = Chip(name="gate-state")
        self._headline.addWidget(self.state)
        column.addLayout(self._headline)
        content = QWidget()
        self._content = QVBoxLayout(content)
        self._content.setContentsMargins(0, 0, 0, 10)
        self._content.setSpacing(8)
        self.below = QVBoxLayout()
        self.below.setContentsMargins(0, 0, 0, 0)
        whole_row = QWidget()
        both = QVBoxLayout(whole_row)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(content)
        both.addLayout(self.below)
        both.addStretch(1)
        self.area = scrolled(whole_row)
        column.addWidget(self.area, 1)
        self._stack.addWidget(inside)
        self.body.addWidget(whole, 1)
        ui_language().changed.connect(self._say_state)

    def show_row(self, shown: Shown | None, *, another: bool = True) -> None:
        """Show a row, or that none is chosen; of `another` one the beginning is seen."""
        self.shown = shown
        self._stack.setCurrentIndex(0 if shown is None else 1)
        if shown is None:
            return
        say(self.title, text=shown.title)
        self._say_state()
        self.state.setVisible(shown.state is not None)
        with focus_kept(self.area):
            _clear(self._content)
            for part in self._parts(shown):
                self._content.addWidget(part)
        if another:
            self.area.verticalScrollBar().setValue(0)

    def take_keyboard(self) -> None:
        """Let the keyboard come to the first thing that can be done."""
        buttons = [each for each in self.area.findChildren(Button) if each.isVisible() and each.isEnabled()]
        first = next(iter(buttons), self.back)
        if first.isVisible():
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _parts(self, shown: Shown) -> Sequence[QWidget]:
        parts: list[QWidget] = []
        if shown.large:
            parts.append(_padded(label(shown.large, "figure", "accent", name="gate-large")))
        if shown.about:
            parts.append(_padded(label(shown.about, wrap=True, name="gate-about")))
        parts += [_padded(_strip(strip)) for strip in shown.strips]
        if shown.acts:
            parts.append(_padded(_bar(shown.acts)))
        if shown.facts:
            facts = Facts(width=LABELS)
            facts.show_facts(shown.facts)
            parts.append(_padded(facts))
        for lines in shown.parts:
            parts += [rule(), _padded(_heading(lines)), *(_padded(_line(line)) for line in lines.lines)]
            if not lines.lines and lines.missing:
                parts.append(_padded(label(lines.missing, tone="ink2", wrap=True)))
        return parts

    def _say_state(self) -> None:
        shown = self.shown
        if shown is not None and shown.state is not None:
            state = shown.state
            cell = state(ui_language().language)
            self.state.show_state(partial(_text_of, state), cell.tone, cell.icon)


def _text_of(state: Callable[[Language], Cell], spoken: Language) -> str:
    return state(spoken).text


def _run(act: Act, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    act.do()


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _padded(widget: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(12, 0, 12, 0)
    row.addWidget(widget)
    return whole


def _bar(acts: Sequence[Act], *, small: bool = False) -> QWidget:
    bar = QWidget()
    bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    flow = FlowLayout(bar, gap=6)
    for act in acts:
        flow.addWidget(button_of(act, small=small))
    return bar


def _strip(strip: Strip) -> AlertStrip:
    return AlertStrip(strip.lead, tone=strip.tone, icon=strip.icon, more=strip.words)


def _heading(lines: Lines) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(label(lines.title, "strong"))
    row.addStretch(1)
    for act in lines.acts:
        row.addWidget(button_of(act, small=True))
    return whole


def _line(line: Line) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(label(line.words, wrap=True))
    if line.second:
        column.addWidget(label(line.second, "small", "ink2", wrap=True))
    row.addLayout(column, 1)
    for act in line.acts:
        row.addWidget(button_of(act, small=True), 0, Qt.AlignmentFlag.AlignTop)
    return whole
