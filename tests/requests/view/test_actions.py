"""The moves at the foot of a request, while requests and moves change under the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from desktop.requests.model import Move, RequestKind
from desktop.requests.view.actions import ActionBar

if TYPE_CHECKING:
    from tests.requests.screens import Screens


def test_that_the_keyboard_stays_at_the_foot_when_the_move_just_made_goes_away(screens: Screens) -> None:
    detail = screens.report(kind=RequestKind.COMPLAINT)
    page = QWidget()
    column = QVBoxLayout(page)
    above = QLineEdit()
    column.addWidget(above)
    bar = ActionBar(page)
    column.addWidget(bar)
    screens.show(page, (900, 200))
    bar.offer(detail)
    screens.settle()
    grade = bar.button(Move.GRADE)
    assert grade is not None
    grade.setFocus()
    (lowest, *_others) = screens.service.grades()
    screens.service.grade(
        detail.line.id,
        grade_id=lowest.id,
        accused_department_id=None,
        promised_at=None,
        version=detail.line.version,
    )
    bar.offer(screens.detail(detail.line.number))
    screens.settle()
    assert bar.button(Move.GRADE) is not grade
    holder = QApplication.focusWidget()
    assert holder is not None
    assert bar.isAncestorOf(holder)
