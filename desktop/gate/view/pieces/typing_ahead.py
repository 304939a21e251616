"""Keys typed faster than the program answers: held back behind an Enter that waits, and given on in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QLineEdit, QWidget

__all__ = ["TypingAhead"]

_TYPED = frozenset({QEvent.Type.KeyPress, QEvent.Type.InputMethod})


class TypingAhead(QObject):
    """Holds back what is typed into lines while an Enter in one of them waits for what it means.

    Without it the next visitor's letters would stand behind those of the one before, and the Enter would be lost.
    """

    def __init__(self, waits: Callable[[], bool], answered: tuple[SignalInstance, ...], pane: QWidget) -> None:
        """Ask `waits()` whether an Enter does, which any of the signals `answered` may end."""
        super().__init__(pane)
        self._waits = waits
        self._held: list[QEvent] = []
        self._gives = False
        for signal in answered:
            # Later: what the Enter was for moves the keyboard on first.
            signal.connect(self._give_on, Qt.ConnectionType.QueuedConnection)

    def listen(self, *lines: QLineEdit) -> None:
        """Hold back what is typed into `lines`."""
        for line in lines:
            line.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep a key for later where one before it waits, and from then on every key, wherever the keyboard is."""
        if self._gives or event.type() not in _TYPED or not (self._held or self._waits()):
            return False
        if not self._held:
            self._everywhere().installEventFilter(self)
        self._held.append(event.clone())
        return True

    def _give_on(self, *_told: object) -> None:
        """Let the keys arrive where the keyboard is by now, until the next Enter waits."""
        while self._held and not self._waits() and not self._gives:
            target = QApplication.focusWidget()
            self._gives = True
            try:
                if target is not None:
                    QCoreApplication.sendEvent(target, self._held[0])
            finally:
                self._gives = False
                del self._held[0]
                if not self._held:
                    self._everywhere().removeEventFilter(self)

    @staticmethod
    def _everywhere() -> QCoreApplication:
        application = QCoreApplication.instance()
        assert application is not None
        return application
