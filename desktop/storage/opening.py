"""One way in: an encrypted file or a PostgreSQL server is opened, checked and upgraded, or refused in a sentence."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, ProgrammingError

from desktop.core.errors import Problem, UserError, WorldError
from desktop.core.i18n import msg
from desktop.storage import durable, roles, upgrading
from desktop.storage.database import Database, file_database, server_database, world_error
from desktop.storage.keys import KeyFile, new_data_key
from desktop.storage.locks import Lock, lock
from desktop.storage.migrate import Migrations, State, newer_schema
from desktop.storage.places import DataPlace
from desktop.storage.restore import settle_interrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from desktop.core.clock import Clock

__all__ = ["Opened", "create_file", "create_server", "open_data", "open_recovered", "prove_password"]

OLDEST_SERVER = 15
_NO_PRIVILEGE = "42501"
_NOT_OURS = msg("This is not a data file of this program; nothing was changed. Choose another folder.")


@dataclass(slots=True)
class Opened:
    """An opened database and what belongs to it; close it when done.

    `name` is the account's name as typed (on a server: its role). `place`, `keys` and `key` are None on a server.
    `returned` is the folder that keeps a newer program's data, when the data from before its upgrade was put back.
    """

    database: Database
    name: str
    must_change_password: bool = False
    place: DataPlace | None = None
    keys: KeyFile | None = None
    key: bytes | None = field(default=None, repr=False)
    returned: Path | None = None
    _presence: Lock | None = field(default=None, repr=False)

    def prove(self) -> None:
        """Say that the program stands with this data: an upgrade made for it is no longer undone. Raises WorldError.

        A matter of files, hence not for the main thread; on a server there is nothing to do.
        """
        if self.place is not None:
            upgrading.prove(self.place)

    def close(self) -> None:
        """Close the database and let others upgrade or restore it."""
        self.database.close()
        if self._presence is not None:
            self._presence.close()


def open_data(
    target: Path | str, name: str, password: str, clock: Clock, migrations: Migrations | None = None
) -> Opened:
    """Open the file in folder `target` (a Path) or the server at URL `target` (a str) as account `name`.

    Data of an older program is upgraded, a file after a verified copy; a file that a newer program has upgraded
    without standing is put back to that copy. Raises UserError for all that the person mends (password, folder,
    foreign or newer data), UpgradeError for an upgrade that fails, and WorldError for disk, locks and server.
    """
    migrations = migrations or Migrations()
    if isinstance(target, str):
        return _open_server(target, name, password, migrations)
    place = _expected(target)
    unlocked = KeyFile(place.key_file).unlock(name, password, clock)
    opened = _open_file(place, unlocked.key, clock, migrations)
    opened.name, opened.must_change_password = name, unlocked.must_change
    return opened


def open_recovered(directory: Path, recovery_key: str, clock: Clock, migrations: Migrations | None = None) -> Opened:
    """Open the file in `directory` with the recovery key from paper; the account's name stays empty."""
    place = _expected(directory)
    key = KeyFile(place.key_file).unlock_by_recovery(recovery_key)
    return _open_file(place, key, clock, migrations or Migrations())


def prove_password(opened: Opened, name: str, password: str, clock: Clock) -> None:
    """Raise UserError unless `password` is that of account `name` at the data of `opened`.

    For a signature given at a desk where someone else is signed in: nobody is signed in or out by it. A wrong one
    counts as one at the door, so that signing is no way to guess.
    """
    if opened.keys is not None:
        opened.keys.unlock(name, password, clock)
        return
    url = opened.database.engine.url
    address = url.set(username=name, password=password).render_as_string(hide_password=False)
    database = server_database(address)
    try:
        with _signing_in(address, name), database.connect():
            pass
    finally:
        database.close()


