"""What the desk is reminded of, once each, without being disturbed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.app.reminders import Reminder, Reminders, Tray
from desktop.app.statusbar import StatusBar
from desktop.core.i18n import LANGUAGES, language
from desktop.core.permissions import Role
from desktop.requests.model import HoldReason
from tests.requests.screens import screens  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.requests.screens import Screens


@pytest.fixture
def look(screens: Screens) -> Callable[[], list[Reminder]]:  # noqa: F811 - the fixture
    """Return what lets a minute's look happen and returns what it told."""
    told: list[Reminder] = []
    reminders = Reminders(screens.desk, screens.shell, screens.shell.tasks)
    reminders._timer.stop()
    reminders.reminded.connect(told.append)

    def now() -> list[Reminder]:
        told.clear()
        reminders.look()
        screens.settle()
        return list(told)

    return now


def numbers(reminder: Reminder) -> tuple[list[str], list[str]]:
    return [line.number for line in reminder.late], [line.number for line in reminder.soon]


def test_that_each_request_is_told_of_once_when_it_is_due_soon_and_once_when_it_is_late(
    screens: Screens,  # noqa: F811
    look: Callable[[], list[Reminder]],
) -> None:
    number = screens.report(due_at=screens.clock.now() + timedelta(minutes=90)).line.number
    assert look() == []
    screens.later(minutes=10)
    assert look() == []
    screens.later(minutes=14)
    assert look() == []
    screens.later(minutes=10)
    (soon,) = look()
    assert numbers(soon) == ([], [number])
    screens.later(minutes=14)
    assert look() == []
    for _ in range(3):
        screens.later(minutes=14)
        found = look()
    (late,) = found
    assert numbers(late) == ([number], [])
    screens.later(minutes=1)
    assert look() == []


def test_that_what_comes_up_with_little_time_left_is_told_of_as_well(
    screens: Screens,  # noqa: F811
    look: Callable[[], list[Reminder]],
) -> None:
    rests = screens.report(due_at=screens.clock.now() + timedelta(minutes=40)).line
    screens.service.hold(rests.id, HoldReason.PARTS, version=rests.version)
    assert look() == []
    screens.later(minutes=1)
    number = screens.report(due_at=screens.clock.now() + timedelta(minutes=50)).line.number
    (soon,) = look()
    assert numbers(soon) == ([], [number])
    screens.later(minutes=1)
    screens.service.resume(rests.id, version=rests.version + 1)
    (soon,) = look()
    assert numbers(soon) == ([], [rests.number])
    screens.later(minutes=1)
    assert look() == []


def test_that_what_rests_or_is_done_is_no_reason_to_remind(
    screens: Screens,  # noqa: F811
    look: Callable[[], list[Reminder]],
) -> None:
    due_at = screens.clock.now() + timedelta(minutes=30)
    held, done = (screens.report(due_at=due_at).line for _ in range(2))
    screens.service.hold(held.id, HoldReason.PARTS, version=held.version)
    screens.service.complete(done.id, version=done.version)
    assert look() == []


def test_that_a_pc_that_slept_is_not_showered(screens: Screens, look: Callable[[], list[Reminder]]) -> None:  # noqa: F811
    for minutes in (70, 80, 90):
        screens.report(due_at=screens.clock.now() + timedelta(minutes=minutes))
    assert look() == []
    screens.later(hours=8)
    assert look() == []


def test_that_who_reads_no_requests_is_not_asked(screens: Screens) -> None:  # noqa: F811
    guard = Reminders(screens.desk_of(Role.GUARD), screens.shell, screens.shell.tasks)
    assert not guard._timer.isActive()


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_a_reminder_is_one_line_in_every_language(screens: Screens, code: str) -> None:  # noqa: F811
    one = screens.report().line
    for reminder in (Reminder((one,), ()), Reminder((), (one,)), Reminder((one, one), ()), Reminder((), (one, one))):
        words = reminder.words(screens.desk.zone, language(code))
        assert "\n" not in words
        assert ("3-1-502" in words) == (len(reminder.late or reminder.soon) == 1)
        assert len(words) < 70


def test_that_a_reminder_stands_in_the_status_bar_and_the_keyboard_stays_where_it_is(
    screens: Screens,  # noqa: F811
) -> None:
    bar, field = StatusBar(screens.clock, screens.desk.zone), QLineEdit()
    screens.show(field, (200, 40))
    screens.show(bar, (900, 28))
    field.activateWindow()
    field.setFocus()
    clicked: list[str] = []
    bar.remind("2 requests are due soon", lambda: clicked.append("opened"))
    assert QApplication.focusWidget() is not bar.notice
    assert bar.notice.text() == "2 requests are due soon"
    bar.notice.click()
    assert clicked == ["opened"]
    assert bar.notice.isHidden()
    bar._ticks.stop()


def test_that_a_desktop_without_a_tray_is_told_nothing_there(screens: Screens) -> None:  # noqa: F811
    field = QLineEdit()
    screens.show(field, (200, 40))
    assert not Tray(field, field.show).tell("2 requests are due soon")
