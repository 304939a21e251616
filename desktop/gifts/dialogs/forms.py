"""What the forms of gift lists share."""

from __future__ import annotations

from desktop.gifts.service import GiftService
from desktop.ui.acting import CommandDialog

__all__ = ["GiftDialog"]


class GiftDialog(CommandDialog[GiftService]):
    """A form of gift lists."""
