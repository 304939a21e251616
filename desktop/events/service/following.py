"""Requests that came out of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.changes import Changes, new_operation_id
from desktop.core.permissions import Operation, requires
from desktop.events.model import Event, EventRequest
from desktop.events.service.recording import Recorder, load, no_such_event
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from desktop.requests.rows import NewRequest

__all__ = ["Following"]

LINKED = "-event"
"""After the operation that reported a request: the one that notes which event it came out of."""


class Following(Recorder):
    """Makes requests of what was said."""

    @requires(Operation.REPORT_REQUEST)
    def make_request(self, event_id: int, draft: NewRequest, *, operation_id: str = "") -> Changes:
        """Report a request that came out of an event; the result is the request's id.

        Repeated under the same `operation_id`, after whatever came between, it reports nothing twice and only notes
        the event where that is still missing. Raises what reporting a request raises.
        """
        # before anything is reported: an event that is gone has no requests
        with self.desk.read() as session:
            event = session.get(Event, event_id)
            if event is None or event.community_id != self.actor.community_id:
                raise no_such_event()
        operation = operation_id or new_operation_id()
        made = RequestService(self.desk).report(draft, operation_id=operation)
        linked = self._link(event_id, made.result, f"{operation}{LINKED}")
        ids = {**made.ids, **linked.ids}
        return Changes(ids, made.result, operation)

    @requires(Operation.REPORT_REQUEST)
    def _link(self, event_id: int, request_id: int, operation_id: str) -> Changes:
        with self.desk.write(Operation.REPORT_REQUEST, operation_id) as work:
            event = load(work.session, work.community_id, event_id)
            work.session.add(EventRequest(community_id=work.community_id, event_id=event.id, request_id=request_id))
            work.audit("event", event.id, "request made", None, {"request": request_id})
            work.result = request_id
        return work.changes
