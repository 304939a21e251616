"""The guard's window: its tabs and keys, which gate it is, dark by night, nothing of the desk's pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app.entries import PageEntry
from desktop.app.gate_pages import GATE_PAGES
from desktop.app.gate_window import GateWindow
from desktop.app.pages import PAGES
from desktop.app.session import sign_in
from desktop.core import settings as known_settings
from desktop.core.i18n import msg
from desktop.core.permissions import MATRIX, Operation, Role
from desktop.core.settings import Settings
from desktop.gate.view.binding import on_key
from desktop.gate.view.pieces import GatePane
from desktop.storage import slots
from desktop.ui.keys import GATE_KEYS
from desktop.ui.theme import theme
from desktop.visits.service import VisitService
from tests.app.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent
    from pytestqt.qtbot import QtBot

    from desktop.app.session import Session
    from desktop.core.clock import FixedClock
    from desktop.core.i18n import Message


class Pane(GatePane):
    """A pane of nothing but its keys, which notes those that were pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []
        on_key(self, "gate-undo", lambda: self.pressed.append("gate-undo"))

    def hints(self) -> Sequence[tuple[str, Message]]:
        return (("gate-clear", msg("Clear; what was typed can be brought back")), ("gate-undo", msg("Undo")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.pressed += ["gate-clear"] if event.key() == Qt.Key.Key_Escape else []


ENTRIES = (
    PageEntry("gate_in", msg("In"), "log-in", Operation.LOG_VISIT, lambda _session, _shell: Pane(), shortcut="gate-in"),
    PageEntry("gate_out", msg("Out"), "log-out", Operation.LOG_VISIT, lambda _s, _shell: Pane(), shortcut="gate-out"),
    PageEntry("month", msg("Monthly summary"), "sun", Operation.READ_FIGURES, lambda _session, _shell: Pane()),
)


@pytest.fixture
def guard_session(demo_data: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Return the session of a guard; the window closes it."""
    monkeypatch.setattr(slots, "COST", slots.Cost(memory=64, passes=1, lanes=1))
    return sign_in(demo_data, "guard", PASSWORD, clock)


@pytest.fixture
def window(guard_session: Session, tmp_path: Path, qtbot: QtBot) -> Iterator[GateWindow]:
    """Return the guard's window, shown and settled."""
    made = GateWindow(guard_session, Settings(tmp_path / "settings.json"), ENTRIES)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: bool(made.stack.count()) and made.tasks.is_idle)
    yield made
    made.close()
    made.deleteLater()
    assert theme().dark is False


def test_that_each_tab_has_its_key_and_pages_of_the_desk_are_not_there(window: GateWindow) -> None:
    first = window.stack.currentWidget()
    QTest.keyClick(window, Qt.Key.Key_F2)
    assert window.stack.currentWidget() is not first
    window.go("month")
    assert window.shown_at()[0] == "gate_out"
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.stack.currentWidget() is first


def test_that_a_key_below_does_the_same_for_a_finger(window: GateWindow) -> None:
    pane = window.stack.currentWidget()
    assert isinstance(pane, Pane)
    pane.setFocus()
    for name, _does in pane.hints():
        QTest.mouseClick(window.hints, Qt.MouseButton.LeftButton, pos=window.hints.place_of(name).center())
    assert pane.pressed == ["gate-clear", "gate-undo"]


def test_that_what_was_done_is_said_in_place_of_the_keys_and_nothing_moves(window: GateWindow) -> None:
    before = window.stack.geometry()
    window.tell(msg("Taken back."))
    assert (window.toast.isVisible(), window.hints.isVisible(), window.stack.geometry()) == (True, False, before)
    window.toast.dismiss()
    assert (window.toast.isVisible(), window.hints.isVisible()) == (False, True)


def test_that_it_is_dark_by_night_and_light_by_day_unless_the_guard_wants_otherwise(
    window: GateWindow, clock: FixedClock
) -> None:
    for hour, dark in ((3, False), (12, True), (22, True)):
        clock.set(datetime(2026, 11, 1, hour, tzinfo=UTC))  # eight hours later in the community
        window._tick()
        assert theme().dark is dark, hour
    window.settings.set(known_settings.GATE_LOOK, "light")
    window._tick()
    assert theme().dark is False


def test_that_this_pc_remembers_its_gate(window: GateWindow, guard_session: Session, qtbot: QtBot) -> None:
    desk = guard_session.desk
    manager = VisitService(replace(desk, actor=replace(desk.actor, role=Role.MANAGER)))
    gates = [manager.add_gate(name).result for name in ("会所门岗", "码头门岗")]
    window.station.read()
    qtbot.waitUntil(lambda: {gate.id for gate in window.station.gates} >= set(gates))
    assert window.station.gate is None
    window.station.choose_gate(gates[1])
    assert window.gate.text() == "码头门岗"
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    assert Settings.load(window.settings.path).get(known_settings.GATE) == gates[1]


def test_that_every_pane_is_for_guards_and_its_key_is_in_the_table() -> None:
    names = {shortcut.name for shortcut in GATE_KEYS}
    assert len({shortcut.sequence for shortcut in GATE_KEYS}) == len(GATE_KEYS)
    for entry in GATE_PAGES:
        assert Role.GUARD in MATRIX[entry.needs], entry.key
        assert not entry.shortcut or entry.shortcut in names
    assert not [entry.key for entry in PAGES if entry.key.startswith("gate")]
