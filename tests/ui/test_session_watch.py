"""What the PC tells the program, as far as it can be heard without Windows."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import SIGNAL

from desktop.ui import session_watch
from desktop.ui.session_watch import LONGEST_COMMAND, SessionWatch, register_restart

if TYPE_CHECKING:
    import pytest
    from PySide6.QtGui import QSessionManager
    from PySide6.QtWidgets import QApplication

REQUEST = SIGNAL("commitDataRequest(QSessionManager&)")


def test_that_the_end_of_the_session_is_heard_before_it_goes_on(kit: QApplication) -> None:
    before = kit.receivers(REQUEST)
    watch, heard = SessionWatch(kit), []
    watch.ending.connect(lambda: heard.append("ending"))
    assert kit.receivers(REQUEST) == before + 1
    watch._end(cast("QSessionManager", None))
    assert heard == ["ending"]
    watch.close()
    watch.deleteLater()


def test_that_the_command_to_start_again_is_whole_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def register(line: str) -> bool:
        told.append(line)
        return True

    monkeypatch.setattr(session_watch, "_register", register)
    assert not register_restart(["--user", "clerk"])
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert register_restart(["--data", "D:\\物业 数据\\", "--user", "王 芳"])
    assert not register_restart(["--data", "x" * LONGEST_COMMAND])
    assert told == ['--data "D:\\物业 数据\\\\" --user "王 芳"']
