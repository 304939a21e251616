"""That what is dropped in a cycle is taken apart on the main thread, whatever the workers do meanwhile."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

import pytest

from desktop.core.collecting import allow_collecting, forbid_collecting, pause_collecting, resume_collecting
from desktop.ui.bus import Bus
from desktop.ui.tasks import Progress, Tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

OBJECTS = 200_000


class Widget:
    """Stands for an object of Qt that hangs in a cycle."""

    def __init__(self, taken_apart: list[threading.Thread]) -> None:
        self.own = self
        weakref.finalize(self, lambda: taken_apart.append(threading.current_thread()))


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    assert qapp is not None
    made = Tasks(Bus())
    yield made
    made.shutdown()


def test_that_no_worker_takes_a_dropped_cycle_apart(tasks: Tasks, qtbot: QtBot) -> None:
    taken_apart: list[threading.Thread] = []

    def allocate(_progress: Progress) -> None:
        Widget(taken_apart)
        assert [[] for _ in range(OBJECTS)]

    with qtbot.waitSignal(tasks.idle):
        tasks.run(allocate, owner=tasks)
    gc.collect()
    assert taken_apart == [threading.main_thread()]


def test_that_collecting_goes_on_once_all_work_is_delivered(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[bool] = []
    with qtbot.waitSignal(tasks.idle):
        for write in (False, True, False):
            tasks.run(lambda _progress: seen.append(gc.isenabled()), owner=tasks, write=write)
    assert seen == [False, False, False]
    assert gc.isenabled()


def test_that_an_end_in_the_middle_of_work_leaves_it_going_on(tasks: Tasks) -> None:
    for _ in range(5):
        tasks.run(lambda _progress: None, owner=tasks)
    tasks.shutdown()
    assert gc.isenabled()


def test_that_pauses_within_pauses_end_with_the_last() -> None:
    pause_collecting()
    pause_collecting()
    resume_collecting()
    assert not gc.isenabled()
    resume_collecting()
    assert gc.isenabled()


def test_that_what_forbids_collecting_and_what_pauses_it_do_not_undo_one_another() -> None:
    forbid_collecting()
    pause_collecting()
    resume_collecting()
    assert not gc.isenabled()
    pause_collecting()
    allow_collecting()
    assert not gc.isenabled()
    resume_collecting()
    assert gc.isenabled()
