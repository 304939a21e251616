"""What care and gifts add to a household's page: what is planned next, who was given what, and that it is forgotten."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.care.model import CareKind
from desktop.care.offer import TIMELINE_KINDS, timeline_words
from desktop.care.rows import KIND_LABELS, CareLine, Stage
from desktop.care.service import CareService
from desktop.care.table import care_columns
from desktop.care.view import CareActs
from desktop.core.i18n import Language, msg
from desktop.core.permissions import Operation, allows
from desktop.gifts.offer import TIMELINE_KINDS as GIFT_KINDS
from desktop.gifts.offer import timeline_words as gift_words
from desktop.households.presenter import TimelineGroup, Told
from desktop.households.rows import Alert, AlertRank
from desktop.households.service import HouseholdService
from desktop.households.view import RoomPanel
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.keys import key
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.households.rows import TimelineLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["CARE_GROUP", "CarePanel", "care_told"]

ROWS_SHOWN = 4
SHOWN = ("stage", "kind", "words", "due")
CARE_GROUP = TimelineGroup("care", msg("Care"), TIMELINE_KINDS | GIFT_KINDS)
_ICONS: Mapping[str, str] = MappingProxyType(
    {
        "planned": "calendar-heart",
        "moved": "calendar-clock",
        "done": "heart-handshake",
        "dropped": "circle-x",
        "reopened": "rotate-ccw",
    }
)


def care_told(line: TimelineLine) -> Told | None:
    """Tell a touchpoint of care or a gift that was handed over, None for one of another feature."""
    given = gift_words(line.kind, line.parameters)
    if given is not None:
        where = {"gift_list_id": line.source_id}
        return Told(KIND_LABELS[CareKind.GIFT], "gift", given, page="gifts", where=where)
    words = timeline_words(line.kind, line.parameters)
    if words is None:
        return None
    return Told(words.kind, _ICONS[words.action], words.words, page="care", where={"task_id": line.source_id})


class CarePanel(RoomPanel):
    """What is planned for the household; a row is noted as done where it stands."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Read as `desk`'s account, in `shell`'s background."""
        super().__init__(msg("Care"), name="care")
        self._desk = desk
        self._shell = shell
        self._room_id = 0
        self._label = ""
        self._may_edit = allows(desk.actor, Operation.EDIT_CARE)
        self.acts = CareActs(desk, shell, self)
        self._forgotten = Chip("", name="forgotten")
        self._forgotten.hide()
        self.head.addWidget(self._forgotten)
        self.plan = Button(
            msg("Plan care"), icon="plus", key=key("plan-care"), kind="link", small=True, name="plan-care-here"
        )
        self.plan.clicked.connect(self._plan)
        self.tools.addWidget(self.plan)
        self.plan.setVisible(self._may_edit)
        self.model: RowsModel[CareLine] = RowsModel(self._columns(), parent=self)
        self.view = ListView(self.model, label=msg("Care"), name="care-of-room")
        self.view.horizontalHeader().hide()
        self.view.opened.connect(self._finish)
        self.view.acted.connect(lambda line, _key: self._finish(line))
        self.body.addWidget(self.view)
        self._fit()
        shell.bus.changed.connect(self._note)

    def show_room(self, room_id: int) -> None:
        """Show what is planned for a room."""
        if room_id != self._room_id:
            self._show("", ((), None, False))
        self._room_id = room_id
        self._read()

    def keep(self) -> None:
        """Keep what is typed into a form that is open."""
        self.acts.keep()

    def _today(self) -> date:
        return self._desk.clock.now().astimezone(self._desk.zone).date()

    def _columns(self) -> tuple[Column[CareLine], ...]:
        columns = {column.key: column for column in care_columns(self._today)}
        kept = [columns[name] for name in SHOWN]
        if self._may_edit:
            done: Column[CareLine] = Column("done", msg("Action"), _done_words, 72, right=True, sort=False)
            kept.append(done)
        return tuple(kept)

    def _read(self) -> None:
        room_id, service, desk = self._room_id, CareService(self._desk), self._desk
        if not room_id:
            return

        def read(_progress: object) -> tuple[str, tuple[Sequence[CareLine], CareLine | None, bool]]:
            return HouseholdService(desk).household(room_id).label, service.of_room(room_id)

        self._shell.tasks.run(read, lambda found: self._show(*found), owner=self, key="care")

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("care_task", "room", "tag"):
            self._read()

    def _show(self, name: str, found: tuple[Sequence[CareLine], CareLine | None, bool]) -> None:
        planned, welcome, forgotten = found
        self._label = name
        self.plan.setEnabled(bool(name))
        self.model.set_rows([*([welcome] if welcome is not None else ()), *planned])
        self._forgotten.setVisible(forgotten)
        self._forgotten.show_state(msg("Forgotten"), "amber", "history")
        self._fit()
        self.alerted.emit(_alerts(welcome, forgotten=forgotten))

    def _fit(self) -> None:
        count = self.model.rowCount()
        self.view.setVisible(bool(count))
        self.say_nothing("" if count else msg("Nothing is planned."))
        self.view.setFixedHeight(min(max(count, 1), ROWS_SHOWN) * self.view.verticalHeader().defaultSectionSize() + 1)

    def _plan(self) -> None:
        if self._room_id and self._label:
            self.acts.plan([(self._room_id, self._label)])

    def _finish(self, line: CareLine) -> None:
        if self._may_edit:
            self.acts.finish([line])


def _done_words(line: CareLine, spoken: Language) -> Cell:
    words = spoken.gettext("Called") if line.stage is Stage.WELCOME_DUE else spoken.gettext("Done")
    return Cell(words, link=True)


def _alerts(welcome: CareLine | None, *, forgotten: bool) -> list[Alert]:
    alerts = []
    if forgotten:
        words = msg("legacy issue, and nothing is planned for the coming 90 days.")
        alerts.append(Alert(AlertRank.LEGACY, "amber", "history", msg("Forgotten:"), words))
    if welcome is not None and welcome.since is not None:
        words = msg("moved in on %(day)s; call and bid them welcome.", day=welcome.since.isoformat())
        alerts.append(Alert(AlertRank.VIP, "violet", "phone-outgoing", msg("Welcome call due:"), words))
    return alerts
