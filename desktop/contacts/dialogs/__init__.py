"""The forms of contact lists and call rounds, each of which makes one command."""

from __future__ import annotations

from desktop.contacts.dialogs.forms import ContactDialog
from desktop.contacts.dialogs.lists import ListDialog
from desktop.contacts.dialogs.members import AddDialog, MemberDialog
from desktop.contacts.dialogs.rounds import PutOffDialog, ReasonDialog, StartDialog
from desktop.contacts.dialogs.rule import RuleEditor

__all__ = [
    "AddDialog",
    "ContactDialog",
    "ListDialog",
    "MemberDialog",
    "PutOffDialog",
    "ReasonDialog",
    "RuleEditor",
    "StartDialog",
]
