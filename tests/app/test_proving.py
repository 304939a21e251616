"""A version that has just come in: standing at the door, standing with the window, giving way."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from desktop.app import proving
from desktop.app.proving import Proving
from desktop.ui.bus import Bus
from desktop.ui.kit import start_kit
from desktop.ui.tasks import Tasks
from desktop.updates.store import Installation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.app.session import Session
    from desktop.core.i18n import Message

OLD, NEW = "0.1.0-aaaaaaaa", "0.2.0-bbbbbbbb"


class Start:
    """A start of version 0.2.0, installed over 0.1.0; what is proved of the data is counted."""

    def __init__(self, root: Path, qtbot: QtBot, tasks: Tasks, name: str = NEW) -> None:
        for each in (OLD, NEW):
            (root / "versions" / each).mkdir(parents=True)
        (root / "current.txt").write_text(name, "ascii")
        if name == NEW:
            (root / "previous.txt").write_text(OLD, "ascii")
            (root / "starting.txt").touch()
        self.root = root
        self.qtbot = qtbot
        self.proving = Proving(Installation(root, name), tasks)
        self.told: list[Message] = []
        self.proved = 0
        self.proving.told.connect(self.told.append)

    def session(self, returned: Path | None = None) -> Session:
        def prove_upgrade() -> None:
            self.proved += 1

        opened = SimpleNamespace(returned=returned)
        return cast("Session", SimpleNamespace(opened=opened, prove_upgrade=prove_upgrade))

    def notes(self) -> set[str]:
        """Return which version starts and the notes about it, as the launcher finds them."""
        return {path.name for path in self.root.glob("*.txt")} | {
            (self.root / "current.txt").read_text("ascii").strip()
        }

    def until(self, *notes: str) -> None:
        self.qtbot.waitUntil(lambda: self.notes() == {"current.txt", *notes})


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    start_kit(qapp, language="en")
    running = Tasks(Bus())
    yield running
    running.shutdown()


@pytest.fixture
def start(tmp_path: Path, qtbot: QtBot, tasks: Tasks) -> Start:
    return Start(tmp_path, qtbot, tasks)


def test_that_a_version_is_proved_once_its_window_has_stood_and_the_one_before_is_swept_away(
    start: Start,
) -> None:
    start.proving._standing.setInterval(50)
    start.proving.stand()
    start.until(NEW, "previous.txt")
    start.proving.begin(start.session())
    start.until(NEW, "previous.txt", "starting.txt")
    start.proving.opened()
    start.qtbot.waitUntil(lambda: not (start.root / "versions" / OLD).exists())
    start.proving.end()
    assert start.notes() == {"current.txt", NEW}
    assert start.proved == 1


def test_that_a_window_closed_in_an_orderly_way_has_stood_as_well(start: Start) -> None:
    start.proving.begin(start.session())
    start.until(NEW, "previous.txt", "starting.txt")
    start.proving.opened()
    start.proving.end()
    assert not start.proving.opens_nothing
    assert start.notes() == {"current.txt", NEW}
    assert start.proved == 1


def test_that_a_version_whose_window_cannot_be_made_is_not_proved_by_its_end(start: Start) -> None:
    start.proving.begin(start.session())
    start.until(NEW, "previous.txt", "starting.txt")
    start.proving.end()
    assert start.proving.opens_nothing
    assert start.notes() == {"current.txt", NEW, "previous.txt", "starting.txt"}
    assert start.proved == 0


def test_that_data_is_proved_only_after_the_version_that_upgraded_it(start: Start) -> None:
    found: list[set[str]] = []
    session = start.session()
    session.prove_upgrade = lambda: found.append(start.notes())  # type: ignore[method-assign]
    start.proving.begin(session)
    start.until(NEW, "previous.txt", "starting.txt")
    start.proving.opened()
    start.proving.end()
    assert found == [{"current.txt", NEW}], "without its note the version before could not open it"


def test_that_data_is_not_proved_by_a_version_that_another_window_has_given_up(start: Start) -> None:
    start.proving.begin(start.session())
    start.until(NEW, "previous.txt", "starting.txt")
    start.proving.opened()
    Installation(start.root, NEW).go_back("data")
    start.proving.end()
    assert start.proved == 0
    assert start.notes() == {"current.txt", OLD, "returned.txt"}


def test_that_the_version_before_takes_over_where_the_data_cannot_be_upgraded(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Sequence[str]] = []
    monkeypatch.setattr(proving, "start_detached", started.append)
    with start.qtbot.waitSignal(start.proving.gone_back):
        start.proving.fail()
    assert start.notes() == {"current.txt", OLD, "returned.txt"}
    start.proving.restart(["--user=amy"])
    assert started == [[str(start.root / "Touchpoint.exe"), "--user=amy"]]


def test_that_a_mistake_gives_a_version_up_only_before_it_has_stood(start: Start) -> None:
    start.proving.begin(start.session())
    start.until(NEW, "previous.txt", "starting.txt")
    start.proving.opened()
    with start.qtbot.waitSignal(start.proving.gone_back):
        start.proving.crash()
    start.proving.end()
    assert (start.root / "returned.txt").read_text("utf-8").splitlines() == ["0.2.0", "start"]
    assert start.proved == 0


def test_that_a_mistake_of_a_version_without_another_before_it_takes_nothing_back(
    tmp_path: Path, qtbot: QtBot, tasks: Tasks
) -> None:
    start = Start(tmp_path, qtbot, tasks, OLD)
    start.proving._standing.setInterval(50)
    start.proving.begin(start.session())
    start.proving.opened()
    start.proving.crash()
    qtbot.waitUntil(lambda: start.proved == 1)
    assert start.notes() == {"current.txt", OLD}


def test_that_there_is_no_giving_way_without_a_version_before(tmp_path: Path, qtbot: QtBot, tasks: Tasks) -> None:
    start = Start(tmp_path, qtbot, tasks, OLD)
    with qtbot.assertNotEmitted(start.proving.gone_back, wait=50):
        start.proving.fail()
    assert start.notes() == {"current.txt", OLD}


def test_that_the_version_that_took_over_tells_once_what_did_not_hold(
    tmp_path: Path, qtbot: QtBot, tasks: Tasks
) -> None:
    start = Start(tmp_path, qtbot, tasks, OLD)
    (tmp_path / "returned.txt").write_text("0.2.0\ndata\n", "utf-8")
    start.proving.stand()
    start.until(OLD)
    qtbot.waitUntil(lambda: bool(start.told))
    start.proving.stand()
    start.proving.begin(start.session(tmp_path / "replaced-1"))
    first, second = start.told
    assert first.params["version"] == "0.2.0"
    assert second.params["folder"] == tmp_path / "replaced-1"
    start.proving.end()


def test_that_a_program_that_is_not_installed_proves_its_data_only(qtbot: QtBot, tasks: Tasks, tmp_path: Path) -> None:
    start = Start(tmp_path, qtbot, tasks)
    alone = Proving(None, tasks)
    alone.stand()
    alone.begin(start.session())
    alone.opened()
    alone.fail()
    alone.end()
    assert start.proved == 1
    assert start.notes() == {"current.txt", NEW, "previous.txt", "starting.txt"}
