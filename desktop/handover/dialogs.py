"""The forms of a handover: taking one over, and what is counted at each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.handover.service import MOST_COUNTED
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import Form, LineField, NumberField, TextField
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.handover.rows import HandoverRow, ThingRow
    from desktop.handover.service import HandoverService

    Command = Callable[[HandoverService, str], Changes]

__all__ = ["TakeDialog", "ThingDialog"]


class TakeDialog(FormDialog):
    """The next shift signs that it has read a handover."""

    def __init__(self, row: HandoverRow, name: str, parent: QWidget | None = None) -> None:
        """Sign for `row`; `name` is offered as who does."""
        form = Form(columns=1, name="take-handover")
        form.add(LineField("name", msg("Account"), required=True, width=240))
        form.add(LineField("password", msg("Password"), required=True, password=True, width=240))
        form.add(TextField("remark", msg("Remark"), hint=msg("what was missing or is not clear")))
        if name != row.given_by:
            form.fields["name"].set_text(name)
        form.settle()
        super().__init__(msg("Take over from %(name)s", name=row.given_by), form, msg("Sign"), parent, width=480)
        self.body.insertWidget(
            0, label(msg("Whoever takes over signs with their own account; who is signed in here stays so."), wrap=True)
        )
        self._row = row

    def command(self, values: dict[str, Any]) -> Command:
        """Return what the values ask for."""
        row = self._row
        return lambda service, operation_id: service.take(
            row.id,
            values["name"],
            values["password"],
            values["remark"],
            version=row.version,
            operation_id=operation_id,
        )


class ThingDialog(FormDialog):
    """Something is counted from now on, or another number of it, or no more."""

    def __init__(self, thing: ThingRow | None, parent: QWidget | None = None) -> None:
        """Change `thing`, or add one."""
        form = Form(columns=1, name="counted-thing")
        if thing is None:
            form.add(LineField("name", msg("Item to count"), required=True, hint=msg("key to the pump room, radio …")))
        least = 1 if thing is None else 0
        form.add(NumberField("expected", msg("Should be"), required=True, least=least, most=MOST_COUNTED))
        form.fields["expected"].set_text("1" if thing is None else str(thing.expected))
        form.settle()
        title = msg("Count something at every handover") if thing is None else thing.name
        super().__init__(title, form, msg("Save"), parent, width=440)
        if thing is not None:
            self.body.insertWidget(0, label(msg("Enter 0 to count it no more."), tone="ink2", wrap=True))
        self._thing = thing

    def command(self, values: dict[str, Any]) -> Command:
        """Return what the values ask for."""
        thing, expected = self._thing, int(values["expected"])
        if thing is None:
            return lambda service, operation_id: service.add_thing(values["name"], expected, operation_id=operation_id)
        return lambda service, operation_id: service.change_thing(
            thing.id, expected, version=thing.version, operation_id=operation_id
        )
