"""The SQL of gift lists."""

from __future__ import annotations

from desktop.gifts.store.entries import Seen, entry_lines, rooms_by_id
from desktop.gifts.store.lists import given_pieces, list_lines, waiting_counts

__all__ = ["Seen", "entry_lines", "given_pieces", "list_lines", "rooms_by_id", "waiting_counts"]
