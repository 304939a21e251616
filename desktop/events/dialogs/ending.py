"""The forms at the end of an event: what came of it, or why it is not held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.core.money import FEN, yuan
from desktop.events.dialogs.forms import FileDialog
from desktop.events.table import came_words
from desktop.ui.forms import Form, NumberField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Language
    from desktop.events.dialogs.forms import Command
    from desktop.events.rows import EventFile

__all__ = ["CancelEvent", "HoldEvent"]


class HoldEvent(FileDialog):
    """An event was held: what it cost, and what came of it."""

    def __init__(self, file: EventFile, parent: QWidget | None = None) -> None:
        """Close `file`."""
        form = Form(columns=1, name="hold-event")
        form.add(NumberField("cost_fen", msg("Cost"), digits=2, least=0, unit=msg("yuan"), width=120))
        form.add(
            TextField("outcome", msg("What came of it"), hint=msg("what went well, what to do otherwise"), lines=3)
        )
        super().__init__(
            file,
            msg("Close the event as held"),
            form,
            msg("Held, close it"),
            key=f"hold-{file.line.id}",
            saved=msg("“%(title)s” is closed; it counts for the year's goal.", title=file.line.title),
            about=self._about,
            parent=parent,
        )

    def _about(self, spoken: Language) -> str:
        budget = self.file.budget_fen
        money = "" if budget is None else spoken.gettext("budget %(sum)s yuan", sum=yuan(budget))
        return " · ".join(filter(None, (self.file.line.title, came_words(self.file.line, spoken), money)))

    def texts(self) -> Mapping[str, str]:
        """Return what was noted when it was closed before."""
        cost = self.file.cost_fen
        return {"cost_fen": "" if cost is None else yuan(cost), "outcome": self.file.outcome}

    def command(self, values: dict[str, Any]) -> Command:
        """Return the closing."""
        line, cost = self.file.line, values["cost_fen"]
        fen = None if cost is None else int(cost * FEN)
        return lambda service, operation_id: service.hold(
            line.id, fen, values["outcome"], version=line.version, operation_id=operation_id
        )


class CancelEvent(FileDialog):
    """An event is not held, for a reason."""

    def __init__(self, file: EventFile, parent: QWidget | None = None) -> None:
        """Ask why."""
        form = Form(columns=1, name="cancel-event")
        form.add(
            TextField(
                "end_words", msg("Reason"), required=True, hint=msg("rain, too few signed up, the lecturer fell ill")
            )
        )
        super().__init__(
            file,
            msg("The event is not held"),
            form,
            msg("Not held"),
            key=f"cancel-{file.line.id}",
            saved=msg("“%(title)s” is not held.", title=file.line.title),
            about=msg("Whoever signed up stays listed, so that all of them can be told."),
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the calling off."""
        line = self.file.line
        return lambda service, operation_id: service.cancel(
            line.id, values["end_words"], version=line.version, operation_id=operation_id
        )
