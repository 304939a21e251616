"""The forms about guests: how many come and what is noted, what was said, a request made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.events.dialogs.forms import FileDialog
from desktop.events.presenter.moving import MovedUp, change
from desktop.requests.model import Place, RequestKind
from desktop.requests.rows import KIND_LABELS, NewRequest
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, NumberField, SegmentField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.events.dialogs.forms import Command
    from desktop.events.rows import EventFile, GuestLine

__all__ = ["AmendGuest", "NoteSaying", "RequestFromEvent"]

MOST_PEOPLE = 999


class AmendGuest(FileDialog):
    """How many a household comes with, and what is noted of it. `told` knows afterwards who moved up for it."""

    def __init__(self, file: EventFile, guest: GuestLine, parent: QWidget | None = None) -> None:
        """Amend `guest` of `file`."""
        self._guest = guest
        self.told = MovedUp()
        form = Form(columns=1, name="amend-guest")
        form.add(NumberField("people", msg("Persons"), required=True, least=1, most=MOST_PEOPLE, width=72))
        form.add(LineField("note", msg("Note"), hint=msg("wheelchair, brings a child, vegetarian")))
        super().__init__(
            file,
            msg("%(guest)s at the event", guest=guest.room or guest.name),
            form,
            msg("Save"),
            key=f"guest-{guest.id}",
            saved=msg("%(guest)s: saved", guest=guest.room or guest.name),
            about=file.line.title,
            parent=parent,
        )

    def texts(self) -> Mapping[str, str]:
        """Return what is noted now."""
        return {"people": str(self._guest.people), "note": self._guest.note}

    def renew(self, file: EventFile) -> None:
        """Go on with the guest as it stands now."""
        before = self.texts()
        self._guest = next((each for each in file.guests if each.id == self._guest.id), self._guest)
        for name, text in self.texts().items():
            if self.form.fields[name].text() == before[name]:
                self.form.fields[name].set_text(text)

    def command(self, values: dict[str, Any]) -> Command:
        """Return the amending."""
        guest, people = self._guest, int(values["people"])
        return change(self.file.line.id, guest, people, values["note"], self.told)


class NoteSaying(FileDialog):
    """What a resident said of the event."""

    def __init__(self, file: EventFile, guest: GuestLine | None, parent: QWidget | None = None) -> None:
        """Note it of `file`, said by `guest` unless the form names another."""
        form = Form(columns=1, name="note-saying")
        form.add(
            ChoiceField(
                "guest", msg("Who"), [_choice(each) for each in file.guests if each.people], hint=msg("nobody known")
            )
        )
        form.fields["guest"].set_text("" if guest is None else str(guest.id))
        form.add(TextField("words", msg("In their words"), required=True, lines=3))
        super().__init__(
            file,
            msg("What was said of the event"),
            form,
            msg("Note it"),
            key=f"said-{file.line.id}",
            saved=msg("What was said is noted."),
            about=file.line.title,
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the noting."""
        guest_id = int(values["guest"]) if values["guest"] else None
        event_id = self.file.line.id
        version = next((guest.version for guest in self.file.guests if guest.id == guest_id), 0)
        return lambda service, operation_id: service.note_saying(
            event_id, guest_id, values["words"], version=version, operation_id=operation_id
        )


class RequestFromEvent(FileDialog):
    """A request is made of what was said at an event."""

    def __init__(
        self, file: EventFile, guest: GuestLine | None, words: str = "", parent: QWidget | None = None
    ) -> None:
        """Make it of `words` that `guest` of `file` said; without a guest it is about the public area."""
        self._guest = guest
        form = Form(columns=1, name="event-request")
        kinds = [Choice(kind.value, words) for kind, words in KIND_LABELS.items()]
        form.add(SegmentField("kind", msg("Kind"), kinds, required=True))
        form.fields["kind"].set_text(RequestKind.SUGGESTION.value)
        form.add(TextField("words", msg("In words"), required=True, lines=3))
        form.fields["words"].set_text(words)
        who = "" if guest is None else " ".join(filter(None, (guest.room, guest.name)))
        super().__init__(
            file,
            msg("Request from the event"),
            form,
            msg("Make the request"),
            key=f"request-{file.line.id}-{0 if guest is None else guest.id}",
            saved=msg("The request is made and stands with the event."),
            about=" · ".join(filter(None, (file.line.title, who))),
            width=600,
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the reporting."""
        guest, event_id = self._guest, self.file.line.id
        room_id = None if guest is None else guest.room_id
        draft = NewRequest(
            kind=RequestKind(values["kind"]),
            words=values["words"],
            room_id=room_id,
            reporter="" if guest is None else guest.name,
            place=Place.IN_HOME if room_id is not None else Place.PUBLIC_AREA,
            dispatch=False,
        )
        return lambda service, operation_id: service.make_request(event_id, draft, operation_id=operation_id)


def _choice(guest: GuestLine) -> Choice:
    return Choice(str(guest.id), " ".join(filter(None, (guest.room, guest.name))))
