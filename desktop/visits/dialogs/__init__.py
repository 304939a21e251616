"""The forms of the gate as the desk has it. For other pages: `ExpectVisitorDialog`."""

from __future__ import annotations

from desktop.visits.dialogs.days import DaysDialog
from desktop.visits.dialogs.expected import AmendExpected, ExpectVisitorDialog
from desktop.visits.dialogs.forms import RoomField, VisitDialog
from desktop.visits.dialogs.passes import DepositDialog, PassDialog, RevokePass
from desktop.visits.dialogs.setup import GateDialog, KindDialog, RulesDialog, ShiftDialog
from desktop.visits.dialogs.watching import EndWatch, HoldVisit, WatchDialog, watched_words

__all__ = [
    "AmendExpected",
    "DaysDialog",
    "DepositDialog",
    "EndWatch",
    "ExpectVisitorDialog",
    "GateDialog",
    "HoldVisit",
    "KindDialog",
    "PassDialog",
    "RevokePass",
    "RoomField",
    "RulesDialog",
    "ShiftDialog",
    "VisitDialog",
    "WatchDialog",
    "watched_words",
]
