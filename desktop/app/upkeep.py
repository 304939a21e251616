"""The care of the data as a whole: backup, restore, recovery, check. Free of Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.accounts.service import AccountService
from desktop.app import features
from desktop.app.session import Session, desk_of
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, Role, allows, requires
from desktop.storage.backup import back_up
from desktop.storage.check import check_data
from desktop.storage.desk import Service
from desktop.storage.opening import open_recovered
from desktop.storage.passwords import passwords_of
from desktop.storage.places import DataPlace
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

    Whoever restores must have been an account then; the account's role is checked before anything is moved when
    data is there already: only an administrator replaces it.
    """
    features.load_models()

    def unlock(keys: KeyFile) -> bytes:
        return keys.unlock(name, password, clock).key

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
    finally:
        opened.close()
