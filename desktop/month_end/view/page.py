"""The page of the walk through a month: its seven steps left, the one chosen right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import msg
from desktop.core.months import Month
from desktop.issues.rows import NewIssue
from desktop.month_end.dialogs import CloseDialog, ReopenDialog
from desktop.month_end.presenter import MonthEndPresenter
from desktop.month_end.rows import CombingStep, StepState
from desktop.month_end.table import StepLine, step_columns
from desktop.month_end.view.comments import DRAFTS, CommentsPart
from desktop.month_end.view.ending import ClosingPart, IssuingPart
from desktop.month_end.view.lists import ActionsPart, ChecksPart, PointsPart, SpotsPart
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.dialogs import FormDialog, show_error
from desktop.ui.keys import key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import PageHeader, Panel
from desktop.ui.shell import Page
from desktop.ui.tab_order import keep_tab_order
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QHideEvent

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Message
    from desktop.month_end.rows import Combed, Completeness, Proposal
    from desktop.months.rows import CommentRow, MonthState
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["CombingPage"]

STEPS_WIDTH = 248
AUTOSAVE_MS = 500
"""Words that are typed are kept this long after the first change."""


class CombingPage(Page):
    """Walks the desk through a month.

    `show_at(month="2026-10", step="comments")` shows that month and step, else what was shown last.
    """

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show the last full month of `desk`'s community."""
        super().__init__()
        self.setObjectName("combing-page")
        self._desk = desk
        self._shell = shell
        self._combed: Combed | None = None
        self._keeping: tuple[Month, int, str] | None = None
        self.dialog: CloseDialog | ReopenDialog | None = None
        self.presenter = MonthEndPresenter(desk, shell.tasks, shell.bus, self)
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._soon.timeout.connect(self._keep)
        self._build()
        self._connect()
        self._say_month()

    def show_at(self, **where: object) -> None:
        """Read anew and show what is asked for."""
        self.presenter.shown = True
        step = where.get("step")
        if isinstance(step, str):
            self.steps.select(CombingStep(step))
        month = where.get("month")
        if isinstance(month, str):
            self.presenter.show(Month.parse(month))
        else:
            self.presenter.read()

    def shown_at(self) -> Mapping[str, object]:
        """Return month and step shown."""
        return {"month": str(self.presenter.month), "step": str(self.step)}

    def leave(self) -> None:
        """Stop reading while nobody looks; words that are not saved stay, also when the window goes."""
        self.presenter.shown = False
        self._keep()

    def _keep(self) -> None:
        for draft in self.comments.unsaved():
            self._shell.drafts.keep(draft)

    def _keep_soon(self, _field: str) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self.presenter.shown = False

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the page lies."""
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    @property
    def step(self) -> CombingStep:
        """Return the step shown."""
        line: StepLine | None = self.steps.row
        return CombingStep.COMPLETENESS if line is None else line.id

    # --- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(self._head())
        across = QHBoxLayout()
        across.setSpacing(12)
        self.step_model: RowsModel[StepLine] = RowsModel(step_columns(), parent=self)
        self.steps = ListView(self.step_model, label=msg("Steps"), name="steps")
        self.steps.horizontalHeader().hide()
        self.step_model.set_rows([StepLine(StepState(step, 0, done=False)) for step in CombingStep])
        self.steps.select(CombingStep.COMPLETENESS)
        panel = Panel(name="steps")
        panel.setFixedWidth(STEPS_WIDTH)
        panel.body.addWidget(self.steps)
        self.through = Button(msg("Next step"), icon="arrow-right", key=key("next-step"), name="next-step")
        panel.foot.addWidget(self.through)
        across.addWidget(panel)
        self.checks = ChecksPart()
        self.spots = SpotsPart()
        self.points = PointsPart(self.presenter.month)
        self.measures = ActionsPart()
        self.comments = CommentsPart(self._shell.drafts.all(DRAFTS), self._desk.actor.heads_department)
        self.issuing = IssuingPart(self._desk.zone, may_issue=self.presenter.may_issue)
        self.closing = ClosingPart(self._desk.zone, may_close=self.presenter.may_close)
        parts = (self.checks, self.spots, self.points, self.measures, self.comments, self.issuing, self.closing)
        self._parts: dict[CombingStep, Panel] = dict(zip(CombingStep, parts, strict=True))
        self.stack = QStackedWidget()
        for part in parts:
            self.stack.addWidget(part)
        across.addWidget(self.stack, 1)
        column.addLayout(across, 1)
        self.setFocusProxy(self.steps)

    def _head(self) -> QWidget:
        self.header = PageHeader("")
        self.earlier = Button(msg("Month before"), icon="chevron-left", key=key("earlier"), kind="link", name="earlier")
        self.later = Button(msg("Month after"), icon="chevron-right", key=key("later"), kind="link", name="later")
        for arrow in (self.earlier, self.later):
            arrow.set_icon_only(True)
            self.header.tags.addWidget(arrow)
        self.state = Chip(name="combing-state")
        self.header.tags.addWidget(self.state)
        self.figures = Button(msg("Figures of the month"), icon="chart-column", name="to-figures")
        self.header.tools.addWidget(self.figures)
        return self.header

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.moved.connect(self._say_month)
        presenter.combed.connect(self._show)
        presenter.drafted.connect(self.comments.show_draft)
        presenter.compared.connect(self.closing.show_after)
        presenter.done.connect(self._tell)
        presenter.refused.connect(self._refuse)
        self.earlier.clicked.connect(lambda: presenter.step(-1))
        self.later.clicked.connect(lambda: presenter.step(1))
        self.figures.clicked.connect(self._go_to_figures)
        self.steps.row_changed.connect(self._choose)
        self.steps.opened.connect(lambda _line: self._enter())
        self.through.clicked.connect(self._go_on)
        self.checks.opened.connect(self._open_check)
        self.spots.raised.connect(self._raise)
        self.spots.point_opened.connect(self._open_point)
        self.spots.listed.connect(self._list_spot)
        self.points.opened.connect(self._open_point)
        self.points.asked.connect(self._begin_point)
        self.measures.opened.connect(self._open_point)
        self.comments.form.changed.connect(self._keep_soon)
        self.comments.draft_asked.connect(lambda id_: presenter.draft(id_, ui_language().language))
        self.comments.kept.connect(self._keep_comment)
        self.issuing.asked.connect(presenter.issue)
        self.issuing.reports_asked.connect(self._go_to_figures)
        self.closing.close_asked.connect(self._ask_close)
        self.closing.reopen_asked.connect(self._ask_reopen)
        self.closing.corrections_opened.connect(self._go_to_figures)
        self.closing.view.opened.connect(presenter.open_edition)
        presenter.printable.connect(self._shell.show_paper)

    # --- showing -------------------------------------------------------------------------------------------------

    def _say_month(self) -> None:
        month = self.presenter.month
        say(self.header.title, text=lambda spoken: spoken.gettext("Combing %(month)s", month=spoken.month(month)))
        self.later.setEnabled(month < self.presenter.current)

    def _show(self, combed: Combed) -> None:
        had = self._has_keyboard()
        self._combed = combed
        self.state.show_state(*_state(combed.state))
        chosen = self.step
        self.step_model.set_rows([StepLine(each) for each in combed.walk.steps])
        self.steps.select(chosen)
        self.checks.show_checks(combed.checks)
        self.spots.show_proposals(combed.proposals)
        self.points.show_points(combed.points, self.presenter.month)
        self.measures.show_points(combed.points)
        self.comments.show_comments(combed.state.month, combed.comments, closed=combed.state.is_closed)
        self.issuing.show_combed(combed)
        self.closing.show_combed(combed)
        self._allow_going_on()
        if had and not self._has_keyboard():
            # What was just pressed is gone: closing takes the place of opening again.
            self.steps.setFocus()
        self.presenter.read_after_closing()

    def _choose(self, line: StepLine | None) -> None:
        if line is not None:
            self.stack.setCurrentWidget(self._parts[line.id])
            self._allow_going_on()

    def _has_keyboard(self) -> bool:
        now = self.window().focusWidget()
        return now is not None and self.isAncestorOf(now) and now.isEnabled() and now.isVisible()

    def _allow_going_on(self) -> None:
        closed = self._combed is not None and self._combed.state.is_closed
        self.through.setEnabled(not closed and self.step is not CombingStep.CLOSING)

    def _enter(self) -> None:
        """Go into the step chosen."""
        part = self._parts[self.step]
        part.setFocus()
        part.focusNextChild()
        now = self.window().focusWidget()
        if now is None or not part.isAncestorOf(now):
            # A part that only tells has nothing to give the keyboard to.
            self.steps.setFocus()

    def _go_on(self) -> None:
        """Note the step as gone through, and show the next."""
        step = self.step
        if step not in {CombingStep.ISSUING, CombingStep.CLOSING}:
            self.presenter.note(step)
        steps = list(CombingStep)
        following = steps[min(steps.index(step) + 1, len(steps) - 1)]
        self.steps.select(following)
        self.stack.setCurrentWidget(self._parts[following])
        if not self.through.hasFocus():
            self._enter()

    def _go_to_figures(self) -> None:
        self._shell.go("month", month=str(self.presenter.month))

    def _open_check(self, check: Completeness) -> None:
        self._shell.go("requests", wanted=check.wanted, title=check.words)

    def _raise(self, found: Proposal) -> None:
        """Begin a problem point of what stands out, in the words of this window."""
        self._shell.go("issues", new=found.as_issue(ui_language().language))

    def _begin_point(self) -> None:
        """Begin a problem point of the month by hand."""
        self._shell.go("issues", new=NewIssue(self.presenter.month, self._desk.actor.heads_department, ""))

    def _list_spot(self, proposal: Proposal) -> None:
        self._shell.go("requests", wanted=self.presenter.requests_behind(proposal), title=proposal.name)

    def _open_point(self, issue_id: int) -> None:
        self._shell.go("issues", issue_id=issue_id)

    # --- doing ---------------------------------------------------------------------------------------------------

    def _keep_comment(self, month: Month, row: CommentRow, words: str, is_draft: bool) -> None:  # noqa: FBT001 - a slot
        self._keeping = (month, row.department_id, words)
        self.presenter.keep_comment(month, row, words, ui_language().language, is_draft=is_draft)

    def _ask_close(self) -> None:
        issued_in = () if self._combed is None else self._combed.languages
        dialog = CloseDialog(self.presenter.month, issued_in or (ui_language().language.code,), self)
        dialog.submitted.connect(self._close)
        self._open(dialog)

    def _close(self, values: dict[str, Any]) -> None:
        languages = CloseDialog.languages(values)
        if self.dialog is not None:
            self.dialog.accept()
        self.steps.setFocus()
        self.closing.close_month.setEnabled(False)
        self.presenter.close_month(languages or (ui_language().language.code,))

    def _ask_reopen(self) -> None:
        dialog = ReopenDialog(self.presenter.month, self)
        dialog.submitted.connect(self._reopen)
        self._open(dialog)

    def _reopen(self, values: dict[str, Any]) -> None:
        if self.dialog is not None:
            self.dialog.set_busy(True)
        self.presenter.reopen(values["reason"])

    def _open(self, dialog: CloseDialog | ReopenDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._forget)
        dialog.open()

    def _forget(self, _result: int) -> None:
        self.dialog = None

    def _tell(self, _changes: Changes, words: Message | None) -> None:
        if self._keeping is not None:
            month, department_id, kept = self._keeping
            self._keeping = None
            self.comments.saved(month, department_id, kept)
            self._shell.drafts.forget(DRAFTS, f"{month}/{department_id}")
        if self.dialog is not None:
            self.dialog.accept()
        if words is not None:
            self._shell.tell(words)
        self.presenter.read()

    def _refuse(self, error: TouchpointError) -> None:
        keeping, self._keeping = self._keeping is not None, None
        if self._combed is not None:
            self.closing.show_combed(self._combed)
        form = self.dialog if isinstance(self.dialog, FormDialog) else None
        if form is not None:
            form.set_busy(False)
        if isinstance(error, UserError) and form is not None:
            form.show_problems(error.problems)
        elif isinstance(error, UserError) and keeping:
            self.comments.show_problems(error.problems, overtaken=isinstance(error, ConflictError))
            self.presenter.read()
        elif show_error(self.dialog or self, error):
            self.presenter.read()


def _state(state: MonthState) -> tuple[Message, str, str]:
    """Return words, tone and icon for how the month stands."""
    if state.edition is not None:
        return msg("Closed, edition %(number)s", number=state.edition.number), "green", "lock"
    if state.issued_at is not None:
        return msg("Issued to the heads"), "blue", "send"
    return msg("Being combed"), "amber", "square-pen"
