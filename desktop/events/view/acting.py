"""What is done about events, from a button to the line that says so, and what is refused on the way."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from desktop.core.changes import Draft
from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import msg, nmsg
from desktop.events.dialogs import (
    AmendEvent,
    CancelEvent,
    GoalDialog,
    HoldEvent,
    InviteDialog,
    NoteSaying,
    PlanDialog,
    PlanEvent,
    RequestFromEvent,
)
from desktop.events.model import EventState
from desktop.events.rows import EventFilter, EventStage
from desktop.ui.attempts import Writer
from desktop.ui.dialogs import ask, show_error
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.events.dialogs import Command, EventDialog
    from desktop.events.presenter import EventsPresenter
    from desktop.events.rows import EventFile, EventLine, GuestLine, ItemRow, NewEvent
    from desktop.events.service import EventService
    from desktop.ui.attempts import Attempt
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "EventActs"]

DRAFTS = "events"
"""The name under which half-typed forms of events are kept."""
AUTOSAVE_MS = 500
"""What is typed into a form is kept this long after its first change."""
MOST_COPIED = 60


class EventActs(QObject):
    """Opens the forms of events over `page` and makes writes. `dialog` is the form that is open, None for none."""

    def __init__(self, presenter: EventsPresenter, shell: Shell, page: QWidget) -> None:
        """Write with the service of `presenter` and speak through `shell`."""
        super().__init__(page)
        self.dialog: EventDialog | None = None
        self.presenter = presenter
        self.shell = shell
        self.writer: Writer[EventService] = Writer(presenter.service, shell.tasks, self)
        self.page = page
        self._was_outdated = False
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._soon.timeout.connect(self.keep)
        self.writer.outdated.connect(presenter.read)
        presenter.detailed.connect(self._renew)

    # --- planning --------------------------------------------------------------------------------------------------

    def plan(
        self, new: NewEvent | None = None, copied_from: EventLine | None = None, texts: Mapping[str, str] | None = None
    ) -> None:
        """Plan an event, filled with `new` or with `texts` by field; it is looked at afterwards."""
        presenter = self.presenter
        if self.dialog is not None:
            return
        dialog = PlanEvent(presenter.names, presenter.today, presenter.desk.zone, new, copied_from, self.page)
        if texts is not None:
            dialog.begin(texts)
        dialog.check_asked.connect(partial(self._check, dialog))
        dialog.copy_asked.connect(partial(self._copy_into, dialog))
        self._open(dialog, lambda changes: presenter.show_event(changes.result))
        if new is None:
            self._offer_last_year(dialog)

    def copy(self, line: EventLine) -> None:
        """Plan an event as a copy of an earlier one: of this year, or where that was this year's, of the next."""
        presenter = self.presenter
        year = line.starts_at.astimezone(presenter.desk.zone).year
        year = presenter.today.year if year < presenter.today.year else year + 1
        service = presenter.service
        self.shell.tasks.run(
            lambda _progress: service.copy_proposal(line.id, year),
            lambda new: self.plan(new, line),
            self._tell_error,
            owner=self,
            key="copy",
        )

    def amend(self, file: EventFile) -> None:
        """Change the plan."""
        presenter = self.presenter
        if self.dialog is None:
            dialog = AmendEvent(file, presenter.names, presenter.today, presenter.desk.zone, self.page)
            dialog.check_asked.connect(partial(self._check, dialog))
            self._open(dialog)

    def announce(self, file: EventFile) -> None:
        """Note that the event was made known."""
        line = file.line
        self.make(
            lambda service, operation_id: service.announce(line.id, version=line.version, operation_id=operation_id),
            msg("“%(title)s” is made known.", title=line.title),
        )

    def hold(self, file: EventFile) -> None:
        """Close an event as held."""
        if self.dialog is None:
            self._open(HoldEvent(file, self.page))

    def cancel(self, file: EventFile) -> None:
        """Note that an event is not held."""
        if self.dialog is None:
            self._open(CancelEvent(file, self.page))

    def reopen(self, file: EventFile) -> None:
        """Open an event again that was closed or called off."""
        line = file.line
        self.make(
            lambda service, operation_id: service.reopen(line.id, version=line.version, operation_id=operation_id),
            msg("“%(title)s” is open again.", title=line.title),
        )

    def set_goals(self) -> None:
        """Lay down a goal of the year."""
        presenter = self.presenter
        if self.dialog is None:
            self._open(GoalDialog(presenter.goals, presenter.names, presenter.today.year, self.page))

    def tick(self, item: ItemRow) -> None:
        """Note that a line of materials is there, or not after all."""
        ready = item.ready_at is None
        self.make(
            lambda service, operation_id: service.tick_item(
                item.id, ready, version=item.version, operation_id=operation_id
            ),
            msg("%(item)s: ready", item=item.words) if ready else msg("%(item)s: to get", item=item.words),
        )

    # --- inviting --------------------------------------------------------------------------------------------------

    def invite(self, file: EventFile, rooms: str = "") -> None:
        """Invite households, beginning with the labels of `rooms`."""
        if self.dialog is None:
            dialog = InviteDialog(file, self.presenter.names, rooms, self.page)
            dialog.forecast_asked.connect(partial(self._forecast, dialog))
            self._open(dialog, lambda changes: self._tell_invited(changes.result))

    def start_round(self, file: EventFile) -> None:
        """Begin a call round over the households that have not answered, and go to it.

        Of an event that is not held it is over those who signed up, who are to be told.
        """
        line, language = file.line, ui_language().language
        question = msg("Call the households that have not answered?")
        text = msg("A call round begins over all that are invited and said neither yes nor no.")
        if line.state is EventState.CANCELLED:
            question = msg("Call the households that signed up?")
            text = msg("A call round begins over all that signed up or wait, to tell them that it is not held.")
        if not ask(self.page, question, text, msg("Start calling")):
            return

        def command(service: EventService, operation_id: str) -> Changes:
            script = None if line.state is EventState.CANCELLED else service.script(line.id, language)
            return service.start_round(line.id, script, operation_id=operation_id)

        self.make(
            command,
            msg("The round has begun"),
            then=lambda changes: self.shell.go("calls", round_id=changes.result),
        )

    # --- afterwards ------------------------------------------------------------------------------------------------

    def note_saying(self, file: EventFile, guest: GuestLine | None = None) -> None:
        """Note what somebody said of the event."""
        if self.dialog is None:
            self._open(NoteSaying(file, guest, self.page))

    def make_request(self, file: EventFile, guest: GuestLine | None = None, words: str = "") -> None:
        """Make a request of `words`, which were said."""
        if self.dialog is None:
            self._open(RequestFromEvent(file, guest, words, self.page))

    # --- writing ---------------------------------------------------------------------------------------------------

    def make(
        self,
        command: Command,
        said: Text,
        undo: Callable[[Changes], Command] | None = None,
        *,
        then: Callable[[Changes], None] | None = None,
        refused: Callable[[TouchpointError], None] | None = None,
    ) -> None:
        """Make `command` at once, say `said`, and offer what `undo` returns where it can be taken back.

        `refused` hears of a refusal; without it that is told in a dialog.
        """
        attempt = self.writer.attempt()

        def done(changes: Changes) -> None:
            back = None if undo is None else partial(self._take_back, undo, changes)
            self.shell.tell(said, undo=back)
            if then is not None:
                then(changes)

        def refuse(error: TouchpointError) -> None:
            if refused is not None and isinstance(error, UserError | ConflictError):
                refused(error)
            elif show_error(self.page, error):
                attempt.make(command)

        attempt.done.connect(done)
        attempt.refused.connect(refuse)
        attempt.make(command)

    def open(self, dialog: EventDialog) -> None:
        """Open a form, unless one is open."""
        if self.dialog is None:
            self._open(dialog)

    def keep(self) -> None:
        """Keep what was typed into the form that is open."""
        dialog = self.dialog
        if dialog is not None and dialog.form.dirty:
            title = translate(dialog.windowTitle(), ui_language().language)
            self.shell.drafts.keep(Draft(DRAFTS, dialog.key, title, dialog.form.texts()))

    def _take_back(self, undo: Callable[[Changes], Command], changes: Changes) -> None:
        self.make(undo(changes), msg("Taken back."))

    def _tell_error(self, error: TouchpointError) -> None:
        show_error(self.page, error)

    def _tell_invited(self, count: int) -> None:
        self.shell.tell(nmsg("%(count)s household invited.", "%(count)s households invited.", count))

    # --- what a form asks ------------------------------------------------------------------------------------------

    def _check(self, dialog: PlanDialog, new: NewEvent) -> None:
        service, event_id = self.presenter.service, dialog.event_id

        def show(doubts: Sequence[Any]) -> None:
            if self.dialog is dialog:
                dialog.show_doubts(doubts)

        self.shell.tasks.run(
            lambda _progress: service.check(new, event_id=event_id),
            show,
            lambda _error: show(()),
            owner=self,
            key="check",
        )

    def _forecast(self, dialog: InviteDialog, command: Callable[[EventService], int]) -> None:
        service = self.presenter.service

        def show(count: int | None) -> None:
            if self.dialog is dialog:
                dialog.show_forecast(count)

        self.shell.tasks.run(
            lambda _progress: command(service), show, lambda _error: show(None), owner=self, key="forecast"
        )

    def _offer_last_year(self, dialog: PlanEvent) -> None:
        service, year = self.presenter.service, self.presenter.today.year - 1

        def show(lines: Sequence[EventLine]) -> None:
            if self.dialog is dialog:
                dialog.offer_last_year(sorted(lines, key=lambda line: line.starts_at))

        wanted = EventFilter(EventStage.ALL, year=year)
        self.shell.tasks.run(
            lambda _progress: service.events(wanted, None, MOST_COPIED), show, self._tell_error, owner=self, key="last"
        )

    def _copy_into(self, dialog: PlanEvent, event_id: int) -> None:
        service, year = self.presenter.service, self.presenter.today.year

        def show(found: tuple[EventLine, NewEvent]) -> None:
            if self.dialog is dialog:
                dialog.copy(*found)

        self.shell.tasks.run(
            lambda _progress: (service.event(event_id).line, service.copy_proposal(event_id, year)),
            show,
            self._tell_error,
            owner=self,
            key="copy",
        )

    # --- the form that is open -------------------------------------------------------------------------------------

    def _open(self, dialog: EventDialog, then: Callable[[Changes], None] | None = None) -> None:
        kept = next((draft for draft in self.shell.drafts.all(DRAFTS) if draft.key == dialog.key), None)
        if kept is not None:
            dialog.form.restore(kept.fields)
            dialog.form.focus_first()
        attempt = self.writer.attempt()
        attempt.done.connect(partial(self._done, dialog, then))
        attempt.refused.connect(partial(self._refuse, dialog))
        dialog.submitted.connect(partial(self._submit, dialog, attempt))
        dialog.form.changed.connect(self._keep_soon)
        dialog.rejected.connect(self.keep)
        dialog.finished.connect(self._forget)
        self._was_outdated = False
        self.dialog = dialog
        dialog.open()

    def _keep_soon(self, _field: str) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _submit(self, dialog: EventDialog, attempt: Attempt[EventService], values: dict[str, Any]) -> None:
        try:
            command = dialog.command(values)
        except UserError as error:
            dialog.show_problems(error.problems)
            return
        dialog.set_busy(True)
        attempt.make(command)

    def _done(self, dialog: EventDialog, then: Callable[[Changes], None] | None, changes: Changes) -> None:
        self.shell.drafts.forget(DRAFTS, dialog.key)
        dialog.form.settle()
        self.shell.tell(dialog.saved)
        dialog.accept()
        if then is not None:
            then(changes)

    def _refuse(self, dialog: EventDialog, error: TouchpointError) -> None:
        dialog.set_busy(False)
        if isinstance(error, ConflictError):
            # What the other one wrote is read by now or soon; saving once more is meant as an answer to it.
            self._was_outdated = True
        if isinstance(error, UserError):
            dialog.show_problems(error.problems)
        elif show_error(dialog, error):
            dialog.submit()

    def _renew(self, file: EventFile | None) -> None:
        """Let the form go on with what someone else made of its event, once that was told."""
        if file is not None and self.dialog is not None and self._was_outdated:
            self.dialog.renew(file)

    def _forget(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
