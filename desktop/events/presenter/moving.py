"""Signing a household up, off or otherwise: whether it has to wait, and for whom of the waiting list it made room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from desktop.events.model import GuestState
from desktop.events.rows import GuestFilter
from desktop.events.service import GUEST_TOPIC

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.changes import Changes
    from desktop.events.rows import GuestLine, NewGuest
    from desktop.events.service import EventService

__all__ = ["Joined", "MovedUp", "change", "join", "leave"]

Command: TypeAlias = "Callable[[EventService, str], Changes]"

_WAITING = GuestFilter(frozenset({GuestState.WAITING}))


@dataclass(slots=True)
class MovedUp:
    """Who moved up from the waiting list, and groups before them that did not fit and wait on."""

    up: Sequence[GuestLine] = ()
    passed: Sequence[GuestLine] = ()


@dataclass(slots=True)
class Joined:
    """Whether a household that was signed up stands on the waiting list."""

    waits: bool = False


def join(event_id: int, new: NewGuest, told: Joined) -> Command:
    """Return the command that signs `new` up; `told` knows afterwards whether it waits.

    Whether there is room is not known before: another desk may have taken the last place a moment ago.
    """

    def command(service: EventService, operation_id: str) -> Changes:
        changes = service.sign_up(event_id, new, operation_id=operation_id)
        told.waits = any(each.id == changes.result for each in service.guests(event_id, _WAITING))
        return changes

    return command


def leave(event_id: int, guest: GuestLine, told: MovedUp, *, declines: bool) -> Command:
    """Return the command that signs `guest` off, or notes that it declines; `told` knows afterwards who moved up."""

    def act(service: EventService, operation_id: str) -> Changes:
        write = service.decline if declines else service.sign_off
        return write(guest.id, version=guest.version, operation_id=operation_id)

    return _telling(event_id, guest, told, act)


def change(event_id: int, guest: GuestLine, people: int, note: str, told: MovedUp) -> Command:
    """Return the command that lets `guest` come with `people`; `told` knows afterwards who moved up for it."""

    def act(service: EventService, operation_id: str) -> Changes:
        return service.amend_guest(guest.id, people, note, version=guest.version, operation_id=operation_id)

    return _telling(event_id, guest, told, act)


def _telling(event_id: int, guest: GuestLine, told: MovedUp, act: Command) -> Command:
    def command(service: EventService, operation_id: str) -> Changes:
        before = [each for each in service.guests(event_id, _WAITING) if each.id != guest.id]
        changes = act(service, operation_id)
        moved = changes.ids.get(GUEST_TOPIC, frozenset())
        told.up = [each for each in before if each.id in moved]
        last = max((each.waiting_place for each in told.up), default=0)
        told.passed = [each for each in before if each.id not in moved and each.waiting_place < last]
        return changes

    return command
