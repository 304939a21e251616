"""One problem point looked at: what it is, what is done about it, what it rests on, who signed, how it came about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg, nmsg
from desktop.issues.model import ActionState, IssueState
from desktop.issues.presenter import action_moves, point_moves
from desktop.issues.rule import COMEBACK_RULE, IssueMove
from desktop.issues.table import (
    about_words,
    confirmed_cell,
    evidence_columns,
    severity_cell,
    state_cell,
)
from desktop.issues.view.cards import ActionCard, chip_of, signed_words
from desktop.issues.view.moves import POINT_LOOKS
from desktop.issues.view.pieces import LowList, clear, step_line
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import EmptyState, Facts, Panel, label, rule
from desktop.ui.scrolling import scrolled
from desktop.ui.tab_order import focus_kept
from desktop.ui.table import RowsModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Message
    from desktop.core.permissions import Actor
    from desktop.issues.rows import EvidenceRow, IssueRow
    from desktop.ui.language import Text

__all__ = ["IssueDetail"]

BUTTONS = (IssueMove.ADD_ACTION, IssueMove.COMMENT, IssueMove.CONFIRM, IssueMove.REOPEN)
"""The moves of a point that have a button of their own; the others are in the menu."""


class IssueDetail(Panel):
    """Shows one point, or how many are chosen.

    `left()`: back to the list. `asked(move)`: something is to be done with the point, `action_asked(move, action id)`
    with one of its actions. `request_asked(request id)`: a request behind it is wanted. `evidence_removed(request
    ids)`: they are no evidence. `issue_asked(issue id)`: another point is wanted. `files_asked(action id)`: the photos
    and files of that action are to stand at `files`, 0 for none.
    """

    left = Signal()
    asked = Signal(object)
    action_asked = Signal(object, int)
    request_asked = Signal(int)
    evidence_removed = Signal(list)
    issue_asked = Signal(int)
    files_asked = Signal(int)

    def __init__(self, actor: Actor, zone: ZoneInfo, today: Callable[[], date]) -> None:
        """Show nothing yet; what `actor` may do has buttons."""
        super().__init__(name="issue-detail")
        self._actor = actor
        self._zone = zone
        self._today = today
        self.row: IssueRow | None = None
        self.cards: list[ActionCard] = []
        self._files_at = 0
        whole = QWidget()
        self._stack = QStackedLayout(whole)
        self.body.addWidget(whole, 1)
        self.empty = EmptyState(
            msg("Nothing is chosen"), msg("Choose a problem point to see all of it."), icon="list-checks"
        )
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._shown())
        self._build_foot()

    # --- what is shown ---------------------------------------------------------------------------------------------

    def show_row(self, row: IssueRow | None) -> None:
        """Show a point with its evidence and history, or that none is chosen."""
        self.row = row
        self._stack.setCurrentIndex(0 if row is None else 1)
        self._bar.setVisible(row is not None)
        if row is None:
            self.files_asked.emit(0)
            say(self.empty.missing, text=msg("Nothing is chosen"))
            say(self.empty.advice, text=msg("Choose a problem point to see all of it."))
            return
        with focus_kept(self._area):
            self._fill(row)
        self._offer(row)

    def show_several(self, count: int) -> None:
        """Say that several points are chosen."""
        self.show_row(None)
        say(self.empty.missing, text=nmsg("%(count)s chosen", "%(count)s chosen", count))
        say(self.empty.advice, text=msg("They can be merged into one."))

    def action_of(self, move: IssueMove) -> int | None:
        """Return the action that the key of `move` acts on: where the keyboard is, else the first it fits."""
        able = [card for card in self.cards if move in card.buttons]
        holder = self.window().focusWidget()
        held = [card for card in able if holder is not None and card.isAncestorOf(holder)]
        return next((card.action.id for card in [*held, *able]), None)

    def take_keyboard(self) -> None:
        """Let the keyboard come to the first that can be done here."""
        able: list[QWidget] = [self.back, *(button for card in self.cards for button in card.buttons.values())]
        able += [*self.buttons.values(), self.more, self.evidence_view]
        first = next((widget for widget in able if widget.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def menu(self) -> QMenu:
        """Return the menu of what else can be done with the point."""
        menu, spoken = QMenu(self), ui_language().language
        for move in self._moves():
            if move not in BUTTONS:
                words, _icon, _key = POINT_LOOKS[move]
                menu.addAction(spoken.message(words)).triggered.connect(partial(self._ask, move))
        return menu

    # --- building --------------------------------------------------------------------------------------------------

    def _shown(self) -> QWidget:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(12, 10, 12, 10)
        self._column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.back = Button(
            msg("Back"), icon="chevron-left", key=key("leave"), bind=False, small=True, name="issue-back"
        )
        self.back.clicked.connect(self.left)
        head.addWidget(self.back)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        head.addLayout(self._chips)
        head.addStretch(1)
        self._column.addLayout(head)
        self.title = label("", "section", wrap=True, name="issue-title")
        self._column.addWidget(self.title)
        self.words = label("", wrap=True, name="issue-words")
        self._column.addWidget(self.words)
        self.facts = Facts(width=64)
        self._column.addWidget(self.facts)
        self.watched = label(COMEBACK_RULE, "small", "ink2", wrap=True, name="comeback-rule")
        self._column.addWidget(self.watched)
        self.other = Button("", icon="arrow-right", kind="link", small=True, name="other-issue")
        self.other.clicked.connect(self._ask_other)
        self._column.addWidget(self.other)
        self._actions = self._part(msg("Rectification actions"))
        self._build_files()
        self._build_evidence(self._part(msg("Evidence")))
        self._signing = self._part(msg("The head of the department"))
        self._history = self._part(msg("History"))
        self._column.addStretch(1)
        self._area = scrolled(inside)
        return self._area

    def _part(self, title: Message) -> QVBoxLayout:
        self._column.addWidget(rule())
        self._column.addWidget(label(title, "strong"))
        inside = QVBoxLayout()
        inside.setSpacing(6)
        self._column.addLayout(inside)
        return inside

    def _build_files(self) -> None:
        """Make the place where the files of one action stand, under all of them."""
        self._filed = QWidget()
        column = QVBoxLayout(self._filed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.files_of = label("", "small", "ink2", cut=True, name="files-of")
        column.addWidget(self.files_of)
        self.files = QVBoxLayout()
        column.addLayout(self.files)
        self._column.addWidget(self._filed)

    def _build_evidence(self, place: QVBoxLayout) -> None:
        self.evidence: RowsModel[EvidenceRow] = RowsModel(
            evidence_columns(self._zone), identify=lambda row: row.request_id, parent=self
        )
        self.evidence_view = LowList(self.evidence)
        self.evidence_view.opened.connect(lambda row: self.request_asked.emit(row.request_id))
        self.evidence_view.acted.connect(lambda row, _column: self.request_asked.emit(row.request_id))
        place.addWidget(self.evidence_view)
        self.no_evidence = label(msg("Rests on no request yet."), tone="ink2", wrap=True)
        place.addWidget(self.no_evidence)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.add_evidence = Button(msg("Add"), icon="plus", small=True, name="add-evidence")
        self.add_evidence.clicked.connect(partial(self._ask, IssueMove.CHANGE_EVIDENCE))
        self.remove_evidence = Button(msg("Is no evidence"), icon="x", small=True, name="remove-evidence")
        self.remove_evidence.clicked.connect(self._remove_evidence)
        row.addWidget(self.add_evidence)
        row.addWidget(self.remove_evidence)
        row.addStretch(1)
        place.addLayout(row)

    def _build_foot(self) -> None:
        self._bar = QWidget()
        flow = FlowLayout(self._bar)
        self.buttons: dict[IssueMove, Button] = {}
        for move in BUTTONS:
            words, icon, name = POINT_LOOKS[move]
            button = Button(words, icon=icon, key=key(name), small=True, name=f"issue-{move}")
            button.clicked.connect(partial(self._ask, move))
            flow.addWidget(button)
            self.buttons[move] = button
        self.more = Button(msg("More"), icon="ellipsis", key=key("more-moves"), small=True, name="issue-more")
        self.more.clicked.connect(self._open_menu)
        flow.addWidget(self.more)
        self.foot.addWidget(self._bar, 1)
        self._bar.hide()

    # --- filling ---------------------------------------------------------------------------------------------------

    def _fill(self, row: IssueRow) -> None:
        clear(self._chips)
        self._chips.addWidget(chip_of(partial(state_cell, row), "issue-state"))
        self._chips.addWidget(chip_of(partial(severity_cell, row), "issue-severity"))
        say(self.title, text=row.title)
        say(self.words, text=row.words)
        self.words.setVisible(bool(row.words))
        self.facts.show_facts(self._facts(row))
        known = row.category_id is not None or row.equipment_id is not None
        self.watched.setVisible(row.state is IssueState.MENDED and known)
        into, split = row.merged_into_id, row.split_from_id
        say(self.other, text=msg("Open the one it was merged into") if into else msg("Open the one it was split from"))
        self.other.setVisible(bool(into or split))
        self._fill_actions(row)
        self.evidence.set_rows(row.evidence_rows)
        self.evidence_view.setVisible(bool(row.evidence_rows))
        self.evidence_view.fit()
        self.no_evidence.setVisible(not row.evidence_rows)
        self._fill_head(row)
        clear(self._history)
        actions = {action.id: action.words for action in row.actions}
        for step in reversed(row.steps):
            self._history.addWidget(step_line(step, actions.get(step.action_id or 0, ""), self._zone))

    def _facts(self, row: IssueRow) -> list[tuple[Text, Text | QWidget]]:
        facts: list[tuple[Text, Text | QWidget]] = [(msg("Department"), row.department)]
        if about_words(row, ui_language().language):
            facts.append((msg("Concerns"), partial(about_words, row)))
        facts.append((msg("Month"), lambda spoken: spoken.month(row.month)))
        if row.reopened_count:
            back = nmsg("reopened once", "reopened %(count)s times", row.reopened_count)
            facts.append((msg("Came back"), label(back, tone="amber", wrap=True)))
        return facts

    def _fill_actions(self, row: IssueRow) -> None:
        clear(self._actions)
        self.cards = []
        for action in row.actions:
            card = ActionCard(
                action, action_moves(self._actor, row, action), self._today(), self._zone, files=len(row.actions) > 1
            )
            card.asked.connect(self.action_asked)
            card.files_asked.connect(self._bring_files)
            for button in card.buttons.values():
                button.installEventFilter(self)
            self._actions.addWidget(card)
            self.cards.append(card)
        if not row.actions:
            advice = msg("Nothing is agreed yet: say what is done, who does it, and until when.")
            self._actions.addWidget(label(advice, tone="ink2", wrap=True))
        self._print_keys()
        known = [action.id for action in row.actions]
        living = [action.id for action in row.actions if action.state in {ActionState.OPEN, ActionState.DONE}]
        self.show_files(self._files_at if self._files_at in known else next(iter([*living, *known]), 0))

    def show_files(self, action_id: int) -> None:
        """Show the photos and files of an action; 0 for none."""
        self._files_at = action_id
        card = next((card for card in self.cards if card.action.id == action_id), None)
        self._filed.setVisible(card is not None)
        if card is not None:
            say(self.files_of, text=msg("Photos and files: %(action)s", action=" ".join(card.action.words.split())))
        self.files_asked.emit(action_id)

    def _fill_head(self, row: IssueRow) -> None:
        clear(self._signing)
        self._signing.addWidget(
            label(row.comment or msg("No comment yet."), tone="ink" if row.comment else "ink2", wrap=True)
        )
        if row.confirmed is None:
            waits = msg("%(name)s has not confirmed it yet.", name=row.head) if row.head else msg("Not confirmed yet.")
            self._signing.addWidget(label(waits, tone="ink2", wrap=True))
            return
        signed = QWidget()
        line = QHBoxLayout(signed)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(chip_of(partial(confirmed_cell, row.confirmed), "issue-signed"))
        line.addWidget(label(partial(signed_words, row.confirmed, self._zone), "small", "ink2", cut=True), 1)
        self._signing.addWidget(signed)

    # --- offering --------------------------------------------------------------------------------------------------

    def _moves(self) -> Sequence[IssueMove]:
        return () if self.row is None else point_moves(self._actor, self.row)

    def _offer(self, row: IssueRow) -> None:
        moves = self._moves()
        for move, button in self.buttons.items():
            button.setVisible(move in moves)
        self.more.setVisible(any(move not in BUTTONS for move in moves))
        self._bar.setVisible(bool(moves))
        may_change = IssueMove.CHANGE_EVIDENCE in moves
        self.add_evidence.setVisible(may_change)
        self.remove_evidence.setVisible(may_change and bool(row.evidence_rows))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Print the keys on the card that the keyboard came to."""
        if event.type() == QEvent.Type.FocusIn:
            self._print_keys()
        return super().eventFilter(watched, event)

    def _print_keys(self) -> None:
        keyed = (IssueMove.FINISH_ACTION, IssueMove.POSTPONE_ACTION, IssueMove.JUDGE_ACTION)
        meant = {move: self.action_of(move) for move in keyed}
        for card in self.cards:
            card.print_keys([move for move, action_id in meant.items() if action_id == card.action.id])

    def _ask(self, move: IssueMove, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.asked.emit(move)

    def _bring_files(self, action_id: int) -> None:
        self.show_files(action_id)
        self._area.ensureWidgetVisible(self._filed, 0, 8)

    def _ask_other(self) -> None:
        other = self.row and (self.row.merged_into_id or self.row.split_from_id)
        if other:
            self.issue_asked.emit(other)

    def _remove_evidence(self) -> None:
        chosen = [row.request_id for row in self.evidence_view.rows]
        if chosen:
            self.evidence_removed.emit(chosen)

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
