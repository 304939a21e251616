"""An incident reported at the desk, and what is said of one anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.money import read_fen, yuan
from desktop.incidents.dialogs.forms import IncidentForm, past_reader
from desktop.incidents.model import IncidentKind
from desktop.incidents.rows import KIND_LABELS, KINDS, MOST_HURT, NewIncident
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, MomentField, NumberField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from PySide6.QtWidgets import QWidget

    from desktop.incidents.dialogs.forms import Command
    from desktop.incidents.rows import IncidentFile
    from desktop.staff.rows import DepartmentRow

__all__ = ["AmendDialog", "ReportDialog"]

WIDTH = 680


class ReportDialog(IncidentForm):
    """An incident is reported by telephone: kind and place are enough, the rest can follow."""

    def __init__(
        self,
        departments: Sequence[DepartmentRow],
        now: datetime,
        zone: ZoneInfo,
        place: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Offer `departments`; `now` is when it is opened, `place` the house number it begins with."""
        form = _form("new-incident", departments, now, zone)
        form.fields["place"].set_text(place)
        super().__init__(
            msg("Report an incident"),
            form,
            msg("Report it"),
            key="new",
            saved=msg("The incident is noted with its time."),
            parent=parent,
            width=WIDTH,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the report; raise UserError where the damage is no sum."""
        given = _given(values)
        return lambda service, operation: service.report(given, operation_id=operation)


class AmendDialog(IncidentForm):
    """What is said of an incident is changed; a signature under it no longer holds then."""

    def __init__(
        self,
        file: IncidentFile,
        departments: Sequence[DepartmentRow],
        now: datetime,
        zone: ZoneInfo,
        parent: QWidget | None = None,
    ) -> None:
        """Change `file`."""
        self._file = file
        self._zone = zone
        form = _form("amend-incident", departments, now, zone)
        for key, text in _texts(file, zone).items():
            form.fields[key].set_text(text)
        signed = file.signature is not None and file.signature.holds
        super().__init__(
            msg("Change incident %(number)s", number=file.line.number),
            form,
            msg("Save"),
            key=f"amend-{file.line.id}",
            saved=msg("%(number)s: saved", number=file.line.number),
            about=msg("It is signed off; after a change it waits for a new signature.") if signed else "",
            parent=parent,
            width=WIDTH,
        )

    def renew(self, file: IncidentFile) -> None:
        """Go on with the incident as it stands now; fields that nobody touched follow it."""
        if file.line.id != self._file.line.id:
            return
        before, self._file = _texts(self._file, self._zone), file
        for key, text in _texts(file, self._zone).items():
            field = self.form.fields[key]
            if field.text() == before[key]:
                field.set_text(text)

    def command(self, values: dict[str, Any]) -> Command:
        """Return the change; a time that nobody touched stays to the second."""
        line = self._file.line
        if self.form.fields["occurred_at"].text() == _texts(self._file, self._zone)["occurred_at"]:
            values = {**values, "occurred_at": None}
        given = _given(values)
        return lambda service, operation: service.amend(line.id, given, version=line.version, operation_id=operation)


def _form(name: str, departments: Sequence[DepartmentRow], now: datetime, zone: ZoneInfo) -> Form:
    form = Form(columns=2, name=name)
    kinds = [Choice(kind, KIND_LABELS[kind]) for kind in KINDS]
    form.add(ChoiceField("kind", msg("Kind"), kinds, required=True))
    form.add(MomentField("occurred_at", msg("Time"), past_reader(now, zone), hint=msg("now"), width=150))
    form.add(LineField("place", msg("Where"), required=True, hint=msg("house number, or words")))
    offered = [Choice(str(each.id), each.name) for each in departments if each.active]
    form.add(ChoiceField("department_id", msg("Department"), offered, hint=msg("the one that keeps order")))
    form.add(TextField("words", msg("What happened")), wide=True)
    form.add(TextField("people", msg("People"), hint=msg("who was involved, how to reach them")), wide=True)
    form.add(TextField("damage", msg("Damage")), wide=True)
    form.add(NumberField("hurt", msg("People hurt"), least=0, most=MOST_HURT, width=80))
    form.add(LineField("damage_fen", msg("Worth (yuan)"), hint=msg("where it is known"), width=120))
    form.settle()
    return form


def _given(values: Mapping[str, Any]) -> NewIncident:
    return NewIncident(
        kind=IncidentKind(values["kind"]),
        place=values["place"],
        words=values["words"],
        occurred_at=values["occurred_at"],
        people=values["people"],
        hurt=int(values["hurt"] or 0),
        damage=values["damage"],
        damage_fen=_fen(values["damage_fen"]),
        department_id=int(values["department_id"]) if values["department_id"] else None,
    )


def _fen(typed: str) -> int | None:
    if not typed.strip():
        return None
    try:
        return read_fen(typed)
    except ValueError as error:
        raise UserError(Problem(msg("“%(text)s” is no sum; write 250 or 250.50.", text=typed), "damage_fen")) from error


def _texts(file: IncidentFile, zone: ZoneInfo) -> Mapping[str, str]:
    """Return what the fields begin with, by key."""
    line = file.line
    return {
        "kind": str(line.kind),
        "occurred_at": line.occurred_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        "place": line.place,
        "department_id": str(file.department_id or ""),
        "words": line.words,
        "people": file.people,
        "damage": file.damage,
        "hurt": str(line.hurt) if line.hurt else "",
        "damage_fen": "" if file.damage_fen is None else yuan(file.damage_fen),
    }
