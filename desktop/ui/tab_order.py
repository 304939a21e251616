"""Where Tab goes on a page whose rows come and go, and where the keyboard stays when they are made anew."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QScrollArea, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["focus_kept", "keep_tab_order"]


def keep_tab_order(page: QWidget) -> None:
    """Let Tab go through `page` as its layouts lie.

    Qt goes by when widgets were made: rows filled in later would come after everything else on the page. Asked for
    when Tab is pressed, it need not be told of each row that came.
    """
    for before, after in pairwise(_stops(page)):
        if before.nextInFocusChain() is not after:
            QWidget.setTabOrder(before, after)


@contextmanager
def focus_kept(area: QWidget) -> Iterator[None]:
    """Make the rows of `area` anew within; what has the keyboard is followed by what stands in its place.

    That is the nearest of the same object name, else the nearest of all, so that after a dialog the keys go on
    working where they were used.
    """
    holder = area.window().focusWidget()
    stops = list(_stops(area))
    place = stops.index(holder) if holder in stops else -1
    name = "" if holder is None else holder.objectName()
    yield
    if place < 0:
        return
    heirs = [each for each in enumerate(_stops(area)) if not _is_put_away(each[1])]
    heirs = [each for each in heirs if each[1].objectName() == name] or heirs
    if heirs:
        _, heir = min(heirs, key=lambda each: abs(each[0] - place))
        _bring_up(heir, area)
        heir.setFocus(Qt.FocusReason.OtherFocusReason)


def _is_put_away(widget: QWidget) -> bool:
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)


def _bring_up(widget: QWidget, area: QWidget) -> None:
    """Show at once what a layout would show later, for only what is seen can have the keyboard."""
    above: QWidget | None = widget
    while above is not None and above is not area:
        above.show()
        above = above.parentWidget()


def _stops(widget: QWidget) -> Iterator[QWidget]:
    layout, is_stop = widget.layout(), bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    if is_stop:
        yield widget
    if layout is not None:
        yield from _laid(layout)
    elif isinstance(widget, QScrollArea):
        if (inside := widget.widget()) is not None:
            yield from _stops(inside)
    elif not is_stop and not isinstance(widget, QAbstractScrollArea):
        # places its parts itself, in the order it made them
        for part in widget.children():
            if isinstance(part, QWidget) and not part.isWindow():
                yield from _stops(part)


def _laid(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _stops(widget)
        elif inner is not None:
            yield from _laid(inner)
