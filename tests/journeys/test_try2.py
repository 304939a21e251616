from __future__ import annotations
import traceback
from pathlib import Path
import pytest
from PySide6.QtWidgets import QWidget, QApplication
from PySide6.QtCore import QObject, QEvent, Qt
class Spy(QObject):
    def eventFilter(self, w, e):
        if e.type() == QEvent.Type.Show and isinstance(w, QWidget) and w.isWindow():
            print("TOPLEVEL", w, w.objectName(), getattr(w,'text',lambda:'')()); traceback.print_stack(limit=9)
        return False
@pytest.mark.parametrize("who", ["admin","clerk","manager","guard"])
def test_try(start, lively_data: Path, who) -> None:
    program = start(lively_data)
    spy = Spy()
    QApplication.instance().installEventFilter(spy)
    program.sign_in(who)
    for page in program.window._entries:
        program.window.go(page); program.settle()
        if page == "households":
            program.window.go(page, room_id=3); program.settle()
        if page=="requests":
            for n in range(2,9):
                program.window.go(page, request_id=n); program.settle()
        program.window.resize(960,468); program.settle(); program.window.resize(1366,696)
    program.window.field.setFocus(); program.type("zxm"); program.press(Qt.Key.Key_Return)
    QApplication.instance().removeEventFilter(spy)
    assert 0
