"""The tiles of the month: every figure with its comparisons and its target; a click opens the list it counts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.months.rows import COUNTED, DEFINITIONS, Figure
from desktop.months.table import (
    TILE_LABELS,
    arrow_text,
    change_tone,
    listed_words,
    percent_change,
    standing,
    target_line,
    tile_text,
    year_text,
)
from desktop.ui.language import ui_language
from desktop.ui.tiles import Comparison, FigureTile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QMouseEvent

    from desktop.core.i18n import Language, Message
    from desktop.months.rows import Figures, MonthSummary
    from desktop.ui.language import Text

__all__ = ["EXPLAINING", "MEASURED", "FigureTiles", "MonthTile", "definition"]

MEASURED = (
    Figure.RECEIVED,
    Figure.COMPLETION_RATE,
    Figure.ON_TIME_RATE,
    Figure.REWORK_RATE,
    Figure.FOLLOW_UP_RATE,
    Figure.COMPLAINT_RATE,
)
"""The six that a department is measured by."""

EXPLAINING = tuple(
    sorted(set(Figure) - set(MEASURED), key=list(Figure).index),
)
"""Those that explain them."""

HEAD = 28
"""Height of the word above a figure, px; a click there shows the figure's trend."""


class MonthTile(FigureTile):
    """A figure's tile. `headed()`: its word was clicked, above the figure."""

    headed = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell a click on the word from one on the figure."""
        if event.button() == Qt.MouseButton.LeftButton and 0 <= event.position().y() < HEAD and self.isDown():
            self.setDown(False)
            self.headed.emit()
        else:
            super().mouseReleaseEvent(event)


class FigureTiles(QWidget):
    """Tiles in rows. `opened(Figure)`: its list is wanted; `chosen(Figure)`: its trend."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, figures: Sequence[Figure]) -> None:
        """Make the tiles, empty until figures are known."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.tiles: dict[Figure, MonthTile] = {}
        for figure in figures:
            tile = MonthTile(TILE_LABELS[figure], name=f"figure-{figure}")
            tile.clicked.connect(lambda _checked=False, figure=figure: self.opened.emit(figure))
            tile.headed.connect(partial(self.chosen.emit, figure))
            self.tiles[figure] = tile
        self.arrange(6)

    def arrange(self, across: int) -> None:
        """Put `across` tiles in a row."""
        for place, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, *divmod(place, across))
        for column in range(6):
            self._grid.setColumnStretch(column, 1 if column < across else 0)

    def show_figures(self, summary: MonthSummary) -> None:
        """Show the figures of all, and what they are compared with."""
        spoken, compared, targets = ui_language().language, summary.total, summary.targets
        for figure, tile in self.tiles.items():
            stands = standing(figure, compared, targets, spoken)
            opens = listed_words(figure, compared.figures)
            tile.show_figure(
                partial(tile_text, figure, compared.figures),
                [
                    _comparison(figure, compared.figures, compared.previous, spoken, last_year=False),
                    _comparison(figure, compared.figures, compared.last_year, spoken, last_year=True),
                    _measured(figure, summary),
                ],
                icon=stands.icon,
                tone=stands.tone,
                verdict=partial(_explained, (stands.words, opens, definition(figure))),
            )


def definition(figure: Figure) -> Message:
    """Return how a figure is counted; both turnaround figures share one definition."""
    return DEFINITIONS.get(figure, DEFINITIONS[Figure.TURNAROUND_MEDIAN_HOURS])


def _explained(words: Sequence[Message], spoken: Language) -> str:
    return "\n".join(spoken.message(each) for each in words)


def _measured(figure: Figure, summary: MonthSummary) -> Comparison:
    """Return the line with the target, whether it is met, and the figure of the year so far."""
    targets: Mapping[Figure, float] = summary.targets
    year: list[tuple[Text, str]] = [(partial(year_text, figure, summary.year_to_date), "ink2")]
    return Comparison(partial(target_line, figure, summary.total, targets), year)


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
