"""A release slip is withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.release_slips.service import ReleaseSlipService
from desktop.ui.acting import CommandDialog
from desktop.ui.forms import Form, TextField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.release_slips.presenter import Command
    from desktop.release_slips.rows import ReleaseFile, ReleaseLine

__all__ = ["WithdrawDialog"]


class WithdrawDialog(CommandDialog[ReleaseSlipService]):
    """Asks why a slip is withdrawn."""

    def __init__(self, line: ReleaseLine, parent: QWidget | None = None) -> None:
        """Withdraw `line`."""
        self._line = line
        form = Form(columns=1, name="withdraw-slip")
        form.add(TextField("words", msg("Why"), required=True, hint=msg("the gate reads it")))
        super().__init__(
            msg("Withdraw %(number)s", number=line.number),
            form,
            msg("Withdraw the slip"),
            key=f"withdraw-{line.id}",
            saved=msg("%(number)s is withdrawn; nothing leaves with it any more.", number=line.number),
            about=msg("Whatever has not left yet stays. It can be taken up again."),
            parent=parent,
        )

    def renew(self, row: ReleaseFile) -> None:
        """Go on with the slip as it stands now."""
        if row.line.id == self._line.id:
            self._line = row.line

    def command(self, values: dict[str, Any]) -> Command:
        """Return the withdrawal."""
        line = self._line
        return lambda service, operation: service.withdraw(
            line.id, values["words"], version=line.version, operation_id=operation
        )
