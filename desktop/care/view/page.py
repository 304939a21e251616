"""The page of care: its lists, the one looked at beside them, and what can be done with what is chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from desktop.care.presenter import CareListPresenter, GiftListPaper
from desktop.care.rows import CareList, Stage
from desktop.care.view.acting import CareActs, labels_of
from desktop.care.view.detail import CareDetail
from desktop.care.view.filters import CareFilterBar
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel
from desktop.ui.table import ListView
from desktop.ui.two_columns import Columns, TwoColumnPage, beside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.care.rows import CareCounts, CareLine
    from desktop.core.i18n import Message
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["CarePage"]

DETAIL_WIDTH = 384
PLACE = "care"

_EMPTY: Mapping[CareList, tuple[Message, Message]] = {
    CareList.DUE: (msg("Nothing is due today"), msg("Plan a visit, a gift or a reminder for a household.")),
    CareList.PLANNED: (msg("No care is planned"), msg("Plan a visit, a gift or a reminder for a household.")),
    CareList.WELCOME: (
        msg("Nobody waits for a welcome call"),
        msg("Whoever moves in is listed here for the first 30 days."),
    ),
    CareList.FORGOTTEN: (
        msg("No household is forgotten"),
        msg("Every household with a legacy issue has something planned within 90 days."),
    ),
    CareList.ENDED: (msg("Nothing has ended yet"), msg("What is done or given up appears here with its result.")),
}


class CarePage(TwoColumnPage):
    """Care tasks, calls of welcome, forgotten households.

    `show_at(list="due")` shows one of `CareList`; `show_at(task_id=7)` the task on the list it is on;
    `show_at(series="...")` those planned together.
    """

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show what is due, as `desk`'s account may see it."""
        super().__init__()
        self.setObjectName("care-page")
        self._shell = shell
        self._desk = desk
        self._may_edit = allows(desk.actor, Operation.EDIT_CARE)
        self.listing = CareListPresenter(desk, shell.tasks, shell.bus, self)
        self.reader = self.listing
        self.acts = CareActs(desk, shell, self)
        self.acts.writer.outdated.connect(self.listing.reload)
        self._build()
        self._connect()
        self._conditions_changed()
        self._offer()

    def show_at(self, **where: object) -> None:
        """Show the list, the task or the series asked for, or what was shown before."""
        wanted, task_id, series = where.get("list"), where.get("task_id"), where.get("series")
        if isinstance(series, str):
            self.listing.show_series(series)
        elif wanted is not None:
            self.listing.show(CareList(str(wanted)))
        elif isinstance(task_id, int):
            self.listing.show_task(task_id, partial(self.view.select, task_id))
        self.listing.start()

    def about(self) -> Mapping[str, object]:
        """Return the household of the row looked at: a new request is most likely its own."""
        return {"room_id": self.detail.line.room_id} if self.detail.line is not None else {}

    def leave(self) -> None:
        """Keep what was typed into a form that is open."""
        self.acts.keep()

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        self.header = PageHeader(msg("Care"))
        self.gifts = Button(msg("Gift lists"), icon="gift", name="to-gifts")
        self.gifts.clicked.connect(lambda: self._shell.go("gifts"))
        self.header.tools.addWidget(self.gifts)
        self.gifts.setVisible(allows(self._desk.actor, Operation.READ_GIFTS))
        self.print = Button(msg("Print the list"), icon="printer", key=key("print"), name="print-care")
        self.print.clicked.connect(self._print)
        self.header.tools.addWidget(self.print)
        self.plan = Button(msg("Plan care"), icon="plus", key=key("plan-care"), name="plan-care")
        self.plan.clicked.connect(self._plan_new)
        self.header.tools.addWidget(self.plan)
        self.plan.setVisible(self._may_edit)
        column.addWidget(self.header)
        self.filters = CareFilterBar(self.listing)
        column.addWidget(self.filters)
        self.detail = CareDetail(self._desk.zone, lambda: self.listing.today)
        self.detail.setMinimumWidth(300)
        self.split = beside(self._list_panel(), self.detail)
        column.addWidget(self.split, 1)
        self.setFocusProxy(self.view)

    def _list_panel(self) -> Panel:
        self.list_panel = Panel(name="care-list")
        self.list_panel.setMinimumWidth(360)
        self.view = ListView(self.listing.model, label=msg("Care"), name="care", row="row-dense", several=True)
        self.empty = EmptyState("", icon="heart-handshake")
        self.list_panel.body.addWidget(ListFrame(self.view, self.empty))
        self._actions: dict[str, Button] = {}
        if self._may_edit:
            self._add_action("finish", msg("Done"), "check", key("complete"), self._finish)
            self._add_action("plan", msg("Plan care"), "plus", "", self._plan_chosen)
            self._add_action("move", msg("Another day"), "calendar-clock", "", partial(self._with_one, self.acts.move))
            self._add_action("drop", msg("Give up"), "circle-x", "", partial(self._with_one, self.acts.drop))
            self._add_action("reopen", msg("Take up again"), "undo-2", "", partial(self._with_one, self.acts.reopen))
            self.list_panel.foot.addStretch(1)
        return self.list_panel

    def _add_action(self, name: str, words: Message, icon: str, keys: str, act: Callable[[], None]) -> None:
        button = Button(words, icon=icon, key=keys, name=f"care-{name}")
        button.clicked.connect(lambda _checked=False: act())
        self.list_panel.foot.addWidget(button)
        self._actions[name] = button

    def _connect(self) -> None:
        self.columns = Columns(
            self.split,
            [self.list_panel],
            self.detail,
            self.detail.back,
            detail_width=DETAIL_WIDTH,
            keyed=[self.print, self.plan, *self._actions.values()],
        )
        self.listing.conditions_changed.connect(self._conditions_changed)
        self.listing.counted.connect(self._counted)
        self.listing.model.count_changed.connect(lambda _count: self._say_title())
        self.listing.model.loaded.connect(self._choose_first)
        self.view.selectionModel().selectionChanged.connect(lambda _new, _old: self._look())
        self.view.row_changed.connect(lambda _row: self._look())
        self.view.opened.connect(self._open)
        self.detail.left.connect(self._show_list)
        self.detail.room_asked.connect(lambda room_id: self._shell.go("households", room_id=room_id))
        self.detail.series_asked.connect(self._show_series)
        self.listen("leave", self._show_list)
        self.listen("reload", self.listing.reload)

    def _show_list(self) -> None:
        self.give_place(to_detail=False)
        self.view.setFocus()

    # --- the list --------------------------------------------------------------------------------------------------

    def _places(self) -> list[int]:
        return sorted(index.row() for index in self.view.selectionModel().selectedRows())

    def _look(self) -> None:
        self.detail.show_lines(self.view.rows, len(self._places()))
        self._offer()

    def _open(self, line: CareLine) -> None:
        """Show a row in full where it has no place beside the list; else open its household."""
        if self.one_column:
            self.give_place(to_detail=True)
            self.detail.back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._shell.go("households", room_id=line.room_id)

    def _choose_first(self) -> None:
        if self.listing.model.rowCount() and not self.view.currentIndex().isValid():
            self.view.selectRow(0)
        self._look()

    def _show_series(self, series: str) -> None:
        ended = self.listing.wanted.list is CareList.ENDED
        self.listing.show_series(series, CareList.ENDED if ended else CareList.PLANNED)

    def _conditions_changed(self) -> None:
        self.view.clearSelection()
        missing, advice = _EMPTY[self.listing.wanted.list]
        narrowed = bool(self.listing.wanted.kinds or self.listing.wanted.series)
        say(self.empty.missing, text=msg("Nothing of this kind is on the list") if narrowed else missing)
        say(self.empty.advice, text=msg("Take the conditions off to see the others.") if narrowed else advice)
        self._say_title()
        self._offer()

    def _counted(self, counts: CareCounts) -> None:
        self._shell.set_count(PLACE, counts.due)

    def _say_title(self) -> None:
        count = self.listing.model.rowCount()
        self.header.set_title(msg("Care"), lambda spoken: spoken.ngettext("%(count)s shown", "%(count)s shown", count))
        self.print.setEnabled(bool(count))

    # --- acting ----------------------------------------------------------------------------------------------------

    def _offer(self) -> None:
        """Show what can be done with the rows chosen."""
        rows: Sequence[CareLine] = self.view.rows
        stages = {row.stage for row in rows}
        one = len(self._places()) == 1
        open_only = bool(stages) and (stages == {Stage.PLANNED} or (one and stages == {Stage.WELCOME_DUE}))
        offers = {
            "finish": open_only,
            "plan": bool(rows),
            "move": one and stages == {Stage.PLANNED},
            "drop": one and open_only,
            "reopen": one and bool(stages & {Stage.DONE, Stage.DROPPED}),
        }
        ended = self.listing.wanted.list is CareList.ENDED
        tasks = self.listing.by_kind
        shown = {"finish": not ended, "move": tasks and not ended, "drop": not ended, "reopen": ended}
        shown["finish"] = shown["drop"] = not ended and self.listing.wanted.list is not CareList.FORGOTTEN
        for name, button in self._actions.items():
            button.setEnabled(offers[name])
            button.setVisible(shown.get(name, True))
        several = len(self._places()) > 1
        if "plan" in self._actions:
            say(self._actions["plan"], text=msg("Plan for all chosen") if several else msg("Plan for this household"))

    def _with_chosen(self, act: Callable[[Sequence[CareLine]], None]) -> None:
        self.listing.chosen(self._places(), act)

    def _with_one(self, act: Callable[[CareLine], None]) -> None:
        self._with_chosen(lambda lines: act(lines[0]) if len(lines) == 1 else None)

    def _finish(self) -> None:
        self._with_chosen(self.acts.finish)

    def _plan_new(self) -> None:
        """Plan for the households of the rows chosen where there are several, else ask for whom."""
        if len(self._places()) > 1:
            self._plan_chosen()
        else:
            self.acts.plan()

    def _plan_chosen(self) -> None:
        self._with_chosen(lambda lines: self.acts.plan(labels_of(lines)))

    def _print(self) -> None:
        """Print the rows chosen where there are several, else the whole list."""
        places = self._places()
        if len(places) > 1:
            self._with_chosen(self._show_paper)
        else:
            self._show_paper(())

    def _show_paper(self, lines: Sequence[CareLine]) -> None:
        self._shell.show_paper(GiftListPaper(self._desk, self.listing.wanted, lines))
