"""Papers are opened, closed and opened again: at a desk one work order follows the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.app.papers import PaperWindow
from tests.journeys.program import CTRL, Program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_that_a_paper_opens_after_another_was_closed(start: Callable[..., Program], lively_data: Path) -> None:
    program = start(lively_data)
    program.sign_in("clerk")
    program.go("requests")
    for _each in range(2):
        program.press(Qt.Key.Key_P, CTRL)
        paper = opened_paper(program)
        assert paper.preview.document.pageCount() == 3
        with program.qtbot.waitSignal(paper.destroyed):
            program.press(Qt.Key.Key_Escape)


def opened_paper(program: Program) -> PaperWindow:
    def papers() -> list[PaperWindow]:
        return [top for top in QApplication.topLevelWidgets() if isinstance(top, PaperWindow) and top.isVisible()]

    program.until(papers)
    paper = papers()[0]
    program.until(paper.isActiveWindow)
    return paper
