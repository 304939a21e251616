from __future__ import annotations
import os
from pathlib import Path
from PySide6.QtWidgets import QWidget
def test_try(start, lively_data: Path) -> None:
    program = start(lively_data)
    program.sign_in("admin")
    for page in ("today","requests","households","month","import","accounts","settings"):
        program.go(page)
        program.window.grab().save(f"/tmp/w/shots-j/{page}.png"); from PySide6.QtWidgets import QApplication as A; print(page, A.focusWidget(), A.activeWindow(), A.activePopupWidget(), A.focusWindow() if hasattr(A,"focusWindow") else "")
    program.lock()
    program.sign_in("clerk")
    program.window.go("intake")
    program.settle()
    program.window.grab().save(f"/tmp/w/shots-j/intake.png")
