"""A file's data brought to a newer program's schema, and back as long as that program has not proved itself.

From the verified copy before a migration until the program has stood with the migrated data, a note lies beside the
data (upgrade.json). Should the version before have to take over again, it finds data newer than it knows and, by the
note, the copy to put back. On a server an upgrade is one transaction and leaves no note.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from desktop.core.errors import UpgradeError, UserError, WorldError
from desktop.core.i18n import msg
from desktop.storage import durable
from desktop.storage.backup import copy_before_upgrade, digest
from desktop.storage.database import is_passing, world_error
from desktop.storage.migrate import newer_schema, revision
from desktop.storage.places import NOTE_NAME
from desktop.storage.restore import restore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.core.clock import Clock
    from desktop.storage.database import Database
    from desktop.storage.keys import KeyFile
    from desktop.storage.migrate import Migrations
    from desktop.storage.places import DataPlace

__all__ = ["Upgrade", "note", "prove", "put_back", "telling_failure", "unproved", "upgrade_file"]

_PLAIN_NAME = re.compile(r"[\w.-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Upgrade:
    """An upgrade from revision `before` to `after`.

    `copy` is the file in the data folder's backups that holds the data as it was, `sha256` that of its content in
    hexadecimal.
    """

    before: str
    after: str
    copy: str
    sha256: str

    def made(self, revision: str) -> bool:
        """Tell whether data of this revision comes from this upgrade, be it from a part of it."""
        return self.before < revision <= self.after


def note(place: DataPlace, upgrade: Upgrade) -> None:
    """Write down that `upgrade` is about to be made and not proved, in place of an earlier note. Raises WorldError."""
    durable.write_file(place.directory / NOTE_NAME, json.dumps(asdict(upgrade)).encode())


def unproved(place: DataPlace) -> Upgrade | None:
    """Return the upgrade that was noted and not proved; None when there is none, or none that can be understood."""
    try:
        plain = json.loads((place.directory / NOTE_NAME).read_bytes())
        upgrade = Upgrade(str(plain["before"]), str(plain["after"]), str(plain["copy"]), str(plain["sha256"]))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise durable.told(error) from error
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return upgrade if _PLAIN_NAME.fullmatch(upgrade.copy) else None


def prove(place: DataPlace) -> None:
    """Forget the note, now that the program stands with the data; its copy stays as a backup. Raises WorldError."""
    path = place.directory / NOTE_NAME
    try:
        if path.exists():
            durable.remove(path)
            durable.sync_folder(path.parent)
    except OSError as error:
        raise durable.told(error) from error


def upgrade_file(database: Database, place: DataPlace, key: bytes, clock: Clock, migrations: Migrations) -> None:
    """Upgrade an opened file: a verified copy, the note, then every missing revision in one transaction.

    The caller keeps others away. Raises UpgradeError when a revision fails, WorldError when the copy cannot be made
    or others hold the data; the data is as before then.
    """
    before = _revision(database)
    earlier = unproved(place)
    copy = copy_before_upgrade(database, place, key, clock)
    upgrade = Upgrade(before, migrations.newest(), copy.name, digest(copy))
    if earlier is not None and earlier.made(before) and _is_whole(place, earlier):
        # Two upgrades, neither proved: the version to go back to is still the one before the first.
        upgrade = replace(earlier, after=upgrade.after)
    note(place, upgrade)
    if earlier is not None and earlier.before == before:
        _forget_copy(place, earlier)  # of an upgrade that never came about: trying again must not fill the disk
    with telling_failure():
        migrations.upgrade(database)


@contextmanager
def telling_failure() -> Iterator[None]:
    """Raise UpgradeError for whatever fails inside, except that others hold the data or the server is away."""
    try:
        yield
    except Exception as error:
        cause = error.__cause__ if isinstance(error, WorldError) and error.__cause__ is not None else error
        passing = world_error(cause) if isinstance(cause, Exception) and is_passing(cause) else None
        if passing is not None:
            raise passing from cause
        known = [problem.message for problem in error.problems] if isinstance(error, WorldError) else []
        raise UpgradeError(
            msg("This version could not upgrade the data, which is as it was: go on with the version before."), *known
        ) from error


def put_back(database: Database, place: DataPlace, key: bytes, clock: Clock, migrations: Migrations) -> Path | None:
    """Put the copy back that was made before a newer program's upgrade; return the folder that keeps what was there.

    `database` is closed for it. Raises UserError, and changes nothing, when that upgrade was proved, was none from
    this program's newest revision, or left no whole copy that `key` opens; WorldError when the disk fails or the
    data is open elsewhere.
    """
    upgrade = unproved(place)
    if upgrade is None or upgrade.before != migrations.newest() or not upgrade.made(_revision(database)):
        raise newer_schema()
    if not _is_whole(place, upgrade):
        raise _no_copy(upgrade)
    database.close()

    def unlock(keys: KeyFile) -> bytes:
        if not keys.fits(key):
            raise _no_copy(upgrade)
        return key

    return restore(place.backups / upgrade.copy, place, unlock, clock, migrations).aside


def _revision(database: Database) -> str:
    with database.connect() as connection:
        return revision(connection)


def _is_whole(place: DataPlace, upgrade: Upgrade) -> bool:
    path = place.backups / upgrade.copy
    try:
        return path.is_file() and digest(path) == upgrade.sha256
    except OSError as error:
        raise durable.told(error) from error


def _forget_copy(place: DataPlace, upgrade: Upgrade) -> None:
    try:
        durable.remove(place.backups / upgrade.copy)
    except OSError as error:
        raise durable.told(error) from error


def _no_copy(upgrade: Upgrade) -> UserError:
    return UserError(
        msg(
            "A newer version has upgraded the data, and the copy made before (%(copy)s) is missing or damaged; nothing"
            " was changed. Install the newer version again, or restore a backup.",
            copy=upgrade.copy,
        )
    )
