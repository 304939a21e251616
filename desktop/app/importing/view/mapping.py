"""The form that says what unknown headers mean, remembered under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.core.i18n import msg
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import Choice, ChoiceField, Form, LineField
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.app.importing.kinds import ImportKind
    from desktop.app.importing.mapping import Mappable
    from desktop.sheets.profile import Profile

__all__ = ["MappingDialog"]

LEAVE_OUT = "-"
NAME = "profile-name"
MOST_HIGH = 340


class MappingDialog(FormDialog):
    """One field for each header, asked once however many sheets have it. `mapped(columns, name)`."""

    mapped = Signal(dict, str)

    def __init__(
        self, kind: ImportKind, columns: Sequence[Mappable], profile: Profile, parent: QWidget | None = None
    ) -> None:
        """Ask about `columns` and about what `profile` says already."""
        choices = [Choice(LEAVE_OUT, msg("Leave out")), *(Choice(c.field, c.label, c.aliases) for c in kind.columns)]
        self._headers: dict[str, str] = {}
        form = Form(columns=1, name="mapping")
        asked = dict.fromkeys([*(column.header for column in columns), *profile.columns])
        letters = {column.header: column.letter for column in reversed(columns)}
        for place, header in enumerate(asked):
            key = f"header-{place}"
            self._headers[key] = header
            shown = f"{letters[header]}  {header}" if header in letters else header
            field = ChoiceField(key, shown[:40], choices, hint=msg("not said: left out"), width=280)
            if header in profile.columns:
                field.choose(profile.columns[header] or LEAVE_OUT)
            form.add(field)
        form.add(LineField(NAME, msg("Remember as"), hint=msg("such as: old system"), width=280))
        form.fields[NAME].set_text(profile.name)
        form.settle()
        super().__init__(msg("What do these columns hold?"), form, msg("Understand them so"), parent, width=560)
        explained = label(
            msg("With a name, the next file with these headers is understood without asking."),
            "small",
            "ink2",
            wrap=True,
        )
        self.body.removeWidget(form)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(form)
        for ground in (area.viewport(), form):
            ground.setAutoFillBackground(False)
        area.setMinimumHeight(min(form.sizeHint().height() + 8, MOST_HIGH))
        self.body.insertWidget(0, area, 1)
        self.body.insertWidget(1, explained)
        self.submitted.connect(self._take)

    def _take(self, values: dict[str, Any]) -> None:
        columns: dict[str, str | None] = {}
        for key, header in self._headers.items():
            if values[key]:
                columns[header] = None if values[key] == LEAVE_OUT else values[key]
        self.mapped.emit(columns, values[NAME])
        self.accept()
