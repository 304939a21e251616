"""The form of a year's goal: how many events of a kind are to be held, in the community or in one zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.events.dialogs.forms import EventDialog
from desktop.events.model import EventKind
from desktop.events.rows import KIND_LABELS
from desktop.events.table import goal_words
from desktop.ui.forms import Choice, ChoiceField, Form, NumberField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Language
    from desktop.events.dialogs.forms import Command
    from desktop.events.offer import EventNames
    from desktop.events.rows import GoalLine

__all__ = ["GoalDialog"]

MOST_EVENTS = 99
YEARS_AHEAD = 1


class GoalDialog(EventDialog):
    """A goal is laid down: it holds from its year on until another is."""

    def __init__(self, goals: Sequence[GoalLine], names: EventNames, year: int, parent: QWidget | None = None) -> None:
        """Begin with the first of `goals`, those of `year`."""
        self._goals = tuple(goals)
        form = Form(columns=1, name="event-goal")
        kinds = [Choice(kind.value, words) for kind, words in KIND_LABELS.items()]
        self._kind = ChoiceField("kind", msg("Kind"), kinds, required=True, width=240)
        zones = [Choice("", msg("the whole community")), *(Choice(str(zone.id), zone.name) for zone in names.zones)]
        self._zone = ChoiceField("zone_id", msg("For"), zones, width=240)
        self._year = NumberField(
            "year", msg("From year"), required=True, least=year - 1, most=year + YEARS_AHEAD, width=80
        )
        self._goal = NumberField(
            "goal", msg("Goal"), required=True, least=0, most=MOST_EVENTS, unit=msg("a year, 0 for none"), width=80
        )
        for field in (self._kind, self._zone, self._year, self._goal):
            form.add(field)
        self._kind.choose((goals[0].kind if goals else EventKind.CONVENIENCE).value)
        self._zone.choose("")
        self._year.set_text(str(year))
        self._fill()
        super().__init__(
            msg("The year's goals"),
            form,
            msg("Save"),
            key="goal",
            saved=msg("The goal is laid down."),
            about=self._about,
            parent=parent,
        )
        self._kind.changed.connect(self._fill)
        self._zone.changed.connect(self._fill)
        self._goal.line.setFocus()
        self._goal.line.selectAll()

    def command(self, values: dict[str, Any]) -> Command:
        """Return the laying down."""
        kind, zone = EventKind(values["kind"]), values["zone_id"]
        zone_id, year, goal = int(zone) if zone else None, int(values["year"]), int(values["goal"])
        known = self._known(kind.value, zone)
        version = known.version if known is not None and known.year == year else 0
        return lambda service, operation_id: service.set_goal(
            kind, zone_id, year, goal, version=version, operation_id=operation_id
        )

    def _known(self, kind: str, zone: str) -> GoalLine | None:
        return next((each for each in self._goals if each.kind == kind and str(each.zone_id or "") == zone), None)

    def _fill(self) -> None:
        known = self._known(self._kind.text(), self._zone.text())
        self._goal.set_text("" if known is None else str(known.goal))

    def _about(self, spoken: Language) -> str:
        return "\n".join(_line(goal, spoken) for goal in self._goals)


def _line(goal: GoalLine, spoken: Language) -> str:
    where = goal.zone or spoken.gettext("the whole community")
    kind = spoken.message(KIND_LABELS[goal.kind])
    return f"{kind} · {where}: {goal_words(goal, spoken)}"
