"""Made-up outages: planned and sudden ones with their notices and callers, one that comes within three days."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import insert, select

from desktop.core.clock import FixedClock
from desktop.households.model import Building, Entrance
from desktop.outages.model import (
    NoticeEdition,
    Outage,
    OutageCaller,
    OutageKind,
    OutageNotice,
    OutageState,
    PlaceLevel,
)
from desktop.outages.rows import BUILT_IN_LEAD, NewNotice, NewOutage, Pick
from desktop.outages.rows.frozen import freeze
from desktop.outages.service import OutageService
from desktop.outages.service.callers import CALLER_KIND
from desktop.outages.service.noticing import ANNOUNCED_KIND, SERIES
from desktop.outages.service.recording import fill, index
from desktop.outages.store import picks
from desktop.staff.model import Community
from desktop.storage.database import Database
from desktop.storage.desk import Desk
from desktop.storage.numbers import next_number
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from desktop.core.months import Month
    from desktop.outages.rows import AffectedRoom
    from desktop.storage.work import UnitOfWork

__all__ = ["add_outages"]

LANGUAGE = "zh_CN"
EXTENDED_BEFORE = timedelta(minutes=45)
"""So long before the end that was announced it is told that it will be later."""

CALLED_EVERY = timedelta(minutes=11)
_HOUR = timedelta(hours=1)


class _Issued(NamedTuple):
    """A notice to be written, once it is known which came before it in the year's numbers."""

    at: datetime
    outage_id: int
    edition: NoticeEdition
    ends_at: datetime | None = None


def add_outages(
    work: UnitOfWork, chance: random.Random, words: Mapping[str, Any], zone: ZoneInfo, months: Sequence[Month]
) -> None:
    """Insert the outages of `months` as they stand at the end of the last one, or at `work.now` if that is earlier."""
    made = _Outages(work, chance, zone, min(work.now, months[-1].end(zone)))
    for told in words["outages"]:
        if made.moment(told) >= months[0].start(zone):
            made.add(told)
    for issued in sorted(made.issued):
        made.issue(issued)
    for outage_id in made.ids:
        index(work, work.session.get_one(Outage, outage_id))


