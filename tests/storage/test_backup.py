from __future__ import annotations

import hashlib
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
from desktop.storage import backup, durable, opening
from desktop.storage import restore as restoring
from desktop.storage.backup import Manifest, back_up
from desktop.storage.places import DataPlace
from desktop.storage.restore import Restored, restore, settle_interrupted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.core.permissions import Actor
    from desktop.storage.database import Database
    from desktop.storage.keys import KeyFile
    from desktop.storage.migrate import Migrations
    from desktop.storage.opening import Opened


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


@pytest.fixture
def save(opened: Opened, tmp_path: Path, clock: FixedClock) -> Callable[[], Path]:
    def save() -> Path:
        assert opened.place is not None
        assert opened.key is not None
        back_up(opened.database, opened.place, opened.key, tmp_path / "safe.zip", clock)
        return tmp_path / "safe.zip"

    return save


@pytest.fixture
def put_back(clock: FixedClock, migrations: Migrations) -> Callable[..., Restored]:
    def put_back(archive: Path, directory: Path, password: str = SESAME) -> Restored:
        def unlock(keys: KeyFile) -> bytes:
            return keys.unlock("admin", password, clock).key

        return restore(archive, DataPlace(directory), unlock, clock, migrations)

    return put_back


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
    assert {path.name for path in tmp_path.iterdir()} == {"data", "safe.zip", "new"}


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


def test_that_restoring_keeps_what_was_there_with_its_log(
    save: Callable[[], Path],
    put_back: Callable[..., Restored],
    opened: Opened,
    place: DataPlace,
    clock: FixedClock,
    migrations: Migrations,
) -> None:
    archive = save()
    rename(opened, "later")
    wal, shm = (place.directory / f"touchpoint.db{ending}" for ending in ("-wal", "-shm"))
    left_behind = wal.read_bytes(), shm.read_bytes()
    opened.close()
    wal.write_bytes(left_behind[0])
    shm.write_bytes(left_behind[1])
    restored = put_back(archive, place.directory)
    assert restored.aside is not None
    assert restored.aside.name == "replaced-20261122T060500Z"
    kept = {path.name for path in restored.aside.iterdir()}
    assert kept == {"touchpoint.db", "touchpoint.db-wal", "touchpoint.db-shm", "keys.json"}
    assert name_of(place.directory, clock, migrations) == "翠湖花园"
    assert name_of(restored.aside, clock, migrations) == "later"


def test_that_two_restores_at_one_moment_keep_both_copies(
    save: Callable[[], Path], put_back: Callable[..., Restored], opened: Opened, place: DataPlace
) -> None:
    archive = save()
    opened.close()
    first, second = put_back(archive, place.directory).aside, put_back(archive, place.directory).aside
    assert first is not None
    assert second is not None
    assert first != second


def test_that_restoring_under_an_open_window_is_refused(
    save: Callable[[], Path], put_back: Callable[..., Restored], opened: Opened, place: DataPlace
) -> None:
    archive = save()
    assert "open in another window" in sentence(lambda: put_back(archive, place.directory))
    rename(opened, "still works")
    assert not list(place.directory.glob("replaced-*"))


