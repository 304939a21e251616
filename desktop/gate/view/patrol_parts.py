"""Walking a patrol at the gate: the routes to choose from, and the point one stands at in large print."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg, nmsg
from desktop.gate.table import at_clock
from desktop.gate.view.pieces import AlarmPanel, GateField, GateList, GatePanel, GateRowShown
from desktop.patrols.model import PointOutcome
from desktop.patrols.rows import OUTCOME_LABELS, POINT_LABELS
from desktop.requests.rows import STATE_LABELS
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import label, set_tone

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from desktop.core.i18n import Language
    from desktop.gate.presenter.patrolling import PatrolPresenter, Walkable
    from desktop.patrols.rows import FindingLine, StepLine
    from desktop.ui.language import Text

__all__ = ["SLIM", "SLIM_BELOW", "WIDE", "ChoosePart", "WalkPart"]

Hints = tuple[tuple[str, Message], ...]
"""Keys by their names in the table of keys, with what they do."""

WIDE, SLIM, SLIM_BELOW = 424, 324, 1200
"""Widths of the list at the right, px: in a wide window, and in one narrower than the last."""

DIGITS = "1234567890"
_TONES = {PointOutcome.NORMAL: "green", PointOutcome.FINDING: "amber", PointOutcome.MISSED: "red"}
_ICONS = {
    PointOutcome.NORMAL: "circle-check",
    PointOutcome.FINDING: "triangle-alert",
    PointOutcome.MISSED: "circle-x",
}


class _RouteList(GateList):
    """Routes to choose from, also by the digit before their name."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = DIGITS.find(event.text()) if event.text() else -1
        if 0 <= place < len(self.rows):
            self.opened.emit(self.rows[place].key)
        else:
            super().keyPressEvent(event)


class ChoosePart(QWidget):
    """What can be walked, and what one found. `chosen(route_id)`; `asked(what)`: sheet, print, watch."""

    HINTS: ClassVar[Hints] = (("knew", msg("Route by its digit")), ("gate-save", msg("Begin or take up")))

    chosen = Signal(object)
    asked = Signal(str)

    def __init__(self, presenter: PatrolPresenter) -> None:
        """Offer what `presenter` holds."""
        super().__init__()
        self._presenter = presenter
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        left = QVBoxLayout()
        left.setSpacing(14)
        self.panel = GatePanel(msg("Which route?"), icon="footprints", name="patrol-routes")
        self.list = _RouteList("patrol-route-list", msg("Which route?"))
        self.none = label("", "gate-body", "ink2", wrap=True)
        self.none.setContentsMargins(18, 18, 18, 18)
        self.panel.body.addWidget(self.none)
        self.panel.body.addWidget(self.list, 1)
        left.addWidget(self.panel, 1)
        holder = QWidget()
        flow = FlowLayout(holder, gap=12)
        for what, words, icon, name in (
            ("watch", msg("Suspicious person"), "shield-alert", "gate-watch"),
            ("sheet", msg("Enter a sheet"), "square-pen", "gate-sheet"),
            ("print", msg("Print the sheet"), "printer", "gate-print"),
        ):
            button = Button(words, icon=icon, key=key(name), large=True, bind=False, name=f"patrol-{what}")
            button.clicked.connect(lambda _on=False, what=what: self.asked.emit(what))
            flow.addWidget(button)
        left.addWidget(holder)
        row.addLayout(left, 1)
        self.own = GatePanel(msg("What you found"), icon="triangle-alert", name="patrol-own")
        self.found = GateList("patrol-own-list", msg("What you found"))
        self.own.body.addWidget(self.found, 1)
        row.addWidget(self.own)
        self.list.opened.connect(self.chosen)
        self.list.clicked.connect(lambda _index: self.chosen.emit(self.list.key))

    def enter(self) -> None:
        """Take the keyboard."""
        if self.list.key is None and self.list.rows:
            self.list.go_to(self.list.rows[0].key)
        self.list.setFocus()

    def show_options(self) -> None:
        """Show what the presenter holds."""
        presenter = self._presenter
        now, zone = presenter.station.now(), presenter.desk.zone
        begun = {
            option.route.id: at_clock(option.running.started_at, now, zone)
            for option in presenter.options
            if option.running is not None
        }
        self.list.show_rows(
            _option_row(place, option, begun.get(option.route.id, "")) for place, option in enumerate(presenter.options)
        )
        shift = presenter.station.shift
        self.panel.set_title(msg("Which route?"), "", "" if shift is None else shift.shift.name)
        missing: Text = ""
        if shift is None:
            missing = msg("No shift of the guards runs at this time; the manager enters the shifts.")
        elif not presenter.options:
            missing = msg("No route has been laid down yet; the manager does so.")
        say(self.none, text=missing)
        self.none.setVisible(bool(missing))
        self.found.show_rows(_finding_row(line, at_clock(line.at, now, zone)) for line in presenter.findings)
        open_ = sum(not line.mended for line in presenter.findings)
        note = nmsg("%(count)s still open", "%(count)s still open", open_)
        self.own.set_title(msg("What you found"), "", note if presenter.findings else msg("nothing yet"))


