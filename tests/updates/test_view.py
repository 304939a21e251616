from __future__ import annotations

import threading
from threading import Event
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.core.permissions import Actor, Role
from desktop.storage.desk import Desk
from desktop.storage.opening import Opened
from desktop.storage.places import DataPlace
from desktop.ui.autostart import NAME as STARTED
from desktop.ui.autostart import RUN
from desktop.updates import service as updating
from desktop.updates.dialogs import ConfirmUpdate, LicencesDialog
from desktop.updates.service import UpdateService
from desktop.updates.view import ProgramPanel
from tests.installers import install, installer
from tests.ui.shells import settle
from tests.windows_registry import MadeUpRegistry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database
    from desktop.ui.tasks import Progress
    from desktop.updates.rows import Licence, Ready, Release
    from desktop.updates.store import Installation
    from tests.ui.shells import RecordingShell


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> MadeUpRegistry:
    made = MadeUpRegistry()
    made.stand_in(monkeypatch)
    return made


@pytest.fixture
def installed(tmp_path: Path, registry: MadeUpRegistry) -> Installation:
    """Return an unsigned build as it is installed on Windows, opened when Windows starts."""
    (tmp_path / "程序").mkdir()
    made = install(tmp_path / "程序")
    registry.values[RUN, STARTED] = f'"{made.launcher}"'
    return made


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Return data that no step of these tests reads."""
    return Opened(cast("Database", None), "admin", place=DataPlace(tmp_path / "data"))


@pytest.fixture
def show(qtbot: QtBot, shell: RecordingShell, opened: Opened, clock: FixedClock) -> Callable[..., ProgramPanel]:
    kept = []

    def show_panel(installation: Installation | None, role: Role = Role.ADMINISTRATOR) -> ProgramPanel:
        desk = Desk(opened.database, Actor(1, "admin", role, 1), clock, ZoneInfo("Asia/Shanghai"), "翠湖花园")
        panel = ProgramPanel(desk, opened, shell, lambda: installation)
        kept.append(panel)
        qtbot.addWidget(panel)
        panel.resize(540, 640)
        panel.show()
        settle(qtbot, shell)
        return panel

    return show_panel


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Ready]:
    """Return what was started, for nothing is."""
    made: list[Ready] = []
    monkeypatch.setattr(updating, "start", made.append)
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the installer of a newer version."""
    path = tmp_path / "下载 touchpoint-0.2.0-setup.exe"
    path.write_bytes(installer())
    return path


@pytest.fixture
def asked(
    qtbot: QtBot, show: Callable[..., ProgramPanel], installed: Installation, file: Path
) -> tuple[ProgramPanel, ConfirmUpdate]:
    """Return the panel and its question about the update."""
    panel = show(installed)
    panel.install_from(file)
    return panel, question(qtbot, panel)


def question(qtbot: QtBot, panel: ProgramPanel) -> ConfirmUpdate:
    qtbot.waitUntil(lambda: panel.dialog is not None, timeout=20_000)
    assert panel.dialog is not None
    return panel.dialog


def words_in(widget: QWidget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if not part.isHidden())


# --- what is seen ---------------------------------------------------------------------------------------------------


def test_that_from_source_the_panel_says_that_updates_are_not_installed_here(
    show: Callable[..., ProgramPanel],
) -> None:
    panel = show(None)
    assert panel.update_outcome.words.text().startswith("Only a Touchpoint that was installed on Windows")
    assert not panel.install.isVisible()
    assert not panel.opens.isVisible()
    assert not panel.vouched.isVisible()
    assert panel.licences.isVisible()


def test_that_an_installed_program_tells_its_build_and_who_vouches_for_it(
    show: Callable[..., ProgramPanel], installed: Installation
) -> None:
    panel = show(installed)
    assert panel.note.text() == "0.1.0 · 00aa11bb"
    assert panel.vouched.words.text().startswith("Unsigned build: nobody vouches for it.")
    assert panel.vouched.words.property("tone") == "amber"
    assert panel.install.isVisible()
    assert panel.opens.isChecked()


