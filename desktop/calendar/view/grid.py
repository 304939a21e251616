"""The days of a month or week as a grid, each with its number, its lunar name and what lies on it."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.calendar.presenter import Shown
from desktop.calendar.table import TONES, day_told, day_words, item_time, item_words
from desktop.core.i18n import msg
from desktop.ui.fonts import font
from desktop.ui.icons import draw_icon
from desktop.ui.language import say, ui_language
from desktop.ui.paint import line_of_text, metrics, text_width
from desktop.ui.theme import colour, theme

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

    from desktop.calendar.presenter import CalendarPresenter
    from desktop.calendar.rows import CalendarDay, CalendarItem
    from desktop.core.i18n import Language

__all__ = ["DayGrid"]

AnyIndex = QModelIndex | QPersistentModelIndex

NOWHERE = QModelIndex()
DAYS = 7
PAD, GAP, ICON = 6, 4, 14
FOLDED = 3
"""Lines that an item takes in a week."""
WEEKEND = 5
"""The first weekday that is one, from Monday 0."""
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_RIGHT = Qt.AlignmentFlag.AlignRight
_NEVER_FIRST = "，。、：；！？）》”"
"""What no line begins with."""


class _DayModel(QAbstractTableModel):
    """The days shown, a week a row."""

    def __init__(self, presenter: CalendarPresenter, zone: ZoneInfo) -> None:
        super().__init__()
        self.presenter = presenter
        self.zone = zone

    def renew(self) -> None:
        self.beginResetModel()
        self.endResetModel()

    def day_at(self, index: AnyIndex) -> CalendarDay | None:
        span = self.presenter.span
        place = index.row() * DAYS + index.column()
        return span.days[place] if span is not None and index.isValid() and place < len(span.days) else None

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else self.presenter.weeks

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else DAYS

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        day = self.day_at(index)
        if day is None or role not in {_DISPLAY, _ACCESSIBLE}:
            return None
        spoken = ui_language().language
        if role == _DISPLAY:
            return str(day.day.day)
        items = [f"{item_time(item, day.day, self.zone, spoken)} {item_words(item, spoken)}" for item in day.items]
        return ", ".join((spoken.full_date(day.day), day_told(day, spoken), *items))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and self.presenter.span is not None:
            return ui_language().language.short_weekday(self.presenter.span.days[section].day)
        return None


class _DayCells(QStyledItemDelegate):
    """Paints a day."""

    def __init__(self, view: DayGrid) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = self._view.days
        day, rect = model.day_at(index), QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, colour("accent-tint" if chosen else "panel"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), colour("line"))
        painter.fillRect(QRectF(rect.right() - 1, rect.top(), 1, rect.height()), colour("line"))
        if day is not None:
            spoken = ui_language().language
            self._head(painter, rect, day, spoken)
            self._items(painter, rect, day, spoken)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colour("accent"))
            for inset in (0, 1):
                painter.drawRect(rect.adjusted(inset, inset, -inset - 2, -inset - 2))

    def _head(self, painter: QPainter, rect: QRectF, day: CalendarDay, spoken: Language) -> None:
        presenter, span = self._view.presenter, self._view.presenter.span
        today = span is not None and day.day == span.today
        other = presenter.shown is Shown.MONTH and day.day.month != presenter.day.month
        free = bool(day.holiday) or (day.day.weekday() >= WEEKEND and not day.working)
        line = QRectF(rect.left() + PAD, rect.top() + 3, rect.width() - 2 * PAD, metrics("strong").height() + 2)
        shade = "ink2" if other or free else "ink"
        number = spoken.short_date(day.day) if day.day.day == 1 else str(day.day.day)
        if today:
            said = spoken.gettext("%(day)s today", day=number)
            number = said if text_width(said, "strong") + 2 * ICON < line.width() or not day.items else number
        wide = line_of_text(painter, line, number, "strong", colour("accent" if today else shade))
        rest = line.adjusted(wide + 2 * GAP, 0, 0, 0)
        if day.holiday or (day.working and day.day.weekday() >= WEEKEND):
            mark = spoken.pgettext("calendar", "off") if day.holiday else spoken.pgettext("calendar", "work")
            tone = "green" if day.holiday else "amber"
            marked = line_of_text(painter, rest, mark, "small", colour(tone))
            rest = rest.adjusted(marked + GAP, 0, 0, 0)
        if day.items and not self._room(rect):
            for item in day.items[: int(rest.width() // (ICON + GAP))]:
                draw_icon(
                    painter, QRectF(rest.left(), rest.center().y() - ICON / 2, ICON, ICON), item.icon, _tone(item)
                )
                rest = rest.adjusted(ICON + GAP, 0, 0, 0)
        festive = bool(day.names.festivals or day.names.term)
        words = day_words(day, spoken)
        if rest.width() >= text_width(words, "small"):
            line_of_text(painter, rest, words, "small", colour("accent" if festive and not other else "ink2"), _RIGHT)

    def _items(self, painter: QPainter, rect: QRectF, day: CalendarDay, spoken: Language) -> None:
        high, top, fit = metrics("small").height() + 2, rect.top() + _below_head(), self._room(rect)
        folds = self._view.presenter.shown is Shown.WEEK
        if folds:
            high, fit = FOLDED * high, fit // FOLDED
        shown = day.items if len(day.items) <= fit else day.items[: max(fit - 1, 0)]
        for item in shown:
            line = QRectF(rect.left() + PAD, top, rect.width() - 2 * PAD, high)
            (self._folded if folds else self._item)(painter, line, day, item, spoken)
            top += high
        left = len(day.items) - len(shown)
        if left and fit:
            line = QRectF(rect.left() + PAD, top, rect.width() - 2 * PAD, high)
            more = spoken.ngettext("%(count)s more", "%(count)s more", left)
            if not shown:
                more = spoken.ngettext("%(count)s entry", "%(count)s entries", left)
            line_of_text(painter, line, more, "small", colour("ink2"))

    def _room(self, rect: QRectF) -> int:
        """Return for how many lines there is room below the head of a day; where there is none, icons tell of it."""
        return max(0, int((rect.height() - 3 - _below_head()) // (metrics("small").height() + 2)))

    def _item(self, painter: QPainter, line: QRectF, day: CalendarDay, item: CalendarItem, spoken: Language) -> None:
        box = QRectF(line.left(), line.center().y() - ICON / 2, ICON, ICON)
        draw_icon(painter, box, item.icon, _tone(item))
        words = item_words(item, spoken)
        rest = line.adjusted(ICON + GAP, 0, 0, 0)
        when = item_time(item, day.day, self._view.days.zone, spoken)
        whole = item.all_day or when == spoken.gettext("all day")
        if not whole and text_width(f"{when} {words}", "small") <= rest.width():
            words = f"{when} {words}"
        line_of_text(painter, rest, words, "small", colour("ink2" if item.done or item.off else "ink"))

    def _folded(self, painter: QPainter, place: QRectF, day: CalendarDay, item: CalendarItem, spoken: Language) -> None:
        """Draw an item of a week, where there is room below: its time, and below it what it is in two lines."""
        high = place.height() / FOLDED
        line = QRectF(place.left(), place.top(), place.width(), high)
        draw_icon(painter, QRectF(line.left(), line.center().y() - ICON / 2, ICON, ICON), item.icon, _tone(item))
        rest = line.adjusted(ICON + GAP, 0, 0, 0)
        when = item_time(item, day.day, self._view.days.zone, spoken)
        if text_width(when, "small") > rest.width():
            when = when.partition("–")[0]
        line_of_text(painter, rest, when, "small", colour("ink2"))
        for words in _in_two(item_words(item, spoken), line.width()):
            line = line.translated(0, high)
            line_of_text(painter, line, words, "small", colour("ink2" if item.done or item.off else "ink"))


class DayGrid(QTableView):
    """The grid. Arrows move from day to day, beyond its edge too; `opened()`: Enter or a double click on a day."""

    opened = Signal()

    def __init__(self, presenter: CalendarPresenter, zone: ZoneInfo) -> None:
        """Show the days of `presenter`, with times in `zone`."""
        super().__init__()
        self.presenter = presenter
        self.days = _DayModel(presenter, zone)
        self.setObjectName("calendar-days")
        self.setModel(self.days)
        self.setItemDelegate(_DayCells(self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ceil(metrics("small").lineSpacing() * 2))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setFont(font("small"))
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        say(self, accessibleName=msg("Days of the calendar"))
        presenter.moved.connect(self.renew)
        presenter.read.connect(self.renew)
        theme().changed.connect(self.viewport().update)
        ui_language().changed.connect(self.renew)
        self._following = False
        self.selectionModel().currentChanged.connect(self._moved)

    def renew(self) -> None:
        """Show the days anew, the day looked at chosen."""
        self._following = True
        try:
            self.days.renew()
            place = (self.presenter.day - self.presenter.first).days
            self.setCurrentIndex(self.days.index(place // DAYS, place % DAYS))
        finally:
            self._following = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the day before, after, a week before or after; Enter opens the day."""
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -DAYS, Qt.Key.Key_Down: DAYS}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = days.get(Qt.Key(event.key()))
        if plain and step is not None:
            self.presenter.look_at_after(step)
        elif plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the day."""
        super().mouseDoubleClickEvent(event)
        if self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit()

    def _moved(self, new: QModelIndex, _old: QModelIndex) -> None:
        day = self.days.day_at(new)
        if day is not None and not self._following and day.day != self.presenter.day:
            self.presenter.look_at(day.day)


def _tone(item: CalendarItem) -> str:
    return "ink2" if item.done or item.off else TONES[item.kind]


def _in_two(words: str, wide: float) -> tuple[str, ...]:
    """Return `words` in two lines where one of `wide` px is too short; the second may be too long in its turn."""
    fits = max((count for count in range(1, len(words) + 1) if text_width(words[:count], "small") <= wide), default=1)
    if fits == len(words):
        return (words,)
    space = words.rfind(" ", 0, fits + 1)
    if space > 0:
        fits = space
    elif words[fits] in _NEVER_FIRST and fits > 1:
        fits -= 1
    return words[:fits], words[fits:].lstrip()


def _below_head() -> float:
    return metrics("strong").height() + 8
