"""What follows a room that got another number, in the features that keep its label beside their own rows. Free of Qt.

What is finished keeps the number it was dealt with under and is found by it; a request somebody still goes out for
and a household still to be called show the number the room has now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from desktop.contacts.model import CallEntry, CallState
from desktop.outages.model import Outage, OutageState
from desktop.outages.service.recording import index as index_outage
from desktop.requests.model import Request, RequestState
from desktop.requests.service.recording import search_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.storage.work import UnitOfWork

__all__ = ["FOLLOWERS", "follow_in_outages", "follow_in_requests", "follow_in_rounds"]

_FINISHED = (RequestState.CLOSED, RequestState.CANCELLED, RequestState.DUPLICATE)
_CHUNK = 500


def follow_in_requests(work: UnitOfWork, renumbered: Mapping[int, tuple[str, str]]) -> None:
    """Let requests that are not finished show the new labels of their rooms; `renumbered` is old and new by room id."""
    ids = sorted(renumbered)
    for start in range(0, len(ids), _CHUNK):
        chosen = select(Request).where(
            Request.community_id == work.community_id,
            Request.room_id.in_(ids[start : start + _CHUNK]),
            Request.state.not_in(_FINISHED),
        )
        for request in work.session.scalars(chosen):
            old, new = renumbered[request.room_id or 0]
            if request.room_label == old:
                request.room_label = new
                work.audit("request", request.id, "room renumbered", {"room_label": old}, {"room_label": new})
                work.index("request", request.id, search_fields(request))


def follow_in_rounds(work: UnitOfWork, renumbered: Mapping[int, tuple[str, str]]) -> None:
    """Let households still to be called show the new labels of their rooms; see `follow_in_requests`."""
    ids = sorted(renumbered)
    for start in range(0, len(ids), _CHUNK):
        chosen = select(CallEntry.id, CallEntry.room_id, CallEntry.round_id).where(
            CallEntry.community_id == work.community_id,
            CallEntry.room_id.in_(ids[start : start + _CHUNK]),
            CallEntry.state.in_((CallState.WAITING, CallState.LATER)),
        )
        for entry in work.session.execute(chosen.order_by(CallEntry.id)):
            # Not through the row itself: who has this household on the phone must still be able to record the call.
            shown = update(CallEntry).where(CallEntry.id == entry.id).values(room_label=renumbered[entry.room_id][1])
            work.session.execute(shown, execution_options={"synchronize_session": False})
            work.touch("call_round", entry.round_id)


def follow_in_outages(work: UnitOfWork, renumbered: Mapping[int, tuple[str, str]]) -> None:
    """Let outages that are not over be found by the new numbers; what they affect they tell by themselves."""
    if not renumbered:
        return
    chosen = select(Outage).where(
        Outage.community_id == work.community_id, Outage.state.in_((OutageState.PLANNED, OutageState.ANNOUNCED))
    )
    for outage in work.session.scalars(chosen.order_by(Outage.id)):
        index_outage(work, outage)
        work.touch("outage", outage.id)


FOLLOWERS = (follow_in_requests, follow_in_rounds, follow_in_outages)
"""What the community editor brings along."""
