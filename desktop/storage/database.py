"""One opened database: transactions that read a snapshot, and transactions that write all or nothing."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, create_engine, event, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import QueuePool

from desktop.core.changes import Changes, RepeatedWriteError
from desktop.core.errors import ConflictError, WorldError
from desktop.core.i18n import msg
from desktop.storage.audit import OperationRow
from desktop.storage.work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine

    from desktop.core.clock import Clock
    from desktop.core.permissions import Actor, Operation

__all__ = ["WRITING", "Database", "file_database", "is_passing", "server_database", "world_error"]

BUSY_MILLISECONDS = 10_000
OLDEST_SQLITE = (3, 51, 3)
"""Older ones can corrupt a write-ahead log when it is reset."""

_DOUBLE = "23505"
"""What PostgreSQL calls a second row where there may be one."""

WRITING = "touchpoint_writing"
"""Execution option of connections whose transaction writes."""


class Database:
    """An opened file or server. Safe to use from several threads; sessions are not shared between them."""

    def __init__(self, engine: Engine) -> None:
        """Wrap an engine that opens keyed, checked connections."""
        self.engine = engine
        self._writing = engine.execution_options(**{WRITING: True})

    @property
    def is_server(self) -> bool:
        """Tell whether this is a PostgreSQL server rather than a file."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session on one consistent snapshot; nothing done in it is kept."""
        with _plain_errors(), Session(self.engine, autoflush=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def write(self, actor: Actor, operation: Operation, clock: Clock, operation_id: str = "") -> Iterator[UnitOfWork]:
        """Open a unit of work that commits when the block ends and leaves nothing when it raises.

        Raises RepeatedWriteError when `operation_id` was committed before, ConflictError when a row changed
        meanwhile or was added by someone else in the same moment, WorldError when disk, file or server fail.
        """
        with _plain_errors(), Session(self._writing) as session:
            work = UnitOfWork(session, actor, operation, clock.now(), operation_id)
            if operation_id:
                _refuse_repetition(session, operation_id)
            try:
                yield work
                work.record()
                session.commit()
            except StaleDataError as error:
                raise _changed_meanwhile() from error
            except IntegrityError as error:
                session.rollback()
                if operation_id:
                    _refuse_repetition(session, operation_id)
                # a file has one writer at a time, who sees all there is: there a double is a bug
                if getattr(error.orig, "sqlstate", "") == _DOUBLE:
                    raise _changed_meanwhile() from error
                raise

    @contextmanager
    def connect(self, *, writing: bool = False) -> Iterator[Connection]:
        """Open a bare connection in one transaction, committed at the end when `writing`; for kernel work only."""
        engine = self._writing if writing else self.engine
        with _plain_errors(), engine.connect() as connection, connection.begin() as transaction:
            yield connection
            if not writing:
                transaction.rollback()

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.engine.dispose()


def file_database(path: Path, key: bytes) -> Database:
    """Open the encrypted SQLite file at `path`, which must exist, with its 32-byte `key`.

    Connections are keyed before anything else, wait for each other, write through to the disk and keep foreign
    keys. Nothing is read yet: a wrong key shows at the first connection.
    """
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - a server's client does without the driver

    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise WorldError(msg("This program's SQLite is too old to be safe; install the program again."))
    address = f"{path.resolve().as_uri()}?mode=rw"

    def connect() -> Any:
        connection = dbapi2.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        try:
            # The library would write its own words about a wrong key to standard error.
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            for pragma in ("cell_size_check = ON", "foreign_keys = ON", f"busy_timeout = {BUSY_MILLISECONDS}"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("PRAGMA synchronous = FULL")
            # A wrong key shows here. The pool would leave such a connection open, and on Windows a file that is held
            # open cannot be moved aside for the backup that is to replace it.
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        except dbapi2.Error:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        hide_parameters=True,
        json_serializer=_compact_json,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return Database(engine)


def server_database(url: str) -> Database:
    """Open the PostgreSQL database at `url`; nothing is asked of the server yet."""
    engine = create_engine(url, hide_parameters=True, pool_size=4, pool_pre_ping=True, json_serializer=_compact_json)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(WRITING, False):
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))

    return Database(engine)


def _compact_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _changed_meanwhile() -> ConflictError:
    return ConflictError(
        msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
    )


# Made once: every write asks for it.
_COMMITTED = select(OperationRow.result, OperationRow.touched).where(
    OperationRow.operation_id == bindparam("operation")
)


def _refuse_repetition(session: Session, operation_id: str) -> None:
    row = session.connection().execute(_COMMITTED, {"operation": operation_id}).one_or_none()
    if row is not None:
        touched = {topic: frozenset(ids) for topic, ids in row.touched.items()}
        raise RepeatedWriteError(Changes(touched, row.result, operation_id))


_FULL = ("database or disk is full", "no space left", "disk full")
_LOCKED = ("database is locked", "database table is locked", "lock timeout", "deadlock detected")
_READ_ONLY = ("readonly database", "read-only", "attempt to write a readonly")
_FOREIGN = ("file is not a database", "malformed", "disk i/o error", "hmac", "unable to open database")


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        told = world_error(error)
        if told is None:
            raise
        raise told from error


def world_error(error: Exception) -> WorldError | None:
    """Return the sentence for a driver's error that the surroundings cause, None for what is a bug."""
    words = str(getattr(error, "orig", error)).lower()
    sentences = (
        (_FULL, msg("The disk is full. Nothing you typed is lost: free some space, then try again.")),
        (_LOCKED, msg("Another program is using the data just now. Nothing is lost: try again in a moment.")),
        (_READ_ONLY, msg("The data folder cannot be written to. Nothing you typed is lost: ask for write access.")),
        (_FOREIGN, msg("The data file cannot be read; it is damaged or not ours. Restore the last backup.")),
    )
    for signs, sentence in sentences:
        if any(sign in words for sign in signs):
            return WorldError(sentence)
    if isinstance(error, DBAPIError) and (error.connection_invalidated or isinstance(error, OperationalError)):
        return WorldError(msg("The database server does not answer. Nothing you typed is lost: try again in a moment."))
    return None


def is_passing(error: BaseException) -> bool:
    """Tell whether a driver's error comes from others who hold the data, or from a server gone away: it passes."""
    words = str(getattr(error, "orig", error)).lower()
    gone = isinstance(error, DBAPIError) and error.connection_invalidated
    return gone or any(sign in words for sign in _LOCKED)
