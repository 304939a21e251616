"""Who is expected today, in the middle of the pane while nothing is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from desktop.core.i18n import msg
from desktop.core.tokens import HEIGHTS
from desktop.gate.presenter.expecting import as_hit
from desktop.gate.view.pieces import GateList, GatePanel, GateRowShown
from desktop.visits.rows import KIND_LABELS

if TYPE_CHECKING:
    from desktop.gate.presenter.expecting import ExpectedPresenter
    from desktop.visits.rows import ExpectedLine

__all__ = ["ExpectedPanel"]

MOST_ROWS = 5


class ExpectedPanel(GatePanel):
    """A row for each who is still to come. `taken(VisitorHit)`: this one stands at the gate."""

    taken = Signal(object)

    def __init__(self, presenter: ExpectedPresenter) -> None:
        """Start empty, and unseen while nobody is expected."""
        super().__init__(msg("Still to come today"), icon="calendar-clock", name="expected")
        self.presenter = presenter
        self.list = GateList("gate-expected", msg("Still to come today"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda index: self.taken.emit(as_hit(presenter.lines[index.row()])))
        self.body.addWidget(self.list)
        presenter.changed.connect(self._show)

    @property
    def is_needed(self) -> bool:
        """Tell whether anybody is expected."""
        return bool(self.presenter.lines)

    def _show(self) -> None:
        lines = self.presenter.lines
        self.list.show_rows(_row(line) for line in lines)
        self.list.setFixedHeight(min(len(lines), MOST_ROWS) * HEIGHTS["gate-row"])
        self.set_title(msg("Still to come today"), str(len(lines)))


def _row(line: ExpectedLine) -> GateRowShown:
    hit = as_hit(line)
    with_name = " · ".join(part for part in (line.name if line.plate else "", line.note) if part)
    kind = KIND_LABELS[line.kind]
    return GateRowShown(
        key=line.id,
        title=hit.title,
        side=line.place,
        under=msg("%(kind)s · %(words)s", kind=kind, words=with_name) if with_name else kind,
        under_side=msg("code %(code)s", code=line.code),
    )
