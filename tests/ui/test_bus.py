from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.changes import Changes

if TYPE_CHECKING:
    from desktop.ui.bus import Bus


def test_that_changes_are_announced_with_their_initiator(bus: Bus) -> None:
    heard: list[tuple[Changes, QObject | None]] = []
    bus.changed.connect(lambda what, who: heard.append((what, who)))
    screen = QObject()
    changes = Changes({"request": frozenset({1})})
    bus.announce(changes, screen)
    assert heard == [(changes, screen)]


def test_that_nothing_is_announced_where_nothing_changed(bus: Bus) -> None:
    heard: list[Changes] = []
    bus.changed.connect(lambda what, _who: heard.append(what))
    bus.announce(Changes())
    assert heard == []
