"""The fields about time that are more than a time typed: when it was said, and by when it is due."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from desktop.core.i18n import msg
from desktop.ui.forms import LineField, MomentField
from desktop.ui.language import say
from desktop.ui.panels import label, set_tone

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.core.i18n import Language
    from desktop.requests.presenter import Moments
    from desktop.requests.rule import DueTimes
    from desktop.requests.table import Seen
    from desktop.ui.language import Text

__all__ = ["DueField", "said_at_field"]

WIDTH = 150
DUE_WIDTH = 144


class DueField(LineField):
    """By when a request is due by the rules: to be read only, and kept by no draft."""

    def __init__(self, key: str, seen: Seen) -> None:
        """Tell times as `seen`."""
        super().__init__(key, msg("Due"), width=DUE_WIDTH)
        self._seen = seen
        self.line.setReadOnly(True)
        self.line.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.note = label("", tone="ink2", cut=True, name="due-note")
        self.beside.addWidget(self.note, 1)

    def text(self) -> str:
        """Return nothing: it follows from the other fields."""
        return ""

    def set_text(self, text: str) -> None:
        """Leave what is shown."""

    def value(self) -> Any:
        """Return None: the service reckons it anew."""
        return None

    def show_due(self, due: DueTimes) -> None:
        """Show by when it is to be done, and beside it by when somebody must have answered, or what is doubtful."""
        done: Text = msg("no limit") if due.completion is None else partial(self._when, due.completion)
        say(self.line, text=done)
        self.line.setCursorPosition(0)
        note: Text = "" if due.response is None else partial(self._answer, due.response)
        say(self.note, text=due.doubt or note)
        set_tone(self.note, "amber" if due.doubt else "ink2")

    def _when(self, at: datetime, language: Language) -> str:
        return self._seen.when(at, language)

    def _answer(self, at: datetime, language: Language) -> str:
        return language.gettext("reply %(time)s", time=self._seen.when(at, language))


def said_at_field(key: str, moments: Moments) -> MomentField:
    """Return the field of when it was said: nothing for now; a moment before now is told to be an entry of later."""

    def parse(text: str) -> tuple[datetime | None, Text]:
        at = moments.read(text, past=True)
        seen = moments.seen

        def told(language: Language) -> str:
            when = seen.when(at or seen.now(), language)
            return when if at is None or at > seen.now() else language.gettext("entered later: %(time)s", time=when)

        return at, told

    return MomentField(key, msg("Time reported"), parse, hint=msg("now"), width=WIDTH)
