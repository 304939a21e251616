from __future__ import annotations

import json
import os
import threading
import zipfile
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import language
from desktop.core.permissions import Operation
from desktop.storage import backup, opening
from desktop.storage.backup import Manifest, back_up
from desktop.storage.places import DataPlace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.core.permissions import Actor
    from desktop.storage.database import Database
    from desktop.storage.keys import KeyFile
    from desktop.storage.migrate import Migrations
    from desktop.storage.opening import Opened
    from desktop.storage.restore import Restored


SESAME = "open sesame"


def sentence(call: Callable[[], object]) -> str:
    with pytest.raises((UserError, WorldError)) as caught:
        call()
    return language("en").message(caught.value.problems[0].message)


def rename(opened: Opened, name: str) -> None:
    with opened.database.connect(writing=True) as connection:
        connection.execute(text("UPDATE community SET name = :name"), {"name": name})


def name_of(directory: Path, clock: FixedClock, migrations: Migrations, password: str = SESAME) -> str:
    opened = opening.open_data(directory, "admin", password, clock, migrations)
    try:
        with opened.database.read() as session:
            return str(session.execute(text("SELECT name FROM community")).scalar_one())
    finally:
        opened.close()


def test_that_a_backup_holds_all_in_one_file_and_comes_back_elsewhere(
    save: Callable[[], Path],
    put_back: Callable[..., Restored],
    opened: Opened,
    tmp_path: Path,
    clock: FixedClock,
    migrations: Migrations,
) -> None:
    rename(opened, "湖畔")  # still in the write-ahead log only
    restored = put_back(save(), tmp_path / "new")
    assert restored.aside is None
    assert restored.manifest.counts["community"] == 1
    assert restored.manifest.made_at == "2026-11-22T06:05:00+00:00"
    assert name_of(tmp_path / "new", clock, migrations) == "湖畔"
    assert {path.name for path in tmp_path.iterdir()} == {"data", "safe.tpbackup", "new"}


def test_that_a_backup_is_encrypted_and_stored(save: Callable[[], Path]) -> None:
    archive = save()
    assert "翠湖花园".encode() not in archive.read_bytes()
    with zipfile.ZipFile(archive) as packed:
        assert packed.namelist() == ["touchpoint.db", "keys.json", "manifest.json"]
        assert {entry.compress_type for entry in packed.infolist()} == {zipfile.ZIP_STORED}
        assert json.loads(packed.read("manifest.json"))["revision"]


def test_that_a_backup_opens_with_the_passwords_of_its_day(
    save: Callable[[], Path],
    put_back: Callable[..., Restored],
    keys: KeyFile,
    place: DataPlace,
    opened: Opened,
    clock: FixedClock,
    migrations: Migrations,
) -> None:
    archive = save()
    keys.change_password("admin", "open sesame", "newer sesame", clock)
    opened.close()
    assert "wrong" in sentence(lambda: put_back(archive, place.directory, "newer sesame"))
    assert name_of(place.directory, clock, migrations, "newer sesame") == "翠湖花园"
    put_back(archive, place.directory, "open sesame")
    assert name_of(place.directory, clock, migrations, "open sesame") == "翠湖花园"


def test_that_a_failing_disk_leaves_the_earlier_backup(
    save: Callable[[], Path], opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = save()
    before = archive.read_bytes()
    rename(opened, "湖畔")

    def fail(_handle: int) -> None:
        raise OSError(28, "injected")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        assert "disk is full" in sentence(save)
    assert archive.read_bytes() == before
    assert sorted(path.name for path in archive.parent.iterdir()) == ["data", "safe.tpbackup"]
    assert save().read_bytes() != before


def test_that_a_disk_that_writes_something_else_is_noticed(
    save: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = backup._pack

    def flawed(packed: Path, folder: Path, manifest: Manifest, now: object) -> None:
        pack(packed, folder, manifest, now)  # type: ignore[arg-type]
        content = bytearray(packed.read_bytes())
        content[9000] ^= 1
        packed.write_bytes(content)

    monkeypatch.setattr(backup, "_pack", flawed)
    with pytest.raises((WorldError, zipfile.BadZipFile)):
        save()
    assert not (tmp_path / "safe.tpbackup").exists()


def test_that_damaged_data_makes_no_backup(
    place: DataPlace, clock: FixedClock, migrations: Migrations, tmp_path: Path
) -> None:
    content = bytearray(place.data_file.read_bytes())
    content[-2000] ^= 1
    place.data_file.write_bytes(content)
    opened = opening.open_data(place.directory, "admin", "open sesame", clock, migrations)
    assert opened.key is not None
    key = opened.key
    told = sentence(lambda: back_up(opened.database, place, key, tmp_path / "safe.tpbackup", clock))
    opened.close()
    assert "damaged" in told
    assert not (tmp_path / "safe.tpbackup").exists()


def test_that_a_backup_taken_while_others_write_holds_one_moment(
    opened: Opened,
    save: Callable[[], Path],
    put_back: Callable[..., Restored],
    tmp_path: Path,
    actor: Actor,
    clock: FixedClock,
    migrations: Migrations,
) -> None:
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with opened.database.write(actor, Operation.EDIT_COMMUNITY, clock) as work:
                work.audit("community", number, "edited")
            written.set()

    writer = threading.Thread(target=write)
    writer.start()
    written.wait()
    archives = [save() for _ in range(3)]
    stop.set()
    writer.join()
    restored = put_back(archives[-1], tmp_path / "new")
    assert restored.manifest.counts["audit"] == restored.manifest.counts["operation"] > 0
    assert name_of(tmp_path / "new", clock, migrations) == "翠湖花园"


def test_that_a_folder_or_a_missing_folder_is_no_place_for_a_backup(
    opened: Opened, tmp_path: Path, clock: FixedClock
) -> None:
    def save_to(out: Path) -> Callable[[], object]:
        assert opened.place is not None
        assert opened.key is not None
        place, key = opened.place, opened.key
        return lambda: back_up(opened.database, place, key, out, clock)

    assert "file name" in sentence(save_to(tmp_path))
    assert "does not exist" in sentence(save_to(tmp_path / "none" / "safe.tpbackup"))


def test_that_a_servers_backups_belong_to_the_server(server_db: Database, tmp_path: Path, clock: FixedClock) -> None:
    told = sentence(lambda: back_up(server_db, DataPlace(tmp_path), bytes(32), tmp_path / "safe.tpbackup", clock))
    assert "pg_dump" in told
