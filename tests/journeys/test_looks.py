"""Every page in every language, size and look: nothing cut off, nothing outside, nothing empty.

Pictures of all of them are saved where TOUCHPOINT_SHOTS names a folder.
"""

from __future__ import annotations

import os
import time
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.app.signin import Door
from desktop.app.window import MainWindow
from desktop.core.i18n import LANGUAGES
from desktop.ui.language import ui_language
from desktop.ui.theme import ThemeChoice, theme
from tests.journeys.seeing import cut_words, outside, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.journeys.program import Program

SIZES = ((1366, 696), (960, 468))
"""The window on a screen of 1366x768, and on the same at 150 %; px."""

FEWEST_WORDS = 10
SECONDS_TO_REST = 1.0

Place = tuple[str, dict[str, Any]]
PLACES: dict[str, tuple[Place, ...]] = {
    "admin": (
        *(("today", {}), ("requests", {}), ("households", {}), ("month", {}), ("import", {}), ("accounts", {})),
        *(("staff", {}), ("settings", {}), ("community", {})),
    ),
    "clerk": (
        *(("today", {}), ("requests", {"request_id": 30}), ("intake", {"room_id": 3}), ("households", {"room_id": 3})),
        *(("households", {"room_id": 8}), ("contacts", {}), ("calls", {}), ("register", {})),
        *(
            ("care", {"list": "planned"}),
            ("practice", {}),
            ("slips", {}),
            ("follow_ups", {}),
            ("phrases", {}),
            ("households", {}),
        ),
    ),
    "manager": (
        *(("rules", {}), ("rules", {"section": "categories"}), ("rules", {"section": "desk"})),
        *(("rules", {"section": "calendar"}), ("month", {"month": "2026-10"}), ("staff", {})),
    ),
    "guard": (("households", {}), ("settings", {})),
}


def shots() -> Path | None:
    folder = os.environ.get("TOUCHPOINT_SHOTS")
    return Path(folder) if folder else None


def looks(program: Program, place: Place) -> Iterator[tuple[str, list[str]]]:
    """Show `place` in every size, language and look; yield a name for each and what is wrong with it."""
    page, where = place
    for size, code, choice in product(SIZES, LANGUAGES, (ThemeChoice.LIGHT, ThemeChoice.DARK)):
        ui_language().choose(code)
        theme().choose(choice)
        program.window.resize(*size)
        program.window.go(page, **where)
        program.settle()
        name = "-".join([page, *map(str, where.values()), f"{size[0]}x{size[1]}", code, choice.value])
        folder = shots()
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            program.window.grab().save(str(folder / f"{program.window.session.desk.actor.name}-{name}.png"))
        yield name, lasting_faults(program)


def lasting_faults(program: Program) -> list[str]:
    """Return what is wrong with the window once its layouts have come to rest."""
    until = time.monotonic() + SECONDS_TO_REST
    while True:
        wrong = [*outside(program.window), *cut_words(program.window)]
        if len(words_of(program.window)) < FEWEST_WORDS:
            wrong.append("the page is empty")
        if not wrong or time.monotonic() > until:
            return wrong
        QTest.qWait(10)


@pytest.mark.parametrize(("account", "place"), [(account, place) for account in PLACES for place in PLACES[account]])
def test_that_a_page_is_whole_in_every_size_language_and_look(
    start: Callable[..., Program], lively_data: Path, account: str, place: Place
) -> None:
    program = start(lively_data)
    program.sign_in(account)
    wrong = {name: faults for name, faults in looks(program, place) if faults}
    assert wrong == {}


class Windows(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            own = isinstance(watched, MainWindow | Door | QDialog)
            if not own:
                self.shown.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.mark.parametrize("account", list(PLACES))
def test_that_nothing_flashes_up_as_a_window_of_its_own(
    start: Callable[..., Program], lively_data: Path, account: str
) -> None:
    program = start(lively_data)
    windows = Windows()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(windows)
    program.sign_in(account)
    for page, where in PLACES[account]:
        program.window.go(page, **where)
        program.settle()
    app.removeEventFilter(windows)
    assert windows.shown == []
