"""Bringing the schema up to the program's: all revisions in one transaction, or none.

Revisions are the files alembic/versions/NNNN_words.py; their numbers rise by one. Which one a database has and
which is the newest is learnt without importing alembic, because that is asked at every start.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import msg
from desktop.core.paths import alembic_dir
from desktop.storage.database import WRITING
from desktop.storage.schema import APPLICATION_ID

if TYPE_CHECKING:
    from pathlib import Path

    from alembic.config import Config
    from sqlalchemy import MetaData
    from sqlalchemy.engine import Connection

    from desktop.storage.database import Database

__all__ = ["Migrations", "State", "newer_schema"]

_FILE = re.compile(r"(\d{4})_\w+\.py")


class State(Enum):
    """How a database's schema stands to the program's."""

    EMPTY = "nothing in it"
    FOREIGN = "something that is not ours"
    OLDER = "to be upgraded"
    CURRENT = "as it should be"
    NEWER = "written by a newer program"


class Migrations:
    """The revisions in one folder of scripts, the program's own unless told otherwise."""

    def __init__(self, scripts: Path | None = None) -> None:
        """Use the scripts in `scripts`, a folder with env.py and versions/."""
        self.scripts = scripts or alembic_dir()

    def newest(self) -> str:
        """Return the newest revision the program knows, "" when it knows none."""
        names = (_FILE.fullmatch(path.name) for path in (self.scripts / "versions").glob("*.py"))
        return max((match[1] for match in names if match), default="")

    def state(self, connection: Connection) -> State:
        """Tell how the database of `connection` stands."""
        tables = set(inspect(connection).get_table_names())
        if not tables:
            return State.EMPTY
        if "alembic_version" not in tables or "operation" not in tables:
            return State.FOREIGN
        mark = "PRAGMA application_id" if connection.dialect.name == "sqlite" else f"SELECT {APPLICATION_ID}"
        if connection.exec_driver_sql(mark).scalar_one() != APPLICATION_ID:
            return State.FOREIGN
        current, newest = revision(connection), self.newest()
        if current == newest:
            return State.CURRENT
        return State.NEWER if current > newest else State.OLDER

    def run(self, connection: Connection) -> None:
        """Run every missing revision in the transaction that `connection` is in; a file takes `upgrade` instead."""
        from alembic import command  # noqa: PLC0415 - see `config`

        if connection.dialect.name == "postgresql":
            # One upgrade at a time: the second waits, then finds nothing to do.
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('touchpoint upgrade'))"))
        command.upgrade(self.config(connection), "head")

    def upgrade(self, database: Database) -> None:
        """Run every missing revision on a file, in one transaction; a verified backup was made before.

        Raises WorldError when the upgraded data would break a reference; nothing is changed then.
        """
        with database.engine.connect().execution_options(**{WRITING: True}) as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            # Rebuilding a table drops it, and dropping would delete what refers to it. No effect inside a
            # transaction, hence before one.
            driver.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    self.run(connection)
                    if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
                        raise WorldError(msg("The upgrade would have lost references; nothing was changed."))
            finally:
                connection.invalidate()  # closed rather than reused: what was switched off stays off nowhere else

    def config(self, connection: Connection, metadata: MetaData | None = None) -> Config:
        """Return alembic's configuration for an open connection; `metadata` is what new revisions are compared to."""
        # alembic costs half a second of start-up; it is imported here and in `run`, nowhere else in the program.
        from alembic.config import Config  # noqa: PLC0415

        config = Config(attributes={"connection": connection, "metadata": metadata})
        config.set_main_option("script_location", str(self.scripts).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        return config


def revision(connection: Connection) -> str:
    """Return the revision the database of `connection` has, "" for none."""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def newer_schema() -> UserError:
    """Return the sentence for data that a newer program has written."""
    return UserError(msg("The data was written by a newer version of this program; install that version here too."))
