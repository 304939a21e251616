"""Where Tab goes on a page whose rows come and go, and where the keyboard stays when they are made anew."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QScrollArea, QSplitter, QWidget

from desktop.ui.layouts import laid_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["come_by_tab", "focus_kept", "keep_tab_order"]


def keep_tab_order(page: QWidget) -> None:
    """Let Tab go through `page` as its layouts lie.

    Qt goes by when widgets were made: rows filled in later would come after everything else on the page. Asked for
    when Tab is pressed, it need not be told of each row that came.
    """
    for before, after in pairwise(_stops(page)):
        if before.nextInFocusChain() is not after:
            QWidget.setTabOrder(before, after)


def come_by_tab(page: QWidget, go: Callable[[], bool], *, forward: bool) -> bool:
    """Let `go` make the step that Tab makes in the window of `page`; from the frame it leads to the first of the page.

    Qt asks the page, which hands the keyboard to what it likes best: all that lies before that, as the conditions and
    tools of a list, would never be come to, and nothing at all where that is not to be seen.
    """
    was_outside, liked = not _holds_keyboard(page), page.focusProxy()
    page.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none for "no proxy"
    moved = go()
    page.setFocusProxy(liked)  # type: ignore[arg-type]
    if forward and was_outside and _holds_keyboard(page):
        keep_tab_order(page)
        first = next((stop for stop in _stops(page) if stop.isVisible() and stop.isEnabled()), page)
        first.setFocus(Qt.FocusReason.TabFocusReason)
    return moved


def _holds_keyboard(page: QWidget) -> bool:
    holder = page.window().focusWidget()
    return holder is not None and page.isAncestorOf(holder)


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
        for part in _parts(widget):
            yield from _stops(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    """Yield what `widget` places itself: a splitter as it lies, all others in the order they made it."""
    if isinstance(widget, QSplitter):
        places: Iterator[object] = map(widget.widget, range(widget.count()))
    else:
        places = iter(widget.children())
    for part in places:
        if isinstance(part, QWidget) and not part.isWindow():
            yield part


def _laid(layout: QLayout) -> Iterator[QWidget]:
    for part in laid_in(layout):
        yield from _laid(part) if isinstance(part, QLayout) else _stops(part)
