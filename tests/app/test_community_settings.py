"""The panel where the administrator decides for the whole community."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.app.community_settings import CommunityPanel
from desktop.app.preferences import SettingsPage
from desktop.app.session import sign_in
from desktop.staff.service import StaffService
from desktop.storage import slots
from tests.app.conftest import PASSWORD
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.app.session import Session
    from desktop.core.clock import FixedClock
    from tests.ui.shells import RecordingShell


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[RecordingShell]:
    with recording_shell(qapp, tmp_path) as made:
        yield made


@pytest.fixture
def session(demo_data: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(slots, "COST", slots.Cost(memory=64, passes=1, lanes=1))
    made = sign_in(demo_data, "admin", PASSWORD, clock)
    yield made
    made.close()


def test_that_photos_are_off_until_the_administrator_allows_them(
    qtbot: QtBot, session: Session, shell: RecordingShell
) -> None:
    page = SettingsPage(session, shell)
    qtbot.addWidget(page)
    panel = page.community
    assert isinstance(panel, CommunityPanel)
    settle(qtbot, shell)
    assert panel.photos.isEnabled()
    assert not panel.photos.isChecked()
    panel.photos.click()
    settle(qtbot, shell)
    assert StaffService(session.desk).community().photos_allowed
    assert shell.words == ["Photos of residents may be kept"]
    assert panel.photos.isChecked()


def test_that_what_another_pc_switched_is_shown(qtbot: QtBot, session: Session, shell: RecordingShell) -> None:
    panel = CommunityPanel(session.desk, shell)
    qtbot.addWidget(panel)
    settle(qtbot, shell)
    shell.bus.announce(StaffService(session.desk).allow_photos(allowed=True))
    settle(qtbot, shell)
    assert panel.photos.isChecked()
    assert panel.photos.isEnabled()


def test_that_others_do_not_find_the_switch(
    qtbot: QtBot, demo_data: Path, clock: FixedClock, shell: RecordingShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "COST", slots.Cost(memory=64, passes=1, lanes=1))
    session = sign_in(demo_data, "clerk", PASSWORD, clock)
    page = SettingsPage(session, shell)
    qtbot.addWidget(page)
    assert page.community is None
    session.close()
