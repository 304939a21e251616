"""Calls from the gate, told at once: a strip above the page while the gate waits for an answer, a line for the rest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg, nmsg
from desktop.core.permissions import Operation, allows
from desktop.core.plates import display_plate
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.strips import AlertStrip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QResizeEvent

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell
    from desktop.ui.tasks import Progress
    from desktop.visits.rows import CallLine

__all__ = ["CallStrip", "GateCalls", "call_words"]

PAGE, PART = "visits", "calls"

ABOVE = 8
LOW = 560
"""Px of the window's height below which there is no room above the strip."""


class CallStrip(QWidget):
    """The call that has waited longest for an answer. `wanted(CallLine)`: its button was pressed."""

    wanted = Signal(object)

    def __init__(self, zone: ZoneInfo) -> None:
        """Show none yet; times are told in `zone`."""
        super().__init__()
        self.setObjectName("gate-calls")
        self._zone = zone
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(16, ABOVE, 16, 0)
        self.strip: AlertStrip | None = None
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand close to what is above where the window is low: the page needs every line it has."""
        super().resizeEvent(event)
        self._lines.setContentsMargins(16, ABOVE if self.window().height() >= LOW else 0, 16, 0)

    def show_calls(self, waiting: Sequence[CallLine]) -> None:
        """Show the first of `waiting`, oldest first, and how many there are besides."""
        if self.strip is not None:
            self._lines.removeWidget(self.strip)
            self.strip.hide()
            self.strip.deleteLater()
            self.strip = None
        self.setVisible(bool(waiting))
        if waiting:
            call, others = waiting[0], len(waiting) - 1
            answer = Button(msg("Answer"), key=key("to-gate-call"), bind=False, small=True, name="answer-gate")
            answer.clicked.connect(lambda: self.wanted.emit(call))
            self.strip = AlertStrip(
                msg("%(gate)s is waiting for an answer", gate=call.gate or msg("The gate")),
                partial(call_words, call, self._zone),
                tone="red",
                icon="siren",
                aside=nmsg("%(count)s more", "%(count)s more", others) if others else "",
                buttons=[answer],
                name="gate-call",
            )
            self._lines.addWidget(self.strip)


class GateCalls(QObject):
    """Looks when a call changed, and once at the beginning. `told(CallLine)`: one is new since the last look.

    The navigation counts what nobody has answered yet.
    """

    told = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, parent: QObject) -> None:
        """Look as `desk`'s account; one that answers no calls is told of none."""
        super().__init__(parent)
        self._desk = desk
        self._shell = shell
        self._may = allows(desk.actor, Operation.ANSWER_GATE)
        self._open: Sequence[CallLine] = ()
        self._newest: int | None = None
        self.strip = CallStrip(desk.zone)
        self.strip.wanted.connect(self._show)
        if self._may:
            shell.bus.changed.connect(self._note)

    def look(self) -> None:
        """Read the calls nobody has answered yet."""
        if self._may:
            self._shell.tasks.run(self._read, self._tell, _pass_over, owner=self, key="gate-calls")

    def words(self, call: CallLine) -> Text:
        """Return a call in a line."""
        return partial(call_words, call, self._desk.zone)

    def answer(self) -> None:
        """Show the call that has waited longest, or the list of calls."""
        waiting = _waiting(self._open)
        if waiting:
            self._show(waiting[0])
        elif self._may:
            self._shell.go(PAGE, part=PART)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("gate_call"):
            self.look()

    def _read(self, _progress: Progress) -> Sequence[CallLine]:
        # The window stands before the service is brought in.
        from desktop.visits.service import VisitService  # noqa: PLC0415

        return VisitService(self._desk).calls()

    def _tell(self, calls: Sequence[CallLine]) -> None:
        known, self._open = self._newest, calls
        self._newest = max((call.id for call in calls), default=known or 0)
        self._newest = max(self._newest, known or 0)
        self.strip.show_calls(_waiting(calls))
        self._shell.set_count(PAGE, len(calls))
        new = [call for call in calls if known is None or call.id > known]
        # At the beginning only what the gate waits for is told: Today counts the rest.
        told = [call for call in new if call.waits or known is not None]
        if told:
            self.told.emit(max(told, key=lambda call: (call.waits, call.id)))

    def _show(self, call: CallLine) -> None:
        self._shell.go(PAGE, call_id=call.id)


def call_words(call: CallLine, zone: ZoneInfo, language: Language) -> str:
    """Return a call in a line: when, why, about whom or what, and what the guard said."""
    # As above: the words of visits come with the first call.
    from desktop.visits.rows import CALL_LABELS  # noqa: PLC0415

    about = (
        language.time(call.at, zone),
        language.message(CALL_LABELS[call.reason]),
        call.place,
        display_plate(call.plate) if call.plate else "",
        call.who,
        " ".join(call.words.split()),
    )
    return "　".join(part for part in about if part)


def _waiting(calls: Sequence[CallLine]) -> list[CallLine]:
    """Return the calls whose gate waits, the oldest first."""
    return sorted((call for call in calls if call.waits), key=lambda call: (call.at, call.id))


def _pass_over(_error: TouchpointError) -> None:
    """Say nothing: nobody asked for it, and the next change looks again."""
