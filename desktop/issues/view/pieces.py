"""Small pieces of the detail of a problem point: a list as high as its rows, one step of the history."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.issues.table import step_words
from desktop.ui.panels import label
from desktop.ui.table import ListView

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.issues.rows import EvidenceRow, StepRow
    from desktop.ui.table import RowsModel

__all__ = ["LowList", "clear", "step_line"]

MOST_EVIDENCE_SEEN = 6
"""So many requests are seen at once; the others are scrolled to."""


class LowList(ListView):
    """The requests behind a point: as high as its rows, up to some."""

    def __init__(self, model: RowsModel[EvidenceRow]) -> None:
        """Show `model`."""
        super().__init__(model, label=msg("Evidence"), name="issue-evidence", row="row-dense", several=True)

    def fit(self) -> None:
        """Take the height of the rows there are."""
        rows = min(max(self.list_model.rowCount(), 1), MOST_EVIDENCE_SEEN)
        high = self.horizontalHeader().height() + rows * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(high + 2)


def clear(place: QBoxLayout) -> None:
    """Take out and throw away every widget at `place`."""
    while (item := place.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def step_line(step: StepRow, action: str, zone: ZoneInfo) -> QWidget:
    """Return one step of a history: when, who and, where it is of one, the words of its `action`; below it what."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 2)
    column.setSpacing(0)
    named = "" if step.words == action else " ".join(action.split())
    column.addWidget(label(partial(_head, step, named, zone), "small", "ink2", cut=True))
    column.addWidget(label(partial(step_words, step), wrap=True))
    return whole


def _head(step: StepRow, action: str, zone: ZoneInfo, spoken: Language) -> str:
    return " · ".join(filter(None, (spoken.moment(step.at, zone), step.by, action)))