def create_file(
    directory: Path,
    name: str,
    password: str,
    *,
    fill: Callable[[Database], None] | None = None,
    migrations: Migrations | None = None,
) -> str:
    """Make a new data file in `directory` with a first account, and return the recovery key, shown once.

    `fill` writes what a new community starts with. The file appears when all of it is done, or not at all. Opening
    it is a second step.
    """
    place = DataPlace(directory)
    place.require_local()
    place.require_nothing()
    place.make()
    draft = DataPlace(directory / ".new")
    shutil.rmtree(draft.directory, ignore_errors=True)
    draft.make()
    try:
        key = new_data_key()
        recovery_key = KeyFile(draft.key_file).create(key, name, password)
        _build(draft, key, fill, migrations or Migrations())
        with lock(place.lock_file):
            place.require_nothing()
            _move_in(draft, place)
    finally:
        shutil.rmtree(draft.directory, ignore_errors=True)
    return recovery_key


def _build(draft: DataPlace, key: bytes, fill: Callable[[Database], None] | None, migrations: Migrations) -> None:
    try:
        draft.data_file.touch(mode=0o600)
    except OSError as error:
        raise durable.told(error) from error
    database = file_database(draft.data_file, key)
    try:
        with database.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA journal_mode = WAL")
        migrations.upgrade(database)
        if fill is not None:
            fill(database)
    finally:
        database.close()


def _move_in(draft: DataPlace, place: DataPlace) -> None:
    try:
        # The key file first: a key without data is refused with a sentence, data without its key would be lost.
        durable.replace(draft.key_file, place.key_file)
        durable.replace(draft.data_file, place.data_file)
    except OSError as error:
        raise durable.told(error) from error


def _expected(directory: Path) -> DataPlace:
    place = DataPlace(directory)
    place.require_local()
    settle_interrupted(place)
    place.require_data()
    return place


def _open_file(place: DataPlace, key: bytes, clock: Clock, migrations: Migrations) -> Opened:
    presence, returned = lock(place.lock_file, shared=True), None
    database = file_database(place.data_file, key)
    try:
        state = _file_state(database, migrations)
        if state is State.NEWER:
            presence.close()
            returned = upgrading.put_back(database, place, key, clock, migrations)
            presence = lock(place.lock_file, shared=True)
            state = _known_state(database, migrations)
        if state is State.OLDER:
            presence.close()
            presence = _upgrade_file(place, key, database, clock, migrations)
    except BaseException:
        database.close()
        presence.close()
        raise
    return Opened(database, "", False, place, KeyFile(place.key_file), key, returned, presence)


def _upgrade_file(place: DataPlace, key: bytes, database: Database, clock: Clock, migrations: Migrations) -> Lock:
    # An old program that is still open would write rows the new schema does not know.
    with lock(place.lock_file):
        if _known_state(database, migrations) is State.OLDER:
            upgrading.upgrade_file(database, place, key, clock, migrations)
    return lock(place.lock_file, shared=True)


def _known_state(database: Database, migrations: Migrations) -> State:
    state = _file_state(database, migrations)
    if state is State.NEWER:
        raise newer_schema()
    return state


def _file_state(database: Database, migrations: Migrations) -> State:
    try:
        with database.engine.connect() as connection:
            state = migrations.state(connection)
    except DBAPIError as error:
        if "not a database" in str(error.orig):
            raise UserError(
                msg(
                    "The data file (touchpoint.db) and the key file (keys.json) do not belong together, or the data"
                    " file is damaged. Restore the last backup."
                )
            ) from error
        raise world_error(error) or error from error
    if state in {State.EMPTY, State.FOREIGN}:
        raise UserError(_NOT_OURS)
    return state


# --- PostgreSQL -----------------------------------------------------------------------------------------------------


def create_server(
    url: str,
    name: str,
    password: str,
    *,
    fill: Callable[[Database], None] | None = None,
    migrations: Migrations | None = None,
) -> Opened:
    """Set up an empty PostgreSQL database: groups, schema, rights, then `fill`; open as its first administrator.

    `name` needs CREATEROLE and owns the database. Everything but `fill` is one transaction; when `fill` failed,
    setting up can be repeated.
    """
    migrations = migrations or Migrations()
    database = _server(url, name, password)
    with _closing_on_error(database):
        with _signing_in(url, name), database.connect(writing=True) as connection:
            _require_suitable(connection)
            roles.require_create_role(connection)
            if migrations.state(connection) is State.EMPTY:
                roles.make_groups(connection)
                migrations.run(connection)
                roles.grant_all(connection)
            else:
                _require_unused(connection, migrations)
        if fill is not None:
            fill(database)
    return Opened(database, name)


