"""Keeps what merging decided: bulk inserts and updates, history, timeline, index, and the batch for undo."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select, text, update

from desktop.core.texts import search_form
from desktop.requests.ledger.known import KnownFollowUp, cells_to_json
from desktop.requests.ledger.merging import follow_up_due, follow_up_of, follow_up_standing, spot_of
from desktop.requests.ledger.numbering import numbers_of
from desktop.requests.ledger.timeline import tell_of_change, tell_of_new
from desktop.requests.model import (
    Category,
    Channel,
    FollowUp,
    Liability,
    Request,
    RequestState,
    RequestStep,
    Source,
    StepKind,
)
from desktop.staff.model import Department, Worker
from desktop.storage import batches, search
from desktop.storage.batches import RowChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from desktop.requests.ledger.known import Known
    from desktop.requests.ledger.merging import Change, Merged
    from desktop.requests.ledger.reading import LedgerRow
    from desktop.storage.base import Base
    from desktop.storage.work import UnitOfWork

__all__ = ["TABLES", "lock_ledger", "write_merged"]

TABLES = (Department, Worker, Category, Request, RequestStep, FollowUp)
"""The tables an import writes, each after those it refers to."""

CHUNK = 2_000


def lock_ledger(work: UnitOfWork) -> None:
    """Keep other writers away from requests until this unit of work ends; a file's write lock does so already."""
    if work.session.get_bind().dialect.name == "postgresql":
        names = ", ".join(table.__tablename__ for table in TABLES)
        work.session.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


def write_merged(work: UnitOfWork, batch_id: int, known: Known, merged: Merged, zone: ZoneInfo) -> None:
    """Write the new and the changed requests in this unit of work and note them in the batch."""
    writer = _Writer(work, batch_id, known)
    writer.add_names(merged)
    writer.add_requests(merged.created, numbers_of(work, merged.created, zone))
    writer.change_requests(merged.changed)
    work.touch("request")


def chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Return `items` in parts that fit one statement."""
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


class _Writer:
    """Writes into one batch."""

    def __init__(self, work: UnitOfWork, batch_id: int, known: Known) -> None:
        self.work = work
        self.batch_id = batch_id
        self.known = known

    def insert(self, table: type[Base], values: Sequence[Mapping[str, Any]]) -> list[int]:
        """Insert rows, note them in the batch, and return their ids in order."""
        statement = insert(table).returning(table.__table__.c.id, sort_by_parameter_order=True)
        ids: list[int] = []
        for chunk in chunks(values):
            ids += self.work.session.connection().execute(statement, list(chunk)).scalars()
        batches.note_created(self.work, self.batch_id, table.__tablename__, ids)
        return ids

    # --- names -------------------------------------------------------------------------------------------------------

    def add_names(self, merged: Merged) -> None:
        """Create the departments, categories and workers that only the ledger knows."""
        told: list[Mapping[str, Any]] = [row.cells for row in merged.created]
        told += [{**change.row.cells, **change.names} for change in merged.changed if change.names]
        self._add("department", Department, told, self._department_values)
        self._add("category", Category, told, self._category_values)
        self._add("worker", Worker, told, self._worker_values)

    def _ids(self, field: str) -> dict[str, int]:
        ids: dict[str, int] = getattr(
            self.known, {"department": "departments", "category": "categories"}.get(field, "workers")
        )
        return ids

    def _add(self, field: str, table: type[Base], told: Sequence[Mapping[str, Any]], values_of: Any) -> None:
        ids = self._ids(field)
        new: dict[str, Mapping[str, Any]] = {}
        for cells in told:
            name = cells.get(field)
            if name and search_form(name) not in ids:
                new.setdefault(search_form(name), cells)
        values = [{"community_id": self.work.community_id, **one} for one in values_of(list(new.values()))]
        made = self.insert(table, values)
        ids.update(zip(new, made, strict=True))
        if made:
            self.work.touch(table.__tablename__, *made)

    def _department_values(self, told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        codes = (f"d{number}" for number in count(1) if f"d{number}" not in self.known.department_codes)
        position = self._last_position(Department)
        return [
            {"name": cells["department"], "code": next(codes), "position": position + place, "active": True}
            for place, cells in enumerate(told, start=1)
        ]

    def _category_values(self, told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        position = self._last_position(Category)
        return [
            {"name": cells["category"], "department_id": None, "position": position + place, "active": True}
            for place, cells in enumerate(told, start=1)
        ]

    def _worker_values(self, told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [
            {"name": cells["worker"], "department_id": self._id_of("department", cells), "phone": "", "active": True}
            for cells in told
        ]

    def _last_position(self, table: type[Department | Category]) -> int:
        statement = select(func.max(table.position)).where(table.community_id == self.work.community_id)
        return self.work.session.scalar(statement) or 0

    def _id_of(self, field: str, cells: Mapping[str, Any]) -> int | None:
        name = cells.get(field)
        return self._ids(field)[search_form(name)] if name else None

    # --- new requests ------------------------------------------------------------------------------------------------

    def add_requests(self, rows: Sequence[LedgerRow], numbers: Sequence[str]) -> None:
        """Insert new requests with their step, call, timeline entries and index rows."""
        values = [self._request_values(row, number) for row, number in zip(rows, numbers, strict=True)]
        ids = self.insert(Request, values)
        self.insert(
            RequestStep,
            [
                self._step(request_id, "", one["state"], _base_of(row, one))
                for request_id, row, one in zip(ids, rows, values, strict=True)
            ],
        )
        calls = ((request_id, follow_up_of(row)) for request_id, row in zip(ids, rows, strict=True))
        self.insert(FollowUp, [self._call_values(request_id, call) for request_id, call in calls if call])
        for request_id, row, one in zip(ids, rows, values, strict=True):
            tell_of_new(self.work, self.batch_id, request_id, one, follow_up_of(row))
        fields = [(request_id, _search_fields(one)) for request_id, one in zip(ids, values, strict=True)]
        search.put_many(self.work.session, self.work.community_id, "request", fields, fresh=True)

    def _request_values(self, row: LedgerRow, number: str) -> dict[str, Any]:
        cells, call = row.cells, follow_up_of(row)
        spot = spot_of(self.known, row)
        completed_at = cells.get("completed_at")
        due_at = follow_up_due(self.known, number, row, completed_at)
        standing = follow_up_standing(due_at, completed_at, [call] if call else [])
        cancelled = "cancel_reason" in cells
        department_id, worker_id = self._id_of("department", cells), self._id_of("worker", cells)
        return {
            "community_id": self.work.community_id,
            "number": number,
            "kind": row.kind,
            "state": _state(cells, standing, sent_out=department_id is not None or worker_id is not None),
            "room_id": spot.room_id,
            "building_id": spot.building_id,
            "room_label": spot.label,
            "reporter": cells.get("reporter", ""),
            "phone": cells.get("phone", ""),
            "words": row.words,
            "category_id": self._id_of("category", cells),
            "department_id": department_id,
            "worker_id": worker_id,
            "place": cells.get("place", cells["assumed_place"]),
            "liability": cells.get("liability", Liability.PROPERTY),
            "source": cells.get("source", Source.RESIDENT),
            "channel": cells.get("channel", Channel.OTHER),
            "occurred_at": row.occurred_at,
            "recorded_at": self.work.now,
            "due_at": cells.get("due_at"),
            "responded_at": completed_at,
            "completed_at": completed_at,
            "first_completed_at": completed_at,
            "closed_at": standing["reached_at"],
            # a ledger seldom says when; that it is cancelled was learnt now
            "cancelled_at": cells.get("cancelled_at", self.work.now) if cancelled else None,
            "cancel_reason": cells.get("cancel_reason", ""),
            "result": cells.get("result", ""),
            **standing,
            "imported_key": None if row.request_number else row.key,
        }

    def _step(self, request_id: int, before: str, after: str, base: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "community_id": self.work.community_id,
            "request_id": request_id,
            "at": self.work.now,
            "kind": StepKind.IMPORTED,
            "account_id": self.work.actor.account_id,
            "state_before": before,
            "state_after": after,
            "why": "",
            "details": {"batch": self.batch_id, "cells": cells_to_json(base)},
        }

    def _call_values(self, request_id: int, call: KnownFollowUp) -> dict[str, Any]:
        return {
            "community_id": self.work.community_id,
            "request_id": request_id,
            "made_at": call.made_at,
            "outcome": call.outcome,
            "satisfaction": call.satisfaction,
            "words": call.words,
        }

    # --- changed requests --------------------------------------------------------------------------------------------

    def change_requests(self, changes: Sequence[Change]) -> None:
        """Update requests, note what they were, and add their step, call, timeline entries and index rows."""
        updates: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        notes, steps, calls = [], [], []
        for change in changes:
            present = change.request.columns
            values = {**change.columns, **{f"{name}_id": self._id_of(name, change.names) for name in change.names}}
            request_id, version = present["id"], present["version"] + 1
            updates[tuple(sorted(values))].append({"row": request_id, **{f"new_{k}": v for k, v in values.items()}})
            notes.append(RowChange(request_id, {name: present[name] for name in values}, version))
            base = {**change.request.base, **_given(change.row)}
            steps.append(self._step(request_id, present["state"], values.get("state", present["state"]), base))
            if change.call is not None:
                calls.append((request_id, change.call))
            tell_of_change(self.work, self.batch_id, {**present, **values}, change)
        for names, rows in updates.items():
            self._update(Request, names, rows)
        batches.note_changed(self.work, self.batch_id, Request.__tablename__, notes)
        self.insert(RequestStep, steps)
        self._write_calls(calls)
        search.put_many(
            self.work.session,
            self.work.community_id,
            "request",
            [
                (change.request.columns["id"], _search_fields({**change.request.columns, **change.columns}))
                for change in changes
            ],
        )

    def _update(self, table: type[Base], names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
        columns = table.__table__.c
        values = {name: bindparam(f"new_{name}", type_=columns[name].type) for name in names}
        statement = update(table).where(columns.id == bindparam("row"))
        statement = statement.values({**values, "version": columns.version + 1})
        self.work.session.connection().execute(statement, list(rows))

    def _write_calls(self, calls: Sequence[tuple[int, KnownFollowUp]]) -> None:
        self.insert(FollowUp, [self._call_values(request_id, call) for request_id, call in calls if not call.id])
        names = ("made_at", "outcome", "satisfaction", "words")
        corrected = [(request_id, call) for request_id, call in calls if call.id]
        if not corrected:
            return
        before = {
            row.id: row
            for row in self.work.session.execute(
                select(FollowUp.id, FollowUp.made_at, FollowUp.outcome, FollowUp.satisfaction, FollowUp.words).where(
                    FollowUp.id.in_([call.id for _, call in corrected])
                )
            )
        }
        self._update(
            FollowUp,
            names,
            [{"row": call.id, **{f"new_{name}": getattr(call, name) for name in names}} for _, call in corrected],
        )
        notes = [
            RowChange(call.id, {name: getattr(before[call.id], name) for name in names}, call.version + 1)
            for _, call in corrected
        ]
        batches.note_changed(self.work, self.batch_id, FollowUp.__tablename__, notes)


def _state(cells: Mapping[str, Any], standing: Mapping[str, Any], *, sent_out: bool) -> RequestState:
    if "cancel_reason" in cells:
        return RequestState.CANCELLED
    if "completed_at" in cells:
        return RequestState.CLOSED if standing["reached_at"] is not None else RequestState.COMPLETED
    return RequestState.ASSIGNED if sent_out else RequestState.RECEIVED


def _given(row: LedgerRow) -> dict[str, Any]:
    return {name: value for name, value in row.cells.items() if name != "assumed_place"}


def _base_of(row: LedgerRow, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the request now has from the ledger: what was given, and what was assumed where nothing was."""
    assumed = {name: values[name] for name in ("place", "liability", "source", "channel")}
    return {**assumed, **_given(row)}


def _search_fields(values: Mapping[str, Any]) -> search.SearchFields:
    return search.SearchFields(
        public=(values["number"], values["room_label"]),
        phone=(values["phone"],),
        text=(values["words"], values["reporter"]),
    )
