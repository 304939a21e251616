from __future__ import annotations

import errno
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import IO, TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from desktop.core.errors import RefusedError, TouchpointError, UserError, WorldError
from desktop.core.permissions import Actor, Role
from desktop.storage.desk import Desk
from desktop.storage.opening import Opened
from desktop.storage.places import DataPlace
from desktop.updates import service, store
from desktop.updates.rows import Ready, Release
from desktop.updates.rule import Vouching
from desktop.updates.service import UpdateService
from desktop.updates.store import Installation
from tests.databases import KEY
from tests.installers import BODY, COMMIT, OURS, THEIRS, facts, install, installer, public, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop.core.clock import FixedClock
    from desktop.core.i18n import Message
    from desktop.storage.database import Database

WHOLE = installer()


@pytest.fixture
def installed(tmp_path: Path) -> Installation:
    """Return the installed version 0.1.0, which was shipped with our key."""
    (tmp_path / "Touchpoint").mkdir()
    return install(tmp_path / "Touchpoint", key=public(OURS))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return where an installer comes from."""
    folder = tmp_path / "U 盘"
    folder.mkdir()
    return folder


@pytest.fixture
def opened(blank_file: Database, tmp_path: Path) -> Opened:
    """Return opened data whose folder has a key file."""
    place = DataPlace(tmp_path / "data")
    place.make()
    place.key_file.write_text("{}", "utf-8")
    with blank_file.connect(writing=True) as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
    return Opened(blank_file, "admin", place=place, key=KEY)


@pytest.fixture
def updates(opened: Opened, installed: Installation, clock: FixedClock) -> UpdateService:
    """Return the service of the administrator."""
    return UpdateService(desk_of(opened, clock, Role.ADMINISTRATOR), opened, installed)


@pytest.fixture
def unharmed(installed: Installation) -> Iterator[None]:
    """Show that after the test the old program lies as before and is the one that starts."""
    before = snapshot(installed.root)
    yield
    assert snapshot(installed.root) == before
    assert Installation.around(installed.root / "versions" / installed.name / "program") == installed
    assert installed.returned() is None


def desk_of(opened: Opened, clock: FixedClock, role: Role) -> Desk:
    return Desk(opened.database, Actor(1, "admin", role, 1), clock, ZoneInfo("Asia/Shanghai"), "翠湖花园")


def given(stick: Path, content: bytes = WHOLE) -> Path:
    path = stick / "touchpoint-0.2.0-setup.exe"
    path.write_bytes(content)
    return path


class StoppedError(Exception):
    """What a cancelled task raises."""


class Told:
    """Notes how far a look is, and stops it where asked."""

    def __init__(self, most: int = 1_000_000, then: Callable[[], None] | None = None) -> None:
        self.done: list[tuple[int, int]] = []
        self._most, self._then = most, then

    def check(self) -> None:
        if len(self.done) >= self._most:
            raise StoppedError

    def report(self, done: int, total: int = 0, doing: Message | None = None) -> None:
        assert doing is not None
        self.done.append((done, total))
        if self._then is not None and len(self.done) == 2:
            self._then()


# --- an update that may be installed --------------------------------------------------------------------------------


def test_that_an_update_is_copied_checked_backed_up_and_started(
    updates: UpdateService,
    installed: Installation,
    opened: Opened,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, told = snapshot(installed.root), Told()
    monkeypatch.setattr(service, "CHUNK", 4096)
    release = updates.examine(given(stick), told)
    copy = installed.root / "update" / "setup.exe"
    assert release == Release("0.2.0", COMMIT, len(WHOLE), 250_000, Vouching.SIGNED, copy)
    assert copy.read_bytes() == WHOLE
    assert told.done == [(0, len(WHOLE)), (4096, len(WHOLE)), (8192, len(WHOLE))]

    ready = updates.prepare(release)
    assert opened.place is not None
    assert ready.backup is not None
    assert (ready.backup.parent, ready.backup.name) == (
        opened.place.backups,
        "before-update-20261122T060500Z.tpbackup",
    )
    assert ready.command == (str(copy), "/S", "/UPDATE")
    commands: list[Any] = []
    monkeypatch.setattr(store, "start_detached", commands.append)
    service.start(ready)
    assert commands == [ready.command]

    updates.discard(release)
    assert snapshot(installed.root) == before


def test_that_on_a_server_no_backup_is_made(installed: Installation, opened: Opened, stick: Path, clock: Any) -> None:
    server = Opened(opened.database, "admin")
    updates = UpdateService(desk_of(server, clock, Role.ADMINISTRATOR), server, installed)
    assert updates.prepare(updates.examine(given(stick))).backup is None


def test_that_an_unsigned_build_takes_unsigned_updates_and_says_so(
    updates: UpdateService, installed: Installation, stick: Path
) -> None:
    (installed.root / "versions" / installed.name / "program" / "update-key.txt").unlink()
    assert updates.examine(given(stick, installer(key=None))).vouching is Vouching.UNSIGNED
    assert updates.examine(given(stick)).vouching is Vouching.UNKNOWN


# --- bad input: a sentence each, and the old program still works ----------------------------------------------------


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (WHOLE[: len(WHOLE) // 2], "This installer breaks off"),
        (b"\xff\xd8 a photo", "This file is no installer"),
        (WHOLE[:99] + b"!" + WHOLE[100:], "This installer is damaged or was changed"),
        (WHOLE[:99] + WHOLE[100:], "This installer is damaged or was changed"),
        (installer(facts(product="gatekeeper")), "This is the installer of another program"),
        (installer(facts(system="linux")), "This installer is meant for another system"),
        (installer(key=THEIRS), "The signature of this installer"),
        (installer(key=None), "This installer is not signed"),
        (installer(facts(version="0.0.9")), "This file brings version"),
        (installer(facts(version="0.1.0")), "Version %(version)s is in use already"),
        (WHOLE[:-16] + b"\xff" * 8 + b"TPUPDATE", "What this installer says of itself"),
        (installer(facts(installed=1 << 39)), "The update needs %(needed)s MB"),
    ],
)
def test_that_a_bad_file_is_refused_in_its_own_words(
    updates: UpdateService, stick: Path, content: bytes, sentence: str
) -> None:
    with pytest.raises(TouchpointError, match=f"^{sentence.replace('(', '.').replace(')', '.')}"):
        updates.examine(given(stick, content))


@pytest.mark.usefixtures("unharmed")
def test_that_a_path_without_a_file_is_refused_in_words(updates: UpdateService, stick: Path) -> None:
    with pytest.raises(UserError, match="This is a folder"):
        updates.examine(stick)
    with pytest.raises(UserError, match="There is no such file"):
        updates.examine(stick / "gone.exe")


@pytest.mark.usefixtures("unharmed")
def test_that_a_stick_pulled_out_meanwhile_is_told(
    updates: UpdateService, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pull() -> None:
        path.write_bytes(WHOLE[:100])

    path = given(stick)
    monkeypatch.setattr(service, "CHUNK", 4096)
    with pytest.raises(WorldError, match="could not be read to its end"):
        updates.examine(path, Told(then=pull))


@pytest.mark.usefixtures("unharmed")
def test_that_a_file_exchanged_while_it_is_copied_is_refused(
    updates: UpdateService, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exchange() -> None:
        path.write_bytes(WHOLE[: len(BODY) - 9] + b"malicious" + WHOLE[len(BODY) :])

    path = given(stick)
    monkeypatch.setattr(service, "CHUNK", 4096)
    with pytest.raises(UserError, match="damaged or was changed"):
        updates.examine(path, Told(then=exchange))


@pytest.mark.usefixtures("unharmed")
def test_that_a_look_can_be_stopped(updates: UpdateService, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "CHUNK", 4096)
    with pytest.raises(StoppedError):
        updates.examine(given(stick), Told(most=2))


@pytest.mark.usefixtures("unharmed")
def test_that_a_disk_without_room_is_told(updates: UpdateService, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=50_100_000))
    with pytest.raises(WorldError) as caught:
        updates.examine(given(stick))
    assert caught.value.problems[0].message.params == {"needed": 51, "free": 50}


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EROFS, "The folder this program is installed in cannot be written to"),
        (errno.EACCES, "The folder this program is installed in cannot be written to"),
        (errno.EIO, "The disk did not read or write a file"),
    ],
)
def test_that_a_disk_that_fails_while_copying_is_told(
    updates: UpdateService, stick: Path, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str
) -> None:
    path_open = Path.open

    def refusing(path: Path, mode: str = "r") -> IO[Any]:
        if path.name == "setup.exe":
            raise OSError(code, "refused")
        return path_open(path, mode)

    monkeypatch.setattr(Path, "open", refusing)
    with pytest.raises(WorldError, match=sentence):
        updates.examine(given(stick))


# --- between the look and the start ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no such file"),
        (WHOLE[:99] + b"!" + WHOLE[100:], "damaged or was changed"),
        (installer(facts(version="0.3.0")), "The file was exchanged meanwhile"),
    ],
)
def test_that_a_copy_that_is_another_by_now_is_not_started(
    updates: UpdateService, opened: Opened, stick: Path, content: bytes | None, sentence: str
) -> None:
    release = updates.examine(given(stick))
    release.copy.unlink()
    if content is not None:
        release.copy.write_bytes(content)
    with pytest.raises(UserError, match=sentence):
        updates.prepare(release)
    assert opened.place is not None
    assert not opened.place.backups.exists()


def test_that_without_room_left_after_the_backup_nothing_is_started(
    updates: UpdateService, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = updates.examine(given(stick))
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=0))
    with pytest.raises(WorldError, match="The update needs"):
        updates.prepare(release)


# --- who and where --------------------------------------------------------------------------------------------------


def test_that_only_an_administrator_installs_updates(
    installed: Installation, opened: Opened, stick: Path, clock: FixedClock
) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        updates = UpdateService(desk_of(opened, clock, role), opened, installed)
        with pytest.raises(RefusedError):
            updates.examine(given(stick))


def test_that_what_was_not_installed_takes_no_updates(opened: Opened, stick: Path, clock: FixedClock) -> None:
    updates = UpdateService(desk_of(opened, clock, Role.ADMINISTRATOR), opened, None)
    with pytest.raises(UserError, match="installed on Windows"):
        updates.examine(given(stick))


def test_that_an_installer_windows_does_not_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="could not be started"):
        service.start(Ready((str(tmp_path / "setup.exe"), "/S"), None))
