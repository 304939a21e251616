"""Putting a backup back: checked whole before anything moves, what was there kept aside, back again on failure."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.storage import durable
from desktop.storage.backup import (
    CHUNK,
    UNREADABLE,
    Manifest,
    manifest_in,
    no_backup,
    not_whole,
    row_counts,
    stamp,
    unused,
)
from desktop.storage.check import file_faults
from desktop.storage.database import file_database
from desktop.storage.keys import KeyFile
from desktop.storage.locks import lock
from desktop.storage.migrate import Migrations, State, newer_schema
from desktop.storage.places import DATA_NAME, KEY_NAME, NOTE_NAME, SIDE_NAMES, DataPlace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import Clock

__all__ = ["Restored", "restore", "settle_interrupted"]

JOURNAL = "restore.json"
_MOVED = (DATA_NAME, *SIDE_NAMES, KEY_NAME, NOTE_NAME)


@dataclass(frozen=True, slots=True)
class Restored:
    """A restore that succeeded. `aside` is the folder that keeps what was there before, None if nothing was."""

    manifest: Manifest
    aside: Path | None
    key: bytes = field(repr=False)


def restore(
    archive: Path,
    place: DataPlace,
    unlock: Callable[[KeyFile], bytes],
    clock: Clock,
    migrations: Migrations | None = None,
) -> Restored:
    """Put the backup `archive` into `place`; data that is there is moved aside as a whole.

    `unlock` opens the backup's own key file, with a password of its day or its recovery key. Raises UserError for a
    file that is no whole backup or for a wrong password, WorldError when the disk fails or the data is open
    elsewhere; then everything is as before.
    """
    place.require_local()
    place.make()
    settle_interrupted(place)
    staged = DataPlace(place.directory / ".restore")
    shutil.rmtree(staged.directory, ignore_errors=True)
    staged.make()
    try:
        manifest = _unpack(archive, staged)
        key = unlock(KeyFile(staged.key_file))
        _verify(staged, key, manifest, migrations or Migrations())
        with lock(place.lock_file, patience=1.0):
            aside = _exchange(staged, place, key, clock)
    except OSError as error:
        raise durable.told(error) from error
    finally:
        shutil.rmtree(staged.directory, ignore_errors=True)
    return Restored(manifest, aside, key)


def settle_interrupted(place: DataPlace) -> None:
    """Put back what a restore that was killed in the middle had moved aside; nothing to do otherwise."""
    if not (place.directory / JOURNAL).exists():
        return
    with lock(place.lock_file, patience=1.0):
        try:
            _go_back(place)
        except FileNotFoundError:
            return  # another process has settled it meanwhile
        except OSError as error:
            raise durable.told(error) from error


# --- the zip, from anywhere, hence checked ---------------------------------------------------------------------------


def _unpack(archive: Path, staged: DataPlace) -> Manifest:
    try:
        with zipfile.ZipFile(archive) as packed:
            manifest = manifest_in(packed, archive.stat().st_size)
            if manifest.files[DATA_NAME].size > shutil.disk_usage(staged.directory).free:
                raise WorldError(msg("The disk is full. Nothing was replaced: free some space, then try again."))
            for name in manifest.files:
                _unpack_entry(packed, name, manifest, staged)
    except FileNotFoundError:
        raise no_backup() from None
    except UNREADABLE:
        raise not_whole() from None
    return manifest


def _unpack_entry(packed: zipfile.ZipFile, name: str, manifest: Manifest, staged: DataPlace) -> None:
    found, size = hashlib.sha256(), 0
    target = staged.directory / name
    target.touch(mode=0o600)
    with packed.open(name) as source, target.open("wb") as to:
        while chunk := source.read(CHUNK):
            found.update(chunk)
            size += len(chunk)
            to.write(chunk)
    if size != manifest.files[name].size or found.hexdigest() != manifest.files[name].sha256:
        raise not_whole()


def _verify(staged: DataPlace, key: bytes, manifest: Manifest, migrations: Migrations) -> None:
    database = file_database(staged.data_file, key)
    try:
        if file_faults(database):
            raise not_whole()
        with database.connect() as connection:
            state = migrations.state(connection)
        if state is State.NEWER:
            raise newer_schema()
        if state not in {State.CURRENT, State.OLDER} or row_counts(database) != manifest.counts:
            raise not_whole()
    finally:
        database.close()


# --- the exchange ----------------------------------------------------------------------------------------------------


def _exchange(staged: DataPlace, place: DataPlace, key: bytes, clock: Clock) -> Path | None:
    had = [name for name in _MOVED if (place.directory / name).exists()]
    aside = unused(place.directory, f"replaced-{stamp(clock.now())}") if had else None
    journal = {"aside": aside.name if aside else "", "had": had}
    durable.write_file(place.directory / JOURNAL, json.dumps(journal).encode())
    try:
        if aside is not None:
            aside.mkdir()
            for name in had:
                durable.replace(place.directory / name, aside / name)
        for name in (KEY_NAME, DATA_NAME):
            durable.replace(staged.directory / name, place.directory / name)
        _open_once(place, key)
    except BaseException:
        _go_back(place)
        raise
    durable.remove(place.directory / JOURNAL)
    durable.sync_folder(place.directory)
    return aside


def _open_once(place: DataPlace, key: bytes) -> None:
    database = file_database(place.data_file, key)
    try:
        row_counts(database)
    finally:
        database.close()


def _go_back(place: DataPlace) -> None:
    """Undo a begun exchange by its journal: what was there before comes back, what is new goes."""
    journal = json.loads((place.directory / JOURNAL).read_bytes())
    for name in _MOVED:
        here, kept = place.directory / name, place.directory / str(journal["aside"]) / name
        if name not in journal["had"]:
            here.unlink(missing_ok=True)
        elif kept.exists():
            durable.replace(kept, here)
    kept_in = place.directory / str(journal["aside"])
    if journal["aside"] and kept_in.is_dir():
        kept_in.rmdir()  # empty by now; rmdir refuses a folder that still holds something
    durable.remove(place.directory / JOURNAL)
    durable.sync_folder(place.directory)
