from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from desktop.app import features
from desktop.storage.database import Database, server_database
from desktop.storage.migrate import Migrations, State
from desktop.storage.schema import is_search_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection


def revision_files() -> list[Path]:
    return sorted((Migrations().scripts / "versions").glob("*.py"))


def constants(path: Path) -> dict[str, object]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }


def test_that_revisions_are_numbered_without_gaps_and_each_follows_the_last() -> None:
    before = None
    for number, path in enumerate(revision_files(), 1):
        assert re.fullmatch(rf"{number:04}_[a-z0-9_]+\.py", path.name)
        named = constants(path)
        assert (named["revision"], named["down_revision"]) == (f"{number:04}", before)
        before = f"{number:04}"
    assert before == Migrations().newest()


def test_that_revisions_do_not_depend_on_classes_that_will_change() -> None:
    for path in revision_files():
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"from (desktop[\w.]+)", text)) <= {"desktop.storage.schema"}
        assert "import desktop" not in text


def server(new_postgres_database: Callable[..., str]) -> Database:
    database = server_database(new_postgres_database())
    with database.connect(writing=True) as connection:
        Migrations().run(connection)
    return database


@pytest.fixture(params=["file", "server"])
def upgraded(request: pytest.FixtureRequest) -> Iterator[Database]:
    if request.param == "server":
        database = server(request.getfixturevalue("new_postgres_database"))
    else:
        database = request.getfixturevalue("database")
        Migrations().upgrade(database)
    yield database
    database.close()


def differences(connection: Connection) -> list[object]:
    features.load_models()
    options = {
        "compare_type": True,
        "include_name": lambda name, kind, _: not (kind == "table" and is_search_table(name)),
    }
    context = MigrationContext.configure(connection, opts=options)
    found: list[object] = compare_metadata(context, features.metadata())
    return found


def test_that_the_revisions_make_exactly_the_tables_of_the_models(upgraded: Database) -> None:
    with upgraded.connect() as connection:
        assert Migrations().state(connection) is State.CURRENT
        assert differences(connection) == []


def test_that_a_forgotten_revision_would_be_noticed(upgraded: Database) -> None:
    with upgraded.connect(writing=True) as connection:
        before = differences(connection)
        connection.exec_driver_sql("ALTER TABLE community ADD COLUMN motto VARCHAR")
        assert len(differences(connection)) == len(before) + 1
