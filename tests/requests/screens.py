"""What the tests of the screens of requests share: a real database behind real tasks, and a window that remembers."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from desktop.core.settings import Settings
from desktop.households.model import OccupancyRole
from desktop.households.rows import NewPerson
from desktop.households.service import HouseholdService
from desktop.requests.model import RequestKind
from desktop.requests.rows import NewRequest
from desktop.storage.database import file_database
from desktop.ui.bus import Bus
from desktop.ui.kit import start_kit
from desktop.ui.language import translate, ui_language
from desktop.ui.tasks import Tasks
from tests.requests.conftest import KEY, SHANGHAI, settle
from tests.ui.shells import RecordingShell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock
    from desktop.core.permissions import Role
    from desktop.requests.rows import RequestDetail
    from desktop.requests.service import RequestService
    from desktop.storage.desk import Desk
    from tests.requests.conftest import Place

__all__ = ["NOW", "Screens", "screens"]

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=SHANGHAI)
PAGE = (1198, 612)
"""The page in a window of 1366x768, px."""


class Screens:
    """One community and the window around the page that is tested."""

    def __init__(self, place: Place, clock: FixedClock, qtbot: QtBot, folder: Path) -> None:
        self.place = place
        self.clock = clock
        self.qtbot = qtbot
        self.shell = RecordingShell(Tasks(bus := Bus()), bus, Settings.load(folder / "settings.json"))
        self.pages: list[QWidget] = []
        self.crashes: list[BaseException] = []
        self.shell.tasks.crashed.connect(self.crashes.append)

    @property
    def desk(self) -> Desk:
        return self.place.desk

    @property
    def service(self) -> RequestService:
        return self.place.service

    def desk_of(self, role: Role) -> Desk:
        return replace(self.desk, actor=replace(self.desk.actor, role=role))

    def show(self, page: QWidget, size: tuple[int, int] = PAGE) -> None:
        self.qtbot.addWidget(page)
        page.resize(*size)
        self.pages.append(page)
        with self.qtbot.waitActive(page):
            page.show()
            page.activateWindow()

    def settle(self) -> None:
        """Wait until nothing runs in the background and nothing waits to be delivered."""
        for _ in range(4):
            if not self.shell.tasks.is_idle:
                with self.qtbot.waitSignal(self.shell.tasks.idle):
                    pass
            QCoreApplication.processEvents()
        assert not self.crashes

    def report(self, words: str = "厨房水槽下软管接头滴水", **changes: Any) -> RequestDetail:
        """Take a request in as if by another desk, and return it."""
        given: dict[str, Any] = {
            "kind": RequestKind.REPAIR,
            "room_id": self.place.rooms["3-1-502"],
            "words": words,
            "reporter": "黄丽娟",
            "phone": "13900007713",
            "category_id": self.place.categories["给排水"],
        }
        return self.service.detail(self.service.report(NewRequest(**(given | changes))).result)

    def people(self) -> None:
        """Let two people live in 3-1-502."""
        service, room_id = HouseholdService(self.desk), self.place.rooms["3-1-502"]
        service.add_resident(room_id, NewPerson("陈国栋", ("138 0013 2046",)), OccupancyRole.OWNER)
        service.add_resident(room_id, NewPerson("黄丽娟", ("13900007713",)), OccupancyRole.FAMILY)

    def detail(self, number: str) -> RequestDetail:
        return self.service.by_number(number)

    def said(self) -> list[str]:
        """Return what the window said, in its language."""
        return [translate(words, ui_language().language) for words in self.shell.said]

    def keys(self, text: str) -> None:
        """Type `text` key by key, wherever the keyboard is; Chinese arrives as an input method commits it."""
        if not text.isascii():
            target = self._listening()
            assert isinstance(target, QPlainTextEdit)
            target.insertPlainText(text)
            self.settle()
            return
        for character in text:
            QTest.keyClicks(self._listening(), character)
            self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key, wherever the keyboard is."""
        QTest.keyClick(self._listening(), key, modifier)
        self.settle()

    def _listening(self) -> QWidget:
        """Return the widget the next key goes to."""
        if QApplication.activeWindow() is None:
            # The offscreen platform gives the keyboard to nobody when a dialog closes; a desktop gives it back.
            with self.qtbot.waitActive(self.pages[-1]):
                self.pages[-1].activateWindow()
        target = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert target is not None
        return target

    def later(self, **delta: float) -> None:
        """Let time pass."""
        self.clock.set(self.clock.now() + timedelta(**delta))


@pytest.fixture
def screens(empty_file: Path, tmp_path: Path, clock: FixedClock, qtbot: QtBot, qapp: QApplication) -> Iterator[Screens]:
    """Yield a fresh community behind a window that speaks English; close everything behind it."""
    start_kit(qapp, language="en")
    ui_language().choose("en")
    path = tmp_path / "touchpoint.db"
    shutil.copy(empty_file, path)
    database = file_database(path, KEY)
    made = Screens(settle(database, clock), clock, qtbot, tmp_path)
    yield made
    for page in made.pages:
        page.close()
    made.shell.tasks.shutdown()
    database.close()
    assert not made.crashes
