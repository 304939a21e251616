"""What is done about events, from a button to the line that says so, and what is refused on the way."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

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
from desktop.events.service import EventService
from desktop.ui.acting import Acts
from desktop.ui.attempts import Writer
from desktop.ui.dialogs import ask, show_error
from desktop.ui.language import ui_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.events.presenter import EventsPresenter
    from desktop.events.rows import EventFile, EventLine, GuestLine, ItemRow, NewEvent
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "EventActs"]

DRAFTS = "events"
"""The name under which half-typed forms of events are kept."""
MOST_COPIED = 60


class EventActs(Acts[EventService]):
    """Opens the forms of events over `page` and makes writes."""

    def __init__(self, presenter: EventsPresenter, shell: Shell, page: QWidget) -> None:
        """Write with the service of `presenter` and speak through `shell`."""
        super().__init__(Writer(presenter.service, shell.tasks, page), shell, page, DRAFTS)
        self.presenter = presenter
        self.writer.outdated.connect(presenter.read)
        presenter.detailed.connect(self.renew)

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
        self.open(dialog, lambda changes: presenter.show_event(changes.result))
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
            self.open(dialog)

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
            self.open(HoldEvent(file, self.page), lambda _changes: self._stay(file.line.id))

    def cancel(self, file: EventFile) -> None:
        """Note that an event is not held."""
        if self.dialog is None:
            self.open(CancelEvent(file, self.page), lambda _changes: self._stay(file.line.id))

    def reopen(self, file: EventFile) -> None:
        """Open an event again that was closed or called off."""
        line = file.line
        self.make(
            lambda service, operation_id: service.reopen(line.id, version=line.version, operation_id=operation_id),
            msg("“%(title)s” is open again.", title=line.title),
            then=lambda _changes: self._stay(line.id),
        )

    def _stay(self, event_id: int) -> None:
        """Keep looking at an event that its stage hides from now on: what remains to be done stands with it."""
        self.presenter.show(replace(self.presenter.wanted, stage=EventStage.ALL))
        self.presenter.show_event(event_id)

    def set_goals(self) -> None:
        """Lay down a goal of the year."""
        presenter = self.presenter
        if self.dialog is None:
            self.open(GoalDialog(presenter.goals, presenter.names, presenter.today.year, self.page))

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
            self.open(dialog, lambda changes: self._tell_invited(changes.result))

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
            self.open(NoteSaying(file, guest, self.page))

    def make_request(self, file: EventFile, guest: GuestLine | None = None, words: str = "") -> None:
        """Make a request of `words`, which were said."""
        if self.dialog is None:
            self.open(RequestFromEvent(file, guest, words, self.page))

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
