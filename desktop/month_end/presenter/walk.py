"""Reads what the walk through a month shows, and has its steps taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.i18n import msg
from desktop.core.months import Month
from desktop.core.permissions import Operation, allows
from desktop.month_end.presenter.editions import edition_paper
from desktop.month_end.service import MonthEndService
from desktop.months.service import MonthService
from desktop.requests.service import RequestService
from desktop.ui.attempts import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.month_end.rows import Combed, CombingStep, Proposal
    from desktop.months.rows import CommentRow, EditionRow, MonthState
    from desktop.requests.rows import RequestFilter
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["MonthEndPresenter"]

SETTLE_MS = 400
"""Changes that come one upon another are read once, after this pause."""

FIRST_YEAR = 2000


class MonthEndPresenter(QObject):
    """Serves the page of the walk.

    `moved()`: another month is chosen. `combed(Combed)`. `drafted(Month, id, words)`: a comment on the department was
    drafted. `compared(AfterClosing)`: what changed since the month was closed. `done(Changes, words)`: a step was
    taken. `printable(paper)`: the reports of an edition. `refused(error)`.
    """

    moved = Signal()
    combed = Signal(object)
    drafted = Signal(object, int, str)
    compared = Signal(object)
    done = Signal(object, object)
    printable = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject) -> None:
        """Begin with the last full month of `desk`'s community."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self.service = MonthEndService(desk)
        self._months = MonthService(desk)
        self.writer: Writer[MonthEndService] = Writer(self.service, tasks, self)
        self.writer.outdated.connect(self.read)
        self.month = self.current.plus(-1)
        self.state: MonthState | None = None
        self.shown = False
        self._soon = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._soon.timeout.connect(self.read)
        bus.changed.connect(self._note)

    @property
    def current(self) -> Month:
        """Return the running month."""
        return Month.containing(self._desk.clock.now(), self._desk.zone)

    @property
    def may_close(self) -> bool:
        """Tell whether this account may close a month and open it again."""
        return self._desk.actor.is_project_manager

    @property
    def may_issue(self) -> bool:
        """Tell whether this account may issue a month to the department heads."""
        actor = self._desk.actor
        return allows(actor, Operation.ISSUE_MONTH) and actor.heads_department is None

    def show(self, month: Month) -> None:
        """Show `month`; the running one at the latest."""
        self.month = max(min(month, self.current), Month(FIRST_YEAR, 1))
        self.moved.emit()
        self.read()

    def step(self, months: int) -> None:
        """Show the month `months` later, earlier when negative."""
        self.show(self.month.plus(months))

    def read(self) -> None:
        """Read the walk anew, unless nobody looks."""
        if not self.shown:
            return
        month = self.month

        self._tasks.run(
            lambda _progress: self.service.combed(month),
            self._take,
            self.refused.emit,
            owner=self,
            key="walk",
            title=msg("Combing the month …"),
        )

    def requests_behind(self, proposal: Proposal) -> RequestFilter:
        """Return the filter that lists the requests behind something that stands out."""
        return RequestService(self._desk).among(proposal.issue.request_ids)

    def read_after_closing(self) -> None:
        """Read what changed since the month was closed; `compared` follows, of a closed month only."""
        if self.state is None or not self.state.is_closed:
            return
        month = self.month
        self._tasks.run(
            lambda _progress: self._months.after_closing(month),
            self.compared.emit,
            self.refused.emit,
            owner=self,
            key="after",
        )

    def open_edition(self, edition: EditionRow) -> None:
        """Have the reports of an edition looked at; `printable` follows."""
        desk, month = self._desk, self.month
        self._tasks.run(
            lambda _progress: edition_paper(desk, month, edition),
            self.printable.emit,
            self.refused.emit,
            owner=self,
            key="edition",
        )

    def draft(self, department_id: int, language: Language) -> None:
        """Draft the comment on a department from the figures, in `language`; it is not kept."""
        month = self.month
        self._tasks.run(
            lambda _progress: self.service.draft_comment(month, department_id, language),
            lambda words: self.drafted.emit(month, department_id, words),
            self.refused.emit,
            owner=self,
            key="draft",
            title=msg("Drafting the comment …"),
        )

    def keep_comment(self, month: Month, row: CommentRow, words: str, language: Language, *, is_draft: bool) -> None:
        """Keep the words about a department in the report of `month`, typed upon `row`."""
        self._write(
            lambda service, operation_id: service.keep_comment(
                month,
                row.department_id,
                words,
                language.code,
                is_draft=is_draft,
                version=row.version,
                operation_id=operation_id,
            ),
            msg("The comment is kept"),
        )

    def note(self, step: CombingStep) -> None:
        """Note that a step was gone through."""
        month, version = self.month, self._version
        self._write(
            lambda service, operation_id: service.note_step(month, step, version=version, operation_id=operation_id),
            None,
        )

    def issue(self) -> None:
        """Issue the month to the department heads."""
        month, version = self.month, self._version
        words = msg("Issued: every department head can read and confirm it now")
        self._write(
            lambda service, operation_id: service.issue(month, version=version, operation_id=operation_id), words
        )

    def close_month(self, languages: Sequence[str]) -> None:
        """Close the month, its reports drawn in `languages`; takes a while and shows how far it is."""
        month, version = self.month, self._version

        def close(progress: Progress) -> Changes:
            return self.service.close(month, languages, version=version, progress=progress)

        self._tasks.run(
            close,
            lambda changes: self.done.emit(
                changes, msg("The month is closed; its figures and reports stay as they are")
            ),
            self.refused.emit,
            owner=self,
            write=True,
            title=msg("Closing the month …"),
        )

    def reopen(self, reason: str) -> None:
        """Open a closed month again, for a reason."""
        month, version = self.month, self._version
        self._write(
            lambda service, operation_id: service.reopen(month, reason, version=version, operation_id=operation_id),
            msg("The month is open again; closing it makes a new edition"),
        )

    @property
    def _version(self) -> int:
        return 0 if self.state is None else self.state.version

    def _take(self, combed: Combed) -> None:
        self.state = combed.state
        self.combed.emit(combed)

    def _write(self, command: Callable[[MonthEndService, str], Changes], words: object) -> None:
        attempt = self.writer.attempt()
        attempt.done.connect(lambda changes: self.done.emit(changes, words))
        attempt.refused.connect(self._refuse)
        attempt.make(command)

    def _refuse(self, error: TouchpointError) -> None:
        self.refused.emit(error)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self.shown and changes.touches("request", "issue", "month", "department"):
            self._soon.start()
