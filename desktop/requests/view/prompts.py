"""The strips on top of the form of a new request: an emergency, the same trouble reported before, a rework."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.requests.model import OPEN_STATES
from desktop.requests.table import due_of, status_of
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.strips import AlertStrip

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.requests.presenter.emergency import Danger
    from desktop.requests.rows import RequestLine
    from desktop.requests.table import Seen
    from desktop.ui.language import Text

__all__ = ["PromptStrips"]

ORDER = ("emergency", "same", "rework")


class PromptStrips(QWidget):
    """What the clerk is asked while typing, each with the key that says yes; the page listens to the keys.

    `emergency_toggled()`, `urged()`, `merged()`, `apart()` (no further caller after all), `rework_toggled()`.
    """

    emergency_toggled = Signal()
    urged = Signal()
    merged = Signal()
    apart = Signal()
    rework_toggled = Signal()

    def __init__(self, seen: Seen, parent: QWidget | None = None) -> None:
        """Show none yet; times are told as `seen`."""
        super().__init__(parent)
        self._seen = seen
        self._shown: dict[str, tuple[object, AlertStrip]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    @property
    def strips(self) -> list[AlertStrip]:
        """Return the strips shown, from top to bottom."""
        return [self._shown[slot][1] for slot in ORDER if slot in self._shown]

    def show_emergency(self, danger: Danger | None, *, declared: bool, duty_phone: str) -> None:
        """Tell what to do in an emergency that was `declared`, or ask whether the danger spoken of makes it one."""
        if not declared and danger is None:
            self._put("emergency", None, None)
            return
        state = (danger, declared, duty_phone)
        if self._is_shown("emergency", state):
            return
        words = msg("No emergency") if declared else msg("Emergency")
        button = Button(words, key=key("emergency"), bind=False, name="emergency")
        button.clicked.connect(self.emergency_toggled)
        enough = msg("Send somebody first: a room or a few words are enough to save, all else can follow.")
        nobody = msg("No duty phone is entered yet; a manager enters it under “Rules”.")
        strip = AlertStrip(
            _emergency_lead(danger, duty_phone, declared=declared),
            danger.advice if danger is not None else enough,
            tone="red",
            icon="siren",
            more="" if duty_phone or not declared else nobody,
            wrap=True,
            buttons=[button],
            name="emergency-strip",
        )
        self._put("emergency", state, strip)

    def show_same(self, line: RequestLine | None) -> None:
        """Tell that the same trouble was reported before, in the request `line`; nothing for none."""
        if line is None:
            self._put("same", None, None)
            return
        if self._is_shown("same", line):
            return
        buttons = []
        if line.state in OPEN_STATES:
            urge = Button(msg("Urge"), key=key("urge"), bind=False, name="urge")
            urge.clicked.connect(self.urged)
            buttons.append(urge)
        merge = Button(msg("Merge"), key=key("merge"), bind=False, name="merge")
        merge.clicked.connect(self.merged)
        strip = AlertStrip(
            partial(self._reported, line),
            _quoted(line),
            icon="repeat",
            more=lambda language: self._stands(line, language),
            buttons=[*buttons, merge],
            name="same-strip",
        )
        self._put("same", line, strip)

    def show_merge(self, line: RequestLine) -> None:
        """Tell that it will be one more caller of `line`."""
        state = ("merge", line)
        if self._is_shown("same", state):
            return
        apart = Button(msg("Do not merge"), key=key("merge"), bind=False, small=True, name="do-not-merge")
        apart.clicked.connect(self.apart)
        lead = msg("One more caller of %(number)s", number=line.number)
        strip = AlertStrip(lead, " ".join(line.words.split()), icon="repeat", buttons=[apart], name="merge-strip")
        self._put("same", state, strip)

    def show_rework(self, line: RequestLine | None, *, linked: bool) -> None:
        """Ask whether it is the rework of the repair `line`, or tell that it is `linked` to it; nothing for none."""
        if line is None:
            self._put("rework", None, None)
            return
        state = (line, linked)
        if self._is_shown("rework", state):
            return
        button = Button(msg("No rework") if linked else msg("Rework"), key=key("rework"), bind=False, name="rework")
        button.clicked.connect(self.rework_toggled)
        number = line.number
        lead = msg("Rework of %(number)s", number=number) if linked else msg("Rework of %(number)s?", number=number)
        strip = AlertStrip(
            lead,
            " ".join(line.words.split()),
            icon="rotate-ccw",
            more=lambda language: self._mended(line, language),
            buttons=[button],
            name="rework-strip",
        )
        self._put("rework", state, strip)

    def _reported(self, line: RequestLine, language: Language) -> str:
        time = self._seen.when(line.occurred_at, language)
        if not line.room:
            return language.gettext("Reported %(time)s already:", time=time)
        # It may be a neighbour's: one more caller is told apart from a second call of the same household by the room.
        return language.gettext("%(room)s reported it %(time)s already:", room=line.room, time=time)

    def _stands(self, line: RequestLine, language: Language) -> str:
        who = line.worker or line.department
        due = due_of(line, self._seen, language).text if line.due_at is not None else ""
        parts = (who, status_of(line, language).text, language.gettext("Due %(time)s", time=due) if due else "")
        return " · ".join(part for part in parts if part)

    def _mended(self, line: RequestLine, language: Language) -> str:
        if line.completed_at is None:
            return line.room
        when = language.gettext("completed %(time)s", time=self._seen.when(line.completed_at, language))
        return " · ".join(part for part in (line.room, when, line.worker or line.department) if part)

    def _is_shown(self, slot: str, state: object) -> bool:
        return slot in self._shown and self._shown[slot][0] == state

    def _put(self, slot: str, state: object, strip: AlertStrip | None) -> None:
        gone = self._shown.pop(slot, None)
        if gone is not None:
            self._column.removeWidget(gone[1])
            gone[1].hide()
            gone[1].deleteLater()
        if strip is not None:
            place = sum(slot_ in self._shown for slot_ in ORDER[: ORDER.index(slot)])
            self._shown[slot] = (state, strip)
            self._column.insertWidget(place, strip)
        self.setVisible(bool(self._shown))


def _emergency_lead(danger: Danger | None, duty_phone: str, *, declared: bool) -> Text:
    if not declared and danger is not None:
        return msg("Emergency: %(danger)s?", danger=danger.name)
    if duty_phone:
        return msg("Emergency · duty phone %(phone)s", phone=duty_phone)
    return msg("Emergency")


def _quoted(line: RequestLine) -> Text:
    words = " ".join(line.words.split())
    return msg("“%(words)s” %(number)s", words=words, number=line.number)
