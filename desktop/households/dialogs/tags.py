"""The community's tags: the list of them, and the form of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.households.dialogs.marks import meaning_field, tone_field
from desktop.households.model import tag_meaning
from desktop.households.table import TAG_COLUMNS, tag_look
from desktop.ui.chips import Chip
from desktop.ui.dialogs import Dialog, FormDialog, show_error
from desktop.ui.forms import Form, LineField
from desktop.ui.panels import EmptyState, ListFrame, Panel, label
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.households.presenter import TagsPresenter
    from desktop.households.rows import TagRow

__all__ = ["CommunityTagDialog", "TagsDialog"]

ROWS_SHOWN = 8


class CommunityTagDialog(FormDialog):
    """What a tag is called, what it means to the program, and its colour."""

    def __init__(self, tag: TagRow | None = None, parent: QWidget | None = None) -> None:
        """Show `tag`, or ask for a new one."""
        self.tag = tag
        form = Form(columns=1, name="community-tag")
        name = LineField("name", msg("Name"), required=True, width=220)
        self.chip = Chip("", name="tag-preview")
        name.add_beside(self.chip)
        form.add(name)
        form.add(meaning_field())
        form.add(tone_field())
        if tag is not None:
            form.restore({"name": tag.name, "meaning": tag.meaning, "tone": tag.tone})
            form.settle()
        title = msg("New tag") if tag is None else msg("Tag “%(tag)s”", tag=tag.name)
        super().__init__(title, form, msg("Save"), parent, width=560)
        note = msg(
            "The meaning decides what stands on top of a household. Without a colour it has that of its meaning."
        )
        self.body.insertWidget(1, label(note, "small", "ink2", wrap=True))
        form.changed.connect(lambda _key: self._look())
        self._look()

    def _look(self) -> None:
        fields = self.form.fields
        name = fields["name"].text().strip()
        meaning = fields["meaning"].text()
        if self.tag is None:
            meaning = meaning or tag_meaning(name)
        self.chip.setVisible(bool(name))
        # a name alone must not lend a look to a tag that is said to mean nothing
        self.chip.show_state(name, *tag_look("", meaning, fields["tone"].text()))


class TagsDialog(Dialog):
    """All tags with what they mean and how many households wear them; made, changed, removed here."""

    def __init__(self, presenter: TagsPresenter, parent: QWidget | None = None) -> None:
        """Show what `presenter` reads."""
        super().__init__(msg("Tags of the community"), parent, width=600)
        self.setObjectName("tags-dialog")
        self._presenter = presenter
        self._saved = 0
        self.form: CommunityTagDialog | None = None
        self.model: RowsModel[TagRow] = RowsModel(TAG_COLUMNS, parent=self)
        self.view = ListView(self.model, label=msg("Tags of the community"), name="community-tags")
        self.view.setMinimumHeight(32 + ROWS_SHOWN * self.view.verticalHeader().defaultSectionSize())
        empty = EmptyState(msg("No tags yet"), msg("They are made here, or by typing on a household."), icon="tag")
        panel = Panel()
        panel.body.addWidget(ListFrame(self.view, empty))
        self.body.addWidget(panel)
        self.note = label(msg("Only a tag that no household wears can be removed."), "small", "ink2", wrap=True)
        self.body.addWidget(self.note)
        self.remove = self.add_button(msg("Remove"), name="remove-tag")
        self.edit = self.add_button(msg("Edit …"), name="edit-tag")
        self.add = self.add_button(msg("New tag …"), name="new-tag")
        self.close_button = self.add_button(msg("Close"), kind="primary", name="close")
        for button in (self.remove, self.edit, self.add):
            button.setVisible(presenter.may_edit)
        self.remove.clicked.connect(lambda: presenter.remove(self.view.row))
        self.edit.clicked.connect(lambda: self._open(self.view.row))
        self.add.clicked.connect(lambda: self._open(None))
        self.close_button.clicked.connect(self.accept)
        self.view.opened.connect(self._open)
        self.view.row_changed.connect(self._allow)
        presenter.shown.connect(self._show)
        presenter.failed.connect(self._fail)
        self._allow(None)
        presenter.read()

    def _show(self, tags: object) -> None:
        self.model.set_rows(tags)  # type: ignore[arg-type]  # what the presenter's signal carries
        if self._saved:
            self.view.select(self._saved)
            self._saved = 0
        elif not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.selectRow(0)
        self._allow(self.view.row)

    def _allow(self, tag: TagRow | None) -> None:
        self.edit.setEnabled(tag is not None)
        self.remove.setEnabled(tag is not None and not tag.rooms)

    def _fail(self, error: TouchpointError) -> None:
        show_error(self, error)

    def _open(self, tag: TagRow | None) -> None:
        if not self._presenter.may_edit:
            return
        form = CommunityTagDialog(tag, self)
        form.submitted.connect(lambda values: self._save(form, values))
        form.finished.connect(form.deleteLater)
        self.form = form
        form.open()

    def _save(self, form: CommunityTagDialog, values: dict[str, str]) -> None:
        form.set_busy(True)

        def done(changes: Changes) -> None:
            # the list is read again because of this very change
            self._saved = changes.result
            form.accept()

        def refuse(error: TouchpointError) -> None:
            form.set_busy(False)
            if isinstance(error, UserError):
                form.show_problems(error.problems)
            elif show_error(form, error):
                self._save(form, values)

        self._presenter.save(form.tag, values["name"], values["meaning"], values["tone"], done, refuse)
