"""The parts of the pane of incidents: one is reported, then written down minute by minute, then told in full."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg
from desktop.core.tokens import HEIGHTS
from desktop.gate.table import at_clock, how_long
from desktop.gate.view.binding import on_digits
from desktop.gate.view.pieces import GateChoices, GateField, GateList, GatePanel, GateRowShown
from desktop.incidents.model import EntryKind, IncidentMove
from desktop.incidents.rows import KIND_LABELS, KINDS, STATE_LABELS
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QResizeEvent

    from desktop.gate.presenter.incidents import IncidentPresenter
    from desktop.incidents.model import IncidentKind
    from desktop.incidents.rows import EntryLine, IncidentFile, PlaceRoom

__all__ = ["MinutesPart", "OneOf", "ReportPart"]

TYPED_MS = 150


class OneOf(QWidget):
    """Shows one part at a time, and needs room for that one alone, which a stack does not. `changed()`: another."""

    changed = Signal()

    def __init__(self, *parts: QWidget) -> None:
        """Show the first."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._parts = parts
        self.shown = parts[0]
        for part in parts:
            column.addWidget(part)
            part.setVisible(part is self.shown)

    def show_part(self, part: QWidget) -> None:
        """Show another part in place of the one shown."""
        self.shown = part
        for each in self._parts:
            each.setVisible(each is part)
        self.changed.emit()


