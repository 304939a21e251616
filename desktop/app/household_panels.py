"""What features above households add to a household's page: the open requests, and their touchpoints in words."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.app.care_panel import CARE_GROUP, CarePanel, care_told
from desktop.app.contacts_panel import CALLS_GROUP, ListsPanel, call_told
from desktop.app.events_panel import EVENTS_GROUP, EventsPanel, event_told
from desktop.app.gate_panel import GATE_GROUP, ReleasesPanel, VisitorsPanel, gate_told
from desktop.app.outage_calls import OUTAGES_GROUP, OutagesPanel, outage_told
from desktop.core.i18n import msg, nmsg
from desktop.core.permissions import Operation, allows
from desktop.households.presenter import TimelineGroup, Told
from desktop.households.presenter.telling import own_told
from desktop.households.rows import Alert, AlertRank
from desktop.households.view import Additions, RoomPanel
from desktop.requests.model import RequestState, StepKind
from desktop.requests.offer import TIMELINE_KINDS, timeline_words
from desktop.requests.rows import KIND_LABELS, STEP_LABELS, RequestFilter
from desktop.requests.service import RequestService
from desktop.requests.table import Seen, due_of, status_of
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from desktop.core.changes import Changes
    from desktop.core.i18n import Language, Message
    from desktop.households.presenter.telling import Teller
    from desktop.households.rows import TimelineLine
    from desktop.requests.rows import RequestLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.ui.tasks import Progress

__all__ = ["OpenRequestsPanel", "household_panels", "last_words"]

ROWS_SHOWN = 5
_VOID = frozenset({RequestState.CANCELLED, RequestState.DUPLICATE})
_REQUESTS = TimelineGroup("requests", msg("Requests"), frozenset(TIMELINE_KINDS))
_ICONS: Mapping[StepKind, str] = MappingProxyType(
    {
        StepKind.REPORTED: "clipboard-list",
        StepKind.URGED: "megaphone",
        StepKind.HELD: "circle-pause",
        StepKind.EXTENDED: "calendar-clock",
        StepKind.COMPLETED: "circle-check",
        StepKind.FOLLOWED_UP: "phone-outgoing",
        StepKind.LETTER: "mail",
        StepKind.REOPENED: "rotate-ccw",
        StepKind.CANCELLED: "circle-x",
        StepKind.MERGED: "copy",
    }
)


def household_panels(desk: Desk, shell: Shell) -> Additions:
    """Return what features above add to the page of households, as far as the account may see it."""
    panels: list[Callable[[], RoomPanel]] = [partial(OpenRequestsPanel, desk, shell)]
    if allows(desk.actor, Operation.READ_CARE):
        panels.append(partial(CarePanel, desk, shell))
    if allows(desk.actor, Operation.READ_EVENTS):
        panels.append(partial(EventsPanel, desk, shell))
    if allows(desk.actor, Operation.READ_VISITS):
        panels.append(partial(VisitorsPanel, desk, shell))
    if allows(desk.actor, Operation.READ_RELEASE_SLIPS):
        panels.append(partial(ReleasesPanel, desk, shell))
    if allows(desk.actor, Operation.READ_CONTACTS):
        panels.append(partial(ListsPanel, desk, shell))
    if allows(desk.actor, Operation.READ_OUTAGES):
        panels.append(partial(OutagesPanel, desk, shell))
    groups = (_REQUESTS, CARE_GROUP, CALLS_GROUP, OUTAGES_GROUP, EVENTS_GROUP, GATE_GROUP)
    return Additions(tuple(panels), groups, _tellers(desk.zone))


def last_words(line: TimelineLine, zone: ZoneInfo) -> Message | None:
    """Return any touchpoint of a household in words, None for a kind that nobody tells; days are days in `zone`."""
    told = own_told(line, zone)
    for teller in _tellers(zone):
        told = told or teller(line)
    return None if told is None else msg("%(kind)s: %(words)s", kind=told.kind, words=told.words)


def _tellers(zone: ZoneInfo) -> tuple[Teller, ...]:
    """Return what tells the touchpoints of features above households; times are in `zone`."""
    return _told, care_told, call_told, partial(outage_told, zone=zone), event_told, gate_told


def _told(line: TimelineLine) -> Told | None:
    words = timeline_words(line.kind, line.parameters)
    if words is None:
        return None
    kind = KIND_LABELS[words.kind] if words.step is StepKind.REPORTED else STEP_LABELS[words.step]
    icon = _ICONS.get(words.step, "clipboard-list")
    return Told(kind, icon, words.words, words.number, "requests", {"request_id": line.source_id})


class OpenRequestsPanel(RoomPanel):
    """What is still to be done for the household; a row opens its request."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Read as `desk`'s account, in `shell`'s background."""
        super().__init__(msg("Open requests"), name="open-requests")
        self._desk = desk
        self._shell = shell
        self._room_id = 0
        self._late = Chip("", "red", "clock-alert", name="late")
        self.head.addWidget(self._late)
        self._late.hide()
        if allows(desk.actor, Operation.REPORT_REQUEST):
            new = Button(msg("New request"), icon="plus", kind="link", small=True, name="new-request-here")
            new.clicked.connect(lambda: shell.go("intake", room_id=self._room_id))
            self.tools.addWidget(new)
        self.model: RowsModel[RequestLine] = RowsModel(_columns(Seen(desk.clock, desk.zone)), parent=self)
        self.view = ListView(self.model, label=msg("Open requests"), name="open-requests-list")
        self.view.horizontalHeader().hide()
        self.view.opened.connect(lambda line: shell.go("requests", request_id=line.id))
        self.body.addWidget(self.view)
        self._fit()
        shell.bus.changed.connect(self._note)

    def show_room(self, room_id: int) -> None:
        """Show the open requests of a room."""
        if room_id != self._room_id:
            self._show((), ())
        self._room_id = room_id
        self._read()

    def _read(self) -> None:
        room_id, service = self._room_id, RequestService(self._desk)
        today = datetime.combine(self._desk.clock.now().astimezone(self._desk.zone).date(), time(), self._desk.zone)
        wanted = RequestFilter(room_id=room_id, occurred_from=today)

        def work(_progress: Progress) -> tuple[Sequence[RequestLine], Sequence[RequestLine]]:
            return service.open_for_room(room_id), service.lines(wanted)

        if room_id:
            self._shell.tasks.run(work, lambda found: self._show(*found), owner=self, key="open-requests")

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("request"):
            self._read()

    def _show(self, lines: Sequence[RequestLine], today: Sequence[RequestLine]) -> None:
        self.model.set_rows(lines)
        late = [line for line in lines if line.late is not None]
        self._late.setVisible(bool(late))
        self._late.show_state(nmsg("%(count)s overdue", "%(count)s overdue", len(late)), "red", "clock-alert")
        self._fit()
        reported = [line for line in today if line.state not in _VOID]
        self.alerted.emit([*_late_alerts(late), *_today_alerts(reported, {line.id for line in lines})])

    def _fit(self) -> None:
        count = self.model.rowCount()
        self.view.setVisible(bool(count))
        self.say_nothing("" if count else msg("Nothing is open."))
        self.view.setFixedHeight(min(max(count, 1), ROWS_SHOWN) * self.view.verticalHeader().defaultSectionSize() + 1)


