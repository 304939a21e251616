"""Leaving the desk: what is asked of the window when nobody sits there, when the PC is locked, when it goes off."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from desktop.app import away
from desktop.app.away import Away
from desktop.core.settings import LOCK_AFTER, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtGui import QSessionManager
    from PySide6.QtWidgets import QApplication

    from desktop.app.away import Left


class Window:
    """Notes what it was asked for, in order."""

    def __init__(self, *, locks_itself: bool = True) -> None:
        self.locks_itself = locks_itself
        self.tasks = self
        self.asked: list[str] = []

    def leave_desk(self, *, tries: int | None = None) -> None:
        self.asked.append("leave" if tries is None else "leave for now")

    def keep_everything(self) -> None:
        self.asked.append("keep")

    def finish_writes(self, _seconds: float) -> bool:
        self.asked.append("finish")
        return True


@pytest.fixture
def held(qapp: QApplication, tmp_path: Path) -> Iterator[tuple[Away, list[Window], Settings]]:
    settings, windows = Settings(tmp_path / "settings.json"), [Window()]
    made = Away(settings, lambda: cast("Left", windows[0]) if windows else None, qapp)
    made.idle._quiet = lambda: 600.0
    yield made, windows, settings
    made.close()
    made.deleteLater()


def test_that_the_desk_is_left_when_nobody_is_there_for_as_long_as_is_set(
    held: tuple[Away, list[Window], Settings],
) -> None:
    made, windows, settings = held
    for after in ("30", "0", "10", "5"):
        settings.set(LOCK_AFTER, after)
        made.idle.look()
        windows[0].asked.append(after)
    assert windows[0].asked == ["30", "0", "leave for now", "10", "leave for now", "5"]
    windows[0] = Window(locks_itself=False)
    made.idle.look()
    assert windows[0].asked == []
    windows.clear()
    made.idle.look()


def test_that_locking_the_pc_leaves_the_desk_and_its_end_keeps_what_was_typed(
    held: tuple[Away, list[Window], Settings],
) -> None:
    made, windows, _settings = held
    made.session.locked.emit()
    made.session._end(cast("QSessionManager", None))
    assert windows[0].asked == ["leave", "keep", "finish"]
    windows.clear()
    made.session.locked.emit()
    made.session._end(cast("QSessionManager", None))


def test_that_after_updates_of_windows_it_opens_as_before_but_for_what_was_handed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[list[str]] = []
    monkeypatch.setattr(away, "register_restart", lambda arguments: told.append(list(arguments)))
    monkeypatch.chdir(tmp_path)
    Away.come_back(["--data", "data", "--user=王芳", "tel:13800138000"])
    Away.come_back(["--database", "postgresql://clerk:secret@db/touchpoint"])
    Away.come_back(["--database", "postgresql://[broken"])
    assert told == [
        [f"--data={tmp_path / 'data'}", "--user=王芳"],
        ["--database=postgresql://clerk@db/touchpoint"],
    ]