class ReportPart(QWidget):
    """Kind by its digit, place, Enter. `asked()`: report it."""

    asked = Signal()

    def __init__(self, presenter: IncidentPresenter) -> None:
        """Start empty."""
        super().__init__()
        self._presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(msg("What is happening"), "gate-label", "ink2"))
        self.kinds = GateChoices("incident-kind", msg("What is happening"))
        self.kinds.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.kinds.offer([(kind, KIND_LABELS[kind]) for kind in KINDS])
        column.addWidget(self.kinds)
        column.addSpacing(6)
        self.place = GateField(msg("Where"), "incident-place", hint=msg("house no. or words"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.place, 1)
        self.report = Button(
            msg("Report it"),
            icon="siren",
            key=key("gate-save"),
            bind=False,
            kind="primary",
            large=True,
            name="report-incident",
        )
        row.addWidget(self.report, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        advice = msg("First help, and call 119, 120 or 110; then write.")
        column.addWidget(label(advice, "gate-body", "ink2", wrap=True))
        column.addStretch(1)
        self._soon = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._soon.timeout.connect(lambda: presenter.find_place(self.place.text))
        self.place.typed.connect(lambda _typed: self._soon.start())
        self.place.entered.connect(self.asked)
        self.report.clicked.connect(self.asked)
        self.kinds.chosen.connect(self._go_on)
        self.kinds.entered.connect(self._go_on)
        on_digits(self, self.kinds.take_digit)
        presenter.placed.connect(self._say_room)

    def hasHeightForWidth(self) -> bool:
        """Take the height there is, as the least of it counts the rows of kinds."""
        return False

    def minimumSizeHint(self) -> QSize:
        """Return room for every row of the kinds as wide as the part is, which Qt counts as one."""
        rows = self.kinds.heightForWidth(self.width()) - self.kinds.minimumSizeHint().height()
        return super().minimumSizeHint().grownBy(QMargins(0, 0, 0, max(rows, 0)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask anew for the room of the rows of kinds."""
        super().resizeEvent(event)
        self.updateGeometry()

    @property
    def kind(self) -> IncidentKind | None:
        """Return the kind chosen."""
        return next((kind for kind in KINDS if kind == self.kinds.key), None)

    def clear(self) -> None:
        """Begin anew."""
        self.kinds.choose(None)
        self.place.set_text("")
        self.place.set_echo("")

    def enter(self) -> None:
        """Take the keyboard: to the kind, or where that is known to the place."""
        if self.kind is None:
            self.kinds.enter()
        else:
            self.place.setFocus()

    def _go_on(self, _kind: object = None) -> None:
        self.place.setFocus()

    def _say_room(self, room: PlaceRoom | None) -> None:
        typed = self.place.text.strip()
        self.place.set_echo("" if room is None or not typed or room.label == typed else f"→ {room.label}")


class MinutesPart(QWidget):
    """What is done about one incident. `noted(EntryKind)`: Enter in a line; `asked(what)`: a button."""

    noted = Signal(object)
    asked = Signal(str)

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._may_note = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(16)
        self.heading = label("", "gate-strong")
        self.about = label("", "gate-body", "ink2", cut=True)
        head.addWidget(self.heading)
        head.addWidget(self.about, 1)
        column.addLayout(head)
        self.measure = GateField(msg("What was done"), "incident-measure", hint=msg("Enter notes it with its minute"))
        self.told = GateField(msg("Who was told"), "incident-told", hint=msg("119, the manager, …"))
        self.lines = QWidget()
        row = QHBoxLayout(self.lines)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.measure, 3)
        row.addWidget(self.told, 2)
        column.addWidget(self.lines)
        panel = GatePanel(msg("Minute by minute"), icon="clock", name="minutes")
        self.panel = panel
        self.list = GateList("incident-minutes", msg("Minute by minute"))
        # as much as there is, at least one row: under an alert the window is low
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.list.setMinimumHeight(HEIGHTS["gate-row"])
        panel.body.addWidget(self.list, 1)
        column.addWidget(panel, 1)
        column.addWidget(self._buttons())
        self.measure.entered.connect(partial(self.noted.emit, EntryKind.MEASURE))
        self.told.entered.connect(partial(self.noted.emit, EntryKind.TOLD))
        for field in (self.measure, self.told):
            field.moved.connect(self.list.move_by)

    def show_file(self, file: IncidentFile, now: datetime, zone: ZoneInfo) -> None:
        """Show one incident as it stands."""
        line = file.line
        say(self.heading, text=KIND_LABELS[line.kind])
        say(self.about, text=_about(file, now, zone))
        self.list.show_rows(_row(entry, now, zone) for entry in reversed(file.entries))
        count = len(file.entries)
        self.panel.set_title(msg("Minute by minute"), str(count) if count else "", STATE_LABELS[line.state])
        may_note = IncidentMove.NOTE in file.moves
        self.lines.setVisible(may_note)
        for name, needed in _NEEDS.items():
            self.buttons[name].setVisible(needed is None or needed in file.moves)
        # it is handed in once it is over
        self.buttons["hand-in"].setVisible(IncidentMove.HAND_IN in file.moves and line.ended_at is not None)
        self._may_note = may_note
        self.offer_take_out(self.list.key is not None)

    def offer_take_out(self, chosen: bool) -> None:  # noqa: FBT001 - a setter
        """Offer to take out the line that is chosen."""
        self.buttons["take-out"].setVisible(chosen and self._may_note)

    def enter(self) -> None:
        """Take the keyboard."""
        (self.measure if self.lines.isVisibleTo(self) else self.list).setFocus()

    def clear(self) -> None:
        """Begin anew."""
        for field in (self.measure, self.told):
            field.set_text("")

    def _buttons(self) -> QWidget:
        bar = QWidget()
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(bar, gap=10)
        self.buttons: dict[str, Button] = {}
        for name, words, icon, key_name, kind in _BUTTONS:
            button = Button(
                words,
                icon=icon,
                key=key(key_name) if key_name else "",
                bind=False,
                kind=kind,
                large=True,
                name=f"incident-{name}",
            )
            button.clicked.connect(partial(self._ask, name))
            flow.addWidget(button)
            self.buttons[name] = button
        return bar

    def _ask(self, name: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.asked.emit(name)


_BUTTONS: tuple[tuple[str, Message, str, str, str], ...] = (
    ("over", msg("It has ended"), "circle-check", "gate-over", "primary"),
    ("go-on", msg("Not over yet"), "undo-2", "gate-over", "plain"),
    ("hand-in", msg("Hand it in"), "send", "gate-hand-in", "primary"),
    ("details", msg("Details and photos"), "camera", "gate-details", "plain"),
    ("print", msg("Print"), "printer", "gate-print", "plain"),
    ("reopen", msg("Take it back"), "undo-2", "gate-hand-in", "plain"),
    ("take-out", msg("Take out"), "x", "", "plain"),
)
_NEEDS: dict[str, IncidentMove | None] = {
    "over": IncidentMove.END,
    "go-on": IncidentMove.GO_ON,
    "hand-in": IncidentMove.HAND_IN,
    "reopen": IncidentMove.REOPEN,
    "details": None,
    "print": None,
}


def _about(file: IncidentFile, now: datetime, zone: ZoneInfo) -> Message:
    line = file.line
    began = at_clock(line.occurred_at, now, zone)
    if line.ended_at is None:
        lasts = how_long(line.occurred_at, now)
        return msg(
            "%(number)s · %(place)s · since %(time)s, for %(long)s",
            number=line.number,
            place=line.place,
            time=began,
            long=lasts,
        )
    ended = at_clock(line.ended_at, now, zone)
    return msg(
        "%(number)s · %(place)s · %(began)s to %(ended)s",
        number=line.number,
        place=line.place,
        began=began,
        ended=ended,
    )


def _row(entry: EntryLine, now: datetime, zone: ZoneInfo) -> GateRowShown:
    told = entry.kind is EntryKind.TOLD
    title: Message | str = msg("Told: %(who)s", who=entry.who) if told else " ".join(entry.words.split())
    under = " ".join(entry.words.split()) if told else entry.who
    return GateRowShown(
        key=entry.id, title=title, side=at_clock(entry.at, now, zone), under=under, under_side=entry.by, tone="ink"
    )
