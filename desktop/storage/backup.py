"""A backup is one file: a zip, stored, of the database (still encrypted), its key file and a manifest.

It is made beside its final name, flushed, read back and checked, and only then renamed: a file with a backup's name
is a whole backup. It opens with the passwords its key file had on that day. Its name ends in .tpbackup, so that a
double click brings it to this program; older ones end in .zip and are as good.
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
from desktop.storage.places import DATA_NAME, KEY_NAME
from desktop.storage.schema import is_search_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from desktop.core.clock import Clock
    from desktop.storage.database import Database
    from desktop.storage.places import DataPlace

__all__ = [
    "MANIFEST_NAME",
    "SUFFIX",
    "Entry",
    "Manifest",
    "back_up",
    "copy_before_upgrade",
    "digest",
    "manifest_in",
    "manifest_of",
    "no_backup",
    "not_whole",
    "row_counts",
    "stamp",
    "unused",
]

SUFFIX = ".tpbackup"
"""What the name of a backup ends in."""

FORMAT = 1
MANIFEST_NAME = "manifest.json"
CHUNK = 1 << 20
LARGEST_SMALL_FILE = 1_000_000
UNREADABLE = (
    zipfile.BadZipFile,
    ValueError,
    KeyError,
    TypeError,
    NotImplementedError,
    EOFError,
    RecursionError,
    OverflowError,
    AttributeError,
)
"""What reading a file that is no whole backup may raise."""


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
        packed = folder / f"backup{SUFFIX}"
        _pack(packed, folder, manifest, now)
        _read_back(packed, manifest)
        durable.replace(packed, out)
    return manifest


def copy_before_upgrade(
    database: Database, place: DataPlace, key: bytes, clock: Clock, *, step: str = "upgrade"
) -> Path:
    """Write a verified backup into the data folder before its schema is changed, and return where it is.

    `step` is what the file is named to lie before: the "upgrade" of the data, or the "update" of the program.
    """
    try:
        place.backups.mkdir(exist_ok=True)
    except OSError as error:
        raise durable.told(error) from error
    out = unused(place.backups, f"before-{step}-{stamp(clock.now())}", SUFFIX)
    back_up(database, place, key, out, clock)
    return out


def manifest_of(archive: Path) -> Manifest:
    """Return what the file `archive` says of itself: a light look, without a key and without its data.

    Raises UserError for a file that is not there, no whole backup or one of a newer program, WorldError when the
    disk fails. That the data in it is whole is known only when it is restored.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            return manifest_in(packed, archive.stat().st_size)
    except FileNotFoundError:
        raise no_backup() from None
    except UNREADABLE:
        raise not_whole() from None
    except OSError as error:
        raise durable.told(error) from error


def manifest_in(packed: zipfile.ZipFile, size: int) -> Manifest:
    """Return the manifest of an opened file of `size` bytes, whose entries are ours; raises UserError or UNREADABLE."""
    _check_entries(packed, size)
    manifest = Manifest.from_json(packed.read(MANIFEST_NAME))
    if set(manifest.files) != {DATA_NAME, KEY_NAME}:
        raise not_whole()
    return manifest


def no_backup() -> UserError:
    """Return the sentence for a path where nothing lies."""
    return UserError(msg("There is no such backup file; look for it again."))


def not_whole() -> UserError:
    """Return the sentence for a file that is damaged or no backup at all."""
    return UserError(msg("This file is not a whole backup of this program; nothing was changed. Choose another one."))


def unused(folder: Path, name: str, ending: str = "") -> Path:
    """Return a path in `folder` where nothing lies: `name` and `ending`, with a number between them if needed."""
    for number in range(1, 1000):
        path = folder / (f"{name}{ending}" if number == 1 else f"{name}-{number}{ending}")
        if not path.exists():
            return path
    raise WorldError(msg("The data folder holds too many replaced copies; move them elsewhere."))


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


def _check_entries(packed: zipfile.ZipFile, size: int) -> None:
    """Refuse foreign names and anything that would grow: our entries are stored, so they fit into the file itself."""
    entries = packed.infolist()
    ours = {DATA_NAME, KEY_NAME, MANIFEST_NAME}
    stored = all(
        entry.compress_type == zipfile.ZIP_STORED and entry.file_size == entry.compress_size and not entry.flag_bits & 1
        for entry in entries
    )
    small = all(entry.file_size <= LARGEST_SMALL_FILE for entry in entries if entry.filename != DATA_NAME)
    whole = len(entries) == len(ours) and {entry.filename for entry in entries} == ours
    if not (stored and small and whole and sum(entry.file_size for entry in entries) <= size):
        raise not_whole()


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
