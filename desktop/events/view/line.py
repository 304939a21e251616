"""The line over the guests: type a room or a name, Enter signs it up; at the door Enter notes that it came."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import Language, Message, msg
from desktop.core.tokens import HEIGHTS
from desktop.events.presenter import GuestHit, typed_guest
from desktop.events.table import guest_cell
from desktop.ui.fonts import font
from desktop.ui.forms.choosing import SuggestionBox
from desktop.ui.keys import key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import IconLabel, label, set_tone
from desktop.ui.search import SearchField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.events.presenter import GuestFinder
    from desktop.ui.language import Text

__all__ = ["GuestEntry"]

DOOR_HEIGHT = 52
_STEPS = {"+": 1, "＋": 1, "=": 1, "-": -1, "－": -1, "−": -1}
"""What is typed into the empty line to let one more or one fewer come; "=" is "+" without Shift."""


class GuestEntry(QWidget):
    """Finds who is typed. `taken(hit, people | None)`: it is certain; people None where nobody said how many.

    `stepped(by)`: one more or fewer of the one entered last. `box` drops below the line with who may be meant.
    """

    taken = Signal(object, object)
    stepped = Signal(int)

    def __init__(self, finder: GuestFinder) -> None:
        """Find with `finder`; `event_id` is the event, 0 for none yet."""
        super().__init__()
        self.event_id = 0
        self.at_door = False
        self._finder = finder
        self._hits: Sequence[GuestHit] = ()
        self._people: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.line = SearchField(
            msg("Sign up: room, name, phone; “x3” for three"),
            label=msg("Sign up"),
            key=key("sign-up"),
            name="guest-line",
        )
        row.addWidget(self.line, 1)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        row.addLayout(self.tools)
        column.addLayout(row)
        self._told = QWidget()
        told = QHBoxLayout(self._told)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(6)
        self._icon = IconLabel("circle-alert", "red", 14)
        told.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.words = label("", "small", "red", wrap=True, name="guest-told")
        told.addWidget(self.words, 1)
        column.addWidget(self._told)
        self._told.hide()
        self.box = SuggestionBox(self.line)
        self.box.picked.connect(self._pick)
        self.line.asked.connect(self._ask)
        self.line.taken.connect(self._settle)
        self.line.left.connect(self._clear)
        self.line.installEventFilter(self)
        finder.found.connect(self._offer)
        finder.settled.connect(self._settled)

    def stand_at_door(self, at_door: bool) -> None:  # noqa: FBT001 - a setter
        """Note who comes instead of who signs up, in large type."""
        self.at_door = at_door
        self.line.setFont(font("section" if at_door else "body"))
        self.line.setFixedHeight(DOOR_HEIGHT if at_door else HEIGHTS["search"])
        hint = msg("Who came? Room, name, or scan") if at_door else msg("Sign up: room, name, phone; “x3” for three")
        say(self.line, placeholderText=hint, accessibleName=msg("Check in") if at_door else msg("Sign up"))
        self._clear()

    def begin(self, text: str) -> None:
        """Put `text` into the line and ask whom it means."""
        self.line.enter()
        self.line.setText(text)
        self._ask(text)

    def done(self) -> None:
        """Empty the line for the next one."""
        self.line.clear()
        self.tell("")

    def tell(self, words: Text, tone: str = "red") -> None:
        """Say below the line what is wrong or asked."""
        say(self.words, text=words)
        set_tone(self.words, tone)
        self._icon.show_icon("circle-alert", tone)
        self._told.setVisible(bool(words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take + and - in the empty line for one more or fewer of the one entered last."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self.line.text():
            by = _STEPS.get(event.text())
            if by is not None:
                self.stepped.emit(by)
                return True
        return super().eventFilter(watched, event)

    def _ask(self, text: str) -> None:
        self.tell("")
        # The list is of what was typed before: Enter takes nothing from it any more.
        self._hits = ()
        if self.event_id:
            self._finder.find(self.event_id, typed_guest(text)[0])

    def _offer(self, hits: Sequence[GuestHit]) -> None:
        if not self.line.text().strip():
            hits = ()
        self._hits = tuple(hits)
        spoken = ui_language().language
        self.box.offer([self._hit_words(hit, spoken) for hit in hits])

    def _pick(self, place: int) -> None:
        if place < len(self._hits):
            people = typed_guest(self.line.text())[1]
            self.box.offer(())
            self.taken.emit(self._hits[place], people)

    def _settle(self) -> None:
        text, self._people = typed_guest(self.line.text())
        if self._hits and self.box.list.isVisible():
            # The completer leaves Enter to the line, whichever row of the list is chosen.
            self._pick(max(self.box.list.currentIndex().row(), 0))
        elif text and self.event_id:
            self._finder.settle(self.event_id, text)

    def _settled(self, text: str, hit: GuestHit | None) -> None:
        if typed_guest(self.line.text())[0] != text:
            return
        if hit is None:
            self._finder.find(self.event_id, text)
            self.tell(partial(_unclear_words, text))
        else:
            self.box.offer(())
            self.taken.emit(hit, self._people)

    def _clear(self) -> None:
        self.line.clear()
        self.box.offer(())
        self.tell("")

    def _hit_words(self, hit: GuestHit, spoken: Language) -> str:
        if hit.room_id is None and hit.guest is None:
            who: Message = msg("“%(name)s”, of no household here", name=hit.name)
            return spoken.message(who)
        state = "" if hit.guest is None else guest_cell(hit.guest, spoken).text
        return "　".join(filter(None, (hit.room, hit.name, state)))


def _unclear_words(text: str, spoken: Language) -> str:
    return spoken.gettext(
        "“%(text)s” may mean several, or nobody: choose from the list, or write it otherwise.", text=text
    )
