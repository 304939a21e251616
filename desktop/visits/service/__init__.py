"""What can be done with visits: let in, let out, told beforehand, called about, reduced to counts."""

from __future__ import annotations

from desktop.visits.service.calling import LONGEST_WORDS, Calling, note_call
from desktop.visits.service.expecting import Expecting
from desktop.visits.service.filing import VisitFiles
from desktop.visits.service.letting_in import LettingIn
from desktop.visits.service.letting_out import LettingOut
from desktop.visits.service.log import VisitLog
from desktop.visits.service.looking_up import LookingUp
from desktop.visits.service.monthly import month_lines
from desktop.visits.service.papers import VisitPapers
from desktop.visits.service.passes import Passes
from desktop.visits.service.reducing import Reducing
from desktop.visits.service.setup import Setup, first_gate, rules, shift_at, shifts_from, shifts_on
from desktop.visits.service.watching import Watchlist

__all__ = [
    "LONGEST_WORDS",
    "VisitFiles",
    "VisitService",
    "first_gate",
    "month_lines",
    "note_call",
    "rules",
    "shift_at",
    "shifts_from",
    "shifts_on",
]


class VisitService(
    LookingUp, LettingIn, LettingOut, VisitLog, Expecting, Passes, Watchlist, Calling, Setup, Reducing, VisitPapers
):
    """Visits, for one signed-in account."""
