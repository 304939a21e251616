"""What the gate adds to a household's page: its visitors, its release slips, and both in the timeline's words."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication
from sqlalchemy import select

from desktop.core.i18n import Message, msg, nmsg
from desktop.core.permissions import Operation, allows
from desktop.core.plates import display_plate
from desktop.households.model import Room
from desktop.households.presenter import TimelineGroup, Told
from desktop.households.view import RoomPanel
from desktop.incidents.model import IncidentKind
from desktop.incidents.rows import KIND_ICONS as INCIDENT_ICONS
from desktop.incidents.rows import KIND_LABELS as INCIDENT_LABELS
from desktop.incidents.rows import TIMELINE_KIND as INCIDENT
from desktop.release_slips.rows import ISSUED, STANDING_LABELS, ReleaseStanding
from desktop.release_slips.rows import TIMELINE_KINDS as SLIP_KINDS
from desktop.release_slips.service import ReleaseSlipService
from desktop.ui.acting import Acts
from desktop.ui.attempts import Writer
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import ui_language
from desktop.ui.table import Cell, Column, ListView, RowsModel
from desktop.visits.rows import KIND_LABELS, ExpectedLine, VisitFilter, VisitLine
from desktop.visits.service import VisitService
from desktop.visits.table import When, days_words, expected_cell, message_words, said, state_cell, who_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.changes import Changes
    from desktop.core.i18n import Language
    from desktop.households.rows import TimelineLine
    from desktop.release_slips.rows import ReleaseLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["GATE_GROUP", "ReleasesPanel", "VisitorsPanel", "gate_told"]

DRAFTS = "room-visitors"
ROWS_SHOWN = 4
MOST_VISITS, MOST_SLIPS = 3, 4
GATE_GROUP = TimelineGroup("gate", msg("Gate and incidents"), frozenset({*SLIP_KINDS, INCIDENT}))
_LOOKS: Mapping[ReleaseStanding, tuple[str, str]] = MappingProxyType(
    {
        ReleaseStanding.VALID: ("accent", "circle-dot"),
        ReleaseStanding.NOT_YET: ("grey", "clock"),
        ReleaseStanding.PARTLY: ("blue", "truck"),
        ReleaseStanding.USED: ("green", "circle-check"),
        ReleaseStanding.EXPIRED: ("amber", "clock-alert"),
        ReleaseStanding.WITHDRAWN: ("grey", "circle-x"),
    }
)
_Row = ExpectedLine | VisitLine


def gate_told(line: TimelineLine) -> Told | None:
    """Tell a release slip or an incident at the room, None for a touchpoint of another feature."""
    told = line.parameters
    number = str(told.get("number", ""))
    if line.kind == INCIDENT:
        kind = IncidentKind(told["incident"])
        words = INCIDENT_LABELS[kind]
        return Told(msg("Incident"), INCIDENT_ICONS[kind], words, number, "incidents", {"incident_id": line.source_id})
    if line.kind not in SLIP_KINDS:
        return None
    where = {"slip_id": line.source_id}
    if line.kind == ISSUED:
        return Told(msg("Release slip"), "package", _issued_words(told), number, "releases", where)
    return Told(msg("Release slip"), "truck", _released_words(told), number, "releases", where)


def _issued_words(told: Mapping[str, Any]) -> Message:
    return nmsg(
        "Release slip for %(count)s piece, %(name)s",
        "Release slip for %(count)s pieces, %(name)s",
        told["pieces"],
        name=told["name"],
    )


def _released_words(told: Mapping[str, Any]) -> Message:
    pieces, plate = told["pieces"], told.get("plate", "")
    if plate:
        plate = display_plate(plate)
        return nmsg("%(count)s piece left with %(plate)s", "%(count)s pieces left with %(plate)s", pieces, plate=plate)
    return nmsg("%(count)s piece left", "%(count)s pieces left", pieces)


class VisitorsPanel(RoomPanel):
    """Whom the household expects, then who came last; a row opens it, and another visitor can be told to the gate."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Read as `desk`'s account, in `shell`'s background."""
        super().__init__(msg("Visitors"), name="room-visitors")
        self._desk = desk
        self._shell = shell
        self._room_id = 0
        self._acts: Acts[VisitService] | None = None
        self._label = ""
        self.copy = Button(
            msg("Copy for the household"),
            icon="copy",
            key=key("copy-notice"),
            kind="link",
            small=True,
            name="copy-expected-here",
        )
        self.copy.clicked.connect(self._copy)
        self.tools.addWidget(self.copy)
        self.expect = Button(
            msg("Expect a visitor"),
            icon="user-plus",
            key=key("add"),
            kind="link",
            small=True,
            name="expect-visitor",
        )
        self.expect.clicked.connect(self._ask)
        self.tools.addWidget(self.expect)
        self._may_expect = allows(desk.actor, Operation.EXPECT_VISITOR)
        self.expect.setVisible(self._may_expect)
        self.all = Button(msg("All visits"), icon="history", kind="link", small=True, name="visits-here")
        self.all.clicked.connect(lambda: shell.go("visits", wanted=VisitFilter(room_id=self._room_id)))
        self.tools.addWidget(self.all)
        self.model: RowsModel[_Row] = RowsModel(self._columns(), identify=_identify, parent=self)
        self.view = ListView(self.model, label=msg("Visitors"), name="visitors-of-room")
        self.view.horizontalHeader().hide()
        self.view.opened.connect(self._open)
        self.body.addWidget(self.view)
        self._fit()
        shell.bus.changed.connect(self._note)

    def show_room(self, room_id: int) -> None:
        """Show the visitors of a room."""
        if room_id != self._room_id:
            self._show(("", ()))
        self._room_id = room_id
        self._read()

    def keep(self) -> None:
        """Keep what is typed into the form that is open."""
        if self._acts is not None:
            self._acts.keep()

    @property
    def acts(self) -> Acts[VisitService]:
        """Return what opens the form and makes its write."""
        if self._acts is None:
            writer = Writer(VisitService(self._desk), self._shell.tasks, self)
            self._acts = Acts(writer, self._shell, self, DRAFTS)
        return self._acts

    def _when(self) -> When:
        return When(self._desk.zone, self._desk.clock.now())

    def _columns(self) -> tuple[Column[_Row], ...]:
        return (
            Column("state", msg("State"), self._state, 128, sort=False),
            Column("who", msg("Visitor"), self._who, 130, stretch=True, sort=False),
            Column("kind", msg("Reason for the visit"), _kind, 96, sort=False),
            Column("when", msg("When"), self._told_when, 176, right=True, sort=False),
        )

    def _state(self, row: _Row, spoken: Language) -> Cell:
        if isinstance(row, ExpectedLine):
            return expected_cell(row, self._when(), spoken)
        return state_cell(row, spoken)

    def _who(self, row: _Row, spoken: Language) -> Cell:
        if isinstance(row, ExpectedLine):
            return Cell(who_words(row.plate, row.name), strong=True)
        return Cell(" · ".join(filter(None, (said(row.title, spoken), row.name if row.vehicle else ""))), strong=True)

    def _told_when(self, row: _Row, spoken: Language) -> Cell:
        if isinstance(row, ExpectedLine):
            days = days_words(row.first_day, row.last_day, spoken)
            return Cell(spoken.gettext("%(days)s · code %(code)s", days=days, code=row.code), tone="ink2")
        when = self._when()
        told = when.words(row.in_at, spoken)
        if row.out_at is not None:
            told = f"{told} – {row.out_at.astimezone(self._desk.zone):%H:%M}"
        return Cell(told, tone="ink2")

    def _read(self) -> None:
        room_id, desk = self._room_id, self._desk

        def work(_progress: object) -> tuple[str, Sequence[_Row]]:
            with desk.hold() as held:
                service = VisitService(held)
                with held.read() as session:
                    room = session.scalars(select(Room.label).where(Room.id == room_id)).first()
                expected = [
                    line
                    for line in service.expected(room_id=room_id)
                    if line.withdrawn_at is None and line.came_at is None
                ]
                return room or "", (*expected, *service.of_room(room_id, MOST_VISITS))

        if room_id:
            self._shell.tasks.run(work, self._show, owner=self, key="room-visitors")

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("visit", "expected_visit"):
            self._read()

    def _show(self, found: tuple[str, Sequence[_Row]]) -> None:
        self._label, rows = found
        self.model.set_rows(list(rows))
        self._fit()

    def _fit(self) -> None:
        count = self.model.rowCount()
        self.view.setVisible(bool(count))
        self.copy.setVisible(self._may_expect and bool(self._expected()))
        self.say_nothing("" if count else msg("Nobody is expected, and nobody came lately."))
        _fit_rows(self.view, count)

    def _open(self, row: _Row) -> None:
        if isinstance(row, ExpectedLine):
            self._shell.go("visits", expected_id=row.id)
        else:
            self._shell.go("visits", visit_id=row.id)

    def _expected(self) -> list[ExpectedLine]:
        return [row for row in self.model.rows if isinstance(row, ExpectedLine)]

    def _copy(self) -> None:
        """Copy the words for the visitor the keyboard is on, or else for whom the gate was told of last."""
        chosen = [row for row in self.view.rows if isinstance(row, ExpectedLine)] if self.view.hasFocus() else []
        line = max(chosen or self._expected(), key=lambda each: each.id)
        QGuiApplication.clipboard().setText(message_words(line, ui_language().language))
        self._shell.tell(msg("Copied. Send it to the household."))

    def _ask(self) -> None:
        from desktop.visits.dialogs import ExpectVisitorDialog  # noqa: PLC0415 - few households are asked for it

        room_id = self._room_id
        dialog = ExpectVisitorDialog(self._when().today, (room_id, self._label), parent=self)
        self.acts.open(dialog, undo=_withdrawing)


