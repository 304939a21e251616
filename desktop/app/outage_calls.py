"""What outages add where a household is opened: an alert with what to say, and one key that logs one more caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.households.presenter import TimelineGroup, Told
from desktop.households.view import RoomPanel
from desktop.outages.offer import (
    CALLER,
    LOOK,
    TIMELINE_KINDS,
    caller_words,
    callers_so_far,
    kind_icon,
    outage_alert,
    timeline_words,
)
from desktop.outages.rows import NewCaller, OutageForRoom
from desktop.outages.service import OutageService
from desktop.requests.rows import Saying
from desktop.requests.view import IntakePage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.households.rows import Alert, TimelineLine
    from desktop.outages.presenter.progress import Command
    from desktop.outages.view.progress_acting import OutageActs
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["OUTAGES_GROUP", "OutageCalls", "OutagesPanel", "intake_page", "outage_sayings", "outage_told"]

OUTAGES_GROUP = TimelineGroup("outages", msg("Outages"), TIMELINE_KINDS)


def outage_told(line: TimelineLine, zone: ZoneInfo) -> Told | None:
    """Tell a touchpoint of an outage, None for one of another feature; times are in `zone`."""
    words = timeline_words(line.kind, line.parameters, zone)
    if words is None:
        return None
    icon, number = kind_icon(line.parameters), str(line.parameters.get("number", ""))
    where = {"outage_id": line.source_id}
    return Told(msg("Outage"), icon, words, number, "outages", where)


@dataclass(frozen=True, slots=True)
class OutageSaying(Saying):
    """What to say of an outage, and which household it is said to."""

    told: OutageForRoom | None = None


def outage_sayings(desk: Desk, room_id: int) -> Sequence[OutageSaying]:
    """Return what to say to whoever calls from a room, of each outage that affects it; in the background."""
    now, may_log = desk.clock.now(), allows(desk.actor, Operation.LOG_CALLER)
    sayings = []
    for told in OutageService(desk).for_room(room_id):
        alert = outage_alert(told, now, desk.zone, may_log=may_log)
        aside = caller_words(told, now, desk.zone) or (callers_so_far(told.callers) if told.callers else "")
        # the saying has a link of its own
        acts = tuple(act for act in alert.acts if act is not LOOK)
        saying = OutageSaying(
            alert.lead, told.say, aside, alert.tone, alert.icon, alert.page, alert.where, acts, told=told
        )
        sayings.append(saying)
    return sayings


def intake_page(desk: Desk, shell: Shell) -> IntakePage:
    """Return the form of a new request, with what to say of outages beside it as far as the account may read them."""
    if not allows(desk.actor, Operation.READ_OUTAGES):
        return IntakePage(desk, shell)

    def tell(room_id: int) -> Sequence[Saying]:
        return outage_sayings(desk, room_id)

    def act(saying: Saying, name: str) -> None:
        if isinstance(saying, OutageSaying) and saying.told is not None:
            calls.act(saying.told, name)

    page = IntakePage(desk, shell, (tell,), act)
    calls = OutageCalls(desk, shell, page)
    return page


class OutageCalls(QObject):
    """Does what the buttons about an outage say, over `place`."""

    def __init__(self, desk: Desk, shell: Shell, place: QWidget) -> None:
        """Act as `desk`'s account and speak through `shell`."""
        super().__init__(place)
        self._acts: OutageActs | None = None
        self._desk = desk
        self._shell = shell
        self._place = place

    @property
    def acts(self) -> OutageActs:
        """Return what makes the writes."""
        if self._acts is None:
            # the whole page of outages comes in with it: not with the form of every new request
            from desktop.outages.view.progress_acting import OutageActs  # noqa: PLC0415

            self._acts = OutageActs(self._desk, self._shell, self._place)
        return self._acts

    def keep(self) -> None:
        """Keep what is typed into a form that is open."""
        if self._acts is not None:
            self._acts.keep()

    def act(self, told: OutageForRoom, name: str) -> None:
        """Do what the button `name` says for the household of `told`."""
        if name == CALLER.name:
            self.log(told)
        elif name == LOOK.name:
            self._shell.go("outages", outage_id=told.outage_id)
        else:
            from desktop.outages.dialogs.caller import CallerDialog  # noqa: PLC0415 - as above

            aside = caller_words(told, self._desk.clock.now(), self._desk.zone)
            self.acts.open(CallerDialog(told, aside, self._place))

    def log(self, told: OutageForRoom) -> None:
        """Log the household as one more caller at once; what is new can be taken back."""
        new = NewCaller(told.outage_id, told.room_id)

        def command(service: OutageService, operation_id: str) -> Changes:
            return service.log_caller(new, operation_id=operation_id)

        def undo(made: Changes) -> Command:
            # as it was made: what someone else has added since is theirs
            return lambda service, operation_id: service.undo_caller(made.result, version=1, operation_id=operation_id)

        if told.rang:
            said = msg("%(room)s rang already; it counts once", room=told.room)
            self.acts.make(command, said)
        else:
            self.acts.make(command, msg("%(room)s is noted as a caller", room=told.room), undo)


class OutagesPanel(RoomPanel):
    """Tells of outages that affect the household, in the strips on top alone: the panel itself is never seen."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Read as `desk`'s account, in `shell`'s background."""
        super().__init__(msg("Outages"), name="room-outages")
        self._desk = desk
        self._shell = shell
        self._room_id = 0
        self._told: Sequence[OutageForRoom] = ()
        self.calls = OutageCalls(desk, shell, self)
        self.hide()
        shell.bus.changed.connect(self._note)

    def show_room(self, room_id: int) -> None:
        """Tell of the outages of a room."""
        if room_id != self._room_id:
            self._show(())
        self._room_id = room_id
        self._read()

    def act(self, alert: Alert, name: str) -> None:
        """Do what a button of an alert says."""
        told = next((each for each in self._told if each.outage_id == alert.where.get("outage_id")), None)
        if told is not None:
            self.calls.act(told, name)

    def keep(self) -> None:
        """Keep what is typed into a form that is open."""
        self.calls.keep()

    def _read(self) -> None:
        room_id, service = self._room_id, OutageService(self._desk)
        if room_id:
            self._shell.tasks.run(lambda _progress: service.for_room(room_id), self._show, owner=self, key="outages")

    def _show(self, told: Sequence[OutageForRoom]) -> None:
        self._told = told
        now, zone, may_log = self._desk.clock.now(), self._desk.zone, allows(self._desk.actor, Operation.LOG_CALLER)
        self.alerted.emit([outage_alert(each, now, zone, may_log=may_log) for each in told])

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("outage", "import_batch"):
            self._read()
