from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

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

    def open_page(name: str = "admin") -> SettingsPage:
        session = sign_in(demo_data, name, PASSWORD, clock)
        opened.append(session)
        page = SettingsPage(session, shell)
        qtbot.addWidget(page)
        page.resize(1198, 612)
        page.show()
        return page

    yield open_page
    for session in opened:
        session.close()


def test_that_language_and_look_change_at_once_and_are_kept(
    qtbot: QtBot, open_page: Callable[..., SettingsPage], shell: RecordingShell
) -> None:
    page = open_page()
    QTest.mouseClick(page.choices["language"].button("zh_TW"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.choices["theme"].button("dark"), Qt.MouseButton.LeftButton)
    settle(qtbot, shell)
    assert ui_language().language.code == "zh_TW"
    assert theme().dark
    kept = Settings.load(shell.settings.path)
    assert kept.get(known_settings.LANGUAGE) == "zh_TW"
    assert kept.get(known_settings.THEME) == "dark"


def test_that_the_page_shows_where_the_data_lies(open_page: Callable[..., SettingsPage], demo_data: Path) -> None:
    assert open_page().place.text() == str(demo_data)


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
        QTest.keyClicks(page.form.fields[key].input, text)
    QTest.keyClick(page.form.fields["again"].input, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert shell.words == ["Your password is changed."]
    assert page.form.fields["new"].empty
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
        page.form.fields[key].set_text(text)
    page.change.click()
    settle(qtbot, shell)
    assert [key for key, field in page.form.fields.items() if field.problem is not None] == [wrong]
    assert page.change.isEnabled()
    assert shell.said == []


def test_that_a_backup_is_written_checked_and_told(
    qtbot: QtBot, open_page: Callable[..., SettingsPage], shell: RecordingShell, tmp_path: Path
) -> None:
    page = open_page()
    out = tmp_path / "backup.zip"
    with qtbot.waitSignal(page.backed_up, timeout=20_000):
        page.back_up_to(out)
    settle(qtbot, shell)
    assert out.stat().st_size > 0
    assert str(out) in page.backup_outcome.words.text()
    assert page.back_up.isEnabled()


def test_that_a_backup_that_fails_says_why(
    qtbot: QtBot, open_page: Callable[..., SettingsPage], shell: RecordingShell, tmp_path: Path
) -> None:
    page = open_page()
    page.back_up_to(tmp_path / "nowhere" / "backup.zip")
    settle(qtbot, shell)
    assert page.backup_outcome.words.text() == "The folder for the backup does not exist; make it first."
    assert page.back_up.isEnabled()


def test_that_the_data_is_checked(qtbot: QtBot, open_page: Callable[..., SettingsPage], shell: RecordingShell) -> None:
    page = open_page()
    with qtbot.waitSignal(page.checked, timeout=20_000) as checked:
        page.check.click()
    settle(qtbot, shell)
    assert checked.args == [0]
    assert page.check_outcome.words.text() == "The data is whole (checked 14:05)."


def test_that_only_the_administrator_cares_for_the_data(open_page: Callable[..., SettingsPage]) -> None:
    assert not hasattr(open_page("manager"), "back_up")
    assert open_page("admin").back_up.isEnabled()


def test_that_a_clerk_goes_on_to_the_phrases_of_the_desk(
    open_page: Callable[..., SettingsPage], shell: RecordingShell
) -> None:
    open_page("clerk").phrases.click()
    assert shell.gone == [("phrases", {})]
    assert not hasattr(open_page("admin"), "phrases")
