"""Imports that can be taken back in one step: what each created, and what rows looked like before it changed them.

Taking back leaves alone every row that someone has edited since or that newer rows refer to; those are listed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Date,
    Index,
    Table,
    bindparam,
    delete,
    event,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import msg
from desktop.storage.base import Base, BigId, Root, UtcMoment, from_microseconds, microseconds
from desktop.storage.bulk import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection
    from sqlalchemy.orm import Mapper, Session

    from desktop.storage.work import UnitOfWork

__all__ = [
    "ImportBatch",
    "ImportChange",
    "RowChange",
    "Undone",
    "finish_batch",
    "forget_rows",
    "note_changed",
    "note_created",
    "plan_undo",
    "start_batch",
    "undo",
]

CREATED = "created"
CHANGED = "changed"
TOPIC = "import_batch"
"""Name of the table and topic of its audit rows."""

_CHUNK = 500


class ImportBatch(Root, Base):
    """One import: which file, whose, when, and how many rows of each outcome."""

    __tablename__ = TOPIC

    kind: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcMoment)
    account_id: Mapped[int]
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class ImportChange(Base):
    """One row an import wrote; `before` holds the columns it changed, as plain values. Not bound by foreign keys."""

    __tablename__ = "import_change"
    __table_args__ = (Index("ix_import_change_batch", "batch_id", "table_name", "row_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    batch_id: Mapped[int] = mapped_column(BigId)
    table_name: Mapped[str]
    row_id: Mapped[int] = mapped_column(BigId)
    action: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    version_after: Mapped[int]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row about to be noted as changed: the old values of the changed columns, and its version afterwards."""

    row_id: int
    before: Mapping[str, Any]
    version_after: int


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking back did or would do, ids per table in ascending order. `left` are (table, id) that stay."""

    deleted: Mapping[str, Sequence[int]]
    restored: Mapping[str, Sequence[int]]
    left: Sequence[tuple[str, int]]

    @property
    def undone(self) -> int:
        """Return how many rows are deleted or restored."""
        return sum(map(len, self.deleted.values())) + sum(map(len, self.restored.values()))


def start_batch(work: UnitOfWork, kind: str, file_name: str, file_hash: str) -> int:
    """Begin a batch in this unit of work and return its id."""
    batch = ImportBatch(
        community_id=work.community_id,
        kind=kind,
        file_name=file_name,
        file_hash=file_hash,
        at=work.now,
        account_id=work.actor.account_id,
        counts={},
        undone_at=None,
    )
    work.session.add(batch)
    work.session.flush()
    return batch.id


def finish_batch(work: UnitOfWork, batch_id: int, counts: Mapping[str, int]) -> None:
    """Store the batch's counts and write the one audit row the whole import has."""
    batch = work.session.get_one(ImportBatch, batch_id)
    batch.counts = dict(counts)
    after = {"kind": batch.kind, "file": batch.file_name, **counts}
    work.audit(TOPIC, batch_id, "imported", after=after)


def note_created(work: UnitOfWork, batch_id: int, table: Table | str, row_ids: Iterable[int]) -> None:
    """Note rows of `table` as created by the batch, in their first version."""
    name = str(_table(table).name)  # a plain string: the driver takes SQLAlchemy's own ones ten times slower
    insert_rows(
        work.session.connection(),
        _table(ImportChange.__tablename__),
        ("batch_id", "table_name", "row_id", "action", "version_after"),
        ((batch_id, name, row_id, CREATED, 1) for row_id in row_ids),
    )


def note_changed(work: UnitOfWork, batch_id: int, table: Table | str, changes: Iterable[RowChange]) -> None:
    """Note rows of `table` as changed by the batch, with what they held before."""
    source = _table(table)
    rows = [
        {
            "batch_id": batch_id,
            "table_name": source.name,
            "row_id": change.row_id,
            "action": CHANGED,
            "before": {name: _to_json(value) for name, value in change.before.items()},
            "version_after": change.version_after,
        }
        for change in changes
    ]
    if rows:
        work.session.execute(insert(ImportChange), rows)


