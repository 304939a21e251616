"""What can be done with gift lists: start one from a contact list, hand over, go round again, end it, print it."""

from __future__ import annotations

from desktop.gifts.service.handing import Handing
from desktop.gifts.service.keeping import LONGEST_GIFT, LONGEST_NOTE, LONGEST_TITLE, MOST_PIECES, MOST_STOCK, Keeping
from desktop.gifts.service.looking import Looking, names_it

__all__ = [
    "LONGEST_GIFT",
    "LONGEST_NOTE",
    "LONGEST_TITLE",
    "MOST_PIECES",
    "MOST_STOCK",
    "GiftService",
    "names_it",
]


class GiftService(Looking, Keeping, Handing):
    """Gift lists, for one signed-in account."""
