from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from desktop.app.preferences import SettingsPage
from desktop.app.session import sign_in
from desktop.core import settings as known_settings
from desktop.core.errors import UserError
from desktop.core.settings import Settings
from desktop.storage import slots
from desktop.ui.language import ui_language
from desktop.ui.theme import theme
from tests.app.conftest import PASSWORD
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.app.preferences.care import CarePanel
    from desktop.core.clock import FixedClock
    from tests.ui.shells import RecordingShell


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[RecordingShell]:
    with recording_shell(qapp, tmp_path) as made:
        yield made


@pytest.fixture
def open_page(
    qtbot: QtBot, demo_data: Path, clock: FixedClock, shell: RecordingShell, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., SettingsPage]]:
    monkeypatch.setattr(slots, "COST", slots.Cost(memory=64, passes=1, lanes=1))
    opened = []
    pages = []

    def open_page(name: str = "admin") -> SettingsPage:
        session = sign_in(demo_data, name, PASSWORD, clock)
        opened.append(session)
        page = SettingsPage(session, shell)
        # Whoever looks at one panel only would let go of the rest.
        pages.append(page)
        qtbot.addWidget(page)
        page.resize(1198, 612)
        page.show()
        return page

    yield open_page
    for session in opened:
        session.close()


def care_of(page: SettingsPage) -> CarePanel:
    assert page.care is not None
    return page.care


def test_that_language_and_look_change_at_once_and_are_kept(
    qtbot: QtBot, open_page: Callable[..., SettingsPage], shell: RecordingShell
) -> None:
    page = open_page()
    QTest.mouseClick(page.this_pc.choices["language"].button("zh_TW"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.this_pc.choices["theme"].button("dark"), Qt.MouseButton.LeftButton)
    settle(qtbot, shell)
    assert ui_language().language.code == "zh_TW"
    assert theme().dark
    kept = Settings.load(shell.settings.path)
    assert kept.get(known_settings.LANGUAGE) == "zh_TW"
    assert kept.get(known_settings.THEME) == "dark"


def test_that_the_page_shows_where_the_data_lies(open_page: Callable[..., SettingsPage], demo_data: Path) -> None:
    assert open_page().this_pc.place.text() == str(demo_data)


@pytest.mark.parametrize("name", ["clerk", "guard"])
def test_that_everyone_changes_the_own_password(
    qtbot: QtBot,
    open_page: Callable[..., SettingsPage],
    shell: RecordingShell,
    demo_data: Path,
    clock: FixedClock,
    name: str,
) -> None:
    page = open_page(name)
    for key, text in (("old", PASSWORD), ("new", "my own password"), ("again", "my own password")):
        QTest.keyClicks(page.password.form.fields[key].input, text)
    QTest.keyClick(page.password.form.fields["again"].input, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert shell.words == ["Your password is changed."]
    assert page.password.form.fields["new"].empty
    sign_in(demo_data, name, "my own password", clock).close()
    with pytest.raises(UserError):
        sign_in(demo_data, name, PASSWORD, clock)


@pytest.mark.parametrize(
    ("old", "new", "again", "wrong"),
    [
        ("", "my own password", "my own password", "old"),
        ("not it at all", "my own password", "my own password", "old"),
        (PASSWORD, "short", "short", "new"),
        (PASSWORD, PASSWORD, PASSWORD, "new"),
        (PASSWORD, "my own password", "another one", "again"),
    ],
)
def test_that_what_is_wrong_with_a_password_is_marked_where_it_is(
    qtbot: QtBot,
    open_page: Callable[..., SettingsPage],
    shell: RecordingShell,
    old: str,
    new: str,
    again: str,
    wrong: str,
) -> None:
    page = open_page()
    for key, text in (("old", old), ("new", new), ("again", again)):
        page.password.form.fields[key].set_text(text)
    page.password.change.click()
    settle(qtbot, shell)
    assert [key for key, field in page.password.form.fields.items() if field.problem is not None] == [wrong]
    assert page.password.change.isEnabled()
    assert shell.said == []


def test_that_a_backup_is_written_checked_and_told(
    qtbot: QtBot,
    open_page: Callable[..., SettingsPage],
    shell: RecordingShell,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    care = care_of(open_page())
    out = tmp_path / "backup.tpbackup"
    asked: list[str] = []

    def answer(_parent: object, *words: str) -> tuple[str, str]:
        asked.extend(words)
        return str(out), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    with qtbot.waitSignal(care.backed_up, timeout=20_000):
        care.back_up.click()
    settle(qtbot, shell)
    assert asked[1].endswith("-2026-11-22.tpbackup")
    assert asked[2] == "Touchpoint backup (*.tpbackup)"
    assert out.stat().st_size > 0
    assert str(out) in care.backup_outcome.words.text()
    assert care.back_up.isEnabled()


def test_that_a_backup_that_fails_says_why(
    qtbot: QtBot, open_page: Callable[..., SettingsPage], shell: RecordingShell, tmp_path: Path
) -> None:
    care = care_of(open_page())
    care.back_up_to(tmp_path / "nowhere" / "backup.tpbackup")
    settle(qtbot, shell)
    assert care.backup_outcome.words.text() == "The folder for the backup does not exist; make it first."
    assert care.back_up.isEnabled()


def test_that_the_data_is_checked(qtbot: QtBot, open_page: Callable[..., SettingsPage], shell: RecordingShell) -> None:
    care = care_of(open_page())
    with qtbot.waitSignal(care.checked, timeout=20_000) as checked:
        care.check.click()
    settle(qtbot, shell)
    assert checked.args == [0]
    assert care.check_outcome.words.text() == "The data is whole (checked 14:05)."


def test_that_only_the_administrator_cares_for_the_data(open_page: Callable[..., SettingsPage]) -> None:
    assert open_page("manager").care is None
    assert care_of(open_page("admin")).back_up.isEnabled()


def test_that_a_clerk_goes_on_to_the_phrases_of_the_desk(
    open_page: Callable[..., SettingsPage], shell: RecordingShell
) -> None:
    phrases = open_page("clerk").phrases
    assert phrases is not None
    phrases.edit.click()
    assert shell.gone == [("phrases", {})]
    assert open_page("admin").phrases is None


def test_that_a_guard_is_not_asked_what_does_nothing_at_the_gate(open_page: Callable[..., SettingsPage]) -> None:
    of_the_desk = {known_settings.LOCK_AFTER.key, known_settings.THEME.key}
    assert not of_the_desk & open_page("guard").this_pc.choices.keys()
    assert of_the_desk <= open_page("clerk").this_pc.choices.keys()


def test_that_the_window_closes_for_the_installer(qtbot: QtBot, open_page: Callable[..., SettingsPage]) -> None:
    page = open_page("admin")
    page.program.closing.emit()
    qtbot.waitUntil(lambda: not page.isVisible())
    assert not page.window().isVisible()
