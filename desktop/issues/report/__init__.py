"""Problem points on paper: the sheet by which the rectification actions are followed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.issues.rows import IssueRow

__all__ = ["action_sheet"]


def action_sheet(
    rows: Sequence[IssueRow],
    month: Month,
    community: str,
    zone: ZoneInfo,
    printed_at: datetime,
    language: Language,
) -> bytes:
    """Return the PDF of the action tracking sheet on A4 across: a table for each department, a row for each action.

    A point without an action has a row, too, with room to write one in. Points come from before `month` or from it;
    what was withdrawn, merged or given up is left out. Moments are shown in `zone`. The head of a table is repeated on
    every sheet; an overdue action has a grey ground and says so, and survives a photocopy.
    """
    # the paper kit takes a quarter of a second to import, which is due when something is printed
    from desktop.issues.report.sheet import draw  # noqa: PLC0415

    return draw(rows, month, community, zone, printed_at, language)