class WalkPart(QWidget):
    """The point one stands at. `asked(what)`: normal, found, missed, over; `typed(text)`: Enter after typing.

    `moved(step)`: so many points on or back; `pointed(point_id)`: to that one.
    """

    HINTS: ClassVar[Hints] = (
        ("gate-save", msg("In order, next")),
        ("gate-finding", msg("Something found")),
        ("gate-missed", msg("Not visited")),
        ("gate-undo", msg("Take back")),
        ("gate-round-over", msg("End")),
        ("gate-clear", msg("Pause")),
    )

    asked = Signal(str)
    typed = Signal(str)
    moved = Signal(int)
    pointed = Signal(object)

    def __init__(self, presenter: PatrolPresenter) -> None:
        """Show where `presenter` stands."""
        super().__init__()
        self._presenter = presenter
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        left = QVBoxLayout()
        left.setSpacing(10)
        self.route = label("", "gate-body", "ink2", cut=True)
        self.point = label("", "gate-heading", wrap=True, name="patrol-point")
        self.about = label("", "gate-body", "ink2", wrap=True)
        self.state = label("", "gate-strong", name="patrol-state", wrap=True)
        for words in (self.route, self.point, self.about, self.state):
            left.addWidget(words)
        self.alarm = AlarmPanel("patrol-skipped")
        left.addWidget(self.alarm)
        left.addStretch(1)
        self.field = GateField(msg("Tag or number of a point"), "patrol-tag", hint=msg("Enter: in order, next"))
        left.addWidget(self.field)
        left.addWidget(self._buttons())
        row.addLayout(left, 1)
        self.panel = GatePanel("", icon="footprints", name="patrol-points")
        self.list = GateList("patrol-point-list", msg("Points"))
        self.panel.body.addWidget(self.list, 1)
        row.addWidget(self.panel)
        self.alarm.hide()
        self.field.entered.connect(self._enter)
        self.field.moved.connect(self.moved)
        self.list.clicked.connect(lambda _index: self.pointed.emit(self.list.key))
        self.list.opened.connect(self.pointed)

    def enter(self) -> None:
        """Take the keyboard."""
        self.field.edit.setFocus()

    def _buttons(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=12)
        self.buttons: dict[str, Button] = {}
        for what, words, icon, name, kind in (
            ("normal", msg("All in order"), "circle-check", "gate-save", "primary"),
            ("found", msg("Something found"), "triangle-alert", "gate-finding", "plain"),
            ("missed", msg("Not visited"), "circle-x", "gate-missed", "plain"),
            ("over", msg("End of the round"), "check", "gate-round-over", "plain"),
        ):
            button = Button(words, icon=icon, key=key(name), kind=kind, large=True, bind=False, name=f"patrol-{what}")
            button.clicked.connect(lambda _on=False, what=what: self.asked.emit(what))
            flow.addWidget(button)
            self.buttons[what] = button
        return holder

    def _enter(self) -> None:
        text = self.field.text.strip()
        if text:
            self.typed.emit(text)
        else:
            self.asked.emit("normal")

    def show_round(self) -> None:
        """Show the round and the point one stands at."""
        presenter, file, step = self._presenter, self._presenter.file, self._presenter.step
        if file is None:
            return
        now, zone = presenter.station.now(), presenter.desk.zone
        reached = len(file.steps) - len(presenter.left)
        say(self.route, text=msg("%(route)s · %(who)s", route=file.line.route, who=file.line.walker))
        self.panel.set_title(
            msg("Points"), msg("%(reached)s of %(points)s", reached=reached, points=len(file.steps)), file.line.shift
        )
        self.list.show_rows(
            _step_row(each, "" if each.at is None else at_clock(each.at, now, zone)) for each in file.steps
        )
        self.list.go_to(presenter.point_id)
        if step is None:
            return
        say(self.point, text=f"{step.position}　{step.name}")
        say(self.about, text=lambda spoken: _about(step, spoken))
        set_tone(self.state, "ink2" if step.outcome is None else _TONES[step.outcome])
        tag = msg("Tag scanned; not noted yet") if presenter.scanned else msg("not noted yet")
        say(self.state, text=tag if step.outcome is None else _outcome(step))

    def warn(self, skipped: list[StepLine]) -> None:
        """Say which points of a fixed order would be left out; none takes the warning away."""
        if skipped:
            first, more = f"{skipped[0].position}　{skipped[0].name}", len(skipped) - 1
            named: Text = first
            if more:
                named = nmsg("%(point)s and %(count)s more", "%(point)s and %(count)s more", more, point=first)
            self.alarm.show_alarm(
                msg("A point was left out"),
                [(named, False), (msg("Enter once more: go on all the same. Esc: back to that point."), True)],
                tone="amber",
                icon="triangle-alert",
            )
        self.alarm.setVisible(bool(skipped))
        # the warning takes their place, so that the buttons stay where they are
        for words in (self.about, self.state):
            words.setVisible(not skipped)


