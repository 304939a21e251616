"""Announces what was written, so that every screen showing it can decide whether to read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from desktop.core.changes import Changes

__all__ = ["Bus"]


class Bus(QObject):
    """One per window: `changed(Changes, initiator)`.

    The initiator is the QObject that asked for the write, or None when it came from elsewhere (another PC, the
    command line). Connect bound methods of QObjects: Qt lets go of them when the object dies.
    """

    changed = Signal(object, object)

    def announce(self, changes: Changes, initiator: QObject | None = None) -> None:
        """Tell everyone on the main thread about `changes`; nothing is told when nothing changed."""
        if changes.ids:
            self.changed.emit(changes, initiator)
