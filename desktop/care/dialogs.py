"""The forms of care. Each says what it wants written: a command, ready but for the operation id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.care.model import CareKind
from desktop.care.presenter.acting import rooms_of
from desktop.care.rows import KIND_LABELS, Stage
from desktop.care.service import CareService
from desktop.core.i18n import msg, nmsg
from desktop.households.dialogs import day_reader
from desktop.ui.acting import CommandDialog
from desktop.ui.forms import Choice, ChoiceField, Form, LookupField, MomentField, TextField

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.care.presenter.acting import Command, Group
    from desktop.care.rows import CareLine
    from desktop.core.i18n import Message
    from desktop.ui.language import Text

__all__ = ["CareDialog", "DayDialog", "DropDialog", "PlanDialog", "ResultDialog"]


class CareDialog(CommandDialog[CareService]):
    """A form of care."""


class PlanDialog(CareDialog):
    """Something is planned for the households given, or for whom the form then says.

    The field `rooms` (only where no household is given) asks with `asked(text)` and is answered by `offer`.
    """

    def __init__(self, today: date, rooms: Sequence[tuple[int, str]], parent: QWidget | None = None) -> None:
        """Plan for `rooms` (id, label)."""
        self._rooms = tuple(rooms)
        self.rooms: LookupField | None = None
        form = Form(columns=1, name="plan-care")
        if not rooms:
            self.rooms = LookupField(
                "rooms", msg("For whom"), required=True, hint=msg("room, name, tag, zone, building")
            )
            form.add(self.rooms)
        kinds = [Choice(kind.value, words) for kind, words in KIND_LABELS.items()]
        form.add(ChoiceField("kind", msg("Kind"), kinds, required=True, width=200))
        form.add(TextField("words", msg("About"), hint=msg("moon cakes, weeding, cold tonight …")))
        form.add(MomentField("due_on", msg("Due"), day_reader(today, coming=True), required=True, width=130))
        form.fields["due_on"].set_text(today.isoformat())
        form.settle()
        count = len(rooms)
        title = nmsg("Plan care for %(count)s household", "Plan care for %(count)s households", count)
        key = f"plan-{rooms[0][0]}" if count == 1 else f"plan-{count}"
        super().__init__(
            title if count else msg("Plan care"), form, msg("Plan"), key=key, about=_labels(self._rooms), parent=parent
        )
        self.saved = nmsg(
            "Care planned for %(count)s household", "Care planned for %(count)s households", max(count, 1)
        )
        if count == 1:
            self.saved = msg("%(room)s: care planned", room=rooms[0][1])

    def offer(self, groups: Sequence[Group]) -> None:
        """Suggest `groups` for whom it may be."""
        if self.rooms is not None:
            self.rooms.offer([Choice(group.key, group.words, (group.name,)) for group in groups])

    def command(self, values: dict[str, Any]) -> Command:
        """Return the plan."""
        kind, words, due_on = CareKind(values["kind"]), values["words"], values["due_on"]
        if self.rooms is None:
            ids = [room_id for room_id, _label in self._rooms]
            return lambda service, operation: service.plan_many(ids, kind, words, due_on, operation_id=operation)
        chosen = self.rooms.chosen
        if not chosen:
            raise self.rooms.refuse(msg("Choose from the list for whom it is."))
        self.saved = msg("%(name)s: care planned", name=values["rooms"])
        return lambda service, operation: service.plan_many(
            rooms_of(service, chosen), kind, words, due_on, operation_id=operation
        )


class ResultDialog(CareDialog):
    """Something was done for one household or several: what came of it."""

    def __init__(self, lines: Sequence[CareLine], parent: QWidget | None = None) -> None:
        """Ask for the result of `lines`; the call of welcome that is due stands alone."""
        self._lines = tuple(lines)
        form = Form(columns=1, name="care-result")
        hints = {True: msg("how they settled in, what they asked for"), False: msg("who received it, what was said")}
        welcome = lines[0].stage is Stage.WELCOME_DUE
        form.add(TextField("result", msg("Result"), hint=hints[welcome]))
        form.settle()
        count = len(lines)
        title = nmsg("%(count)s task done", "%(count)s tasks done", count) if count > 1 else _title(lines[0])
        key = f"result-{lines[0].id}" if count == 1 else f"result-{count}"
        about = _labels([(line.room_id, line.room) for line in lines]) if count > 1 else lines[0].words
        super().__init__(title, form, msg("Done"), key=key, about=about, parent=parent)
        self.saved = nmsg("%(count)s task done", "%(count)s tasks done", count)
        if count == 1:
            self.saved = msg("%(room)s: %(kind)s done", room=lines[0].room, kind=_kind(lines[0]))

    def command(self, values: dict[str, Any]) -> Command:
        """Return the result."""
        result, lines = values["result"], self._lines
        if lines[0].stage is Stage.WELCOME_DUE:
            return lambda service, operation: service.welcome(lines[0].room_id, result, operation_id=operation)
        versions = {line.id: line.version for line in lines}
        return lambda service, operation: service.finish_many(versions, result, operation_id=operation)


class DropDialog(CareDialog):
    """Something is not done, for a reason."""

    def __init__(self, line: CareLine, parent: QWidget | None = None) -> None:
        """Ask why."""
        self._line = line
        form = Form(columns=1, name="care-drop")
        form.add(TextField("result", msg("Why"), required=True, hint=msg("out of town, did not want it")))
        form.settle()
        super().__init__(_title(line), form, msg("Give up"), key=f"drop-{line.id}", about=line.words, parent=parent)
        self.saved = msg("%(room)s: %(kind)s given up", room=line.room, kind=_kind(line))

    def command(self, values: dict[str, Any]) -> Command:
        """Return the reason."""
        reason, line = values["result"], self._line
        if line.stage is Stage.WELCOME_DUE:
            return lambda service, operation: service.welcome(
                line.room_id, reason, dropped=True, operation_id=operation
            )
        return lambda service, operation: service.drop(line.id, reason, version=line.version, operation_id=operation)


class DayDialog(CareDialog):
    """A task is moved to another day."""

    def __init__(self, line: CareLine, today: date, parent: QWidget | None = None) -> None:
        """Begin with the day it is due now."""
        self._line = line
        form = Form(columns=1, name="care-day")
        form.add(MomentField("due_on", msg("Due"), day_reader(today, coming=True), required=True, width=130))
        if line.due_on is not None:
            form.fields["due_on"].set_text(line.due_on.isoformat())
        form.settle()
        super().__init__(_title(line), form, msg("Move"), key=f"day-{line.id}", about=line.words, parent=parent)
        form.fields["due_on"].input.setFocus()
        self.saved = msg("%(room)s: %(kind)s moved to another day", room=line.room, kind=_kind(line))

    def command(self, values: dict[str, Any]) -> Command:
        """Return the move."""
        line, due_on = self._line, values["due_on"]
        return lambda service, operation: service.move(line.id, due_on, version=line.version, operation_id=operation)


MOST_NAMED = 8


def _labels(rooms: Sequence[tuple[int, str]]) -> Text:
    names = list(dict.fromkeys(name for _id, name in rooms))
    shown = "、".join(names[:MOST_NAMED])
    if len(names) <= MOST_NAMED:
        return shown
    more = len(names) - MOST_NAMED
    return nmsg("%(rooms)s and %(count)s more", "%(rooms)s and %(count)s more", more, rooms=shown)


def _kind(line: CareLine) -> Message | str:
    return "" if line.kind is None else KIND_LABELS[line.kind]


def _title(line: CareLine) -> Message:
    return msg("%(room)s　%(kind)s", room=line.room, kind=_kind(line))
