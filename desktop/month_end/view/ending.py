"""The last two steps: the month is issued to the department heads, then closed; or opened again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.i18n import msg, nmsg
from desktop.month_end.rows import CombingStep
from desktop.month_end.table import edition_columns
from desktop.ui.buttons import Button
from desktop.ui.language import say
from desktop.ui.panels import Panel, label
from desktop.ui.scrolling import scrolled
from desktop.ui.strips import AlertStrip
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language, Message
    from desktop.issues.rows import IssueRow
    from desktop.month_end.rows import Combed
    from desktop.months.rows import AfterClosing, EditionRow, MonthState

__all__ = ["ClosingPart", "IssuingPart"]

TEXT_WIDTH = 720


class IssuingPart(Panel):
    """Step 6: the points and comments go to the heads. `asked()`: they are to; `reports_asked()`: so are the papers."""

    asked = Signal()
    reports_asked = Signal()

    def __init__(self, zone: ZoneInfo, *, may_issue: bool) -> None:
        """Show nothing yet; times are shown in `zone`."""
        super().__init__(msg("Issue to the heads"), name="combing-issuing")
        self._zone = zone
        self._may_issue = may_issue
        self.said = label(
            msg(
                "Each department's head then reads the points and comments of the own department, writes what there is"
                " to say, and confirms them with the password. Until then only the desk and the project manager see"
                " them. A month can be issued again after changes."
            ),
            wrap=True,
        )
        self.said.setMaximumWidth(TEXT_WIDTH)
        self.state = label("", "strong", wrap=True, name="issue-state")
        self.confirmed = label("", tone="ink2", wrap=True, name="confirmed")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        self.hindrance = AlertStrip(msg("Not yet"), "", tone="amber", icon="circle-alert", wrap=True)
        self.hindrance.setVisible(False)
        for widget in (self.said, self.state, self.confirmed):
            column.addWidget(widget)
        column.addWidget(self.hindrance)
        column.addStretch(1)
        self.body.addWidget(scrolled(inside), 1)
        self.issue = Button(msg("Issue to the heads"), icon="send", name="issue-month")
        self.reports = Button(msg("Reports …"), icon="printer", name="month-reports")
        self.foot.addWidget(self.issue)
        self.foot.addWidget(self.reports)
        # In its place first: shown without one it would be a window of its own.
        self.issue.setVisible(may_issue)
        self.foot.addStretch(1)
        self.issue.clicked.connect(self.asked)
        self.reports.clicked.connect(self.reports_asked)

    def show_combed(self, combed: Combed) -> None:
        """Show whether the month was issued, and what its heads confirmed."""
        state = combed.state
        if state.issued_at is None:
            say(self.state, text=msg("Not issued yet."))
        else:
            say(self.state, text=partial(_issued, state, self._zone))
        open_points = [point for point in combed.points if point.resolved_at is None]
        say(self.confirmed, text=partial(_confirmed, open_points))
        found = _hindrance(combed, CombingStep.ISSUING)
        _tell(self.hindrance, found)
        self.issue.setEnabled(self._may_issue and not state.is_closed and found is None)


class ClosingPart(Panel):
    """Step 7: the month is closed; a closed one shows its editions and what changed since.

    `close_asked()`; `reopen_asked()`; `changes_asked()`: what changed since is to be read; `corrections_opened()`.
    """

    close_asked = Signal()
    reopen_asked = Signal()
    corrections_opened = Signal()

    def __init__(self, zone: ZoneInfo, *, may_close: bool) -> None:
        """Show nothing yet; times are shown in `zone`."""
        super().__init__(msg("Close the month"), name="combing-closing")
        self._may_close = may_close
        self.said = label(
            msg(
                "Closing freezes figures, lists, comments and reports: a reprint next year is the same page. What is"
                " entered for the month later is shown as “after closing” and listed in the next report."
            ),
            wrap=True,
        )
        self.said.setMaximumWidth(TEXT_WIDTH)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(self.said)
        self.hindrance = AlertStrip(msg("Not yet"), "", tone="amber", icon="circle-alert", wrap=True)
        self.hindrance.setVisible(False)
        column.addWidget(self.hindrance)
        self.after = Button(msg("What changed since"), icon="history", small=True, name="after-closing")
        self.since = AlertStrip(msg("After closing"), "", tone="amber", icon="history", buttons=[self.after])
        self.since.setVisible(False)
        column.addWidget(self.since)
        self.model: RowsModel[EditionRow] = RowsModel(edition_columns(zone), parent=self)
        self.view = ListView(self.model, label=msg("Editions"), name="editions")
        self.view.setMinimumHeight(120)
        self.view.setVisible(False)
        column.addWidget(self.view)
        column.addStretch(1)
        self.body.addWidget(scrolled(inside), 1)
        self.close_month = Button(msg("Close the month …"), icon="lock", name="close-month")
        self.reopen = Button(msg("Open it again …"), icon="archive-restore", name="reopen-month")
        self.foot.addWidget(self.close_month)
        self.foot.addWidget(self.reopen)
        self.foot.addStretch(1)
        self.close_month.clicked.connect(self.close_asked)
        self.reopen.clicked.connect(self.reopen_asked)
        self.after.clicked.connect(self.corrections_opened)

    def show_combed(self, combed: Combed) -> None:
        """Show whether the month is closed, what hinders closing it, and its editions."""
        state = combed.state
        found = None if state.is_closed else _hindrance(combed, CombingStep.CLOSING)
        if found is None and not self._may_close and not state.is_closed:
            found = msg("Only the project manager closes a month.")
        _tell(self.hindrance, found)
        self.close_month.setVisible(self._may_close and not state.is_closed)
        self.close_month.setEnabled(found is None)
        self.reopen.setVisible(self._may_close and state.is_closed)
        self.model.set_rows(state.editions)
        self.view.setVisible(bool(state.editions))
        if not state.is_closed:
            self.since.setVisible(False)

    def show_after(self, after: AfterClosing) -> None:
        """Say how many requests the closed month would count otherwise today."""
        count = len(after.corrections)
        self.since.setVisible(bool(count))
        words = nmsg(
            "%(count)s request would count otherwise today; the next report lists it.",
            "%(count)s requests would count otherwise today; the next report lists them.",
            count,
        )
        say(self.since.words, text=words)


def _hindrance(combed: Combed, step: CombingStep) -> Message | None:
    return next((each.hindrance for each in combed.walk.steps if each.step is step), None)


def _tell(strip: AlertStrip, words: Message | None) -> None:
    strip.setVisible(words is not None)
    if words is not None:
        say(strip.words, text=words)


def _issued(state: MonthState, zone: ZoneInfo, language: Language) -> str:
    assert state.issued_at is not None
    return language.gettext(
        "Issued %(moment)s by %(name)s.", moment=language.moment(state.issued_at, zone), name=state.issued_by
    )


def _confirmed(points: Sequence[IssueRow], language: Language) -> str:
    done = sum(point.confirmed is not None and point.confirmed.holds for point in points)
    return language.gettext(
        "Confirmed by their heads: %(done)s of %(all)s open problem points.",
        done=language.integer(done),
        all=language.integer(len(points)),
    )
