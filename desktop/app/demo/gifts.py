"""Made-up gift lists: the one of the last Mid-Autumn, which has ended, and one that is being handed out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from desktop.accounts.model import Account
from desktop.care.model import CareKind, CareState, CareTask
from desktop.core.almanac import on_lunar_day
from desktop.core.permissions import Role
from desktop.gifts.model import GiftEntry, GiftList, GiftListState, GiftState
from desktop.gifts.rows import TIMELINE_KIND
from desktop.households.model import Room, RoomTag

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from desktop.storage.work import UnitOfWork

__all__ = ["add_gifts"]

DAYS_BEFORE = timedelta(days=3)
DUE_IN = timedelta(days=5)
GIVEN_SHARE, NOT_HOME_SHARE, DECLINED_SHARE = 0.4, 0.15, 0.05
SHORT = 2
"""So many pieces are missing for the open list."""

_MORNING = time(10)


def add_gifts(work: UnitOfWork, chance: random.Random, words: Mapping[str, Any], zone: ZoneInfo) -> None:
    """Insert both lists over the households that wear a tag; nothing happens after `work.now`."""
    rooms = _rooms(work)
    if not rooms:
        return
    said, today = words["gifts"], work.now.astimezone(zone).date()
    gifts = _Gifts(work, chance, said, zone)
    festival = _last_festival(said["festival"], today)
    if festival is not None:
        title = f"{said['ended']['title']}{festival.year}"
        gifts.add({**said["ended"], "title": title}, rooms, festival - DAYS_BEFORE, ended=True)
    gifts.add(said["open"], rooms, today + DUE_IN, ended=False)


class _Gifts:
    """Makes lists in one unit of work."""

    def __init__(self, work: UnitOfWork, chance: random.Random, words: Mapping[str, Any], zone: ZoneInfo) -> None:
        self.work = work
        self.chance = chance
        self.words = words
        self.zone = zone
        clerks = select(Account.id).where(Account.role == Role.CLERK).order_by(Account.id)
        self.clerk = work.session.scalars(clerks).first()

    def add(self, said: Mapping[str, Any], rooms: Sequence[tuple[int, str]], due_on: date, *, ended: bool) -> None:
        """Insert one list with its households, and care and touchpoints of what was handed over."""
        began = datetime.combine(due_on, _MORNING, self.zone) - 2 * DUE_IN
        row = GiftList(
            community_id=self.work.community_id,
            title=said["title"],
            gift=said["gift"],
            stock=len(rooms),
            due_on=due_on,
            note=said["note"],
            state=GiftListState.ENDED if ended else GiftListState.OPEN,
            recorded_at=min(began, self.work.now),
            ended_at=datetime.combine(due_on, _MORNING, self.zone) + DUE_IN if ended else None,
        )
        self.work.session.add(row)
        self.work.session.flush()
        left = 0
        for position, (room_id, label) in enumerate(rooms, 1):
            entry = GiftEntry(
                community_id=row.community_id,
                gift_list_id=row.id,
                room_id=room_id,
                room_label=label,
                position=position,
            )
            roll = self.chance.random() * (GIVEN_SHARE + DECLINED_SHARE if ended else 1.0)
            at = min(row.recorded_at + timedelta(days=2, minutes=7 * position), self.work.now)
            self._settle(row, entry, roll, at)
            self.work.session.add(entry)
            left += entry.state in {GiftState.WAITING, GiftState.NOT_HOME}
        if not ended:
            row.stock -= min(SHORT, left)
        self.work.session.flush()

    def _settle(self, row: GiftList, entry: GiftEntry, roll: float, at: datetime) -> None:
        """Let what `roll` says have come of a door."""
        if roll < GIVEN_SHARE:
            to = self.chance.choice(self.words["takers"])
            entry.state, entry.handed_to, entry.handed_at, entry.handed_by = GiftState.HANDED, to, at, self.clerk
            entry.care_task_id = self._note_care(row, entry, at)
        elif roll < GIVEN_SHARE + DECLINED_SHARE:
            entry.state, entry.note = GiftState.REFUSED, self.words["declined"]
        elif roll < GIVEN_SHARE + DECLINED_SHARE + NOT_HOME_SHARE:
            entry.state, entry.tries, entry.last_tried_at = GiftState.NOT_HOME, 1, at

    def _note_care(self, row: GiftList, entry: GiftEntry, at: datetime) -> int | None:
        room_id = entry.room_id
        if room_id is None:
            return None
        values = {
            "community_id": row.community_id,
            "room_id": room_id,
            "kind": CareKind.GIFT,
            "words": f"{row.title}: {row.gift}",
            "due_on": at.astimezone(self.zone).date(),
            "state": CareState.DONE,
            "result": entry.handed_to,
            "ended_at": at,
            "ended_by": self.clerk,
            "version": 1,
        }
        told = {"title": row.title, "gift": row.gift, "pieces": 1, "to": entry.handed_to}
        self.work.timeline(room_id, at, TIMELINE_KIND, row.id, **told)
        return self.work.session.execute(insert(CareTask).values(**values).returning(CareTask.id)).scalar_one()


def _rooms(work: UnitOfWork) -> Sequence[tuple[int, str]]:
    query = select(Room.id, Room.label).where(
        Room.community_id == work.community_id, Room.id.in_(select(RoomTag.room_id))
    )
    return [(row.id, row.label) for row in work.session.execute(query.order_by(Room.order_key, Room.id))]


def _last_festival(kept: str, today: date) -> date | None:
    """Return the last day before `today` that is the lunar day kept as "--08-15"."""
    found = [on_lunar_day(kept, date(year, 1, 1)) for year in (today.year - 1, today.year)]
    return max((day for day in found if day is not None and day < today - DUE_IN), default=None)
