"""The card of a household at the gate: found by room, name or plate, its people, one phone at a time in full."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg
from desktop.gate.view.pieces import GateField, GateList, GatePanel, GateRowShown
from desktop.gate.view.rows import room_row
from desktop.households.rows import ROLE_LABELS
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.visits.rows import GateRoom, HitSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from desktop.gate.presenter.household import HouseholdPresenter
    from desktop.households.rows import PersonLine
    from desktop.visits.rows import VisitorHit

__all__ = ["HouseholdCard"]


class HouseholdCard(QWidget):
    """Asks whose household it is and shows who may be called. `left()`: back to where one came from.

    The phones are masked; the current one is shown in full by its key, and the audit holds that.
    """

    left = Signal()

    def __init__(self, presenter: HouseholdPresenter) -> None:
        """Start without a household."""
        super().__init__()
        self.presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.field = GateField(
            msg("Call the household"), "gate-household", hint=msg("Room, name, or any part of a plate")
        )
        column.addWidget(self.field)
        self.panel = GatePanel(msg("Who may be called"), icon="phone", name="household")
        self.hits = GateList("gate-household-hits", msg("Finds"))
        self.people = GateList("gate-household-people", msg("Who may be called"))
        self._middle = QStackedWidget()
        self._middle.addWidget(self.hits)
        self._middle.addWidget(self.people)
        self.panel.body.addWidget(self._middle)
        column.addWidget(self.panel, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.show_phone = Button(
            msg("Show the phone"), icon="eye", key=key("gate-reveal"), kind="primary", large=True, name="gate-reveal"
        )
        self.back = Button(msg("Back"), icon="arrow-left", key=key("leave"), large=True, bind=False, name="gate-back")
        row.addWidget(self.show_phone)
        row.addWidget(self.back)
        row.addStretch(1)
        column.addLayout(row)
        self._connect()

    def ask(self, room_id: int | None = None, label: str = "", text: str = "") -> None:
        """Show the household of a room, or ask whose it is, beginning with `text`."""
        self.presenter.close()
        self.field.set_text(label or text)
        self.hits.show_rows(())
        self.people.show_rows(())
        self._middle.setCurrentWidget(self.hits)
        self._title()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.edit.selectAll()
        if room_id is not None:
            self.presenter.open(room_id, label)
        elif text:
            self.presenter.look(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Esc; the digits choose a phone."""
        digit = event.text()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif digit.isdigit() and 0 < int(digit) <= len(self.people.rows) and self._shows_people:
            self.people.go_to(self.people.rows[int(digit) - 1].key)
        else:
            super().keyPressEvent(event)

    @property
    def _shows_people(self) -> bool:
        return self._middle.currentWidget() is self.people

    def _connect(self) -> None:
        self.field.typed.connect(self._look)
        self.field.entered.connect(self._enter)
        self.field.moved.connect(self._move)
        self.hits.opened.connect(self._open)
        self.people.opened.connect(lambda _key: self._reveal())
        self.people.current_changed.connect(lambda _key: self._arm())
        self.show_phone.clicked.connect(self._reveal)
        self.back.clicked.connect(self.left)
        self.presenter.found.connect(self._show_found)
        self.presenter.opened.connect(self._show_people)
        self.presenter.revealed.connect(lambda _phone: self._show_people())
        self.presenter.failed.connect(partial(show_error, self))

    def _move(self, step: int) -> None:
        (self.people if self._shows_people else self.hits).move_by(step)

    def _look(self, text: str) -> None:
        self._middle.setCurrentWidget(self.hits)
        self._arm()
        self.presenter.look(text)

    def _show_found(self) -> None:
        if self.presenter.room_id and not self.field.edit.isModified():
            return
        rows = [room_row(room) for room in self.presenter.rooms]
        rows += [_vehicle_row(hit) for hit in self.presenter.vehicles]
        self.hits.show_rows(rows)
        if rows:
            self.hits.go_to(rows[0].key)
        self._title()

    def _enter(self) -> None:
        if self._shows_people:
            self._reveal()
        elif self.hits.key is not None:
            self._open(self.hits.key)

    def _open(self, found: object) -> None:
        if isinstance(found, GateRoom):
            self.presenter.open(found.room_id, found.label)
            self.field.set_text(found.label)
        elif getattr(found, "room_id", None):
            hit: VisitorHit = found  # type: ignore[assignment]  # the lists hold rooms and vehicles
            self.presenter.open(hit.room_id or 0, hit.place)
            self.field.set_text(hit.place)

    def _show_people(self) -> None:
        rows = [row for person in self.presenter.people for row in _person_rows(person, self.presenter.shown)]
        fresh = not self._shows_people
        self.people.show_rows(rows)
        self._middle.setCurrentWidget(self.people)
        first = next((row.key for row in rows if row.key), None)
        if (fresh or not self.people.key) and first is not None:
            self.people.go_to(first)
        self._title()
        self._arm()

    def _title(self) -> None:
        room, sought = self.presenter.label, self.field.text.strip()
        none = not room and sought and not self.hits.rows
        self.panel.set_title(
            msg("Household %(room)s", room=room) if room else msg("Who may be called"),
            note=msg("nobody found so far") if none else "",
        )

    def _arm(self) -> None:
        phone = self.people.key if self._shows_people else None
        self.show_phone.setEnabled(isinstance(phone, int) and phone > 0 and phone not in self.presenter.shown)

    def _reveal(self) -> None:
        phone = self.people.key
        if self._shows_people and isinstance(phone, int) and phone > 0:
            self.presenter.reveal(phone)


def _vehicle_row(hit: VisitorHit) -> GateRowShown:
    whose: Message = msg("lives here") if hit.source is HitSource.RESIDENT else msg("visitor")
    under = " · ".join(part for part in (hit.place, hit.name, hit.company) if part)
    return GateRowShown(key=hit, title=hit.title, side=whose, under=under, tone="ink2")


def _person_rows(person: PersonLine, shown: dict[int, str]) -> Sequence[GateRowShown]:
    """Return a row for each phone of someone; without one, a row that says so. Its key is the phone's id."""
    role = ROLE_LABELS[person.role]
    if not person.phones:
        return [GateRowShown(-person.resident_id, title=person.name, side=msg("no phone"), under=role, tone="ink2")]
    return [
        GateRowShown(
            key=phone.id,
            title=person.name,
            side=shown.get(phone.id, phone.shown),
            under=msg("%(role)s · %(label)s", role=role, label=phone.label) if phone.label else role,
            tone="accent" if phone.id in shown else "ink",
            icon="phone" if phone.id in shown else "",
        )
        for phone in person.phones
    ]
