"""The forms of release slips."""

from __future__ import annotations

from desktop.release_slips.dialogs.ending import WithdrawDialog
from desktop.release_slips.dialogs.issuing import AmendSlip, IssueSlip

__all__ = ["AmendSlip", "IssueSlip", "WithdrawDialog"]
