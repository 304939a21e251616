"""The pane of patrols: a route is chosen by its digit, and walked point by point with Enter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from desktop.core.changes import new_operation_id
from desktop.core.errors import UserError
from desktop.core.i18n import Message, msg, nmsg
from desktop.gate.presenter.patrol_drafts import FindingDrafts
from desktop.gate.presenter.patrolling import PatrolPresenter
from desktop.gate.view.binding import on_key
from desktop.gate.view.patrol_forms import FindingPart, FormPart, ReasonPart, WatchPart
from desktop.gate.view.patrol_parts import SLIM, SLIM_BELOW, WIDE, ChoosePart, WalkPart
from desktop.gate.view.pieces import GatePane
from desktop.patrols.dialogs import RouteSheetPaper, SheetDialog
from desktop.patrols.model import PointOutcome
from desktop.patrols.service import PatrolService
from desktop.ui.acting import Acts
from desktop.ui.attempts import Writer
from desktop.ui.dialogs import show_error
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.gate.presenter.patrolling import Command, Walkable
    from desktop.gate.presenter.station import Station
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell

__all__ = ["PatrolPane"]

FORM = "gate-patrol"
"""The name under which half-typed sheets are kept."""


class PatrolPane(GatePane):
    """Patrols at the gate. `show_at(round_id=7)` walks that round on."""

    def __init__(self, desk: Desk, shell: Shell, station: Station) -> None:
        """Walk as `desk`'s account, in the shift of `station`."""
        super().__init__()
        self.setObjectName("gate-patrol")
        self._desk = desk
        self._shell = shell
        self._station = station
        self._busy = False
        self._warned = 0
        self._drafts = FindingDrafts(shell.drafts)
        self.presenter = PatrolPresenter(desk, shell, station, self)
        self.acts = Acts(Writer(PatrolService(desk), shell.tasks, self), shell, self, FORM)
        self._watching = Acts(Writer(VisitService(desk), shell.tasks, self), shell, self, FORM)
        self.acts.writer.outdated.connect(self.presenter.read)
        self.choosing = ChoosePart(self.presenter)
        self.walking = WalkPart(self.presenter)
        self.finding = FindingPart(desk, shell)
        self.reason = ReasonPart()
        self.watch = WatchPart(shell.drafts)
        self.parts = QStackedWidget()
        for part in (self.choosing, self.walking, self.finding, self.reason, self.watch):
            self.parts.addWidget(part)
        self.body.addWidget(self.parts, 1)
        self._why: Callable[[str], None] = lambda _words: None
        self._connect()

    def hints(self) -> Sequence[tuple[str, Message]]:
        """Return the keys of the part shown."""
        shown = self.parts.currentWidget()
        return shown.HINTS if isinstance(shown, ChoosePart | WalkPart | FormPart) else ()

    def show_at(self, **where: object) -> None:
        """Walk the round `round_id` on, or show what was shown before."""
        wanted = where.get("round_id")
        if isinstance(wanted, int) and wanted:
            self.presenter.walk(wanted)

    def shown_at(self) -> Mapping[str, object]:
        """Return the round being walked."""
        return {"round_id": self.presenter.round_id} if self.presenter.round_id else {}

    def leave(self) -> None:
        """Keep a half-typed finding."""
        if self.parts.currentWidget() is self.finding:
            self._keep()
        self.acts.keep()

    def showEvent(self, event: QShowEvent) -> None:
        """Read, and take the keyboard."""
        super().showEvent(event)
        self.presenter.start()
        self.take_keyboard()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self.presenter.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the lists less room in a narrow window."""
        super().resizeEvent(event)
        wide = SLIM if self.width() < SLIM_BELOW else WIDE
        self.choosing.own.setFixedWidth(wide)
        self.walking.panel.setFixedWidth(wide)

    # --- showing ---------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        presenter, walking = self.presenter, self.walking
        presenter.changed.connect(self._show)
        presenter.failed.connect(lambda error: show_error(self, error))
        presenter.elsewhere.connect(
            lambda point: self._tell_no_point(msg("%(point)s is a point of another route", point=point.name))
        )
        presenter.unknown.connect(lambda error: self._tell_no_point(error.problems[0].message))
        self.choosing.chosen.connect(self._choose)
        self.choosing.asked.connect(self._act)
        walking.asked.connect(self._act)
        walking.typed.connect(self._go_to)
        walking.moved.connect(self._move)
        walking.pointed.connect(self._point)
        self.finding.changed.connect(self._keep)
        self.finding.saved.connect(self._report)
        self.reason.saved.connect(lambda: self._why(self.reason.words.text))
        self.watch.saved.connect(self._note_watched)
        for part in (self.finding, self.reason, self.watch):
            part.left.connect(self._escape)
        for name, what in (
            ("gate-finding", "found"),
            ("gate-missed", "missed"),
            ("gate-round-over", "over"),
            ("gate-watch", "watch"),
            ("gate-sheet", "sheet"),
            ("gate-print", "print"),
            ("gate-undo", "undo"),
        ):
            on_key(self, name, partial(self._act, what))
        on_key(self, "gate-clear", self._escape)
        self.parts.currentChanged.connect(lambda _place: self._station.changed.emit())

    def _show(self) -> None:
        self.choosing.show_options()
        self.walking.show_round()
        shown = self.parts.currentWidget()
        if self.presenter.file is None and shown in {self.walking, self.finding, self.reason}:
            self._turn_to(self.choosing)
        elif self.presenter.file is not None and shown is self.choosing:
            self._turn_to(self.walking)
            self._take_up()
        elif shown is self.choosing and self.choosing.list.key is None and self.isVisible():
            self.choosing.enter()

    def _turn_to(self, part: ChoosePart | WalkPart | FormPart) -> None:
        self.parts.setCurrentWidget(part)
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Pass the keyboard on to the part shown."""
        part = self.parts.currentWidget()
        if isinstance(part, ChoosePart | WalkPart | FormPart):
            part.enter()

    def _escape(self) -> None:
        """Take back what was typed or warned of, else go one part back; a round that is left can be taken up again."""
        shown = self.parts.currentWidget()
        if shown is self.walking and self.walking.field.text:
            self.walking.field.set_text("")
        elif shown is self.walking and self._warned:
            first = self.presenter.skipped[0].point_id if self.presenter.skipped else self._warned
            self._point(first)
        elif shown is self.walking:
            self.presenter.walk(0)
        elif shown is self.finding:
            self._keep()
            self._turn_to(self.walking)
        elif shown is not self.choosing:
            self._turn_to(self.walking if self.presenter.file is not None else self.choosing)

    # --- walking ---------------------------------------------------------------------------------------------------

    def _option(self, route_id: object) -> Walkable | None:
        return next((option for option in self.presenter.options if option.route.id == route_id), None)

    def _choose(self, route_id: object) -> None:
        """Begin a round of a route, or take up the one that is being walked."""
        option = self._option(route_id)
        if option is None or self._busy:
            return
        if option.running is not None:
            self.presenter.walk(option.running.id)
        else:
            self._make(self.presenter.begin(option), then=lambda changes: self.presenter.walk(changes.result))

    def _act(self, what: str) -> None:
        """Do what a button or key asks for, where it means something."""
        shown = self.parts.currentWidget()
        if what == "watch" and shown in {self.choosing, self.walking}:
            self.watch.begin()
            self._turn_to(self.watch)
        elif shown is self.walking and not self._busy and self.presenter.step is not None:
            walk = {"normal": self._normal, "found": self._begin_finding, "missed": self._ask_missed}
            {**walk, "over": self._over, "undo": self._take_back}.get(what, lambda: None)()
        elif shown is self.choosing and what == "sheet":
            self._enter_sheet()
        elif shown is self.choosing and what == "print":
            option = self._option(self.choosing.list.key)
            if option is not None:
                self._shell.show_paper(RouteSheetPaper(self._desk, option.route))

    def _normal(self) -> None:
        """Note the point and go on; in a fixed order a point left out is told of first."""
        if self._passes_over():
            return
        self._make(self.presenter.noted(PointOutcome.NORMAL), then=lambda _changes: self._on(PointOutcome.NORMAL))

    def _passes_over(self) -> bool:
        """Warn of points left out, once for each point one stands at; tell whether that was done just now."""
        skipped = self.presenter.skipped
        if not skipped or self._warned == self.presenter.point_id:
            return False
        self._warned = self.presenter.point_id
        self.walking.warn(list(skipped))
        return True

    def _on(self, outcome: PointOutcome) -> None:
        """Go on from a point that was noted."""
        self._forget_warning()
        if self.parts.currentWidget() is not self.walking:
            self._turn_to(self.walking)
        self.presenter.go_on(outcome)

    def _forget_warning(self) -> None:
        self._warned = 0
        self.walking.warn([])

    def _move(self, by: int) -> None:
        self._forget_warning()
        self.presenter.move_by(by)

    def _point(self, point_id: object) -> None:
        if isinstance(point_id, int):
            self._forget_warning()
            self.presenter.stand_at(point_id)
            self.walking.enter()

    def _go_to(self, typed: str) -> None:
        """Jump to the point of a tag or number; a tag read is noted with the next Enter."""
        self._forget_warning()
        if self.presenter.go_to(typed):
            self.walking.field.set_text("")

    def _tell_no_point(self, words: Message) -> None:
        self.walking.field.edit.selectAll()
        self.walking.field.problem(words)

    def _ask_missed(self) -> None:
        step = self.presenter.step
        if step is None:
            return
        self.reason.begin(msg("Not visited: %(why)s", why=f"{step.position} {step.name}"), "")
        self._why = lambda words: self._make(
            self.presenter.noted(PointOutcome.MISSED, words),
            then=lambda _changes: self._on(PointOutcome.MISSED),
            at=self.reason,
        )
        self._turn_to(self.reason)

    def _take_back(self) -> None:
        """Make the point noted last not reached again, and go back to it."""
        file = self.presenter.file
        noted = [step for step in (() if file is None else file.steps) if step.at is not None]
        last = max(noted, key=lambda step: (step.at, step.position), default=None)
        if last is not None:
            self._make(
                self.presenter.taken_back(last.point_id),
                msg("%(point)s: taken back", point=last.name),
                then=lambda _changes: self._point(last.point_id),
            )

    def _over(self) -> None:
        left = self.presenter.left
        if not left:
            self._make(self.presenter.ended(), msg("The round is made"), then=lambda _changes: self.presenter.walk(0))
            return
        names = "、".join(f"{step.position} {step.name}" for step in left)
        count = nmsg("%(count)s point was not visited", "%(count)s points were not visited", len(left))
        self.reason.begin(count, names)
        self._why = lambda words: self._make(
            self.presenter.ended(words),
            msg("The round was broken off"),
            then=lambda _changes: self.presenter.walk(0),
            at=self.reason,
        )
        self._turn_to(self.reason)

    # --- what is found ---------------------------------------------------------------------------------------------

    def _begin_finding(self) -> None:
        step = self.presenter.step
        if step is None or self._passes_over():
            return
        kept = self._drafts.at_point(self.presenter.round_id, step.point_id)
        key = new_operation_id() if kept is None else kept.key
        self.finding.begin(step, self.presenter.choices, key, kept=kept is not None)
        if kept is not None:
            self.finding.take_up(kept.fields)
        self._turn_to(self.finding)

    def _take_up(self) -> None:
        """Go on with a finding that was half typed when the program ended."""
        point_id = self._drafts.interrupted(self.presenter.round_id)
        if point_id:
            self.presenter.stand_at(point_id)
            self._warned = point_id
            self._begin_finding()

    def _keep(self) -> None:
        """Keep what is typed of a finding, and forget it once nothing is."""
        texts, key = self.finding.texts(), self.finding.draft_key
        if texts["words"].strip() or self.finding.files.presenter.count:
            self._drafts.keep(key, self.presenter.round_id, self.presenter.point_id, texts)
        else:
            self._drafts.forget(key)

    def _report(self) -> None:
        if self._busy or self.finding.is_reading:
            return
        key = self.finding.draft_key
        self._make(
            self.presenter.found(self.finding.given(), key),
            msg("Reported; the desk has it as a request"),
            then=lambda _changes: self._reported(key),
            at=self.finding,
        )

    def _reported(self, key: str) -> None:
        self._drafts.forget(key)
        self._on(PointOutcome.FINDING)

    # --- other things ----------------------------------------------------------------------------------------------

    def _enter_sheet(self) -> None:
        option = self._option(self.choosing.list.key)
        if self.acts.dialog is None and option is not None:
            self.acts.open(SheetDialog(self._desk, option.route, self.presenter.choices, self))

    def _note_watched(self) -> None:
        if self._busy:
            return
        given = self.watch.given(self._desk.clock.now())
        self._busy = True
        self._watching.make(
            lambda service, operation: service.note_watched(given, operation_id=operation),
            msg("Noted; it waits for the manager's approval"),
            then=self._watched,
            refused=partial(self._refuse, self.watch),
            ended=self._end,
        )

    def _watched(self, _changes: Changes) -> None:
        self.watch.clear()
        self._escape()

    def _make(
        self,
        command: Command,
        said: Text = "",
        *,
        then: Callable[[Changes], None],
        at: FormPart | None = None,
    ) -> None:
        """Make a write; what is wrong with it is told at the form `at`."""
        if self._busy:
            return
        self._busy = True
        self.acts.make(
            command,
            said,
            then=then,
            refused=partial(self._refuse, at),
            ended=self._end,
        )

    def _end(self) -> None:
        self._busy = False

    def _refuse(self, at: FormPart | None, error: TouchpointError) -> None:
        rest = error.problems if at is None else at.show_problems(error.problems)
        if rest:
            show_error(self, UserError(*rest))
        self.presenter.read()
