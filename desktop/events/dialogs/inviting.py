"""The form in which households are invited: those of a list, a zone, a tag, or rooms picked by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal

from desktop.core.errors import Problem, UserError
from desktop.core.house_numbers import try_house_number
from desktop.core.i18n import msg, nmsg
from desktop.events.dialogs.forms import FileDialog
from desktop.events.rows import Audience, AudienceKind
from desktop.households.service import HouseholdService
from desktop.ui.forms import Choice, ChoiceField, Form, SegmentField, TextField
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.events.dialogs.forms import Command
    from desktop.events.offer import EventNames
    from desktop.events.rows import EventFile
    from desktop.events.service import EventService

__all__ = ["InviteDialog"]

_BETWEEN = re.compile(r"[\s,，、;；]+")
ASK_MS = 200
_KINDS = (
    (AudienceKind.LIST, msg("Contact list")),
    (AudienceKind.ZONE, msg("Zone")),
    (AudienceKind.TAG, msg("Tag")),
    (AudienceKind.ROOMS, msg("Rooms")),
)


class InviteDialog(FileDialog):
    """Households are invited; who stands with the event already is left as it is.

    `forecast_asked(command)`: how many it would be is to be asked with `command(service)`; `show_forecast` answers.
    """

    forecast_asked = Signal(object)

    def __init__(self, file: EventFile, names: EventNames, rooms: str = "", parent: QWidget | None = None) -> None:
        """Invite to `file`; `rooms` are labels to begin with."""
        form = Form(columns=1, name="invite")
        self._kind = SegmentField(
            "kind", msg("Whom to invite"), [Choice(kind.value, words) for kind, words in _KINDS], required=True
        )
        form.add(self._kind)
        lists = [Choice(str(line.id), line.name) for line in names.lists]
        form.add(ChoiceField("list", msg("Contact list"), lists, required=True))
        form.add(ChoiceField("zone", msg("Zone"), _places(names.zones), required=True))
        form.add(ChoiceField("tag", msg("Tag"), _places(names.tags), required=True))
        form.add(TextField("rooms", msg("Rooms"), required=True, hint=msg("room numbers, one or several")))
        form.fields["rooms"].set_text(rooms)
        self._kind.set_text((AudienceKind.ROOMS if rooms else AudienceKind.LIST).value)
        super().__init__(
            file,
            msg("Invite households"),
            form,
            msg("Invite"),
            key=f"invite-{file.line.id}",
            saved=msg("The households are invited."),
            about=file.line.title,
            width=600,
            parent=parent,
        )
        self.forecast = label("", tone="ink2", wrap=True, name="invite-forecast")
        self.body.insertWidget(2, self.forecast)
        self._soon = QTimer(self, singleShot=True, interval=ASK_MS)
        self._soon.timeout.connect(self._ask)
        form.changed.connect(self._turn)
        self._turn("kind")

    def command(self, values: dict[str, Any]) -> Command:
        """Return the inviting."""
        event_id, audience = self.file.line.id, _audience(values)
        return lambda service, operation_id: service.invite(event_id, audience(service), operation_id=operation_id)

    def show_forecast(self, count: int | None) -> None:
        """Say how many households would be invited that are not yet; None where nobody can tell."""
        words = msg("Nobody new would be invited.")
        if count:
            words = nmsg("%(count)s household would be invited.", "%(count)s households would be invited.", count)
        say(self.forecast, text="" if count is None else words)

    def _turn(self, key: str) -> None:
        if key == "kind":
            for kind, _words in _KINDS:
                self.form.show_field(str(kind), self._kind.text() == kind)
        self._soon.start()

    def _ask(self) -> None:
        self.show_forecast(None)
        try:
            audience = _audience(self.form.values())
        except UserError:
            return
        event_id = self.file.line.id
        self.forecast_asked.emit(lambda service: service.invite_forecast(event_id, audience(service)))


def _places(rows: Sequence[Any]) -> list[Choice]:
    return [Choice(str(row.id), row.name) for row in rows]


def _audience(values: Mapping[str, Any]) -> Callable[[EventService], Audience]:
    """Return what finds the households meant; in the background, for rooms are looked up."""
    kind = AudienceKind(values["kind"])
    if kind is AudienceKind.ROOMS:
        numbers = [each for each in _BETWEEN.split(values["rooms"]) if each]
        return lambda service: Audience(kind, None, _room_ids(service, numbers))
    chosen = Audience(kind, int(values[str(kind)]))
    return lambda _service: chosen


def _room_ids(service: EventService, numbers: Sequence[str]) -> tuple[int, ...]:
    """Return the rooms of `numbers`; raise UserError naming the first that is none."""
    register = HouseholdService(service.desk)
    found = []
    for number in numbers:
        parsed = try_house_number(number)
        wanted = parsed.label if parsed else number
        room = next((each for each in register.rooms_for(number) if each.label == wanted), None)
        if room is None:
            words = msg("There is no room “%(number)s”; look at its number again.", number=number)
            raise UserError(Problem(words, "rooms"))
        found.append(room.room_id)
    return tuple(found)
