"""The forms of gift lists."""

from __future__ import annotations

from desktop.gifts.dialogs.entries import AddDialog, LeaveOutDialog
from desktop.gifts.dialogs.forms import GiftDialog
from desktop.gifts.dialogs.lists import AmendDialog, NewListDialog

__all__ = ["AddDialog", "AmendDialog", "GiftDialog", "LeaveOutDialog", "NewListDialog"]