class ReleasesPanel(RoomPanel):
    """The newest release slips of a household; a row opens its slip. Not seen where none was ever issued."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Read as `desk`'s account, in `shell`'s background."""
        super().__init__(msg("Release slips"), name="room-releases")
        self._desk = desk
        self._shell = shell
        self._room_id = 0
        self.model: RowsModel[ReleaseLine] = RowsModel(self._columns(), identify=lambda line: line.id, parent=self)
        self.view = ListView(self.model, label=msg("Release slips"), name="releases-of-room")
        self.view.horizontalHeader().hide()
        self.view.opened.connect(lambda line: shell.go("releases", slip_id=line.id))
        self.body.addWidget(self.view)
        self.hide()
        shell.bus.changed.connect(self._note)

    def show_room(self, room_id: int) -> None:
        """Show the release slips of a room."""
        if room_id != self._room_id:
            self._show(())
        self._room_id = room_id
        self._read()

    def _columns(self) -> tuple[Column[ReleaseLine], ...]:
        def until(line: ReleaseLine, spoken: Language) -> Cell:
            when = When(self._desk.zone, self._desk.clock.now())
            if line.used_at is not None:
                return Cell(when.words(line.used_at, spoken), tone="ink2")
            return Cell(spoken.gettext("until %(when)s", when=when.words(line.valid_until, spoken)), tone="ink2")

        return (
            Column("state", msg("State"), _standing, 128, sort=False),
            Column("goods", msg("Goods"), _goods, 130, stretch=True, sort=False),
            Column("number", msg("Number"), lambda line, _: Cell(line.number, tone="ink2"), 120, sort=False),
            Column("until", msg("Until"), until, 176, right=True, sort=False),
        )

    def _read(self) -> None:
        room_id, service = self._room_id, ReleaseSlipService(self._desk)
        if room_id:
            self._shell.tasks.run(
                lambda _progress: service.of_room(room_id, MOST_SLIPS), self._show, owner=self, key="room-releases"
            )

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("release_slip"):
            self._read()

    def _show(self, lines: Sequence[ReleaseLine]) -> None:
        self.model.set_rows(list(lines))
        _fit_rows(self.view, len(lines))
        self.setVisible(bool(lines))


def _fit_rows(view: ListView, count: int) -> None:
    view.setFixedHeight(min(max(count, 1), ROWS_SHOWN) * view.verticalHeader().defaultSectionSize() + 1)


def _identify(row: _Row) -> tuple[str, int]:
    return type(row).__name__, row.id


def _kind(row: _Row, spoken: Language) -> Cell:
    words = KIND_LABELS[row.kind] if isinstance(row, ExpectedLine) else row.kind_name
    return Cell(said(words, spoken))


def _withdrawing(changes: Changes) -> Callable[[VisitService, str], Changes]:
    """Return what takes back that a visitor is expected; who wrote something about it since is not overruled."""
    return lambda service, operation_id: service.withdraw_expected(changes.result, version=1, operation_id=operation_id)


def _standing(line: ReleaseLine, spoken: Language) -> Cell:
    tone, icon = _LOOKS[line.standing]
    return Cell(spoken.message(STANDING_LABELS[line.standing]), tone=tone, icon=icon, chip=True)


def _goods(line: ReleaseLine, spoken: Language) -> Cell:
    return Cell(spoken.gettext(", ").join(f"{each.goods} × {each.count}" for each in line.goods), strong=True)
