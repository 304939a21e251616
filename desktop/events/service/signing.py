"""Guests sign up, wait, change how many they are, decline and sign off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg, nmsg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean
from desktop.events.model import EventGuest, GuestState
from desktop.events.service.checking import LONGEST_LINE, checked_people, checked_words
from desktop.events.service.recording import Recorder, facts, guest_with_event, load, noted, tell
from desktop.events.service.waiting import move_up, room_left
from desktop.households.model import Room

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from desktop.core.i18n import Message
    from desktop.events.model import Event
    from desktop.events.rows import NewGuest
    from desktop.storage.work import UnitOfWork

__all__ = ["SignedUpError", "Signing", "checked_guest", "guest_of", "note_guest"]

_SEATED = frozenset({GuestState.SIGNED_UP, GuestState.WAITING})


class SignedUpError(UserError):
    """The household is signed up, or waits, already: `guest_id` with `people`, which `amend_guest` changes."""

    def __init__(self, guest: EventGuest, message: Message) -> None:
        """Tell which row it is."""
        super().__init__(Problem(message, "room_id"))
        self.guest_id = guest.id
        self.people = guest.people


class Signing(Recorder):
    """Takes sign-ups at the desk."""

    @requires(Operation.SIGN_UP_GUEST)
    def sign_up(self, event_id: int, given: NewGuest, *, operation_id: str = "") -> Changes:
        """Sign a household, or someone by name, up; the result is the guest's id.

        Where there is no room for all of them together they stand on the waiting list, whole. Raises `SignedUpError`
        for a household that is signed up already, UserError naming `room_id` where it is not invited to an event for
        those invited, `people` for more than the event or one household may bring, and for an event that is over.
        """
        with self.desk.write(Operation.SIGN_UP_GUEST, operation_id) as work:
            event = load(work.session, work.community_id, event_id)
            if not event.can_change() or event.ends_at <= work.now:
                raise UserError(msg("This event is over; nobody can sign up any more. Who came is noted as come."))
            checked, label = checked_guest(work, given)
            guest = guest_of(work, event, checked.room_id)
            _refuse_twice(guest)
            if guest is None and not event.open_to_all:
                fault = msg("This event is for those invited; invite this household first.")
                raise UserError(Problem(fault, "room_id"))
            _check_limits(event, checked.people)
            left, behind_all = room_left(work.session, event), _behind_all(work, event)
            if guest is None:
                guest = EventGuest(event_id=event.id, community_id=work.community_id, room_id=checked.room_id)
                work.session.add(guest)
            guest.room_label, guest.name, guest.note = label, checked.name, checked.note
            guest.people, guest.came, guest.came_at = checked.people, None, None
            _seat(work, event, guest, left, behind_all)
            work.session.flush()
            note_guest(work, event, guest, "guest signed up", None)
            work.result = guest.id
        return work.changes

    @requires(Operation.SIGN_UP_GUEST)
    def amend_guest(self, guest_id: int, people: int, note: str, *, version: int, operation_id: str = "") -> Changes:
        """Change how many a guest brings, and the note; fewer of them let the waiting list move up.

        On the waiting list the place stays. Raises UserError naming `people` for more than there is room for, or than
        may come; ConflictError where the guest is no longer what was seen.
        """
        checked_people(people)
        words = checked_words(note, "note")
        with self.desk.write(Operation.SIGN_UP_GUEST, operation_id) as work:
            guest, event = guest_with_event(work, guest_id, version)
            before = facts(guest)
            if people > guest.people:
                _check_limits(event, people)
                left = room_left(work.session, event)
                if guest.state == GuestState.SIGNED_UP and left is not None and people - guest.people > left:
                    fault = nmsg("There is room for %(count)s more.", "There is room for %(count)s more.", left)
                    raise UserError(Problem(fault if left > 0 else msg("Every place is taken."), "people"))
            guest.people, guest.note = people, words
            note_guest(work, event, guest, "guest changed", before, **move_up(work, event))
            work.result = guest.id
        return work.changes

    @requires(Operation.SIGN_UP_GUEST)
    def decline(self, guest_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Note that a household is not coming; the waiting list moves up where it had places."""
        return self._leave(guest_id, GuestState.DECLINED, version, operation_id)

    @requires(Operation.SIGN_UP_GUEST)
    def sign_off(self, guest_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Note that a guest who was signed up, or waited, does not come after all; the waiting list moves up.

        `changes.ids["event_guest"]` are those who moved up. A group that does not fit whole is skipped.
        """
        return self._leave(guest_id, GuestState.CANCELLED, version, operation_id)

    def _leave(self, guest_id: int, state: GuestState, version: int, operation_id: str) -> Changes:
        with self.desk.write(Operation.SIGN_UP_GUEST, operation_id) as work:
            guest, event = guest_with_event(work, guest_id, version)
            if guest.came is not None:
                raise UserError(msg("This guest came already; take the check-in back first."))
            if state is GuestState.CANCELLED and guest.state not in _SEATED:
                raise UserError(msg("This guest is not signed up; there is nothing to sign off."))
            before = facts(guest)
            guest.state, guest.waiting_since = state, None
            action = "guest signed off" if state is GuestState.CANCELLED else "guest declined"
            note_guest(work, event, guest, action, before, **move_up(work, event))
            work.result = guest.id
        return work.changes


def checked_guest(work: UnitOfWork, given: NewGuest) -> tuple[NewGuest, str]:
    """Return what was typed, cleaned, and the room's label; raise UserError for nobody, or a room that is gone."""
    name = clean(given.name)
    if given.room_id is None and not name:
        raise UserError(Problem(msg("Choose a household, or write a name."), "room_id"))
    if len(name) > LONGEST_LINE:
        fault = msg("This is too long; at most %(most)s characters fit here.", most=LONGEST_LINE)
        raise UserError(Problem(fault, "name"))
    label = ""
    if given.room_id is not None:
        room = work.session.get(Room, given.room_id)
        if room is None or room.community_id != work.community_id:
            fault = msg("This household is no longer in the register; search for it again.")
            raise UserError(Problem(fault, "room_id"))
        label = room.label
    checked = replace(given, name=name, people=checked_people(given.people), note=checked_words(given.note, "note"))
    return checked, label


def guest_of(work: UnitOfWork, event: Event, room_id: int | None) -> EventGuest | None:
    """Return what an event knows of a household; whoever has none is always someone new."""
    if room_id is None:
        return None
    mine = select(EventGuest).where(EventGuest.event_id == event.id, EventGuest.room_id == room_id)
    return work.session.scalars(mine).one_or_none()


def note_guest(
    work: UnitOfWork, event: Event, guest: EventGuest, action: str, before: Mapping[str, Any] | None, **more: object
) -> None:
    """Write what happened to a guest into the event's audit, with what changed of it."""
    work.session.flush()
    now = facts(guest)
    was, changed = noted(before or {}, now)
    who = {"guest_id": guest.id, "guest": guest.room_label or guest.name}
    work.audit("event", event.id, action, None if before is None else {**who, **was}, {**who, **changed, **more})


def _refuse_twice(guest: EventGuest | None) -> None:
    if guest is None or guest.state not in _SEATED:
        return
    told = {"room": guest.room_label, "count": guest.people}
    if guest.state == GuestState.WAITING:
        raise SignedUpError(guest, msg("%(room)s is on the waiting list already, with %(count)s people.", **told))
    raise SignedUpError(guest, msg("%(room)s is signed up already, with %(count)s people.", **told))


def _check_limits(event: Event, people: int) -> None:
    limit = event.household_limit
    if limit and people > limit:
        fault = nmsg(
            "At most %(count)s person of one household may come.",
            "At most %(count)s people of one household may come.",
            limit,
        )
        raise UserError(Problem(fault, "people"))
    if event.capacity and people > event.capacity:
        fault = msg("There is room for %(count)s people in all.", count=event.capacity)
        raise UserError(Problem(fault, "people"))


def _seat(work: UnitOfWork, event: Event, guest: EventGuest, left: int | None, behind_all: datetime) -> None:
    """Give a guest places, or one on the waiting list where not all of its people fit what is `left`."""
    if left is None or guest.people <= left:
        guest.state, guest.signed_up_at, guest.waiting_since = GuestState.SIGNED_UP, work.now, None
        tell(work, event, guest.room_id, "event_signed_up", people=guest.people)
    else:
        guest.state, guest.waiting_since = GuestState.WAITING, behind_all


def _behind_all(work: UnitOfWork, event: Event) -> datetime:
    """Return since when one waits who is the last to come: now, or later where a PC's clock went ahead."""
    latest = work.session.scalar(select(func.max(EventGuest.waiting_since)).where(EventGuest.event_id == event.id))
    return work.now if latest is None else max(work.now, latest + timedelta(microseconds=1))
