from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import text

from desktop.core.errors import UpgradeError, UserError, WorldError
from desktop.core.i18n import language
from desktop.storage import opening
from desktop.storage.database import file_database
from desktop.storage.keys import KeyFile, new_data_key
from desktop.storage.locks import lock
from desktop.storage.migrate import Migrations

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database
    from desktop.storage.opening import Opened
    from desktop.storage.places import DataPlace

ROOT = Path(__file__).resolve().parents[2]


def sentence(call: Callable[[], object]) -> str:
    with pytest.raises((UserError, WorldError)) as caught:
        call()
    return language("en").message(caught.value.problems[0].message)


@pytest.fixture
def try_open(place: DataPlace, clock: FixedClock, migrations: Migrations) -> Callable[[], Opened]:
    return lambda: opening.open_data(place.directory, "admin", "open sesame", clock, migrations)


def community(opened: Opened) -> str:
    with opened.database.read() as session:
        return str(session.execute(text("SELECT name FROM community")).scalar_one())


def test_that_signing_in_opens_what_was_set_up(opened: Opened, place: DataPlace) -> None:
    assert community(opened) == "翠湖花园"
    assert (opened.name, opened.must_change_password, opened.place) == ("admin", False, place)
    assert opened.keys is not None
    assert opened.key is not None
    assert opened.keys.fits(opened.key)
    assert opened.key.hex() not in repr(opened)
    assert str(opened.key) not in repr(opened)


def test_that_the_recovery_key_opens_the_file_and_a_new_password_follows(
    place: DataPlace, recovery_key: str, clock: FixedClock, migrations: Migrations
) -> None:
    recovered = opening.open_recovered(place.directory, recovery_key.lower(), clock, migrations)
    assert recovered.keys is not None
    assert recovered.key is not None
    recovered.keys.put_slot(recovered.key, "admin", "remembered")
    recovered.close()
    again = opening.open_data(place.directory, "Admin", "remembered", clock, migrations)
    assert community(again) == "翠湖花园"
    again.close()


def test_that_nothing_readable_lies_on_the_disk(place: DataPlace) -> None:
    content = place.data_file.read_bytes()
    assert not content.startswith(b"SQLite format 3")
    assert "翠湖花园".encode() not in content
    assert b"community" not in content


def test_that_a_wrong_password_opens_nothing(place: DataPlace, clock: FixedClock, migrations: Migrations) -> None:
    def wrong() -> Opened:
        return opening.open_data(place.directory, "admin", "open barley", clock, migrations)

    assert sentence(wrong) == "The name or the password is wrong."


def test_that_an_empty_folder_stays_empty(tmp_path: Path, clock: FixedClock, migrations: Migrations) -> None:
    told = sentence(lambda: opening.open_data(tmp_path, "admin", "open sesame", clock, migrations))
    assert "no data in this folder" in told
    assert list(tmp_path.iterdir()) == []


def test_that_files_of_two_communities_do_not_mix(
    place: DataPlace, tmp_path: Path, migrations: Migrations, try_open: Callable[[], Opened]
) -> None:
    opening.create_file(tmp_path / "other", "admin", "open sesame", migrations=migrations)
    shutil.copy(tmp_path / "other" / "touchpoint.db", place.data_file)
    assert "do not belong together" in sentence(try_open)


def test_that_an_ordinary_file_is_not_taken_for_data(place: DataPlace, try_open: Callable[[], Opened]) -> None:
    place.data_file.write_bytes(b"a letter to the residents, long enough to be a page" * 200)
    assert "do not belong together" in sentence(try_open)
    place.data_file.unlink()
    plain = sqlite3.connect(place.data_file)
    plain.execute("CREATE TABLE operation (id)")
    plain.close()
    assert "do not belong together" in sentence(try_open)
    assert sqlite3.connect(place.data_file).execute("SELECT * FROM operation").fetchall() == []


@pytest.mark.parametrize(
    "tables", [[], ["alembic_version (version_num)"], ["operation (id)", "alembic_version (version_num)"]]
)
def test_that_a_foreign_database_under_the_right_key_is_refused(
    place: DataPlace, keys: KeyFile, clock: FixedClock, try_open: Callable[[], Opened], tables: list[str]
) -> None:
    key = keys.unlock("admin", "open sesame", clock).key
    place.data_file.unlink()
    foreign = sqlcipher3.dbapi2.connect(str(place.data_file))
    foreign.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    foreign.execute("PRAGMA user_version = 7")
    for table in tables:
        foreign.execute(f"CREATE TABLE {table}")
    foreign.close()
    assert "not a data file of this program" in sentence(try_open)


