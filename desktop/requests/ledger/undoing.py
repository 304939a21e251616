"""Takes an import of requests back: what was worked on since stays whole, with its history and its calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from desktop.requests.model import FollowUp, Request, RequestStep
from desktop.storage import batches, search
from desktop.storage.batches import ImportChange
from desktop.storage.search import SearchFields
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from desktop.storage.batches import Undone
    from desktop.storage.work import UnitOfWork

__all__ = ["undo_ledger"]

CHUNK = 500


def _left_requests(planned: Undone) -> set[int]:
    """Return the requests that taking back would leave, so that their steps and calls must stay too."""
    return {row_id for table, row_id in planned.left if table == Request.__tablename__}


def undo_ledger(work: UnitOfWork, batch_id: int) -> Undone:
    """Take the batch back in this unit of work; raise as `batches.undo` does."""
    planned = batches.plan_undo(work.session, work.community_id, batch_id)
    _spare_histories(work.session, batch_id, _left_requests(planned))
    undone = batches.undo(work, batch_id)
    deleted = undone.deleted.get(Request.__tablename__, ())
    restored = undone.restored.get(Request.__tablename__, ())
    _forget_timeline(work, batch_id, {*deleted, *restored})
    gone = [(request_id, SearchFields()) for request_id in deleted]
    search.put_many(work.session, work.community_id, "request", [*gone, *_indexed(work.session, restored)])
    return undone


def _spare_histories(session: Session, batch_id: int, kept: set[int]) -> None:
    """Strike from the batch the steps and calls of requests that stay: without them they would lie about themselves."""
    for table in (RequestStep, FollowUp):
        for chunk in _chunks(sorted(kept)):
            ids = session.scalars(select(table.id).where(table.request_id.in_(chunk))).all()
            for some in _chunks(ids):
                struck = delete(ImportChange).where(
                    ImportChange.batch_id == batch_id,
                    ImportChange.table_name == table.__tablename__,
                    ImportChange.row_id.in_(some),
                )
                session.execute(struck, execution_options={"synchronize_session": False})


def _forget_timeline(work: UnitOfWork, batch_id: int, requests: set[int]) -> None:
    entries = select(TimelineEntry.id, TimelineEntry.source_id, TimelineEntry.parameters).where(
        TimelineEntry.community_id == work.community_id, TimelineEntry.kind.like("request|_%", escape="|")
    )
    gone = [
        entry_id
        for entry_id, source_id, parameters in work.session.execute(entries)
        if source_id in requests and parameters.get("batch") == batch_id
    ]
    for chunk in _chunks(gone):
        statement = delete(TimelineEntry).where(TimelineEntry.id.in_(chunk))
        work.session.execute(statement, execution_options={"synchronize_session": False})


def _indexed(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, SearchFields]]:
    columns = (Request.id, Request.number, Request.room_label, Request.phone, Request.words, Request.reporter)
    for chunk in _chunks(ids):
        for row in session.execute(select(*columns).where(Request.id.in_(chunk))):
            fields = SearchFields((row.number, row.room_label), (row.phone,), (row.words, row.reporter))
            yield row.id, fields


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
