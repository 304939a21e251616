"""Outages as the search box finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.marks import excerpt
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, search_form
from desktop.outages.rows import OutageHit
from desktop.outages.service.recording import kind_words
from desktop.outages.store import lists
from desktop.storage import search
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Finding"]

_MOST_PLACES = 3
"""So many places stand in a title."""


class Finding(Service):
    """Finds outages by a notice's number, kind, place or cause."""

    @requires(Operation.READ_OUTAGES)
    def find(self, text: str, limit: int = 20) -> Sequence[OutageHit]:
        """Return up to `limit` outages in which every word of `text` is found, the last planned first.

        A kind is found in any of our languages; what is typed is never a pattern.
        """
        typed = clean(text)
        if not typed or limit < 1:
            return ()
        community_id = self.actor.community_id
        with self.desk.read() as session:
            found = search.find(session, community_id, "notice", typed, columns=search.ALL_FIELDS, limit=limit)
            rows = {row.id: row for row in lists.searched(session, community_id, found)}
        return tuple(_hit(rows[id_], typed) for id_ in found if id_ in rows)


def _hit(row: lists.Searched, typed: str) -> OutageHit:
    where = "、".join(row.where[:_MOST_PLACES]) + ("…" if len(row.where) > _MOST_PLACES else "")
    number = row.numbers[-1] if row.numbers else ""
    title = f"{number} {where}".strip()
    form = search_form(typed.split(maxsplit=1)[0])
    said = (title, *kind_words(row.kind, row.kind_name), *row.numbers, *row.where)
    matched = next((words for words in said if form in search_form(words)), excerpt(row.cause, form))
    exact = any(search_form(known) == search_form(typed) for known in row.numbers)
    return OutageHit(row.id, row.kind, title, matched, row.starts_at, exact)
