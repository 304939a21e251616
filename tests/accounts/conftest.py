"""A community with accounts: in an encrypted file with its key file, and on a server with its logins."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from desktop.app import ADMINISTRATOR
from desktop.app.founding import Founding, found
from desktop.app.session import sign_in
from desktop.storage import slots
from tests.ui.shells import recording_shell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from desktop.app.session import Session
    from desktop.core.clock import FixedClock
    from tests.ui.shells import RecordingShell

PASSWORD = "open sesame"
CHEAP = slots.Cost(memory=64, passes=1, lanes=1)
SERVER_OWNER = "postgres"


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let passwords cost nothing; what a guess costs is tested where they are kept."""
    monkeypatch.setattr(slots, "COST", CHEAP)


@pytest.fixture(scope="session")
def founded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a fresh community whose administrator has the password `PASSWORD`."""
    from desktop.core.clock import SystemClock  # noqa: PLC0415 - made before any test's own clock

    folder = tmp_path_factory.mktemp("accounts") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "COST", CHEAP)
        found(folder, ADMINISTRATOR, PASSWORD, Founding("翠湖花园"), SystemClock())
    return folder


@pytest.fixture
def file_target(founded_file: Path, tmp_path: Path) -> Path:
    """Return a data folder of this test's own."""
    return shutil.copytree(founded_file, tmp_path / "data")


@pytest.fixture
def server_target(new_postgres_database: Callable[..., str], clock: FixedClock) -> str:
    """Return the URL of a server database with a fresh community, set up by the server's owner."""
    url = new_postgres_database()
    found(url, SERVER_OWNER, "", Founding("翠湖花园"), clock)
    return url


@pytest.fixture
def enter(clock: FixedClock) -> Iterator[Callable[..., Session]]:
    """Return a function that signs in and closes at the end."""
    opened: list[Session] = []

    def enter(target: Path | str, name: str, password: str) -> Session:
        opened.append(sign_in(target, name, password, clock))
        return opened[-1]

    yield enter
    for session in opened:
        session.close()


@pytest.fixture
def session(file_target: Path, enter: Callable[..., Session]) -> Session:
    """Return the administrator's session at a data file."""
    return enter(file_target, ADMINISTRATOR, PASSWORD)


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.postgresql)])
def either(request: pytest.FixtureRequest, enter: Callable[..., Session]) -> Session:
    """Return the administrator's session, at a data file and at a server."""
    if request.param == "file":
        return enter(request.getfixturevalue("file_target"), ADMINISTRATOR, PASSWORD)
    return enter(request.getfixturevalue("server_target"), SERVER_OWNER, "")


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[RecordingShell]:
    """Yield the window around a page."""
    with recording_shell(qapp, tmp_path) as made:
        yield made
