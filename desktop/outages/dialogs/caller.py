"""The form of a household that rings about an outage: what it said, and whether it is called back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.outages.dialogs.posting import ActDialog
from desktop.outages.rows import NewCaller
from desktop.ui.forms import CheckField, Form, LineField
from desktop.ui.panels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.outages.presenter.progress import Command
    from desktop.outages.rows import OutageForRoom
    from desktop.ui.language import Text

__all__ = ["CallerDialog"]

WIDTH = 520


class CallerDialog(ActDialog):
    """Logs the household of `told` as a caller, with a note and the promise to call back; `aside` is said below."""

    def __init__(self, told: OutageForRoom, aside: Text = "", parent: QWidget | None = None) -> None:
        """Show an empty form."""
        self._told = told
        form = Form(columns=1, name="outage-caller")
        form.add(LineField("note", msg("Note"), hint=msg("what was said")))
        form.add(CheckField("call_back", msg("Call back"), msg("call back when it is over")))
        super().__init__(
            msg("%(room)s rings", room=told.room),
            form,
            msg("Log the caller"),
            key=f"caller-{told.outage_id}-{told.room_id}",
            saved=msg("%(room)s is noted as a caller", room=told.room),
            parent=parent,
            width=WIDTH,
        )
        if aside:
            self.body.addWidget(label(aside, "small", "ink2", wrap=True))

    def command(self, values: dict[str, Any]) -> Command:
        """Return what logs the caller."""
        new = NewCaller(self._told.outage_id, self._told.room_id, values["note"], values["call_back"])
        return lambda service, operation_id: service.log_caller(new, operation_id=operation_id)
