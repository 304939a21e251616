"""The fields in which an outage is typed: its kind by icons, when, why, what the desk says."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.outages.dialogs.notice import near_reader
from desktop.outages.model import OutageKind
from desktop.outages.rows import NewOutage
from desktop.outages.table import kind_icon, moment_words, rule_words
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.forms import (
    CheckField,
    Choice,
    Field,
    Form,
    LineField,
    MomentField,
    PhoneField,
    SegmentField,
    TextField,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from desktop.core.clock import Clock
    from desktop.outages.rows import KindRow, Pick
    from desktop.ui.language import Text

__all__ = ["KindField", "PlanFields", "kind_key", "texts_of"]

_YEAR = re.compile(r"\d{4}|今|本")
LONG_OVER = timedelta(days=180)
"""A moment without a year that is so long over is meant to come next year."""

FEW = 6
"""So many kinds are offered at once, the most usual ones; the others behind a button."""

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


def kind_key(kind: OutageKind, own_id: int | None) -> str:
    """Return what a kind is recognised by: an own one by its id as well."""
    return f"{kind}:{own_id}" if kind is OutageKind.OTHER and own_id else str(kind)


class _KindButton(Button):
    """One kind. `stepped(by)`: an arrow key leads to another one."""

    stepped = Signal(int)

    def __init__(self, row: KindRow, key: str) -> None:
        super().__init__(partial(rule_words, row), icon=kind_icon(row.kind), small=True, name=f"kind-{key}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.key = key

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            # It is the form's, as in every other field.
            event.ignore()
        else:
            super().keyPressEvent(event)


class KindButtons(QWidget):
    """Kinds side by side, in as many lines as they need; one stop for Tab. `chosen()`: another one is."""

    chosen = Signal()

    def __init__(self) -> None:
        """Offer nothing yet."""
        super().__init__()
        self._flow = FlowLayout(self, gap=6)
        self.buttons: list[_KindButton] = []
        self.key = ""
        self.more: Button | None = None
        self._kinds: tuple[KindRow, ...] = ()
        self._stop: _KindButton | None = None
        self._all = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def offer(self, kinds: Sequence[KindRow]) -> None:
        """Offer `kinds`; what was chosen stays, and the keyboard where it was."""
        if self._kinds == tuple(kinds):
            return
        self._kinds = tuple(kinds)
        holder = self.window().focusWidget()
        held = holder is not None and self.isAncestorOf(holder)
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for row in kinds:
            button = _KindButton(row, kind_key(row.kind, row.id or None))
            button.clicked.connect(partial(self.choose, button.key))
            button.stepped.connect(partial(self._step, button))
            self._flow.addWidget(button)
            self.buttons.append(button)
        self.more = Button(msg("More kinds"), icon="ellipsis", small=True, name="more-kinds")
        self.more.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the arrow keys lead there as well
        self.more.clicked.connect(self._show_all)
        self._flow.addWidget(self.more)
        self._show()
        if held and self._stop is not None:
            self._stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, key: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        """Choose the kind of `key`, also one that is offered later only; none for an empty one."""
        changed, self.key = key != self.key, key
        self._show()
        if changed:
            self.chosen.emit()

    def _step(self, button: _KindButton, by: int) -> None:
        place = min(max(self.buttons.index(button) + by, 0), len(self.buttons) - 1)
        self._all = self._all or place >= FEW
        self.choose(self.buttons[place].key)
        self.buttons[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _show_all(self) -> None:
        self._all = True
        self._show()
        if len(self.buttons) > FEW:
            self.buttons[FEW].setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        for place, button in enumerate(self.buttons):
            button.setVisible(self._all or place < FEW or button.key == self.key)
        if self.more is not None:
            self.more.setVisible(not self._all and len(self.buttons) > FEW)
        self._flow.invalidate()
        self.updateGeometry()
        stop = next((each for each in self.buttons if each.key == self.key), next(iter(self.buttons), None))
        for button in self.buttons:
            button.setChecked(button.key == self.key)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus)
        self._stop = stop

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """Hand the keyboard to the kind chosen, or the first."""
        if self._stop is not None:
            self._stop.setFocus(Qt.FocusReason.TabFocusReason)


class KindField(Field):
    """The kind of an outage, by its icon."""

    def __init__(self, key: str, label: Text) -> None:
        """Offer nothing until the kinds are known."""
        self.choices = KindButtons()
        super().__init__(key, label, self.choices, required=True)
        self.choices.chosen.connect(self.changed)

    def value(self) -> Any:
        """Return the key of the kind, empty for none."""
        return self.choices.key

    def text(self) -> str:
        """Return the key of the kind."""
        return self.choices.key

    def set_text(self, text: str) -> None:
        """Choose the kind of that key."""
        self.choices.choose(text)


class PlanFields(Form):
    """All that is typed of an outage but its scope. An `urgent` one begins now: kind and cause are enough."""

    def __init__(self, clock: Clock, zone: ZoneInfo, *, urgent: bool) -> None:
        """Ask in the time of `zone`."""
        super().__init__(columns=1, name="urgent-outage" if urgent else "plan-outage")
        self._clock, self._zone, self.urgent = clock, zone, urgent
        self.kind = KindField("kind", msg("Kind"))
        self.add(self.kind)
        if not urgent:
            planned = (Choice("yes", msg("Planned ahead")), Choice("no", msg("Unplanned")))
            self._planned = SegmentField("planned", msg("How it came"), planned, required=True)
            self._planned.segments.chosen.connect(self._let_go)
            self.add(self._planned)
            self._add_times()
        self.add(LineField("cause", msg("Why"), hint=msg("the pump is replaced, the main pipe burst")))
        if urgent:
            self.add(self._moment("ends_at", msg("Until about"), required=False))
        self.add(CheckField("exclude_vacant", msg("Vacant ones"), msg("leave out homes nobody lives in")))
        if not urgent:
            self._add_words()
        self.restore({"planned": "yes"})
        self.settle()

    def now(self) -> datetime:
        """Return this moment in the community, to the minute."""
        return self._clock.now().astimezone(self._zone).replace(second=0, microsecond=0)

    def starts_at(self) -> datetime | None:
        """Return the start as far as it can be read; of an urgent one it is now."""
        return self.now() if self.urgent else self._read("starts_at")

    def new(self, values: Mapping[str, Any], places: Sequence[Pick], begun: datetime) -> NewOutage:
        """Return what `values` say of an outage at `places` that begins at `begun`."""
        kind, _, own = str(values["kind"] or OutageKind.OTHER).partition(":")
        return NewOutage(
            OutageKind(kind),
            begun,
            ends_at=values["ends_at"],
            own_kind_id=int(own) if own else None,
            planned=values.get("planned", "no") == "yes",
            cause=values["cause"],
            say=values.get("say", ""),
            advice=values.get("advice", ""),
            phone=values.get("phone", ""),
            supplier_phone=values.get("supplier_phone", ""),
            exclude_vacant=values["exclude_vacant"],
            note=values.get("note", ""),
            places=tuple(places),
        )

    def so_far(self, places: Sequence[Pick]) -> NewOutage | None:
        """Return as much as can be read already, None while kind or start are missing."""
        begun = self.starts_at()
        if begun is None or self.kind.empty:
            return None
        values = {key: _value_of(field) for key, field in self.fields.items()}
        return self.new(values, places, begun)

    def keep_times(self, *, keep: bool) -> None:
        """Let nobody change the times here: a notice is out, and another one is to tell of that."""
        for key in ("kind", "planned", "starts_at", "ends_at"):
            if key in self.fields:
                self.fields[key].row.setEnabled(not keep)

    def _add_times(self) -> None:
        start, end = (
            self._moment("starts_at", msg("Begins"), required=True),
            self._moment("ends_at", msg("Until about"), required=False),
        )
        for field, key, words, moment in (
            (start, "now", msg("now"), self.now),
            (start, "tomorrow-9", msg("Tomorrow 9:00"), lambda: self._at(9, days=1)),
            (end, "2-hours", msg("+2 h"), lambda: (self.starts_at() or self.now()) + timedelta(hours=2)),
            (end, "4-hours", msg("+4 h"), lambda: (self.starts_at() or self.now()) + timedelta(hours=4)),
            (end, "17-o-clock", msg("17:00"), lambda: self._at(17, self.starts_at())),
        ):
            button = Button(words, kind="link", small=True, name=f"{field.key}-{key}")
            button.clicked.connect(partial(self._fill, field, moment))
            field.add_beside(button)
        self.add(start)
        self.add(end)

    def _add_words(self) -> None:
        self.add(TextField("say", msg("What to say"), hint=msg("one sentence for the phone; empty: as usual"), lines=2))
        advice = msg("one piece a line, three at most; empty: as usual")
        self.add(TextField("advice", msg("Advice"), hint=advice, lines=2, letter=True))
        self.add(PhoneField("phone", msg("Our phone")))
        self.add(PhoneField("supplier_phone", msg("Supplier")))
        self.add(LineField("note", msg("Note"), hint=msg("for the desk only")))

    def _moment(self, key: str, label: Text, *, required: bool) -> MomentField:
        hint = msg("e.g. 11-25 9:00")

        def read(text: str) -> tuple[datetime, Text]:
            base = self._read("starts_at") if key == "ends_at" and "starts_at" in self.fields else None
            at, _words = near_reader(base, self.now(), self._zone, after=key == "ends_at")(text)
            if at < self.now() - LONG_OVER and not _YEAR.search(text):
                at = at.replace(year=at.year + 1)
            return at, partial(moment_words, at, self._zone, self.now().date())

        return MomentField(key, label, read, required=required, hint=hint, width=120)

    def _let_go(self, _key: str) -> None:
        """Let Tab come to the row of choices once: Qt comes to what hands the keyboard on as well, wherever it lies."""
        self._planned.segments.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none for "no proxy"

    def _read(self, key: str) -> datetime | None:
        field = self.fields.get(key)
        return _value_of(field) if field is not None else None

    def _at(self, hour: int, of: datetime | None = None, *, days: int = 0) -> datetime:
        day = (of or self.now()).astimezone(self._zone).date() + timedelta(days=days)
        return datetime.combine(day, time(hour), self._zone)

    def _fill(self, field: MomentField, moment: Callable[[], datetime], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        at = moment().astimezone(self._zone)
        field.set_text(at.strftime("%H:%M" if at.date() == self.now().date() else "%m-%d %H:%M"))
        field.read()


def texts_of(new: NewOutage, zone: ZoneInfo) -> dict[str, str]:
    """Return an outage as the texts of the fields."""

    def moment(at: datetime | None) -> str:
        return "" if at is None else at.astimezone(zone).strftime("%Y-%m-%d %H:%M")

    return {
        "kind": kind_key(new.kind, new.own_kind_id),
        "planned": "yes" if new.planned else "no",
        "starts_at": moment(new.starts_at),
        "ends_at": moment(new.ends_at),
        "cause": new.cause,
        "say": new.say,
        "advice": new.advice,
        "phone": new.phone,
        "supplier_phone": new.supplier_phone,
        "exclude_vacant": "yes" if new.exclude_vacant else "",
        "note": new.note,
    }


def _value_of(field: Field) -> Any:
    try:
        return field.value()
    except UserError:
        return None
