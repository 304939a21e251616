"""The unit of work: what one operation changes, recorded in the same transaction that changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from desktop.core.changes import Changes, new_operation_id
from desktop.storage import search
from desktop.storage.audit import Audit, OperationRow
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desktop.core.permissions import Actor, Operation
    from desktop.storage.search import SearchFields

__all__ = ["UnitOfWork"]

MOST_LISTED = 1000
"""Beyond this many ids an operation says "any of them", which is what an empty list means."""


class UnitOfWork:
    """One write in progress. Services change rows through `session` and note what they did here.

    `now` is one moment for the whole write. `result` is the id a caller wants back. Once the transaction has
    committed, `changes` says what was touched.
    """

    def __init__(
        self, session: Session, actor: Actor, operation: Operation, now: datetime, operation_id: str = ""
    ) -> None:
        """Begin; `operation_id` is the caller's own, or a fresh one."""
        self.session = session
        self.actor = actor
        self.operation = operation
        self.now = now
        self.operation_id = operation_id or new_operation_id()
        self.result = 0
        self._touched: dict[str, set[int]] = {}
        self._wholly: set[str] = set()
        self._audit: list[dict[str, Any]] = []
        self._timeline: list[dict[str, Any]] = []

    @property
    def community_id(self) -> int:
        """Return the community all of this happens in."""
        return self.actor.community_id

    @property
    def changes(self) -> Changes:
        """Return what this write touched; true once the block has ended without an error."""
        touched = {topic: frozenset(ids) for topic, ids in self._announced().items()}
        return Changes(touched, self.result, self.operation_id)

    def touch(self, topic: str, *ids: int) -> None:
        """Announce `ids` of `topic` as changed; without ids, anything of the topic."""
        self._touched.setdefault(topic, set()).update(ids)
        if not ids:
            self._wholly.add(topic)

    def audit(
        self,
        topic: str,
        subject_id: int,
        action: str,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Record one change (or one look at guarded data) and announce it. Values must fit JSON."""
        self.touch(topic, subject_id)
        self._audit.append(
            {
                "community_id": self.community_id,
                "operation_id": self.operation_id,
                "at": self.now,
                "account_id": self.actor.account_id,
                "topic": topic,
                "subject_id": subject_id,
                "action": action,
                "before": None if before is None else dict(before),
                "after": None if after is None else dict(after),
            }
        )

    def timeline(self, room_id: int, at: datetime, kind: str, source_id: int, **parameters: Any) -> None:
        """Add a touchpoint to the timeline of a room."""
        self._timeline.append(
            {
                "community_id": self.community_id,
                "room_id": room_id,
                "at": at,
                "kind": kind,
                "source_id": source_id,
                "parameters": parameters,
            }
        )

    def index(self, group: str, source_id: int, fields: SearchFields) -> None:
        """Index one row for the search box anew."""
        search.put(self.session, self.community_id, group, source_id, fields)

    def record(self) -> None:
        """Write operation, audit and timeline rows; called by the database at the end of the block."""
        self.session.flush()
        connection = self.session.connection()
        if self._audit:
            connection.execute(insert(Audit), self._audit)
        if self._timeline:
            connection.execute(insert(TimelineEntry), self._timeline)
        connection.execute(
            insert(OperationRow),
            {
                "operation_id": self.operation_id,
                "community_id": self.community_id,
                "account_id": self.actor.account_id,
                "name": str(self.operation),
                "at": self.now,
                "result": self.result,
                "touched": {
                    topic: sorted(ids) if len(ids) <= MOST_LISTED else [] for topic, ids in self._announced().items()
                },
            },
        )

    def _announced(self) -> dict[str, set[int]]:
        return {topic: set() if topic in self._wholly else ids for topic, ids in self._touched.items()}
