"""Work in the background: writes one after the other, reads beside them, results on the main thread.

A write is never dropped: once asked for it runs, and its `Changes` are announced on the bus even if the screen that
asked is gone. A read may be cancelled or overtaken: results of a read whose key was used again, or whose owner was
deleted, are thrown away.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from shiboken6 import Shiboken

from desktop.core.changes import Changes
from desktop.core.collecting import pause_collecting, resume_collecting
from desktop.core.errors import TouchpointError

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.i18n import Message
    from desktop.ui.bus import Bus

__all__ = ["BUSY_AFTER_MS", "CancelledError", "Progress", "Report", "Task", "Tasks"]

BUSY_AFTER_MS = 300
"""Work longer than this is shown."""

READERS = 2


class CancelledError(Exception):
    """Raised by `Progress.check` inside a task that was cancelled; ends it quietly."""


@dataclass(frozen=True, slots=True)
class Report:
    """How far a task is: `done` of `total` (0: unknown), and what it is doing."""

    done: int
    total: int
    doing: Message | None = None


@dataclass(eq=False)
class Task:
    """One piece of work, from asking to the delivered result. Use it on the main thread."""

    function: Callable[[Progress], Any]
    owner: QObject
    write: bool
    key: str
    title: Message | None
    on_done: Callable[[Any], None] | None
    on_error: Callable[[TouchpointError], None] | None
    on_end: Callable[[], None] | None
    on_progress: Callable[[Report], None] | None
    stop: Event = field(default_factory=Event)
    future: Future[Any] | None = None
    report: Report | None = None
    overtaken: bool = False

    def cancel(self) -> None:
        """Ask the work to stop. A read's result is dropped; a write finishes unless it checks its progress."""
        self.stop.set()

    @property
    def cancelled(self) -> bool:
        """Tell whether `cancel` was called."""
        return self.stop.is_set()


class Progress:
    """What a task holds of the window: it says how far it is, and learns that it should stop."""

    def __init__(self, stop: Event, tell: Callable[[Report], None]) -> None:
        """Ask `stop` whether to go on and pass reports to `tell`."""
        self._stop = stop
        self._tell = tell

    @property
    def cancelled(self) -> bool:
        """Tell whether the work should stop."""
        return self._stop.is_set()

    def check(self) -> None:
        """Raise CancelledError if the work should stop."""
        if self._stop.is_set():
            raise CancelledError

    def report(self, done: int, total: int = 0, doing: Message | None = None) -> None:
        """Say how far the work is; call it as often as wanted, at most some hundred times a second."""
        self._tell(Report(done, total, doing))


Outcome: TypeAlias = tuple[Task, Any, BaseException | None]


