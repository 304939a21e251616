"""One gift list: what is given, what is left in stock, and its households with what can be noted of each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from desktop.core.i18n import Language, msg, nmsg
from desktop.gifts.model import GiftListState
from desktop.gifts.presenter import Show
from desktop.gifts.table import stock_words
from desktop.gifts.view.filters import GiftFilterBar
from desktop.gifts.view.handing import HandingBar
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, Panel, label
from desktop.ui.table import ListView

if TYPE_CHECKING:
    from desktop.core.i18n import Message
    from desktop.gifts.presenter import GiftsPresenter
    from desktop.gifts.rows import GiftEntryLine, GiftListLine

__all__ = ["EntriesPanel"]


class EntriesPanel(Panel):
    """The list looked at. `asked(what)`: amend, add, end, reopen; or of the household selected as `HandingBar` asks.

    `opened(entry)`: the household is to be shown.
    """

    asked = Signal(str)
    opened = Signal(object)

    def __init__(self, presenter: GiftsPresenter, *, may_edit: bool) -> None:
        """Show what `presenter` keeps; `may_edit`: offer to change it."""
        super().__init__(name="gift-entries")
        self._presenter = presenter
        self._may_edit = may_edit
        self._place = 0
        self.buttons: dict[str, Button] = {}
        self._heads()
        self.body.addWidget(self._facts())
        self.filters = GiftFilterBar(presenter)
        self.body.addWidget(self.filters)
        self.view = ListView(
            presenter.entries, label=msg("Households of the list"), name="gift-households", row="row-dense"
        )
        self.again = Button(msg("Go round again"), icon="rotate-ccw", name="next-round")
        self.again.clicked.connect(partial(presenter.show, Show.NOT_HOME))
        self.empty = EmptyState("", icon="gift", button=self.again)
        self.body.addWidget(ListFrame(self.view, self.empty), 1)
        self.bar = HandingBar()
        self.foot.addWidget(self.bar, 1)
        self._bar_frame = self.bar.parentWidget()
        self.bar.asked.connect(self.asked)
        presenter.chosen.connect(self._show)
        presenter.filtered.connect(self._say_empty)
        presenter.entries.loaded.connect(self._keep_place)
        self.view.row_changed.connect(self._look)
        self.view.opened.connect(self.opened)
        self.filters.entered.connect(self._enter)
        self._show(None)

    @property
    def entry(self) -> GiftEntryLine | None:
        """Return the household selected."""
        row: GiftEntryLine | None = self.view.row
        return row

    def set_low(self, low: bool) -> None:  # noqa: FBT001 - a setter
        """Spare height where the page is low."""
        self.bar.set_low(low)

    # --- building ---------------------------------------------------------------------------------------------------

    def _heads(self) -> None:
        self.set_title("")
        self.title.hide()
        self.heading = label("", "strong", cut=True, name="gift-title")
        self.head.addWidget(self.heading)
        for name, words, icon in (
            ("add", msg("Add a household"), "user-plus"),
            ("amend", msg("Change the list"), "square-pen"),
            ("end", msg("End the list"), "circle-check"),
            ("reopen", msg("Take the list up again"), "undo-2"),
        ):
            button = Button(words, icon=icon, kind="link", small=True, name=f"gift-{name}")
            button.clicked.connect(lambda _checked=False, name=name: self.asked.emit(name))
            self.tools.addWidget(button)
            self.buttons[name] = button

    def _facts(self) -> QFrame:
        frame = QFrame()
        frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        self.about = label("", tone="ink2", cut=True, name="gift-about")
        self.stock = label("", name="gift-stock")
        self.short = Chip("", "red", "triangle-alert", name="gift-short")
        row.addWidget(self.about, 1)
        row.addWidget(self.stock)
        row.addWidget(self.short)
        self.facts = frame
        return frame

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show(self, line: GiftListLine | None) -> None:
        is_open = line is not None and line.state is GiftListState.OPEN
        say(self.heading, text=msg("No gift list is chosen") if line is None else line.title)
        for widget in (self.facts, self.filters):
            widget.setVisible(line is not None)
        if self._bar_frame is not None:
            self._bar_frame.setVisible(line is not None and self._may_edit)
        if line is not None:
            say(self.about, text=partial(_about, line))
            say(self.stock, text=partial(stock_words, line))
            self.short.setVisible(line.short > 0)
            self.short.show_state(msg("Short by %(count)s", count=line.short), "red", "triangle-alert")
        shown = {"add": is_open, "amend": line is not None, "end": is_open, "reopen": line is not None and not is_open}
        for name, button in self.buttons.items():
            button.setVisible(self._may_edit and shown[name])
        self._look(self.entry)
        self._say_empty()

    def _look(self, entry: GiftEntryLine | None) -> None:
        if entry is not None:
            self._place = self.view.currentIndex().row()
        line = self._presenter.line
        self.bar.show_entry(entry, is_open=line is not None and line.state is GiftListState.OPEN)

    def _keep_place(self) -> None:
        """Go on with the next household where the one selected has left the list; the first found is selected."""
        count = self._presenter.entries.rowCount()
        if not count:
            self._look(None)
        elif not self.view.currentIndex().isValid():
            self.view.selectRow(0 if self._presenter.words else min(self._place, count - 1))
        else:
            self._look(self.entry)

    def _enter(self) -> None:
        self.view.setFocus()

    def _say_empty(self) -> None:
        line, show = self._presenter.line, self._presenter.shown
        missing: Message | str = ""
        advice: Message | str = ""
        if line is not None and self._presenter.words:
            missing, advice = msg("No household of this list is found"), msg("Look for another room or name.")
        elif line is not None and not line.households:
            missing, advice = msg("Nobody is on this list yet"), msg("Add the households by hand.")
        elif line is not None and show is Show.WAITING and line.not_home:
            missing = msg("Everybody was called on")
            advice = nmsg(
                "%(count)s household was not at home.", "%(count)s households were not at home.", line.not_home
            )
        elif line is not None:
            missing = msg("No household stands here")
        else:
            missing = msg("No gift list is chosen")
        say(self.empty.missing, text=missing)
        say(self.empty.advice, text=advice)
        again = line is not None and show is Show.WAITING and line.not_home > 0 and not self._presenter.words
        self.again.setVisible(again)


def _about(line: GiftListLine, spoken: Language) -> str:
    """Return by when what is given, and to whom: by 23 Sep · moon cakes · VIP."""
    parts = [spoken.gettext("by %(day)s", day=spoken.short_date(line.due_on)), line.gift]
    if line.list_name:
        parts.append(line.list_name)
    if line.refused:
        parts.append(spoken.ngettext("%(count)s declined", "%(count)s declined", line.refused))
    if line.left_out:
        parts.append(spoken.ngettext("%(count)s left out", "%(count)s left out", line.left_out))
    return " · ".join(parts)
