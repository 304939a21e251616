from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from desktop import __version__
from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import language
from desktop.storage import durable, opening
from desktop.storage import restore as restoring
from desktop.storage.backup import manifest_of
from desktop.storage.restore import Restored, settle_interrupted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.storage.migrate import Migrations
    from desktop.storage.opening import Opened
    from desktop.storage.places import DataPlace


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


def test_that_an_older_backup_ending_in_zip_is_restored_too(
    save: Callable[[], Path],
    put_back: Callable[..., Restored],
    tmp_path: Path,
    clock: FixedClock,
    migrations: Migrations,
) -> None:
    put_back(save().rename(tmp_path / "older.zip"), tmp_path / "new")
    assert name_of(tmp_path / "new", clock, migrations) == "翠湖花园"


def test_that_a_backup_tells_of_itself_without_a_key(save: Callable[[], Path], tmp_path: Path) -> None:
    archive = save()
    manifest = manifest_of(archive)
    assert (manifest.program, manifest.made_at) == (__version__, "2026-11-22T06:05:00+00:00")
    assert manifest.counts["community"] == 1
    assert "no such backup" in sentence(lambda: manifest_of(tmp_path / "none.tpbackup"))
    for content in (b"", archive.read_bytes()[:-100], b"not a zip at all" * 1000):
        (tmp_path / "x.tpbackup").write_bytes(content)
        assert "not a whole backup" in sentence(lambda: manifest_of(tmp_path / "x.tpbackup"))
    newer = repacked(archive, lambda content: edit_manifest(content, format=2))
    assert "made by a newer version" in sentence(lambda: manifest_of(newer))
    foreign = repacked(archive, lambda content: content.__setitem__("../evil", b"x"))
    assert "not a whole backup" in sentence(lambda: manifest_of(foreign))


def repacked(archive: Path, change: Callable[[dict[str, bytes]], None], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(archive) as packed:
        content = {name: packed.read(name) for name in packed.namelist()}
    change(content)
    other = archive.with_name("other.tpbackup")
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
    (tmp_path / "x.tpbackup").write_bytes(content)
    assert "not a whole backup" in sentence(lambda: put_back(tmp_path / "x.tpbackup", tmp_path / "new"))
    assert "no such backup" in sentence(lambda: put_back(tmp_path / "y.tpbackup", tmp_path / "new"))


def test_that_every_truncation_of_a_backup_is_refused(
    save: Callable[[], Path], put_back: Callable[..., Restored], tmp_path: Path
) -> None:
    whole = save().read_bytes()
    for length in range(0, len(whole) - 1, len(whole) // 12):
        (tmp_path / "cut.tpbackup").write_bytes(whole[:length])
        assert "not a whole backup" in sentence(lambda: put_back(tmp_path / "cut.tpbackup", tmp_path / "new"))


def test_that_a_backup_of_a_newer_program_is_refused_in_words(
    save: Callable[[], Path], put_back: Callable[..., Restored], opened: Opened, tmp_path: Path
) -> None:
    newer = repacked(save(), lambda content: edit_manifest(content, format=2))
    assert "made by a newer version" in sentence(lambda: put_back(newer, tmp_path / "new"))
    with opened.database.connect(writing=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "written by a newer version" in sentence(lambda: put_back(save(), tmp_path / "new"))
