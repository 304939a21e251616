"""The question before an import is taken back, with the rows that would stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg, nmsg
from desktop.ui.dialogs import Question
from desktop.ui.panels import label
from desktop.ui.table import Column, ListView, RowsModel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.app.importing.presenter import UndoPlan
    from desktop.app.importing.service import LeftRow

__all__ = ["UndoQuestion"]

ROWS_SHOWN = 6


class UndoQuestion(Question):
    """Asks once more; what was edited since, or is referred to by newer entries, is listed and stays."""

    def __init__(self, plan: UndoPlan, parent: QWidget | None = None) -> None:
        """Ask about `plan`."""
        count = plan.undone
        text = msg(
            "%(gone)s What the import created is deleted, what it changed is as it was before.",
            gone=nmsg("%(count)s entry is taken back.", "%(count)s entries are taken back.", count),
        )
        super().__init__(
            msg("Take “%(file)s” back?", file=plan.line.file_name),
            text,
            nmsg("Take back %(count)s entry", "Take back %(count)s entries", count),
            parent,
        )
        self.setObjectName("undo-import")
        self.yes.setEnabled(bool(count))
        if plan.left:
            stay = nmsg(
                "%(count)s entry was edited since or is in use, and stays:",
                "%(count)s entries were edited since or are in use, and stay:",
                len(plan.left),
            )
            self.body.addWidget(label(stay, "strong", wrap=True))
            self.model: RowsModel[LeftRow] = RowsModel(
                (
                    Column("what", msg("What"), lambda row, spoken: spoken.message(row.what), 140),
                    Column("name", msg("Which one"), lambda row, _spoken: row.name, 160, stretch=True),
                ),
                plan.left,
                identify=lambda row: (row.table, row.id),
                parent=self,
            )
            view = ListView(self.model, label=msg("Entries that stay"), name="left-rows", row="row-dense")
            rows = min(len(plan.left), ROWS_SHOWN)
            view.setFixedHeight(32 + rows * view.verticalHeader().defaultSectionSize())
            self.body.addWidget(view)
