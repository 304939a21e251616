"""What is done with the list looked at and with the household selected on it, and how each is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.i18n import msg, nmsg
from desktop.gifts.dialogs import AddDialog, AmendDialog, LeaveOutDialog
from desktop.gifts.presenter import GiftPlanner
from desktop.ui.dialogs import Question, show_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.contacts.service import ConditionKind
    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.gifts.presenter import Command, GiftsPresenter
    from desktop.gifts.rows import GiftEntryLine, GiftListLine
    from desktop.gifts.service import GiftService
    from desktop.gifts.view.acting import GiftActs
    from desktop.gifts.view.entries import EntriesPanel
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["GiftKeeper"]


class GiftKeeper(QObject):
    """Does what the panel of a gift list asks for. `question` is the one that is open, None for none."""

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        conditions: Sequence[ConditionKind],
        acts: GiftActs,
        presenter: GiftsPresenter,
        entries: EntriesPanel,
    ) -> None:
        """Act through `acts` on what `entries` shows."""
        super().__init__(entries)
        self.question: Question | None = None
        self._desk = desk
        self._shell = shell
        self._conditions = conditions
        self._acts = acts
        self._presenter = presenter
        self._entries = entries
        entries.asked.connect(self.act)
        presenter.chosen.connect(self._renew)

    def act(self, what: str) -> None:
        """Do `what` with the list looked at, or with the household selected."""
        line, entry = self._presenter.line, self._entries.entry
        if line is None or self._acts.dialog is not None:
            return
        with_list: Mapping[str, Callable[[GiftListLine], None]] = {
            "amend": self._amend,
            "add": self._add,
            "end": self._end,
            "reopen": self._reopen,
        }
        with_entry: Mapping[str, Callable[[GiftEntryLine], None]] = {
            "hand-over": self._hand_over,
            "not-home": self._not_home,
            "refuse": self._refuse,
            "leave-out": self._leave_out,
            "take-back": self._take_back,
        }
        if what in with_list:
            with_list[what](line)
        elif entry is not None:
            with_entry[what](entry)

    def _renew(self, line: GiftListLine | None) -> None:
        """Let the form that is open go on with the list as someone else left it."""
        if line is not None and self._acts.dialog is not None:
            self._acts.dialog.renew(line)

    # --- the list ---------------------------------------------------------------------------------------------------

    def _amend(self, line: GiftListLine) -> None:
        self._acts.open(AmendDialog(line, self._presenter.today, self._entries))

    def _add(self, line: GiftListLine) -> None:
        planner = GiftPlanner(self._desk, self._shell.tasks, self._conditions, self)
        dialog = AddDialog(line, self._entries)
        dialog.rooms.asked.connect(planner.find)
        planner.found.connect(dialog.offer)
        planner.failed.connect(lambda error: show_error(dialog, error))
        dialog.finished.connect(planner.deleteLater)
        self._acts.open(dialog, lambda changes: self._say_added(line, changes))

    def _say_added(self, line: GiftListLine, changes: Changes) -> None:
        if not changes.result:
            self._shell.tell(msg("This household is on %(list)s already; it stays as it was.", list=line.title))

    def _end(self, line: GiftListLine) -> None:
        left = line.waiting + line.not_home
        if not left:
            self._end_now(line)
            return
        words = nmsg(
            "%(count)s household was not given its gift yet. What was noted is kept, and the list can be taken up "
            "again.",
            "%(count)s households were not given their gift yet. What was noted is kept, and the list can be taken up "
            "again.",
            left,
        )
        question = Question(msg("End the list %(title)s?", title=line.title), words, msg("End it"), self._entries)
        question.accepted.connect(lambda: self._end_now(line))
        question.finished.connect(self._forget)
        self.question = question
        question.open()

    def _end_now(self, line: GiftListLine) -> None:
        self._acts.make(
            lambda service, operation: service.end(line.id, version=line.version, operation_id=operation),
            msg("%(title)s: the list has ended", title=line.title),
            lambda _changes: (
                lambda service, operation: service.reopen(
                    line.id, version=service.list_of(line.id).version, operation_id=operation
                )
            ),
        )

    def _reopen(self, line: GiftListLine) -> None:
        self._acts.make(
            lambda service, operation: service.reopen(line.id, version=line.version, operation_id=operation),
            msg("%(title)s: taken up again", title=line.title),
        )

    # --- the household selected -------------------------------------------------------------------------------------

    def _hand_over(self, entry: GiftEntryLine) -> None:
        to, note = self._entries.bar.handed_to.text(), self._entries.bar.note.text()
        self._note(
            entry,
            lambda service, operation: service.hand_over(
                entry.id, to, note, version=entry.version, operation_id=operation
            ),
            msg("%(room)s: handed over to %(to)s", room=entry.room, to=to.strip()),
        )

    def _not_home(self, entry: GiftEntryLine) -> None:
        self._note(
            entry,
            lambda service, operation: service.not_home(entry.id, version=entry.version, operation_id=operation),
            msg("%(room)s: nobody at home, next round again", room=entry.room),
        )

    def _refuse(self, entry: GiftEntryLine) -> None:
        words = self._entries.bar.note.text()
        self._note(
            entry,
            lambda service, operation: service.refuse(entry.id, words, version=entry.version, operation_id=operation),
            msg("%(room)s: gift declined", room=entry.room),
        )

    def _leave_out(self, entry: GiftEntryLine) -> None:
        list_id = self._presenter.list_id
        self._acts.open(LeaveOutDialog(entry, self._entries), undo=lambda _changes: _undo(list_id, entry))

    def _take_back(self, entry: GiftEntryLine) -> None:
        self._acts.make(
            lambda service, operation: service.take_back(entry.id, version=entry.version, operation_id=operation),
            msg("%(room)s: taken back", room=entry.room),
        )

    def _note(self, entry: GiftEntryLine, command: Command, said: Message) -> None:
        """Make a write of what came of a door; what was sought for it is done with."""
        undo = _undo(self._presenter.list_id, entry)
        self._acts.make(command, said, lambda _changes: undo, then=lambda _changes: self._entries.filters.clear_words())

    def _forget(self, _result: int) -> None:
        question, self.question = self.question, None
        if question is not None:
            question.deleteLater()


def _undo(list_id: int, entry: GiftEntryLine) -> Command:
    """Return what takes back what was just noted of a household, as it stands by then."""

    def take_back(service: GiftService, operation: str) -> Changes:
        now = next(each for each in service.entries(list_id) if each.id == entry.id)
        return service.take_back(entry.id, version=now.version, operation_id=operation)

    return take_back
