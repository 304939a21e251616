"""One event looked at: what, when, where, how full; below it guests, preparation, invitations and what came of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg
from desktop.core.permissions import Operation, allows
from desktop.events.model import EventState
from desktop.events.rows import KIND_ICONS
from desktop.events.table import almanac_words, days_left_words, kind_words, room_words, span_words, state_cell
from desktop.events.view.after import AfterPart
from desktop.events.view.guests import GuestsPart
from desktop.events.view.inviting import InvitingPart
from desktop.events.view.preparing import PreparingPart
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.choices import SegmentedRow
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import EmptyState, Panel, label, rule
from desktop.ui.scrolling import scrolled
from desktop.ui.tab_order import focus_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.i18n import Language
    from desktop.events.presenter import EventsPresenter
    from desktop.events.rows import EventFile
    from desktop.events.view.acting import EventActs

__all__ = ["PARTS", "EventDetail"]

PARTS: Mapping[str, Message] = {
    "guests": msg("Guests"),
    "preparing": msg("To prepare"),
    "inviting": msg("Invitations"),
    "after": msg("After it"),
}
"""The parts of the detail, in their order."""


class EventDetail(Panel):
    """Shows one event. `left()`: back to the list."""

    left = Signal()

    def __init__(self, acts: EventActs) -> None:
        """Show nothing yet; write through `acts`."""
        super().__init__(name="event-detail")
        self._acts = acts
        self.file: EventFile | None = None
        self._may = allows(acts.presenter.desk.actor, Operation.EDIT_EVENTS)
        whole = QWidget()
        self._stack = QStackedLayout(whole)
        self.body.addWidget(whole, 1)
        self.empty = EmptyState(
            msg("Nothing is chosen"), msg("Choose an event to see all of it."), icon="calendar-days"
        )
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._shown())

    @property
    def part(self) -> str:
        """Return the part shown, a key of `PARTS`."""
        return self.tabs.key

    def show_file(self, file: EventFile | None) -> None:
        """Show an event, or that none is chosen."""
        another = file is not None and (self.file is None or self.file.line.id != file.line.id)
        self.file = file
        self._stack.setCurrentIndex(0 if file is None else 1)
        if file is None:
            return
        with focus_kept(self._area):
            self._fill(file)
            for part in self._parts.values():
                part.show_file(file)
        if another:
            self._area.verticalScrollBar().setValue(0)
        self._offer(file)

    def show_part(self, name: str) -> None:
        """Show one of `PARTS`."""
        self.tabs.choose(name)

    def take_keyboard(self) -> None:
        """Let the keyboard come to where the next guest is typed, or to the guests."""
        line, view = self.guests.entry.line, self.guests.view
        first = next((each for each in (line, view, self.back) if each.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def menu(self) -> QMenu:
        """Return the menu of what else can be done with the event."""
        menu, spoken, file = QMenu(self), ui_language().language, self.file
        if file is None:
            return menu
        open_ = file.line.state in {EventState.PLANNED, EventState.ANNOUNCED}
        acts = self._acts
        entries: Sequence[tuple[Message, bool, Callable[[], None]]] = (
            (msg("Copy for another year"), True, lambda: acts.copy(file.line)),
            (msg("Not held after all"), open_, lambda: acts.cancel(file)),
            (msg("Open again"), not open_, lambda: acts.reopen(file)),
            (msg("Show in the calendar"), True, self._show_day),
        )
        for words, fits, act in entries:
            if fits:
                menu.addAction(spoken.message(words)).triggered.connect(partial(_run, act))
        return menu

    # --- building --------------------------------------------------------------------------------------------------

    def _shown(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._headline())
        self.tabs = SegmentedRow(list(PARTS.items()), name="event-part", on_page=True)
        column.addWidget(self._bar())
        column.addWidget(rule())
        self.guests = GuestsPart(self._acts)
        self.preparing = PreparingPart(self._acts)
        self.inviting = InvitingPart(self._acts)
        self.after = AfterPart(self._acts)
        self._parts: dict[str, GuestsPart | PreparingPart | InvitingPart | AfterPart] = {
            "guests": self.guests,
            "preparing": self.preparing,
            "inviting": self.inviting,
            "after": self.after,
        }
        # Below each other, all but one hidden: a stack is as high as the highest part, shown or not.
        for part in self._parts.values():
            column.addWidget(part, 1)
        self._turn("guests")
        self.tabs.chosen.connect(self._turn)
        self.tabs.choose("guests")
        self._area = scrolled(inside)
        return self._area

    def _bar(self) -> QWidget:
        bar = QWidget()
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(bar)
        flow.setContentsMargins(12, 0, 12, 8)
        flow.addWidget(self.tabs)
        self.announce = Button(msg("Make it known"), icon="megaphone", name="announce-event")
        self.announce.clicked.connect(lambda: self._with_file(self._acts.announce))
        self.amend = Button(msg("Change"), icon="square-pen", name="amend-event")
        self.amend.clicked.connect(lambda: self._with_file(self._acts.amend))
        self.more = Button(msg("More"), icon="ellipsis", key=key("more-moves"), name="event-more")
        self.more.show_key = False
        self.more.clicked.connect(self._open_menu)
        for button in (self.announce, self.amend, self.more):
            flow.addWidget(button)
        return bar

    def _headline(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.back = Button(
            msg("Back"), icon="chevron-left", key=key("leave"), bind=False, small=True, name="event-back"
        )
        self.back.clicked.connect(self.left)
        head.addWidget(self.back)
        self.title = label("", "section", cut=True, name="event-title")
        head.addWidget(self.title, 1)
        self.kind = Chip(name="event-kind")
        head.addWidget(self.kind)
        self.state = Chip(name="event-state")
        head.addWidget(self.state)
        column.addLayout(head)
        self.when = label("", wrap=True, name="event-when")
        self.where = label("", tone="ink2", wrap=True, name="event-where")
        for words in (self.when, self.where):
            column.addWidget(words)
        return whole

    # --- filling ---------------------------------------------------------------------------------------------------

    def _fill(self, file: EventFile) -> None:
        line, presenter = file.line, self._acts.presenter
        now = presenter.now
        say(self.title, text=line.title)
        self.kind.show_state(partial(kind_words, line), "grey", KIND_ICONS[line.kind])
        cell = state_cell(line, now, ui_language().language)
        self.state.show_state(lambda spoken: state_cell(line, now, spoken).text, cell.tone, cell.icon)
        say(self.when, text=lambda spoken: _when_words(file, presenter, spoken))
        say(self.where, text=lambda spoken: _where_words(file, spoken))
        self.where.setVisible(bool(_where_words(file, ui_language().language)))

    def _offer(self, file: EventFile) -> None:
        open_ = file.line.state in {EventState.PLANNED, EventState.ANNOUNCED}
        self.announce.setVisible(self._may and file.line.state is EventState.PLANNED)
        self.amend.setVisible(self._may and open_)
        self.more.setVisible(self._may)

    def _turn(self, name: str) -> None:
        if not name:
            return
        held = self.focusWidget()
        for each, part in self._parts.items():
            part.setVisible(each == name)
            if each != name and held is not None and part.isAncestorOf(held):
                # Qt would hand the keyboard to whatever comes next, be it on another side of the window.
                self.tabs.button(name).setFocus(Qt.FocusReason.OtherFocusReason)

    def _with_file(self, act: Callable[[EventFile], None]) -> None:
        if self.file is not None:
            act(self.file)

    def _show_day(self) -> None:
        if self.file is not None:
            day = self.file.line.starts_at.astimezone(self._acts.presenter.desk.zone).date()
            self._acts.shell.go("calendar", day=day.isoformat())

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))


def _run(act: Callable[[], None], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    act()


def _join(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _when_words(file: EventFile, presenter: EventsPresenter, spoken: Language) -> str:
    line, zone = file.line, presenter.desk.zone
    day = line.starts_at.astimezone(zone).date()
    left = days_left_words(day, presenter.today, spoken)
    return _join(span_words(line, zone, spoken), left, almanac_words(day, line.lunar_day, spoken))


def _where_words(file: EventFile, spoken: Language) -> str:
    line = file.line
    limit = file.plan.household_limit
    most = spoken.ngettext("%(count)s person a household", "%(count)s people a household", limit) if limit else ""
    return _join(line.place, line.zone, room_words(line, spoken), most, line.number)
