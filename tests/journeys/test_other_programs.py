"""Beside the open window: commands that write to the same data, and a second start."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QTimer

from desktop.app import NO_WINDOW
from desktop.app.controller import SOON_MS, Controller
from desktop.app.session import sign_in
from desktop.core.settings import Settings
from desktop.requests.service import RequestService
from desktop.requests.view import RequestsPage
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication

    from desktop.app.session import Session
    from desktop.core.clock import FixedClock
    from tests.journeys.program import Program

ROOT = Path(__file__).resolve().parents[2]
POLL_MS = 20


@pytest.fixture
def program(start: Callable[..., Program], lively_data: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Return the program with the clerk before the list of requests, looking for others without delay."""
    monkeypatch.setattr("desktop.app.account_window.LOOK_EVERY_MS", POLL_MS)
    made = start(lively_data)
    made.sign_in("clerk")
    made.go("requests")
    return made


def touchpoint(*arguments: str) -> subprocess.Popen[bytes]:
    """Start the program as another process."""
    environment = os.environ | {"TOUCHPOINT_PASSWORD": PASSWORD, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-m", "desktop", *arguments, "--language", "en"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )


def test_that_what_a_command_imports_shows_up_in_the_open_list(
    program: Program, lively_data: Path, tmp_path: Path
) -> None:
    ledger = tmp_path / "台账.csv"
    with ledger.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(("报事类型", "报事内容", "受理时间"))
        out.writerows(("报修", f"第{n}盏路灯不亮", f"2024-01-{n:02} 9:00") for n in range(1, 4))
    page = program.page(RequestsPage)
    before = page.listing.model.rowCount()
    command = touchpoint("import", "requests", str(ledger), "--data", str(lively_data))
    program.until(lambda: command.poll() is not None)
    assert command.returncode == 0
    program.until(lambda: page.listing.model.rowCount() == before + 3)


def test_that_the_request_looked_at_follows_what_others_do(
    program: Program, lively_data: Path, clock: FixedClock
) -> None:
    page = program.page(RequestsPage)
    program.until(lambda: page.presenter.detail is not None)
    assert page.presenter.detail is not None
    seen = page.presenter.detail.line
    other = sign_in(lively_data, "manager", PASSWORD, clock)
    RequestService(other.desk).urge(seen.id, "又来电话了", version=seen.version)
    other.close()
    program.until(lambda: page.presenter.detail is not None and page.presenter.detail.line.version > seen.version)
    assert page.detail.number.text() == seen.number


def test_that_what_was_written_before_the_first_look_is_not_missed(
    start: Callable[..., Program], lively_data: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.app.account_window.LOOK_EVERY_MS", 1000)
    program = start(lively_data)
    program.sign_in("clerk")
    program.go("requests")
    page = program.page(RequestsPage)
    program.until(lambda: page.presenter.detail is not None)
    assert page.presenter.detail is not None
    seen = page.presenter.detail.line
    other = sign_in(lively_data, "manager", PASSWORD, clock)
    RequestService(other.desk).urge(seen.id, "又来电话了", version=seen.version)
    other.close()
    program.until(lambda: page.presenter.detail is not None and page.presenter.detail.line.version > seen.version)


@pytest.fixture
def controller(qapp: QApplication, lively_data: Path, clock: FixedClock) -> Iterator[Controller]:
    made = Controller(lively_data, Settings.load(lively_data.parent / "settings.json"), "en", clock)
    assert made.app is qapp
    yield made
    if made.door is not None:
        made.door.removeEventFilter(made)
        made.door.close()
        made.door.deleteLater()
    made.deleteLater()


def test_that_a_second_start_on_the_same_data_raises_the_first_window(
    controller: Controller, lively_data: Path
) -> None:
    second: list[subprocess.Popen[bytes]] = []

    def start_second() -> None:
        assert controller.door is not None
        controller.door.showMinimized()
        second.append(touchpoint("--data", str(lively_data)))
        looking.start()

    def look() -> None:
        if second[0].poll() is not None:
            controller.app.quit()

    looking = QTimer(interval=POLL_MS)
    looking.timeout.connect(look)
    QTimer.singleShot(0, controller, start_second)
    assert controller.run([]) == 0
    looking.stop()
    assert second[0].returncode == 0
    assert controller.door is not None
    assert not controller.door.isMinimized()


def test_that_a_window_that_cannot_be_made_is_told_by_the_exit_code(
    controller: Controller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise LookupError("made to fail")

    def enter() -> None:
        desk, opened = SimpleNamespace(actor=SimpleNamespace(name="clerk")), SimpleNamespace(returned=None)
        with pytest.raises(LookupError):
            controller.open_window(cast("Session", SimpleNamespace(desk=desk, opened=opened)))
        controller.app.quit()

    monkeypatch.setattr("desktop.app.controller._window_of", fail)
    QTimer.singleShot(2 * SOON_MS, controller, enter)
    assert controller.run([]) == NO_WINDOW


def test_that_leaving_twice_at_once_leads_to_one_door(controller: Controller) -> None:
    controller.open_door()
    door = controller.door
    controller._lock()
    assert controller.door is door