def test_that_a_restore_that_fails_anywhere_goes_back(
    save: Callable[[], Path],
    put_back: Callable[..., Restored],
    opened: Opened,
    place: DataPlace,
    clock: FixedClock,
    migrations: Migrations,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive = save()
    rename(opened, "before")
    opened.close()
    before = {path.name for path in place.directory.iterdir()}
    move, done = durable.replace, 0
    for failing in range(20):
        count = 0

        def planted(source: Path, target: Path, at: int = failing) -> None:
            nonlocal count
            count += 1
            if count == at + 1:
                raise OSError(28, "injected")
            move(source, target)

        with monkeypatch.context() as patch:
            patch.setattr(durable, "replace", planted)
            try:
                put_back(archive, place.directory)
            except WorldError:
                done += 1
            else:
                break
        assert {path.name for path in place.directory.iterdir()} == before
        assert name_of(place.directory, clock, migrations) == "before"
    assert done >= 4
    assert name_of(place.directory, clock, migrations) == "翠湖花园"


def test_that_a_restore_killed_anywhere_is_settled_at_the_next_start(
    save: Callable[[], Path],
    put_back: Callable[..., Restored],
    opened: Opened,
    place: DataPlace,
    clock: FixedClock,
    migrations: Migrations,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive = save()
    rename(opened, "before")
    opened.close()
    move, done = durable.replace, 0
    for dying in range(20):
        count = 0

        def planted(source: Path, target: Path, at: int = dying) -> None:
            nonlocal count
            count += 1
            if count == at + 1:
                raise KeyboardInterrupt
            move(source, target)

        with monkeypatch.context() as patch:
            patch.setattr(durable, "replace", planted)
            patch.setattr(restoring, "_go_back", lambda _place: None)  # a killed program tidies nothing
            try:
                put_back(archive, place.directory)
            except KeyboardInterrupt:
                done += 1
            else:
                break
        assert name_of(place.directory, clock, migrations) == "before"
    assert done >= 4
    assert name_of(place.directory, clock, migrations) == "翠湖花园"


def test_that_settling_where_nothing_happened_changes_nothing(place: DataPlace) -> None:
    before = sorted(path.name for path in place.directory.iterdir())
    settle_interrupted(place)
    assert sorted(path.name for path in place.directory.iterdir()) == before


def repacked(archive: Path, change: Callable[[dict[str, bytes]], None], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(archive) as packed:
        content = {name: packed.read(name) for name in packed.namelist()}
    change(content)
    other = archive.with_name("other.zip")
    with zipfile.ZipFile(other, "w", compression) as packed:
        for name, data in content.items():
            packed.writestr(name, data)
    return other


def flip(content: dict[str, bytes], name: str, place: int) -> None:
    data = bytearray(content[name])
    data[place] ^= 1
    content[name] = bytes(data)


def edit_manifest(content: dict[str, bytes], **values: object) -> None:
    content["manifest.json"] = json.dumps({**json.loads(content["manifest.json"]), **values}).encode()


def rehash(content: dict[str, bytes]) -> None:
    edit_manifest(
        content,
        files={name: {"size": len(content[name]), "sha256": hashlib.sha256(content[name]).hexdigest()}
               for name in ("touchpoint.db", "keys.json")},
    )  # fmt: skip


def replace_entry(content: dict[str, bytes], name: str, data: bytes) -> None:
    content[name] = data
    rehash(content)


def damage_page(content: dict[str, bytes]) -> None:
    flip(content, "touchpoint.db", 3 * 4096 + 100)
    rehash(content)


DAMAGES: dict[str, Callable[[dict[str, bytes]], None]] = {
    "flipped bit in the data": lambda content: flip(content, "touchpoint.db", 5000),
    "flipped bit in the keys": lambda content: flip(content, "keys.json", 50),
    "flipped bit with a matching hash": damage_page,
    "no keys": lambda content: content.__delitem__("keys.json"),
    "no data": lambda content: content.__delitem__("touchpoint.db"),
    "no manifest": lambda content: content.__delitem__("manifest.json"),
    "climbing name": lambda content: content.__setitem__("../evil", b"x"),
    "more than ours": lambda content: content.__setitem__("evil", b"x"),
    "manifest is no object": lambda content: content.__setitem__("manifest.json", b"[]"),
    "manifest is no JSON": lambda content: content.__setitem__("manifest.json", b"\xff"),
    "other counts": lambda content: edit_manifest(content, counts={"community": 2}),
    "empty data": lambda content: replace_entry(content, "touchpoint.db", b""),
    "huge keys": lambda content: replace_entry(content, "keys.json", b" " * 1_000_001),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_that_a_damaged_or_foreign_backup_changes_nothing(
    save: Callable[[], Path],
    put_back: Callable[..., Restored],
    opened: Opened,
    place: DataPlace,
    damage: Callable[[dict[str, bytes]], None],
) -> None:
    archive = repacked(save(), damage)
    opened.close()
    before = {path.name: path.read_bytes() for path in place.directory.iterdir()}
    assert "not a whole backup" in sentence(lambda: put_back(archive, place.directory))
    assert {path.name: path.read_bytes() for path in place.directory.iterdir()} == before


def test_that_a_zip_bomb_is_refused_before_it_is_unpacked(
    save: Callable[[], Path], put_back: Callable[..., Restored], tmp_path: Path
) -> None:
    def grow(content: dict[str, bytes]) -> None:
        content["touchpoint.db"] = bytes(50_000_000)
        rehash(content)

    bomb = repacked(save(), grow, zipfile.ZIP_DEFLATED)
    assert bomb.stat().st_size < 1_000_000
    assert "not a whole backup" in sentence(lambda: put_back(bomb, tmp_path / "new"))


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), b"not a zip at all" * 1000])
def test_that_any_other_file_is_no_backup(tmp_path: Path, put_back: Callable[..., Restored], content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    assert "not a whole backup" in sentence(lambda: put_back(tmp_path / "x.zip", tmp_path / "new"))
    assert "no such backup" in sentence(lambda: put_back(tmp_path / "y.zip", tmp_path / "new"))


def test_that_every_truncation_of_a_backup_is_refused(
    save: Callable[[], Path], put_back: Callable[..., Restored], tmp_path: Path
) -> None:
    whole = save().read_bytes()
    for length in range(0, len(whole) - 1, len(whole) // 12):
        (tmp_path / "cut.zip").write_bytes(whole[:length])
        assert "not a whole backup" in sentence(lambda: put_back(tmp_path / "cut.zip", tmp_path / "new"))


def test_that_a_backup_of_a_newer_program_is_refused_in_words(
    save: Callable[[], Path], put_back: Callable[..., Restored], opened: Opened, tmp_path: Path
) -> None:
    newer = repacked(save(), lambda content: edit_manifest(content, format=2))
    assert "made by a newer version" in sentence(lambda: put_back(newer, tmp_path / "new"))
    with opened.database.connect(writing=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "written by a newer version" in sentence(lambda: put_back(save(), tmp_path / "new"))


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
    assert sorted(path.name for path in archive.parent.iterdir()) == ["data", "safe.zip"]
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
    assert not (tmp_path / "safe.zip").exists()


def test_that_damaged_data_makes_no_backup(
    place: DataPlace, clock: FixedClock, migrations: Migrations, tmp_path: Path
) -> None:
    content = bytearray(place.data_file.read_bytes())
    content[-2000] ^= 1
    place.data_file.write_bytes(content)
    opened = opening.open_data(place.directory, "admin", "open sesame", clock, migrations)
    assert opened.key is not None
    key = opened.key
    told = sentence(lambda: back_up(opened.database, place, key, tmp_path / "safe.zip", clock))
    opened.close()
    assert "damaged" in told
    assert not (tmp_path / "safe.zip").exists()


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
    assert "does not exist" in sentence(save_to(tmp_path / "none" / "safe.zip"))


def test_that_a_servers_backups_belong_to_the_server(server_db: Database, tmp_path: Path, clock: FixedClock) -> None:
    told = sentence(lambda: back_up(server_db, DataPlace(tmp_path), bytes(32), tmp_path / "safe.zip", clock))
    assert "pg_dump" in told
