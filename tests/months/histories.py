"""Random histories: requests as rows in the database and as lives in plain Python, and rooms people live in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from desktop.core.permissions import Operation
from desktop.households.model import Building, Room, RoomState, RoomStateKind, Zone
from desktop.requests.model import FollowUp, FollowUpOutcome, Request, RequestState, Satisfaction
from tests.months.reckoning import Life, Living

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from desktop.core.months import Month
    from tests.requests.conftest import Place

__all__ = ["add_lives", "add_living", "add_many", "add_zones", "random_lives", "random_living"]

KINDS = ("repair",) * 6 + ("complaint", "complaint", "inquiry", "praise")
GRADES = tuple(grade.value for grade in Satisfaction)


def random_moment(chance: random.Random, month: Month, zone: ZoneInfo) -> datetime:
    """Return a moment in or around `month`, the months it is compared with, or those after; often on a border."""
    near = month.plus(chance.choice((0, 0, 0, 0, 1, -1, -1, -2, -11, -12, -13, 2)))
    start = near.start(zone)
    on_border = timedelta(microseconds=chance.choice((-1, 0, 1, -3_600_000_000, 3_600_000_000)))
    return start + (on_border if chance.random() < 0.35 else timedelta(minutes=chance.randrange(31 * 24 * 60)))


def random_lives(
    chance: random.Random, place: Place, month: Month, zone: ZoneInfo, now: datetime, count: int
) -> list[Life]:
    """Return `count` lives; nothing happens after `now`."""
    rooms = [*place.rooms][:3]
    lives = [_life(chance, place, rooms, random_moment(chance, month, zone), number) for number in range(1, count + 1)]
    lives = [life for life in lives if life.occurred_at <= now]
    for place_in_line, life in enumerate(lives):
        if place_in_line and chance.random() < 0.4:
            _come_again(chance, life, lives[chance.randrange(place_in_line)], now)
        _go_on(chance, life, month, zone, now)
    return lives


def _come_again(chance: random.Random, life: Life, earlier: Life, now: datetime) -> None:
    """Let `life` be about what `earlier` was about, just when that still makes rework or no longer does."""
    if earlier.completed_at is None:
        return
    after = chance.choice((timedelta(0), timedelta(days=1), timedelta(days=30)))
    again = earlier.completed_at + after + timedelta(microseconds=chance.choice((-1, 0, 1)))
    if earlier.occurred_at <= again <= now:
        life.occurred_at, life.room, life.category = again, earlier.room, earlier.category
        life.kind = chance.choice(("repair", "repair", "complaint"))


def _life(chance: random.Random, place: Place, rooms: Sequence[str], occurred_at: datetime, number: int) -> Life:
    return Life(
        id=number,
        kind=chance.choice(KINDS),
        occurred_at=occurred_at,
        room=chance.choice((*rooms, "unknown 9", "")),
        category=chance.choice((*[*place.categories.values()][:2], None)),
        department=chance.choice((*[*place.departments.values()][:2], None)),
        building=chance.choice((*place.buildings.values(), None)),
        worker=chance.choice((*[*place.workers.values()][:2], None)),
        liability=chance.choice(("property", "developer", "")),
        source=chance.choice(("resident", "inspection")),
        in_home=chance.random() < 0.8,
        cancelled=chance.random() < 0.1,
        duplicate=chance.random() < 0.1,
    )


def _go_on(chance: random.Random, life: Life, month: Month, zone: ZoneInfo, now: datetime) -> None:
    said = life.occurred_at
    life.due_at = chance.choice((None, said + timedelta(hours=24), random_moment(chance, month, zone)))
    life.reopened = chance.choice((0, 0, 0, 1, 2))
    life.at_once = chance.random() < 0.4
    later = (said + timedelta(hours=chance.randrange(1500)) / 7, max(said, random_moment(chance, month, zone)))
    life.responded_at = chance.choice((None, said, *later))
    if life.responded_at is not None and life.responded_at > now:
        life.responded_at = None
    done = chance.choice(
        (
            random_moment(chance, month, zone),
            said,
            said + timedelta(hours=chance.randrange(1, 40 * 24)),
            said + timedelta(minutes=5),
            life.due_at or said,
        )
    )
    if chance.random() < 0.25 or done < said or done > now:
        if chance.random() < 0.5:
            life.on_hold_since = min(now, said + timedelta(hours=chance.randrange(2000)))
        return
    life.completed_at = done
    life.held = (done - said) * chance.choice((0, 0, 1)) / 2
    if life.kind in {"repair", "complaint"} and chance.random() < 0.9:
        life.follow_up_due_at = done + timedelta(hours=chance.choice((72, 72, 240, 900)))
        called = done + timedelta(hours=chance.choice((1, 71, 72, 73, 400)))
        if called <= now and chance.random() < 0.7:
            life.reached_at = called
        else:
            life.cannot_call = chance.random() < 0.3
    for _ in range(chance.choice((0, 1, 1, 2))):
        life.answers.append((max(done, random_moment(chance, month, zone)), chance.choice(GRADES)))


def add_lives(session: Session, place: Place, lives: Sequence[Life]) -> None:
    """Insert `lives` as requests with their answers; their ids become those of the rows."""
    community_id = place.desk.actor.community_id
    rows = [
        Request(community_id=community_id, number=f"T-{number}", words="x", **_columns(life, place))
        for number, life in enumerate(lives)
    ]
    session.add_all(rows)
    session.flush()
    for life, row in zip(lives, rows, strict=True):
        life.id = row.id
    main = next((life for life in lives if not life.duplicate), None)
    for life, row in zip(lives, rows, strict=True):
        if life.duplicate and main is not None:
            row.duplicate_of_id = main.id
        life.duplicate = life.duplicate and main is not None
    session.flush()
    answers = [
        {
            "community_id": community_id,
            "request_id": life.id,
            "made_at": made_at,
            "outcome": FollowUpOutcome.REACHED,
            "satisfaction": grade,
        }
        for life in lives
        for made_at, grade in life.answers
    ]
    if answers:
        session.execute(insert(FollowUp), answers)


def add_many(session: Session, place: Place, lives: Sequence[Life]) -> None:
    """Insert very many lives, with ids of their own, and none of their answers."""
    common = {"community_id": place.desk.actor.community_id, "words": "x", "version": 1}
    rows = [
        {**common, "id": life.id, "number": f"T-{number}", **_columns(life, place)} for number, life in enumerate(lives)
    ]
    session.execute(insert(Request), rows)


def _columns(life: Life, place: Place) -> dict[str, Any]:
    state = RequestState.COMPLETED if life.completed_at else RequestState.ASSIGNED
    if life.cancelled:
        state = RequestState.CANCELLED
    return {
        "kind": life.kind,
        "state": RequestState.DUPLICATE if life.duplicate else state,
        "room_id": place.rooms.get(life.room),
        "building_id": life.building,
        "room_label": life.room,
        "category_id": life.category,
        "department_id": life.department,
        "worker_id": life.worker,
        "place": life.place,
        "liability": life.liability,
        "source": life.source,
        "channel": "phone",
        "occurred_at": life.occurred_at,
        "recorded_at": life.occurred_at,
        "due_at": life.due_at,
        "completed_at": life.completed_at,
        "cancelled_at": datetime(2030, 1, 1, tzinfo=UTC) if life.cancelled else None,
        "on_hold_since": life.on_hold_since,
        "held_microseconds": life.held // timedelta(microseconds=1),
        "reopened_count": life.reopened,
        "follow_up_due_at": life.follow_up_due_at,
        "reached_at": life.reached_at,
        "cannot_call": life.cannot_call,
        "answered_at_once": life.at_once,
        "responded_at": life.responded_at,
    }


def add_zones(place: Place) -> dict[int | None, int]:
    """Lay two zones, the villas one of them, over all buildings but the last; return the zone of each, by ids."""
    found: dict[int | None, int] = {}
    with place.desk.write(Operation.EDIT_COMMUNITY) as work:
        zones = [Zone(community_id=place.desk.actor.community_id, name=name) for name in ("高层区", "别墅区")]
        work.session.add_all(zones)
        work.session.flush()
        for number, building_id in enumerate([*place.buildings.values()][:-1]):
            zone = zones[number % 2]
            work.session.get_one(Building, building_id).zone_id = found[building_id] = zone.id
    return found


def random_living(chance: random.Random, month: Month, rooms: int) -> list[Living]:
    """Return who lives in `rooms` rooms, some of whom move in or out around the month and those compared with it."""
    days = [
        near.first_day + timedelta(days=shift)
        for near in (month.plus(-12), month.plus(-1), month, month.plus(1))
        for shift in (-1, 0, 1)
    ]
    living = []
    for _ in range(rooms):
        since = chance.choice((None, chance.choice(days)))
        until = chance.choice((None, None, chance.choice(days)))
        if since is None or until is None or since < until:
            living.append(Living(since, until))
    return living


def add_living(session: Session, place: Place, living: Sequence[Living]) -> None:
    """Insert one state for each of `living`, in a room of its own, and beside it a room nobody lives in."""
    community_id = place.desk.actor.community_id
    building_id = next(iter(place.buildings.values()))
    rooms = [
        Room(community_id=community_id, building_id=building_id, number=label, label=label, key=label, order_key=label)
        for label in (f"L-{number}" for number in range(len(living) + 1))
    ]
    session.add_all(rooms)
    session.flush()
    states = [
        RoomState(
            community_id=community_id,
            room_id=room.id,
            state=(RoomStateKind.OCCUPIED, RoomStateKind.LET)[number % 2] if lived_in else RoomStateKind.VACANT,
            since=lived_in.since if lived_in else None,
            until=lived_in.until if lived_in else None,
        )
        for number, (room, lived_in) in enumerate(zip(rooms, [*living, None], strict=True))
    ]
    session.add_all(states)
    session.flush()
