"""The nightly reduction in a window: made once a night by whichever window is there, refusals told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from desktop.app.reducing import Reduction, is_owed, night_before
from desktop.core.i18n import msg
from desktop.core.permissions import Role
from desktop.visits.rows import ReductionRow
from desktop.visits.service import VisitService
from tests.ui.shells import recording_shell, settle
from tests.visits.conftest import on_file, template
from tests.visits.gatehouse import Gatehouse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.care.villages import Village
    from tests.ui.shells import RecordingShell

__all__ = ["on_file", "template"]


class Windows:
    """Two windows of one community, the desk's and the gate's."""

    def __init__(self, village: Village, shell: RecordingShell, qtbot: QtBot) -> None:
        self.house = Gatehouse(village)
        self.service = VisitService(village.desk)
        self.refused: list[ReductionRow] = []
        self._shell = shell
        self._qtbot = qtbot
        self._windows = [Reduction(village.desk_of(role), shell, shell.tasks) for role in (Role.MANAGER, Role.GUARD)]
        for window in self._windows:
            window._timer.stop()
            window.refused.connect(self.refused.append)

    def look(self) -> int:
        """Let both look, one after the other; return how many runs there are."""
        for window in self._windows:
            window.look()
            settle(self._qtbot, self._shell)
        return len(self.service.last_reductions())


@pytest.fixture
def windows(on_file: Village, qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Windows]:
    with recording_shell(qapp, tmp_path) as shell:
        yield Windows(on_file, shell, qtbot)


def test_that_one_window_makes_the_run_of_a_night(windows: Windows) -> None:
    visit = windows.house.let_in("浙A12345")
    windows.house.service.log_out(visit, version=windows.house.version(visit))
    assert windows.look() == 1
    assert windows.look() == 1
    windows.house.clock.advance(days=1)
    assert windows.look() == 2
    assert windows.refused == []


def test_that_a_refused_run_is_told_once_by_each_window_and_not_tried_again(windows: Windows) -> None:
    windows.house.let_in("浙A12345")
    windows.house.clock.advance(days=2)
    windows.house.let_in("浙A54321")
    windows.house.clock.advance(days=10)
    assert windows.look() == 1
    assert windows.look() == 1
    assert len(windows.refused) == 2
    assert all(row.refused is not None for row in windows.refused)


def test_that_a_run_cut_short_is_made_again_that_night(windows: Windows) -> None:
    """Its PC was switched off after some of the slices; one that another PC finished is made again once at most."""
    now = windows.house.clock.now()
    begun = ReductionRow(now, now.date(), due=9, reduced=4, held=0, refused=None)
    later, zone = now + timedelta(hours=1), ZoneInfo("Asia/Shanghai")
    assert not is_owed(begun, later - timedelta(seconds=1), zone)
    assert is_owed(begun, later, zone)
    for done in (replace(begun, reduced=9), replace(begun, reduced=0, refused=msg("Nothing."))):
        assert not is_owed(done, later, zone)


@pytest.mark.parametrize(
    ("now", "night"),
    [
        (datetime(2026, 11, 22, 18, 59, tzinfo=UTC), datetime(2026, 11, 21, 19, tzinfo=UTC)),
        (datetime(2026, 11, 22, 19, 0, tzinfo=UTC), datetime(2026, 11, 22, 19, tzinfo=UTC)),
    ],
)
def test_that_a_night_counts_from_three_oclock_there(now: datetime, night: datetime) -> None:
    assert night_before(now, ZoneInfo("Asia/Shanghai")) == night
    assert now - night < timedelta(days=1)
