"""The pages of contact lists and of calling."""

from __future__ import annotations

from desktop.contacts.view.calls import CallsPage
from desktop.contacts.view.page import ContactsPage

__all__ = ["CallsPage", "ContactsPage"]