def _late_alerts(late: Sequence[RequestLine]) -> list[Alert]:
    if not late:
        return []
    worst = max(late, key=lambda line: line.late or timedelta())
    lead = nmsg("%(count)s request is overdue:", "%(count)s requests are overdue:", len(late))
    return [_alert(AlertRank.OVERDUE, "red", "clock-alert", lead, worst)]


def _today_alerts(today: Sequence[RequestLine], open_ids: Collection[int]) -> list[Alert]:
    """Return that something was reported today already: amber while it is open, grey once all of it is done."""
    if not today:
        return []
    open_ones = [line for line in today if line.id in open_ids]
    last = (open_ones or today)[0]
    lead = nmsg("Already reported today:", "%(count)s times reported today, last:", len(today))
    return [_alert(AlertRank.REPORTED, "amber" if open_ones else "grey", "clipboard-list", lead, last)]


def _alert(rank: AlertRank, tone: str, icon: str, lead: Message, line: RequestLine) -> Alert:
    words = " ".join(line.words.split())
    return Alert(rank, tone, icon, lead, words, None, line.number, "requests", {"request_id": line.id})


def _columns(seen: Seen) -> tuple[Column[RequestLine], ...]:
    def due(line: RequestLine, spoken: Language) -> Cell:
        return due_of(line, seen, spoken)

    return (
        Column("state", msg("State"), status_of, 122, sort=False),
        Column("kind", msg("Kind"), lambda line, spoken: spoken.message(KIND_LABELS[line.kind]), 88, sort=False),
        Column("words", msg("About"), lambda line, _: " ".join(line.words.split()), 150, stretch=True, sort=False),
        Column("worker", msg("Handled by"), _handler, 128, sort=False),
        Column("due", msg("Due"), due, 128, right=True, sort=False),
    )


def _handler(line: RequestLine, _spoken: Language) -> Cell:
    return Cell(" · ".join(filter(None, (line.department, line.worker))) or "—", tone="ink2")
