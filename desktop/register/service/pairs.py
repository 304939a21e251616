"""Proposing duplicates, looking at a pair, and remembering that two people are two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.households.model import Resident
from desktop.register.model import DistinctPair
from desktop.register.store import duplicates, sides
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.register.rows import Comparison, DuplicateLine, MergeLine
    from desktop.register.store.duplicates import Watch
    from desktop.storage.work import UnitOfWork

__all__ = ["Pairs"]


class Pairs(Service):
    """Shows who may be entered twice."""

    @requires(Operation.MERGE_RESIDENTS)
    def duplicates(self, watch: Watch | None = None) -> list[DuplicateLine]:
        """Return the pairs that may be one person, the likeliest first.

        `watch(done, total)` is called now and then while everyone is compared; what it raises ends the search.
        """
        with self.desk.read() as session:
            return duplicates.duplicates(session, self.actor.community_id, watch or _unwatched)

    @requires(Operation.MERGE_RESIDENTS)
    def compare(self, first_id: int, second_id: int) -> Comparison:
        """Return two residents side by side, the older entry as the one to keep; raise UserError if one is gone."""
        kept_id, other_id = sorted((first_id, second_id))
        with self.desk.read() as session:
            found = sides.comparison(session, self.actor.community_id, kept_id, other_id)
        if found is None:
            raise UserError(msg("One of these two is no longer in the register; look for duplicates again."))
        return found

    @requires(Operation.MERGE_RESIDENTS)
    def merges(self) -> list[MergeLine]:
        """Return the latest merges, newest first, those taken back among them."""
        with self.desk.read() as session:
            return sides.merges(session, self.actor.community_id)

    @requires(Operation.MERGE_RESIDENTS)
    def tell_apart(self, first_id: int, second_id: int, *, operation_id: str = "") -> Changes:
        """Remember that these are two people; the pair is not proposed any more."""
        first_id, second_id = sorted((first_id, second_id))
        with self.desk.write(Operation.MERGE_RESIDENTS, operation_id) as work:
            for id_ in (first_id, second_id):
                resident = work.session.get(Resident, id_)
                if resident is None or resident.community_id != work.community_id:
                    raise UserError(msg("One of these two is no longer in the register; look for duplicates again."))
            if _remembered(work, first_id, second_id) is None:
                pair = DistinctPair(community_id=work.community_id, first_id=first_id, second_id=second_id, at=work.now)
                work.session.add(pair)
                work.session.flush()
                work.audit("resident", first_id, "told apart", None, {"from": second_id})
            work.result = first_id
        return work.changes

    @requires(Operation.MERGE_RESIDENTS)
    def forget_apart(self, first_id: int, second_id: int, *, operation_id: str = "") -> Changes:
        """Let a pair be proposed again."""
        first_id, second_id = sorted((first_id, second_id))
        with self.desk.write(Operation.MERGE_RESIDENTS, operation_id) as work:
            pair = _remembered(work, first_id, second_id)
            if pair is not None:
                work.session.delete(pair)
                work.audit("resident", first_id, "told apart", {"from": second_id}, None)
            work.result = first_id
        return work.changes


def _remembered(work: UnitOfWork, first_id: int, second_id: int) -> DistinctPair | None:
    return work.session.scalars(
        select(DistinctPair).where(
            DistinctPair.community_id == work.community_id,
            DistinctPair.first_id == first_id,
            DistinctPair.second_id == second_id,
        )
    ).one_or_none()


def _unwatched(_done: int, _total: int) -> None:
    """Let the search go on."""
