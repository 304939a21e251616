"""The calendar: a month or a week of days, beside it the day looked at and the festivals to come."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.calendar.presenter import CalendarPresenter, Shown
from desktop.calendar.table import day_told, item_columns
from desktop.calendar.view.grid import DayGrid
from desktop.core.i18n import msg, nmsg
from desktop.core.months import Month
from desktop.core.permissions import Operation, allows
from desktop.events.model import EventKind
from desktop.ui.buttons import Button
from desktop.ui.choices import SegmentedRow
from desktop.ui.keys import key
from desktop.ui.language import Text, say, ui_language
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel, label
from desktop.ui.shell import Page
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from desktop.calendar.rows import CalendarItem, NextFestival
    from desktop.core.i18n import Language
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["CalendarPage"]

ONE_COLUMN_BELOW = 1000
DETAIL_WIDTH = 336
FEW_FESTIVALS = 3


class CalendarPage(Page):
    """Month or week. `show_at(day=...)` looks at a day (a date, or its ISO form)."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show this month, as far as `desk`'s account may see what lies in it."""
        super().__init__()
        self.setObjectName("calendar-page")
        self._shell = shell
        self._may_plan = allows(desk.actor, Operation.EDIT_EVENTS)
        self.presenter = CalendarPresenter(desk, shell.tasks, shell.bus, self)
        self.model: RowsModel[CalendarItem] = RowsModel(
            item_columns(desk.zone, lambda: self.presenter.day),
            identify=lambda item: (item.kind, item.id),
            parent=self,
        )
        self._one_column = False
        self._festivals: Sequence[NextFestival] = ()
        self._build(desk)
        self._connect()

    def show_at(self, **where: object) -> None:
        """Look at `day`, or at what was looked at before."""
        wanted = where.get("day")
        if isinstance(wanted, str):
            wanted = date.fromisoformat(wanted)
        if isinstance(wanted, date):
            self.presenter.look_at(wanted)
        self.presenter.start()

    def shown_at(self) -> Mapping[str, object]:
        """Return the day looked at."""
        return {"day": self.presenter.day}

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self, desk: Desk) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(self._header())
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setObjectName("calendar-split")
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(12)
        self.grid = DayGrid(self.presenter, desk.zone)
        frame = Panel(name="calendar-grid")
        frame.body.addWidget(self.grid)
        frame.setMinimumSize(QSize(420, 240))
        self.split.addWidget(frame)
        self.split.addWidget(self._beside())
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        column.addWidget(self.split, 1)
        self.setFocusProxy(self.grid)

    def _header(self) -> PageHeader:
        self.header = PageHeader(self._title)
        self.earlier = _arrow(self._words_before, "chevron-left", key("earlier"), "calendar-earlier")
        self.later = _arrow(self._words_after, "chevron-right", key("later"), "calendar-later")
        self.now = Button(msg("Today"), icon="calendar-clock", key=key("now"), name="calendar-today")
        for button in (self.earlier, self.later, self.now):
            self.header.tags.addWidget(button)
        self.shown = SegmentedRow(
            [
                (Shown.MONTH.value, lambda spoken: spoken.pgettext("calendar", "Month")),
                (Shown.WEEK.value, lambda spoken: spoken.pgettext("calendar", "Week")),
            ],
            name="calendar-shown",
            on_page=True,
        )
        self.shown.choose(self.presenter.shown.value)
        self.header.tools.addWidget(self.shown)
        self.plan = Button(msg("Plan an event"), icon="plus", key=key("add"), name="calendar-plan")
        self.header.tools.addWidget(self.plan)
        self.plan.setVisible(self._may_plan)
        return self.header

    def _beside(self) -> QWidget:
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.day_panel = Panel(self._day_title, name="calendar-day")
        self.told = label(self._day_told, "small", "ink2", wrap=True, name="calendar-day-told")
        told = QHBoxLayout()
        told.setContentsMargins(12, 6, 12, 6)
        told.addWidget(self.told)
        self.day_panel.body.addLayout(told)
        self.view = ListView(self.model, label=msg("On this day"), name="calendar-items", row="row-two-line")
        self.view.horizontalHeader().hide()
        empty = EmptyState(msg("Nothing is planned on this day."), icon="calendar")
        self.day_panel.body.addWidget(ListFrame(self.view, empty), 1)
        column.addWidget(self.day_panel, 1)
        self.festival_panel = Panel(msg("Festivals to come"), name="calendar-festivals")
        self.festival_panel.pad(12, 4, 4, 8)
        self._festival_rows = [_FestivalRow() for _ in range(FEW_FESTIVALS)]
        for row in self._festival_rows:
            self.festival_panel.body.addWidget(row)
            row.hide()
        column.addWidget(self.festival_panel)
        beside.setMinimumWidth(260)
        return beside

    def _connect(self) -> None:
        self.earlier.clicked.connect(lambda: self.presenter.step(-1))
        self.later.clicked.connect(lambda: self.presenter.step(1))
        self.now.clicked.connect(self.presenter.look_at_today)
        self.shown.chosen.connect(lambda chosen: self.presenter.show(Shown(chosen)))
        self.plan.clicked.connect(lambda: self._plan(self.presenter.day))
        self.grid.opened.connect(self._open_day)
        self.view.opened.connect(self._open)
        self.presenter.moved.connect(self._renew)
        self.presenter.read.connect(self._renew)
        self.presenter.festivals_read.connect(self._show_festivals)
        for row in self._festival_rows:
            row.look.clicked.connect(partial(self._look_at, row))
            row.plan.clicked.connect(partial(self._plan_festival, row))
        again = QShortcut(QKeySequence(key("reload")), self)
        again.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        again.activated.connect(self.presenter.start)

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _renew(self) -> None:
        self.model.set_rows(self.presenter.items())
        say(self.header.title, text=self._title)
        say(self.day_panel.title, text=self._day_title)
        say(self.told, text=self._day_told)
        for arrow, words in ((self.earlier, self._words_before), (self.later, self._words_after)):
            say(arrow, text=words)

    def _title(self, spoken: Language) -> str:
        presenter = self.presenter
        if presenter.shown is Shown.MONTH:
            return spoken.month(Month(presenter.day.year, presenter.day.month))
        week = presenter.first.isocalendar()
        return spoken.gettext("Week %(week)s, %(year)s", week=week.week, year=str(week.year))

    def _words_before(self, spoken: Language) -> str:
        month = self.presenter.shown is Shown.MONTH
        return spoken.gettext("Month before") if month else spoken.gettext("Week before")

    def _words_after(self, spoken: Language) -> str:
        month = self.presenter.shown is Shown.MONTH
        return spoken.gettext("Month after") if month else spoken.gettext("Week after")

    def _day_title(self, spoken: Language) -> str:
        return spoken.full_date(self.presenter.day)

    def _day_told(self, spoken: Language) -> str:
        day = self.presenter.looked_at
        return "" if day is None else day_told(day, spoken)

    def _show_festivals(self, festivals: Sequence[NextFestival]) -> None:
        self._festivals = festivals
        for row, festival in zip(self._festival_rows, festivals, strict=False):
            row.show_festival(festival, may_plan=self._may_plan)
        self._fit()

    def _fit(self) -> None:
        room = 1 if self._one_column else FEW_FESTIVALS
        for place, row in enumerate(self._festival_rows):
            row.setVisible(place < min(room, len(self._festivals)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the day less room, and fewer festivals, where the page is small."""
        super().resizeEvent(event)
        one_column = self.width() < ONE_COLUMN_BELOW
        if one_column != self._one_column or not event.oldSize().isValid():
            self._one_column = one_column
            self._fit()
            for button in (self.now, self.plan):
                button.show_key = not one_column
                button.updateGeometry()
            wide = 280 if one_column else DETAIL_WIDTH
            self.split.setSizes([max(self.width() - wide, wide), wide])

    def showEvent(self, event: QShowEvent) -> None:
        """Read when the page comes up, and look at the clock while it is seen."""
        super().showEvent(event)
        self.presenter.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self.presenter.rest()

    # --- what is done ----------------------------------------------------------------------------------------------

    def _open_day(self) -> None:
        items = self.presenter.items()
        if len(items) == 1:
            self._open(items[0])
        elif items:
            self.view.setFocus()
        elif self._may_plan:
            self._plan(self.presenter.day)

    def _open(self, item: CalendarItem) -> None:
        self._shell.go(item.page, **item.where)

    def _plan(self, day: date, kind: EventKind | None = None, title: str = "") -> None:
        self._shell.go("events", new={"day": day, "kind": kind, "title": title})

    def _look_at(self, row: _FestivalRow) -> None:
        if row.festival is not None:
            self.presenter.look_at(row.festival.day)
            self.grid.setFocus()

    def _plan_festival(self, row: _FestivalRow) -> None:
        if row.festival is not None:
            title = ui_language().language.message(row.festival.name)
            self._plan(row.festival.day, EventKind.FESTIVAL, title)


class _FestivalRow(QWidget):
    """One festival to come: how many days are left, and whether something is planned."""

    def __init__(self) -> None:
        super().__init__()
        self.festival: NextFestival | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.look = Button("", kind="link", small=True, name="festival-look")
        self.left = label("", "small", "ink2", cut=True)
        self.plan = Button(msg("Plan"), icon="plus", kind="link", small=True, name="festival-plan")
        row.addWidget(self.look)
        row.addWidget(self.left, 1)
        row.addWidget(self.plan)

    def show_festival(self, festival: NextFestival, *, may_plan: bool) -> None:
        self.festival = festival
        say(self.look, text=lambda spoken: f"{spoken.message(festival.name)} {spoken.short_date(festival.day)}")
        say(self.left, text=self._words)
        self.plan.setVisible(may_plan and not festival.planned)
        self.look.updateGeometry()

    def _words(self, spoken: Language) -> str:
        festival = self.festival
        if festival is None:
            return ""
        left = spoken.message(nmsg("in %(count)s day", "in %(count)s days", festival.days_left))
        if not festival.days_left:
            left = spoken.gettext("today")
        if festival.planned:
            return " · ".join((left, spoken.gettext("planned: %(title)s", title=festival.planned[0].title)))
        return " · ".join((left, spoken.gettext("nothing planned yet")))


def _arrow(words: Text, icon: str, keys: str, name: str) -> Button:
    arrow = Button(words, icon=icon, key=keys, name=name)
    arrow.set_icon_only(True)
    return arrow
