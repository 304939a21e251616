"""What lies in a layout, asked without leaving anything behind.

PySide keeps a wrapper for every item that `QLayout.itemAt` returns, for as long as the layout lives. Qt deletes an item
with its widget and tells nobody; the next object of Qt that is made at its place in memory is then taken for the item,
and the program falls. So items are let go of as soon as they have said what they hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QFormLayout, QGridLayout, QLayout, QStackedLayout, QWidget
from shiboken6 import Shiboken

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["laid_in", "part_at"]

_OF_QT = (QBoxLayout, QFormLayout, QGridLayout, QStackedLayout)
"""Layouts that hold their items on Qt's side; one of our own keeps the wrappers itself."""


def part_at(layout: QLayout, place: int) -> QWidget | QLayout | None:
    """Return the widget or layout at `place` from 0; None for a space, and beyond the last."""
    item = layout.itemAt(place)
    if item is None:
        return None
    widget, inner = item.widget(), item.layout()
    if inner is None and isinstance(layout, _OF_QT):
        Shiboken.invalidate(item)
    return widget if inner is None else inner


def laid_in(layout: QLayout) -> Iterator[QWidget | QLayout]:
    """Yield the widgets and layouts of `layout` in their order, not what lies in the layouts."""
    for place in range(layout.count()):
        part = part_at(layout, place)
        if part is not None:
            yield part
