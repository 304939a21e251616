"""What events add to a household's page: those it is invited to, when it was last, and that it was forgotten."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.app.contact_conditions import CONDITIONS
from desktop.core.changes import new_operation_id
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.events.model import GuestState
from desktop.events.offer import TIMELINE_KINDS, timeline_words
from desktop.events.presenter import Joined, join
from desktop.events.rows import HouseholdEvents, NewGuest
from desktop.events.service import EventService
from desktop.events.table import days_left_words, guest_cell
from desktop.households.presenter import TimelineGroup, Told
from desktop.households.rows import Alert, AlertRank
from desktop.households.view import RoomPanel
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.language import say
from desktop.ui.panels import label
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.events.rows import EventLine, GuestLine
    from desktop.households.rows import TimelineLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["EVENTS_GROUP", "EventsPanel", "event_told"]

ROWS_SHOWN = 3
EVENTS_GROUP = TimelineGroup("events", msg("Events"), TIMELINE_KINDS)
_ICONS: Mapping[str, str] = MappingProxyType(
    {"event_invited": "mail", "event_signed_up": "check", "event_came": "user-check"}
)
_NOTHING = HouseholdEvents((), None, None, forgotten=False)
_Row = tuple["EventLine", "GuestLine"]


def event_told(line: TimelineLine) -> Told | None:
    """Tell a touchpoint of an event, None for one of another feature."""
    words = timeline_words(line.kind, line.parameters)
    if words is None:
        return None
    number = str(line.parameters.get("number", ""))
    return Told(msg("Event"), _ICONS[line.kind], words, number, "events", {"event_id": line.source_id})


class EventsPanel(RoomPanel):
    """The coming events a household is invited to or signed up for; it is signed up where it stands."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Read as `desk`'s account, in `shell`'s background."""
        super().__init__(msg("Events"), name="room-events")
        self._desk = desk
        self._shell = shell
        self._room_id = 0
        self._may_sign_up = allows(desk.actor, Operation.SIGN_UP_GUEST)
        self.look = Button(
            msg("Sign up for an event"), icon="calendar-days", kind="link", small=True, name="events-here"
        )
        self.look.clicked.connect(lambda: shell.go("events", stage="coming", room_id=self._room_id))
        self.tools.addWidget(self.look)
        self.look.setVisible(self._may_sign_up)
        self.model: RowsModel[_Row] = RowsModel(self._columns(), identify=lambda row: row[1].id, parent=self)
        self.view = ListView(self.model, label=msg("Events"), name="events-of-room")
        self.view.horizontalHeader().hide()
        self.view.opened.connect(lambda row: shell.go("events", event_id=row[0].id))
        self.view.acted.connect(lambda row, _key: self._sign_up(*row))
        self.body.addWidget(self.view)
        self.last = label("", "small", "ink2", wrap=True, name="events-last")
        self.last.setContentsMargins(12, 6, 12, 6)
        self.body.addWidget(self.last)
        self._fit(_NOTHING)
        shell.bus.changed.connect(self._note)

    def show_room(self, room_id: int) -> None:
        """Show the events of a room."""
        if room_id != self._room_id:
            self._show(_NOTHING)
        self._room_id = room_id
        self._read()

    def _today(self) -> date:
        return self._desk.clock.now().astimezone(self._desk.zone).date()

    def _columns(self) -> tuple[Column[_Row], ...]:
        zone = self._desk.zone

        def day(row: _Row, spoken: Language) -> Cell:
            local = row[0].starts_at.astimezone(zone)
            left = days_left_words(local.date(), self._today(), spoken)
            return Cell(f"{spoken.short_date(local.date())} {local:%H:%M} · {left}", tone="ink2")

        def act(row: _Row, spoken: Language) -> Cell:
            invited = row[1].state is GuestState.INVITED and self._may_sign_up
            return Cell(spoken.gettext("Sign up") if invited else "", link=invited)

        return (
            Column("state", msg("State"), lambda row, spoken: guest_cell(row[1], spoken), 116, sort=False),
            Column(
                "title", msg("Event"), lambda row, _: Cell(row[0].title, strong=True), 120, stretch=True, sort=False
            ),
            Column("day", msg("Day"), day, 208, sort=False),
            Column("act", msg("Action"), act, 72, right=True, sort=False),
        )

    def _read(self) -> None:
        room_id, service = self._room_id, EventService(self._desk, CONDITIONS)
        if room_id:
            self._shell.tasks.run(lambda _progress: service.of_room(room_id), self._show, owner=self, key="room-events")

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("event", "tag"):
            self._read()

    def _show(self, found: HouseholdEvents) -> None:
        self.model.set_rows(list(found.coming))
        self._fit(found)
        self.alerted.emit(_alerts(found, self._room_id))

    def _fit(self, found: HouseholdEvents) -> None:
        count = self.model.rowCount()
        known = found.last_invited_on is not None or found.last_came_on is not None
        self.view.setVisible(bool(count))
        self.last.setVisible(known)
        say(self.last, text=partial(_last_words, found))
        self.say_nothing("" if count or known else msg("Invited to nothing yet."))
        self.view.setFixedHeight(min(max(count, 1), ROWS_SHOWN) * self.view.verticalHeader().defaultSectionSize() + 1)

    def _sign_up(self, line: EventLine, guest: GuestLine) -> None:
        service, operation_id, told = EventService(self._desk, CONDITIONS), new_operation_id(), Joined()
        if guest.state is not GuestState.INVITED or not self._may_sign_up:
            return

        def done(_changes: Changes) -> None:
            words = msg("%(room)s is signed up for “%(title)s”.", room=guest.room, title=line.title)
            full = msg("%(guest)s is on the waiting list: the event is full.", guest=guest.room)
            self._shell.tell(
                full if told.waits else words,
                look=partial(self._shell.go, "events", event_id=line.id),
            )

        def refuse(error: TouchpointError) -> None:
            show_error(self, error)

        command = join(line.id, NewGuest(self._room_id), told)
        self._shell.tasks.run(
            lambda _progress: command(service, operation_id),
            done,
            refuse,
            owner=self,
            write=True,
        )


def _last_words(found: HouseholdEvents, spoken: Language) -> str:
    parts = []
    if found.last_invited_on is not None:
        parts.append(spoken.gettext("Last invited on %(day)s", day=spoken.full_date(found.last_invited_on)))
    if found.last_came_on is not None:
        parts.append(spoken.gettext("last came on %(day)s", day=spoken.full_date(found.last_came_on)))
    return " · ".join(parts)


def _alerts(found: HouseholdEvents, room_id: int) -> list[Alert]:
    if not found.forgotten:
        return []
    return [
        Alert(
            AlertRank.LEGACY,
            "amber",
            "party-popper",
            msg("Not invited for a year:"),
            msg("a legacy issue, and no event since; invite the household to the next one."),
            None,
            msg("Invite"),
            "events",
            {"stage": "coming", "room_id": room_id},
        )
    ]
