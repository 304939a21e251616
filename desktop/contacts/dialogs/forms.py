"""What the forms of contact lists and rounds share."""

from __future__ import annotations

from desktop.contacts.service import ContactService
from desktop.ui.acting import CommandDialog

__all__ = ["ContactDialog"]


class ContactDialog(CommandDialog[ContactService]):
    """A form of contact lists and rounds."""
