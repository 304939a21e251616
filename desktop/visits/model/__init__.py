"""Tables of visits: who came, what the gate is told beforehand, how the gates work."""

from desktop.visits.model.guarding import (
    CallReason,
    ContractorPass,
    DepositState,
    ExpectedVisit,
    GateCall,
    WatchAction,
    WatchEntry,
)
from desktop.visits.model.setup import Gate, GateRules, GuardShift, VisitKindRow, VisitReduction
from desktop.visits.model.visits import CREWS, ROOMLESS, Visit, VisitCount, VisitKind, Visitor, VisitState

__all__ = [
    "CREWS",
    "ROOMLESS",
    "CallReason",
    "ContractorPass",
    "DepositState",
    "ExpectedVisit",
    "Gate",
    "GateCall",
    "GateRules",
    "GuardShift",
    "Visit",
    "VisitCount",
    "VisitKind",
    "VisitKindRow",
    "VisitReduction",
    "VisitState",
    "Visitor",
    "WatchAction",
    "WatchEntry",
]
