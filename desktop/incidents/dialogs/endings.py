"""An incident is over; a manager signs it off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.incidents.dialogs.forms import IncidentForm, past_reader
from desktop.incidents.rows import KIND_LABELS
from desktop.ui.forms import Form, LineField, MomentField, TextField
from desktop.ui.panels import label

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Message
    from desktop.incidents.dialogs.forms import Command
    from desktop.incidents.rows import IncidentFile

__all__ = ["EndDialog", "SignOffDialog"]

WIDTH = 520


class EndDialog(IncidentForm):
    """An incident is over: now, or since a time that is typed."""

    def __init__(self, file: IncidentFile, now: datetime, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        """End the incident of `file`; `now` is when the form is opened."""
        self._file = file
        form = Form(columns=1, name="end-incident")
        form.add(MomentField("at", msg("Ended at"), past_reader(now, zone), hint=msg("now"), width=150))
        super().__init__(
            msg("Has the incident ended?"),
            form,
            msg("It has ended"),
            key=f"end-{file.line.id}",
            saved=msg("%(number)s: it has ended", number=file.line.number),
            about=_about(file),
            parent=parent,
            width=WIDTH,
        )

    def renew(self, file: IncidentFile) -> None:
        """Go on with the incident as it stands now."""
        self._file = file if file.line.id == self._file.line.id else self._file

    def command(self, values: dict[str, Any]) -> Command:
        """Return the end."""
        line, at = self._file.line, values["at"]
        return lambda service, operation: service.end(line.id, at, version=line.version, operation_id=operation)


class SignOffDialog(IncidentForm):
    """The manager says what to think of it, and signs with the password."""

    def __init__(self, file: IncidentFile, parent: QWidget | None = None) -> None:
        """Sign the incident of `file` off."""
        self._file = file
        form = Form(columns=1, name="sign-incident")
        form.add(TextField("words", msg("Opinion"), hint=msg("what went well, what is to be mended")))
        form.add(LineField("password", msg("Password"), required=True, password=True, width=240))
        super().__init__(
            msg("Sign off the incident"),
            form,
            msg("Sign"),
            key=f"sign-{file.line.id}",
            saved=msg("%(number)s is signed off.", number=file.line.number),
            about=_about(file),
            parent=parent,
            width=WIDTH,
        )
        words = msg("The password is your signature; what is changed later needs a new one.")
        self.body.insertWidget(1, label(words, wrap=True))

    def renew(self, file: IncidentFile) -> None:
        """Go on with the incident as it stands now."""
        self._file = file if file.line.id == self._file.line.id else self._file

    def command(self, values: dict[str, Any]) -> Command:
        """Return the signature."""
        line, words, password = self._file.line, values["words"], values["password"]
        return lambda service, operation: service.sign_off(
            line.id, words, password, version=line.version, operation_id=operation
        )


def _about(file: IncidentFile) -> Message:
    line = file.line
    return msg("%(number)s · %(kind)s · %(place)s", number=line.number, kind=KIND_LABELS[line.kind], place=line.place)
