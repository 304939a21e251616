"""The half-typed requests of one account: which one is in the form, which are parked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.core.changes import Draft, new_operation_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.requests.table import Seen
    from desktop.ui.shell import Drafts

__all__ = ["FORM", "Card", "Drafting"]

FORM = "intake"
"""Under which the drafts of new requests are kept."""

SAVED_AT = "_saved_at"
TITLE_LENGTH = 14


@dataclass(frozen=True, slots=True)
class Card:
    """A draft as it is listed: `kind` as in the form, `saved_at` none while nothing of it is kept yet."""

    key: str
    title: str
    kind: str
    saved_at: datetime | None


class Drafting:
    """Keeps the form's texts under a key of their own until the request is saved or thrown away.

    The key is the operation id of the request to be: saved twice, also after a crash, it is written once.
    """

    def __init__(self, drafts: Drafts, seen: Seen) -> None:
        """Begin with a fresh draft beside those in `drafts`."""
        self._drafts = drafts
        self._seen = seen
        self._order = [draft.key for draft in drafts.all(FORM)]
        self.key = new_operation_id()

    def begin(self, key: str = "") -> None:
        """Turn to a fresh draft, or to the one with `key` that was thrown away; the one before is kept if it was."""
        self.key = key or new_operation_id()

    def keep(self, texts: Mapping[str, str]) -> None:
        """Keep `texts` as the current draft."""
        fields = {**texts, SAVED_AT: self._seen.clock.now().isoformat()}
        self._drafts.keep(Draft(FORM, self.key, _title(texts), fields))
        if self.key not in self._order:
            self._order.append(self.key)

    def forget(self, key: str = "") -> Mapping[str, str] | None:
        """Throw a draft away, the current one if none is named, and return what it held."""
        gone = self.texts(key or self.key)
        self._drafts.forget(FORM, key or self.key)
        self._order = [other for other in self._order if other != (key or self.key)]
        return gone

    def texts(self, key: str) -> Mapping[str, str] | None:
        """Return what the draft `key` holds, None if there is no such draft."""
        return next((draft.fields for draft in self._drafts.all(FORM) if draft.key == key), None)

    def choose(self, key: str) -> Mapping[str, str]:
        """Turn to the draft `key` and return what it holds; raise KeyError if there is none."""
        texts = self.texts(key)
        if texts is None:
            raise KeyError(key)
        self.key = key
        return texts

    def next_key(self) -> str:
        """Return the key of the draft after the current one, empty where there is no other."""
        others = [key for key in self._order if key != self.key and self.texts(key) is not None]
        if not others:
            return ""
        if self.key not in self._order:
            return others[0]
        place = self._order.index(self.key)
        return next((key for key in self._order[place + 1 :] if key in others), others[0])

    def cards(self) -> Sequence[Card]:
        """Return every draft in the order they were begun, the current one last where nothing of it is kept yet."""
        known = {draft.key: draft for draft in self._drafts.all(FORM)}
        self._order = [key for key in self._order if key in known]
        cards = [
            Card(key, known[key].title, known[key].fields.get("kind", ""), _saved_at(known[key])) for key in self._order
        ]
        if self.key not in self._order:
            cards.append(Card(self.key, "", "", None))
        return cards


def _saved_at(draft: Draft) -> datetime | None:
    written = draft.fields.get(SAVED_AT, "")
    return datetime.fromisoformat(written) if written else None


def _title(texts: Mapping[str, str]) -> str:
    room = texts.get("room_id", "").partition("\t")[0].strip()
    who = f"{room} {texts.get('reporter', '')}".strip()
    return who or " ".join(texts.get("words", "").split())[:TITLE_LENGTH]
