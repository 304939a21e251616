"""One incident looked at: what it was, its minutes, people and damage, photos, and who signed it off."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg
from desktop.core.money import yuan
from desktop.core.permissions import Operation, allows
from desktop.incidents.model import IncidentMove
from desktop.incidents.rows import KIND_ICONS, KIND_LABELS
from desktop.incidents.service import IncidentFiles
from desktop.incidents.table import going_on_cell, span_words, state_cell
from desktop.incidents.view.minutes import Minutes
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.file_panel import FilePanel
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import EmptyState, Facts, IconLabel, Panel, label, rule
from desktop.ui.scrolling import scrolled
from desktop.ui.tab_order import focus_kept

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.incidents.rows import IncidentFile, Signature
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell

__all__ = ["IncidentDetail"]

_BUTTONS: tuple[tuple[IncidentMove, Message, str, str], ...] = (
    (IncidentMove.END, msg("It has ended"), "circle-check", "complete"),
    (IncidentMove.HAND_IN, msg("Hand it in"), "send", ""),
    (IncidentMove.SIGN_OFF, msg("Sign with the password"), "badge-check", "sign"),
    (IncidentMove.AMEND, msg("Change"), "square-pen", ""),
    (IncidentMove.GO_ON, msg("Not over yet"), "undo-2", ""),
    (IncidentMove.REOPEN, msg("Write on"), "rotate-ccw", "reopen"),
    (IncidentMove.DROP, msg("Reported by mistake"), "trash-2", ""),
)
_FIRST = (IncidentMove.SIGN_OFF, IncidentMove.END, IncidentMove.HAND_IN)
"""Of these the first that can be done is what is to be done next."""


class IncidentDetail(Panel):
    """Shows one incident. `left()`: back to the list; `asked(IncidentMove)`: a button; `room_asked(id)`: its room."""

    left = Signal()
    asked = Signal(object)
    room_asked = Signal(int)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show nothing yet."""
        super().__init__(name="incident-detail")
        self._zone = desk.zone
        self.file: IncidentFile | None = None
        self.minutes = Minutes(desk.zone)
        self.files = FilePanel(
            IncidentFiles(desk),
            "incident",
            shell,
            lambda at, spoken: spoken.moment(at, desk.zone),
            may_attach=allows(desk.actor, Operation.REPORT_INCIDENT),
            parent=self,
        )
        whole = QWidget()
        self._stack = QStackedLayout(whole)
        self.body.addWidget(whole, 1)
        advice = msg("Choose an incident to see all of it.")
        self._stack.addWidget(EmptyState(msg("Nothing is chosen"), advice, icon="siren"))
        self._stack.addWidget(self._shown())
        self._build_foot()

    def show_file(self, file: IncidentFile | None) -> None:
        """Show an incident, or that none is chosen."""
        another = file is not None and (self.file is None or self.file.line.id != file.line.id)
        self.file = file
        self._stack.setCurrentIndex(0 if file is None else 1)
        self._bar.setVisible(file is not None and bool(file.moves))
        if file is None:
            return
        if another:
            self.minutes.clear()
            self.files.presenter.show_owner(file.line.id)
            self._area.verticalScrollBar().setValue(0)
        with focus_kept(self._area):
            self._fill(file)
        self.minutes.show_file(file)
        self._offer(file)

    def take_keyboard(self) -> None:
        """Let the keyboard come to the line in which the next measure is noted, else to the first button."""
        able: list[QWidget] = [self.minutes.measure, *self.buttons.values(), self.back]
        first = next((widget for widget in able if widget.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- building --------------------------------------------------------------------------------------------------

    def _shown(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.back = Button(
            msg("Back"), icon="chevron-left", key=key("leave"), bind=False, small=True, name="incident-back"
        )
        self.back.clicked.connect(self.left)
        head.addWidget(self.back)
        self._icon = IconLabel("", "ink", 24)
        head.addWidget(self._icon)
        self.title = label("", "section", cut=True, name="incident-title")
        head.addWidget(self.title, 1)
        self.state = Chip(name="incident-state")
        head.addWidget(self.state)
        column.addLayout(head)
        self.going_on = Chip(name="incident-going-on")
        column.addWidget(self.going_on)
        self.words = label("", wrap=True, name="incident-words")
        column.addWidget(self.words)
        self.facts = Facts(width=64)
        column.addWidget(self.facts)
        column.addWidget(rule())
        self.counted = label("", "strong")
        column.addWidget(self.counted)
        column.addWidget(self.minutes)
        column.addWidget(rule())
        column.addWidget(label(msg("Photos"), "strong"))
        photos = QVBoxLayout()
        self.files.stand_in(photos, self)
        photos.setContentsMargins(0, 0, 0, 0)
        column.addLayout(photos)
        column.addWidget(rule())
        column.addWidget(label(msg("Manager's signature"), "strong"))
        self.signed = label("", wrap=True, name="incident-signed")
        self.opinion = label("", wrap=True, name="incident-opinion")
        column.addWidget(self.signed)
        column.addWidget(self.opinion)
        column.addStretch(1)
        self._area = scrolled(inside)
        return self._area

    def _build_foot(self) -> None:
        self._bar = QWidget()
        self._bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(self._bar)
        self.buttons: dict[IncidentMove, Button] = {}
        for move, words, icon, name in _BUTTONS:
            button = Button(
                words,
                icon=icon,
                key=key(name) if name else "",
                bind=False,
                kind="primary" if move in _FIRST else "plain",
                small=True,
                name=f"incident-{move}",
            )
            button.clicked.connect(partial(self._ask, move))
            flow.addWidget(button)
            self.buttons[move] = button
        self.foot.addWidget(self._bar, 1)
        self._bar.hide()

    # --- filling ---------------------------------------------------------------------------------------------------

    def _fill(self, file: IncidentFile) -> None:
        line, spoken = file.line, ui_language().language
        self._icon.show_icon(KIND_ICONS[line.kind], "ink")
        say(self.title, text=msg("%(kind)s · %(number)s", kind=KIND_LABELS[line.kind], number=line.number))
        cell = state_cell(line, spoken)
        self.state.show_state(lambda language: state_cell(line, language).text, cell.tone, cell.icon)
        going_on = going_on_cell(spoken)
        self.going_on.show_state(lambda language: going_on_cell(language).text, going_on.tone, going_on.icon)
        self.going_on.setVisible(line.is_going_on)
        say(self.words, text=line.words or msg("What happened is not written down yet."))
        self.facts.show_facts(self._facts(file))
        say(self.counted, text=msg("Minute by minute (%(count)s)", count=len(file.entries)))
        say(self.signed, text=self._signed_words(file.signature))
        say(self.opinion, text="" if file.signature is None else file.signature.words)
        self.opinion.setVisible(file.signature is not None and bool(file.signature.words))

    def _facts(self, file: IncidentFile) -> list[tuple[Text, Text | QWidget]]:
        line = file.line
        facts: list[tuple[Text, Text | QWidget]] = [(msg("Time"), partial(span_words, line, self._zone))]
        facts.append((msg("Where"), self._place(line.place, line.room_id)))
        if line.department:
            facts.append((msg("Department"), line.department))
        if file.people:
            facts.append((msg("People"), file.people))
        if line.hurt:
            facts.append((msg("People hurt"), str(line.hurt)))
        if file.damage or file.damage_fen is not None:
            facts.append((msg("Damage"), partial(_damage_words, file)))
        recorded = partial(_by_words, file, self._zone)
        facts.append((msg("Recorded"), recorded))
        if file.reported_at is not None:
            at = file.reported_at
            facts.append((msg("Handed in"), lambda spoken: spoken.moment(at, self._zone)))
        return facts

    def _place(self, place: str, room_id: int | None) -> Text | QWidget:
        if room_id is None:
            return place
        link = Button(place, kind="link", small=True, name="incident-room")
        link.clicked.connect(lambda: self.room_asked.emit(room_id))
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(link)
        row.addStretch(1)
        return whole

    def _signed_words(self, signature: Signature | None) -> Text:
        if signature is None:
            return msg("Not signed off yet.")
        zone = self._zone
        if signature.holds:
            return lambda spoken: spoken.gettext(
                "%(name)s signed this off on %(at)s.", name=signature.by, at=spoken.moment(signature.at, zone)
            )
        return lambda spoken: spoken.gettext(
            "%(name)s signed on %(at)s; it was changed after that, and the signature no longer holds.",
            name=signature.by,
            at=spoken.moment(signature.at, zone),
        )

    def _offer(self, file: IncidentFile) -> None:
        first = next((move for move in _FIRST if move in file.moves), None)
        for move, button in self.buttons.items():
            # one primary button: what is to be done next
            button.setVisible(move in file.moves and (move not in _FIRST or move is first))

    def _ask(self, move: IncidentMove, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.asked.emit(move)


def _damage_words(file: IncidentFile, spoken: Language) -> str:
    worth = "" if file.damage_fen is None else spoken.gettext("%(sum)s yuan", sum=yuan(file.damage_fen))
    return " · ".join(filter(None, (file.damage, worth)))


def _by_words(file: IncidentFile, zone: ZoneInfo, spoken: Language) -> str:
    return f"{file.recorded_by} {spoken.moment(file.recorded_at, zone)}"