def _option_row(place: int, option: Walkable, begun: str) -> GateRowShown:
    digit = f"{DIGITS[place]}　" if place < len(DIGITS) else ""
    running, due = option.running, option.due
    points = nmsg("%(count)s point", "%(count)s points", len(option.route.points))
    side: Text = ""
    tone, icon, under_side = "ink2", "", ""
    if running is not None:
        side, tone, icon = msg("take up again"), "blue", "footprints"
        points = msg("%(who)s since %(time)s", who=running.walker, time=begun)
        under_side = f"{running.normal + running.findings + running.missed}/{running.points}"
    elif due is not None and due.open:
        side, tone, icon = nmsg("%(count)s round left", "%(count)s rounds left", due.open), "amber", "clock"
    elif due is not None:
        side, tone, icon = msg("All made"), "green", "circle-check"
    else:
        side = msg("not due in this shift")
    if due is not None and not under_side:
        under_side = f"{due.made}/{due.due}"
    return GateRowShown(option.route.id, f"{digit}{option.route.name}", side, points, under_side, tone, icon)


def _step_row(step: StepLine, at: str) -> GateRowShown:
    side: Text = "" if step.outcome is None else OUTCOME_LABELS[step.outcome]
    tone, icon = ("ink2", "") if step.outcome is None else (_TONES[step.outcome], _ICONS[step.outcome])
    return GateRowShown(
        step.point_id, f"{step.position}　{step.name}", at, step.words or step.building, side, tone, icon
    )


def _finding_row(line: FindingLine, at: str) -> GateRowShown:
    side: Text = "" if line.state is None else STATE_LABELS[line.state]
    tone, icon = ("green", "circle-check") if line.mended else ("blue", "wrench")
    return GateRowShown(line.id, line.words.replace("\n", " "), at, line.point, side, tone, icon)


def _outcome(step: StepLine) -> Message:
    if step.outcome is PointOutcome.MISSED:
        return msg("Not visited: %(why)s", why=step.words)
    return OUTCOME_LABELS[step.outcome or PointOutcome.NORMAL]


def _about(step: StepLine, spoken: Language) -> str:
    parts = [spoken.message(POINT_LABELS[step.kind]), step.building]
    if step.code:
        parts.append(spoken.gettext("tag %(code)s", code=step.code))
    return " · ".join(filter(None, parts))