def test_that_data_of_a_newer_program_is_refused(opened: Opened, try_open: Callable[[], Opened]) -> None:
    with opened.database.connect(writing=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "newer version" in sentence(try_open)


def test_that_a_damaged_first_page_is_told(place: DataPlace, try_open: Callable[[], Opened]) -> None:
    content = bytearray(place.data_file.read_bytes())
    content[1000] ^= 1
    place.data_file.write_bytes(content)
    assert "damaged" in sentence(try_open)


def test_that_two_windows_and_a_command_share_one_file(opened: Opened, try_open: Callable[[], Opened]) -> None:
    second = try_open()
    with second.database.connect(writing=True) as connection:
        connection.execute(text("UPDATE community SET name = '湖畔'"))
    assert community(opened) == "湖畔"
    second.close()


def test_that_an_upgrade_waits_for_other_windows_to_close(
    place: DataPlace,
    opened: Opened,
    clock: FixedClock,
    migrations: Migrations,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "lock", lambda path, *, shared=False: lock(path, shared=shared, patience=0.05))
    newer = with_another_revision(migrations, tmp_path, "op.add_column('community', sa.Column('motto', sa.String()))")

    def upgrade() -> Opened:
        return opening.open_data(place.directory, "admin", "open sesame", clock, newer)

    assert "open in another window" in sentence(upgrade)
    assert community(opened) == "翠湖花园"
    opened.close()
    upgraded = upgrade()
    with upgraded.database.read() as session:
        assert session.execute(text("SELECT motto FROM community")).scalar_one() is None
    upgraded.close()
    assert [path.suffix for path in (place.directory / "backups").iterdir()] == [".tpbackup"]


def test_that_a_failed_upgrade_of_a_server_is_told_and_changes_nothing(
    server_db: Database, clock: FixedClock, migrations: Migrations, tmp_path: Path
) -> None:
    url = server_db.engine.url.render_as_string(hide_password=False)
    broken = with_another_revision(migrations, tmp_path, "op.execute('SELECT 1 / 0')")
    with pytest.raises(UpgradeError) as caught:
        opening.open_data(url, "postgres", "", clock, broken)
    assert "division by zero" in str(caught.value.__cause__)
    opened = opening.open_data(url, "postgres", "", clock, migrations)
    opened.prove()
    assert opened.returned is None
    assert community(opened) == "翠湖花园"
    opened.close()


def with_another_revision(migrations: Migrations, tmp_path: Path, line: str) -> Migrations:
    scripts = tmp_path / "scripts"
    shutil.copytree(migrations.scripts, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    newest, number = migrations.newest(), int(migrations.newest()) + 1
    (scripts / "versions" / f"{number:04}_more.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '{number:04}'\ndown_revision = '{newest}'\n\n\ndef upgrade():\n    {line}\n",
        encoding="utf-8",
    )
    return Migrations(scripts)


def test_that_setting_up_is_all_or_nothing(tmp_path: Path, migrations: Migrations) -> None:
    def broken(_database: object) -> None:
        raise RuntimeError("planted")

    with pytest.raises(RuntimeError):
        opening.create_file(tmp_path / "new", "admin", "open sesame", fill=broken, migrations=migrations)
    assert {path.name for path in (tmp_path / "new").iterdir()} <= {"touchpoint.lock"}
    assert opening.create_file(tmp_path / "new", "admin", "open sesame", migrations=migrations)


def test_that_setting_up_never_replaces_data(place: DataPlace, migrations: Migrations) -> None:
    before = place.data_file.read_bytes(), place.key_file.read_bytes()
    told = sentence(lambda: opening.create_file(place.directory, "admin", "open sesame", migrations=migrations))
    assert "holds data already" in told
    assert (place.data_file.read_bytes(), place.key_file.read_bytes()) == before


def test_that_a_short_first_password_is_refused(tmp_path: Path, migrations: Migrations) -> None:
    told = sentence(lambda: opening.create_file(tmp_path / "new", "admin", "short", migrations=migrations))
    assert "at least 8 characters" in told


def test_that_the_wrong_key_shows_nothing(place: DataPlace) -> None:
    database = file_database(place.data_file, new_data_key())
    with pytest.raises(WorldError), database.read() as session:
        session.execute(text("SELECT * FROM community"))
    database.close()


def test_that_signing_in_to_a_file_loads_no_heavy_library() -> None:
    code = (
        "import sys; import desktop.storage.opening; "
        "print([m for m in ('alembic', 'argon2', 'cryptography', 'psycopg', 'PySide6') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_that_a_read_only_folder_is_told(
    place: DataPlace, try_open: Callable[[], Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_file = os.open

    def refusing(path: str, flags: int, mode: int = 0o777) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            raise PermissionError(13, "injected")
        return open_file(path, flags, mode)

    monkeypatch.setattr(os, "open", refusing)
    assert "cannot be written to" in sentence(try_open)
    assert place.data_file.exists()
