from __future__ import annotations

import gc
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject, QThread
from shiboken6 import Shiboken

from desktop.core.changes import Changes
from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import msg
from desktop.ui.tasks import Progress, Report, Task, Tasks

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.ui.bus import Bus


@pytest.fixture
def owner() -> QObject:
    return QObject()


def finish(qtbot: QtBot, tasks: Tasks) -> None:
    if not tasks.is_idle:
        with qtbot.waitSignal(tasks.idle):
            pass


def test_that_work_runs_beside_the_window_and_its_result_arrives_on_the_main_thread(
    qtbot: QtBot, tasks: Tasks, owner: QObject
) -> None:
    seen: list[Any] = []
    tasks.run(
        lambda _: threading.current_thread().name,
        lambda name: seen.append((name, QThread.currentThread().isMainThread())),
        owner=owner,
    )
    finish(qtbot, tasks)
    assert seen[0][0].startswith("read")
    assert seen[0][1] is True


def test_that_writes_run_one_after_the_other_in_the_order_asked(qtbot: QtBot, tasks: Tasks, owner: QObject) -> None:
    order: list[int] = []
    for number in range(20):
        tasks.run(partial(lambda number, _: order.append(number), number), owner=owner, write=True)
    finish(qtbot, tasks)
    assert order == list(range(20))


def test_that_the_newest_read_of_a_key_wins(qtbot: QtBot, tasks: Tasks, owner: QObject) -> None:
    gate = threading.Event()
    results: list[str] = []
    ended: list[str] = []

    def search(text: str) -> None:
        def work(_: Progress) -> str:
            gate.wait(5)
            return text

        tasks.run(work, results.append, owner=owner, key="search", on_end=lambda: ended.append(text))

    for text in ("z", "zx", "zxm"):
        search(text)
    gate.set()
    finish(qtbot, tasks)
    assert results == ["zxm"]
    assert ended == ["zxm"]


def test_that_two_screens_may_use_the_same_key(qtbot: QtBot, tasks: Tasks, owner: QObject) -> None:
    other = QObject()
    results: list[int] = []
    tasks.run(lambda _: 1, results.append, owner=owner, key="search")
    tasks.run(lambda _: 2, results.append, owner=other, key="search")
    finish(qtbot, tasks)
    assert sorted(results) == [1, 2]


def test_that_results_for_a_deleted_screen_are_dropped(qtbot: QtBot, tasks: Tasks, owner: QObject) -> None:
    gate = threading.Event()
    results: list[bool] = []
    tasks.run(lambda _: gate.wait(5), results.append, owner=owner, on_end=lambda: results.append(False))
    Shiboken.delete(owner)
    gate.set()
    finish(qtbot, tasks)
    assert results == []


def test_that_the_changes_of_a_write_are_announced_even_if_its_screen_is_gone(
    qtbot: QtBot, tasks: Tasks, bus: Bus, owner: QObject
) -> None:
    gate = threading.Event()
    changes = Changes({"request": frozenset({7})}, 7)
    heard: list[tuple[Changes, QObject | None]] = []
    bus.changed.connect(lambda what, who: heard.append((what, who)))

    def work(_: Progress) -> Changes:
        gate.wait(5)
        return changes

    tasks.run(work, owner=owner, write=True)
    Shiboken.delete(owner)
    gate.set()
    finish(qtbot, tasks)
    assert heard == [(changes, None)]


def test_that_changes_are_announced_with_their_initiator_after_its_own_callback(
    qtbot: QtBot, tasks: Tasks, bus: Bus, owner: QObject
) -> None:
    heard: list[Any] = []
    bus.changed.connect(lambda _what, who: heard.append(who))
    changes = Changes({"request": frozenset({7})})
    tasks.run(lambda _: changes, lambda _: heard.append("done"), owner=owner, write=True)
    finish(qtbot, tasks)
    assert heard == ["done", owner]


