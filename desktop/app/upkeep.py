"""The care of the data as a whole: backup, restore, recovery, check. Free of Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.accounts import store as account_store
from desktop.accounts.service import AccountService
from desktop.app import features
from desktop.app.session import Session, desk_of
from desktop.core.errors import RefusedError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import MATRIX, Operation, Role, allows, requires
from desktop.storage.backup import back_up
from desktop.storage.check import check_data
from desktop.storage.database import file_database
from desktop.storage.desk import Service
from desktop.storage.opening import open_recovered
from desktop.storage.passwords import passwords_of
from desktop.storage.places import DATA_NAME, DataPlace
from desktop.storage.restore import restore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.core.clock import Clock
    from desktop.core.i18n import Message
    from desktop.storage.backup import Manifest
    from desktop.storage.keys import KeyFile
    from desktop.storage.restore import Restored

__all__ = ["UpkeepService", "recover", "restore_backup"]


class UpkeepService(Service):
    """Backup and check of the data one is signed in to."""

    def __init__(self, session: Session) -> None:
        """Serve the data of `session`."""
        super().__init__(session.desk)
        self._opened = session.opened

    @requires(Operation.BACK_UP)
    def back_up(self, out: Path) -> Manifest:
        """Write a verified backup to `out`; raises UserError on a server, WorldError when the disk fails."""
        place, key = self._opened.place, self._opened.key
        if place is None or key is None:
            raise UserError(msg("On PostgreSQL backups belong to the server; use its own tools (pg_dump)."))
        return back_up(self._opened.database, place, key, out, self.desk.clock)

    @requires(Operation.CHECK_DATA)
    def check(self) -> Sequence[Message]:
        """Return one sentence per kind of fault found, none when all is well."""
        return check_data(self._opened.database)


def restore_backup(archive: Path, directory: Path, name: str, password: str, clock: Clock) -> Restored:
    """Put `archive` in place of the data in `directory`, opened with a password of the backup's own day.

    Raises RefusedError unless `name` was an administrator in the backup, UserError for a wrong password or a file
    that is no backup; then nothing is moved.
    """
    features.load_models()

    def unlock(keys: KeyFile) -> bytes:
        key = keys.unlock(name, password, clock).key
        database = file_database(keys.path.with_name(DATA_NAME), key)
        try:
            with database.read() as session:
                roles = [row.role for row in account_store.accounts_named(session, name) if not row.disabled]
        finally:
            database.close()
        if not any(role in MATRIX[Operation.RESTORE] for role in roles):
            raise RefusedError(msg("Only an administrator may restore a backup."))
        return key

    return restore(archive, DataPlace(directory), unlock, clock)


def recover(directory: Path, recovery_key: str, name: str, password: str, clock: Clock) -> None:
    """Give administrator `name` a new password, with the recovery key from paper; a disabled one is enabled.

    Raises UserError when the key is wrong, the password too short, or `name` is no administrator.
    """
    features.load_models()
    opened = open_recovered(directory, recovery_key, clock)
    try:
        passwords = passwords_of(opened)
        passwords.check(password)
        desk = desk_of(opened, name, clock, even_disabled=True)
        if not allows(desk.actor, Operation.MANAGE_ACCOUNTS):
            raise UserError(msg("The account %(name)s is no administrator; name one.", name=name))
        AccountService(desk, passwords).reset_password(desk.actor.account_id, password)
        passwords.put(desk.actor.name, password, Role.ADMINISTRATOR, single_use=False)
        Session(opened, desk).prove_upgrade()
    finally:
        opened.close()
