"""What the forms of gift lists share."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from desktop.ui.dialogs import FormDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Message
    from desktop.gifts.presenter import Command
    from desktop.gifts.rows import GiftListLine
    from desktop.ui.forms import Form
    from desktop.ui.language import Text

__all__ = ["GiftDialog"]


class GiftDialog(FormDialog):
    """A form that makes one command. `key` names its draft, `saved` is what is said when the command was taken."""

    saved: Message

    def __init__(
        self, title: Text, form: Form, verb: Text, *, key: str, parent: QWidget | None, width: int = 560
    ) -> None:
        """Show `form`; `verb` is the button that saves."""
        super().__init__(title, form, verb, parent, width=width)
        self.key = key

    def renew(self, line: GiftListLine) -> None:
        """Go on with list `line` as it stands now, where the form is about it; what was typed stays."""

    @abstractmethod
    def command(self, values: dict[str, Any]) -> Command:
        """Return what the values ask for; raise UserError where they ask for nothing."""
