"""The scope picker: a line to type places into, the plan to pick them on, and a chip for each pick."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.i18n import msg, nmsg
from desktop.core.tokens import HEIGHTS
from desktop.outages.presenter.picking import Picking
from desktop.outages.presenter.places import building_pick
from desktop.outages.presenter.typed import read_places
from desktop.outages.view.picker_plan import PickerPlan
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.flow import FlowLayout
from desktop.ui.fonts import font
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, label
from desktop.ui.scrolling import scrolled
from desktop.ui.theme import repolish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from desktop.outages.presenter.places import Places
    from desktop.outages.rows import Pick
    from desktop.ui.language import Text

__all__ = ["ScopePicker"]

MOST_CHIPS = 30
"""More picks than these are counted instead of shown."""

CHIPS_HIGH, CHIPS_LOW = 68, 30
"""Px that the chips take before they scroll, and where there is little room."""


class ScopePicker(QWidget):
    """Picks a scope from a community. `changed()`: other places are picked; Enter in the line adds what it names."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing until `show_places`."""
        super().__init__(parent)
        self.picking: Picking | None = None
        self._waiting: Sequence[Pick] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._top())
        self.problem = label("", "small", "red", wrap=True, name="scope-problem")
        column.addWidget(self.problem)
        self.problem.hide()
        self.stack = QStackedWidget()
        self.plan = PickerPlan()
        self.stack.addWidget(self.plan)
        self.empty = EmptyState(
            msg("No building is entered yet"),
            msg("Import the roster, or enter buildings and rooms first."),
            icon="building-2",
        )
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, gap=6)
        self._area = scrolled(self._chips)
        self._area.setMaximumHeight(CHIPS_HIGH)
        column.addWidget(self._area)
        self._area.hide()
        self.plan.changed.connect(self._change)
        self.plan.opened.connect(self._opened)

    # --- asked and told --------------------------------------------------------------------------------------------

    @property
    def picks(self) -> tuple[Pick, ...]:
        """Return what is picked; what is to be picked once the community is known."""
        return tuple(self._waiting) if self.picking is None else self.picking.picks()

    def show_places(self, places: Places) -> None:
        """Show a community; what was picked stays, as far as it is still there."""
        picks = self.picks
        self.picking = Picking(places)
        self.picking.load(picks)
        self._waiting = ()
        self.plan.show_picking(self.picking)
        self.stack.setCurrentIndex(0 if places.buildings else 1)
        self.line.setEnabled(bool(places.buildings))
        self._show_chips()

    def show_picks(self, picks: Sequence[Pick]) -> None:
        """Pick `picks` instead of what was picked, without telling."""
        if self.picking is None:
            self._waiting = tuple(picks)
            return
        self.picking.load(picks)
        self.plan.refresh()
        self._show_chips()

    def tell(self, problem: Text) -> None:
        """Say what is wrong with the scope, nothing for an empty sentence."""
        say(self.problem, text=problem)
        self.problem.setVisible(bool(problem))

    def keep_low(self, *, low: bool) -> None:
        """Take little height for the chips, or what is usual."""
        self._area.setMaximumHeight(CHIPS_LOW if low else CHIPS_HIGH)

    # --- typed -----------------------------------------------------------------------------------------------------

    def add_typed(self) -> None:
        """Pick what the line names; what it names wrongly stays in it and is told."""
        if self.picking is None or not self.line.text().strip():
            return
        picks, unknown = read_places(self.line.text(), self.picking.places)
        for pick in picks:
            self.picking.set(pick, on=True)
        self.line.setText("，".join(unknown))
        repolish(self.line, invalid=bool(unknown))
        say(self.problem, text=msg("Not found: %(places)s. Write 3-1, 3-1-502 or 3-5F.", places="，".join(unknown)))
        self.problem.setVisible(bool(unknown))
        if picks:
            self.plan.refresh()
            self._change()

    def clear(self) -> None:
        """Pick nothing."""
        if self.picking is not None:
            self.picking.clear()
            self.plan.refresh()
            self._change()

    # --- inside ----------------------------------------------------------------------------------------------------

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.back = Button(msg("All buildings"), icon="chevron-left", small=True, name="scope-back")
        self.back.clicked.connect(self._go_back)
        row.addWidget(self.back)
        self.back.hide()
        self.line = _Line()
        self.line.setObjectName("scope-line")
        self.line.setFont(font("body"))
        self.line.setFixedHeight(max(HEIGHTS["small-button"], self.line.fontMetrics().height() + 8))
        say(
            self.line,
            placeholderText=msg("Type places: 3-1, 5-2-1201"),
            accessibleName=msg("Places that are affected"),
        )
        self.line.entered.connect(self.add_typed)
        row.addWidget(self.line, 1)
        self.clear_button = Button(msg("Clear"), small=True, name="scope-clear")
        self.clear_button.clicked.connect(self.clear)
        row.addWidget(self.clear_button)
        return row

    def _go_back(self) -> None:
        self.plan.open_building(0)
        self.plan.setFocus(Qt.FocusReason.OtherFocusReason)

    def _opened(self, building_id: int) -> None:
        self.back.setVisible(bool(building_id))
        building = self.picking.places.buildings.get(building_id) if self.picking is not None else None
        name = "" if building is None else building_pick(building).label
        say(self.plan, accessibleName=msg("Plan of %(place)s", place=name) if name else msg("Plan of the community"))

    def _change(self) -> None:
        self._show_chips()
        self.changed.emit()

    def _show_chips(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        picks = self.picks
        for pick in picks[:MOST_CHIPS]:
            self._flow.addWidget(self._chip(pick))
        if len(picks) > MOST_CHIPS:
            more = nmsg("%(count)s pick more", "%(count)s picks more", len(picks) - MOST_CHIPS)
            self._flow.addWidget(label(more, "small", "ink2"))
        self._area.setVisible(bool(picks))
        self.clear_button.setEnabled(bool(picks))
        self._flow.invalidate()

    def _chip(self, pick: Pick) -> FilterChip:
        words = msg("without %(place)s", place=pick.label) if pick.excluded else pick.label
        if pick.gone:
            chip = FilterChip(msg("%(place)s is no more", place=pick.label), icon="triangle-alert", tone="red")
        else:
            chip = FilterChip(words, icon="minus" if pick.excluded else "")
        chip.setObjectName(f"pick-{pick.label}")
        chip.setChecked(True)
        chip.clicked.connect(partial(self._remove, pick))
        return chip

    def _remove(self, pick: Pick, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        if self.picking is not None:
            self.picking.remove(pick)
            self.plan.refresh()
            self._change()


class _Line(QLineEdit):
    """A line whose Enter belongs to it while something stands in it. `entered()`."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.text().strip() and not _commands(event):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


def _commands(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
