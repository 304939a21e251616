"""Data folders for tests of the whole program: made once, copied for each test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from desktop.app import commands
from desktop.core.clock import FixedClock
from desktop.core.permissions import Operation
from desktop.outages.model import Outage, OutageState
from tests.conftest import SUNDAY_AFTERNOON

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.storage.desk import Desk

PASSWORD = "correct-horse"

Run = "Callable[..., int]"


def quieten(desk: Desk) -> None:
    """Let nothing run of the outages that the made-up community planned for the days after it was made."""
    with desk.write(Operation.EDIT_OUTAGES) as work:
        work.session.execute(update(Outage).values(state=OutageState.RESTORED, ended_at=work.now))


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a small made-up community up to 2026-10."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOUCHPOINT_PASSWORD", PASSWORD)
        arguments = ["demo", "--data", str(folder), "--households", "60", "--months", "14", "--until", "2026-10"]
        assert commands.main([*arguments, "--language", "en"], FixedClock(SUNDAY_AFTERNOON)) == 0
    return folder


@pytest.fixture
def demo_data(demo_template: Path, tmp_path: Path) -> Path:
    """Return a data folder of this test's own with the made-up community in it."""
    return shutil.copytree(demo_template, tmp_path / "data")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> Callable[..., int]:
    """Return a function that runs one command in English with the fixed clock and returns its exit code."""
    monkeypatch.setenv("TOUCHPOINT_PASSWORD", PASSWORD)
    monkeypatch.setattr("sys.stdin", None)

    def run_command(*arguments: str, language: str = "en") -> int:
        return commands.main([*arguments, "--language", language], clock)

    return run_command
