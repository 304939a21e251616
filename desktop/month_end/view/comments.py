"""Step 5: the words about each department, drafted from the figures and edited by whoever combs the month."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
    from desktop.months.rows import CommentRow

__all__ = ["CommentsPart"]

LIST_WIDTH = 250
TEXT_WIDTH = 720


class CommentsPart(Panel):
    """Departments left, the words about the one chosen right; what is typed stays until it is saved.

    `draft_asked(department id)`; `kept(CommentRow, words, is a draft)`; `typed()`: something is not saved yet.
    """

    draft_asked = Signal(int)
    kept = Signal(object, str, bool)
    typed = Signal()

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(
            msg("Comments"), note=msg("what the report says about each department"), name="combing-comments"
        )
        self._shown: CommentRow | None = None
        self._drafted = ""
        self.unsaved: dict[int, str] = {}
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
        self.field = TextField("words", msg("Comment of the report"), lines=8, most=18)
        self.form.add(self.field)
        column.addWidget(self.form)
        self.state = label("", "small", "ink2", wrap=True, name="comment-state")
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

    def show_comments(self, comments: Sequence[CommentRow], *, closed: bool) -> None:
        """Show what is kept; words typed and not saved stay."""
        self.model.set_rows([CommentLine(each) for each in comments])
        chosen = None if self._shown is None else self._shown.department_id
        row = next((each for each in comments if each.department_id == chosen), next(iter(comments), None))
        self.form.setEnabled(not closed)
        self.save.setEnabled(not closed)
        self.draft.setEnabled(not closed)
        if row is not None:
            self.view.select(row.department_id)
            self._show(row)

    def show_draft(self, department_id: int, words: str) -> None:
        """Put words made from the figures where they can be edited."""
        if self._shown is not None and self._shown.department_id == department_id:
            self._drafted = words
            self.field.set_text(words)
            self.unsaved[department_id] = words
            say(self.state, text=msg("Drafted from the figures; read it, change what is wrong, then save it."))

    def saved(self) -> None:
        """Forget what was typed about the department shown: it is kept."""
        if self._shown is not None:
            self.unsaved.pop(self._shown.department_id, None)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark what the service refused."""
        self.form.show_problems(problems)

    def _choose(self, line: CommentLine | None) -> None:
        if line is not None and (self._shown is None or line.id != self._shown.department_id):
            self._show(line.comment)

    def _show(self, row: CommentRow) -> None:
        self._shown = None
        self.field.set_text(self.unsaved.get(row.department_id, row.words))
        self._shown = row
        if not row.words:
            say(self.state, text=msg("Nothing is written yet."))
        elif row.is_draft:
            say(self.state, text=msg("A draft: the report marks it so until someone has edited it."))
        else:
            say(self.state, text=partial(_written_by, row))

    def _note_typed(self, _field: str) -> None:
        row = self._shown
        if row is not None:
            words = self.field.text()
            if words == row.words:
                self.unsaved.pop(row.department_id, None)
            else:
                self.unsaved[row.department_id] = words
            self.typed.emit()

    def _ask_draft(self) -> None:
        if self._shown is not None:
            self.draft_asked.emit(self._shown.department_id)

    def _save(self) -> None:
        if self._shown is not None and self.save.isEnabled():
            words = self.field.value()
            self.kept.emit(self._shown, words, bool(words) and words == self._drafted.strip())


def _written_by(row: CommentRow, language: Language) -> str:
    return language.gettext("Written by %(name)s.", name=row.written_by)
