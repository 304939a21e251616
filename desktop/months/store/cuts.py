"""Months counted once for all departments, then cut by department: for a closing, which tells of each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from desktop.months.rows import Counts
from desktop.months.store import counting, frozen_counts, lists, standings
from desktop.months.store.bits import KINDS
from desktop.months.store.tallying import Group, Tallies, tally, total

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from sqlalchemy.orm import Session

    from desktop.months.rows import ReportLine, Window
    from desktop.months.store.counting import Pass

__all__ = ["Cuts"]

_BY = ("department",)
_Read = TypeVar("_Read")


class Cuts:
    """Counts each month, and each stretch of time, at most once within one snapshot.

    What it tells of a department is what counting that department alone would tell.
    """

    def __init__(self, session: Session, community_id: int) -> None:
        """Count in `session`, which must stay the same snapshot."""
        self._session = session
        self._community_id = community_id
        self._known: dict[Hashable, Any] = {}
        self._lines: dict[int, ReportLine] = {}

    def once(self, what: Hashable, read: Callable[[], _Read]) -> _Read:
        """Return what `read` returns, which is done once for each `what`."""
        if what not in self._known:
            self._known[what] = read()
        return cast("_Read", self._known[what])

    def read(self, seen: Window, department_id: int | None = None) -> Pass:
        """Return the pass over a month (`counting.read`), by all kinds."""
        where = (self._session, self._community_id, seen)
        return self.once(("pass", seen), lambda: counting.read(*where)).of(department_id)

    def count(self, seen: Window, department_id: int | None, kinds: Sequence[str]) -> Tallies:
        """Return what a month counts (`tallying.count`)."""
        if kinds:
            return tally(self.read(seen, department_id), kinds)
        where = (self._session, self._community_id, seen, None)
        return _cut(self.once(("total", seen), lambda: total(*where, _BY)), department_id)

    def count_closed(self, edition_id: int, department_id: int | None, kinds: Sequence[str]) -> Tallies:
        """Return what an edition counts (`frozen_counts.count_closed`)."""
        where = (self._session, self._community_id, edition_id, None)
        if kinds:
            made = self.once(("pass", edition_id), lambda: standings.as_pass(*where, KINDS))
            return tally(made.of(department_id), kinds)
        whole = self.once(("total", edition_id), lambda: frozen_counts.count_closed(*where, _BY))
        return _cut(whole, department_id)

    def ledger(self, ids: Sequence[int], seen: Window) -> list[ReportLine]:
        """Return the lines of the ledger (`lists.ledger`) of one and the same month each time."""
        missing = [id_ for id_ in ids if id_ not in self._lines]
        self._lines |= {line.id: line for line in lists.ledger(self._session, missing, seen)}
        return sorted((self._lines[id_] for id_ in ids), key=lambda line: (line.occurred_at, line.id))


def _cut(whole: Tallies, department_id: int | None) -> Tallies:
    group = whole.total if department_id is None else whole.by["department"].get(department_id, Group(Counts()))
    return Tallies(group, {})