class _Outages:
    def __init__(self, work: UnitOfWork, chance: random.Random, zone: ZoneInfo, seen: datetime) -> None:
        self.work = work
        self.chance = chance
        self.zone = zone
        self.seen = seen
        self.today = seen.astimezone(zone).date()
        self.ids: list[int] = []
        self.issued: list[_Issued] = []
        session = work.session
        ours = Building.community_id == work.community_id
        self.buildings = session.scalars(select(Building.id).where(ours).order_by(Building.order_key)).all()
        name = session.scalars(select(Community.name).where(Community.id == work.community_id)).one()
        # reads what this write has written so far: notices are worded by those who word them for people
        self.clock = FixedClock(seen)
        desk = Desk(Database(session.get_bind().engine), work.actor, self.clock, zone, name, session)
        self.service = OutageService(desk)

    def moment(self, told: Mapping[str, Any]) -> datetime:
        """Return when an outage begins."""
        day = self.today + timedelta(days=told["day"])
        return datetime.combine(day, time.fromisoformat(told["at"]), self.zone)

    def add(self, told: Mapping[str, Any]) -> None:
        """Plan an outage, and note which notices of it are out by now."""
        starts, ends = self.moment(told), self.moment(told) + told["hours"] * _HOUR
        announced = None if told["ahead"] is None else starts - told["ahead"] * _HOUR
        places = picks.today(self.work.session, self.work.community_id, tuple(self.places(told["where"])))
        sudden = told.get("emergency", False)
        plan = NewOutage(OutageKind(told["kind"]), starts, ends, planned=not sudden, cause=told["cause"], places=places)
        outage = Outage(
            community_id=self.work.community_id,
            kind=plan.kind,
            state=OutageState.PLANNED,
            recorded_at=min(announced or self.seen, self.seen),
            recorded_by=self.work.actor.account_id,
        )
        fill(self.work, outage, plan, self.today)
        self.ids.append(outage.id)
        if announced is None:
            return
        over = ends + told.get("extended", 0) * _HOUR - told.get("early", 0) * _HOUR
        notices = [_Issued(announced, outage.id, NoticeEdition.ANNOUNCED)]
        if "extended" in told:
            later = ends + told["extended"] * _HOUR
            notices.append(_Issued(ends - EXTENDED_BEFORE, outage.id, NoticeEdition.EXTENDED, later))
        notices.append(_Issued(over, outage.id, NoticeEdition.RESTORED))
        self.issued += [each for each in notices if each.at <= self.seen]
        self.add_callers(outage, told.get("callers", ()))

    def places(self, where: object) -> Iterator[Pick]:
        """Yield what is affected: the first entrance, or buildings by their place in the order."""
        first = select(Entrance.id).where(Entrance.community_id == self.work.community_id).order_by(Entrance.id)
        entrance = self.work.session.scalars(first.limit(1)).first() if where == "entrance" else None
        if entrance is not None:
            yield Pick(PlaceLevel.ENTRANCE, entrance_id=entrance)
            return
        wanted = where if isinstance(where, list) else [0]
        for place in sorted({each % len(self.buildings) for each in wanted}):
            yield Pick(PlaceLevel.BUILDING, building_id=self.buildings[place])

    def issue(self, issued: _Issued) -> None:
        """Write a notice with the next number of its year, and what it changes."""
        work, session = self.work, self.work.session
        outage = session.get_one(Outage, issued.outage_id)
        over = issued.at if issued.edition is NoticeEdition.RESTORED else None
        new = NewNotice(issued.edition, LANGUAGE, ends_at=issued.ends_at, ended_at=over)
        self.clock.set(issued.at)
        draft = self.service.notice_draft(outage.id, new)
        earlier = session.scalars(
            select(OutageNotice.id).where(OutageNotice.outage_id == outage.id).order_by(OutageNotice.id.desc()).limit(1)
        ).first()
        year = issued.at.astimezone(self.zone).year
        number = f"{year}-{next_number(session, work.community_id, SERIES, str(year)):03d}"
        first = issued.edition is NoticeEdition.ANNOUNCED
        lead = BUILT_IN_LEAD.get(OutageKind(outage.kind)) if first and outage.planned else None
        notice = OutageNotice(
            community_id=work.community_id,
            outage_id=outage.id,
            number=number,
            edition=issued.edition,
            earlier_id=earlier,
            language=LANGUAGE,
            facts=freeze(replace(draft.text, number=number, issued_at=issued.at)),
            chat=draft.chat,
            short=draft.short,
            issued_at=issued.at,
            issued_by=work.actor.account_id,
            households=draft.count.households,
            residents=draft.count.residents,
            vips=draft.count.vips,
            in_time=None if lead is None else outage.starts_at - issued.at >= lead,
        )
        session.add(notice)
        if first:
            outage.state, outage.announced_at = OutageState.ANNOUNCED, issued.at
            self.tell(outage, number, issued.at)
        elif issued.ends_at is not None:
            outage.ends_at = issued.ends_at
        else:
            outage.state, outage.ended_at = OutageState.RESTORED, issued.at
        session.flush()

    def tell(self, outage: Outage, number: str, at: datetime) -> None:
        """Add a first notice to the timelines of those who live in the scope."""
        ends = None if outage.ends_at is None else outage.ends_at.isoformat()
        about = {"number": number, "kind_name": "", "starts_at": outage.starts_at.isoformat(), "ends_at": ends}
        ours = {"community_id": self.work.community_id, "at": at, "kind": ANNOUNCED_KIND, "source_id": outage.id}
        told = {"kind": outage.kind, **about}
        rows = [{**ours, "room_id": room.room_id, "parameters": told} for room in self.rooms(outage) if room.occupied]
        if rows:
            self.work.session.execute(insert(TimelineEntry), rows)

    def add_callers(self, outage: Outage, notes: Sequence[str]) -> None:
        """Let as many households ring as there are notes, one after the other."""
        rooms = [room for room in self.rooms(outage) if room.occupied] if notes else []
        rows = []
        for place, room in enumerate(self.chance.sample(rooms, min(len(notes), len(rooms)))):
            at = outage.starts_at + (place + 1) * CALLED_EVERY
            rows.append(
                {
                    "community_id": self.work.community_id,
                    "version": 1,
                    "outage_id": outage.id,
                    "room_id": room.room_id,
                    "room_label": room.label,
                    "building_id": room.building_id,
                    "at": at,
                    "account_id": self.work.actor.account_id,
                    "note": notes[place],
                    "call_back": False,
                }
            )
            about = {"outage": outage.kind, "kind_name": "", "note": notes[place]}
            self.work.timeline(room.room_id, at, CALLER_KIND, outage.id, **about)
        if rows:
            self.work.session.execute(insert(OutageCaller), rows)

    def rooms(self, outage: Outage) -> Sequence[AffectedRoom]:
        kept = picks.kept(self.work.session, [outage.id])[outage.id]
        return self.service.rooms_of(kept)
