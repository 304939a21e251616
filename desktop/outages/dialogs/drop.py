"""An outage that was never announced does not take place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.outages.dialogs.posting import ActDialog
from desktop.ui.forms import Form, TextField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.outages.presenter.progress import Command
    from desktop.outages.rows import OutageFile

__all__ = ["DropOutage"]


class DropOutage(ActDialog):
    """Asks why; nobody was told of the outage, so nobody is told that it is off."""

    def __init__(self, file: OutageFile, parent: QWidget | None = None) -> None:
        """Drop the outage of `file`."""
        self.file = file
        form = Form(columns=1, name="drop-outage")
        form.add(TextField("reason", msg("Reason"), required=True, hint=msg("why it does not take place")))
        super().__init__(
            msg("The outage does not take place"),
            form,
            msg("Call it off"),
            key=f"drop-{file.line.id}",
            saved=msg("The outage is called off; nobody had been told of it."),
            parent=parent,
            width=560,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the write that `values` ask for."""
        id_, version, reason = self.file.line.id, self.file.line.version, values["reason"]
        return lambda service, operation_id: service.drop(id_, reason, version=version, operation_id=operation_id)