@pytest.mark.parametrize("error", [UserError(msg("No.")), WorldError(msg("Disk full."))])
def test_that_an_error_for_people_reaches_who_asked(
    qtbot: QtBot, tasks: Tasks, owner: QObject, error: UserError | WorldError
) -> None:
    told: list[Any] = []

    def work(_: Progress) -> None:
        raise error

    tasks.run(work, None, told.append, owner=owner, on_end=lambda: told.append("end"))
    finish(qtbot, tasks)
    assert told == [error, "end"]


def test_that_an_error_nobody_takes_is_told_to_the_window(qtbot: QtBot, tasks: Tasks, owner: QObject) -> None:
    error = WorldError(msg("Disk full."))

    def work(_: Progress) -> None:
        raise error

    with qtbot.waitSignal(tasks.failed) as told:
        tasks.run(work, owner=owner)
    assert told.args == [error]


def test_that_a_bug_goes_to_the_crash_guard_and_the_form_is_freed(qtbot: QtBot, tasks: Tasks, owner: QObject) -> None:
    ended: list[bool] = []
    with qtbot.waitSignal(tasks.crashed) as told:
        tasks.run(lambda _: 1 / 0, owner=owner, on_end=lambda: ended.append(True))
    assert isinstance(told.args[0], ZeroDivisionError)
    assert ended == [True]


def test_that_progress_is_reported_and_a_cancelled_task_stops(qtbot: QtBot, tasks: Tasks, owner: QObject) -> None:
    reports: list[Report] = []
    ended: list[bool] = []
    done: list[Any] = []

    def work(progress: Progress) -> str:
        for step in range(100_000):
            progress.report(step, 100_000, msg("Importing"))
            progress.check()
            threading.Event().wait(0.001)
        return "finished"

    task = tasks.run(
        work, done.append, owner=owner, write=True, on_progress=reports.append, on_end=lambda: ended.append(True)
    )
    qtbot.waitUntil(lambda: len(reports) > 2)
    task.cancel()
    finish(qtbot, tasks)
    assert reports[1] == Report(1, 100_000, msg("Importing"))
    assert done == []
    assert ended == [True]


def test_that_only_work_over_a_while_is_shown_as_busy(
    qtbot: QtBot, tasks: Tasks, owner: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy: list[Task | None] = []
    tasks.busy_changed.connect(busy.append)
    tasks.run(lambda _: None, owner=owner)
    finish(qtbot, tasks)
    assert busy == []
    monkeypatch.setattr("desktop.ui.tasks.BUSY_AFTER_MS", 5)
    gate = threading.Event()
    slow = tasks.run(lambda _: gate.wait(5), owner=owner)
    qtbot.waitUntil(lambda: busy == [slow])
    gate.set()
    finish(qtbot, tasks)
    assert busy == [slow, None]


def test_that_shutting_down_finishes_the_writes_and_delivers_them(bus: Bus, owner: QObject) -> None:
    tasks = Tasks(bus)
    written: list[int] = []
    for number in range(5):
        tasks.run(partial(lambda number, _: number, number), written.append, owner=owner, write=True)
    tasks.shutdown()
    assert written == [0, 1, 2, 3, 4]
    assert tasks.is_idle


def test_that_before_the_pc_goes_off_writes_are_waited_for_but_not_for_ever(tasks: Tasks, owner: QObject) -> None:
    done: list[str] = []
    tasks.run(lambda _progress: done.append("draft"), owner=owner, write=True)
    assert tasks.finish_writes(20)
    assert done == ["draft"]
    gate = threading.Event()
    tasks.run(lambda _progress: gate.wait(20), owner=owner, write=True)
    assert not tasks.finish_writes(0.01)
    gate.set()
    tasks.shutdown()
    assert tasks.finish_writes(0)


def test_that_ended_tasks_are_not_kept(qtbot: QtBot, tasks: Tasks, owner: QObject) -> None:
    gc.collect()
    before = sum(isinstance(thing, Task) for thing in gc.get_objects())
    for _ in range(10):
        tasks.run(lambda _: None, owner=owner)
    finish(qtbot, tasks)
    qtbot.waitUntil(lambda: gc.collect() >= 0 and sum(isinstance(t, Task) for t in gc.get_objects()) <= before)
    assert tasks.is_idle
