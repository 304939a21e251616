"""One request: what it is, where it stands, what happened, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.requests.model import Priority, RequestState
from desktop.requests.presenter.story import step_words
from desktop.requests.rows import PRIORITY_LABELS
from desktop.requests.table import repeat_tags, status_of
from desktop.requests.view.actions import ActionBar
from desktop.requests.view.alerts import RequestAlerts
from desktop.requests.view.comments import CommentsView
from desktop.requests.view.facts import RequestFactsView
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.flow import FlowLayout
from desktop.ui.language import Text, say, ui_language
from desktop.ui.panels import EmptyState, Panel, label, rule
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.requests.presenter import DetailPresenter, Directory, ListPresenter
    from desktop.requests.rows import RequestDetail, StepRow

__all__ = ["DetailPanel"]

STAMP_WIDTH = 44


class DetailPanel(Panel):
    """Shows what a `DetailPresenter` shows. `left()`: back to the list was asked for.

    `files` is where the strip of attachments lies, between what the request is and what was said about it.
    """

    left = Signal()

    def __init__(self, presenter: DetailPresenter, listing: ListPresenter, keys_of: QWidget) -> None:
        """Show nothing yet; names come from the directory of `listing`, keys work within `keys_of`."""
        super().__init__(name="request")
        self._listing = listing
        self._detail: RequestDetail | None = None
        self.chip = Chip(name="state")
        self.number = label("", "strong", name="number")
        self.title.hide()
        self.head.addWidget(self.chip)
        self.head.addWidget(self.number)
        self.back = Button(
            msg("Back"), icon="chevron-left", key="Esc", bind=False, kind="link", small=True, name="back"
        )
        self.back.clicked.connect(self.left)
        self.back.hide()
        self.tools.addWidget(self.back)
        self._tags: list[Chip] = []
        self.facts = RequestFactsView(listing.seen, may_reveal=presenter.may_reveal)
        self.facts.reveal.connect(presenter.reveal_phone)
        self.alerts = RequestAlerts(listing.seen)
        self.comments = CommentsView(listing.seen, may_comment=presenter.may_comment)
        self._above_comments = rule()
        self.files = QVBoxLayout()
        self._build_body()
        self.moves = ActionBar(keys_of)
        self.foot.addWidget(self.moves, 1)
        self._foot_bar = self.moves.parentWidget() or self.moves
        presenter.shown.connect(self._show)
        presenter.revealed.connect(self.facts.show_phone)
        listing.directory_changed.connect(self._show_again)
        self._show(None)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show_again()

    def _build_body(self) -> None:
        self.pages = QStackedLayout()
        self.body.addLayout(self.pages, 1)
        advice = msg("Choose a request in the list to see all about it.")
        self.pages.addWidget(EmptyState(msg("No request chosen"), advice, icon="clipboard-list"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 10, 0, 8)
        column.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.setSpacing(6)
        self.words = label("", "section", wrap=True, name="words")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        top.addWidget(self.words)
        self._tag_row = QWidget()
        self._tag_flow = FlowLayout(self._tag_row, gap=6)
        top.addWidget(self._tag_row)
        top.addWidget(self.alerts)
        top.addWidget(self.facts)
        column.addLayout(top)
        beside = QHBoxLayout()
        beside.setContentsMargins(0, 0, 12, 0)
        beside.addLayout(self.files, 1)
        beside.addWidget(self.comments.add, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(beside)
        column.addSpacing(2)
        column.addWidget(self._above_comments)
        column.addWidget(self.comments)
        column.addWidget(rule())
        heading = label(msg("What happened"), "strong")
        heading.setContentsMargins(12, 0, 12, 0)
        column.addWidget(heading)
        column.addWidget(rule())
        self._steps = QGridLayout()
        self._steps.setContentsMargins(12, 2, 12, 0)
        self._steps.setHorizontalSpacing(8)
        self._steps.setVerticalSpacing(8)
        self._steps.setColumnMinimumWidth(0, STAMP_WIDTH)
        self._steps.setColumnStretch(1, 1)
        column.addLayout(self._steps)
        column.addStretch(1)
        self._scroll = scrolled(inside)
        self.pages.addWidget(self._scroll)

    def _show_again(self, _directory: Directory | None = None) -> None:
        if self._detail is not None:
            self._show(self._detail)

    def _show(self, detail: RequestDetail | None) -> None:
        another = detail is None or self._detail is None or detail.line.id != self._detail.line.id
        self._detail = detail
        self.pages.setCurrentIndex(0 if detail is None else 1)
        self._head.setVisible(detail is not None)
        self._foot_bar.setVisible(detail is not None and bool(detail.moves))
        self.moves.offer(detail)
        if detail is None:
            return
        status = status_of(detail.line, ui_language().language)
        self.chip.show_state(status.text, status.tone, status.icon)
        say(self.number, text=detail.line.number)
        self._show_tags(detail)
        say(self.words, text=detail.line.words)
        self.facts.show_request(detail, self._listing.directory)
        self.alerts.show_request(detail)
        self.comments.show_request(detail)
        self._above_comments.setVisible(not self.comments.isHidden())
        self._show_steps(detail, ui_language().language)
        if another:
            self._scroll.verticalScrollBar().setValue(0)

    def _show_tags(self, detail: RequestDetail) -> None:
        """Show what stands out about the request below its words."""
        line = detail.line
        for chip in self._tags:
            chip.hide()
            chip.deleteLater()
        tags: list[tuple[Text, str, str]] = []
        if line.priority is not Priority.NORMAL:
            tone = "red" if line.priority is Priority.EMERGENCY else "amber"
            tags.append((PRIORITY_LABELS[line.priority], tone, "siren"))
        if detail.rework_of_id is not None or (line.reopened_count and line.state is not RequestState.REOPENED):
            tags.append((msg("Rework"), "amber", "rotate-ccw"))
        if line.urged_count:
            tags.append((msg("Urged %(count)s×", count=line.urged_count), "amber", "bell"))
        self._tags = [Chip(*tag) for tag in (*tags, *repeat_tags(detail.repeats))]
        for chip in self._tags:
            self._tag_flow.addWidget(chip)
        self._tag_row.setVisible(bool(self._tags))

    def _show_steps(self, detail: RequestDetail, language: Language) -> None:
        while (item := self._steps.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for place, step in enumerate(reversed(detail.steps)):
            self._steps.addWidget(label(self._listing.seen.stamp(step.at), tone="ink2"), place, 0, top)
            self._steps.addWidget(label(self._sentence(step, language), wrap=True), place, 1)
            self._steps.addWidget(label(step.by, "small", "ink2"), place, 2, top | Qt.AlignmentFlag.AlignRight)

    def _sentence(self, step: StepRow, language: Language) -> str:
        return step_words(step, self._listing.directory, self._listing.seen, language)
