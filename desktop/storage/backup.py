"""A backup is one file: a zip, stored, of the database (still encrypted), its key file and a manifest.

It is made beside its final name, flushed, read back and checked, and only then renamed: a file with a backup's name
is a whole backup. It opens with the passwords its key file had on that day.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from sqlalchemy import inspect, text

from desktop import __version__
from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import msg
from desktop.storage import durable
from desktop.storage.check import file_faults
from desktop.storage.database import file_database
from desktop.storage.locks import lock
from desktop.storage.migrate import revision
from desktop.storage.places import DATA_NAME, KEY_NAME, DataPlace
from desktop.storage.schema import is_search_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from desktop.core.clock import Clock
    from desktop.storage.database import Database

__all__ = ["MANIFEST_NAME", "Entry", "Manifest", "back_up", "copy_before_upgrade", "digest", "row_counts", "stamp"]

FORMAT = 1
MANIFEST_NAME = "manifest.json"
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a backup: its length in bytes and the SHA-256 of its content in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `made_at` is ISO 8601 in UTC; `counts` are rows per table."""

    format: int
    program: str
    made_at: str
    revision: str
    counts: Mapping[str, int]
    files: Mapping[str, Entry]

    def to_json(self) -> bytes:
        """Return the manifest as it is written into the zip."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Manifest:
        """Read what `to_json` wrote; raises UserError for a newer format, ValueError, KeyError, TypeError otherwise."""
        plain: dict[str, Any] = json.loads(content)
        if int(plain["format"]) > FORMAT:
            raise UserError(msg("This backup was made by a newer version of this program; install that version first."))
        files = {str(name): Entry(int(of["size"]), str(of["sha256"])) for name, of in plain["files"].items()}
        counts = {str(name): int(count) for name, count in plain["counts"].items()}
        return cls(FORMAT, str(plain["program"]), str(plain["made_at"]), str(plain["revision"]), counts, files)


def back_up(database: Database, place: DataPlace, key: bytes, out: Path, clock: Clock) -> Manifest:
    """Write a verified backup of an opened file to `out`, replacing an older one there only when all is well.

    Others may read and write meanwhile; the backup holds one moment. Raises UserError for a server's database or an
    `out` that is a folder, WorldError when the disk fails or the data turns out to be damaged.
    """
    if database.is_server:
        raise UserError(msg("On PostgreSQL backups belong to the server; use its own tools (pg_dump)."))
    if out.is_dir():
        raise UserError(msg("The backup needs a file name, not only a folder."))
    with _work_folder(out) as folder:
        draft = folder / DATA_NAME
        _copy(database, key, draft)
        copied_revision, counts = _verified(draft, key)
        keys = folder / KEY_NAME
        with lock(place.key_file.with_suffix(".lock")):
            shutil.copyfile(place.key_file, keys)
        files = {path.name: Entry(path.stat().st_size, digest(path)) for path in (draft, keys)}
        now = clock.now()
        manifest = Manifest(FORMAT, __version__, now.isoformat(timespec="seconds"), copied_revision, counts, files)
        packed = folder / "backup.zip"
        _pack(packed, folder, manifest, now)
        _read_back(packed, manifest)
        durable.replace(packed, out)
    return manifest


def copy_before_upgrade(database: Database, place: DataPlace, key: bytes, clock: Clock) -> Path:
    """Write a verified backup into the data folder before its schema is changed, and return where it is."""
    out = place.directory / "backups" / f"before-upgrade-{stamp(clock.now())}.zip"
    try:
        out.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise durable.told(error) from error
    back_up(database, place, key, out, clock)
    return out


def stamp(now: datetime) -> str:
    """Return a moment (aware, in UTC) as a part of a file name that sorts by time: 20261122T060500Z."""
    return now.strftime("%Y%m%dT%H%M%SZ")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def row_counts(database: Database) -> dict[str, int]:
    """Return how many rows each table of a file has, the search index left out."""
    with database.connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if not is_search_table(name)]
        return {
            name: int(connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one())  # noqa: S608 - our own
            for name in sorted(names)
        }


@contextmanager
def _work_folder(out: Path) -> Iterator[Path]:
    """Yield a folder beside `out`, so that the last step is a rename; nothing of it stays."""
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".backup-", ignore_cleanup_errors=True) as name:
            yield Path(name)
    except FileNotFoundError as error:
        raise UserError(msg("The folder for the backup does not exist; make it first.")) from error
    except OSError as error:
        raise durable.told(error) from error


def _copy(database: Database, key: bytes, target: Path) -> None:
    """Copy page by page through SQLite's backup interface: what is committed now, whatever others write meanwhile."""
    target.touch(mode=0o600)
    copy = file_database(target, key)
    try:
        with database.engine.connect() as source, copy.engine.connect() as destination:
            reader, writer = source.connection.driver_connection, destination.connection.driver_connection
            assert reader is not None
            reader.backup(writer)
    finally:
        copy.close()


def _verified(path: Path, key: bytes) -> tuple[str, dict[str, int]]:
    database = file_database(path, key)
    try:
        if file_faults(database):
            raise WorldError(
                msg(
                    "The data file is damaged; no backup was made of it, and earlier backups were kept. Check the data."
                )
            )
        with database.connect() as connection:
            current = revision(connection)
        return current, row_counts(database)
    finally:
        database.close()


def _pack(packed: Path, folder: Path, manifest: Manifest, now: datetime) -> None:
    with packed.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            for name in manifest.files:
                with (folder / name).open("rb") as source, archive.open(_entry(name, now), "w", force_zip64=True) as to:
                    shutil.copyfileobj(source, to, CHUNK)
            archive.writestr(_entry(MANIFEST_NAME, now), manifest.to_json())
        file.flush()
        os.fsync(file.fileno())


def _entry(name: str, now: datetime) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, now.timetuple()[:6])


def _read_back(packed: Path, manifest: Manifest) -> None:
    with zipfile.ZipFile(packed) as archive:
        for name, entry in manifest.files.items():
            with archive.open(name) as file:
                if _digest_of(file) != entry.sha256:
                    raise WorldError(msg("The disk did not keep the backup as it was written; try another disk."))


def _digest_of(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    while chunk := file.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()
