"""Writes a new migration: compares the models with the newest revision and leaves a file to read and finish.

Started by `dev.py migration TEXT`; not part of the program in use.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command

from desktop.app import features
from desktop.storage.database import file_database
from desktop.storage.migrate import Migrations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.storage.database import Database

__all__ = ["main"]


def main(arguments: Sequence[str]) -> int:
    """Write the revision described by `arguments` into alembic/versions ; alembic prints where it is."""
    features.load_models()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        path.touch()
        database = file_database(path, bytes(32))
        try:
            _write(database, " ".join(arguments))
        finally:
            database.close()
    return 0


def _write(database: Database, words: str) -> None:
    migrations = Migrations()
    newest = migrations.newest()
    if newest:
        migrations.upgrade(database)
    with database.connect(writing=True) as connection:
        config = migrations.config(connection, features.metadata())
        command.revision(config, words, autogenerate=True, rev_id=f"{int(newest or 0) + 1:04d}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
