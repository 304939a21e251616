"""Patrols at the gate: which routes are walked in this shift, the round under way, and the point one stands at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.texts import search_form
from desktop.patrols.model import PointOutcome, RoundState
from desktop.patrols.rows import FindingChoices, PatrolFilter
from desktop.patrols.service import PatrolService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.gate.presenter.station import Station
    from desktop.patrols.rows import (
        DueLine,
        FindingLine,
        NewFinding,
        PointLine,
        RoundFile,
        RoundLine,
        RouteLine,
        StepLine,
    )
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

    Command: TypeAlias = Callable[[PatrolService, str], Changes]

__all__ = ["PatrolPresenter", "Walkable"]

OWN_SHOWN = 20
"""So many of the latest own findings are listed."""


@dataclass(frozen=True, slots=True)
class Walkable:
    """A route that can be walked: what is due of it in this shift, and the round to take up again if there is one."""

    route: RouteLine
    due: DueLine | None = None
    running: RoundLine | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    options: Sequence[Walkable]
    findings: Sequence[FindingLine]
    choices: FindingChoices
    file: RoundFile | None


class PatrolPresenter(QObject):
    """Holds what can be walked, own findings, and the round under way with the point one stands at.

    `changed()`: something of it is other than before. `elsewhere(PointLine)`: the tag read is of another route's
    point. `unknown(error)`: it is of none. `failed(error)`: it could not be read.
    """

    changed = Signal()
    elsewhere = Signal(object)
    unknown = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, station: Station, parent: QObject | None = None) -> None:
        """Walk as `desk`'s account."""
        super().__init__(parent)
        self.desk = desk
        self.station = station
        self.options: Sequence[Walkable] = ()
        self.findings: Sequence[FindingLine] = ()
        self.choices = FindingChoices((), ())
        self.file: RoundFile | None = None
        self.round_id = 0
        self.point_id = 0
        self.scanned = ""
        self._service = PatrolService(desk)
        self._shell = shell
        self._started = False
        shell.bus.changed.connect(self._note)
        station.changed.connect(self._read_if_started)

    # --- reading ---------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read, and go on reading."""
        self._started = True
        self.read()

    def rest(self) -> None:
        """Read no more, because nobody looks."""
        self._started = False

    def walk(self, round_id: int) -> None:
        """Walk a round; 0: none, to choose another."""
        self.round_id, self.point_id, self.scanned = round_id, 0, ""
        if not round_id:
            self.file = None
            self.changed.emit()
        self.read()

    def read(self) -> None:
        """Read what can be walked, and the round under way."""
        service, shift, wanted = self._service, self.station.shift, self.round_id

        def work(_progress: object) -> _Read:
            due = service.due(shift.day, shift.shift.id) if shift is not None else ()
            running = service.rounds(PatrolFilter(states=(RoundState.RUNNING,)))
            options = _options(service.routes(), due, running)
            findings = service.findings()[:OWN_SHOWN]
            return _Read(options, findings, service.choices(), service.round(wanted) if wanted else None)

        self._shell.tasks.run(work, self._take, self._lose, owner=self, key="patrol")

    def _take(self, found: _Read) -> None:
        self.options, self.choices = found.options, found.choices
        # those of others are there without words: nothing to see
        self.findings = [line for line in found.findings if line.words]
        if (0 if found.file is None else found.file.line.id) == self.round_id:
            self.file = found.file
            self._stay_on_round()
        self.changed.emit()

    def _stay_on_round(self) -> None:
        """Leave a round that somebody ended; stand at its next point where one stood at none."""
        if self.file is None:
            return
        if self.file.line.state is not RoundState.RUNNING:
            self.round_id, self.file = 0, None
        elif self.step is None:
            following = self.file.next_point or (self.file.steps[-1] if self.file.steps else None)
            self.point_id = 0 if following is None else following.point_id

    def _lose(self, error: TouchpointError) -> None:
        self.round_id, self.file = 0, None
        self.changed.emit()
        self.failed.emit(error)

    def _read_if_started(self) -> None:
        if self._started:
            self.read()

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._started and changes.touches("patrol_round", "patrol_route", "request", "gate"):
            self.read()

    # --- where one stands --------------------------------------------------------------------------------------------

    @property
    def step(self) -> StepLine | None:
        """Return the point one stands at."""
        steps = () if self.file is None else self.file.steps
        return next((step for step in steps if step.point_id == self.point_id), None)

    @property
    def left(self) -> Sequence[StepLine]:
        """Return the points not reached yet."""
        return () if self.file is None else [step for step in self.file.steps if step.outcome is None]

    @property
    def skipped(self) -> Sequence[StepLine]:
        """Return the points of a fixed order that come before this one and were not reached."""
        if self.file is None or not self.file.fixed_order or self.step is None:
            return ()
        place = self.file.steps.index(self.step)
        return [step for step in self.file.steps[:place] if step.outcome is None]

    def stand_at(self, point_id: int, scanned: str = "") -> None:
        """Go to a point; `scanned` is what its tag said."""
        self.point_id, self.scanned = point_id, scanned
        self.changed.emit()

    def move_by(self, by: int) -> None:
        """Go so many points on, or back."""
        if self.file is None or self.step is None:
            return
        place = self.file.steps.index(self.step) + by
        self.stand_at(self.file.steps[min(max(place, 0), len(self.file.steps) - 1)].point_id)

    def go_on(self, outcome: PointOutcome) -> None:
        """Go to the next point not reached: the first after this one, else the first of all.

        This one was just noted as `outcome`, which is not read again before the next key is pressed.
        """
        if self.file is None or self.step is None:
            return
        here, at = self.file.steps.index(self.step), self.desk.clock.now()
        steps = list(self.file.steps)
        steps[here] = replace(self.step, outcome=outcome, at=at)
        self.file = replace(self.file, steps=tuple(steps))
        order = (*steps[here + 1 :], *steps[: here + 1])
        following = next((step for step in order if step.outcome is None), steps[here])
        self.stand_at(following.point_id)

    def go_to(self, typed: str) -> bool:
        """Go to the point whose tag says `typed`, or whose number it is; tell whether this round has one.

        Where it has none `elsewhere` or `unknown` follows.
        """
        steps = () if self.file is None else self.file.steps
        wanted = search_form(typed)
        tagged = next((step for step in steps if step.code and search_form(step.code) == wanted), None)
        if tagged is not None:
            self.stand_at(tagged.point_id, typed.strip())
            return True
        numbered = next((step for step in steps if wanted == str(step.position)), None)
        if numbered is not None:
            self.stand_at(numbered.point_id)
            return True
        service = self._service

        def tell(point: PointLine) -> None:
            self.elsewhere.emit(point)

        self._shell.tasks.run(
            lambda _progress: service.point_for(typed), tell, self.unknown.emit, owner=self, key="tag"
        )
        return False

    # --- what is written ---------------------------------------------------------------------------------------------

    def begin(self, option: Walkable) -> Command:
        """Return what begins a round of a route."""
        route_id = option.route.id
        return lambda service, operation: service.start_round(route_id, operation_id=operation)

    def noted(self, outcome: PointOutcome, words: str = "") -> Command:
        """Return what notes the point one stands at."""
        round_id, point_id, code = self.round_id, self.point_id, self.scanned
        return lambda service, operation: service.step(round_id, point_id, outcome, words, code, operation_id=operation)

    def found(self, what: NewFinding, draft_key: str) -> Command:
        """Return what reports something found here; its photos lie under `draft_key`, which makes it once only."""
        round_id, point_id, code = self.round_id, self.point_id, self.scanned
        return lambda service, _operation: service.finding(round_id, point_id, what, code, operation_id=draft_key)

    def taken_back(self, point_id: int) -> Command:
        """Return what makes a point not reached again."""
        round_id = self.round_id
        return lambda service, operation: service.unstep(round_id, point_id, operation_id=operation)

    def ended(self, words: str = "") -> Command:
        """Return the end of the round."""
        round_id, version = self.round_id, 0 if self.file is None else self.file.line.version
        return lambda service, operation: service.end_round(
            round_id, words=words, version=version, operation_id=operation
        )


def _options(routes: Sequence[RouteLine], due: Sequence[DueLine], running: Sequence[RoundLine]) -> Sequence[Walkable]:
    """Return the routes: those under way, then those with rounds left, then the others."""
    by_route = {line.route_id: line for line in due}
    walked = {line.route_id: line for line in running}
    options = [Walkable(route, by_route.get(route.id), walked.get(route.id)) for route in routes if route.points]

    def rank(option: Walkable) -> tuple[bool, bool]:
        return option.running is None, option.due is None or not option.due.open

    return sorted(options, key=rank)
