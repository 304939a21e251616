"""The list of incidents: columns, chips, and the words for when and how long."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.incidents.model import IncidentState
from desktop.incidents.rows import KIND_ICONS, KIND_LABELS, STATE_LABELS
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.incidents.rows import IncidentLine

__all__ = ["STATE_LOOKS", "going_on_cell", "incident_columns", "kind_cell", "span_words", "state_cell"]

STATE_LOOKS: Mapping[IncidentState, tuple[str, str]] = MappingProxyType(
    {
        IncidentState.OPEN: ("accent", "circle-dot"),
        IncidentState.REPORTED: ("violet", "badge-check"),
        IncidentState.SIGNED_OFF: ("green", "circle-check"),
        IncidentState.DROPPED: ("grey", "circle-x"),
    }
)
"""Tone and icon of each state."""


def incident_columns(zone: ZoneInfo) -> Sequence[Column[IncidentLine]]:
    """Return the columns of the list; times are shown in `zone`."""

    def when(line: IncidentLine, spoken: Language) -> Cell:
        at = line.occurred_at.astimezone(zone)
        return Cell(f"{spoken.short_date(at.date())} {spoken.time(at, zone)}", tone="ink2")

    def kind(line: IncidentLine, spoken: Language) -> Cell:
        return Cell(spoken.message(KIND_LABELS[line.kind]), strong=True)

    def what(line: IncidentLine, _spoken: Language) -> Cell:
        return Cell(" ".join(line.words.split()), tone="ink2")

    return (
        Column("state", msg("State"), _state, 140, sort=False),
        Column("when", msg("Time"), when, 120, sort=False),
        Column("kind", msg("Kind"), kind, 136, sort=False),
        Column("place", msg("Where"), lambda line, _spoken: line.place, 110, sort=False),
        Column("words", msg("What happened"), what, 90, stretch=True, sort=False),
    )


def state_cell(line: IncidentLine, spoken: Language) -> Cell:
    """Return where the report of an incident stands, as a chip."""
    tone, icon = STATE_LOOKS[line.state]
    return Cell(spoken.message(STATE_LABELS[line.state]), tone=tone, icon=icon, chip=True)


def kind_cell(line: IncidentLine, spoken: Language) -> Cell:
    """Return the kind of an incident as a chip."""
    return Cell(spoken.message(KIND_LABELS[line.kind]), tone="grey", icon=KIND_ICONS[line.kind], chip=True)


def going_on_cell(spoken: Language) -> Cell:
    """Return that an incident is not over, as a chip."""
    return Cell(spoken.gettext("going on"), tone="red", icon="siren", chip=True)


def span_words(line: IncidentLine, zone: ZoneInfo, spoken: Language) -> str:
    """Return when an incident began and ended; the day of its end only where it is another one."""
    began = spoken.moment(line.occurred_at, zone)
    if line.ended_at is None:
        return began
    return f"{began} – {_end(line.occurred_at, line.ended_at, zone, spoken)}"


def _end(began: datetime, ended: datetime, zone: ZoneInfo, spoken: Language) -> str:
    same_day = began.astimezone(zone).date() == ended.astimezone(zone).date()
    return spoken.time(ended, zone) if same_day else spoken.moment(ended, zone)


def _state(line: IncidentLine, spoken: Language) -> Cell:
    """Return what matters first: that it goes on, else where its report stands."""
    return going_on_cell(spoken) if line.is_going_on else state_cell(line, spoken)
