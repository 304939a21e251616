"""Tab comes to everything on a page and goes round: nothing needs the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.app.gate_pages import GATE_PAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.program import Program

MOST = 60
"""No page has more stops than that."""

FINGER = 44
"""Side of what a finger hits, px."""


def test_that_tab_comes_to_everything_on_a_page(start: Callable[..., Program], lively_data: Path) -> None:
    program = start(lively_data)
    program.sign_in("clerk")
    # A page whose list is empty hands the keyboard to something that is not to be seen: care and register are such.
    pages = (
        *("requests", "intake", "care", "gifts", "register", "households", "issues"),
        *("outages", "events", "calendar", "visits", "patrols", "incidents", "releases"),
    )
    missed = {page: unreached(program, page) for page in pages}
    assert missed == {page: set() for page in missed}


def test_that_tab_comes_to_everything_on_a_pane_of_the_gate(start: Callable[..., Program], lively_data: Path) -> None:
    program = start(lively_data)
    program.sign_in("guard")
    missed = {entry.key: unreached(program, entry.key) for entry in GATE_PAGES}
    assert missed == {page: set() for page in missed}


def test_that_every_button_of_the_gate_is_hit_by_a_cold_finger(
    start: Callable[..., Program], lively_data: Path
) -> None:
    program = start(lively_data)
    program.sign_in("guard")
    program.window.resize(1024, 700)
    small: dict[str, QSize] = {}
    for entry in GATE_PAGES:
        if entry.icon:
            program.window.go(entry.key)
            program.settle()
            shown = [each for each in program.window.findChildren(QAbstractButton) if each.isVisible()]
            small |= {each.objectName(): each.size() for each in shown if min(each.width(), each.height()) < FINGER}
    assert small == {}


def unreached(program: Program, page: str) -> set[str]:
    """Return the names of what can be used on `page` but is not come to by Tab."""
    program.window.go(page)
    program.settle()
    reached: list[QWidget] = []
    while len(reached) < MOST:
        target = program.target()
        QTest.keyClick(target, Qt.Key.Key_Tab)
        if target in reached:
            break
        reached.append(target)
    return {each.objectName() for each in program.window.findChildren(QWidget) if is_stop(each) and each not in reached}


def is_stop(widget: QWidget) -> bool:
    policy, tab = widget.focusPolicy(), Qt.FocusPolicy.TabFocus
    return widget.isVisible() and widget.isEnabled() and policy & tab == tab and widget.focusProxy() is None
