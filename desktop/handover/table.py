"""The columns of the list of handovers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.handover.rows import HandoverRow

__all__ = ["handover_columns"]


def handover_columns(zone: ZoneInfo) -> Sequence[Column[HandoverRow]]:
    """Return the columns; times are shown in `zone`."""

    def given(row: HandoverRow, language: Language) -> Cell:
        day = language.short_date(row.given_at.astimezone(zone).date())
        return Cell(f"{day} {language.time(row.given_at, zone)}", strong=True)

    def state(row: HandoverRow, language: Language) -> Cell:
        if row.taken_at is None:
            return Cell(language.gettext("Not taken over"), tone="amber", icon="clock", chip=True)
        return Cell(language.gettext("Taken over"), tone="green", icon="circle-check", chip=True)

    return (
        Column("given", msg("Handed over at"), given, 124, sort=False),
        Column("by", msg("Handed over by"), lambda row, _language: row.given_by, stretch=True, sort=False),
        Column("state", msg("State"), state, 118, sort=False),
    )
