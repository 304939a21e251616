"""One person at one window for a day: keys counted task by task, and what the data says read without the program."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.program import Program

__all__ = ["ALT", "CTRL", "SHIFT", "Hands"]

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT, NO_KEY = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
Key = Qt.Key


class Hands:
    """Presses keys in `program` and counts them by task. What is typed as text is counted in `letters`."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.keys: dict[str, int] = {}
        self.letters: dict[str, int] = {}
        self._task = ""

    @contextmanager
    def task(self, name: str) -> Iterator[None]:
        """Count what is pressed within under `name`."""
        self._task = name
        self.keys[name] = self.letters[name] = 0
        yield
        self._task = ""

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY, times: int = 1) -> None:
        """Press a key, `times` over."""
        for _ in range(times):
            self.program.press(key, modifier)
        if self._task:
            self.keys[self._task] += times

    def type(self, text: str) -> None:
        """Type `text` where the keyboard is."""
        self.program.type(text)
        if self._task:
            self.letters[self._task] += len(text)