def _open_server(url: str, name: str, password: str, migrations: Migrations) -> Opened:
    database = _server(url, name, password)
    with _closing_on_error(database):
        with _signing_in(url, name), database.connect() as connection:
            _require_suitable(connection)
            state = migrations.state(connection)
            _require_ours(state)
            administers = roles.administers(connection)
        if state is State.OLDER:
            if not administers:
                raise UserError(
                    msg("The data must be upgraded first: let an administrator sign in once with this version.")
                )
            with upgrading.telling_failure(), database.connect(writing=True) as connection:
                roles.act_as_administrators(connection)
                migrations.run(connection)
                roles.grant_all(connection)
    return Opened(database, name)


def _server(url: str, name: str, password: str) -> Database:
    return server_database(_address(url, name, password))


def _address(url: str, name: str, password: str) -> str:
    unknown = UserError(
        Problem(
            msg("The database's address is not understood; write postgresql://SERVER/DATABASE, or choose a folder."),
            "database",
        )
    )
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise unknown from None
    if address.get_backend_name() not in {"postgresql", "postgres"} or not address.database:
        raise unknown
    address = address.set(drivername="postgresql+psycopg", username=name or address.username)
    if password:
        address = address.set(password=password)
    address = (
        address.update_query_dict({"connect_timeout": "10"}) if "connect_timeout" not in address.query else address
    )
    return address.render_as_string(hide_password=False)


@contextmanager
def _closing_on_error(database: Database) -> Iterator[None]:
    try:
        yield
    except BaseException:
        database.close()
        raise


@contextmanager
def _signing_in(url: str, name: str) -> Iterator[None]:
    """Turn the driver's words about the connection into a sentence; the server speaks any language, so few are read."""
    try:
        yield
    except WorldError as error:
        cause = error.__cause__
        words = str(getattr(cause, "orig", ""))
        database = make_url(url).database
        if f'"{database}"' in words:
            raise UserError(
                Problem(msg("The server has no database “%(name)s”.", name=database), "database")
            ) from cause
        asked = getattr(getattr(getattr(cause, "orig", None), "pgconn", None), "used_password", False)
        if asked or f'"{name}"' in words:
            raise UserError(
                Problem(msg("The name or the password is wrong, or the account is disabled on the server."), "password")
            ) from cause
        raise
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", "") == _NO_PRIVILEGE:
            raise UserError(
                msg("This server account has no rights on the data; an administrator adds it as a user first.")
            ) from error
        raise


def _require_suitable(connection: Connection) -> None:
    version = int(connection.execute(text("SHOW server_version_num")).scalar_one())
    if version < OLDEST_SERVER * 10000:
        raise UserError(
            msg("The PostgreSQL server is too old; version %(version)s or newer is needed.", version=OLDEST_SERVER)
        )
    if connection.execute(text("SHOW server_encoding")).scalar_one() != "UTF8":
        raise UserError(msg("The database must be made with the encoding UTF8; make a new one."))


def _require_ours(state: State) -> None:
    if state is State.EMPTY:
        raise UserError(
            msg("There is no data in this database. Choose the right one, or set up a new community first.")
        )
    if state is State.FOREIGN:
        raise UserError(msg("This database holds something else; nothing was changed. Choose another one."))
    if state is State.NEWER:
        raise newer_schema()


def _require_unused(connection: Connection, migrations: Migrations) -> None:
    unused = (
        migrations.state(connection) is State.CURRENT
        and not connection.execute(text("SELECT EXISTS (SELECT FROM operation)")).scalar_one()
    )
    if not unused:
        raise UserError(msg("This database holds data already; nothing was changed. Choose an empty one."))
