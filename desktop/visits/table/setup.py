"""The sections of what is laid down for the gates, with a line on each."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.ui.table import Cell, Column
from desktop.visits.rows import RulesRow
from desktop.visits.table.words import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.i18n import Language, Message
    from desktop.visits.rows import GateRow, KindRow, ReductionRow, ShiftRow

__all__ = ["SECTION_LABELS", "Laid", "Section", "SetupRow", "reduction_words", "rules_words", "setup_columns"]


class Section(StrEnum):
    """What can be laid down."""

    GATES = "gates"
    KINDS = "kinds"
    SHIFTS = "shifts"
    RULES = "rules"
    KEEPING = "keeping"


@dataclass(frozen=True, slots=True)
class Laid:
    """All that is laid down; `due` is what the next reduction would do."""

    gates: Sequence[GateRow] = ()
    kinds: Sequence[KindRow] = ()
    shifts: Sequence[ShiftRow] = ()
    rules: RulesRow = field(default_factory=RulesRow)
    due: ReductionRow | None = None
    runs: Sequence[ReductionRow] = ()


@dataclass(frozen=True, slots=True)
class SetupRow:
    """One section with all that is laid down."""

    section: Section
    laid: Laid

    @property
    def id(self) -> int:
        """Return what the row is recognised by: the place of its section."""
        return list(Section).index(self.section) + 1


SECTION_LABELS: Mapping[Section, Message] = {
    Section.GATES: msg("Gates"),
    Section.KINDS: msg("Own kinds of visit"),
    Section.SHIFTS: msg("Shifts of the guards"),
    Section.RULES: msg("Rules of the gate"),
    Section.KEEPING: msg("How long visits are kept"),
}
"""The name of every section."""


def rules_words(row: RulesRow, spoken: Language) -> str:
    """Return the peak hours, the one rule that is looked up most."""
    spans = "  ".join(f"{since:%H:%M}–{until:%H:%M}" for since, until in row.peaks)
    return spans or spoken.gettext("no peak hours")


def reduction_words(row: ReductionRow, spoken: Language) -> str:
    """Return what a run of the reduction came to."""
    if row.refused is not None:
        return spoken.message(row.refused)
    reduced = spoken.ngettext("%(count)s visit became a count", "%(count)s visits became counts", row.reduced)
    held = spoken.ngettext("%(count)s kept on request", "%(count)s kept on request", row.held) if row.held else ""
    return joined(reduced, held)


def setup_columns() -> Sequence[Column[SetupRow]]:
    """Return the one column of sections: its name, and what holds now below."""

    def show(row: SetupRow, spoken: Language) -> Cell:
        laid = row.laid
        lines = {
            Section.GATES: "、".join(gate.name for gate in laid.gates) or spoken.gettext("none yet"),
            Section.KINDS: "、".join(str(kind.name) for kind in laid.kinds) or spoken.gettext("none yet"),
            Section.SHIFTS: "、".join(shift.name for shift in laid.shifts) or spoken.gettext("none yet"),
            Section.RULES: rules_words(laid.rules, spoken),
            Section.KEEPING: spoken.ngettext("%(count)s day", "%(count)s days", laid.rules.keep_days),
        }
        late = row.section is Section.KEEPING and laid.due is not None and laid.due.refused is not None
        words = spoken.message(SECTION_LABELS[row.section])
        return Cell(words, lines[row.section], strong=True, tone="red" if late else "ink")

    return (Column("section", msg("Section"), show, 200, stretch=True, sort=False),)
