"""One outage looked at: when and where, what the desk says, whom it affects, its notices, calls and callers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg
from desktop.core.permissions import Operation, allows
from desktop.core.phones import display_phone
from desktop.outages.model import NoticeEdition, OutageState
from desktop.outages.table import kind_icon, kind_words, span_words, state_cell, where_words
from desktop.outages.view.panels import CallersPanel, NoticesPanel, PostingsPanel, RoundsPanel
from desktop.outages.view.plan_parts import CountLine, WarningLines
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import EmptyState, Facts, IconLabel, Panel, label
from desktop.ui.script import ScriptView
from desktop.ui.scrolling import scrolled
from desktop.ui.tab_order import focus_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from desktop.core.i18n import Language
    from desktop.outages.rows import OutageFile
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell

__all__ = ["OutageDetail"]

_EDITIONS: Sequence[tuple[NoticeEdition, Message, str, str]] = (
    (NoticeEdition.ANNOUNCED, msg("Write the notice"), "megaphone", "write-notice"),
    (NoticeEdition.RESTORED, msg("It is over"), "circle-check", "restore-outage"),
    (NoticeEdition.EXTENDED, msg("It takes longer"), "clock-alert", "extend-outage"),
)
"""Editions with a button of their own."""

_RARE: Sequence[tuple[NoticeEdition, Message]] = (
    (NoticeEdition.MOVED, msg("Another time …")),
    (NoticeEdition.AMENDED, msg("Amend the notice …")),
    (NoticeEdition.CANCELLED, msg("It does not take place …")),
)


class OutageDetail(Panel):
    """Shows one outage.

    `left()`: back to the list. `notice_asked(NoticeEdition)`: a notice is to be written. `change_asked()`: the form is
    wanted. `drop_asked()`: an outage that nobody was told of is called off.
    """

    left = Signal()
    notice_asked = Signal(object)
    change_asked = Signal()
    drop_asked = Signal()

    def __init__(self, desk: Desk, shell: Shell, today: Callable[[], date]) -> None:
        """Show nothing yet."""
        super().__init__(name="outage-detail")
        self._desk = desk
        self._today = today
        self.file: OutageFile | None = None
        self.panels = (
            RoundsPanel(desk, shell),
            CallersPanel(desk, shell),
            NoticesPanel(desk, shell),
            PostingsPanel(desk, shell),
        )
        whole = QWidget()
        self._stack = QStackedLayout(whole)
        self.body.addWidget(whole, 1)
        advice = msg("Choose an outage to see all of it.")
        self._stack.addWidget(EmptyState(msg("Nothing is chosen"), advice, icon="droplet-off"))
        self._stack.addWidget(self._shown())
        self._build_foot()

    # --- shown -----------------------------------------------------------------------------------------------------

    def show_file(self, file: OutageFile | None) -> None:
        """Show an outage with all that belongs to it, or that none is chosen."""
        self.file = file
        self._stack.setCurrentIndex(0 if file is None else 1)
        self._bar.setVisible(file is not None)
        if file is None:
            return
        with focus_kept(self._area):
            self._fill(file)
            for panel in self.panels:
                panel.show_file(file)
        self._offer(file)

    def take_keyboard(self) -> None:
        """Let the keyboard come to the first that can be done here."""
        able: list[QWidget] = [self.back, *self.buttons.values(), self.print, self.more]
        first = next((widget for widget in able if widget.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """Keep what was typed into a form that is open."""
        for panel in self.panels:
            if isinstance(panel, RoundsPanel | PostingsPanel):
                panel.keep()

    def menu(self) -> QMenu:
        """Return the menu of what else can be done with the outage."""
        menu, spoken = QMenu(self), ui_language().language
        for words, act in self._rare():
            menu.addAction(spoken.message(words)).triggered.connect(act)
        return menu

    # --- building --------------------------------------------------------------------------------------------------

    def _shown(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.back = Button(
            msg("Back"), icon="chevron-left", key=key("leave"), bind=False, small=True, name="outage-back"
        )
        self.back.clicked.connect(self.left)
        head.addWidget(self.back)
        self._icon = IconLabel("", "ink", 24)
        head.addWidget(self._icon)
        self.title = label("", "section", cut=True, name="outage-title")
        head.addWidget(self.title, 1)
        self.state = Chip(name="outage-state")
        head.addWidget(self.state)
        column.addLayout(head)
        self.when = label("", "strong", wrap=True, name="outage-when")
        column.addWidget(self.when)
        self.where = label("", wrap=True, name="outage-where")
        column.addWidget(self.where)
        self.warnings = WarningLines()
        column.addWidget(self.warnings)
        self.script = ScriptView()
        column.addWidget(self.script)
        self.count = CountLine("outage-count")
        column.addWidget(self.count)
        self.facts = Facts(width=64)
        column.addWidget(self.facts)
        for panel in self.panels:
            column.addWidget(panel)
        column.addStretch(1)
        self._area = scrolled(inside)
        return self._area

    def _build_foot(self) -> None:
        self._bar = QWidget()
        flow = FlowLayout(self._bar)
        self.buttons: dict[NoticeEdition, Button] = {}
        for edition, words, icon, name in _EDITIONS:
            kind = "primary" if edition is NoticeEdition.ANNOUNCED else "plain"
            button = Button(words, icon=icon, key=key(name), kind=kind, small=True, name=f"notice-{edition}")
            button.clicked.connect(partial(self._ask, edition))
            flow.addWidget(button)
            self.buttons[edition] = button
        self.print = Button(msg("Print"), icon="printer", key=key("print"), small=True, name="print-notice")
        self.print.clicked.connect(self.panels[2].print_newest)
        flow.addWidget(self.print)
        self.more = Button(msg("More"), icon="ellipsis", key=key("more-moves"), small=True, name="outage-more")
        self.more.clicked.connect(self._open_menu)
        flow.addWidget(self.more)
        self.foot.addWidget(self._bar, 1)
        self._bar.hide()

    # --- filling ---------------------------------------------------------------------------------------------------

    def _fill(self, file: OutageFile) -> None:
        line = file.line
        self._icon.show_icon(kind_icon(line.kind), "ink")
        say(self.title, text=lambda spoken: kind_words(line.kind, line.kind_name, spoken))
        cell = state_cell(line, ui_language().language)
        self.state.show_state(lambda spoken: state_cell(line, spoken).text, cell.tone, cell.icon)
        say(self.when, text=lambda spoken: span_words(line, self._desk.zone, self._today(), spoken))
        say(self.where, text=lambda spoken: _places(file, spoken))
        open_ = line.state in {OutageState.PLANNED, OutageState.ANNOUNCED}
        self.warnings.show_sentences(file.check.warnings if open_ else ())
        self.script.show_parts([(file.say, False)])
        self.script.setVisible(bool(file.say) and open_)
        self.count.show_count(file.count if open_ else replace(file.count, called=0))
        self.facts.show_facts(self._facts(file))

    def _facts(self, file: OutageFile) -> list[tuple[Text, Text | QWidget]]:
        plan = file.plan
        kind: Text = msg("Planned ahead") if plan.planned else msg("Unplanned")
        facts: list[tuple[Text, Text | QWidget]] = [(msg("How it came"), kind)]
        for words, text in (
            (msg("Why"), plan.cause),
            (msg("Advice"), plan.advice),
            (msg("Our phone"), display_phone(plan.phone) if plan.phone else ""),
            (msg("Supplier"), display_phone(plan.supplier_phone) if plan.supplier_phone else ""),
            (msg("Note"), plan.note),
            (msg("Called off"), file.end_words),
        ):
            facts += [(words, text)] if text else []
        return facts

    # --- offering --------------------------------------------------------------------------------------------------

    def _offer(self, file: OutageFile) -> None:
        state = file.line.state
        may_issue = allows(self._desk.actor, Operation.ISSUE_NOTICE)
        self.buttons[NoticeEdition.ANNOUNCED].setVisible(may_issue and state is OutageState.PLANNED)
        for edition in (NoticeEdition.RESTORED, NoticeEdition.EXTENDED):
            self.buttons[edition].setVisible(may_issue and state is OutageState.ANNOUNCED)
        self.print.setVisible(bool(file.notices))
        self.more.setVisible(bool(self._rare()))
        self._bar.setVisible(may_issue or bool(file.notices))

    def _rare(self) -> list[tuple[Message, Callable[[], object]]]:
        file, actor = self.file, self._desk.actor
        if file is None or file.line.state not in {OutageState.PLANNED, OutageState.ANNOUNCED}:
            return []
        found: list[tuple[Message, Callable[[], object]]] = []
        may_edit = allows(actor, Operation.EDIT_OUTAGES)
        if may_edit:
            found.append((msg("Change it …"), self.change_asked.emit))
            found.append((msg("Warn by phone …"), self.panels[0].begin))
        if file.line.state is OutageState.ANNOUNCED and allows(actor, Operation.ISSUE_NOTICE):
            found += [(words, partial(self.notice_asked.emit, edition)) for edition, words in _RARE]
        elif may_edit:
            found.append((msg("It does not take place …"), self.drop_asked.emit))
        return found

    def _ask(self, edition: NoticeEdition, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.notice_asked.emit(edition)

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def _places(file: OutageFile, spoken: Language) -> str:
    """Return every place: here there is room for all of them."""
    if not file.line.where:
        return where_words(file.line, spoken)
    return spoken.gettext(", ").join(file.line.where)
