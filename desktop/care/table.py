"""The lists of care: columns, the chips of where a task stands, and where the rows come from."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.care.rows import KIND_LABELS, CareLine, Stage
from desktop.core.i18n import Message, msg
from desktop.ui.table import Cell, Column, Direction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from desktop.care.rows import CareFilter
    from desktop.care.service import CareService
    from desktop.core.i18n import Language

__all__ = [
    "NOTHING",
    "STAGE_LABELS",
    "CareSource",
    "care_columns",
    "day_words",
    "names_words",
    "stage_cell",
    "what_words",
]

NOTHING = "—"
"""What stands where there is nothing to say."""

STAGE_LABELS: Mapping[Stage, Message] = MappingProxyType(
    {
        Stage.PLANNED: msg("Planned"),
        Stage.DONE: msg("Done"),
        Stage.DROPPED: msg("Given up"),
        Stage.WELCOME_DUE: msg("To welcome"),
        Stage.FORGOTTEN: msg("Forgotten"),
    }
)

_LOOKS: Mapping[Stage, tuple[str, str]] = MappingProxyType(
    {
        Stage.PLANNED: ("blue", "calendar-clock"),
        Stage.DONE: ("green", "circle-check"),
        Stage.DROPPED: ("grey", "circle-x"),
        Stage.WELCOME_DUE: ("violet", "phone-outgoing"),
        Stage.FORGOTTEN: ("amber", "history"),
    }
)


@dataclass(frozen=True, slots=True)
class CareSource:
    """One list of care as the generic list asks for it, on background threads."""

    service: CareService
    wanted: CareFilter

    def count(self) -> int:
        """Return the number of rows."""
        return self.service.count(self.wanted)

    def page(self, anchor: CareLine | None, direction: Direction, limit: int) -> Sequence[CareLine]:
        """Return the `limit` rows next to `anchor`, the first or last of the list without one."""
        return self.service.lines(self.wanted, anchor, backward=direction is Direction.BEFORE, limit=limit)

    def jump(self, position: int, limit: int) -> Sequence[CareLine]:
        """Return `limit` rows from `position`."""
        return self.service.lines_from(self.wanted, position, limit)

    def find(self, identity: object) -> int | None:
        """Return the position of the row with id `identity`, None if the list does not hold it."""
        return self.service.position(self.wanted, identity) if isinstance(identity, int) else None


def care_columns(today: Callable[[], date]) -> Sequence[Column[CareLine]]:
    """Return the columns of every list of care; `today` is asked when a cell is made."""

    def stage(line: CareLine, spoken: Language) -> Cell:
        return stage_cell(line, today(), spoken)

    def due(line: CareLine, spoken: Language) -> Cell:
        return Cell(day_words(line.due_on, today(), spoken), tone=_tone(line, today()))

    return (
        Column("stage", msg("State"), stage, 118, sort=False),
        Column("room", msg("Room"), lambda line, _: Cell(line.room, strong=True), 92, sort=False),
        Column("people", msg("People"), _people, 124, sort=False),
        Column("kind", msg("Kind"), _kind, 104, sort=False),
        Column("words", msg("About"), _about, 120, stretch=True, sort=False),
        Column("due", msg("Due"), due, 92, right=True, sort=False),
    )


def stage_cell(line: CareLine, today: date, spoken: Language) -> Cell:
    """Return where a row stands as a chip: how late it is rather than that it is planned."""
    if line.stage is Stage.PLANNED and line.due_on is not None and line.due_on <= today:
        late = (today - line.due_on).days
        if late:
            words = spoken.ngettext("Late %(count)s day", "Late %(count)s days", late)
            return Cell(words, tone="red", icon="clock-alert", chip=True)
        return Cell(spoken.pgettext("day", "Today"), tone="amber", icon="clock", chip=True)
    tone, icon = _LOOKS[line.stage]
    return Cell(spoken.message(STAGE_LABELS[line.stage]), tone=tone, icon=icon, chip=True)


def what_words(line: CareLine, spoken: Language) -> str:
    """Return what a row is about: the task's words; of a welcome, when they moved in; of who is forgotten, why."""
    words = " ".join(line.words.split())
    if line.stage is Stage.WELCOME_DUE and line.since is not None:
        return spoken.gettext("moved in on %(day)s", day=spoken.full_date(line.since))
    if line.stage is Stage.FORGOTTEN:
        return spoken.gettext("nothing planned for 90 days: %(cause)s", cause=words)
    if line.result:
        result = " ".join(line.result.split())
        return f"{words} → {result}" if words else result
    return words


def names_words(line: CareLine, spoken: Language) -> str:
    """Return the names of who is there, empty for nobody."""
    return ("、" if spoken.code.startswith("zh") else ", ").join(line.people)


def day_words(day: date | None, today: date, spoken: Language) -> str:
    """Return a day as people say it: today, the date within this year, else the full date; a dash for none."""
    if day is None:
        return NOTHING
    if day == today:
        return spoken.pgettext("day", "Today")
    return spoken.short_date(day) if day.year == today.year else day.isoformat()


def _tone(line: CareLine, today: date) -> str:
    late = line.stage is Stage.PLANNED and line.due_on is not None and line.due_on < today
    return "red" if late else "ink" if line.stage in {Stage.PLANNED, Stage.WELCOME_DUE} else "ink2"


def _people(line: CareLine, spoken: Language) -> Cell:
    names = names_words(line, spoken)
    return Cell(names) if names else Cell(spoken.gettext("Nobody entered"), tone="ink2")


def _kind(line: CareLine, spoken: Language) -> Cell:
    return Cell(NOTHING, tone="ink2") if line.kind is None else Cell(spoken.message(KIND_LABELS[line.kind]))


def _about(line: CareLine, spoken: Language) -> Cell:
    return Cell(what_words(line, spoken))
