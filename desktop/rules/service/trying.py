"""Trying what is laid down, before a caller does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.requests.rows import CategoryRow
from desktop.requests.service.categories import suggested, words_found
from desktop.rules.rows import Tried

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.rules.rows import CategoryFacts, Line

__all__ = ["try_words"]


def try_words(words: str, categories: Iterable[Line[CategoryFacts]]) -> Tried:
    """Return which of `categories` a request of these `words` would be given, and why."""
    rows = [
        CategoryRow(line.id, line.facts.name, line.facts.department_id, line.facts.keywords)
        for line in categories
        if line.active
    ]
    found = suggested(words, rows)
    return Tried("") if found is None else Tried(found.name, words_found(words, found))
