"""Counts what picks come to, lists their rooms, and shows the places to pick from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.permissions import Operation, requires
from desktop.outages.store import counting, tree
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.outages.rows import AffectedRoom, Pick, PlaceTree, ScopeCount

__all__ = ["Scoping"]


class Scoping(Service):
    """What an outage affects, before it is saved and after; who lives where is as of today."""

    @requires(Operation.READ_OUTAGES)
    def places(self) -> PlaceTree:
        """Return the whole community as the picker shows it."""
        with self.desk.read() as session:
            return tree.tree(session, self.actor.community_id, self.desk.community, self._today())

    @requires(Operation.READ_OUTAGES)
    def count(self, picks: Sequence[Pick], *, exclude_vacant: bool = False) -> ScopeCount:
        """Return what `picks` come to now; what several of them name counts once, what is excluded not at all."""
        with self.desk.read() as session:
            return counting.count(
                session, self.actor.community_id, picks, exclude_vacant=exclude_vacant, today=self._today()
            )

    @requires(Operation.READ_OUTAGES)
    def rooms_of(self, picks: Sequence[Pick], *, exclude_vacant: bool = False) -> tuple[AffectedRoom, ...]:
        """Return the rooms that `picks` come to now, in natural order."""
        with self.desk.read() as session:
            return counting.rooms_of(
                session, self.actor.community_id, picks, exclude_vacant=exclude_vacant, today=self._today()
            )

    def _today(self) -> date:
        return self.desk.clock.now().astimezone(self.desk.zone).date()
