"""Which categories there was most of, and what came again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from desktop.core.i18n import msg, nmsg
from desktop.months.rows import Figure, difference_text
from desktop.months.table import change_text, named_text, ranking_columns, repeat_columns
from desktop.months.view.charts import RankingView
from desktop.months.view.toggled import ToggledPanel
from desktop.paper.charts import Rank, Ranking
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, Panel, label
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.months.rows import Figures, Named
    from desktop.months.table import Repeat
    from desktop.ui.tasks import Tasks

__all__ = ["RankingPanel", "RepeatPanel"]

RANKS = 6
"""Rows of the ranking; where there are more categories, the last row is all the others."""

THIN = "\N{THIN SPACE}"


class RankingPanel(ToggledPanel):
    """Categories by what was received. `opened(Named)`."""

    opened = Signal(object)

    def __init__(self, tasks: Tasks) -> None:
        """Show nothing yet."""
        super().__init__(msg("Category ranking"), msg("on month / on year"), "ranking")
        self._groups: Sequence[Named] = ()
        self.chart = RankingView(tasks, msg("Categories by requests received"), name="ranking-chart")
        self.chart.opened.connect(self._open)
        self.model: RowsModel[Named] = RowsModel(ranking_columns("category", msg("Category")))
        self.list = ListView(self.model, label=msg("Category ranking"), name="ranking-list", row="row-dense")
        self.list.acted.connect(lambda group, _key: self.opened.emit(group))
        self.list.opened.connect(self.opened)
        self.put(self.chart, self.list)

    def show_categories(self, categories: Sequence[Named]) -> None:
        """Show the categories that had requests this month or one compared with it, most first."""
        ordered = sorted(categories, key=lambda group: -group.compared.figures.received)
        self.model.set_rows([group for group in ordered if _had_requests(group)])
        received = [group for group in ordered if group.compared.figures.received]
        shown = len(received) if len(received) <= RANKS else RANKS - 1
        self._groups = groups = tuple(received[:shown])
        others = [group for group in ordered if group not in groups]

        def make(spoken: Language) -> Ranking:
            ranks = [_rank(group, spoken) for group in groups]
            if len(received) > shown:
                ranks.append(_others(others, spoken))
            return Ranking(ranks, number=lambda value: spoken.integer(round(value)))

        self.chart.show_parts(min(len(received), RANKS), make)

    def _open(self, place: int) -> None:
        """Open the list of a category; the others stand in the table."""
        if place < len(self._groups):
            self.opened.emit(self._groups[place])
        else:
            self.toggle.setChecked(True)


def _had_requests(group: Named) -> bool:
    compared = group.compared
    return any(each is not None and each.received for each in (compared.figures, compared.previous, compared.last_year))


def _rank(group: Named, spoken: Language) -> Rank:
    compared = group.compared
    changes = (
        change_text(Figure.RECEIVED, compared.figures, before, spoken)
        for before in (compared.previous, compared.last_year)
    )
    return Rank(named_text(group, "category", spoken), compared.figures.received, f"{THIN}/{THIN}".join(changes))


def _others(groups: Sequence[Named], spoken: Language) -> Rank:
    """Return the one row of all categories that have none of their own."""
    now = sum(group.compared.figures.received for group in groups)
    changes = (
        difference_text(Figure.RECEIVED, now, _sum(earlier), spoken)
        for earlier in ([group.compared.previous for group in groups], [group.compared.last_year for group in groups])
    )
    return Rank(spoken.gettext("Others"), now, f"{THIN}/{THIN}".join(changes))


def _sum(figures: Sequence[Figures | None]) -> int | None:
    known = [each.received for each in figures if each is not None]
    return sum(known) if known else None


class RepeatPanel(Panel):
    """Households and places that came again and again. `opened(Repeat)`."""

    opened = Signal(object)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(msg("Repeated and clustered"), name="repeats")
        self.model: RowsModel[Repeat] = RowsModel(repeat_columns())
        self.list = ListView(self.model, label=msg("Repeated and clustered"), name="repeat-list", row="row-dense")
        self.list.acted.connect(lambda repeat, _key: self.opened.emit(repeat))
        self.list.opened.connect(self.opened)
        self.list.horizontalHeader().hide()
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.body.addWidget(ListFrame(self.list, EmptyState(msg("Nothing stands out"))), 1)
        self.carried = label("", "small", "ink2", wrap=True, name="carried-over")
        self.carried.setContentsMargins(12, 6, 12, 8)
        self.body.addWidget(self.carried)

    def show_repeats(self, repeats: Sequence[Repeat], carried: int, done: int) -> None:
        """Show what repeats, most first, and what became of the `carried` requests: how many are `done`."""
        self.model.set_rows(repeats)
        text = nmsg(
            "Carried over: %(count)s request, %(done)s done, %(left)s left",
            "Carried over: %(count)s requests, %(done)s done, %(left)s left",
            carried,
            done=done,
            left=carried - done,
        )
        say(self.carried, text=text if carried else msg("Nothing was carried over."))
