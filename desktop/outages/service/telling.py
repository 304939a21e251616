"""What other screens are told of outages: whoever opens a household, Today, and the end of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import bindparam, select

from desktop.core.permissions import Operation, requires
from desktop.households.model import Room
from desktop.outages.model import WEATHER, Outage, OutageKind, OutageState
from desktop.outages.rows import OutageCounts, OutageForRoom
from desktop.outages.service.callers import Callers
from desktop.outages.store import callers as store
from desktop.outages.store.kinds import kinds
from desktop.outages.store.lists import is_open
from desktop.outages.store.notices import kind_name
from desktop.outages.store.rounds import unreached_in_all
from desktop.outages.store.scope import outages_of_room

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from desktop.outages.rows import CallerLine
    from desktop.storage.desk import Desk

__all__ = ["AHEAD", "Telling"]

AHEAD = timedelta(hours=48)
"""So long before an outage begins the households it affects are told of it when they ring."""

_NONE = timedelta()

# Made once: Today asks for it every minute.
_OPEN = select(
    *(Outage.kind, Outage.own_kind_id, Outage.planned, Outage.state, Outage.starts_at, Outage.ends_at),
).where(Outage.community_id == bindparam("community"), is_open())


def _affecting() -> Select[Outage]:
    community, room, today = (cast("Any", bindparam(name)) for name in ("community", "room", "today"))
    soon = outages_of_room(community, room, today).where(is_open(), Outage.starts_at < bindparam("until"))
    return select(Outage).where(Outage.id.in_(soon)).order_by(Outage.starts_at)


# Made once as well: putting it together takes longer than asking it, and it is asked of every household opened.
_AFFECTING = _affecting()


class Telling(Callers):
    """Tells in few words what outages there are."""

    @requires(Operation.READ_OUTAGES)
    def for_room(self, room_id: int, language_code: str = "") -> tuple[OutageForRoom, ...]:
        """Return the outages that affect a room now or within 48 hours, running ones first, then the next.

        What to say is in `language_code`, else in the language of the outage's latest notice.
        """
        with self.desk.hold() as held, held.read() as session:
            now = held.clock.now()
            open_ones = session.execute(_OPEN, {"community": self.actor.community_id})
            if not any(outage.starts_at < now + AHEAD for outage in open_ones):
                return ()
            room = session.get(Room, room_id)
            if room is None or room.community_id != self.actor.community_id:
                return ()
            asked = {"community": room.community_id, "room": room.id, "today": self._today(), "until": now + AHEAD}
            found = list(session.scalars(_AFFECTING, asked))
            if not found:
                return ()
            ids = [outage.id for outage in found]
            rang, counts = store.of_room(session, ids, room_id), store.caller_counts(session, ids)
            return tuple(
                replace(
                    self._for_room(held, session, outage, language_code, rang.get(outage.id)),
                    callers=counts.get(outage.id, 0),
                    room_id=room.id,
                    room=room.label,
                )
                for outage in found
            )

    @requires(Operation.READ_OUTAGES)
    def counts(self) -> OutageCounts:
        """Return what Today counts; one look at the open outages, two at their calls, however many there ever were."""
        with self.desk.read() as session:
            now, community_id = self.desk.clock.now(), self.actor.community_id
            open_ones = session.execute(_OPEN, {"community": community_id}).all()
            running = [outage for outage in open_ones if outage.starts_at <= now]
            promised, owed = store.promises_owed(session, community_id, now)
            return OutageCounts(
                running=len(running),
                coming=len(open_ones) - len(running),
                unannounced=_unannounced(session, community_id, open_ones, now),
                late=sum(outage.ends_at is not None and outage.ends_at <= now for outage in running),
                unreached=unreached_in_all(session, community_id) if open_ones else 0,
                promised=promised,
                owed=owed,
            )

    def _for_room(
        self, desk: Desk, session: Session, outage: Outage, code: str, rang: CallerLine | None
    ) -> OutageForRoom:
        spoken = code or self._language_code(desk, session, outage.id)
        return OutageForRoom(
            outage_id=outage.id,
            kind=OutageKind(outage.kind),
            kind_name=kind_name(session, outage.own_kind_id),
            running=outage.runs_at(desk.clock.now()),
            starts_at=outage.starts_at,
            ends_at=outage.ends_at,
            say=self._say(desk, session, outage, spoken),
            callers=0,
            rang=rang is not None,
            rang_at=None if rang is None else rang.at,
            promised=rang is not None and rang.call_back,
        )


def _unannounced(session: Session, community_id: int, open_ones: Sequence[Row[*tuple[Any, ...]]], now: datetime) -> int:
    """Count what is not announced although it would be too late, or will be with this moment."""
    planned = [outage for outage in open_ones if outage.state == OutageState.PLANNED]
    if not planned:
        return 0
    rows = kinds(session, community_id, archived=True)
    lead = {(row.kind, row.id if row.name else None): row.lead for row in rows}

    def ahead(outage: Row[*tuple[Any, ...]]) -> timedelta:
        if not outage.planned or outage.kind in WEATHER:
            return _NONE
        return lead[OutageKind(outage.kind), outage.own_kind_id]

    return sum(now >= outage.starts_at - ahead(outage) for outage in planned)
