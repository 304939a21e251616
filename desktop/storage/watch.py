"""What other windows, commands and PCs have written since the last look.

Operations are numbered; the highest number seen is the watermark. Nothing is lost while a PC sleeps or a
notification goes astray, and looking costs one probe of an index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from desktop.core.changes import Changes
from desktop.storage.audit import OperationRow

if TYPE_CHECKING:
    from collections.abc import Container

    from desktop.storage.database import Database

__all__ = ["Watch"]

LOOKS_FOR_A_GAP = 30
"""A server hands out numbers before commits, so a lower one may show after a higher one; so often is it looked for."""

MOST_GAPS = 500
MOST_ROWS = 1000


class Watch:
    """Watches one database on behalf of one community. Use it from one thread."""

    def __init__(self, database: Database, community_id: int) -> None:
        """Watch from now on: what is committed already is not told."""
        self._database = database
        self._community_id = community_id
        self._gaps: dict[int, int] = {}
        with database.read() as session:
            self._seen = session.scalar(select(func.max(OperationRow.id))) or 0

    def look(self, own: Container[str] = ()) -> Changes | None:
        """Return all that others wrote since the last look, as one; None when nothing.

        `own` holds the operation ids this process wrote itself; they are passed over. Raises WorldError when the
        database cannot be asked; the next look then tells what this one missed.
        """
        newer = OperationRow.id > self._seen
        wanted = or_(newer, OperationRow.id.in_(list(self._gaps))) if self._gaps else newer
        columns = (OperationRow.id, OperationRow.operation_id, OperationRow.community_id, OperationRow.touched)
        with self._database.read() as session:
            rows = session.execute(select(*columns).where(wanted).order_by(OperationRow.id).limit(MOST_ROWS)).all()
        self._advance([row.id for row in rows])
        topics: dict[str, set[int] | None] = {}
        for row in rows:
            if row.community_id == self._community_id and row.operation_id not in own:
                _merge(topics, row.touched)
        if not topics:
            return None
        return Changes({topic: frozenset(ids or ()) for topic, ids in topics.items()})

    def _advance(self, ids: list[int]) -> None:
        found = set(ids)
        self._gaps = {gap: looks - 1 for gap, looks in self._gaps.items() if gap not in found and looks > 1}
        highest = max(found, default=self._seen)
        if highest > self._seen:
            first = max(self._seen + 1, highest - MOST_GAPS)
            self._gaps.update({gap: LOOKS_FOR_A_GAP for gap in range(first, highest) if gap not in found})
            self._seen = highest


def _merge(topics: dict[str, set[int] | None], touched: dict[str, list[int]]) -> None:
    """Add one operation's topics; no ids mean "any of them" and swallow what is listed."""
    for topic, ids in touched.items():
        known = topics.get(topic, set())
        topics[topic] = known | set(ids) if ids and known is not None else None
