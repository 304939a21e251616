"""The plan of the picker, painted: what is picked is filled, a tap or Space picks, Enter opens a building."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from desktop.core.i18n import msg
from desktop.outages.model import PlaceLevel
from desktop.outages.presenter.picking import Chosen, Picking
from desktop.outages.view.picker_spots import (
    Plan,
    building_plan,
    community_plan,
    entrance_words,
    floor_words,
    household_words,
)
from desktop.ui.icons import draw_icon
from desktop.ui.language import say, ui_language
from desktop.ui.paint import box, line_of_text, metrics
from desktop.ui.theme import colour, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from desktop.core.i18n import Language
    from desktop.outages.view.picker_spots import Spot

__all__ = ["PickerPlan"]

PAD = 10
CHEVRON = 26
"""The part of a tile, px from its right edge, that opens the building instead of picking it."""

_MARKS = {Chosen.ALL: "check", Chosen.SOME: "minus", Chosen.NONE: ""}
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_LINES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


class PickerPlan(QAbstractScrollArea):
    """Shows the community, or one building of it, and changes a `Picking`.

    Arrows walk, with Shift they pick what they walk over as the place where they began; Space picks or takes out,
    Enter opens a building, Backspace and Esc lead back. `changed()`: other rooms are picked. `opened(building id)`:
    that building is shown, 0 for the community.
    """

    changed = Signal()
    opened = Signal(int)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("scope-plan")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.setMinimumHeight(150)
        self.picking: Picking | None = None
        self.building_id = 0
        self.plan = Plan((), (), QSize(0, 0))
        self.current = 0
        self._began = 0
        self._laid = -1
        self._leave_out = False
        say(self, accessibleName=msg("Plan of the community"))
        theme().changed.connect(self.viewport().update)
        ui_language().changed.connect(self._speak)

    # --- shown -----------------------------------------------------------------------------------------------------

    def show_picking(self, picking: Picking) -> None:
        """Show another community, or other picks of it."""
        self.picking = picking
        if self.building_id not in picking.places.buildings:
            self.building_id = 0
        self._lay(again=True)
        self.current = self._began = min(self.current, max(len(self.plan.spots) - 1, 0))
        self._tell()

    def open_building(self, building_id: int) -> None:
        """Show one building, or the community for 0; what was open is current there."""
        if self.picking is None or building_id == self.building_id:
            return
        before, self.building_id = self.building_id, building_id
        self._lay(again=True)
        back = (place for place, spot in enumerate(self.plan.spots) if spot.building_id == before)
        first = 1 if len(self.plan.spots) > 1 else 0
        self.current = self._began = first if building_id else next(back, 0)
        self.verticalScrollBar().setValue(0)
        self._show_current()
        self.opened.emit(building_id)

    def leave_out_vacant(self, *, leave_out: bool) -> None:
        """Count vacant homes in the buildings, or leave them out."""
        if leave_out != self._leave_out:
            self._leave_out = leave_out
            self._lay(again=True)

    def refresh(self) -> None:
        """Show what is picked now, changed by something else."""
        self.viewport().update()
        self._tell()

    def go_to(self, place: int) -> None:
        """Make the spot at `place` current."""
        self.current = self._began = place
        self._show_current()

    def words(self, spot: Spot, spoken: Language) -> str:
        """Return how a place is called on the plan."""
        if spot.level is PlaceLevel.FLOOR:
            return floor_words(spot.name, spoken)
        if spot.level is PlaceLevel.ENTRANCE and spot.pick is not None:
            return entrance_words(spot.name, spoken)
        return spot.name

    def _speak(self) -> None:
        """Lay what is called otherwise in the new language."""
        self._lay(again=True)
        self._tell()

    # --- picked ----------------------------------------------------------------------------------------------------

    def toggle(self, place: int) -> None:
        """Pick the place at `place`, or take it out where it is picked as a whole."""
        spot = self.plan.spots[place]
        if self.picking is not None:
            self._set([place], on=self.picking.chosen(spot.rooms) is not Chosen.ALL)

    def _set(self, places: list[int], *, on: bool) -> None:
        if self.picking is None:
            return
        for place in places:
            spot = self.plan.spots[place]
            if spot.pick is not None and spot.level is not PlaceLevel.ROOM:
                self.picking.set(spot.pick, on=on)
            else:
                self.picking.set_rooms(spot.rooms, on=on)
        self.refresh()
        self.changed.emit()

    def _extend(self, place: int) -> None:
        """Make everything from where the range began to `place` as it is there."""
        if self.picking is not None and self.plan.spots:
            on = self.picking.chosen(self.plan.spots[self._began].rooms) is not Chosen.NONE
            self.current = place
            self._set(self.plan.between(self._began, place), on=on)
            self._show_current()

    # --- keys and mouse --------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, pick, open and lead back."""
        key = Qt.Key(event.key())
        target = self._target(key)
        if not self.plan.spots:
            super().keyPressEvent(event)
        elif target is not None:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._extend(target)
            else:
                self.go_to(target)
        elif key == Qt.Key.Key_Space:
            self._began = self.current
            self.toggle(self.current)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & ~_KEYPAD:
            self._enter()
        elif self.building_id and key in {Qt.Key.Key_Escape, Qt.Key.Key_Backspace}:
            self.open_building(0)
        else:
            super().keyPressEvent(event)

    def _target(self, key: Qt.Key) -> int | None:
        if not self.plan.spots:
            return None
        if key in _STEPS:
            return min(max(self.current + _STEPS[key], 0), len(self.plan.spots) - 1)
        if key in _LINES:
            return self.plan.above_or_below(self.current, _LINES[key])
        line = next(line for line in self.plan.lines if self.current in line)
        return {Qt.Key.Key_Home: line[0], Qt.Key.Key_End: line[-1]}.get(key)

    def _enter(self) -> None:
        spot = self.plan.spots[self.current]
        if spot.building_id and self._has_inside(spot):
            self.open_building(spot.building_id)
        else:
            self.toggle(self.current)

    def _has_inside(self, spot: Spot) -> bool:
        return any(room > 0 for room in spot.rooms)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick what is clicked, all from the one before with Shift; the arrow at its right opens a building."""
        at = event.position().toPoint() + self._offset()
        place = next((n for n, spot in enumerate(self.plan.spots) if spot.rect.contains(at)), None)
        if place is None or event.button() != Qt.MouseButton.LeftButton:
            return
        spot = self.plan.spots[place]
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._extend(place)
            return
        self.go_to(place)
        if spot.building_id and self._has_inside(spot) and at.x() > spot.rect.right() - CHEVRON:
            self.open_building(spot.building_id)
        else:
            self.toggle(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._tell()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it is elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

    # --- geometry --------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles anew."""
        super().resizeEvent(event)
        self._lay()

    def sizeHint(self) -> QSize:
        """Return room for some lines."""
        return QSize(360, 260)

    def _lay(self, *, again: bool = False) -> None:
        if self.picking is None:
            return
        width = max(self.viewport().width() - 2 * PAD, 120)
        if again or width != self._laid:
            self._laid = width
            places = self.picking.places
            building = places.buildings.get(self.building_id)
            if building is None:
                self.plan = community_plan(places, width, places.occupied if self._leave_out else places.households)
            else:
                self.plan = building_plan(places, building)
        seen = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(self.plan.size.height() + 2 * PAD - seen.height(), 0))
        down.setPageStep(seen.height())
        down.setSingleStep(30)
        across.setRange(0, max(self.plan.size.width() + 2 * PAD - seen.width(), 0))
        across.setPageStep(seen.width())
        across.setSingleStep(30)
        self.viewport().update()

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value() - PAD, self.verticalScrollBar().value() - PAD)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Paint what came into sight."""
        self.viewport().update()

    def _show_current(self) -> None:
        if self.plan.spots:
            rect = self.plan.spots[self.current].rect.translated(PAD, PAD)
            for bar, first, last, seen in (
                (self.verticalScrollBar(), rect.top(), rect.bottom(), self.viewport().height()),
                (self.horizontalScrollBar(), rect.left(), rect.right(), self.viewport().width()),
            ):
                bar.setValue(min(max(bar.value(), last + PAD - seen), first - PAD))
        self._tell()
        self.viewport().update()

    def _tell(self) -> None:
        """Let a screen reader say which place is current and how much of it is picked."""
        if self.picking is None or not self.plan.spots:
            return
        spot, spoken = self.plan.spots[self.current], ui_language().language
        states = {
            Chosen.ALL: spoken.gettext("picked"),
            Chosen.SOME: spoken.gettext("partly picked"),
            Chosen.NONE: spoken.gettext("not picked"),
        }
        words = f"{self.words(spot, spoken)} {states[self.picking.chosen(spot.rooms)]}"
        if self.accessibleDescription() != words:
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # --- painted ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight."""
        if self.picking is None:
            return
        painter = QPainter(self.viewport())
        offset = self._offset()
        painter.translate(-offset)
        seen = event.rect().translated(offset)
        for place, spot in enumerate(self.plan.spots):
            if spot.rect.intersects(seen):
                self._draw(painter, spot, self.picking.chosen(spot.rooms), current=place == self.current)

    def _draw(self, painter: QPainter, spot: Spot, chosen: Chosen, *, current: bool) -> None:
        focus = current and self.hasFocus()
        head = spot.level in {PlaceLevel.COMMUNITY, PlaceLevel.ZONE}
        fill = "accent-tint" if chosen is Chosen.ALL else "sunk" if head or spot.vacant else "panel"
        border = "accent" if focus or chosen is not Chosen.NONE else "line" if head or spot.vacant else "edge"
        box(painter, spot.rect, fill, border, line=2 if focus else 1)
        inside = spot.rect.adjusted(8, 0, -6, 0)
        if spot.level is PlaceLevel.ROOM:
            self._draw_room(painter, spot, chosen)
            return
        if spot.building_id and self._has_inside(spot):
            right = inside.right() - 12
            draw_icon(painter, _square(right, spot.rect), "chevron-right", "ink2")
            inside.setRight(right - 4)
        first = QRectF(inside)
        if spot.second >= 0:
            first = QRectF(inside.left(), inside.top() + 4, inside.width(), metrics("body").height())
        self._draw_name(painter, first, spot, chosen)
        if spot.second < 0:
            return
        second = QRectF(inside.left(), first.bottom(), inside.width(), metrics("small").height() + 2)
        line_of_text(painter, second, household_words(spot.second), "small", colour("ink2"))

    def _draw_name(self, painter: QPainter, rect: QRectF, spot: Spot, chosen: Chosen) -> None:
        room = QRectF(rect)
        if _MARKS[chosen]:
            square = QRectF(rect.right() - 14, round(rect.center().y() - 6), 14, 14)
            draw_icon(painter, square, _MARKS[chosen], "accent")
            room.setRight(rect.right() - 18)
        shade = "accent" if chosen is Chosen.ALL else "ink"
        line_of_text(painter, room, self.words(spot, ui_language().language), "strong", colour(shade))

    @staticmethod
    def _draw_room(painter: QPainter, spot: Spot, chosen: Chosen) -> None:
        picked = chosen is Chosen.ALL
        if picked:
            painter.fillRect(spot.rect.left(), spot.rect.top() + 1, 3, spot.rect.height() - 2, colour("accent"))
        shade = "accent" if picked else "ink2" if spot.vacant else "ink"
        middle = Qt.AlignmentFlag.AlignHCenter
        line_of_text(painter, QRectF(spot.rect), spot.name, "strong" if picked else "body", colour(shade), middle)


def _square(left: int, rect: QRect) -> QRectF:
    return QRectF(left, round(rect.center().y() - 6), 14, 14)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
