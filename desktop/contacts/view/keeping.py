"""What is done with a contact list from its page, each with the form it needs and the line that says it was done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desktop.care.dialogs import PlanDialog
from desktop.care.service import CareService
from desktop.contacts.dialogs import AddDialog, ListDialog, MemberDialog, StartDialog
from desktop.contacts.presenter import CallSheetPaper, RoundPlanner, RuleCounter
from desktop.contacts.rows import ListDraft
from desktop.contacts.view.acting import ContactActs
from desktop.core.changes import new_operation_id
from desktop.core.errors import UserError
from desktop.core.i18n import msg, nmsg
from desktop.ui.dialogs import show_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.contacts.model import CallingOrder
    from desktop.contacts.presenter import ListsPresenter
    from desktop.contacts.rows import ContactListLine, MemberLine
    from desktop.contacts.rule import ConditionKind
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Page, Shell
    from desktop.ui.tasks import Progress

__all__ = ["ListKeeper"]


class ListKeeper(QObject):
    """Acts on the list that `presenter` looks at. `acts` holds the form that is open."""

    def __init__(
        self, desk: Desk, shell: Shell, conditions: Sequence[ConditionKind], presenter: ListsPresenter, page: Page
    ) -> None:
        """Open forms over `page` and speak through `shell`."""
        super().__init__(page)
        self.acts = ContactActs(desk, shell, conditions, page)
        self.acts.writer.outdated.connect(presenter.read)
        self.plan: PlanDialog | None = None
        self._desk = desk
        self._shell = shell
        self._conditions = conditions
        self._presenter = presenter
        self._page = page

    @property
    def line(self) -> ContactListLine | None:
        """Return the list looked at."""
        return None if self._presenter.now is None else self._presenter.now.line

    def act(self, what: str, rows: Sequence[MemberLine]) -> None:
        """Do `what` with the list looked at, for `rows` where it is about households."""
        line = self.line
        if line is None or self.acts.dialog is not None:
            return
        acts: Mapping[str, Callable[[ContactListLine, Sequence[MemberLine]], None]] = {
            "edit": self._edit,
            "archive": self._archive,
            "restore": self._restore,
            "add": self._add,
            "member": self._say_of,
            "remove": self._remove,
            "put-back": self._put_back,
            "care": self._plan_care,
            "sheet": self._print,
            "start": self._start,
        }
        acts[what](line, rows)

    def new(self) -> None:
        """Make a list and look at it."""
        if self.acts.dialog is None:
            self._open_list(None, self._look_at)

    def order(self, order: CallingOrder) -> None:
        """Let the list be called in another order."""
        line = self.line
        if line is None:
            return
        draft = ListDraft(line.name, line.note, line.rule, order)
        self.acts.make(
            lambda service, operation: service.edit_list(line.id, draft, version=line.version, operation_id=operation)
        )

    def move(self, row: MemberLine, before: MemberLine | None) -> None:
        """Call a household right before another one, or last."""
        list_id, target = self._presenter.list_id, None if before is None else before.room_id
        self.acts.make(lambda service, operation: service.move(list_id, row.room_id, target, operation_id=operation))

    def shift(self, row: MemberLine, step: int) -> None:
        """Move a household one place up or down."""
        list_id = self._presenter.list_id
        self.acts.make(lambda service, operation: service.shift(list_id, row.room_id, step, operation_id=operation))

    # --- the list ---------------------------------------------------------------------------------------------------

    def _edit(self, line: ContactListLine, _rows: object) -> None:
        self._open_list(line)

    def _archive(self, line: ContactListLine, _rows: object) -> None:
        self.acts.make(
            lambda service, operation: service.archive_list(line.id, version=line.version, operation_id=operation),
            msg("%(list)s: archived; its rounds go on", list=line.name),
            lambda _changes: (
                lambda service, operation: service.restore_list(
                    line.id, version=service.contact_list(line.id).version, operation_id=operation
                )
            ),
        )

    def _restore(self, line: ContactListLine, _rows: object) -> None:
        self.acts.make(
            lambda service, operation: service.restore_list(line.id, version=line.version, operation_id=operation),
            msg("%(list)s: taken back", list=line.name),
        )

    def _print(self, _line: ContactListLine, _rows: object) -> None:
        now = self._presenter.now
        if now is not None and now.rounds:
            self._shell.show_paper(CallSheetPaper(self._desk, now.rounds[0]))

    def _start(self, line: ContactListLine, _rows: object) -> None:
        planner = RoundPlanner(self._desk, self._shell.tasks, self._conditions, self)
        dialog = StartDialog(planner, line.id, self._page)
        dialog.finished.connect(planner.deleteLater)
        planner.failed.connect(lambda error: show_error(dialog, error))
        self.acts.open(dialog, lambda changes: self._shell.go("calls", round_id=changes.result))

    def _look_at(self, changes: Changes) -> None:
        self._page.show_at(list_id=changes.result)

    def _open_list(self, line: ContactListLine | None, then: Callable[[Changes], None] | None = None) -> None:
        counter = RuleCounter(self._desk, self._shell.tasks, self._conditions, self)
        dialog = ListDialog(counter, line, self._page)
        dialog.finished.connect(counter.deleteLater)
        self.acts.open(dialog, then)

    # --- its households ---------------------------------------------------------------------------------------------

    def _add(self, line: ContactListLine, _rows: object) -> None:
        dialog = AddDialog(line, self._page)
        dialog.rooms.asked.connect(self._presenter.find_rooms)
        self._presenter.found.connect(dialog.offer)
        self.acts.open(dialog)

    def _say_of(self, line: ContactListLine, rows: Sequence[MemberLine]) -> None:
        self.acts.open(MemberDialog(line, rows[0], self._page))

    def _remove(self, line: ContactListLine, rows: Sequence[MemberLine]) -> None:
        ids = [row.room_id for row in rows]
        words = nmsg("%(count)s household taken off the list", "%(count)s households taken off the list", len(ids))
        self.acts.make(
            lambda service, operation: service.remove_rooms(line.id, ids, operation_id=operation),
            words,
            lambda _changes: lambda service, operation: service.add_rooms(line.id, ids, operation_id=operation),
        )

    def _put_back(self, line: ContactListLine, rows: Sequence[MemberLine]) -> None:
        ids = [row.room_id for row in rows]
        words = nmsg("%(count)s household is on the list again", "%(count)s households are on the list again", len(ids))
        self.acts.make(lambda service, operation: service.add_rooms(line.id, ids, operation_id=operation), words)

    def _plan_care(self, line: ContactListLine, _rows: object) -> None:
        """Plan the same care for every household of the list."""
        service = self.acts.writer.service

        def read(_progress: Progress) -> Sequence[tuple[int, str]]:
            members = service.members_from(line.id, 0, service.member_count(line.id))
            return [(member.room_id, member.label) for member in members]

        self._shell.tasks.run(read, self._open_plan, self._presenter.failed.emit, owner=self, key="members")

    def _open_plan(self, rooms: Sequence[tuple[int, str]]) -> None:
        if self.plan is not None or not rooms:
            return
        today = self._desk.clock.now().astimezone(self._desk.zone).date()
        self.plan = dialog = PlanDialog(today, rooms, self._page)
        dialog.submitted.connect(partial(self._submit_plan, dialog, new_operation_id()))
        dialog.finished.connect(self._forget_plan)
        dialog.open()

    def _submit_plan(self, dialog: PlanDialog, operation_id: str, values: dict[str, Any]) -> None:
        try:
            command = dialog.command(values)
        except UserError as error:
            dialog.show_problems(error.problems)
            return
        care = CareService(self._desk)
        dialog.set_busy(True)

        def done(_changes: Changes) -> None:
            self._shell.tell(dialog.saved, look=lambda: self._shell.go("care"))
            dialog.accept()

        def refuse(error: TouchpointError) -> None:
            dialog.set_busy(False)
            if isinstance(error, UserError):
                dialog.show_problems(error.problems)
            elif show_error(dialog, error):
                self._submit_plan(dialog, operation_id, values)

        self._shell.tasks.run(lambda _progress: command(care, operation_id), done, refuse, owner=self, write=True)

    def _forget_plan(self, _result: int) -> None:
        dialog, self.plan = self.plan, None
        if dialog is not None:
            dialog.deleteLater()
