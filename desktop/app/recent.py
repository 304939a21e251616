"""The households and requests an account opened last: what an empty search box offers. Free of Qt."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from desktop.app.search import Hit
from desktop.core.permissions import Operation, allows, requires
from desktop.households.service import HouseholdService
from desktop.requests.service import RequestService
from desktop.storage.desk import Service
from desktop.storage.recent import RecentRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

__all__ = ["MOST_RECENT", "RecentService"]

MOST_RECENT = 8


class RecentService(Service):
    """Keeps what this account opened, in the data file and nowhere else."""

    @requires(Operation.SEARCH_PUBLIC)
    def opened(self, kind: str, source_id: int) -> None:
        """Note that a room or a request was opened; of more than eight the oldest is forgotten.

        No audit and no operation: nothing has changed.
        """
        row = {
            "community_id": self.actor.community_id,
            "account_id": self.actor.account_id,
            "kind": kind,
            "source_id": source_id,
            "opened_at": self.desk.clock.now(),
        }
        same = (RecentRow.kind == kind) & (RecentRow.source_id == source_id)
        kept = select(RecentRow.id).where(self._own()).order_by(RecentRow.id.desc()).limit(MOST_RECENT)
        # on a server another window of the account may note the same just now; once is enough
        with suppress(IntegrityError), self.desk.database.connect(writing=True) as connection:
            connection.execute(delete(RecentRow).where(self._own(), same))
            connection.execute(insert(RecentRow), row)
            connection.execute(delete(RecentRow).where(self._own(), RecentRow.id.not_in(kept)))

    @requires(Operation.SEARCH_PUBLIC)
    def all(self) -> Sequence[Hit]:
        """Return what was opened and is still there, the last first, as it is called now."""
        asked = select(RecentRow.kind, RecentRow.source_id).where(self._own()).order_by(RecentRow.id.desc())
        with self.desk.read() as session:
            order = [(str(kind), int(id_)) for kind, id_ in session.execute(asked)]
        found = {("room", hit.id): hit for hit in self._rooms([id_ for kind, id_ in order if kind == "room"])}
        requests = [id_ for kind, id_ in order if kind == "request"]
        found |= {("request", hit.id): hit for hit in self._requests(requests)}
        return [found[each] for each in order if each in found]

    def _rooms(self, ids: Sequence[int]) -> Sequence[Hit]:
        found = HouseholdService(self.desk).hits(ids) if ids else ()
        return [Hit(hit.kind, hit.id, hit.title, hit.room, hit.matched, hit.room_id) for hit in found]

    def _requests(self, ids: Sequence[int]) -> Sequence[Hit]:
        if not ids or not allows(self.actor, Operation.READ_REQUEST):
            return ()
        found = RequestService(self.desk).hits(ids)
        return [Hit(hit.kind, hit.id, hit.title, hit.room, "", hit.room_id) for hit in found]

    def _own(self) -> ColumnElement[bool]:
        return (RecentRow.community_id == self.actor.community_id) & (RecentRow.account_id == self.actor.account_id)
