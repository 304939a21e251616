"""The door: the first start, signing in, wrong passwords, a single-use password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.app.assistant import FirstStart, RecoveryKey
from desktop.app.session import Session
from desktop.app.signin import Door, NewPassword, SignIn
from desktop.core.permissions import Role
from desktop.ui.bus import Bus
from desktop.ui.kit import start_kit
from desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.app.card import Card
    from desktop.core.clock import FixedClock

PASSWORD = "correct-horse"


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    start_kit(qapp, language="en")
    bus = Bus()
    running = Tasks(bus)
    yield running
    running.shutdown()


def type_into(card: Card, **texts: str) -> None:
    for key, text in texts.items():
        widget = card.form.fields[key].input
        assert isinstance(widget, QLineEdit)
        widget.setText(text)


def door_at(qtbot: QtBot, folder: Path, clock: FixedClock, tasks: Tasks, *, new: bool = False) -> Door:
    door = Door(folder, clock, tasks, first=FirstStart if new else None)
    qtbot.addWidget(door)
    door.show()
    return door


def card_of(door: Door) -> QWidget | None:
    return door.card


def test_that_the_first_start_makes_a_community_and_shows_the_recovery_key(
    qtbot: QtBot, tmp_path: Path, clock: FixedClock, tasks: Tasks
) -> None:
    door = door_at(qtbot, tmp_path / "data", clock, tasks, new=True)
    first = card_of(door)
    assert isinstance(first, FirstStart)
    type_into(first, name="云栖花园", password=PASSWORD, again=PASSWORD)
    first.go.click()
    qtbot.waitUntil(lambda: isinstance(card_of(door), RecoveryKey), timeout=20_000)
    shown = card_of(door)
    assert isinstance(shown, RecoveryKey)
    assert not shown.go.isEnabled()
    shown.form.fields["noted"].set_text("yes")
    assert shown.go.isEnabled()
    shown.go.click()
    sign_in = card_of(door)
    assert isinstance(sign_in, SignIn)
    type_into(sign_in, password=PASSWORD)
    with qtbot.waitSignal(door.opened, timeout=20_000) as opened:
        sign_in.go.click()
    assert opened.args is not None
    session = opened.args[0]
    assert isinstance(session, Session)
    assert session.desk.community == "云栖花园"
    session.close()


def test_that_every_wrong_field_of_the_first_start_is_marked_at_once(
    qtbot: QtBot, tmp_path: Path, clock: FixedClock, tasks: Tasks
) -> None:
    door = door_at(qtbot, tmp_path / "data", clock, tasks, new=True)
    first = card_of(door)
    assert isinstance(first, FirstStart)
    type_into(first, password=PASSWORD, again="another-horse")
    first.go.click()
    marked = {key for key, field in first.form.fields.items() if field.input.property("invalid")}
    assert marked == {"name", "again"}
    assert not (tmp_path / "data").exists()


def test_that_a_wrong_password_is_told_on_the_card(
    qtbot: QtBot, demo_data: Path, clock: FixedClock, tasks: Tasks
) -> None:
    door = door_at(qtbot, demo_data, clock, tasks)
    card = card_of(door)
    assert isinstance(card, SignIn)
    type_into(card, name="clerk", password="wrong-horse")
    card.go.click()
    qtbot.waitUntil(card.go.isEnabled, timeout=20_000)
    assert card.form.fields["name"].text() == "clerk"
    assert card_of(door) is card


def test_that_a_single_use_password_is_changed_before_anything_else(
    qtbot: QtBot, demo_data: Path, clock: FixedClock, tasks: Tasks, run: Callable[..., int]
) -> None:
    add = ("user", "add", "luo", "--role", Role.CLERK.value, "--new-password", "first-one-1")
    assert run(*add, "--data", str(demo_data)) == 0
    door = door_at(qtbot, demo_data, clock, tasks)
    card = card_of(door)
    assert isinstance(card, SignIn)
    type_into(card, name="luo", password="first-one-1")
    card.go.click()
    qtbot.waitUntil(lambda: isinstance(card_of(door), NewPassword), timeout=20_000)
    follow = card_of(door)
    assert isinstance(follow, NewPassword)
    type_into(follow, new="second-one-2", again="second-one-2")
    with qtbot.waitSignal(door.opened, timeout=20_000) as opened:
        follow.go.click()
    assert opened.args is not None
    opened.args[0].close()
