"""Requests in lists: their columns, the pages they are fetched in, and the words and colours of their state."""

from __future__ import annotations

from desktop.requests.table.columns import DEFAULT_COLUMNS, columns
from desktop.requests.table.source import RequestSource, order_of, own_sort
from desktop.requests.table.words import Seen, due_of, lasting, repeat_tags, room_of, status_of

__all__ = [
    "DEFAULT_COLUMNS",
    "RequestSource",
    "Seen",
    "columns",
    "due_of",
    "lasting",
    "order_of",
    "own_sort",
    "repeat_tags",
    "room_of",
    "status_of",
]
