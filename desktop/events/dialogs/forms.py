"""What the forms of events share: what they ask for, and how they go on after someone else was faster."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from desktop.events.service import EventService
from desktop.ui.acting import CommandDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.events.rows import EventFile
    from desktop.ui.forms import Form
    from desktop.ui.language import Text

__all__ = ["Command", "EventDialog", "FileDialog"]

Command: TypeAlias = "Callable[[EventService, str], Changes]"
"""One write: given the service and the operation id, it does it."""

WIDTH = 560


class EventDialog(CommandDialog[EventService]):
    """A form of events."""


class FileDialog(EventDialog):
    """A form about one event that is there already."""

    def __init__(
        self,
        file: EventFile,
        title: Text,
        form: Form,
        verb: Text,
        *,
        key: str,
        saved: Text,
        about: Text = "",
        width: int = WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        """Show `form` about `file`."""
        self.file = file
        for name, text in self.texts().items():
            form.fields[name].set_text(text)
        super().__init__(title, form, verb, key=key, saved=saved, about=about, width=width, parent=parent)

    def texts(self) -> Mapping[str, str]:
        """Return what the fields begin with, by key, as `file` is."""
        return {}

    def renew(self, file: EventFile) -> None:
        """Go on with the event as it stands now; fields that nobody touched follow it."""
        if file.line.id != self.file.line.id:
            return
        before, self.file = self.texts(), file
        for name, text in self.texts().items():
            field = self.form.fields[name]
            if field.text() == before.get(name):
                field.set_text(text)
