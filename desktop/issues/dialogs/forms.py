"""What the forms of problem points share: what they ask for, and how they go on after someone else was faster."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from desktop.core.i18n import Message, msg
from desktop.issues.service import IssueService
from desktop.ui.acting import CommandDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.issues.rows import ActionRow, IssueRow
    from desktop.ui.forms import Form
    from desktop.ui.language import Text

__all__ = ["ActionDialog", "Command", "IssueDialog", "PointDialog"]

Command: TypeAlias = "Callable[[IssueService, str], Changes]"
"""One write: given the service and the operation id, it does it."""

WIDTH = 560


class IssueDialog(CommandDialog[IssueService]):
    """A form of problem points."""


class PointDialog(IssueDialog):
    """A form about one point that is there already."""

    def __init__(
        self,
        row: IssueRow,
        title: Text,
        form: Form,
        verb: Text,
        *,
        key: str,
        saved: Message,
        about: Text = "",
        width: int = WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        """Show `form` about `row`."""
        self.row = row
        for name, text in self.texts().items():
            form.fields[name].set_text(text)
        super().__init__(title, form, verb, key=key, saved=saved, about=about, width=width, parent=parent)

    def texts(self) -> Mapping[str, str]:
        """Return what the fields begin with, by key, as `row` is."""
        return {}

    def renew(self, row: IssueRow) -> None:
        """Go on with the point as it stands now; fields that nobody touched follow it."""
        if row.id != self.row.id:
            return
        before, self.row = self.texts(), row
        for name, text in self.texts().items():
            field = self.form.fields[name]
            if field.text() == before.get(name):
                field.set_text(text)


class ActionDialog(PointDialog):
    """A form about one action of a point."""

    def __init__(
        self,
        row: IssueRow,
        action: ActionRow,
        title: Text,
        form: Form,
        verb: Text,
        *,
        key: str,
        saved: Message,
        width: int = WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        """Show `form` about `action` of `row`."""
        self._action = action
        about = msg("%(point)s: %(action)s", point=row.title, action=action.words)
        super().__init__(row, title, form, verb, key=key, saved=saved, about=about, width=width, parent=parent)

    @property
    def action(self) -> ActionRow:
        """Return the action as the point holds it now; as it was last where it is gone."""
        return next((each for each in self.row.actions if each.id == self._action.id), self._action)
