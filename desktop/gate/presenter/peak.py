"""Peak mode: only plate and room are asked for, by the hours of the rules or because the guard says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from desktop.gate.presenter.station import Station

__all__ = ["PeakMode"]


class PeakMode(QObject):
    """Tells whether it is `on`. `changed()`: it begins or ends."""

    changed = Signal()

    def __init__(self, station: Station, parent: QObject | None = None) -> None:
        """Go by the rules and the clock of `station`."""
        super().__init__(parent)
        self._station = station
        self._forced: bool | None = None
        self._by_hours = self._is_peak()
        station.changed.connect(self._note_clock)

    @property
    def on(self) -> bool:
        """Tell whether only plate and room are asked for."""
        return self._by_hours if self._forced is None else self._forced

    def toggle(self) -> None:
        """Begin or end it by hand; it goes by the hours again once they change."""
        self._forced = not self.on
        self.changed.emit()

    def _is_peak(self) -> bool:
        return self._station.rules.peak_at(self._station.now().time())

    def _note_clock(self) -> None:
        before, by_hours = self.on, self._is_peak()
        if by_hours != self._by_hours:
            self._by_hours, self._forced = by_hours, None
        if self.on != before:
            self.changed.emit()
