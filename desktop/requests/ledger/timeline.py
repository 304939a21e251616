"""What an import tells the timelines of the households it is about. Each entry names its batch, for undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.requests.model import RequestState, StepKind
from desktop.requests.rows import TIMELINE_PREFIX, TITLE_LENGTH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.requests.ledger.known import KnownFollowUp
    from desktop.requests.ledger.merging import Change
    from desktop.storage.work import UnitOfWork

__all__ = ["tell_of_change", "tell_of_new"]


def tell_of_new(
    work: UnitOfWork, batch_id: int, request_id: int, values: Mapping[str, Any], call: KnownFollowUp | None
) -> None:
    """Tell of a new request with columns `values`: reported, and completed, cancelled or followed up since."""
    if values["room_id"] is None:
        return
    teller = _Teller(work, batch_id, request_id, values)
    teller.tell(StepKind.REPORTED, values["occurred_at"], channel=str(values["channel"]))
    _tell_ending(teller, values, values)
    if call is not None:
        teller.tell_call(call)


def tell_of_change(work: UnitOfWork, batch_id: int, values: Mapping[str, Any], change: Change) -> None:
    """Tell of what is new about a request that has the columns `values` now."""
    if values["room_id"] is None:
        return
    teller = _Teller(work, batch_id, values["id"], values)
    if change.request.columns["room_id"] is None:
        teller.tell(StepKind.REPORTED, values["occurred_at"], channel=str(values["channel"]))
    if "state" in change.columns:
        _tell_ending(teller, values, change.columns)
    if change.call is not None and not change.call.id:
        teller.tell_call(change.call)


def _tell_ending(teller: _Teller, values: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    if new.get("completed_at") is not None:
        teller.tell(StepKind.COMPLETED, values["completed_at"], result=values["result"])
    if values["state"] == RequestState.CANCELLED:
        teller.tell(StepKind.CANCELLED, values["cancelled_at"], why=values["cancel_reason"])


class _Teller:
    """Tells of one request."""

    def __init__(self, work: UnitOfWork, batch_id: int, request_id: int, values: Mapping[str, Any]) -> None:
        self.work = work
        self.request_id = request_id
        self.room_id: int = values["room_id"]
        self.about = {
            "number": values["number"],
            "request_kind": str(values["kind"]),
            "words": values["words"][:TITLE_LENGTH],
            "batch": batch_id,
        }

    def tell(self, kind: StepKind, at: Any, **more: str) -> None:
        """Add an entry; empty values are left out."""
        filled = {name: value for name, value in more.items() if value}
        self.work.timeline(self.room_id, at, f"{TIMELINE_PREFIX}{kind.value}", self.request_id, **self.about, **filled)

    def tell_call(self, call: KnownFollowUp) -> None:
        """Add the entry of a follow-up call."""
        grade = str(call.satisfaction) if call.satisfaction else ""
        self.tell(StepKind.FOLLOWED_UP, call.made_at, outcome=str(call.outcome), satisfaction=grade, why=call.words)
