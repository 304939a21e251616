"""The waiting list moves up as far as there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.events.model import GuestState
from desktop.events.rule import Group, moved_up
from desktop.events.service.recording import tell
from desktop.events.store import guests as store

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.events.model import Event
    from desktop.storage.work import UnitOfWork

__all__ = ["GUEST_TOPIC", "move_up", "room_left"]

GUEST_TOPIC = "event_guest"
"""A write announces those who moved up from the waiting list, and nobody else, by their ids of this topic."""


def room_left(session: Session, event: Event) -> int | None:
    """Return for how many people there is room, 0 where more came than fit; None without a limit."""
    if not event.capacity:
        return None
    return max(0, event.capacity - store.people_signed_up(session, event.id))


def move_up(work: UnitOfWork, event: Event) -> dict[str, list[str]]:
    """Let the waiting list move up in its order; return by "moved_up" and "skipped" who did and who did not fit.

    For the audit: rooms, or names of those without one. Of an event that is over nobody moves any more.
    """
    work.session.flush()
    if not event.can_change() or event.ends_at <= work.now:
        return {}
    room = room_left(work.session, event)
    if room == 0:
        return {}
    waiting = {guest.id: guest for guest in store.waiting_rows(work.session, event.id)}
    moved = moved_up([Group(guest.id, guest.people) for guest in waiting.values()], room)
    for guest_id in moved.up:
        guest = waiting[guest_id]
        guest.state, guest.signed_up_at, guest.waiting_since = GuestState.SIGNED_UP, work.now, None
        tell(work, event, guest.room_id, "event_signed_up", people=guest.people)
    if moved.up:
        work.touch(GUEST_TOPIC, *moved.up)
        work.session.flush()
    told = {"moved_up": moved.up, "skipped": moved.skipped}
    return {key: [waiting[id_].room_label or waiting[id_].name for id_ in ids] for key, ids in told.items() if ids}
