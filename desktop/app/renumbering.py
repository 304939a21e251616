"""What follows a room that got another number, in the features that keep its label beside their own rows. Free of Qt.

What is finished keeps the number it was dealt with under and is found by it; a request somebody still goes out for
shows the number the room has now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.requests.model import Request, RequestState
from desktop.requests.service.recording import search_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.storage.work import UnitOfWork

__all__ = ["FOLLOWERS", "follow_in_requests"]

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


FOLLOWERS = (follow_in_requests,)
"""What the community editor brings along."""
