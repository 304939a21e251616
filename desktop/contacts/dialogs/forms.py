"""What the forms of contact lists and rounds share."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from desktop.ui.dialogs import FormDialog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.contacts.presenter import Command
    from desktop.core.i18n import Message
    from desktop.ui.forms import Form
    from desktop.ui.language import Text

__all__ = ["ContactDialog"]


class ContactDialog(FormDialog):
    """A form that makes one command. `key` names its draft, `saved` is what is said when the command was taken."""

    saved: Message

    def __init__(
        self, title: Text, form: Form, verb: Text, *, key: str, parent: QWidget | None, width: int = 560
    ) -> None:
        """Show `form`; `verb` is the button that saves."""
        super().__init__(title, form, verb, parent, width=width)
        self.key = key

    @property
    def dirty(self) -> bool:
        """Tell whether anything was typed since the form was opened."""
        return self.form.dirty

    def texts(self) -> dict[str, str]:
        """Return what a draft keeps."""
        return self.form.texts()

    def take_up(self, texts: Mapping[str, str]) -> None:
        """Take up what a draft kept."""
        self.form.restore(texts)

    @abstractmethod
    def command(self, values: dict[str, Any]) -> Command:
        """Return what the values ask for; raise UserError where they ask for nothing."""
