"""The tiles of the month: every figure with its comparisons; a click opens the list it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.months.rows import FIGURE_DEFINITIONS, FIGURE_LABELS, Figure
from desktop.months.table import change_tone, difference, listed_words, percent_change, value_text, verdict
from desktop.ui.tiles import Comparison, FigureTile

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.months.rows import Compared, Figures
    from desktop.ui.language import Text

__all__ = ["FigureTiles"]

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
            tile = FigureTile(FIGURE_LABELS[figure], name=f"figure-{figure}")
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
        for figure, tile in self.tiles.items():
            icon, tone, words = verdict(figure, compared)
            opens = listed_words(figure, compared.figures)

            def explain(spoken: Language, figure: Figure = figure, told: tuple[Text, ...] = (words, opens)) -> str:
                lines = [spoken.message(each) for each in (*told, FIGURE_DEFINITIONS[figure])]  # type: ignore[arg-type]
                return "\n".join(lines)

            tile.show_figure(
                _value(figure, compared.figures),
                [
                    _comparison(figure, compared.figures, compared.previous, last_year=False),
                    _comparison(figure, compared.figures, compared.last_year, last_year=True),
                ],
                icon=icon,
                tone=tone,
                verdict=explain,
            )


def _value(figure: Figure, figures: Figures) -> Text:
    def text(spoken: Language) -> str:
        return value_text(figure, figures.value(figure), spoken)

    return text


def _comparison(figure: Figure, now: Figures, before: Figures | None, *, last_year: bool) -> Comparison:
    """Return the line against the month before, coloured; that against last year stays neutral."""
    value = now.value(figure)

    def words(spoken: Language) -> str:
        earlier = value_text(figure, None if before is None else before.value(figure), spoken)
        if last_year:
            return spoken.gettext("Last year %(value)s", value=earlier)
        return spoken.gettext("Last month %(value)s", value=earlier)

    def change(spoken: Language) -> str:
        return difference(figure, value, before, spoken).text

    def share(spoken: Language) -> str:
        return percent_change(figure, value, before, spoken)

    tone = "ink2" if last_year else change_tone(figure, value, before)
    return Comparison(words, [(change, tone), (share, "ink2")])
