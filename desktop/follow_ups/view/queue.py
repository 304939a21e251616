"""Who is to be called, and who was called today: two lists in one panel, and what stands where nobody is called."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg, nmsg
from desktop.ui.buttons import Button
from desktop.ui.choices import SegmentedRow
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, IconLabel, ListFrame, Panel, label
from desktop.ui.table import ListView

if TYPE_CHECKING:
    from desktop.follow_ups.presenter import FollowUpPresenter
    from desktop.follow_ups.rows import QueueLine, ToldToday

__all__ = ["IdlePane", "QueuePanel"]


class QueuePanel(Panel):
    """The queue and the calls of the day. `taken(line)`, `opened(line)`, `told(line)`: look, `reopened(line)`."""

    taken = Signal(object)
    opened = Signal(object)
    told = Signal(object)
    reopened = Signal(object)

    def __init__(self, presenter: FollowUpPresenter) -> None:
        """Show what `presenter` keeps."""
        super().__init__(name="follow-up-queue")
        self._presenter = presenter
        self._line: QueueLine | ToldToday | None = None
        self.pad(0, 0, 0, 0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 8)
        self.which = SegmentedRow((("queue", self._waiting), ("today", self._today)), name="which")
        self.which.chosen.connect(self._turn)
        head.addWidget(self.which)
        head.addStretch(1)
        self.body.addLayout(head)
        self.stack = QStackedWidget()
        self.queue = ListView(presenter.queue, label=msg("To call"), name="follow-up-list", row="row-two-line")
        none = EmptyState(
            msg("Nobody is to be called back"), msg("Whoever had something done comes here."), icon="phone-outgoing"
        )
        self.stack.addWidget(ListFrame(self.queue, none))
        self.today = ListView(presenter.told, label=msg("Called today"), name="told-list", row="row-two-line")
        nothing = EmptyState(msg("Nobody was called today"), icon="phone-outgoing")
        self.stack.addWidget(ListFrame(self.today, nothing))
        for view in (self.queue, self.today):
            view.horizontalHeader().hide()
            view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            view.row_changed.connect(self._look_at)
        self.queue.opened.connect(self.taken)
        self.today.opened.connect(self.told)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self._tools())
        self.which.choose("queue")

    def show_counts(self) -> None:
        """Say how many wait and were called."""
        for which, words in (("queue", self._waiting), ("today", self._today)):
            say(self.which.button(which), text=words, accessibleName=words)
        self.which.updateGeometry()
        left = sum(told.left_open for told in self._presenter.told.rows)
        self.left.setVisible(bool(left))
        say(
            self.left,
            text=nmsg("%(count)s dissatisfied and not reopened", "%(count)s dissatisfied and not reopened", left),
        )

    def follow(self, household: int) -> None:
        """Keep the household on the phone in sight."""
        self.queue.select(household)

    def _waiting(self, spoken: Language) -> str:
        return spoken.gettext("To call %(count)s", count=spoken.integer(self._presenter.counts.waiting))

    def _today(self, spoken: Language) -> str:
        return spoken.gettext("Called today %(count)s", count=spoken.integer(len(self._presenter.told.rows)))

    def _tools(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        self.left = label("", "small", "red", cut=True, name="left-open")
        self.left.hide()
        column.addWidget(self.left)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._buttons: dict[str, Button] = {}
        for name, words, icon, signal in (
            ("take", msg("Call now"), "phone-call", self.taken),
            ("room", msg("Household"), "house", self.opened),
            ("look", msg("Open the request"), "clipboard-list", self.told),
            ("again", msg("Reopen"), "rotate-ccw", self.reopened),
        ):
            button = Button(words, icon=icon, small=True, name=f"queue-{name}")
            button.clicked.connect(partial(self._emit, signal))
            row.addWidget(button)
            button.hide()
            self._buttons[name] = button
        row.addStretch(1)
        column.addLayout(row)
        return box

    def _emit(self, signal: SignalInstance, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        if self._line is not None:
            signal.emit(self._line)

    def _turn(self, which: str) -> None:
        self.stack.setCurrentIndex(int(which == "today"))
        view = self.today if which == "today" else self.queue
        self._look_at(view.row)

    def _look_at(self, line: QueueLine | ToldToday | None) -> None:
        """Offer what can be done about a row."""
        today = self.stack.currentIndex() == 1
        view = self.today if today else self.queue
        self._line = line = view.row if line is None or line is not view.row else line
        card = self._presenter.card
        household = getattr(line, "household", 0)
        current = card is not None and household == card.household
        offered = {
            "take": bool(household) and not current and not getattr(line, "calling", ""),
            "room": line is not None and bool(getattr(line, "room_id", 0) or household > 0),
            "look": today and line is not None,
            "again": today and bool(getattr(line, "left_open", False)),
        }
        for name, button in self._buttons.items():
            button.setVisible(offered[name])


class IdlePane(Panel):
    """Nobody is on the phone. `started()`: call the next household."""

    started = Signal()

    def __init__(self, presenter: FollowUpPresenter) -> None:
        """Say what `presenter` counts."""
        super().__init__(name="follow-up-idle")
        self._presenter = presenter
        self.pad(24, 24, 24, 24)
        column = self.body
        column.setSpacing(10)
        column.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(10)
        self._icon = IconLabel("phone-outgoing", "ink2", 24)
        head.addWidget(self._icon)
        self.title = label("", "section", name="idle-title")
        head.addWidget(self.title)
        head.addStretch(1)
        column.addLayout(head)
        self.words = label("", wrap=True, name="idle-words")
        column.addWidget(self.words)
        row = QHBoxLayout()
        self.start = Button(
            msg("Call the next household"), icon="phone-call", kind="primary", key=key("save"), bind=False, name="start"
        )
        self.start.clicked.connect(self.started)
        row.addWidget(self.start)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)

    def show_counts(self) -> None:
        """Say how many wait, how many of them are late, and when who was just tried may be called again."""
        counts = self._presenter.counts
        free = counts.waiting - counts.resting
        self.start.setVisible(free > 0)
        if not counts.waiting:
            say(self.title, text=msg("Everyone was asked"))
            say(self.words, text=msg("Whoever had a repair or complaint done comes into this queue by itself."))
            self._icon.show_icon("circle-check", "green")
        elif free > 0:
            say(
                self.title,
                text=nmsg("%(count)s household to call back", "%(count)s households to call back", counts.waiting),
            )
            say(
                self.words,
                text=msg(
                    "%(due)s by the end of today, %(late)s of them late. Calling shows their phones, which is noted.",
                    due=counts.due,
                    late=counts.overdue,
                ),
            )
            self._icon.show_icon("phone-outgoing", "red" if counts.overdue else "violet")
        else:
            say(self.title, text=msg("Nobody is to be called right now"))
            say(self.words, text=self._later)
            self._icon.show_icon("clock", "ink2")

    def _later(self, spoken: Language) -> str:
        counts, zone = self._presenter.counts, self._presenter.desk.zone
        if counts.next_at is None:
            return ""
        return spoken.ngettext(
            "%(count)s household did not answer and comes again from %(time)s.",
            "%(count)s households did not answer and come again from %(time)s.",
            counts.resting,
            time=spoken.time(counts.next_at, zone),
        )
