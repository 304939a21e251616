"""Everyone a request may go to, as choices of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.forms import Choice

if TYPE_CHECKING:
    from desktop.requests.presenter import Directory

__all__ = ["assignee_choices"]


def assignee_choices(names: Directory) -> list[Choice]:
    """Return departments, each in front of its workers; found by their own name's readings, not by the department's."""
    return [Choice(who.key, words, names.finds.get(words.rpartition(" · ")[2], ())) for who, words in names.assignees()]
