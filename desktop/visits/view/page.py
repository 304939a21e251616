"""The desk's page of the gate: visits, who is inside, who is expected, passes, watchlist, calls, set-up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.core.permissions import Operation
from desktop.ui.buttons import Button
from desktop.ui.choices import SegmentedRow
from desktop.ui.keys import key
from desktop.ui.language import say, translate, ui_language
from desktop.ui.page_tabs import PageTabs
from desktop.ui.panels import PageHeader
from desktop.ui.shell import Page
from desktop.ui.tab_order import keep_tab_order
from desktop.ui.table import arrange_all
from desktop.visits.presenter import EvacuationPaper, NightPaper, ShiftPaper, VisitLogPaper
from desktop.visits.rows import VisitFilter
from desktop.visits.view.acting import VisitActs
from desktop.visits.view.calls import CallsPart
from desktop.visits.view.expected import ExpectedPart
from desktop.visits.view.inside import InsidePart
from desktop.visits.view.log import LogPart
from desktop.visits.view.passes import PassesPart
from desktop.visits.view.setup import SetupPart
from desktop.visits.view.shown import Act
from desktop.visits.view.watchlist import WatchlistPart

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.i18n import Message
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.visits.view.part import Part

__all__ = ["PARTS", "VisitsPage"]

PARTS: Mapping[str, tuple[Message, Callable[[VisitActs], Part[Any]], Operation]] = {
    "log": (msg("Visit log"), LogPart, Operation.READ_VISITS),
    "inside": (msg("Inside now"), InsidePart, Operation.READ_VISITS),
    "expected": (msg("Expected visitors"), ExpectedPart, Operation.READ_VISITS),
    "passes": (msg("Passes"), PassesPart, Operation.READ_VISITS),
    "watchlist": (msg("Watchlist"), WatchlistPart, Operation.READ_WATCHLIST),
    "calls": (msg("Calls from the gate"), CallsPart, Operation.ANSWER_GATE),
    "setup": (msg("Set-up"), SetupPart, Operation.EDIT_GATE),
}
"""The parts of the page in their order: word, what makes it, and who may see it."""

_SOUGHT = {
    "visit_id": "log",
    "expected_id": "expected",
    "pass_id": "passes",
    "watch_id": "watchlist",
    "call_id": "calls",
}
"""Which part shows what `show_at` may be asked for."""


class VisitsPage(Page):
    """The gate as the desk sees it.

    `show_at(part="calls")` shows one of `PARTS`; `show_at(visit_id=7)`, `expected_id`, `pass_id`, `watch_id` and
    `call_id` one row in its part; `show_at(wanted=VisitFilter(...))` the visits that a count was taken from;
    `show_at(expect=(3, "3-1-502"))` opens the form in which that household expects somebody.
    """

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show what `desk`'s account may see; each part is made when it is first shown."""
        super().__init__()
        self.setObjectName("visits-page")
        self._desk = desk
        self._shell = shell
        self.acts = VisitActs(desk, shell, self)
        self.acts.writer.outdated.connect(self._read)
        self.parts: dict[str, Part[Any]] = {}
        self._offered = [name for name, (_words, _make, needs) in PARTS.items() if self.acts.may(needs)]
        self._build()
        self._turn(self._offered[0])

    # --- what the window asks ---------------------------------------------------------------------------------------

    def show_at(self, **where: object) -> None:
        """Show the part or the row asked for, or what was shown before."""
        part, wanted, expect = where.get("part"), where.get("wanted"), where.get("expect")
        if isinstance(part, str):
            self._choose(part)
        if isinstance(wanted, VisitFilter):
            self._choose("log")
            log = self.parts["log"]
            assert isinstance(log, LogPart)
            log.show_wanted(wanted)
        for name, of in _SOUGHT.items():
            sought = where.get(name)
            if isinstance(sought, int) and of in self._offered:
                self._choose(of)
                self.parts[of].seek(sought)
        if isinstance(expect, tuple):
            self._expect((int(expect[0]), str(expect[1])))

    def shown_at(self) -> Mapping[str, object]:
        """Return the part shown."""
        return {"part": self.tabs.key}

    def about(self) -> Mapping[str, object]:
        """Return the household looked at: a new request is most likely about it."""
        room_id = getattr(self.part.view.row, "room_id", None)
        return {"room_id": room_id} if room_id else {}

    def leave(self) -> None:
        """Keep what was typed into a form that is open."""
        self.acts.keep()

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the page lies."""
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    @property
    def part(self) -> Part[Any]:
        """Return the part shown."""
        return self.parts[self.tabs.key]

    # --- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        self.header = PageHeader(msg("The gate"))
        self.header.tags.addWidget(PageTabs("visits", self._desk.actor, self._shell))
        self.print = Button(msg("Print"), icon="printer", key=key("print"), name="print-gate")
        self.print.clicked.connect(self._print)
        self.add = Button("", icon="plus", key=key("add"), name="add-gate")
        self.add.clicked.connect(self._add)
        for button in (self.print, self.add):
            self.header.tools.addWidget(button)
        column.addWidget(self.header)
        self.tabs = SegmentedRow([(name, PARTS[name][0]) for name in self._offered], name="gate-part", on_page=True)
        self.tabs.choose(self._offered[0])
        self.tabs.chosen.connect(self._turn)
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        column.addWidget(self._row)
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        self.print.setVisible(self.acts.may(Operation.PRINT_VISITS))
        self.add.hide()
        for name, step in (("part-after", 1), ("part-before", -1)):
            shortcut = QShortcut(QKeySequence(key(name)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._step, step))

    # --- the parts --------------------------------------------------------------------------------------------------

    def _choose(self, name: str) -> None:
        if name in self._offered:
            self.tabs.choose(name)

    def _step(self, by: int) -> None:
        place = (self._offered.index(self.tabs.key) + by) % len(self._offered)
        self._choose(self._offered[place])
        self.part.view.setFocus()

    def _turn(self, name: str) -> None:
        if not name:
            return
        part = self.parts.get(name)
        if part is None:
            part = self.parts[name] = PARTS[name][1](self.acts)
            part.counted.connect(partial(self._say, part))
            part.placed.connect(self._make_room)
            self.stack.addWidget(part)
            arrange_all(part, self._shell.settings, f"visits-{name}")
        else:
            part.give_place(to_detail=False)
        self.stack.setCurrentWidget(part)
        self.setFocusProxy(part.view)
        self._say(part)

    def _make_room(self, alone: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Leave a small page to what is looked at on it."""
        for widget in (self.header, self._row):
            widget.setVisible(not alone)

    def _say(self, part: Part[Any]) -> None:
        """Say what is counted in the part shown, and offer what can be added there."""
        if part is not self.stack.currentWidget():
            return
        self.header.set_title(msg("The gate"), part.note())
        act = part.adding() or self._expecting()
        self.add.setVisible(act is not None)
        if act is not None:
            say(self.add, text=act.words, accessibleName=act.words)
            self.add.updateGeometry()

    def _expecting(self) -> Act | None:
        """Return what is offered in every part that has nothing of its own to add: households call at any time."""
        if not self.acts.may(Operation.EXPECT_VISITOR):
            return None
        return Act(msg("Expect a visitor"), "expect", self._expect, "user-plus")

    def _expect(self, room: tuple[int, str] | None = None) -> None:
        """Turn to the expected visitors and add one, of `room` where that is known."""
        self._choose("expected")
        expected = self.part
        assert isinstance(expected, ExpectedPart)
        expected.begin(room)

    def _add(self) -> None:
        act = self.part.adding() or self._expecting()
        if act is not None:
            act.do()

    def _read(self) -> None:
        """Read again, because somebody else was first."""
        self.part.presenter.read()

    # --- printing ---------------------------------------------------------------------------------------------------

    def papers(self) -> Sequence[Act]:
        """Return what can be printed: first what is looked at, then the lists of the day."""
        desk, show = self._desk, self._shell.show_paper
        log = self.parts.get("log")
        wanted = log.presenter.wanted if isinstance(log, LogPart) else VisitFilter()
        return (
            *self.part.papers(),
            Act(msg("Visitor log"), "print-log", lambda: show(VisitLogPaper(desk, wanted))),
            Act(msg("Who is inside, by building"), "print-evacuation", lambda: show(EvacuationPaper(desk))),
            Act(msg("Overdue and overnight"), "print-night", lambda: show(NightPaper(desk))),
            Act(msg("Count of the shift"), "print-shift", lambda: show(ShiftPaper(desk))),
        )

    def print_menu(self) -> QMenu:
        """Return the menu of papers."""
        menu, spoken = QMenu(self), ui_language().language
        for act in self.papers():
            action = QAction(translate(act.words, spoken), menu)
            action.triggered.connect(partial(_run, act))
            menu.addAction(action)
        return menu

    def _print(self) -> None:
        menu = self.print_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.print.mapToGlobal(self.print.rect().bottomLeft()))


def _run(act: Act, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    act.do()
