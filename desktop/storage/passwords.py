"""Where passwords live: in the key file of the file edition, with the server on PostgreSQL. One interface for both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from desktop.storage import roles
from desktop.storage.slots import check_new_password

if TYPE_CHECKING:
    from desktop.core.clock import Clock
    from desktop.core.permissions import Role
    from desktop.storage.database import Database
    from desktop.storage.keys import KeyFile
    from desktop.storage.opening import Opened

__all__ = ["FilePasswords", "Passwords", "ServerPasswords", "passwords_of"]


class Passwords(Protocol):
    """Keeps the passwords of accounts, by account name."""

    def check(self, password: str) -> None:
        """Raise UserError for a password that may not be set."""
        ...

    def put(self, name: str, password: str, role: Role, *, single_use: bool) -> None:
        """Give `name` this password in place of any other."""
        ...

    def set_role(self, name: str, role: Role) -> None:
        """Let the store know of another role; only a server cares."""
        ...

    def change(self, name: str, old: str, new: str, clock: Clock) -> None:
        """Replace one's own password; raise UserError when `old` is wrong."""
        ...

    def remove(self, name: str) -> None:
        """Take the way in."""
        ...


class FilePasswords:
    """The slots of keys.json; holds the opened data key to wrap it under new passwords."""

    def __init__(self, keys: KeyFile, data_key: bytes) -> None:
        """Use the key file `keys`, opened with `data_key`."""
        self._keys = keys
        self._data_key = data_key

    def check(self, password: str) -> None:
        """Raise UserError for a password that is too short."""
        check_new_password(password)

    def put(self, name: str, password: str, role: Role, *, single_use: bool) -> None:  # noqa: ARG002 - only a server cares
        """Wrap the data key under `password`."""
        self._keys.put_slot(self._data_key, name, password, single_use=single_use)

    def set_role(self, name: str, role: Role) -> None:
        """Do nothing: a slot has no role."""

    def change(self, name: str, old: str, new: str, clock: Clock) -> None:
        """Wrap the data key under `new` in place of `old`."""
        self._keys.change_password(name, old, new, clock)

    def remove(self, name: str) -> None:
        """Take the slot out of the key file."""
        self._keys.remove_slot(name)


class ServerPasswords:
    """The logins of a PostgreSQL server; only salted verifiers travel to it."""

    def __init__(self, database: Database) -> None:
        """Use the server of `database`, signed in as an administrator to do more than change the own password."""
        self._database = database

    def check(self, password: str) -> None:
        """Raise UserError for a password that is too short."""
        check_new_password(password)

    def put(self, name: str, password: str, role: Role, *, single_use: bool) -> None:  # noqa: ARG002 - logins know no single use
        """Make or change the login in its group; the server cannot ask for another password at the first sign-in."""
        with self._database.connect(writing=True) as connection:
            roles.put_login(connection, name, role, password=password)

    def set_role(self, name: str, role: Role) -> None:
        """Move the login to the group of `role`."""
        with self._database.connect(writing=True) as connection:
            roles.put_login(connection, name, role)

    def change(self, name: str, old: str, new: str, clock: Clock) -> None:  # noqa: ARG002 - the signed-in login is the proof
        """Give the signed-in login a new password."""
        with self._database.connect(writing=True) as connection:
            roles.change_own_password(connection, new)

    def remove(self, name: str) -> None:
        """Keep the login but let nobody in with it."""
        with self._database.connect(writing=True) as connection:
            roles.disable_login(connection, name)


def passwords_of(opened: Opened) -> Passwords:
    """Return the password store that belongs to opened data."""
    if opened.keys is None or opened.key is None:
        return ServerPasswords(opened.database)
    return FilePasswords(opened.keys, opened.key)