def forget_rows(connection: Connection, table: str, row_ids: Sequence[int]) -> None:
    """Forget what imports noted of rows that are removed: a file gives their ids to later rows, which must stay.

    Rows that a session deletes are forgotten by themselves; to be called for what a statement deletes.
    """
    batches = select(ImportBatch.id)  # named so that the index serves
    noted = delete(ImportChange).where(ImportChange.batch_id.in_(batches), ImportChange.table_name == table)
    for start in range(0, len(row_ids), _CHUNK):
        connection.execute(noted.where(ImportChange.row_id.in_(row_ids[start : start + _CHUNK])))


@event.listens_for(Root, "after_delete", propagate=True)
def _forget_row(mapper: Mapper[Any], connection: Connection, row: Root) -> None:
    forget_rows(connection, str(mapper.local_table), [row.id])


def plan_undo(session: Session, community_id: int, batch_id: int) -> Undone:
    """Return what `undo` would do now; changes nothing. Raises UserError for an unknown or undone batch."""
    _undoable(session, community_id, batch_id)
    return _outcome(_plan(session, batch_id))


def undo(work: UnitOfWork, batch_id: int) -> Undone:
    """Take the batch back in this unit of work: delete what it created, restore what it changed, leave the rest.

    The caller takes the deleted and restored rows out of or into the search index. Raises UserError for an unknown or
    undone batch, ConflictError when an old value is taken by a newer row.
    """
    session = work.session
    batch = _undoable(session, work.community_id, batch_id)
    session.flush()
    plans = _plan(session, batch_id)
    try:
        # What refers goes before what is referred to; old values come back while all they refer to still stands.
        for plan in plans:
            _restore(session, plan)
        for plan in plans:
            _delete(session, plan)
    except IntegrityError as error:
        raise ConflictError(
            msg("The import cannot be taken back: an old value of it is used by a newer entry. Change that one first.")
        ) from error
    batch.undone_at = work.now
    session.flush()
    session.expire_all()
    outcome = _outcome(plans)
    for plan in plans:
        work.touch(plan.table.name)
    work.audit(TOPIC, batch_id, "undone", after={"undone": outcome.undone, "left": len(outcome.left)})
    return outcome


# --- the plan --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Plan:
    """What happens to one table's rows: ids to delete, old values to restore, ids left as they are."""

    table: Table
    delete: set[int] = field(default_factory=set)
    restore: dict[int, dict[str, Any]] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)


def _undoable(session: Session, community_id: int, batch_id: int) -> ImportBatch:
    batch = session.get(ImportBatch, batch_id)
    if batch is None or batch.community_id != community_id:
        raise UserError(msg("There is no such import."))
    if batch.undone_at is not None:
        raise UserError(msg("This import has been taken back already."))
    return batch


def _plan(session: Session, batch_id: int) -> list[_Plan]:
    """Return the plans, tables that refer to others first."""
    plans = {}
    for table, changes in _noted(session, batch_id).items():
        plans[table.name] = _plan_table(session, table, changes)
    ordered = [plans[table.name] for table in reversed(Base.metadata.sorted_tables) if table.name in plans]
    for plan in ordered:
        _keep_referred(session, plan, plans)
    return ordered


def _noted(session: Session, batch_id: int) -> dict[Table, dict[int, tuple[str, dict[str, Any], int]]]:
    """Return per table and row what the batch did first, what the row held then, and its last version."""
    columns = (
        ImportChange.table_name,
        ImportChange.row_id,
        ImportChange.action,
        ImportChange.before,
        ImportChange.version_after,
    )
    noted: dict[Table, dict[int, tuple[str, dict[str, Any], int]]] = defaultdict(dict)
    for name, row_id, action, before, version in session.execute(
        select(*columns).where(ImportChange.batch_id == batch_id).order_by(ImportChange.id)
    ):
        rows = noted[_table(name)]
        first_action, oldest, _ = rows.get(row_id, (action, {}, 0))
        rows[row_id] = (first_action, {**(before or {}), **oldest}, version)
    return noted


