"""Guards on their round, the desk that has it mended, and the manager behind both; and a guard whose PC is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pypdf import PdfReader
from PySide6.QtWidgets import QWidget

from desktop.app.papers import PaperWindow
from desktop.gate.view.arriving import ArrivingPane
from desktop.gate.view.incidents import IncidentPane
from desktop.gate.view.patrolling import PatrolPane
from desktop.patrols.view import PatrolsPage
from desktop.ui.page_tabs import PageTabs
from desktop.visits.view import VisitsPage
from tests.conftest import SHANGHAI
from tests.gate.posts import rows_of
from tests.journeys.day import Books, Hands, Key
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.clock import FixedClock
    from desktop.ui.acting import CommandDialog
    from tests.journeys.program import Program

__all__ = ["FAR", "POINTS", "ROUTE", "TAG", "Found", "Patrol", "at", "killed_while"]

ROOT = Path(__file__).resolve().parents[2]
FAR = 40
"""Stops of Tab on a page of two columns, at most."""

ROUTE, TAG = "夜巡一线", "TP-0407"
POINTS = ("配电房", "商铺街", "中心广场", "地库", "防火门")

PaneT = TypeVar("PaneT", bound=QWidget)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of November."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found at a point, and what is attached to it."""

    words: str
    photo: Path


class Patrol:
    """The one window, whoever stands or sits at it."""

    def __init__(self, program: Program, data: Path, clock: FixedClock) -> None:
        self.program = program
        self.data = data
        self.clock = clock
        self.hands = Hands(program, clock)
        self.books = Books(program, clock)

    # --- who is there -----------------------------------------------------------------------------------------------

    def change_over(self, name: str) -> None:
        """Lock the window if somebody is there, and sign `name` in."""
        if self.program.controller.window is not None:
            self.program.lock()
        self.program.sign_in(name)

    # --- at the gate ------------------------------------------------------------------------------------------------

    def pane(self, kind: type[PaneT]) -> PaneT:
        """Return the pane of the gate that is shown, which is of `kind`."""
        pane = self.program.gate.stack.currentWidget()
        assert isinstance(pane, kind)
        return pane

    @property
    def walk(self) -> PatrolPane:
        return self.pane(PatrolPane)

    @property
    def incident(self) -> IncidentPane:
        return self.pane(IncidentPane)

    @property
    def arriving(self) -> ArrivingPane:
        return self.pane(ArrivingPane)

    @property
    def point(self) -> str:
        """Return the name of the point the guard stands at."""
        step = self.walk.presenter.step
        return "" if step is None else step.name

    @property
    def own(self) -> Sequence[str]:
        """Return what the guard is told of own findings, row by row."""
        return rows_of(self.walk.choosing.found)

    # --- at the desk ------------------------------------------------------------------------------------------------

    @property
    def page(self) -> PatrolsPage:
        return self.program.page(PatrolsPage)

    def turn(self, tab: str) -> None:
        """Go to one of the pages of the gate at the desk."""
        self.program.go("visits")
        if tab != "visits":
            self.program.click(self.program.find(PageTabs, "page-tab").button(tab))

    def turn_part(self, part: str) -> VisitsPage:
        """Go to a part of the desk's page of visits."""
        self.turn("visits")
        page = self.program.page(VisitsPage)
        self.program.click(page.tabs.button(part))
        return page

    def push(self, button: QWidget) -> None:
        """Go by Tab to a button and press it."""
        self.hands.tab_to(button, FAR)
        self.hands.press(Key.Key_Space)

    def form(self, acts: Any) -> CommandDialog[Any]:
        """Return the form that is open, once the keyboard is in it."""
        dialog: CommandDialog[Any] | None = acts.dialog
        assert dialog is not None
        self.program.until(dialog.isActiveWindow)
        return dialog

    def fill(self, dialog: CommandDialog[Any], **texts: str) -> None:
        """Go by Tab to fields, in their order, and type."""
        for name, text in texts.items():
            self.hands.tab_to(dialog.form.fields[name].input, FAR)
            self.hands.type(text)

    def choose(self, dialog: CommandDialog[Any], name: str, wanted: str, arrow: Key = Key.Key_Right) -> None:
        """Choose one of a few side by side by an arrow key."""
        field = dialog.form.fields[name]
        self.hands.tab_to(field.input, FAR)
        for _ in range(FAR):
            if field.text() == wanted:
                return
            self.hands.press(arrow)
        assert field.text() == wanted

    def send(self, acts: Any) -> None:
        """Send the form that is open by Enter, and see it taken."""
        self.hands.press(Key.Key_Return)
        self.program.until(lambda: acts.dialog is None)

    # --- papers -----------------------------------------------------------------------------------------------------

    def paper(self) -> tuple[bytes, str]:
        """Return the paper that was just opened, and its words without spaces; put it away by Esc."""
        program = self.program

        def shown() -> list[PaperWindow]:
            return [each for each in program.window.findChildren(PaperWindow) if each.isVisible()]

        program.until(shown)
        (window,) = shown()
        program.until(window.isActiveWindow)
        pdf = bytes(window.preview._data)
        self.hands.press(Key.Key_Escape)
        return pdf, "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


GUARD = """
import os, signal, sys, time
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app.controller import Controller
from desktop.app.drafts import DraftBox
from desktop.core.clock import FixedClock
from desktop.core.settings import Settings

data, now, password, photo, words, moment = sys.argv[1:]
controller = Controller(Path(data), Settings.load(Path(data).parent / "post.json"), "en", FixedClock(
    datetime.fromisoformat(now)))
controller.open_door()

def until(reached):
    for _ in range(4000):
        if reached():
            return
        QTest.qWait(5)
    sys.exit("it never came")

def pressed(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)

def die(*_anything):
    os.kill(os.getpid(), signal.SIGKILL)

form = controller.door.card.form
form.fields["name"].set_text("guard")
form.fields["password"].set_text(password)
form.submitted.emit()
until(lambda: controller.window is not None and controller.window.isActiveWindow())
window = controller.window
window.go("gate_patrol")
pane = window.stack.currentWidget()
until(lambda: pane.presenter.options)
pane.choosing.enter()
pressed(Qt.Key.Key_1)
until(lambda: pane.presenter.file is not None)
if moment == "half typed":
    until(lambda: pane.walking.field.edit.hasFocus())
    pressed(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    until(lambda: pane.parts.currentWidget() is pane.finding)
    pane.finding.files.strip.given.emit([Path(photo)])
    until(lambda: pane.finding.files.presenter.rows)
    for letter in words:
        QTest.keyClicks(pane.finding.words.edit, letter)
        QTest.qWait(5)
    # longer than what may be lost of what was typed
    end = time.monotonic() + 1
    until(lambda: time.monotonic() > end)
    die()
else:
    until(lambda: pane.parts.currentWidget() is pane.finding)
    until(lambda: pane.finding.files.presenter.rows)
    DraftBox.forget = die
    pressed(Qt.Key.Key_Return)
    QTest.qWait(20000)
"""
"""A guard at the gate whose PC is killed: while something is half typed, or when it was kept but nobody was told."""


def killed_while(moment: str, patrol: Patrol, found: Found) -> int:
    """Let another PC walk the round on and be killed at `moment`; return how it ended, -9 for killed."""
    arguments = [str(patrol.data), patrol.clock.now().isoformat(), PASSWORD, str(found.photo), found.words, moment]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", GUARD, *arguments], cwd=ROOT, env=environment, check=False, timeout=60)
    return done.returncode
