"""The chips over the list of release slips, and a line to search in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.release_slips.rows import STAGE_LABELS, ReleaseStage
from desktop.ui.filters import FilterBar, SearchLine

if TYPE_CHECKING:
    from desktop.release_slips.presenter import ReleasesPresenter
    from desktop.release_slips.rows import ReleaseCounts
    from desktop.ui.buttons import FilterChip

__all__ = ["ReleaseFilterBar"]

_LOOKS = {ReleaseStage.OPEN: ("", "ink"), ReleaseStage.EXPIRED: ("clock-alert", "amber")}


class ReleaseFilterBar(FilterBar):
    """Shows and changes which slips a `ReleasesPresenter` shows."""

    def __init__(self, presenter: ReleasesPresenter) -> None:
        """Show what `presenter` shows."""
        hint, label = msg("Number, room, plate, goods"), msg("Find a release slip")
        self.text = SearchLine(hint, "slip-text", 190, label=label)
        super().__init__(self.text)
        self._presenter = presenter
        self.stages: dict[ReleaseStage, FilterChip] = {}
        for stage, words in STAGE_LABELS.items():
            icon, tone = _LOOKS.get(stage, ("", "ink"))
            chip = self.add_chip(words, f"stage-{stage}", icon, tone)
            chip.clicked.connect(partial(self._choose, stage))
            self.stages[stage] = chip
        self.text.searched.connect(presenter.narrow)
        presenter.conditions_changed.connect(self._show)
        presenter.counted.connect(self._count)
        self._show()

    def _choose(self, stage: ReleaseStage, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        """Show a stage; the one shown already gives way to all of them."""
        again = stage is self._presenter.wanted.stage
        self._presenter.show(replace(self._presenter.wanted, stage=ReleaseStage.ALL if again else stage))

    def _show(self) -> None:
        wanted = self._presenter.wanted
        for stage, chip in self.stages.items():
            chip.setChecked(stage is wanted.stage)
        self.text.show_words(wanted.words)
        self.refit()

    def _count(self, counts: ReleaseCounts) -> None:
        self.stages[ReleaseStage.OPEN].set_count(counts.open)
        self.stages[ReleaseStage.EXPIRED].set_count(counts.expired)
        self.refit()
