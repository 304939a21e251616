"""How long things took and how satisfied people were: bars over the bands of a scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.core.i18n import msg
from desktop.months.table import share_text
from desktop.months.view.charts import BandsView
from desktop.months.view.toggled import ToggledPanel
from desktop.paper.charts import Distribution
from desktop.ui.language import translate
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language, Message
    from desktop.ui.language import Text
    from desktop.ui.tasks import Tasks

__all__ = ["Band", "DistributionPanel"]


@dataclass(frozen=True, slots=True)
class Band:
    """One bar: what it is recognised by (a limit, a grade), its words, how many fell into it."""

    id: Any
    words: Text
    count: int


class DistributionPanel(ToggledPanel):
    """Bands of a scale with their counts and shares. `opened(Band)`."""

    opened = Signal(object)

    def __init__(self, tasks: Tasks, title: Message, note: Message, head: Message, name: str) -> None:
        """Show nothing yet; `head` names the bands in the table."""
        super().__init__(title, note, name)
        self.bands: Sequence[Band] = ()
        self.chart = BandsView(tasks, title, name=f"{name}-chart")
        self.chart.opened.connect(lambda place: self._open(self.bands[place]))
        self.model: RowsModel[Band] = RowsModel(self._columns(head))
        self.list = ListView(self.model, label=title, name=f"{name}-list", row="row-dense")
        self.list.acted.connect(lambda band, _key: self._open(band))
        self.list.opened.connect(self._open)
        self.put(self.chart, self.list)

    def show_bands(self, bands: Sequence[Band]) -> None:
        """Show the bands in the order of their scale."""
        self.bands = tuple(bands)
        self.model.set_rows(self.bands)
        whole = self._whole

        def make(spoken: Language) -> Distribution:
            return Distribution(
                labels=[translate(band.words, spoken) for band in bands],
                values=[band.count for band in bands],
                shares=[share_text(band.count, whole, spoken) for band in bands],
                number=lambda value: spoken.integer(round(value)),
            )

        self.chart.show_parts(len(bands), make)

    @property
    def _whole(self) -> int:
        return sum(band.count for band in self.bands)

    def _columns(self, head: Message) -> Sequence[Column[Band]]:
        def count(band: Band, spoken: Language) -> Cell:
            return Cell(spoken.integer(band.count), link=band.count > 0, tone="ink2")

        def share(band: Band, spoken: Language) -> Cell:
            return Cell(share_text(band.count, self._whole, spoken), tone="ink2")

        return (
            Column("band", head, lambda band, spoken: translate(band.words, spoken), 120, stretch=True, sort=False),
            Column("count", msg("Count"), count, 72, right=True, sort=False),
            Column("share", msg("Share of all"), share, 72, right=True, sort=False),
        )

    def _open(self, band: Band) -> None:
        if band.count:
            self.opened.emit(band)
