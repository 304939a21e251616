"""How often each shift walks a route, and on which days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.patrols.dialogs.forms import PatrolDialog
from desktop.patrols.rows import NewDuty
from desktop.patrols.service import MOST_TIMES
from desktop.patrols.table import weekdays_words
from desktop.ui.forms import Choice, Form, NumberField, SegmentField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.patrols.dialogs.forms import Command
    from desktop.patrols.rows import DutyLine, RouteLine
    from desktop.ui.language import Text
    from desktop.visits.rows import ShiftRow

__all__ = ["DutiesDialog"]

EVERY_DAY, WORKDAYS, WEEKEND = "1234567", "12345", "67"


class DutiesDialog(PatrolDialog):
    """The duties of a route are laid down from now on; what was due stays due."""

    def __init__(self, route: RouteLine, shifts: Sequence[ShiftRow], parent: QWidget | None = None) -> None:
        """Ask for each of `shifts`; none or 0 rounds: it does not walk the route."""
        self._route = route
        self._shifts = tuple(shifts)
        form = Form(columns=1, name="patrol-duties")
        held = _held(route.duties)
        for shift in shifts:
            duty = held.get(shift.id)
            hours = f"{shift.starts:%H:%M}–{shift.ends:%H:%M}"
            times = NumberField(
                f"times-{shift.id}", f"{shift.name} {hours}", least=0, most=MOST_TIMES, unit=msg("rounds"), width=64
            )
            form.add(times)
            form.join(SegmentField(f"days-{shift.id}", msg("Days"), _days(duty)), times)
            form.fields[f"times-{shift.id}"].set_text("" if duty is None else str(duty.times))
            form.fields[f"days-{shift.id}"].set_text(EVERY_DAY if duty is None else duty.weekdays)
        super().__init__(
            msg("Rounds of %(route)s in each shift", route=route.name),
            form,
            msg("Lay down"),
            key=f"duties-{route.id}",
            about=msg("It holds from the next shift on; what was due until then stays due."),
            parent=parent,
            width=640,
        )
        self.saved = msg("The rounds of %(route)s are laid down", route=route.name)

    def renew(self, route: RouteLine) -> None:
        """Go on with the route as it stands now."""
        if route.id == self._route.id:
            self._route = route

    def command(self, values: dict[str, Any]) -> Command:
        """Return what lays the duties down."""
        route = self._route
        duties = [
            NewDuty(shift.id, int(values[f"times-{shift.id}"]), values[f"days-{shift.id}"] or EVERY_DAY)
            for shift in self._shifts
            if values[f"times-{shift.id}"]
        ]
        return lambda service, operation: service.set_duties(
            route.id, duties, version=route.version, operation_id=operation
        )


def _held(duties: Sequence[DutyLine]) -> dict[int, DutyLine]:
    """Return the duty of each shift that was laid down last."""
    return {duty.shift_id: duty for duty in duties if duty.until is None}


def _days(duty: DutyLine | None) -> list[Choice]:
    offered: list[tuple[str, Text]] = [
        (EVERY_DAY, msg("Every day")),
        (WORKDAYS, msg("Monday to Friday")),
        (WEEKEND, msg("Weekends")),
    ]
    if duty is not None and duty.weekdays not in {EVERY_DAY, WORKDAYS, WEEKEND}:
        own = duty.weekdays
        offered.append((own, lambda spoken: weekdays_words(own, spoken)))
    return [Choice(days, words) for days, words in offered]
