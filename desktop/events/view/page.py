"""The page of events: the year's goals, the list, the event looked at beside it, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.events.presenter import EventsPresenter
from desktop.events.rows import EventFilter, EventStage, NewEvent
from desktop.events.view.acting import EventActs
from desktop.events.view.detail import PARTS, EventDetail
from desktop.events.view.filters import EventFilterBar
from desktop.events.view.goals import GoalStrip
from desktop.events.view.room import RoomStrip
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel
from desktop.ui.tab_order import keep_tab_order
from desktop.ui.table import ListView
from desktop.ui.two_columns import Columns, TwoColumnPage, beside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.contacts.service import ConditionKind
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Message
    from desktop.events.rows import EventCounts, EventFile, EventLine, GoalLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["EventsPage"]

LIST_WIDTH = 506
PLACE = "events"

_EMPTY: Mapping[EventStage, tuple[Message, Message]] = {
    EventStage.COMING: (msg("No event is planned"), msg("Plan one, or copy one of last year.")),
    EventStage.TO_CLOSE: (msg("No event waits to be closed"), msg("What is over stands here until it is closed.")),
    EventStage.HELD: (msg("No event was held"), msg("What is closed stands here with what came of it.")),
    EventStage.ALL: (msg("There is no event"), msg("Plan one, or copy one of last year.")),
}


class EventsPage(TwoColumnPage):
    """Community events and convenience services.

    `show_at(event_id=7)` shows one, with `part="inviting"` that part of it; `show_at(stage="to_close")` those of a
    stage; `show_at(new=NewEvent(...))` opens the form filled with it, `show_at(new={"day": "2026-12-20", "kind":
    "festival", "title": "..."})` with what is known of it by the names of its fields, as texts;
    `show_at(room_id=3)` asks to which event that household is to be invited or signed up.
    """

    def __init__(self, desk: Desk, shell: Shell, conditions: Sequence[ConditionKind] = ()) -> None:
        """Show the coming events as `desk`'s account may see them; `conditions` are those of contact lists."""
        super().__init__()
        self.setObjectName("events-page")
        self._desk = desk
        self._shell = shell
        self._new: NewEvent | dict[str, str] | None = None
        self.presenter = EventsPresenter(desk, shell.tasks, shell.bus, conditions, self)
        self.reader = self.presenter
        self.acts = EventActs(self.presenter, shell, self)
        self._build()
        self._connect()
        self._conditions_changed()

    def show_at(self, **where: object) -> None:
        """Show the events or the event asked for, or what was shown before."""
        stage, event_id, part, new = (where.get(each) for each in ("stage", "event_id", "part", "new"))
        if isinstance(stage, str):
            self.presenter.show(EventFilter(EventStage(stage)))
        self.presenter.start()
        if isinstance(event_id, int):
            self.presenter.show_event(event_id)
        if isinstance(part, str) and part in PARTS:
            self.detail.show_part(part)
        room_id = where.get("room_id")
        if isinstance(room_id, int):
            self.room.ask_for(room_id)
        if isinstance(new, dict):
            self._new = {str(name): str(text) for name, text in new.items() if text is not None}
        elif isinstance(new, NewEvent):
            self._new = new
        self._plan_wanted()

    def shown_at(self) -> Mapping[str, object]:
        """Return the event looked at, else the stage."""
        if self.presenter.file is not None:
            return {"event_id": self.presenter.file.line.id, "part": self.detail.part}
        return {"stage": self.presenter.wanted.stage.value}

    def leave(self) -> None:
        """Keep what was typed into a form that is open."""
        self.acts.keep()

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the page lies."""
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        actor = self._desk.actor
        self.header = PageHeader(msg("Community events"))
        self.calendar = Button(msg("Calendar"), icon="calendar", name="open-calendar")
        self.calendar.clicked.connect(lambda: self._shell.go("calendar"))
        self.header.tools.addWidget(self.calendar)
        self.copy = Button(msg("Copy for another year"), icon="copy", name="copy-event")
        self.copy.clicked.connect(self._copy)
        self.header.tools.addWidget(self.copy)
        self.add = Button(msg("Plan an event"), icon="plus", key=key("add"), name="new-event")
        self.add.clicked.connect(self._plan)
        self.header.tools.addWidget(self.add)
        column.addWidget(self.header)
        self.goals = GoalStrip(actor)
        self.goals.asked.connect(self.acts.set_goals)
        column.addWidget(self.goals)
        self.room = RoomStrip(self._desk, self._shell, self)
        column.addWidget(self.room)
        self.filters = EventFilterBar(self.presenter)
        column.addWidget(self.filters)
        self.detail = EventDetail(self.acts)
        self.detail.setMinimumWidth(480)
        self.split = beside(self._list_panel(), self.detail, shares=(0, 1))
        column.addWidget(self.split, 1)
        self.setFocusProxy(self.view)
        may_edit = allows(actor, Operation.EDIT_EVENTS)
        self.add.setVisible(may_edit)
        self.copy.setVisible(may_edit)
        self.calendar.setVisible(allows(actor, Operation.READ_CALENDAR))

    def _list_panel(self) -> Panel:
        self.list_panel = Panel(name="event-list")
        self.list_panel.setMinimumWidth(400)
        self.view = ListView(self.presenter.model, label=msg("Events"), name="events", row="row-two-line")
        self.empty = EmptyState("", icon="calendar-days")
        self.list_panel.body.addWidget(ListFrame(self.view, self.empty))
        self.more = Button(msg("Show more"), icon="chevron-down", kind="link", small=True, name="more-events")
        self.more.clicked.connect(self.presenter.show_more)
        self.list_panel.body.addWidget(self.more)
        self.more.hide()
        return self.list_panel

    def _connect(self) -> None:
        self.columns = Columns(
            self.split,
            [self.list_panel, self.filters, self.goals],
            self.detail,
            self.detail.back,
            list_width=LIST_WIDTH,
            keyed=[self.add, self.detail.guests.door],
        )
        presenter = self.presenter
        presenter.conditions_changed.connect(self._conditions_changed)
        presenter.goaled.connect(self._show_goals)
        presenter.waiting.connect(self._count)
        presenter.detailed.connect(self._show_detail)
        presenter.named.connect(lambda _names: self._plan_wanted())
        presenter.failed.connect(self._fail)
        presenter.model.loaded.connect(self._choose_first)
        self.view.row_changed.connect(lambda _row: self._look())
        self.view.opened.connect(self._open)
        self.detail.left.connect(self._show_list)
        self.room.invite_asked.connect(self._invite_room)
        self.room.sign_up_asked.connect(self._sign_up_room)
        self.listen("leave", self._show_list)
        self.listen("reload", presenter.read)

    def _show_list(self) -> None:
        self.give_place(to_detail=False)
        self.view.setFocus()

    # --- the list --------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        line: EventLine | None = self.view.row
        if self.presenter.is_seeking:
            return
        if line is None:
            self.presenter.look(None)
        elif self.presenter.file is None or self.presenter.file.line.id != line.id:
            self.presenter.look(line.id)

    def _show_detail(self, file: EventFile | None) -> None:
        row: EventLine | None = self.view.row
        if file is not None and (row is None or row.id != file.line.id):
            self.view.select(file.line.id)
        self.detail.show_file(file)
        self.copy.setEnabled(file is not None)
        if file is not None and self.presenter.take_asked(file.line.id):
            self.give_place(to_detail=True)
            if self.one_column:
                self.detail.take_keyboard()

    def _open(self, _line: EventLine) -> None:
        """Show an event in full where it has no place beside the list, and give it the keyboard.

        Where a household is asked for, it is the event that was chosen for it.
        """
        self.give_place(to_detail=True)
        self.detail.take_keyboard()
        if self.room.label:
            self._sign_up_room(self.room.label)

    def _choose_first(self) -> None:
        model, seeking = self.presenter.model, self.presenter.is_seeking
        if model.rowCount() and not self.view.currentIndex().isValid() and not seeking:
            self.view.selectRow(0)
        count = model.rowCount()
        self.header.set_title(
            msg("Community events"), lambda spoken: spoken.ngettext("%(count)s shown", "%(count)s shown", count)
        )
        self.more.setVisible(self.presenter.has_more)
        self._look()

    def _conditions_changed(self) -> None:
        missing, advice = _EMPTY[self.presenter.wanted.stage]
        if self.presenter.is_narrowed:
            missing, advice = msg("No event is like this"), msg("Take the conditions off to see the others.")
        say(self.empty.missing, text=missing)
        say(self.empty.advice, text=advice)

    def _show_goals(self, goals: Sequence[GoalLine]) -> None:
        self.goals.show_goals(goals, self.presenter.today.year)

    def _count(self, counts: EventCounts) -> None:
        self._shell.set_count(PLACE, counts.to_close)

    # --- acting ----------------------------------------------------------------------------------------------------

    def _plan_wanted(self) -> None:
        """Open the form that another page asked for, once there are names to choose from."""
        if self._new is not None and self.presenter.is_named:
            new, self._new = self._new, None
            if isinstance(new, dict):
                self.acts.plan(texts=new)
            else:
                self.acts.plan(new)

    def _plan(self) -> None:
        self.acts.plan()

    def _copy(self) -> None:
        if self.detail.file is not None:
            self.acts.copy(self.detail.file.line)

    def _invite_room(self, label: str) -> None:
        if self.detail.file is not None:
            self.acts.invite(self.detail.file, label)

    def _sign_up_room(self, label: str) -> None:
        if self.detail.file is not None:
            self.give_place(to_detail=True)
            self.detail.show_part("guests")
            self.detail.guests.begin(label)
            self.room.close_it()

    def _fail(self, error: TouchpointError) -> None:
        self._shell.tell(error.problems[0].message)
        self._choose_first()
