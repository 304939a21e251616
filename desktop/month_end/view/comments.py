"""Step 5: the words about each department, drafted from the figures and edited by whoever combs the month."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.changes import Draft
from desktop.core.i18n import msg
from desktop.month_end.table import CommentLine, comment_columns
from desktop.ui.buttons import Button
from desktop.ui.forms import Form, TextField
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import Panel, label
from desktop.ui.scrolling import scrolled
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.errors import Problem
    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.months.rows import CommentRow

__all__ = ["DRAFTS", "CommentsPart"]

DRAFTS = "month-comment"
"""The form under which words that are not saved are kept as drafts."""

LIST_WIDTH = 236
TEXT_WIDTH = 720
LINES, MOST_LINES = 10, 18

ANY = -1
"""The version of words that may stand upon whatever is kept."""

_Key = tuple[str, int]
"""A month as text, and a department."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """Words that are not saved, the version of the comment they were begun upon, and whether another's came between."""

    words: str
    version: int
    overtaken: bool = False


class CommentsPart(Panel):
    """Departments left, the words about the one chosen right; what is typed stays with its month until it is saved.

    `draft_asked(department id)`; `kept(Month, CommentRow, words, is a draft)`: the row has the version that the words
    were begun upon.
    """

    draft_asked = Signal(int)
    kept = Signal(object, object, str, bool)

    def __init__(self, drafts: Sequence[Draft] = (), own: int | None = None) -> None:
        """Show nothing yet; `drafts` are words left unsaved earlier, `own` the one department to be written about."""
        super().__init__(
            msg("Comments"), note=msg("what the report says about each department"), name="combing-comments"
        )
        self._month: Month | None = None
        self._own = own
        self._closed = False
        self._shown: CommentRow | None = None
        self._drafted: dict[_Key, str] = {}
        self._unsaved: dict[_Key, _Typed] = dict(_restored(each) for each in drafts)
        self.model: RowsModel[CommentLine] = RowsModel(comment_columns(), parent=self)
        self.view = ListView(self.model, label=msg("Comments"), name="comments")
        self.view.setFixedWidth(LIST_WIDTH)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.view)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self.form = Form(columns=1, name="month-comment")
        self.form.setMaximumWidth(TEXT_WIDTH)
        self.field = TextField("words", msg("In words"), lines=LINES, most=MOST_LINES, letter=True)
        self.form.add(self.field)
        column.addWidget(self.form)
        self.state = label("", "small", "ink2", wrap=True, name="comment-state")
        self.state.setMaximumWidth(TEXT_WIDTH)
        column.addWidget(self.state)
        column.addStretch(1)
        across.addWidget(scrolled(right), 1)
        self.body.addLayout(across, 1)
        self.save = Button(msg("Save the comment"), icon="save", key=key("save-and-send"), name="save-comment")
        self.draft = Button(msg("Draft from the figures"), icon="refresh-cw", name="draft-comment")
        self.foot.addWidget(self.save)
        self.foot.addWidget(self.draft)
        self.foot.addStretch(1)
        self.view.row_changed.connect(self._choose)
        self.view.opened.connect(lambda _line: self.field.edit.setFocus())
        self.form.changed.connect(self._note_typed)
        self.form.submitted.connect(self._save)
        self.save.clicked.connect(self._save)
        self.draft.clicked.connect(self._ask_draft)

    def show_comments(self, month: Month, comments: Sequence[CommentRow], *, closed: bool) -> None:
        """Show what is kept of `month`; words typed and not saved stay."""
        chosen = self._own if self._shown is None else self._shown.department_id
        self._month, self._closed, self._shown = month, closed, None
        self.model.set_rows([CommentLine(each) for each in comments])
        row = next((each for each in comments if each.department_id == chosen), next(iter(comments), None))
        if row is not None:
            self.view.select(row.department_id)
            self._show(row)

    def show_draft(self, month: Month, department_id: int, words: str) -> None:
        """Put words made from the figures where they can be edited, below what somebody typed and did not save."""
        at = (str(month), department_id)
        row = next((line.comment for line in self.model.rows if line.id == department_id), None)
        if month != self._month or row is None:
            return
        before = self._unsaved.get(at)
        typed = "" if before is None or before.words == self._drafted.get(at) else before.words.strip()
        self._drafted[at] = words
        self._unsaved[at] = _Typed(f"{typed}\n\n{words}" if typed else words, row.version)
        if self._shown is not None and self._shown.department_id == department_id:
            self._show(row)

    def saved(self, month: Month, department_id: int, words: str) -> None:
        """Forget `words` about a department: they are kept. What was typed since then stays."""
        at = (str(month), department_id)
        typed = self._unsaved.pop(at, None)
        if typed is not None and typed.words.strip() != words:
            self._unsaved[at] = replace(typed, version=ANY)

    def unsaved(self) -> Sequence[Draft]:
        """Return the words that are not saved, of every month, as drafts."""
        return [
            Draft(DRAFTS, f"{month}/{department_id}", month, {"words": typed.words, "version": str(typed.version)})
            for (month, department_id), typed in self._unsaved.items()
        ]

    def show_problems(self, problems: Sequence[Problem], *, overtaken: bool = False) -> None:
        """Mark what the service refused; words `overtaken` by another's may be saved after that: those were shown."""
        self.form.show_problems(problems)
        typed = None if self._shown is None else self._unsaved.get(self._at(self._shown))
        if self._shown is not None and typed is not None and overtaken:
            self._unsaved[self._at(self._shown)] = replace(typed, version=ANY, overtaken=True)

    def _choose(self, line: CommentLine | None) -> None:
        if line is not None and self._shown is not None and line.id != self._shown.department_id:
            self.form.show_problems(())
            self._show(line.comment)

    def _show(self, row: CommentRow) -> None:
        at = self._at(row)
        may_write = not self._closed and self._own in {None, row.department_id}
        self.field.edit.setReadOnly(not may_write)
        self.save.setEnabled(may_write)
        self.draft.setEnabled(may_write)
        typed = self._unsaved.get(at) if may_write else None
        self._shown = None
        words = row.words if typed is None else typed.words
        if self.field.text().strip() != words.strip():
            # Set only where it differs: whoever is typing keeps the cursor when the month is read anew.
            self.field.set_text(words)
        self._shown = row
        if typed is not None and (typed.overtaken or typed.version not in {row.version, ANY}):
            say(self.state, text=partial(_meanwhile, row))
        elif typed is not None and typed.words == self._drafted.get(at):
            say(self.state, text=msg("Drafted from the figures; read it, change what is wrong, then save it."))
        elif not row.words:
            say(self.state, text=msg("Nothing is written yet."))
        elif row.is_draft:
            say(self.state, text=msg("A draft: the report marks it so until someone has edited it."))
        else:
            say(self.state, text=partial(_written_by, row))

    def _note_typed(self, _field: str) -> None:
        row = self._shown
        if row is not None:
            at, words = self._at(row), self.field.text()
            if words == row.words:
                self._unsaved.pop(at, None)
            else:
                before = self._unsaved.get(at)
                self._unsaved[at] = _Typed(words, row.version) if before is None else replace(before, words=words)

    def _ask_draft(self) -> None:
        if self._shown is not None:
            self.draft_asked.emit(self._shown.department_id)

    def _save(self) -> None:
        row = self._shown
        if row is not None and self.save.isEnabled():
            at, words = self._at(row), self.field.value()
            typed = self._unsaved.get(at)
            begun = row if typed is None or typed.version == ANY else replace(row, version=typed.version)
            self.kept.emit(self._month, begun, words, bool(words) and words == self._drafted.get(at, "").strip())

    def _at(self, row: CommentRow) -> _Key:
        return str(self._month), row.department_id


def _restored(draft: Draft) -> tuple[_Key, _Typed]:
    month, _, department_id = draft.key.partition("/")
    return (month, int(department_id)), _Typed(draft.fields["words"], int(draft.fields["version"]))


def _written_by(row: CommentRow, language: Language) -> str:
    return language.gettext("Written by %(name)s.", name=row.written_by)


def _meanwhile(row: CommentRow, language: Language) -> str:
    return language.gettext(
        "Meanwhile %(name)s wrote: “%(words)s”. Saving puts yours in its place; take over what should stay.",
        name=row.written_by,
        words=row.words,
    )