@pytest.mark.parametrize("role", [Role.CLERK, Role.MANAGER, Role.GUARD])
def test_that_only_an_administrator_installs_updates(
    show: Callable[..., ProgramPanel], installed: Installation, role: Role
) -> None:
    panel = show(installed, role)
    assert not panel.install.isVisible()
    assert panel.update_outcome.words.text() == "Updates are installed by an administrator."


def test_that_nothing_is_read_from_the_disk_by_the_window(
    qtbot: QtBot, shell: RecordingShell, opened: Opened, clock: FixedClock
) -> None:
    readers: list[threading.Thread] = []
    desk = Desk(opened.database, Actor(1, "admin", Role.ADMINISTRATOR, 1), clock, ZoneInfo("UTC"), "翠湖花园")
    panel = ProgramPanel(desk, opened, shell, lambda: readers.append(threading.current_thread()))
    qtbot.addWidget(panel)

    def read() -> Sequence[Licence]:
        readers.append(threading.current_thread())
        return ()

    dialog = LicencesDialog(shell.tasks, panel, read)
    settle(qtbot, shell)
    assert len(readers) == 2
    assert threading.main_thread() not in readers
    dialog.deleteLater()


# --- an update ------------------------------------------------------------------------------------------------------


def test_that_an_update_is_chosen_confirmed_and_started_by_keyboard(
    qtbot: QtBot,
    show: Callable[..., ProgramPanel],
    installed: Installation,
    file: Path,
    started: list[Ready],
    shell: RecordingShell,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel = show(installed)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(file), ""))
    panel.install.setFocus()
    QTest.keyClick(panel.install, Qt.Key.Key_Return)
    dialog = question(qtbot, panel)
    assert "0.1.0 → 0.2.0" in words_in(dialog)
    assert "A checked backup is made first." in words_in(dialog)
    QTest.keyClick(dialog.known_giver, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert not dialog.confirm.isEnabled()
    QTest.keyClick(dialog.known_giver, Qt.Key.Key_Space)
    with qtbot.waitSignal(panel.closing, timeout=20_000):
        QTest.keyClick(dialog.known_giver, Qt.Key.Key_Return)
    settle(qtbot, shell)
    copy = installed.update_folder
    assert [command.command for command in started] == [(str(next(copy.iterdir())), "/S", "/UPDATE")]
    assert panel.dialog is None
    assert panel.update_outcome.words.text() == "The installer is waiting for this window to close …"


def test_that_a_refused_file_is_told_beside_the_button(
    qtbot: QtBot, show: Callable[..., ProgramPanel], installed: Installation, file: Path, shell: RecordingShell
) -> None:
    panel = show(installed)
    file.write_bytes(file.read_bytes()[:-5])
    panel.install_from(file)
    settle(qtbot, shell)
    assert panel.update_outcome.words.text()
    assert panel.update_outcome.words.property("tone") == "red"
    assert panel.dialog is None
    assert panel.install.isEnabled()
    assert panel.install.isVisible()


def test_that_a_copy_is_broken_off(
    qtbot: QtBot,
    show: Callable[..., ProgramPanel],
    installed: Installation,
    file: Path,
    shell: RecordingShell,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel = show(installed)
    broken_off = Event()

    def endless(_self: UpdateService, _path: Path, progress: Progress) -> Release:
        progress.report(45, 100)
        assert broken_off.wait(20)
        progress.check()
        raise AssertionError

    monkeypatch.setattr(UpdateService, "examine", endless)
    panel.activateWindow()
    panel.install.setFocus()
    panel.install_from(file)
    qtbot.waitUntil(lambda: panel.update_outcome.words.text() == "Copying and checking the file: 45%")
    assert not panel.install.isVisible()
    assert panel.window().focusWidget() is panel.stop
    QTest.keyClick(panel.stop, Qt.Key.Key_Return)
    broken_off.set()
    settle(qtbot, shell)
    assert panel.update_outcome.words.text() == "Broken off; nothing was changed."
    assert panel.install.isVisible()
    assert panel.window().focusWidget() is panel.install
    assert panel.dialog is None


def test_that_a_copy_that_was_whole_when_it_was_broken_off_is_taken_away(
    qtbot: QtBot,
    show: Callable[..., ProgramPanel],
    installed: Installation,
    file: Path,
    shell: RecordingShell,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel = show(installed)
    examine, begun, late = UpdateService.examine, Event(), Event()

    def slow(self: UpdateService, path: Path, _progress: Progress) -> Release:
        begun.set()
        assert late.wait(20)
        return examine(self, path)

    monkeypatch.setattr(UpdateService, "examine", slow)
    panel.install_from(file)
    assert begun.wait(20)
    panel.stop.click()
    late.set()
    qtbot.waitUntil(lambda: panel.update_outcome.words.text() == "Broken off; nothing was changed.")
    settle(qtbot, shell)
    assert panel.dialog is None
    assert not installed.update_folder.exists()


def test_that_esc_leaves_everything_as_it_was(
    qtbot: QtBot, asked: tuple[ProgramPanel, ConfirmUpdate], installed: Installation, shell: RecordingShell
) -> None:
    panel, dialog = asked
    assert installed.update_folder.exists()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle(qtbot, shell)
    assert panel.update_outcome.words.text() == "Broken off; nothing was changed."
    assert not installed.update_folder.exists()
    assert panel.install.isEnabled()


def test_that_the_backup_is_broken_off_and_nothing_is_started(
    qtbot: QtBot,
    asked: tuple[ProgramPanel, ConfirmUpdate],
    installed: Installation,
    started: list[Ready],
    shell: RecordingShell,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel, dialog = asked
    prepare, begun, late = UpdateService.prepare, Event(), Event()

    def slow(self: UpdateService, release: Release) -> Ready:
        begun.set()
        assert late.wait(20)
        return prepare(self, release)

    monkeypatch.setattr(UpdateService, "prepare", slow)
    dialog.known_giver.click()
    dialog.confirm.click()
    assert dialog.outcome.words.text() == "Checking the file again and making a backup …"
    assert begun.wait(20)
    dialog.cancel.click()
    assert panel.update_outcome.words.text() == "Breaking off …"
    late.set()
    qtbot.waitUntil(lambda: panel.update_outcome.words.text() == "Broken off; nothing was changed.")
    settle(qtbot, shell)
    assert started == []
    assert not installed.update_folder.exists()


def test_that_what_goes_wrong_later_is_told_in_the_question_and_can_be_tried_again(
    qtbot: QtBot,
    asked: tuple[ProgramPanel, ConfirmUpdate],
    installed: Installation,
    started: list[Ready],
    shell: RecordingShell,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel, dialog = asked

    def held(_ready: Ready) -> None:
        raise WorldError(msg("The disk is full. Nothing was replaced: free some space, then try again."))

    with monkeypatch.context() as patch:
        patch.setattr(updating, "start", held)
        dialog.known_giver.click()
        dialog.confirm.click()
        settle(qtbot, shell)
    assert dialog.outcome.words.text().startswith("The disk is full.")
    assert dialog.isVisible()
    next(installed.update_folder.iterdir()).write_bytes(b"MZ something else")
    dialog.confirm.click()
    settle(qtbot, shell)
    assert dialog.outcome.words.property("tone") == "red"
    assert not dialog.outcome.words.text().startswith("The disk is full.")
    assert started == []
    dialog.cancel.click()
    settle(qtbot, shell)
    assert panel.install.isEnabled()


# --- the rest -------------------------------------------------------------------------------------------------------


def test_that_the_tick_decides_whether_windows_opens_the_program(
    qtbot: QtBot,
    show: Callable[..., ProgramPanel],
    installed: Installation,
    registry: MadeUpRegistry,
    shell: RecordingShell,
) -> None:
    panel = show(installed, Role.CLERK)
    panel.opens.click()
    settle(qtbot, shell)
    assert registry.values == {}
    assert shell.words == ["Touchpoint no longer opens when Windows starts"]
    registry.forbidden = True
    panel.opens.click()
    settle(qtbot, shell)
    assert not panel.opens.isChecked()
    assert panel.opens.isEnabled()
    assert panel.update_outcome.words.text().startswith("Windows does not let this be changed here")
