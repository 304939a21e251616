"""A guard at the window sees nothing of the desk: by no key, no menu, no name of a page, no call handed over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QPlainTextEdit, QWidget
from sqlalchemy import String, cast, func, literal, select, update

from desktop.app import commands
from desktop.app.arguments import COMMANDS
from desktop.app.gate_pages import GATE_PAGES
from desktop.app.gate_window import GateWindow
from desktop.app.pages import PAGES
from desktop.app.session import sign_in
from desktop.gate.view.pieces import GateList
from desktop.households.model import Phone, Resident, Room, RoomTag
from desktop.patrols.model import PatrolFinding
from desktop.requests.model import Comment, Request
from desktop.ui.filters import SearchLine
from desktop.ui.keys import GATE_KEYS, KEYS
from desktop.ui.search import SearchField
from tests.journeys.day import ALT, Key
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from tests.journeys.program import Program

SECRET = "密不外传"
PRIVATE = (Request.result, Request.words, Comment.words, RoomTag.cause, Resident.note, Room.note)
"""Texts of the desk's, marked so that they would be seen wherever they were shown."""

CALL = "13800138000"


@pytest.fixture
def full_phones(lively_data: Path, clock: FixedClock) -> re.Pattern[str]:
    """Mark the private texts; return what finds any resident's phone in full."""
    session = sign_in(lively_data, "guard", PASSWORD, clock)
    own = select(PatrolFinding.request_id).where(PatrolFinding.request_id.is_not(None))
    with session.desk.database.connect(writing=True) as connection:
        for column in PRIVATE:
            marked = func.concat(literal(SECRET), cast(column, String))
            there = Request.id.not_in(own) if column.class_ is Request else literal(value=True)
            connection.execute(update(column.class_).where(there).values({column: marked}))
        phones = [digits for digits in connection.scalars(select(Phone.digits)) if len(digits) > 6]
    session.close()
    return re.compile("|".join(map(re.escape, phones)))


@pytest.fixture
def program(start: Callable[..., Program], lively_data: Path, full_phones: re.Pattern[str]) -> Program:
    assert full_phones.pattern
    program = start(lively_data)
    program.sign_in("guard")
    return program


def words_of(top: QWidget) -> str:
    """Return all that can be read in a window, also by whoever has it read aloud."""
    found = [top.windowTitle()]
    for each in (widget for widget in top.findChildren(QWidget) if widget.isVisible()):
        found += [each.accessibleName(), each.accessibleDescription(), each.toolTip()]
        if isinstance(each, QLabel | QAbstractButton | QLineEdit):
            found.append(each.text())
        elif isinstance(each, QPlainTextEdit):
            found.append(each.toPlainText())
        elif isinstance(each, GateList):
            found += [row.spoken() for row in each.rows]
    return "\n".join(found)


def test_that_no_key_of_the_desk_and_no_name_of_a_page_leads_anywhere(program: Program) -> None:
    gate = program.gate
    before, windows = gate.stack.currentWidget(), QApplication.topLevelWidgets()
    taken = {QKeySequence(shortcut.sequence).toString() for shortcut in GATE_KEYS}
    tried = 0
    for shortcut in KEYS:
        sequence = QKeySequence(shortcut.sequence)
        if sequence.toString() in taken or len(shortcut.sequence) == 1:
            continue
        QTest.keySequence(program.target(), sequence)
        program.settle()
        opened = [top for top in QApplication.topLevelWidgets() if top.isVisible() and top not in windows]
        assert (gate.stack.currentWidget(), opened) == (before, []), shortcut.name
        tried += 1
    assert tried > 20
    own = {entry.key for entry in GATE_PAGES}
    for entry in PAGES:
        if entry.key not in own:
            gate.go(entry.key, room_id=1, request_id=1, new=True)
            assert gate.stack.currentWidget() is before, entry.key
    assert [*gate.findChildren(SearchField), *gate.findChildren(SearchLine)] == []


def test_that_all_a_guard_can_read_is_of_the_gate(program: Program, full_phones: re.Pattern[str]) -> None:
    gate = program.gate
    for entry in GATE_PAGES:
        gate.go(entry.key)
        program.settle()
        for key in (None, Key.Key_Down, Key.Key_Return):
            if key is not None:
                program.press(key)
            read = words_of(gate)
            assert SECRET not in read, entry.key
            assert not full_phones.search(re.sub(r"[ \-\u00a0]", "", read)), entry.key
    program.press(Key.Key_M, ALT)
    menu = program.target()
    assert isinstance(menu, QMenu)
    offered = [action.text() for action in menu.actions() if action.text()]
    program.press(Key.Key_Escape)
    assert offered == [
        "Dark by night",
        "Always dark",
        "Always light",
        "简体中文",
        "繁體中文",
        "English",
        "Practice",
        "Settings",
        "Hand over the post (Ctrl+L)",
    ]


def test_that_a_call_handed_over_tells_a_guard_nothing(start: Callable[..., Program], lively_data: Path) -> None:
    program = start(lively_data)
    program.controller.hear([f"tel:{CALL}"])
    program.sign_in("guard")
    assert isinstance(program.gate, GateWindow)
    for _ in range(2):
        assert "front desk" in program.toast
        assert CALL[-4:] not in re.sub(r"\D", "", words_of(program.gate))
        program.controller.hear([f"tel:{CALL}"])
        program.settle()


CLOSED = (
    ("import", "households", "{file}"),
    ("report", "month", "2026-10", "--out", "{out}"),
    ("report", "week", "--week", "2026-W43", "--out", "{out}"),
    ("visits", "reduce", "--even-if-many"),
    ("user", "list"),
    ("user", "add", "friend", "--role", "manager", "--new-password", "long-enough-word"),
    ("user", "role", "guard", "manager"),
    ("user", "password", "manager", "--new-password", "long-enough-word"),
    ("backup", "{out}/all.tpbackup"),
    ("check",),
)
OPEN = {"init", "demo", "recover", "restore", "template", "search"}
"""Without data or an account of one's own, with a key of its own, or asked elsewhere what they find."""


def test_that_the_command_line_refuses_a_guard_what_the_window_does_not_show(
    lively_data: Path,
    tmp_path: Path,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TOUCHPOINT_PASSWORD", PASSWORD)
    file, out = tmp_path / "roster.csv", tmp_path / "out"
    file.write_text("楼栋,单元,房号,业主\n1,1,101,张三\n", encoding="utf-8")
    assert {command[0] for command in CLOSED} | OPEN == set(COMMANDS)
    for command in CLOSED:
        given = [word.format(file=file, out=out) for word in command]
        account = ["--user", "guard", "--data", str(lively_data), "--language", "en"]
        assert commands.main([*given, *account], clock) == 1, command
        printed = capsys.readouterr()
        assert printed.out == "", command
        assert "may not do that" in printed.err or "Only a manager" in printed.err, printed.err
    assert not out.exists() or list(out.iterdir()) == []
