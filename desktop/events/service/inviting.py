"""Households invited: those of a list, a zone, a tag or picked by hand; called one by one in a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from desktop.contacts.service import ContactService, RoundPlan, end_round, start_over
from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.events.model import EventGuest, EventRound, EventState, GuestState
from desktop.events.rows import AudienceKind
from desktop.events.service.recording import Recorder, load
from desktop.events.store import audience as store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from desktop.events.model import Event
    from desktop.events.rows import Audience
    from desktop.storage.work import UnitOfWork

__all__ = ["Inviting", "end_rounds"]

LONGEST_OCCASION = 60
_CALLED_OFF = (GuestState.SIGNED_UP, GuestState.WAITING)


class Inviting(Recorder):
    """Invites."""

    @requires(Operation.EDIT_EVENTS)
    def invite(self, event_id: int, audience: Audience, *, operation_id: str = "") -> Changes:
        """Invite households; the result is how many of them are new. Who is there already is left as it is.

        A zone's empty rooms are left out. Raises UserError where the list, zone or tag is gone, nobody belongs to it,
        or the event is over.
        """
        with self.desk.read() as session:
            asked = self._rooms(session, audience)
        with self.desk.write(Operation.EDIT_EVENTS, operation_id) as work:
            event = load(work.session, work.community_id, event_id)
            _refuse_over(work, event)
            named = self._named(work.session, audience)
            rooms = store.labels(work.session, work.community_id, asked)
            if not rooms:
                raise UserError(Problem(msg("There is no household to invite; choose others."), "audience"))
            there = store.with_row(work.session, event.id)
            new = {room_id: label for room_id, label in rooms.items() if room_id not in there}
            _insert(work, event, new, named)
            after = {"households": len(new), "through": named, "there_already": len(rooms) - len(new)}
            work.audit("event", event.id, "households invited", None, after)
            work.result = len(new)
        return work.changes

    @requires(Operation.EDIT_EVENTS)
    def invite_forecast(self, event_id: int, audience: Audience) -> int:
        """Return how many households an invitation would add; raise UserError where the list, zone or tag is gone."""
        with self.desk.read() as session:
            asked = self._rooms(session, audience)
            rooms = store.labels(session, self.actor.community_id, asked)
            there = store.with_row(session, event_id)
        return sum(room_id not in there for room_id in rooms)

    @requires(Operation.EDIT_EVENTS)
    def start_round(self, event_id: int, script: str | None = None, *, operation_id: str = "") -> Changes:
        """Start a call round over those invited who have not answered; the result is the round's id.

        Who waits in a round of it that is open is not called twice. Of an event that was called off it is over those
        signed up or waiting, who are to be told. `script` None is nothing to read out but the occasion. Raises
        UserError where there is nobody to call.
        """
        with self.desk.write(Operation.EDIT_EVENTS, operation_id) as work:
            event = load(work.session, work.community_id, event_id)
            off = event.state == EventState.CANCELLED
            states = _CALLED_OFF if off else (GuestState.INVITED,)
            wanted = select(EventGuest.room_id).where(
                EventGuest.event_id == event.id, EventGuest.state.in_(states), EventGuest.room_id.is_not(None)
            )
            asked = store.being_called(work.session, event.id)
            rooms = [room_id for room_id in work.session.scalars(wanted) if room_id is not None]
            if rooms and asked.issuperset(rooms):
                raise UserError(msg("All of these households are being called already; go on with their round."))
            rooms = [room_id for room_id in rooms if room_id not in asked]
            occasion = event.title[:LONGEST_OCCASION]
            plan = RoundPlan(f"{event.number} {event.title}", occasion, script or "")
            round_id = start_over(work, rooms, plan, self._today())
            work.session.add(EventRound(community_id=work.community_id, event_id=event.id, round_id=round_id))
            work.audit("event", event.id, "round started", None, {"round": round_id, "households": len(rooms)})
            work.result = round_id
        return work.changes

    def _rooms(self, session: Session, audience: Audience) -> Sequence[int]:
        """Return whom an invitation is for; a list is asked by its rule as it is now."""
        community_id = self.actor.community_id
        match audience.kind:
            case AudienceKind.LIST:
                return ContactService(self.desk, self.conditions).member_ids(audience.id or 0)
            case AudienceKind.ZONE:
                return store.rooms_of_zone(session, community_id, audience.id or 0, self._today())
            case AudienceKind.TAG:
                return store.rooms_of_tag(session, community_id, audience.id or 0)
            case AudienceKind.ROOMS:
                return audience.room_ids

    def _named(self, session: Session, audience: Audience) -> str:
        if audience.kind is AudienceKind.ROOMS:
            return ""
        found = store.name_of(session, self.actor.community_id, audience.kind, audience.id or 0)
        if found is None:
            raise UserError(Problem(msg("This list, zone or tag is no longer there; choose another."), "audience"))
        return found


def end_rounds(work: UnitOfWork, event: Event) -> None:
    """End the call rounds of an event that is called off, held or reopened: what they say does not hold any more."""
    for row in work.session.scalars(store.open_rounds(event.id)):
        end_round(work, row)


def _refuse_over(work: UnitOfWork, event: Event) -> None:
    if not event.can_change() or event.ends_at <= work.now:
        raise UserError(msg("This event is over; nobody can be invited any more."))


def _insert(work: UnitOfWork, event: Event, rooms: dict[int, str], through: str) -> None:
    """Insert guests and timeline in bulk: all of a community may be invited at once."""
    if not rooms:
        return
    common = {
        "community_id": work.community_id,
        "event_id": event.id,
        "state": GuestState.INVITED,
        "people": 1,
        "invited_at": work.now,
        "invited_through": through,
        "version": 1,
        "name": "",
        "said": "",
        "note": "",
        "walk_in": False,
    }
    rows = [{**common, "room_id": room_id, "room_label": label} for room_id, label in rooms.items()]
    work.session.connection().execute(insert(EventGuest), rows)
    for room_id in rooms:
        work.timeline(room_id, work.now, "event_invited", event.id, title=event.title, number=event.number)
    work.touch("room", *rooms)
