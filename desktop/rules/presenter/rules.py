"""Reads what is laid down, and carries out what is decided about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.core.changes import new_operation_id
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.rules.presenter.writing import WritingPresenter
from desktop.rules.rows import LaidDown, Line, PhraseFacts, RuleFacts, What
from desktop.rules.service import RulesService, try_words

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtCore import QObject

    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.rules.rows import Facts, SetupFacts, Tried
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Tasks

__all__ = ["RulesPresenter"]

TOPICS = (*What, "request_setup", "department", "room")


class RulesPresenter(WritingPresenter):
    """Runs the service in the background. `listed(LaidDown)`; `tried(TriedRule)` answers `try_rule`."""

    listed = Signal(object)
    tried = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject) -> None:
        """Serve the account signed in at `desk`."""
        super().__init__(tasks, parent)
        self.desk = desk
        self.laid = LaidDown()
        self.may_edit_rules = allows(desk.actor, Operation.EDIT_RULES)
        self.may_edit_phrases = allows(desk.actor, Operation.EDIT_PHRASES)
        self._service = RulesService(desk)
        self._started = False
        bus.changed.connect(self._note)

    def read(self) -> None:
        """Read everything anew."""
        self._started = True
        self._tasks.run(
            lambda _progress: self._service.laid_down(), self._tell, self.refused.emit, owner=self, key="laid down"
        )

    def save(self, facts: Facts, line: Line[Any] | None) -> None:
        """Keep `facts` as a new line, or in place of those of `line`."""
        id_, version = (line.id, line.version) if line is not None else (0, 0)
        save: Any = self._service.save_phrase if isinstance(facts, PhraseFacts) else self._service.save
        words = msg("%(name)s is saved.", name=_called(facts))
        self._write(partial(save, facts, id_=id_, version=version, operation_id=new_operation_id()), words)

    def set_active(self, what: What, line: Line[Any], *, active: bool) -> None:
        """Take `line` out of use, which can be taken back, or put it back into use."""
        name = _called(line.facts)
        words = msg("%(name)s is in use again.", name=name) if active else msg("%(name)s is out of use.", name=name)
        undo = None if active else partial(self._put_back, what)
        act = partial(self._service.set_active, what, line.id, line.version, active=active)
        self._write(partial(act, operation_id=new_operation_id()), words, undo)

    def remove_phrase(self, line: Line[PhraseFacts]) -> None:
        """Remove a phrase, which can be taken back."""
        words = msg("The phrase %(name)s is removed.", name=line.facts.abbreviation)
        act = partial(self._service.remove_phrase, line.id, line.version, operation_id=new_operation_id())
        self._write(act, words, lambda _id: self.save(line.facts, None))

    def move(self, what: What, line: Line[Any], step: int) -> None:
        """Put `line` earlier or later."""
        operation_id = new_operation_id()

        def act() -> Changes:
            if what is What.PHRASE:
                return self._service.move_phrase(line.id, step, operation_id=operation_id)
            return self._service.move(what, line.id, step, operation_id=operation_id)

        self._write(act, None)

    def save_setup(self, facts: SetupFacts, version: int) -> None:
        """Keep what the desk lays down for itself, over what was seen as `version`."""
        act = partial(self._service.save_setup, facts, version, operation_id=new_operation_id())
        self._write(act, msg("Work order and desk are saved."))

    def try_rule(self, kind: str, category_id: int | None, priority: str, occurred_at: datetime) -> None:
        """Ask which rule such a request would be held to."""
        self._tasks.run(
            lambda _progress: self._service.try_rule(kind, category_id, priority, occurred_at),
            self.tried.emit,
            self.refused.emit,
            owner=self,
            key="try",
        )

    def try_words(self, words: str) -> Tried:
        """Return which category a request of these words would be given."""
        return try_words(words, self.laid.categories)

    def _put_back(self, what: What, id_: int) -> None:
        """Put a line back into use as it stands now."""
        line = next((each for each in self.laid.lines(what) if each.id == id_), None)
        if line is not None:
            self.set_active(what, line, active=True)

    def _tell(self, laid: LaidDown) -> None:
        self.laid = laid
        self.listed.emit(laid)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._started and changes.touches(*TOPICS):
            self.read()


def _called(facts: Facts) -> Message | str:
    """Return what a line is called where it is spoken of."""
    if isinstance(facts, RuleFacts):
        return msg("The time limit")
    if isinstance(facts, PhraseFacts):
        return facts.abbreviation
    name: str = getattr(facts, "name", "") or getattr(facts, "words", "")
    return name
