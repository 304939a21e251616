from __future__ import annotations
import traceback
from pathlib import Path
from PySide6.QtWidgets import QWidget, QApplication
from PySide6.QtCore import QObject, QEvent
class Spy(QObject):
    def eventFilter(self, w, e):
        if e.type() == QEvent.Type.Show and isinstance(w, QWidget) and w.isWindow():
            print("TOPLEVEL", w, w.objectName(), getattr(w,'text',lambda:'')()); traceback.print_stack(limit=14)
        return False
def test_try(start, lively_data: Path) -> None:
    program = start(lively_data)
    spy = Spy()
    QApplication.instance().installEventFilter(spy)
    program.sign_in("admin")
    for page in ("today","requests","households","month","import","accounts","settings"):
        program.go(page)
    program.lock()
    program.sign_in("clerk")
    program.window.go("intake"); program.settle()
    QApplication.instance().removeEventFilter(spy)
    assert 0