def _plan_table(session: Session, table: Table, changes: dict[int, tuple[str, dict[str, Any], int]]) -> _Plan:
    plan = _Plan(table)
    version = table.c.get("version")
    columns = (table.c.id,) if version is None else (table.c.id, version)
    for row in _chosen(session, select(*columns), table.c.id, sorted(changes)):
        action, before, version_after = changes[row[0]]
        if version is not None and row[1] != version_after:
            plan.left.add(row[0])
        elif action == CREATED:
            plan.delete.add(row[0])
        else:
            plan.restore[row[0]] = before
    return plan


def _keep_referred(session: Session, plan: _Plan, plans: Mapping[str, _Plan]) -> None:
    """Leave created rows that a row which stays refers to. Plans of the referring tables are final already."""
    for table in Base.metadata.sorted_tables:
        columns = [key.parent for key in table.foreign_keys if key.column is plan.table.c.id]
        other = plans.get(table.name)
        for column in columns:
            _keep_referred_by(session, plan, column, other)


def _keep_referred_by(session: Session, plan: _Plan, column: Any, other: _Plan | None) -> None:
    # a table without ids of its own, as what a closed month counted, is brought in by no import: its rows stay
    source = column.table.c.get("id", column)
    referring = list(_chosen(session, select(source, column), column, sorted(plan.delete)))
    changed = True
    while changed:  # within one table a row that stays may keep the next one
        kept = {
            target
            for source, target in referring
            if target in plan.delete and not (other is not None and _lets_go(other, source, column.name))
        }
        plan.delete -= kept
        plan.left |= kept
        changed = bool(kept) and other is plan


def _lets_go(other: _Plan, source: int, column: str) -> bool:
    return source in other.delete or column in other.restore.get(source, {})


def _chosen(session: Session, statement: Any, column: Any, ids: Sequence[int]) -> Iterable[Any]:
    for start in range(0, len(ids), _CHUNK):
        yield from session.execute(statement.where(column.in_(ids[start : start + _CHUNK])))


def _outcome(plans: Sequence[_Plan]) -> Undone:
    return Undone(
        {plan.table.name: sorted(plan.delete) for plan in plans if plan.delete},
        {plan.table.name: sorted(plan.restore) for plan in plans if plan.restore},
        [(plan.table.name, row_id) for plan in plans for row_id in sorted(plan.left)],
    )


# --- doing it --------------------------------------------------------------------------------------------------------


def _restore(session: Session, plan: _Plan) -> None:
    table = plan.table
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row_id, before in plan.restore.items():
        values = {f"old_{name}": _from_json(table.c[name].type, value) for name, value in before.items()}
        by_columns[tuple(sorted(before))].append({"row": row_id, **values})
    for names, rows in by_columns.items():
        statement = update(table).where(table.c.id == bindparam("row"))
        statement = statement.values({name: bindparam(f"old_{name}", type_=table.c[name].type) for name in names})
        if "version" in table.c:
            # Onwards, never back: whoever has the row open must learn that it changed.
            statement = statement.values(version=table.c.version + 1)
        session.connection().execute(statement, rows)


def _delete(session: Session, plan: _Plan) -> None:
    if not plan.delete:
        return
    table, ids = plan.table, sorted(plan.delete)
    if session.get_bind().dialect.name == "sqlite":
        chosen = select(func.json_each(str(ids)).table_valued("value").c.value)
    else:
        chosen = select(func.unnest(literal(ids, ARRAY(BigInteger))))
    # One statement, because rows of one table may refer to each other.
    session.connection().execute(delete(table).where(table.c.id.in_(chosen)))


def _table(table: Table | str) -> Table:
    return Base.metadata.tables[table] if isinstance(table, str) else table


def _to_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return microseconds(value)
    return value.isoformat() if isinstance(value, date) else value


def _from_json(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, UtcMoment):
        return from_microseconds(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
