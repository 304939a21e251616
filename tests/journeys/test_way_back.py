"""The way back from what a page opened: one key, and the page is as it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.app.today.view import TodayPage
from desktop.month_end.rows import CombingStep
from desktop.month_end.view import CombingPage
from desktop.requests.view.page import RequestsPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.program import Program

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def program(start: Callable[..., Program], lively_data: Path) -> Program:
    program = start(lively_data)
    program.sign_in("clerk")
    return program


def test_that_one_key_leads_back_from_a_list_to_the_step_that_opened_it(program: Program) -> None:
    window = program.window
    assert not window.back.isVisible(), "nothing was left yet"
    window.go("combing", month="2026-10", step="completeness")
    program.settle()
    page = program.page(CombingPage)
    line = next(line for line in page.checks.model.rows if line.check.count)
    page.checks.opened.emit(line.check)
    program.settle()
    assert isinstance(program.page(RequestsPage), RequestsPage)
    program.press(Qt.Key.Key_Left, ALT)
    program.settle()
    assert program.page(CombingPage) is page
    assert (str(page.presenter.month), page.step) == ("2026-10", CombingStep.COMPLETENESS)
    program.press(Qt.Key.Key_Left, ALT)
    program.settle()
    assert isinstance(program.page(TodayPage), TodayPage)
    assert not window.back.isVisible(), "the way has ended"
    program.press(Qt.Key.Key_Left, ALT)
    assert isinstance(program.page(TodayPage), TodayPage)
