"""What the community has already, read before it is decided what becomes of a ledger's rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sqlalchemy import select

from desktop.core.texts import search_form
from desktop.households.model import Building, Room
from desktop.requests.ledger.words import department_name
from desktop.requests.model import Category, FollowUp, Request, RequestStep, StepKind
from desktop.requests.store.rules import Rulebook
from desktop.staff.model import Department, Worker
from desktop.storage.audit import OperationRow
from desktop.storage.base import from_microseconds, microseconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from desktop.requests.ledger.reading import LedgerRow

__all__ = ["Known", "KnownFollowUp", "KnownRequest", "cells_from_json", "cells_to_json", "load_known"]

CHUNK = 500
_MOMENTS = frozenset({"occurred_at", "due_at", "completed_at", "followed_up_at", "cancelled_at"})

Item = TypeVar("Item")


class KnownFollowUp(NamedTuple):
    """A follow-up call that is kept already; id 0 for one about to be."""

    id: int
    version: int
    made_at: datetime
    outcome: str
    satisfaction: str | None
    words: str


@dataclass(slots=True)
class KnownRequest:
    """A request that a row of the ledger is about: its columns, what the ledger said last, its follow-ups.

    `columns` are those of the table; `base` are cells by field, empty for a request that was never imported.
    """

    columns: Mapping[str, Any]
    base: Mapping[str, Any] = field(default_factory=dict)
    has_duplicates: bool = False
    follow_ups: list[KnownFollowUp] = field(default_factory=list)


@dataclass(slots=True)
class Known:
    """Names to ids as the ledger writes them, and the requests its rows are about.

    `rooms` are id, building and label by key, `buildings` ids by key; `departments`, `categories` and `workers` are
    ids by the search form of their names, and names by id in the `..._names`. `book` has the rules. `last_operation`
    is the last write seen: as long as it is the last, all of this is true.
    """

    last_operation: int
    book: Rulebook
    rooms: dict[str, tuple[int, int, str]]
    buildings: dict[str, int]
    departments: dict[str, int]
    categories: dict[str, int]
    workers: dict[str, int]
    department_codes: set[str]
    names: dict[str, dict[int, str]]
    by_number: dict[str, KnownRequest] = field(default_factory=dict)
    by_key: dict[str, KnownRequest] = field(default_factory=dict)


def load_known(session: Session, community_id: int, rows: Sequence[LedgerRow], zone: ZoneInfo) -> Known:
    """Return what the community has that `rows` speak of; the days of its rules are those of `zone`."""
    departments = list(
        session.execute(
            select(Department.id, Department.name, Department.code).where(Department.community_id == community_id)
        )
    )
    categories = _named(session, Category, community_id)
    workers = _named(session, Worker, community_id)
    known = Known(
        last_operation=last_operation(session, community_id),
        book=Rulebook(session, community_id, zone).read(),
        rooms={
            key: (room_id, building_id, label)
            for key, room_id, building_id, label in session.execute(
                select(Room.key, Room.id, Room.building_id, Room.label).where(Room.community_id == community_id)
            )
        },
        buildings={
            row.key: row.id
            for row in session.execute(select(Building.key, Building.id).where(Building.community_id == community_id))
        },
        departments={search_form(department_name(name)): row_id for row_id, name, _ in departments},
        categories={search_form(name): row_id for row_id, name in categories.items()},
        workers={search_form(name): row_id for row_id, name in workers.items()},
        department_codes={code for _, _, code in departments},
        names={
            "department": {row_id: name for row_id, name, _ in departments},
            "category": categories,
            "worker": workers,
        },
    )
    _load_requests(session, community_id, known, rows)
    return known


def last_operation(session: Session, community_id: int) -> int:
    """Return the id of the community's last write, 0 for none."""
    statement = select(OperationRow.id).where(OperationRow.community_id == community_id)
    return session.scalar(statement.order_by(OperationRow.id.desc()).limit(1)) or 0


def _named(session: Session, table: type[Category | Worker], community_id: int) -> dict[int, str]:
    rows = session.execute(select(table.id, table.name).where(table.community_id == community_id))
    return {row.id: row.name for row in rows}


def _load_requests(session: Session, community_id: int, known: Known, rows: Sequence[LedgerRow]) -> None:
    numbers = {row.request_number for row in rows if row.request_number}
    keys = {row.key for row in rows if not row.request_number}
    table = Request.__table__
    for column, wanted in ((table.c.number, numbers), (table.c.imported_key, keys)):
        for chunk in _chunks(sorted(wanted)):
            found = session.execute(select(table).where(table.c.community_id == community_id, column.in_(chunk)))
            for row in found.mappings():
                request = KnownRequest(dict(row))
                if column is table.c.number:
                    known.by_number[row["number"]] = request
                else:
                    known.by_key[row["imported_key"]] = request
    requests = {one.columns["id"]: one for one in (*known.by_number.values(), *known.by_key.values())}
    for ids in _chunks(sorted(requests)):
        _load_history(session, requests, ids)


def _load_history(session: Session, requests: Mapping[int, KnownRequest], ids: Sequence[int]) -> None:
    steps = select(RequestStep.request_id, RequestStep.details).where(
        RequestStep.request_id.in_(ids), RequestStep.kind == StepKind.IMPORTED
    )
    # the latest import's cells win, because they are read last
    for request_id, details in session.execute(steps.order_by(RequestStep.id)):
        requests[request_id].base = cells_from_json(details["cells"])
    calls = select(
        FollowUp.request_id,
        FollowUp.id,
        FollowUp.version,
        FollowUp.made_at,
        FollowUp.outcome,
        FollowUp.satisfaction,
        FollowUp.words,
    ).where(FollowUp.request_id.in_(ids))
    for request_id, *call in session.execute(calls.order_by(FollowUp.id)):
        told: list[Any] = call
        requests[request_id].follow_ups.append(KnownFollowUp(*told))
    for main_id in session.scalars(select(Request.duplicate_of_id).where(Request.duplicate_of_id.in_(ids)).distinct()):
        if main_id is not None:
            requests[main_id].has_duplicates = True


def cells_to_json(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return cells as a step keeps them, moments as integers."""
    return {name: microseconds(value) if isinstance(value, datetime) else str(value) for name, value in cells.items()}


def cells_from_json(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `cells_to_json` was given, codes as plain text."""
    return {name: from_microseconds(value) if name in _MOMENTS else value for name, value in cells.items()}


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
