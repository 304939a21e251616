"""The words of visits: kinds, states, objections, and what each kind is asked for. Free of Qt."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.visits.model import CallReason, DepositState, VisitKind, VisitState, WatchAction
from desktop.visits.rows.checks import ObjectionKind
from desktop.visits.rows.setup import KindFields

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ACTION_LABELS",
    "CALL_LABELS",
    "DEPOSIT_LABELS",
    "KIND_FIELDS",
    "KIND_ICONS",
    "KIND_LABELS",
    "OBJECTION_LABELS",
    "STATE_LABELS",
]

KIND_LABELS: Mapping[VisitKind, Message] = MappingProxyType(
    {
        VisitKind.GUEST: msg("Visiting friends"),
        VisitKind.DELIVERY: msg("Delivering"),
        VisitKind.CONTRACTOR: msg("Renovation work"),
        VisitKind.MOVING: msg("Moving house"),
        VisitKind.HOUSEKEEPING: msg("Housekeeping"),
        VisitKind.MAINTENANCE: msg("Servicing"),
        VisitKind.VIEWING: msg("Flat viewing"),
        VisitKind.STAFF: msg("Own staff"),
        VisitKind.EMERGENCY: msg("Emergency service"),
        VisitKind.OTHER: msg("Other visit"),
    }
)

KIND_ICONS: Mapping[VisitKind, str] = MappingProxyType(
    {
        VisitKind.GUEST: "user",
        VisitKind.DELIVERY: "package",
        VisitKind.CONTRACTOR: "wrench",
        VisitKind.MOVING: "truck",
        VisitKind.HOUSEKEEPING: "house",
        VisitKind.MAINTENANCE: "wrench",
        VisitKind.VIEWING: "key-round",
        VisitKind.STAFF: "users",
        VisitKind.EMERGENCY: "siren",
        VisitKind.OTHER: "info",
    }
)

KIND_FIELDS: Mapping[VisitKind, KindFields] = MappingProxyType(
    {
        VisitKind.GUEST: KindFields(),
        VisitKind.DELIVERY: KindFields(company=True, people=False),
        VisitKind.CONTRACTOR: KindFields(needs_pass=True, company=True, badge=True, identity=True),
        VisitKind.MOVING: KindFields(company=True, badge=True),
        VisitKind.HOUSEKEEPING: KindFields(company=True, identity=True),
        VisitKind.MAINTENANCE: KindFields(needs_room=False, company=True, badge=True, identity=True),
        VisitKind.VIEWING: KindFields(company=True, identity=True),
        VisitKind.STAFF: KindFields(needs_room=False, people=False),
        VisitKind.EMERGENCY: KindFields(needs_room=False, people=False, questions=False),
        VisitKind.OTHER: KindFields(needs_room=False),
    }
)

STATE_LABELS: Mapping[VisitState, Message] = MappingProxyType(
    {
        VisitState.INSIDE: msg("Inside"),
        VisitState.LEFT: msg("Has left"),
        VisitState.REFUSED: msg("Not let in"),
        VisitState.DROPPED: msg("Entered by mistake"),
    }
)

OBJECTION_LABELS: Mapping[ObjectionKind, Message] = MappingProxyType(
    {
        ObjectionKind.DO_NOT_ADMIT: msg("Do not let in yet"),
        ObjectionKind.WATCH_REFUSE: msg("On the watchlist: do not let in"),
        ObjectionKind.WATCH: msg("On the watchlist: look out"),
        ObjectionKind.PASS_EXPIRED: msg("The pass is no longer valid"),
        ObjectionKind.PASS_MISSING: msg("No pass for this work"),
        ObjectionKind.TENANT_MOVED_OUT: msg("The tenant has moved out"),
        ObjectionKind.VACANT: msg("Nobody lives there"),
        ObjectionKind.OUT_OF_TOWN: msg("The household is out of town"),
    }
)

ACTION_LABELS: Mapping[WatchAction, Message] = MappingProxyType(
    {WatchAction.REFUSE: msg("Do not let in"), WatchAction.WATCH: msg("Look out and tell the desk")}
)

DEPOSIT_LABELS: Mapping[DepositState, Message] = MappingProxyType(
    {
        DepositState.NONE: msg("No deposit"),
        DepositState.TAKEN: msg("Deposit taken"),
        DepositState.RETURNED: msg("Deposit given back"),
        DepositState.KEPT: msg("Deposit kept"),
    }
)

CALL_LABELS: Mapping[CallReason, Message] = MappingProxyType(
    {
        CallReason.OVERRIDE: msg("Let in all the same"),
        CallReason.TURNED_AWAY: msg("Not let in"),
        CallReason.GOODS: msg("Goods without a release slip"),
        CallReason.WATCHED: msg("Someone on the watchlist"),
        CallReason.OTHER: msg("Call from the gate"),
    }
)
