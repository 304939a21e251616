"""The conditions over a list that is read as a whole: which of its scopes, and words to look for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.ui.choices import SegmentedRow
from desktop.ui.filters import FilterBar, SearchLine
from desktop.ui.language import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from desktop.core.i18n import Language, Message
    from desktop.visits.presenter import ListPresenter

__all__ = ["WIDTH", "ScopeBar"]

WIDTH = 164


class ScopeBar(FilterBar):
    """Shows and changes what a `ListPresenter` shows."""

    def __init__(self, presenter: ListPresenter[Any], words: Mapping[str, Message], hint: Message, name: str) -> None:
        """Offer the scopes of `words` and a line that says `hint`."""
        super().__init__()
        self._presenter = presenter
        self._words = words
        self.scopes: SegmentedRow | None = None
        if words:
            self.scopes = SegmentedRow(list(words.items()), name=f"{name}-scope", on_page=True)
            self.scopes.choose(presenter.scope)
            self.scopes.chosen.connect(self._show_scope)
            self.add(self.scopes)
        self.text = SearchLine(hint, f"{name}-text", WIDTH, high=True)
        self.text.searched.connect(self._search)
        self.add(self.text)
        presenter.conditions_changed.connect(self._show)

    def count(self, scope: str, count: int) -> None:
        """Tell beside a scope how many there are."""
        if self.scopes is not None:
            words = self._words[scope]
            say(self.scopes.button(scope), text=partial(_with_count, words, count) if count else words)
            self.scopes.updateGeometry()
            self.refit()

    def _show_scope(self, scope: str) -> None:
        if scope:
            self._presenter.show(scope, self._presenter.text)

    def _search(self, words: str) -> None:
        self._presenter.show(self._presenter.scope, words)

    def _show(self) -> None:
        if self.scopes is not None:
            self.scopes.choose(self._presenter.scope)
        self.text.show_words(self._presenter.text)


def _with_count(words: Message, count: int, spoken: Language) -> str:
    return f"{spoken.message(words)} {spoken.integer(count)}"
