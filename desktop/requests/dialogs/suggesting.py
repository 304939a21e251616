"""What a form fills in by itself, and leaves alone once a person has set it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from desktop.ui.forms import Form

__all__ = ["BY_HAND", "Suggesting"]

BY_HAND = "_by_hand"
"""Under which a draft keeps the names of suggested fields that were set by hand."""


class Suggesting:
    """Fills fields of a form with what is usual, but those a person has set.

    Who empties a field again gives it back to be filled.
    """

    def __init__(self, form: Form, keys: Collection[str]) -> None:
        """Watch over the fields `keys` of `form`, which it has by the time it is changed."""
        self._form = form
        self._keys = frozenset(keys)
        self._by_hand: set[str] = set()
        self._quiet = False
        form.changed.connect(self._note)

    @property
    def is_filling(self) -> bool:
        """Tell whether a change that is heard of now was made by the program."""
        return self._quiet

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Take what changes within as the program's doing."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def fill(self, texts: Mapping[str, str]) -> None:
        """Fill in `texts` by field, as a draft would keep them, but where a person decided."""
        with self.filling():
            for key, text in texts.items():
                field = self._form.fields.get(key)
                if field is not None and key not in self._by_hand and field.text() != text:
                    field.set_text(text)

    def settle_all(self) -> None:
        """Take every field as set by hand."""
        self._by_hand = set(self._keys)

    def text(self) -> str:
        """Return the names of what was set by hand, as a draft keeps them."""
        return " ".join(sorted(self._by_hand))

    def set_text(self, text: str) -> None:
        """Take up what a draft kept."""
        self._by_hand = set(text.split())

    def _note(self, key: str) -> None:
        if key in self._keys and not self._quiet:
            (self._by_hand.add if self._form.fields[key].text() else self._by_hand.discard)(key)
