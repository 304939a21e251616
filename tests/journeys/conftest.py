"""Data folders and opened programs for the journeys: the folders are made once and copied for each test."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from desktop.app import ADMINISTRATOR, commands
from desktop.app.founding import Founding, found
from desktop.core.clock import FixedClock
from desktop.core.permissions import Role
from desktop.storage import slots
from desktop.ui.theme import ThemeChoice
from tests.conftest import SUNDAY_AFTERNOON
from tests.journeys.program import PASSWORD, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.journeys.program import Program

ACCOUNTS = {"clerk": Role.CLERK, "manager": Role.MANAGER, "guard": Role.GUARD}
CHEAP = slots.Cost(memory=64, passes=1, lanes=1)
"""Deriving a key is slow on purpose; these passwords protect nothing."""


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a community of four accounts and nothing else."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "COST", CHEAP)
        founding = Founding("云栖花园", accounts=ACCOUNTS)
        found(folder, ADMINISTRATOR, PASSWORD, founding, FixedClock(SUNDAY_AFTERNOON))
    return folder


@pytest.fixture(scope="session")
def lively_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a small made-up community up to the running month."""
    folder = tmp_path_factory.mktemp("lively") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOUCHPOINT_PASSWORD", PASSWORD)
        patch.setattr(slots, "COST", CHEAP)
        arguments = ["demo", "--data", str(folder), "--households", "60", "--months", "14", "--until", "2026-11"]
        assert commands.main([*arguments, "--language", "en"], FixedClock(SUNDAY_AFTERNOON)) == 0
    return folder


@pytest.fixture
def empty_data(empty_template: Path, tmp_path: Path) -> Path:
    """Return a data folder of this test's own with nothing but accounts in it."""
    return shutil.copytree(empty_template, tmp_path / "data")


@pytest.fixture
def lively_data(lively_template: Path, tmp_path: Path) -> Path:
    """Return a data folder of this test's own with a made-up community in it."""
    return shutil.copytree(lively_template, tmp_path / "data")


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, clock: FixedClock) -> Iterator[Callable[..., Program]]:
    """Return a function that opens the program at a folder and stands at its door."""
    with ExitStack() as stack:

        def open_program(data: Path, language: str = "en", theme: ThemeChoice = ThemeChoice.LIGHT) -> Program:
            return stack.enter_context(opened(qtbot, qapp, data, clock, language, theme))

        yield open_program