class Tasks(QObject):
    """One writing thread, two reading ones. Lives on the main thread; ask and listen there.

    `busy_changed(Task | None)`: the task that has run for 300 ms, None when all such are through.
    `progressed(Task, Report)`: that a task said how far it is.
    `failed(error)`: a UserError or WorldError whose asker has no `on_error`.
    `crashed(error)`: any other exception, a bug.
    `idle()`: the last running task was delivered.
    """

    busy_changed = Signal(object)
    progressed = Signal(object, object)
    failed = Signal(object)
    crashed = Signal(object)
    idle = Signal()
    _ended = Signal(object)
    _reported = Signal(object, object)

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        """Announce the changes of writes on `bus`."""
        super().__init__(parent)
        self._bus = bus
        self._writer = ThreadPoolExecutor(1, "write")
        self._readers = ThreadPoolExecutor(READERS, "read")
        self._running: dict[Task, float] = {}
        self._busy: list[Task] = []
        self._closed = False
        self._watch = QTimer(self, singleShot=True)
        self._watch.timeout.connect(self._show_busy)
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self._show_report, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing runs and nothing waits to be delivered."""
        return not self._running

    def run(
        self,
        function: Callable[[Progress], Any],
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[TouchpointError], None] | None = None,
        *,
        owner: QObject,
        write: bool = False,
        key: str = "",
        title: Message | None = None,
        on_end: Callable[[], None] | None = None,
        on_progress: Callable[[Report], None] | None = None,
    ) -> Task:
        """Run `function(progress)` in the background and hand its result to `on_done` on the main thread.

        `on_error` gets a UserError or WorldError; `on_end` follows in every case, also when it was cancelled. A read
        with a `key` overtakes the owner's earlier read of that key, and then none of that one's callbacks is called;
        nor is any once `owner` is deleted. A write's `Changes` are announced after `on_done`. `title` is what the
        status bar shows if it takes long.
        """
        if key:
            self.cancel(owner, key)
        task = Task(function, owner, write, key, title, on_done, on_error, on_end, on_progress)
        if self._closed:
            if write:
                raise RuntimeError("a write was asked for after the end")
            return task
        if not self._running:
            pause_collecting()
        self._running[task] = monotonic()
        if not self._watch.isActive():
            self._watch.start(BUSY_AFTER_MS)
        # The worker gets the task in a box that it empties: what a task refers to, widgets among it, is let go of on
        # the main thread only. Let go of last by a worker, it would be taken apart while Qt is at it here.
        task.future = (self._writer if write else self._readers).submit(self._work, [task])
        return task

    def cancel(self, owner: QObject, key: str) -> None:
        """Drop the owner's read of `key`, if one runs; none of its callbacks is called."""
        for task in self._running:
            if task.owner is owner and task.key == key and not task.write:
                task.overtaken = True
                task.cancel()

    def finish_writes(self, seconds: float) -> bool:
        """Wait until the writes asked for so far are made, `seconds` at most; tell whether they are.

        Their callbacks follow as always. It is for the moment before the PC goes off, when nothing else can follow.
        """
        if self._closed:
            return True
        return not wait([self._writer.submit(bool)], seconds).not_done

    def shutdown(self) -> None:
        """Cancel the reads, let the writes finish, deliver what is left; later reads are not run, writes are a bug."""
        self._closed = True
        self._watch.stop()
        for task in self._running:
            if not task.write:
                task.cancel()
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def _work(self, box: list[Any]) -> None:
        """Run what is in `box` on the worker thread; every way it can end is delivered, in the same box."""
        box[:] = self._made(box[0])
        self._ended.emit(box)

    def _made(self, task: Task) -> Outcome:
        result: Any = None
        error: BaseException | None = None
        try:
            if task.write or not task.cancelled:
                result = task.function(Progress(task.stop, partial(self._reported.emit, task)))
        except BaseException as raised:  # noqa: BLE001 - carried to the main thread and told there
            error = raised
        return task, result, error

    @Slot(object)
    def _deliver(self, outcome: list[Any]) -> None:
        task, result, error = outcome
        outcome.clear()
        self._forget(task)
        try:
            if error is not None:
                self._deliver_error(task, error)
            elif self._wanted(task) and task.on_done:
                task.on_done(result)
        finally:
            if task.write and isinstance(result, Changes):
                self._bus.announce(result, task.owner if Shiboken.isValid(task.owner) else None)
            if task.on_end and not task.overtaken and Shiboken.isValid(task.owner):
                task.on_end()
            if not self._running:
                self.idle.emit()

    def _deliver_error(self, task: Task, error: BaseException) -> None:
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, TouchpointError):
            self.crashed.emit(error)
        elif self._wanted(task) and task.on_error:
            task.on_error(error)
        elif task.write or self._wanted(task):
            self.failed.emit(error)

    @Slot(object, object)
    def _show_report(self, task: Task, report: Report) -> None:
        task.report = report
        if task in self._running and self._wanted(task):
            if task.on_progress:
                task.on_progress(report)
            self.progressed.emit(task, report)

    @Slot()
    def _show_busy(self) -> None:
        """Tell about the tasks that take long, and come back for those that may."""
        now = monotonic()
        ages = {task: (now - since) * 1000 for task, since in self._running.items() if task not in self._busy}
        late = [task for task, age in ages.items() if age >= BUSY_AFTER_MS - 1]
        if late:
            self._busy += late
            self.busy_changed.emit(self._busy[0])
        waiting = [age for age in ages.values() if age < BUSY_AFTER_MS - 1]
        if waiting:
            self._watch.start(max(round(BUSY_AFTER_MS - max(waiting)), 1))

    def _forget(self, task: Task) -> None:
        del self._running[task]
        if not self._running:
            resume_collecting()
            self._watch.stop()
        if task in self._busy:
            self._busy.remove(task)
            self.busy_changed.emit(self._busy[0] if self._busy else None)

    @staticmethod
    def _wanted(task: Task) -> bool:
        return Shiboken.isValid(task.owner) and (task.write or not task.cancelled)
