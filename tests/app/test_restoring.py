"""Restoring at the door: what the file is, who may, what is there afterwards; and what must not be pushed aside."""

from __future__ import annotations

import json
import shutil
import zipfile
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget

from desktop.app import commands
from desktop.app.assistant import FirstStart, RecoveryKey
from desktop.app.restoring import BREAK, RestoreCard, ask_to_restore
from desktop.app.signin import Door, NewPassword, SignIn
from desktop.core.clock import FixedClock
from desktop.core.errors import UpgradeError
from desktop.core.i18n import msg
from desktop.storage.backup import MANIFEST_NAME
from desktop.ui.bus import Bus
from desktop.ui.dialogs import Question
from desktop.ui.kit import start_kit
from desktop.ui.language import ui_language
from desktop.ui.strips import AlertStrip
from desktop.ui.tasks import Tasks
from tests.app.conftest import PASSWORD
from tests.conftest import SUNDAY_AFTERNOON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.app.account_window import AccountWindow
    from desktop.app.session import Session

ESC = Qt.Key.Key_Escape
PATIENCE_MS = 20_000
RARE = "云栖 花园 𬭚㛃 (1)"


@pytest.fixture(scope="module")
def backup(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a backup of the made-up community; its name has spaces and rare characters, its path 300 characters."""
    folder = tmp_path_factory.mktemp(RARE)
    data = shutil.copytree(demo_template, folder / "data")
    deep = folder.joinpath(*["d" * 99] * 3)
    deep.mkdir(parents=True)
    archive = deep / f"{RARE}.tpbackup"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOUCHPOINT_PASSWORD", PASSWORD)
        backed_up = commands.main(["backup", str(archive), "--data", str(data)], FixedClock(SUNDAY_AFTERNOON))
    assert backed_up == 0
    assert len(str(archive)) > 300
    return archive


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    start_kit(qapp, language="en")
    bus = Bus()
    running = Tasks(bus)
    yield running
    running.shutdown()


@pytest.fixture
def stand(qtbot: QtBot, clock: FixedClock, tasks: Tasks) -> Callable[..., Door]:
    """Return a function that opens the door before some data."""

    def open_door(target: Path | str, **more: Any) -> Door:
        door = Door(target, clock, tasks, **more)
        qtbot.addWidget(door)
        door.show()
        return door

    return open_door


def offered(door: Door, archive: Path, qtbot: QtBot) -> RestoreCard:
    """Hand `archive` over and return the card once it was looked at."""
    door.restore(archive)
    card = door.card
    assert isinstance(card, RestoreCard)
    # What was found comes in place of that in the next round of events only.
    qtbot.waitUntil(lambda: door.tasks.is_idle and "Reading …" not in words_of(card), timeout=PATIENCE_MS)
    return card


def type_into(card: QWidget, **texts: str) -> None:
    for name, text in texts.items():
        line = card.findChild(QLineEdit, name)
        assert isinstance(line, QLineEdit)
        line.setText(text)


def words_of(shown: QWidget) -> str:
    return "\n".join(each.text() for each in shown.findChildren(QLabel) if each.isVisible())


def told(door: Door) -> list[str]:
    strips = [each for each in door.findChildren(AlertStrip) if not each.isHidden()]
    return [f"{strip.lead.text()} {strip.words.text().replace(BREAK, '')}".strip() for strip in strips]


def test_that_a_backup_handed_over_is_restored_and_its_administrator_asked_to_sign_in(
    stand: Callable[..., Door], demo_data: Path, backup: Path, qtbot: QtBot
) -> None:
    before = (demo_data / "touchpoint.db").read_bytes()
    door = stand(demo_data)
    card = offered(door, backup, qtbot)
    shown = words_of(card)
    assert f"{RARE}.tpbackup" in shown
    assert "2026-11-22 14:05" in shown
    type_into(card, password=PASSWORD)
    with qtbot.waitSignal(door.restored, timeout=PATIENCE_MS):
        card.go.click()
        assert not card.gives_way
        assert not card.back.isEnabled()
    follow = door.card
    assert isinstance(follow, SignIn)
    assert follow.form.fields["name"].text() == "admin"
    (aside,) = demo_data.glob("replaced-*")
    assert (aside / "touchpoint.db").read_bytes() == before
    assert told(door) == [
        f"The backup of 2026-11-22 14:05 is in place. What was there before is kept in {aside}.",
    ]
    type_into(follow, password=PASSWORD)
    with qtbot.waitSignal(door.opened, timeout=PATIENCE_MS) as opened:
        follow.go.click()
    session = cast("list[Session]", opened.args)[0]
    session.close()


def test_that_a_restore_makes_data_where_there_is_none(
    stand: Callable[..., Door], tmp_path: Path, backup: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = stand(tmp_path / "none", first=FirstStart)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(backup), ""))
    assert isinstance(door.card, FirstStart)
    link = door.card.findChild(QWidget, "restore-backup")
    link.click()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: door.tasks.is_idle, timeout=PATIENCE_MS)
    card = cast("RestoreCard", door.card)
    type_into(card, password=PASSWORD)
    with qtbot.waitSignal(door.restored, timeout=PATIENCE_MS):
        card.go.click()
    assert isinstance(door.card, SignIn)
    assert [path.name for path in (tmp_path / "none").glob("touchpoint.db")] == ["touchpoint.db"]
    assert told(door) == ["The backup of 2026-11-22 14:05 is in place."]


@pytest.mark.parametrize(
    ("name", "password", "words"),
    [("admin", "wrong-horse", "password is wrong"), ("clerk", PASSWORD, "Only an administrator")],
)
def test_that_a_wrong_password_and_who_is_no_administrator_restore_nothing(
    stand: Callable[..., Door], demo_data: Path, backup: Path, qtbot: QtBot, name: str, password: str, words: str
) -> None:
    before = {path.name: path.read_bytes() for path in demo_data.iterdir() if path.is_file()}
    card = offered(stand(demo_data), backup, qtbot)
    type_into(card, name=name, password=password)
    card.go.click()
    qtbot.waitUntil(card.go.isEnabled, timeout=PATIENCE_MS)
    assert words in words_of(card)
    assert card.gives_way
    assert {path.name: path.read_bytes() for path in demo_data.iterdir() if path.name in before} == before
    assert not list(demo_data.glob("replaced-*"))


def half(backup: Path, out: Path) -> None:
    out.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])


def of_newer(backup: Path, out: Path) -> None:
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == MANIFEST_NAME:
                content = json.dumps({**json.loads(content), "format": 99}).encode()
            new.writestr(entry.filename, content)


def with_moment(backup: Path, out: Path) -> None:
    of_newer(backup, out)
    out.write_bytes(
        out.read_bytes().replace(b'"format": 99', b'"format": 1').replace(b"2026-11-22T06", b"9999-99-99T06")
    )


BAD: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "a wrong file": (lambda _backup, out: out.write_text("PK\x03\x04 a letter"), "not a whole backup"),
    "nothing": (lambda _backup, out: out.touch(), "not a whole backup"),
    "half a file": (half, "not a whole backup"),
    "a newer program's": (of_newer, "newer version"),
    "no time": (with_moment, "not a whole backup"),
    "a folder": (lambda _backup, out: out.mkdir(), "folder"),
    "vanished": (lambda _backup, _out: None, "no such backup"),
}


@pytest.mark.parametrize("kind", BAD)
def test_that_what_is_no_backup_is_told_and_cannot_be_restored(
    stand: Callable[..., Door], tmp_path: Path, backup: Path, qtbot: QtBot, kind: str
) -> None:
    make, words = BAD[kind]
    make(backup, tmp_path / "x.tpbackup")
    card = offered(stand(tmp_path / "data"), tmp_path / "x.tpbackup", qtbot)
    assert words in words_of(card)
    assert not card.go.isEnabled()
    assert not [each for each in card.findChildren(QLineEdit) if each.isVisible()]
    assert not (tmp_path / "data").exists()


def test_that_a_name_longer_than_any_disk_takes_is_told(
    stand: Callable[..., Door], tmp_path: Path, qtbot: QtBot
) -> None:
    card = offered(stand(tmp_path), tmp_path / f"{'长' * 300}.tpbackup", qtbot)
    assert "no such backup" in words_of(card)


def test_that_a_file_exchanged_meanwhile_is_not_restored(
    stand: Callable[..., Door], demo_data: Path, tmp_path: Path, backup: Path, qtbot: QtBot
) -> None:
    archive = tmp_path / "x.tpbackup"
    shutil.copyfile(backup, archive)
    card = offered(stand(demo_data), archive, qtbot)
    archive.unlink()
    type_into(card, password=PASSWORD)
    card.go.click()
    qtbot.waitUntil(card.go.isEnabled, timeout=PATIENCE_MS)
    assert "no such backup" in words_of(card)
    with archive.open("wb") as file:
        file.write(b"before" + backup.read_bytes())
    card.go.click()
    qtbot.waitUntil(card.go.isEnabled, timeout=PATIENCE_MS)
    assert "another one by now" in words_of(card)
    assert not list(demo_data.glob("replaced-*"))


@pytest.mark.parametrize("leave", [lambda card: card.back.click(), lambda card: QTest.keyClick(card, ESC)])
def test_that_cancelling_leads_back_to_what_was_typed(
    stand: Callable[..., Door], demo_data: Path, backup: Path, qtbot: QtBot, leave: Callable[[Any], object]
) -> None:
    door = stand(demo_data)
    assert door.card is not None
    type_into(door.card, name="luo")
    for _ in range(2):
        card = offered(door, backup, qtbot)
    leave(card)
    assert isinstance(door.card, SignIn)
    assert door.card.form.fields["name"].text() == "luo"


def test_that_only_the_last_thing_that_went_well_is_told(stand: Callable[..., Door], demo_data: Path) -> None:
    door = stand(demo_data)
    door.tell("once", "green")
    door.tell("late", "amber")
    door.tell("again", "green")
    assert told(door) == ["late", "again"]


def test_that_what_runs_or_is_shown_once_does_not_give_way(
    stand: Callable[..., Door], demo_data: Path, backup: Path, tasks: Tasks
) -> None:
    door = stand(demo_data)
    busy = door.sign_in_card()
    busy.set_busy(True)
    for card in (busy, RecoveryKey("AAAA-BBBB"), NewPassword(cast("Session", None), "old", tasks)):
        door.show_card(card)
        door.restore(backup)
        assert door.card is card
    assert len(told(door)) == 3
    assert all("Finish here first" in words for words in told(door))


def test_that_on_a_server_nothing_is_restored_at_the_door(stand: Callable[..., Door], backup: Path) -> None:
    door = stand("postgresql://server/desk")
    assert door.findChild(QWidget, "restore-backup") is None
    door.restore(backup)
    assert isinstance(door.card, SignIn)
    assert "belong to the server" in told(door)[0]


def test_that_a_failed_upgrade_is_told_at_the_door_and_handed_on(
    stand: Callable[..., Door], tmp_path: Path, qtbot: QtBot
) -> None:
    door = stand(tmp_path)
    assert isinstance(door.card, SignIn)
    error = UpgradeError(msg("Touchpoint"))
    with qtbot.waitSignal(door.upgrade_failed) as failed:
        door.card.fail(error)
    assert failed.args == [error]
    assert told(door) == ["Touchpoint"]


def test_that_strips_are_few_speak_every_language_and_can_be_put_away(
    stand: Callable[..., Door], tmp_path: Path
) -> None:
    door = stand(tmp_path)
    door.tell("C:" + "x" * 1000, lead=msg("Close"))
    assert door.minimumSizeHint().width() < 960
    for tone in ("green", "amber", "red", "amber"):
        door.tell(msg("Cancel"), tone)
    assert told(door) == ["Cancel"] * 3
    ui_language().choose("zh_CN")
    assert told(door) == ["取消"] * 3
    ui_language().choose("en")
    close = door.findChildren(QWidget, "strip-close")[-1]
    close.click()  # type: ignore[attr-defined]
    assert len(told(door)) == 2


class Desk(QWidget):
    """A window somebody is signed in at, which notes what it says."""

    def __init__(self, place: object) -> None:
        super().__init__()
        self.session = SimpleNamespace(opened=SimpleNamespace(place=place))
        self.said: list[str] = []
        self.toast = SimpleNamespace(tell=self._refuse)

    def _refuse(self, words: Any, *, error: bool) -> None:
        assert error
        self.said.append(ui_language().language.message(words))


def test_that_who_is_signed_in_is_asked_once_before_the_window_locks(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path
) -> None:
    assert tasks.is_idle
    desk = Desk(tmp_path)
    qtbot.addWidget(desk)
    desk.show()
    window, gone = cast("AccountWindow", desk), list[str]()
    for _ in range(3):
        ask_to_restore(window, tmp_path / "\u202eab\n.tpbackup", lambda: gone.append("locked"))
    (question,) = desk.findChildren(Question)
    assert "“ab .tpbackup”" in words_of(question)
    assert desk.said == []
    ask_to_restore(window, tmp_path / "another.tpbackup", lambda: gone.append("locked"))
    assert len(desk.said) == 1
    question.no.click()
    assert gone == []
    qtbot.waitUntil(lambda: not desk.findChildren(Question))
    ask_to_restore(window, tmp_path / "x.tpbackup", lambda: gone.append("locked"))
    desk.findChildren(Question)[0].yes.click()
    assert gone == ["locked"]


def test_that_nobody_at_a_server_is_asked(qtbot: QtBot, tasks: Tasks, tmp_path: Path) -> None:
    assert tasks.is_idle
    desk = Desk(None)
    qtbot.addWidget(desk)
    ask_to_restore(cast("AccountWindow", desk), tmp_path / "x.tpbackup", lambda: desk.said.append("locked"))
    assert not desk.findChildren(Question)
    (said,) = desk.said
    assert "belong to the server" in said
