"""The page the day begins with: what waits as counts, what comes next, the month so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.app.today.gate import RefusedStrip
from desktop.app.today.links import LINKS, OPENS, LinkRow
from desktop.app.today.parts import LISTS, MARKED, SLIPS_OUT, Besides, Day, Goals, LastShift
from desktop.app.today.presenter import TodayPresenter
from desktop.app.today.side import GoalsPanel, ShiftPanel, SideColumn
from desktop.care.rows import CareList
from desktop.core.i18n import Language, Message, msg, nmsg
from desktop.core.permissions import Operation, allows
from desktop.requests.model import RequestKind
from desktop.requests.rows import KIND_LABELS
from desktop.requests.table import Seen, room_of, status_of
from desktop.ui.buttons import Button
from desktop.ui.keys import key as key_of
from desktop.ui.panels import EmptyState, Facts, ListFrame, PageHeader, Panel
from desktop.ui.shell import Page
from desktop.ui.table import Cell, Column, ListView, RowsModel
from desktop.ui.tiles import CountTile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from desktop.app.gate_day import GateDay
    from desktop.app.outage_day import OutageDay
    from desktop.app.today.outages import OutageStrips
    from desktop.core.errors import TouchpointError
    from desktop.handover.rows import HandoverRow
    from desktop.months.rows import MonthSummary
    from desktop.requests.rows import RequestLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["TodayPage"]

ONE_COLUMN = 1000
TILES: Mapping[str, tuple[Message, str, str]] = {
    "overdue": (msg("Overdue"), "clock-alert", "red"),
    "due_today": (msg("Due today"), "calendar-clock", "amber"),
    "awaits_follow_up": (msg("To follow up"), "phone-outgoing", "accent"),
    "to_dispatch": (msg("To dispatch"), "send", "accent"),
    "held": (msg("On hold too long"), "circle-pause", "amber"),
    "care": (msg("Care due"), "heart-handshake", "amber"),
}
"""What is looked at many times a day, with its key in this order."""

CARE_LISTS = {"care": CareList.DUE, "welcome": CareList.WELCOME, "forgotten": CareList.FORGOTTEN}
LEAST_WIDE = 640
LOW = 480
DRAFTS = "intake"
"""The form whose parked drafts are counted (`requests.presenter.drafting`, which would cost the start its speed)."""


class TodayPage(Page):
    """Today; each count opens its list, each row its request."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show the day of `desk`'s community."""
        super().__init__()
        self.setObjectName("ground")
        self._desk = desk
        self._shell = shell
        # Who calls is shown the households to call by tonight, as the page of calls counts them; others the requests.
        self._calls = allows(desk.actor, Operation.FOLLOW_UP_REQUEST)
        self._awaiting = 0
        self.presenter = TodayPresenter(desk, shell.tasks, shell.bus, self)
        self.presenter.changed.connect(self._show)
        self.presenter.besides_changed.connect(self._show_besides)
        self.presenter.gate_changed.connect(self._show_gate)
        self.presenter.goals_changed.connect(self._show_goals)
        self.presenter.month_changed.connect(self._show_month)
        self.presenter.failed.connect(self._fail)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        self.header = PageHeader(msg("Today"))
        column.addWidget(self.header)
        self._add_handover()
        self._strips_place = QVBoxLayout()
        column.addLayout(self._strips_place)
        self.strips: OutageStrips | None = None
        self._gate_asks = False
        self._missed_on: date | None = None
        self._refused = RefusedStrip(shell)
        column.addWidget(self._refused)
        column.addLayout(self._tiles())
        self._links = LinkRow(desk.actor)
        self.links = self._links.links
        self._links.opened.connect(self._open_list)
        column.addWidget(self._links)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(12)
        self._across.addWidget(self._next(), 818)
        self._across.addWidget(self._beside(), 336)
        column.addLayout(self._across, 1)
        self.setFocusProxy(self.list)

    def show_at(self, **_where: object) -> None:
        """Read the day anew."""
        self.presenter.shown = True
        today = self._desk.clock.now().astimezone(self._desk.zone).date()
        self.header.set_title(msg("Today"), lambda spoken: f"{spoken.short_date(today)} {spoken.weekday(today)}")
        self._count_drafts()
        self.presenter.read()

    def leave(self) -> None:
        """Stop reading while nobody looks."""
        self.presenter.shown = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the panels where the page is narrow; the tiles lose their keys there."""
        super().resizeEvent(event)
        narrow = self.width() < ONE_COLUMN
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._across.setDirection(direction)
        if self._first_request is not None:
            # It stands in the top bar as well; a low page needs its room for words.
            self._first_request.setVisible(not narrow)
        for tile in self.tiles.values():
            tile.show_key = not narrow
            tile.updateGeometry()
        self._side.setVisible(not narrow or self.height() > 900)
        self._fold_links()

    def sizeHint(self) -> QSize:
        """Return the size of a page in the smallest window."""
        return QSize(904, 384)

    def minimumSizeHint(self) -> QSize:
        """Return less than six tiles with their keys need: they lose them where the page is narrow."""
        return QSize(LEAST_WIDE, super().minimumSizeHint().height())

    def _add_handover(self) -> None:
        if not allows(self._desk.actor, Operation.READ_HANDOVER):
            return
        keys = key_of("hand-over")
        self.handover = Button(msg("End of the day"), icon="history", key=keys, bind=False, name="to-handover")
        self.handover.clicked.connect(lambda: self._shell.go("handover", unread=True))
        self.header.tools.addWidget(self.handover)

    def _tiles(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.tiles: dict[str, CountTile] = {}
        for place, (key, (words, icon, tone)) in enumerate(TILES.items()):
            if key in CARE_LISTS and not allows(self._desk.actor, Operation.READ_CARE):
                continue
            tile = CountTile(words, icon, tone=tone, key=f"Alt+{place + 1}", name=f"tile-{key}")
            tile.clicked.connect(lambda _checked=False, key=key: self._open_list(key))
            self.tiles[key] = tile
            row.addWidget(tile, 1)
        return row

    def _next(self) -> QWidget:
        self._panel = Panel(msg("Next"), name="next")
        self._rows: RowsModel[RequestLine] = RowsModel(self._columns(), parent=self)
        self.list = ListView(self._rows, label=msg("Next"), name="next-list")
        self.list.opened.connect(self._open)
        self.list.acted.connect(lambda row, _key: self._open(row))
        self._first_request: Button | None = None
        if allows(self._desk.actor, Operation.REPORT_REQUEST):
            button = Button(msg("New request"), icon="plus", name="first-request")
            button.clicked.connect(lambda: self._shell.go("intake"))
            self._first_request = button
        empty = EmptyState(
            msg("Nothing is overdue or due today."),
            msg("What comes in now is due by the rules."),
            button=self._first_request,
        )
        self._panel.body.addWidget(ListFrame(self.list, empty))
        return self._panel

    def _columns(self) -> tuple[Column[RequestLine], ...]:
        seen = Seen(self._desk.clock, self._desk.zone)

        def kind(row: RequestLine, spoken: Language) -> str:
            return spoken.gettext("Follow-up") if row.awaits_follow_up else spoken.message(KIND_LABELS[row.kind])

        def due(row: RequestLine, spoken: Language) -> Cell:
            if row.late is None and row.awaits_follow_up and row.follow_up_due_at is not None:
                by = seen.when(row.follow_up_due_at, spoken)
                return Cell(by, tone="violet", icon="phone-outgoing", chip=True)
            if row.late is None and row.due_at is not None:
                return Cell(seen.when(row.due_at, spoken), tone="amber", icon="clock", chip=True)
            return status_of(row, spoken)

        def room(row: RequestLine, spoken: Language) -> Cell:
            return Cell(room_of(row, spoken), strong=True)

        return (
            Column("due", msg("Due"), due, 150, sort=False),
            Column("room", msg("Room"), room, 92, sort=False),
            Column("kind", msg("Kind"), kind, 96, sort=False),
            Column("words", msg("About"), lambda row, _spoken: row.words, stretch=True, sort=False),
            Column("worker", msg("Handled by"), lambda row, _spoken: row.worker or row.department, 92, sort=False),
            Column(
                "open",
                msg("Action"),
                lambda _row, spoken: Cell(spoken.gettext("Open"), link=True),
                64,
                right=True,
                sort=False,
            ),
        )

    def _beside(self) -> QWidget:
        self.goals = GoalsPanel()
        self.shift = ShiftPanel(self._desk.zone)
        self.shift.opened.connect(self._open_handover)
        self.presenter.shift_changed.connect(self._show_shift)
        self.month = Panel(msg("This month so far"), note=msg("last month in brackets"), name="month")
        self.month.pad()
        self._facts = Facts(width=120)
        self.month.body.addWidget(self._facts)
        self.month.body.addStretch(1)
        more = Button(msg("Open"), kind="link", small=True, name="open-month")
        more.clicked.connect(lambda: self._shell.go("month"))
        self.month.tools.addWidget(more)
        self._side = SideColumn(self.goals, self.shift, self.month)
        return self._side

    def _show(self, day: Day) -> None:
        counts = day.counts
        self._awaiting = counts.awaits_follow_up
        for key, tile in self.tiles.items():
            if key not in CARE_LISTS and not (key == "awaits_follow_up" and self._calls):
                tile.show_count(day.held if key == "held" else getattr(counts, key), _fact(key, day))
        self._shell.set_count("requests", day.open)
        self._count_drafts()
        self._rows.set_rows(day.next_up)
        self._panel.set_title(
            msg("Next"),
            nmsg(
                "%(count)s request overdue, due today or to be called back",
                "%(count)s requests overdue, due today or to be called back",
                counts.overdue + counts.due_today + counts.awaits_follow_up,
            ),
        )

    def _show_besides(self, besides: Besides) -> None:
        self._links.show_count("marked", besides.marked)
        self._links.show_count("slips", besides.slips)
        self._links.show_count("rounds", besides.rounds)
        self._links.show_count("actions", besides.late_actions)
        self._links.show_count("confirm", besides.to_confirm)
        if besides.late_actions is not None:
            self._shell.set_count("issues", besides.late_actions)
        if besides.follow_ups is not None:
            waiting = nmsg("%(count)s request in all", "%(count)s requests in all", self._awaiting)
            self.tiles["awaits_follow_up"].show_count(besides.follow_ups, waiting if self._awaiting else "")
            self._shell.set_count("follow_ups", besides.follow_ups)
        care = besides.care
        if care is not None:
            self.tiles["care"].show_count(care.due)
            self._links.show_count("welcome", care.welcome)
            self._links.show_count("forgotten", care.forgotten)
            self._shell.set_count("care", care.due)
        if besides.gifts is not None:
            self._links.show_count("gifts", besides.gifts.households)
        if besides.events is not None:
            self._links.show_count("events", besides.events.today)
            self._links.show_count("to_close", besides.events.to_close)
            self._shell.set_count("events", besides.events.to_close)
        if besides.outages is not None:
            self._show_outages(besides.outages)

    def _show_outages(self, day: OutageDay) -> None:
        self._links.show_count("unreached", day.counts.unreached)
        self._links.show_count("promised", day.counts.promised)
        self._shell.set_count("outages", day.counts.running)
        if self.strips is None and day.running:
            # It comes with the first outage that runs: nothing of outages is brought in before the window is painted.
            from desktop.app.today.outages import OutageStrips  # noqa: PLC0415

            self.strips = OutageStrips(self._desk, self._shell)
            self._strips_place.addWidget(self.strips)
        if self.strips is not None:
            self.strips.show_day(day)
        self._fold_links()

    def _show_gate(self, day: GateDay) -> None:
        self._links.show_count("gate_calls", day.calls)
        self._links.show_count("overridden", day.overridden)
        self._links.show_count("expected", day.expected)
        self._links.show_count("run_out", day.run_out)
        self._links.show_count("missed", day.missed)
        self._links.show_count("to_sign", day.to_sign)
        self._links.show_count("to_approve", day.to_approve)
        self._shell.set_count("visits", day.calls)
        self._refused.show_row(day.not_reduced)
        self._missed_on = day.missed_on
        self._gate_asks = day.asks
        self._fold_links()

    def _fold_links(self) -> None:
        """Let the list keep a few rows on a low page while an outage runs or the gate asks for something."""
        running = self.strips is not None and not self.strips.isHidden()
        self._links.shorten((running or self._gate_asks) and self.height() < LOW)

    def _count_drafts(self) -> None:
        self._links.show_count("drafts", len(self._shell.drafts.all(DRAFTS)))

    def _show_goals(self, goals: Goals) -> None:
        today = self._desk.clock.now().astimezone(self._desk.zone).date()
        self.goals.show_goals(goals.rows, today, goals.festival)

    def _show_shift(self, last: LastShift) -> None:
        self.shift.show_row(last.row)
        self._shell.set_count("handover", last.unread)

    def _open_handover(self, row: HandoverRow | None) -> None:
        if row is not None:
            self._shell.go("handover", handover_id=row.id)

    def _show_month(self, month: MonthSummary) -> None:
        # It comes with the first figures: nothing of months is brought in before the window is painted.
        from desktop.app.today.month import month_facts  # noqa: PLC0415

        self._facts.show_facts(month_facts(month))
        self._side.fit()

    def _fail(self, error: TouchpointError) -> None:
        self._shell.tell(error.problems[0].message)

    def _open_list(self, key: str) -> None:
        """Open what a count has counted."""
        if key in CARE_LISTS:
            self._shell.go("care", list=CARE_LISTS[key])
        elif key == "awaits_follow_up" and self._calls:
            self._shell.go("follow_ups")
        elif key == "overridden":
            self._show_overridden()
        elif key == "missed" and self._missed_on is not None:
            self._shell.go("patrols", day=self._missed_on)
        elif key in OPENS:
            page, where = OPENS[key]
            self._shell.go(page, **where)
        elif key == "marked":
            self._shell.go("requests", wanted=MARKED, title=LINKS[key][0])
        elif key == "slips":
            self._shell.go("requests", wanted=SLIPS_OUT, title=LINKS[key][0])
        else:
            self._shell.go("requests", wanted=LISTS[key])

    def _show_overridden(self) -> None:
        from desktop.visits.rows import VisitFilter  # noqa: PLC0415 - nothing of visits comes before the window

        today = self._desk.clock.now().astimezone(self._desk.zone).date()
        self._shell.go("visits", wanted=VisitFilter(first_day=today, last_day=today, overridden=True))

    def _open(self, row: RequestLine | None) -> None:
        if row is not None:
            self._shell.go("requests", request_id=row.id)


def _fact(key: str, day: Day) -> Message | str:
    """Return the one thing worth knowing beside a count."""
    rows = [row for row in day.next_up if row.late is not None]
    if key == "overdue" and rows:
        longest = max(row.late for row in rows if row.late is not None)
        days = longest.days
        if days:
            return nmsg("by up to %(count)s day", "by up to %(count)s days", days)
        return nmsg("by up to %(count)s hour", "by up to %(count)s hours", longest.seconds // 3600)
    if key == "awaits_follow_up":
        complaints = sum(row.awaits_follow_up and row.kind is RequestKind.COMPLAINT for row in day.next_up)
        if complaints:
            return nmsg("%(count)s complaint among them", "%(count)s complaints among them", complaints)
    return ""
