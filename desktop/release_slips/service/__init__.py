"""What can be done with release slips: issue, amend, withdraw, look up, let goods out or not, print."""

from __future__ import annotations

from desktop.release_slips.service.checking import LONGEST_NAME, LONGEST_WORDS, MOST_DAYS
from desktop.release_slips.service.issuing import Issuing
from desktop.release_slips.service.looking import Looking
from desktop.release_slips.service.papers import Papers
from desktop.release_slips.service.releasing import UNDO_WITHIN, Releasing

__all__ = ["LONGEST_NAME", "LONGEST_WORDS", "MOST_DAYS", "UNDO_WITHIN", "ReleaseSlipService"]


class ReleaseSlipService(Looking, Issuing, Releasing, Papers):
    """Release slips, for one signed-in account."""
