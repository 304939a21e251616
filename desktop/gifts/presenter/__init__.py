"""What the page of gift lists decides: which list and which households are shown, what is written and printed."""

from __future__ import annotations

from desktop.gifts.presenter.acting import Command, GiftAttempt, GiftWriter
from desktop.gifts.presenter.listing import CHOICES, GiftsPresenter, Show
from desktop.gifts.presenter.paper import GiftSheetPaper
from desktop.gifts.presenter.planning import GiftPlanner, Offered, Proposal

__all__ = [
    "CHOICES",
    "Command",
    "GiftAttempt",
    "GiftPlanner",
    "GiftSheetPaper",
    "GiftWriter",
    "GiftsPresenter",
    "Offered",
    "Proposal",
    "Show",
]
