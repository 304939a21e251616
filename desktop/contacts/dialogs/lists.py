"""A contact list: its name, what it is for, and the rule that fills it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from desktop.contacts.dialogs.forms import ContactDialog
from desktop.contacts.dialogs.rule import RuleEditor
from desktop.contacts.model import CallingOrder
from desktop.contacts.rows import ListDraft
from desktop.contacts.rule import EVERYONE, rule_from_json, rule_to_json
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.ui.forms import Choice, Form, LineField, SegmentField, TextField
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.contacts.presenter import Command, RuleCounter
    from desktop.contacts.rows import ContactListLine

__all__ = ["ListDialog"]

BY_HAND, BY_RULE = "hand", "rule"
RULE = "rule"
"""Under which a draft keeps the rule."""
WIDTH = 760


class ListDialog(ContactDialog):
    """Makes a list, or changes one; the rule is counted while it is edited."""

    def __init__(
        self, counter: RuleCounter, line: ContactListLine | None = None, parent: QWidget | None = None
    ) -> None:
        """Change `line`, or make a list where it is None; `counter` counts the rule."""
        self._line = line
        self._counter = counter
        form = Form(columns=1, name="contact-list")
        form.add(LineField("name", msg("Name of the list"), required=True, hint=msg("VIP before an outage"), width=360))
        form.add(TextField("note", msg("Note"), hint=msg("what the list is for"), lines=1, most=3))
        choices = [Choice(BY_HAND, msg("only by hand")), Choice(BY_RULE, msg("by a rule, and by hand"))]
        self._filled = SegmentField("filled", msg("Filled"), choices)
        form.add(self._filled)
        self._filled.choose(BY_RULE)
        if line is not None:
            form.fields["name"].set_text(line.name)
            form.fields["note"].set_text(line.note)
            self._filled.choose(BY_HAND if line.rule is None else BY_RULE)
        form.settle()
        key = "list-new" if line is None else f"list-{line.id}"
        title = msg("New list") if line is None else msg("Change the list %(name)s", name=line.name)
        super().__init__(
            title, form, msg("Make the list") if line is None else msg("Save"), key=key, parent=parent, width=WIDTH
        )
        self.editor = RuleEditor()
        self._opened = EVERYONE if line is None or line.rule is None else line.rule
        self.body.insertWidget(1, self.editor, 1)
        note = msg("Who is put on the list or kept off it by hand stays so, whatever the rule names.")
        self.body.insertWidget(2, label(note, "small", "ink2", wrap=True))
        self._connect()
        self.saved = msg("List saved")

    def command(self, values: dict[str, Any]) -> Command:
        """Return what makes or changes the list; raise UserError where a condition says nothing yet."""
        by_rule = values["filled"] == BY_RULE
        if by_rule and self.editor.unfinished:
            raise UserError(Problem(msg("A condition says nothing yet: choose something, or take it away."), "rule"))
        line = self._line
        order = CallingOrder.BUILDING if line is None else line.calling_order
        draft = ListDraft(values["name"], values["note"], self.editor.rule if by_rule else None, order)
        self.saved = msg("%(list)s: saved", list=draft.name)
        if line is None:
            return lambda service, operation: service.create_list(draft, operation_id=operation)
        return lambda service, operation: service.edit_list(
            line.id, draft, version=line.version, operation_id=operation
        )

    @property
    def dirty(self) -> bool:
        """Tell whether the form or the rule differs from what was opened."""
        return super().dirty or self.editor.rule != self._opened

    def draft_texts(self) -> dict[str, str]:
        """Return what a draft keeps, with the rule as data."""
        return {**super().draft_texts(), RULE: json.dumps(rule_to_json(self.editor.rule))}

    def take_up(self, texts: Mapping[str, str]) -> None:
        """Take up what a draft kept."""
        super().take_up(texts)
        if texts.get(RULE):
            self.editor.show_rule(rule_from_json(json.loads(texts[RULE])))

    def done(self, result: int) -> None:
        """Stop counting with the dialog."""
        self._counter.stop()
        super().done(result)

    def _connect(self) -> None:
        counter, editor = self._counter, self.editor
        counter.offered.connect(editor.offer)
        counter.counting.connect(editor.show_counting)
        counter.counted.connect(editor.show_count)
        editor.changed.connect(lambda: counter.count(editor.rule))
        self._filled.changed.connect(self._fold)
        editor.show_rule(self._opened)
        self._fold()
        counter.read_kinds()

    def _fold(self) -> None:
        self.editor.setVisible(self._filled.segments.key == BY_RULE)
