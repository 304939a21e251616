"""The screen of gift lists."""

from __future__ import annotations

from desktop.gifts.view.page import GiftsPage

__all__ = ["GiftsPage"]
