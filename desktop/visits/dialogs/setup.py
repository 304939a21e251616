"""How the gates work, as a manager lays it down: names, shifts, rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.ui.forms import CheckField, Choice, ChoiceField, Form, LineField, MomentField, NumberField
from desktop.visits.dialogs.forms import VisitDialog, clock_of, read_clock, text_of_clock
from desktop.visits.model import VisitKind
from desktop.visits.rows import KIND_LABELS, RulesRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import time

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.visits.rows import GateRow, KindRow
    from desktop.visits.service import VisitService

    Command = Callable[[VisitService, str], Changes]

__all__ = ["GateDialog", "KindDialog", "RulesDialog", "ShiftDialog"]

WIDTH = 640
_LIKE_COMMAS = str.maketrans(dict.fromkeys("，、;；", ","))
_LIKE_DASHES = str.maketrans(dict.fromkeys("–—~～－", "-"))


class GateDialog(VisitDialog):
    """A gate is added, or `row` is renamed."""

    def __init__(self, row: GateRow | None = None, parent: QWidget | None = None) -> None:
        """Ask for its name."""
        self._row = row
        form = Form(columns=1, name="gate")
        form.add(LineField("name", msg("Name of the gate"), required=True, hint=msg("main gate, east gate, garage")))
        form.fields["name"].set_text("" if row is None else row.name)
        super().__init__(
            msg("Add a gate") if row is None else msg("Rename %(name)s", name=row.name),
            form,
            msg("Save"),
            key="gate" if row is None else f"gate-{row.id}",
            saved=msg("The gate is saved."),
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the adding or the renaming."""
        row, name = self._row, values["name"]
        if row is None:
            return lambda service, operation_id: service.add_gate(name, operation_id=operation_id)
        return lambda service, operation_id: service.rename_gate(
            row.id, name, version=row.version, operation_id=operation_id
        )


class KindDialog(VisitDialog):
    """A kind of visit of the community's own is added, or `row` is renamed."""

    def __init__(self, row: KindRow | None = None, parent: QWidget | None = None) -> None:
        """Ask for its name, and which built-in kind it is asked the same as."""
        self._row = row
        form = Form(columns=1, name="visit-kind")
        hint = msg("estate agents, meal delivery, courier")
        form.add(LineField("name", msg("Name of the kind"), required=True, hint=hint))
        form.fields["name"].set_text("" if row is None else str(row.name))
        if row is None:
            kinds = [
                Choice(kind.value, words) for kind, words in KIND_LABELS.items() if kind is not VisitKind.EMERGENCY
            ]
            form.add(ChoiceField("like", msg("Asked like"), kinds, required=True))
            form.fields["like"].set_text(VisitKind.GUEST.value)
        super().__init__(
            msg("Add a kind of visit") if row is None else msg("Rename %(name)s", name=str(row.name)),
            form,
            msg("Save"),
            key="kind" if row is None else f"kind-{row.key.own_id}",
            saved=msg("The kind of visit is saved."),
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the adding or the renaming."""
        row, name = self._row, values["name"]
        if row is None:
            like = VisitKind(values["like"])
            return lambda service, operation_id: service.add_kind(name, like, operation_id=operation_id)
        return lambda service, operation_id: service.rename_kind(
            row.key.own_id, name, version=row.version, operation_id=operation_id
        )


class ShiftDialog(VisitDialog):
    """A shift of the guards is added. Times are never changed: another shift takes the place of an ended one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Ask for its name and when it starts and ends."""
        form = Form(columns=2, name="guard-shift")
        form.add(LineField("name", msg("Name of the shift"), required=True, hint=msg("day, night")), wide=True)
        form.add(MomentField("starts", msg("From"), read_clock, required=True, hint="8:00", width=90))
        form.add(MomentField("ends", msg("To"), read_clock, required=True, hint="20:00", width=90))
        super().__init__(
            msg("Add a shift"),
            form,
            msg("Save"),
            key="shift",
            saved=msg("The shift is saved."),
            about=msg("One that ends before it starts ends on the next day."),
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the adding."""
        name, starts, ends = values["name"], values["starts"], values["ends"]
        return lambda service, operation_id: service.add_shift(name, starts, ends, operation_id=operation_id)


class RulesDialog(VisitDialog):
    """What is laid down for the gates: peak hours, when someone should be gone, how long visits are kept."""

    def __init__(self, row: RulesRow, parent: QWidget | None = None) -> None:
        """Show what holds now."""
        self._row = row
        form = Form(columns=2, name="gate-rules")
        peaks = LineField("peaks", msg("Peak hours"), hint=msg("07:30-10:00, 16:30-20:00; empty: none"))
        form.add(peaks, wide=True)
        form.add(MomentField("contractors_until", msg("Contractors until"), read_clock, required=True, width=90))
        form.add(
            NumberField("overstay_hours", msg("Overdue after"), required=True, least=1, unit=msg("hours"), width=72)
        )
        form.add(MomentField("night_at", msg("Night begins"), read_clock, required=True, width=90))
        form.add(NumberField("keep_days", msg("Keep visits"), required=True, least=1, unit=msg("days"), width=72))
        form.add(
            LineField("province", msg("Usual plate"), hint=msg("province, letter: %(plate)s", plate="浙A"), width=140)
        )
        form.add(CheckField("photos", msg("Photos"), msg("the gate may take a photo")))
        form.restore(_texts(row))
        super().__init__(
            msg("Rules of the gate"),
            form,
            msg("Save"),
            key="rules",
            saved=msg("The rules of the gate are laid down."),
            about=msg("Visits older than the days kept become counts each night; what was held stays."),
            parent=parent,
            width=WIDTH,
        )

    def renew(self, row: RulesRow) -> None:
        """Go on with the rules as they stand now."""
        if isinstance(row, RulesRow):
            self._row = row

    def command(self, values: dict[str, Any]) -> Command:
        """Return the laying down."""
        version = self._row.version
        row = RulesRow(
            peaks=read_peaks(values["peaks"]),
            contractors_until=values["contractors_until"],
            overstay_hours=int(values["overstay_hours"]),
            night_at=values["night_at"],
            keep_days=int(values["keep_days"]),
            photos=values["photos"],
            province=values["province"],
            version=version,
        )
        return lambda service, operation_id: service.set_rules(row, version=version, operation_id=operation_id)


def read_peaks(text: str) -> tuple[tuple[time, time], ...]:
    """Return the peak hours written as 07:30-10:00, 16:30-20:00; raise UserError naming "peaks" for anything else."""
    plain = text.translate(_LIKE_COMMAS).translate(_LIKE_DASHES).replace("至", "-")
    try:
        return tuple(_span(each) for each in plain.split(",") if each.strip())
    except UserError as error:
        raise UserError(Problem(error.problems[0].message, "peaks")) from error


def _span(text: str) -> tuple[time, time]:
    since, _dash, until = text.partition("-")
    return clock_of(since), clock_of(until)


def _texts(row: RulesRow) -> dict[str, str]:
    return {
        "peaks": ", ".join(f"{text_of_clock(since)}-{text_of_clock(until)}" for since, until in row.peaks),
        "contractors_until": text_of_clock(row.contractors_until),
        "overstay_hours": str(row.overstay_hours),
        "night_at": text_of_clock(row.night_at),
        "keep_days": str(row.keep_days),
        "province": row.province,
        "photos": "yes" if row.photos else "",
    }
