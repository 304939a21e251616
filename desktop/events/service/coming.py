"""Guests come: checked in, walked in, checked in by mistake; and what they say of the event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.events.model import EventGuest, GuestState
from desktop.events.rule import check_in_opens
from desktop.events.service.checking import checked_people, checked_words
from desktop.events.service.recording import Recorder, facts, guest_with_event, load, no_such_event, tell, untell
from desktop.events.service.signing import checked_guest, guest_of, note_guest
from desktop.storage.audit import Audit

if TYPE_CHECKING:
    from desktop.events.model import Event
    from desktop.events.rows import NewGuest
    from desktop.storage.work import UnitOfWork

__all__ = ["Coming"]

CAME = "guest came"
"""What the audit calls a check-in."""


class Coming(Recorder):
    """Notes who came. Nobody is turned away on the day: whoever comes is counted, however many fit."""

    @requires(Operation.SIGN_UP_GUEST)
    def check_in(self, guest_id: int, came: int, *, version: int, operation_id: str = "") -> Changes:
        """Note how many of a guest came; said again it replaces what was said.

        Who had not signed up, or waited, is a walk-in from then on. Raises UserError before the day of the event (an
        hour before it begins, where that is earlier), naming `came` for no number of people.
        """
        checked_people(came, "came")
        with self.desk.write(Operation.SIGN_UP_GUEST, operation_id) as work:
            guest, event = guest_with_event(work, guest_id, version)
            self._refuse_early(work, event)
            self._come(work, event, guest, came)
        return work.changes

    @requires(Operation.SIGN_UP_GUEST)
    def walk_in(self, event_id: int, given: NewGuest, *, operation_id: str = "") -> Changes:
        """Note someone who came without having signed up; the result is the guest's id.

        A household that is known to the event is checked in. Raises UserError as `check_in` does, and on `room_id` for
        one that was checked in already.
        """
        with self.desk.write(Operation.SIGN_UP_GUEST, operation_id) as work:
            event = load(work.session, work.community_id, event_id)
            self._refuse_early(work, event)
            checked, label = checked_guest(work, given)
            guest = guest_of(work, event, checked.room_id)
            if guest is not None and guest.came is not None:
                fault = msg("%(room)s was checked in already, with %(count)s people.", room=label, count=guest.came)
                raise UserError(Problem(fault, "room_id"))
            if guest is None:
                guest = EventGuest(event_id=event.id, community_id=work.community_id, room_id=checked.room_id)
                guest.room_label, guest.name, guest.state = label, checked.name, GuestState.CANCELLED
                work.session.add(guest)
                work.session.flush()
            guest.note = checked.note or guest.note
            self._come(work, event, guest, checked.people)
        return work.changes

    @requires(Operation.SIGN_UP_GUEST)
    def undo_check_in(self, guest_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take a check-in back: who had signed up has again not come yet, a walk-in is what it was before."""
        with self.desk.write(Operation.SIGN_UP_GUEST, operation_id) as work:
            guest, event = guest_with_event(work, guest_id, version)
            if guest.came is None:
                raise UserError(msg("This guest was not checked in; there is nothing to take back."))
            before = facts(guest)
            guest.came, guest.came_at = None, None
            if guest.walk_in:
                guest.walk_in = False
                guest.state, guest.people = _before_walking_in(work, guest)
            untell(work, event, guest.room_id, "event_came")
            note_guest(work, event, guest, "check-in taken back", before)
            work.result = guest.id
        return work.changes

    @requires(Operation.SIGN_UP_GUEST)
    def note_saying(
        self, event_id: int, guest_id: int | None, words: str, *, version: int = 0, operation_id: str = ""
    ) -> Changes:
        """Keep what a guest said of the event, in place of what it said before; without a guest, someone said it.

        The result is the guest's id. Raises UserError on `words` for none of someone unknown, ConflictError where the
        guest is no longer what was seen (of someone unknown there is no `version`).
        """
        said = checked_words(words, "words", None if guest_id is not None else msg("Write what was said."))
        with self.desk.write(Operation.SIGN_UP_GUEST, operation_id) as work:
            if guest_id is None:
                event = load(work.session, work.community_id, event_id)
                # nobody's words: a guest of no people, who counts nowhere
                guest = EventGuest(event_id=event.id, community_id=work.community_id, people=0)
                guest.state = GuestState.CANCELLED
                work.session.add(guest)
                work.session.flush()
            else:
                guest, event = guest_with_event(work, guest_id, version)
                if event.id != event_id:
                    raise no_such_event()
            before = facts(guest)
            guest.said = said
            note_guest(work, event, guest, "saying noted", before)
            work.result = guest.id
        return work.changes

    def _refuse_early(self, work: UnitOfWork, event: Event) -> None:
        if not event.can_take_guests():
            raise UserError(msg("This event was called off; reopen it first."))
        opens = check_in_opens(event.starts_at, self.desk.zone)
        if work.now < opens:
            at = opens.astimezone(self.desk.zone)
            told = msg("Guests are checked in from %(day)s %(time)s on.", day=at.date(), time=f"{at:%H:%M}")
            raise UserError(told)

    def _come(self, work: UnitOfWork, event: Event, guest: EventGuest, came: int) -> None:
        before = facts(guest)
        if guest.state != GuestState.SIGNED_UP:
            # its place on the waiting list stays known, for taking it back
            guest.state, guest.walk_in, guest.people = GuestState.SIGNED_UP, True, came
        guest.came, guest.came_at = came, guest.came_at or work.now
        untell(work, event, guest.room_id, "event_came")
        tell(work, event, guest.room_id, "event_came", people=came)
        note_guest(work, event, guest, CAME, before)
        work.result = guest.id


def _before_walking_in(work: UnitOfWork, guest: EventGuest) -> tuple[GuestState, int]:
    """Return what a walk-in was before, and of how many people, as the audit has it; else as far as the row tells."""
    came = select(Audit.before).where(
        Audit.topic == "event", Audit.subject_id == guest.event_id, Audit.action == CAME, Audit.before.is_not(None)
    )
    for before in work.session.scalars(came.order_by(Audit.id.desc())):
        if before is not None and before["guest_id"] == guest.id and before.get("walk_in") is False:
            return GuestState(before["state"]), before.get("people", guest.people)
    if guest.waiting_since is not None:
        return GuestState.WAITING, guest.people
    return (GuestState.INVITED if guest.invited_at is not None else GuestState.CANCELLED), guest.people
