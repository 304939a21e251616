"""The power goes while forms are half typed: every draft is back with its files, short of the last second typed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.app.drafts import DraftService
from desktop.app.session import sign_in
from desktop.requests.presenter.drafting import FORM
from desktop.requests.view import IntakePage
from tests.core.samples import png
from tests.journeys.program import PASSWORD, Program

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.clock import FixedClock

ROOT = Path(__file__).resolve().parents[2]
FIRST, SECOND = "厨房水槽下软管接头滴水", "楼道灯不亮"
MOST_LOST = 1.0
"""Seconds of typing that may be gone: half a second until it is written, and the writing itself."""

TYPIST = """
import sys, time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app.controller import Controller
from desktop.core.clock import FixedClock
from desktop.core.settings import Settings
from desktop.requests.model import Move

data, photo, where, first, second = sys.argv[1:]
clock = FixedClock(datetime(2026, 11, 22, 14, 5, tzinfo=ZoneInfo("Asia/Shanghai")))
controller = Controller(Path(data), Settings.load(Path(data).parent / "typist.json"), "en", clock)
controller.open_door()

def until(reached):
    for _ in range(4000):
        if reached():
            return
        QTest.qWait(5)
    sys.exit("it never came")

def type_forever(edit):
    count = 0
    while True:
        QTest.keyClicks(edit, "x")
        count += 1
        print(count, time.monotonic(), flush=True)
        QTest.qWait(20)

form = controller.door.card.form
form.fields["name"].set_text("clerk")
form.fields["password"].set_text("correct-horse")
form.submitted.emit()
until(lambda: controller.window is not None)
window = controller.window
if where == "intake":
    window.go("intake")
    page = window.stack.currentWidget()
    page.form.words.set_text(first)
    page.files.strip.given.emit([Path(photo)])
    until(lambda: page.files.presenter.rows)
    page.park()
    page.form.words.set_text(second)
    page.park()
    type_forever(page.form.words.edit)
elif where == "outage":
    window.go("outages", new=True)
    page = window.stack.currentWidget()
    until(lambda: page.plan.picker.picking is not None)
    page.plan.picker.line.setText("1-1")
    page.plan.picker.add_typed()
    type_forever(page.plan.form.fields["cause"].input)
else:
    window.go("requests")
    page = window.stack.currentWidget()
    until(lambda: page.presenter.detail is not None)
    page.moving.begin(Move.COMPLETE)
    until(lambda: page.moving.dialog is not None)
    type_forever(page.moving.dialog.form.fields["result"].edit)
"""
"""A person at the desk who tells of every letter when it was typed, until the power goes."""


def type_until_killed(data: Path, photo: Path, where: str, seconds: float) -> dict[int, float]:
    """Type at the desk for `seconds`, then kill it; return when each letter of the last text was typed, by its count.

    The seconds are on the monotonic clock, which the two processes share; 0 holds the moment of the kill.
    """
    arguments = [str(data), str(photo), where, FIRST, SECOND]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, "-c", TYPIST, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            lines.append(process.stdout.readline())
        killed_at = time.monotonic()
        os.kill(process.pid, signal.SIGKILL)
        lines += process.stdout.read().splitlines()
    told = [line.split() for line in lines if len(line.split()) == 2]
    return {0: killed_at} | {int(count): float(at) for count, at in told}


def least_kept(typed: dict[int, float]) -> int:
    """Return how many letters must be there: those typed longer than `MOST_LOST` before the end."""
    return max((count for count, at in typed.items() if count and at <= typed[0] - MOST_LOST), default=0)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "漏水.png"
    path.write_bytes(png(40, 30))
    return path


def drafts_shown(program: Program) -> dict[str, tuple[str, ...]]:
    """Go round the drafts by F9 and return the files of each, by its words."""
    program.press(Qt.Key.Key_F2)
    page = program.page(IntakePage)
    found: dict[str, tuple[str, ...]] = {}
    for _ in range(3):
        program.press(Qt.Key.Key_F9)
        program.until(lambda: not page.files.presenter.is_loading)
        found[page.form.words.text()] = tuple(tile.card.name for tile in page.files.strip.tiles)
    cards = [card for card in page.sheet.drafts.cards.values() if card.isVisible()]
    assert len(cards) >= 3
    return found


def test_that_a_killed_desk_has_every_draft_back_with_its_files(
    start: Callable[..., Program], lively_data: Path, photo: Path
) -> None:
    typed = type_until_killed(lively_data, photo, "intake", random.Random(2026).uniform(2.0, 2.5))
    assert len(typed) > 20
    program = start(lively_data)
    program.sign_in("clerk")
    found = drafts_shown(program)
    assert found[FIRST] == ("漏水.png",)
    assert found[SECOND] == ()
    last = next(words for words in found if words not in {FIRST, SECOND})
    assert last == "x" * len(last)
    assert least_kept(typed) <= len(last) <= max(typed)
    assert least_kept(typed) > 0
    program.lock()
    program.sign_in("clerk")
    assert drafts_shown(program) == found


@pytest.mark.parametrize(("where", "field", "picked"), [("move", "result", ""), ("outage", "cause", "1栋1单元")])
def test_that_what_was_typed_into_the_form_of_a_move_or_an_outage_is_back_as_well(
    lively_data: Path, photo: Path, clock: FixedClock, where: str, field: str, picked: str
) -> None:
    typed = type_until_killed(lively_data, photo, where, 2.0)
    session = sign_in(lively_data, "clerk", PASSWORD, clock)
    try:
        kept = [draft.fields for draft in DraftService(session.desk).all() if draft.form != FORM]
    finally:
        session.close()
    assert len(kept) == 1
    assert 0 < least_kept(typed) <= len(kept[0][field]) <= max(typed)
    assert picked in kept[0].get("places", "")
