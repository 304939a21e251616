"""One practice after the other: what is asked next, what comes back, how it went."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.practice.rows import PracticeChoice
from desktop.practice.service import PracticeService

if TYPE_CHECKING:
    from desktop.practice.rows import Choices, PracticeState, Question
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["Ended", "PracticePresenter", "Step"]

BACK_AFTER = 3
"""So many others are asked before a household that was missed comes back, if there are as many."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked now: the question, whether it `again`, how many of `total` households are done with."""

    question: Question
    again: bool
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How a practice went: households asked, those known at once, and the rooms that were missed."""

    asked: int
    knew: int
    missed: tuple[str, ...]


class PracticePresenter(QObject):
    """Runs one practice at a time; every answer is written at once.

    `ready(Choices, PracticeState)`: what can be chosen and how far the account is. `asked(Step)`: a question stands.
    `ended(Ended)`: it is over. `nothing()`: there is nobody to be asked. `failed(error)`.
    """

    ready = Signal(object, object)
    asked = Signal(object)
    ended = Signal(object)
    nothing = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        """Practise as `desk`'s account."""
        super().__init__(parent)
        self._service = PracticeService(desk)
        self._tasks = tasks
        self.choice = PracticeChoice()
        self.step: Step | None = None
        self._queue: deque[Question] = deque()
        self._total = 0
        self._first_asked = 0
        self._knew = 0
        self._missed: dict[int, str] = {}
        self._done: set[int] = set()

    @property
    def running(self) -> bool:
        """Tell whether a question stands."""
        return self.step is not None

    def choose(self, choice: PracticeChoice) -> None:
        """Read how far the account is with the households of `choice`."""
        self.choice = choice
        service = self._service

        def read(_progress: Progress) -> tuple[Choices, PracticeState]:
            return service.choices(), service.state(choice)

        self._tasks.run(read, lambda found: self.ready.emit(*found), self.failed.emit, owner=self, key="state")

    def begin(self, size: int) -> None:
        """Ask at most `size` households of what was chosen."""
        service, choice = self._service, self.choice
        self._tasks.run(
            lambda _progress: service.session(choice, size), self._begin, self.failed.emit, owner=self, key="session"
        )

    def answer(self, *, knew: bool) -> None:
        """Take the answer to the question that stands, write it, and ask the next one."""
        step = self.step
        if step is None:
            return
        room_id = step.question.room_id
        act = partial(self._service.answer, room_id, knew=knew, operation_id=new_operation_id())
        self._tasks.run(lambda _progress: act(), None, self.failed.emit, owner=self, write=True)
        if not step.again:
            self._first_asked += 1
            self._knew += knew
        if knew:
            self._done.add(room_id)
        else:
            self._missed[room_id] = step.question.room
            self._queue.insert(min(BACK_AFTER, len(self._queue)), step.question)
        self._ask()

    def end(self) -> None:
        """Stop here; what was answered counts."""
        self.step = None
        self._queue.clear()
        self.ended.emit(Ended(self._first_asked, self._knew, tuple(self._missed.values())))

    def _begin(self, questions: list[Question]) -> None:
        self._queue = deque(questions)
        self._total = len(questions)
        self._first_asked = self._knew = 0
        self._missed, self._done = {}, set()
        if questions:
            self._ask()
        else:
            self.nothing.emit()

    def _ask(self) -> None:
        if not self._queue:
            self.end()
            return
        question = self._queue.popleft()
        again = question.room_id in self._missed
        self.step = Step(question, again, len(self._done), self._total)
        self.asked.emit(self.step)
