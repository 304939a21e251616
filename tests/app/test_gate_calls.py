"""Calls from the gate reach the desk at once: the strip while the gate waits, a line for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication

from desktop.app.gate_calls import GateCalls
from desktop.core.permissions import Role
from desktop.ui.language import translate, ui_language
from desktop.visits.model import CallReason
from desktop.visits.rows import CallLine, NewCall
from desktop.visits.service import VisitService
from tests.ui.shells import recording_shell, settle
from tests.visits.conftest import on_file, template
from tests.visits.gatehouse import Gatehouse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.care.villages import Village
    from tests.ui.shells import RecordingShell

__all__ = ["on_file", "template"]


class Screen:
    """The strip of one window, and what was told."""

    def __init__(self, village: Village, shell: RecordingShell, qtbot: QtBot, role: Role) -> None:
        self.house = Gatehouse(village)
        self.shell = shell
        self.qtbot = qtbot
        self.desk = village.desk_of(role)
        self.told: list[CallLine] = []
        self.calls = GateCalls(self.desk, shell, shell.tasks)
        self.calls.told.connect(self.told.append)
        qtbot.addWidget(self.calls.strip)

    def call(self, words: str, *, waits: bool) -> int:
        """Let the guard call, and the window hear of it as its watch tells it."""
        new = NewCall(CallReason.GOODS, words, waits=waits, gate_id=self.house.gate_id, plate="浙A12345")
        made = self.house.service.call_desk(new)
        self.shell.bus.announce(made)
        self.settle()
        return int(made.result)

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    @property
    def words(self) -> str:
        strip = self.calls.strip.strip
        return "" if strip is None else f"{strip.lead.text()} {strip.accessibleDescription()}"


@pytest.fixture
def clerk(on_file: Village, qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Screen]:
    with recording_shell(qapp, tmp_path) as shell:
        yield Screen(on_file, shell, qtbot, Role.CLERK)


def test_that_what_the_gate_waits_with_stands_there_until_it_is_answered(clerk: Screen) -> None:
    clerk.calls.look()
    clerk.settle()
    first = clerk.call("沙发没有放行条", waits=True)
    clerk.call("冰箱也没有", waits=True)
    assert "东门岗 is waiting for an answer" in clerk.words
    assert "浙A·12345" in clerk.words
    assert "沙发没有放行条" in clerk.words
    assert [call.words for call in clerk.told] == ["沙发没有放行条", "冰箱也没有"]
    assert clerk.shell.counts["visits"] == 2
    clerk.calls.answer()
    assert clerk.shell.gone == [("visits", {"call_id": first})]
    service = VisitService(clerk.desk)
    for call in service.calls():
        clerk.shell.bus.announce(service.answer(call.id, "可以放行", version=call.version))
    clerk.settle()
    assert clerk.calls.strip.isHidden()
    assert clerk.shell.counts["visits"] == 0
    clerk.calls.answer()
    assert clerk.shell.gone[-1] == ("visits", {"part": "calls"})


def test_that_what_does_not_wait_is_told_once_and_old_ones_not_at_the_beginning(clerk: Screen) -> None:
    clerk.house.service.call_desk(NewCall(CallReason.OTHER, "道闸坏了", gate_id=clerk.house.gate_id))
    clerk.calls.look()
    clerk.settle()
    assert clerk.told == []
    clerk.call("又坏了", waits=False)
    clerk.calls.look()
    clerk.settle()
    assert [call.words for call in clerk.told] == ["又坏了"]
    assert clerk.words == ""
    told = translate(clerk.calls.words(clerk.told[0]), ui_language().language)
    assert "Goods without a release slip" in told


def test_that_who_answers_no_calls_is_told_of_none(
    on_file: Village,
    qapp: QApplication,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    with recording_shell(qapp, tmp_path) as shell:
        screen = Screen(on_file, shell, qtbot, Role.ADMINISTRATOR)
        screen.call("沙发没有放行条", waits=True)
        assert screen.told == []
        assert screen.calls.strip.isHidden()
