from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer, qWarning

from desktop.ui.crash import CrashGuard, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock


@pytest.fixture
def kept() -> list[str]:
    return []


@pytest.fixture
def guard(tmp_path: Path, clock: FixedClock, kept: list[str]) -> Iterator[CrashGuard]:
    made = CrashGuard(tmp_path / "logs" / "crash.log", clock, lambda: kept.append("kept"))
    hooks = (sys.excepthook, threading.excepthook)
    made.install()
    yield made
    made.remove()
    assert (sys.excepthook, threading.excepthook) == hooks


def fail(name: str) -> None:
    try:
        int(f"the phone of {name} is 13900007713")
    except ValueError as error:
        raise RuntimeError(name) from error


def test_that_an_error_in_a_slot_keeps_what_was_typed_and_is_told(
    qtbot: QtBot, guard: CrashGuard, kept: list[str]
) -> None:
    def slot() -> None:
        sys.excepthook(*trapped())

    def trapped() -> tuple[type[BaseException], BaseException, None]:
        with pytest.raises(RuntimeError) as raised:
            fail("黄丽娟")
        return RuntimeError, raised.value, None

    with qtbot.waitSignal(guard.crashed) as told:
        QTimer.singleShot(0, slot)
    assert kept == ["kept"]
    assert "RuntimeError" in told.args[0]
    assert "in fail" in told.args[0]


def test_that_the_log_names_places_and_kinds_but_no_person(qtbot: QtBot, guard: CrashGuard) -> None:
    thread = threading.Thread(target=fail, args=("黄丽娟",))
    with qtbot.waitSignal(guard.crashed):
        thread.start()
        thread.join()
    written = guard.log.read_text("utf-8")
    assert written.startswith("2026-11-22 06:05:00Z")
    assert "builtins.ValueError" in written
    assert "which led to" in written
    assert "13900007713" not in written
    assert "黄丽娟" not in written


def test_that_warnings_of_qt_are_logged(guard: CrashGuard) -> None:
    qWarning("QPainter was not active")
    assert "Qt warning (default): QPainter was not active" in guard.log.read_text("utf-8")


def test_that_the_log_is_cut_when_it_grows(guard: CrashGuard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.ui.crash.LIMIT", 50)
    for number in range(3):
        guard.write(f"{number} " + "x" * 60)
    assert guard.log.read_text("utf-8").count("x" * 60) == 1
    assert guard.log.with_suffix(".old.log").read_text("utf-8").count("x" * 60) == 1


def test_that_a_log_that_cannot_be_written_harms_nobody(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    guard = CrashGuard(tmp_path / "file" / "crash.log", clock, lambda: None)
    guard.write("something")
    assert not guard.log.exists()


def test_that_a_description_has_no_values() -> None:
    with pytest.raises(RuntimeError) as raised:
        fail("secret")
    assert "secret" not in describe(raised.value)


def test_that_a_description_does_not_name_the_person_whose_folder_the_program_lies_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(Path(__file__).parent))
    with pytest.raises(RuntimeError) as raised:
        fail("secret")
    told = describe(raised.value)
    assert str(Path(__file__).parent) not in told
    assert f"~{os.sep}{Path(__file__).name}:" in told
