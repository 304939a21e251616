"""Someone a household expects: added for it, changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.households.dialogs import day_reader
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, MomentField, NumberField
from desktop.visits.dialogs.forms import RoomField, VisitDialog
from desktop.visits.model import VisitKind
from desktop.visits.rows import KIND_LABELS, NewExpected
from desktop.visits.table import who_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.visits.rows import ExpectedLine
    from desktop.visits.service import VisitService

    Command = Callable[[VisitService, str], Changes]

__all__ = ["AmendExpected", "ExpectVisitorDialog"]

WIDTH = 660
MOST_PEOPLE = 99
UNEXPECTED = frozenset({VisitKind.STAFF, VisitKind.EMERGENCY})
"""Kinds that no household announces."""


class ExpectVisitorDialog(VisitDialog):
    """A visitor is expected by a household; without days it is today.

    Opened from the household's page it is given `room` (id and label), and asks for none; elsewhere its field `room`
    asks with `asked(text)` and is answered with `offer_rooms`, or is None.
    """

    def __init__(
        self,
        today: date,
        room: tuple[int, str] | None = None,
        *,
        asked_by: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Ask who comes; `asked_by` is who of the household is on the phone."""
        self._today = today
        self._room = room
        form = Form(columns=2, name="expect-visitor")
        self.room: RoomField | None = None
        if room is None:
            self.room = RoomField("room_id", msg("Household"), required=True)
            form.add(self.room, wide=True)
        add_fields(form, today)
        form.fields["asked_by"].set_text(asked_by)
        super().__init__(
            msg("Expect a visitor") if room is None else msg("%(room)s expects a visitor", room=room[1]),
            form,
            msg("Tell the gate"),
            key="expect" if room is None else f"expect-{room[0]}",
            about=msg("The gate lets in whoever says the code, or whose name or plate this is."),
            parent=parent,
            width=WIDTH,
        )
        self.saved = msg("The gate knows of the visitor.")

    def command(self, values: dict[str, Any]) -> Command:
        """Return what tells the gate."""
        if self.room is not None and self.room.room_id is None:
            raise self.room.refuse(msg("Choose the household from the list that drops down."))
        room_id = self._room[0] if self.room is None and self._room is not None else None
        if self.room is not None:
            room_id = self.room.room_id
        assert room_id is not None
        new = filled(room_id, values)
        return lambda service, operation_id: service.expect(new, operation_id=operation_id)


class AmendExpected(VisitDialog):
    """An expected visit is changed; its code stays as long as no other has it on the new days."""

    def __init__(self, line: ExpectedLine, today: date, parent: QWidget | None = None) -> None:
        """Amend `line`."""
        self._line = line
        form = Form(columns=2, name="amend-expected")
        add_fields(form, today)
        form.restore(texts_of(line))
        super().__init__(
            msg("%(room)s expects a visitor", room=line.place),
            form,
            msg("Save"),
            key=f"expected-{line.id}",
            saved=msg("%(who)s: saved", who=who_words(line.plate, line.name)),
            about=msg("Code %(code)s", code=line.code),
            parent=parent,
            width=WIDTH,
        )

    def renew(self, row: ExpectedLine) -> None:
        """Go on with the line as it stands now."""
        if row.id == self._line.id:
            self._line = row

    def command(self, values: dict[str, Any]) -> Command:
        """Return the amending."""
        line, new = self._line, filled(self._line.room_id, values)
        return lambda service, operation_id: service.amend_expected(
            line.id, new, version=line.version, operation_id=operation_id
        )


def add_fields(form: Form, today: date) -> None:
    """Add what is asked of an expected visitor, of any household."""
    form.add(LineField("name", msg("Name"), hint=msg("or a plate, or a note")))
    form.add(LineField("plate", msg("Plate"), hint=msg("where they come by car")))
    kinds = [Choice(kind.value, words) for kind, words in KIND_LABELS.items() if kind not in UNEXPECTED]
    form.add(ChoiceField("kind", msg("Purpose"), kinds, required=True))
    form.fields["kind"].set_text(VisitKind.GUEST.value)
    form.add(NumberField("people", msg("Persons"), required=True, least=1, most=MOST_PEOPLE, width=72))
    form.fields["people"].set_text("1")
    reader = day_reader(today, coming=True)
    form.add(MomentField("first_day", msg("From"), reader, hint=msg("today"), width=110))
    form.add(MomentField("last_day", msg("To"), reader, hint=msg("same day"), width=110))
    form.add(LineField("asked_by", msg("Told by"), hint=msg("who of the household")))
    form.add(LineField("note", msg("Note"), hint=msg("for the gate")))


def filled(room_id: int, values: dict[str, Any]) -> NewExpected:
    """Return the expected visit that the fields say."""
    return NewExpected(
        room_id=room_id,
        name=values["name"],
        plate=values["plate"],
        kind=VisitKind(values["kind"]),
        people=int(values["people"]),
        first_day=values["first_day"],
        last_day=values["last_day"],
        note=values["note"],
        asked_by=values["asked_by"],
    )


def texts_of(line: ExpectedLine) -> dict[str, str]:
    """Return what stands in the fields for `line`."""
    return {
        "name": line.name,
        "plate": line.plate,
        "kind": line.kind.value,
        "people": str(line.people),
        "first_day": line.first_day.isoformat(),
        "last_day": line.last_day.isoformat() if line.last_day != line.first_day else "",
        "note": line.note,
        "asked_by": line.asked_by,
    }
