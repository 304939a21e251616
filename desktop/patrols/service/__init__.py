"""What can be done with patrols: routes laid down, rounds walked or entered from a sheet, findings reported."""

from __future__ import annotations

from desktop.patrols.service.files import FindingFiles
from desktop.patrols.service.looking import Looking
from desktop.patrols.service.monthly import month_lines
from desktop.patrols.service.planning import LONGEST_CODE, LONGEST_NAME, LONGEST_NOTE, MOST_POINTS, MOST_TIMES, Planning
from desktop.patrols.service.sheets import Sheets
from desktop.patrols.service.walking import LONGEST_WORDS, Walking

__all__ = [
    "LONGEST_CODE",
    "LONGEST_NAME",
    "LONGEST_NOTE",
    "LONGEST_WORDS",
    "MOST_POINTS",
    "MOST_TIMES",
    "FindingFiles",
    "PatrolService",
    "month_lines",
]


class PatrolService(Looking, Planning, Walking, Sheets):
    """Patrols, for one signed-in account."""
