"""The window in which a month is combed, answered and closed, and whoever sits at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QMenu

from desktop.issues.view import IssuesPage
from desktop.month_end.rows import CombingStep
from desktop.month_end.view import CombingPage
from desktop.months.view import MonthPage
from tests.journeys.beside import Desk
from tests.journeys.day import Books, Hands, Key

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from desktop.core.clock import FixedClock
    from desktop.issues.rows import IssueRow
    from desktop.issues.service import IssueService
    from desktop.ui.acting import CommandDialog
    from tests.journeys.program import Program

__all__ = ["FAR", "MonthEnd", "told"]

FAR = 40
"""Stops of Tab on a page of two columns, at most."""


class MonthEnd:
    """The window, whoever sits at it, and what the data says."""

    def __init__(self, program: Program, data: Path, clock: FixedClock) -> None:
        self.program = program
        self.data = data
        self.clock = clock
        self.hands = Hands(program, clock)
        self.books = Books(program, clock)
        self.point = 0

    def beside(self, name: str = "manager") -> Desk:
        """Sign somebody in beside the window."""
        return Desk(self.data, name, self.clock)

    def change_over(self, name: str) -> None:
        """Lock the window; somebody else signs in."""
        self.program.lock()
        self.program.sign_in(name)

    def comb(self) -> CombingPage:
        """Go by the navigation to the month and from there to its combing."""
        self.program.go("month")
        self.hands.tab_to(self.program.page(MonthPage).header.comb_month)
        self.hands.press(Key.Key_Space)
        return self.program.page(CombingPage)

    def enter(self, step: CombingStep) -> CombingPage:
        """Choose a step of the walk by arrow keys and go into it."""
        page = self.program.page(CombingPage)
        self.hands.tab_to(page.steps, FAR)
        self.hands.press(Key.Key_Home)
        self.hands.press(Key.Key_Down, times=list(CombingStep).index(step))
        self.hands.press(Key.Key_Return)
        assert page.step is step
        return page

    def choose(self, button: QWidget, name: str) -> None:
        """Choose a line of the menu below a button."""
        self.hands.tab_to(button, FAR)
        self.hands.press(Key.Key_Space)
        menu = self.program.target()
        assert isinstance(menu, QMenu)
        names = [action.text() for action in menu.actions() if not action.isSeparator()]
        self.hands.press(Key.Key_Down, times=names.index(name) + 1)
        self.hands.press(Key.Key_Return)

    def left(self) -> dict[CombingStep, int]:
        """Return how much the page says is left of each step."""
        page = self.program.page(CombingPage)
        return {line.state.step: line.state.left for line in page.step_model.rows}

    @property
    def issues(self) -> IssuesPage:
        return self.program.page(IssuesPage)

    @property
    def row(self) -> IssueRow:
        """Return the point looked at."""
        row = self.issues.detail.row
        assert row is not None
        return row

    @property
    def form(self) -> CommandDialog[IssueService]:
        """Return the form of a problem point that is open."""
        dialog = self.issues.acts.dialog
        assert dialog is not None
        return dialog


def told(widget: QWidget) -> str:
    """Return everything a dialog or page says."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())
