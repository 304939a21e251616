"""The chips over the list of release slips, and a line to search in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop.core.i18n import msg
from desktop.core.tokens import HEIGHTS
from desktop.release_slips.rows import STAGE_LABELS, ReleaseStage
from desktop.ui.buttons import FilterChip
from desktop.ui.flow import FlowLayout
from desktop.ui.fonts import font
from desktop.ui.language import say

if TYPE_CHECKING:
    from desktop.release_slips.presenter import ReleasesPresenter
    from desktop.release_slips.rows import ReleaseCounts

__all__ = ["ReleaseFilterBar"]

_LOOKS = {ReleaseStage.OPEN: ("", "ink"), ReleaseStage.EXPIRED: ("clock-alert", "amber")}
TYPED_MS = 250


class ReleaseFilterBar(QWidget):
    """Shows and changes which slips a `ReleasesPresenter` shows."""

    def __init__(self, presenter: ReleasesPresenter, parent: QWidget | None = None) -> None:
        """Show what `presenter` shows."""
        super().__init__(parent)
        self._presenter = presenter
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        chips = QWidget()
        self._flow = FlowLayout(chips)
        row.addWidget(chips, 1)
        self.stages: dict[ReleaseStage, FilterChip] = {}
        for stage, words in STAGE_LABELS.items():
            icon, tone = _LOOKS.get(stage, ("", "ink"))
            chip = FilterChip(words, icon=icon, tone=tone, name=f"stage-{stage}")
            chip.clicked.connect(partial(self._choose, stage))
            self._flow.addWidget(chip)
            self.stages[stage] = chip
        self.text = self._line()
        row.addWidget(self.text, 0, Qt.AlignmentFlag.AlignTop)
        presenter.conditions_changed.connect(self._show)
        presenter.counted.connect(self._count)
        self._show()

    def _line(self) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName("slip-text")
        line.setFont(font("body"))
        line.setFixedHeight(max(HEIGHTS["filter-chip"], line.fontMetrics().height() + 8))
        line.setFixedWidth(190)
        say(line, placeholderText=msg("Number, room, plate, goods"), accessibleName=msg("Find a release slip"))
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._typed.timeout.connect(self._search)
        line.textEdited.connect(lambda _text: self._typed.start())
        line.returnPressed.connect(self._search)
        return line

    def _search(self) -> None:
        self._typed.stop()
        self._presenter.narrow(self.text.text().strip())

    def _choose(self, stage: ReleaseStage, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        """Show a stage; the one shown already gives way to all of them."""
        again = stage is self._presenter.wanted.stage
        self._presenter.show(replace(self._presenter.wanted, stage=ReleaseStage.ALL if again else stage))

    def _show(self) -> None:
        wanted = self._presenter.wanted
        for stage, chip in self.stages.items():
            chip.setChecked(stage is wanted.stage)
        if not self.text.hasFocus():
            self.text.setText(wanted.words)
        self._flow.invalidate()

    def _count(self, counts: ReleaseCounts) -> None:
        self.stages[ReleaseStage.OPEN].set_count(counts.open)
        self.stages[ReleaseStage.EXPIRED].set_count(counts.expired)
        self._flow.invalidate()
