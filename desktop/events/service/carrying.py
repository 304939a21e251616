"""Events made known, held, called off and reopened; materials ticked as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.events.model import EventItem, EventState
from desktop.events.service.checking import checked_fen, checked_words
from desktop.events.service.inviting import end_rounds
from desktop.events.service.recording import (
    Recorder,
    changed_meanwhile,
    facts,
    load,
    no_such_event,
    noted,
    seen_event,
)
from desktop.events.service.waiting import move_up
from desktop.events.store.guests import seated

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from desktop.events.model import Event
    from desktop.storage.work import UnitOfWork

__all__ = ["Carrying"]


class Carrying(Recorder):
    """Carries events through."""

    @requires(Operation.EDIT_EVENTS)
    def announce(self, event_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Note that an event was made known; raise UserError for one that is over, held or called off."""
        with self.desk.write(Operation.EDIT_EVENTS, operation_id) as work:
            event = seen_event(work, event_id, version)
            _refuse_ended(event)
            if event.ends_at <= work.now:
                raise UserError(msg("This event is over; note what came of it instead."))
            before = facts(event)
            event.state = EventState.ANNOUNCED
            _note(work, event, "announced", before)
        return work.changes

    @requires(Operation.EDIT_EVENTS)
    def cancel(self, event_id: int, reason: str, *, version: int, operation_id: str = "") -> Changes:
        """Call an event off; the result is how many households are to be told: signed up, or on the waiting list.

        Its call rounds end, `start_round` then calls them. Raises UserError on `reason` without one.
        """
        words = checked_words(reason, "reason", msg("Write why it is not held."))
        with self.desk.write(Operation.EDIT_EVENTS, operation_id) as work:
            event = seen_event(work, event_id, version)
            _refuse_ended(event)
            before = facts(event)
            event.state, event.end_words = EventState.CANCELLED, words
            end_rounds(work, event)
            to_tell = sum(seated(work.session, event.id))
            _note(work, event, "called off", before, to_tell=to_tell)
            work.result = to_tell
        return work.changes

    @requires(Operation.EDIT_EVENTS)
    def hold(
        self, event_id: int, cost_fen: int | None, outcome: str, *, version: int, operation_id: str = ""
    ) -> Changes:
        """Close an event as held, with what it cost (None: nobody knows yet) and what came of it.

        Who was signed up and not checked in did not come. Said again of one held already, it replaces what was said.
        Raises UserError for an event that has not begun or was called off, and naming `cost_fen`, `outcome`.
        """
        cost, words = checked_fen(cost_fen, "cost_fen"), checked_words(outcome, "outcome")
        with self.desk.write(Operation.EDIT_EVENTS, operation_id) as work:
            event = seen_event(work, event_id, version)
            if event.state == EventState.CANCELLED:
                raise UserError(msg("This event was called off; reopen it first."))
            if event.starts_at > work.now:
                raise UserError(msg("This event has not begun yet; it is closed when it was held."))
            before = facts(event)
            event.state, event.cost_fen, event.outcome = EventState.HELD, cost, words
            event.held_at = event.held_at or work.now
            end_rounds(work, event)
            _note(work, event, "held", before)
        return work.changes

    @requires(Operation.EDIT_EVENTS)
    def reopen(self, event_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take it back that an event was held or called off; guests, cost and words stay as they are.

        One called off is being planned again, and is to be made known anew.
        """
        with self.desk.write(Operation.EDIT_EVENTS, operation_id) as work:
            event = seen_event(work, event_id, version)
            if event.can_change():
                raise UserError(msg("This event is open; there is nothing to take back."))
            before = facts(event)
            held = event.state == EventState.HELD
            event.state = EventState.ANNOUNCED if held else EventState.PLANNED
            event.held_at, event.end_words = None, ""
            end_rounds(work, event)
            _note(work, event, "reopened", before, **move_up(work, event))
        return work.changes

    @requires(Operation.EDIT_EVENTS)
    def tick_item(self, item_id: int, ready: bool, *, version: int, operation_id: str = "") -> Changes:  # noqa: FBT001 - what is said of it
        """Note that a line of materials is ready, or that it is not after all; the result is its id."""
        with self.desk.write(Operation.EDIT_EVENTS, operation_id) as work:
            item = work.session.get(EventItem, item_id)
            if item is None or item.community_id != work.community_id:
                raise no_such_event()
            event = load(work.session, work.community_id, item.event_id)
            work.session.refresh(item)
            if item.version != version:
                raise changed_meanwhile()
            if ready is not (item.ready_at is not None):
                item.ready_at = work.now if ready else None
                work.audit("event", event.id, "item ready" if ready else "item not ready", None, {"item": item.words})
            work.result = item.id
        return work.changes


def _refuse_ended(event: Event) -> None:
    if not event.can_change():
        raise UserError(msg("This event was held or called off; reopen it to change it."))


def _note(work: UnitOfWork, event: Event, action: str, before: Mapping[str, Any], **more: object) -> None:
    was, now = noted(before, facts(event))
    work.audit("event", event.id, action, was, {**now, **more})
    work.result = event.id
