"""A section with a list: its lines, what can be done with the one chosen, and how it is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.core.i18n import Language, msg
from desktop.rules.rows import LaidDown, Line, RuleFacts, What
from desktop.rules.table import Places, columns_of, requests_words
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, Panel, label
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.rules.view.sections import Listed

__all__ = ["ListSection"]


class ListSection(Panel):
    """Shows the lines of one table.

    `edit_asked(line | None)`: change it, or add one. `use_asked(line)`: take it out of use, put it back, or remove the
    phrase. `moved(line, step)`: earlier or later. `trial_asked()`.
    """

    edit_asked = Signal(object)
    use_asked = Signal(object)
    moved = Signal(object, int)
    trial_asked = Signal()

    def __init__(self, listed: Listed) -> None:
        """Show no lines yet."""
        super().__init__(listed.section.title, name=listed.section.id)
        self.listed = listed
        self._laid = LaidDown()
        self._places = Places(self._laid)
        note = label(listed.note, "small", "ink2", wrap=True)
        note.setContentsMargins(12, 6, 12, 6)
        self.body.addWidget(note)
        self.model: RowsModel[Line[Any]] = RowsModel(columns_of(listed.what, self._places))
        self.view = ListView(self.model, label=listed.section.title, name=f"{listed.section.id}-list")
        self.view.row_changed.connect(lambda _row: self._offer())
        self.view.opened.connect(self.edit_asked.emit)
        self.body.addWidget(ListFrame(self.view, EmptyState(listed.missing, listed.advice)), 1)
        self.relation = label("", "small", "ink2", cut=True, name="relation")
        self.relation.setContentsMargins(12, 6, 12, 6)
        if listed.what is What.RULE:
            self.body.addWidget(self.relation)
        self._build_actions()
        self._offer()

    def show_laid(self, laid: LaidDown, wanted: int) -> None:
        """Show the lines of `laid`; the one with the id `wanted` is chosen."""
        self._laid = self._places.laid = laid
        self.model.set_rows(laid.lines(self.listed.what))
        if wanted:
            self.view.select(wanted)
        self._offer()

    def _build_actions(self) -> None:
        name = self.listed.section.id
        self.add = Button(self.listed.add, icon="plus", key=key("add"), kind="primary", small=True, name=f"add-{name}")
        self.add.clicked.connect(lambda: self.edit_asked.emit(None))
        self.tools.addWidget(self.add)
        self.edit = Button(msg("Edit"), icon="square-pen", name=f"edit-{name}")
        self.edit.clicked.connect(lambda: self.edit_asked.emit(self.view.row))
        self.use = Button(msg("Take out of use"), icon="circle-pause", name=f"use-{name}")
        self.use.clicked.connect(lambda: self.use_asked.emit(self.view.row))
        self.foot.addWidget(self.edit)
        self.foot.addWidget(self.use)
        self.steps: dict[int, Button] = {}
        steps = ((-1, msg("Move up"), "arrow-up", "call-earlier"), (1, msg("Move down"), "arrow-down", "call-later"))
        for step, words, icon, shortcut in steps if self.listed.ordered else ():
            button = Button(words, icon=icon, key=key(shortcut), name=f"{shortcut}-{name}")
            button.set_icon_only(True)
            button.clicked.connect(lambda _on=False, step=step: self.moved.emit(self.view.row, step))
            self.foot.addWidget(button)
            self.steps[step] = button
        self.foot.addStretch(1)
        if self.listed.trial is not None:
            trial = Button(self.listed.trial, icon="search", name=f"try-{name}")
            trial.clicked.connect(self.trial_asked.emit)
            self.foot.addWidget(trial)

    def _offer(self) -> None:
        """Enable what can be done with the line chosen, and say how a time limit stands to the others."""
        line: Line[Any] | None = self.view.row
        self.edit.setEnabled(line is not None)
        self.use.setEnabled(line is not None)
        if self.listed.what is What.PHRASE:
            say(self.use, text=msg("Remove"))
            self.use.set_icon("trash-2")
        else:
            retired = line is not None and not line.active
            say(self.use, text=msg("Put into use") if retired else msg("Take out of use"))
            self.use.set_icon("undo-2" if retired else "circle-pause")
        places = [each.id for each in self.model.rows if line is not None and _together(each, line)]
        for step, button in self.steps.items():
            button.setEnabled(line is not None and line.id != places[0 if step < 0 else -1])
        rule = line if line is not None and isinstance(line.facts, RuleFacts) else None
        say(self.relation, text="" if rule is None else lambda spoken: self._relation(rule, spoken))

    def _relation(self, rule: Line[RuleFacts], spoken: Language) -> str:
        """Say which limits the one chosen goes before and gives way to, where both fit a request."""
        if not rule.active:
            return spoken.gettext("Out of use: it holds for no request.")
        before, after = self._laid.around(rule)
        parts = []
        if before:
            parts.append(spoken.gettext("It gives way to: %(others)s.", others=self._names(before, spoken)))
        if after:
            parts.append(spoken.gettext("It goes before: %(others)s.", others=self._names(after, spoken)))
        return " ".join(parts) or spoken.gettext("No other limit fits the same requests.")

    def _names(self, rules: Sequence[Line[RuleFacts]], spoken: Language) -> str:
        between = "、" if spoken.code.startswith("zh") else ", "
        return between.join(requests_words(rule.facts, self._laid, spoken) for rule in rules)


def _together(one: Line[Any], other: Line[Any]) -> bool:
    """Tell whether two lines are put in order among the same."""
    return one.active == other.active and getattr(one.facts, "use", "") == getattr(other.facts, "use", "")
