"""The tiles of the month: every figure with its comparisons; a click opens the list it counts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.months.rows import COUNTED, DEFINITIONS, Figure
from desktop.months.table import (
    TILE_LABELS,
    arrow_text,
    change_tone,
    listed_words,
    percent_change,
    tile_text,
    verdict,
)
from desktop.ui.language import ui_language
from desktop.ui.tiles import Comparison, FigureTile

if TYPE_CHECKING:
    from desktop.core.i18n import Language, Message
    from desktop.months.rows import Compared, Figures
    from desktop.ui.language import Text

__all__ = ["FigureTiles", "definition"]

ORDER = (
    Figure.RECEIVED,
    Figure.COMPLETION_RATE,
    Figure.ON_TIME_RATE,
    Figure.REWORK_RATE,
    Figure.FOLLOW_UP_RATE,
    Figure.COMPLAINT_RATE,
    Figure.COMPLETED,
    Figure.CARRIED_OVER,
    Figure.OVERDUE,
    Figure.TURNAROUND_MEDIAN_HOURS,
    Figure.TURNAROUND_P90_HOURS,
    Figure.SATISFACTION,
)
"""Six a department is measured by, then six that explain them."""


class FigureTiles(QWidget):
    """All figures in rows of six, of three where it is narrow. `opened(Figure)`."""

    opened = Signal(object)

    def __init__(self) -> None:
        """Make the tiles, empty until figures are known."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.tiles: dict[Figure, FigureTile] = {}
        for figure in ORDER:
            tile = FigureTile(TILE_LABELS[figure], name=f"figure-{figure}")
            tile.clicked.connect(lambda _checked=False, figure=figure: self.opened.emit(figure))
            self.tiles[figure] = tile
        self.arrange(6)

    def arrange(self, across: int) -> None:
        """Put `across` tiles in a row."""
        for place, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, *divmod(place, across))
        for column in range(6):
            self._grid.setColumnStretch(column, 1 if column < across else 0)

    def show_figures(self, compared: Compared) -> None:
        """Show figures and what they are compared with."""
        spoken = ui_language().language
        for figure, tile in self.tiles.items():
            icon, tone, words = verdict(figure, compared, spoken)
            tile.show_figure(
                partial(tile_text, figure, compared.figures),
                [
                    _comparison(figure, compared.figures, compared.previous, spoken, last_year=False),
                    _comparison(figure, compared.figures, compared.last_year, spoken, last_year=True),
                ],
                icon=icon,
                tone=tone,
                verdict=partial(_explained, words, listed_words(figure, compared.figures), definition(figure)),
            )


def definition(figure: Figure) -> Message:
    """Return how a figure is counted; both turnaround figures share one definition."""
    return DEFINITIONS.get(figure, DEFINITIONS[Figure.TURNAROUND_MEDIAN_HOURS])


def _explained(verdict: Message, opens: Message, defined: Message, spoken: Language) -> str:
    return "\n".join(spoken.message(each) for each in (verdict, opens, defined))


def _comparison(
    figure: Figure, now: Figures, before: Figures | None, language: Language, *, last_year: bool
) -> Comparison:
    """Return the line against the month before, coloured; that against last year stays neutral."""

    def words(spoken: Language) -> str:
        earlier = tile_text(figure, before, spoken)
        if last_year:
            return spoken.gettext("Last yr. %(value)s", value=earlier)
        return spoken.gettext("Last mo. %(value)s", value=earlier)

    tone = "ink2" if last_year else change_tone(figure, now, before, language)
    changes: list[tuple[Text, str]] = [(partial(arrow_text, figure, now, before), tone)]
    if before is not None and figure in COUNTED:
        changes.append((partial(percent_change, figure, now, before), "ink2"))
    return Comparison(words, changes)
