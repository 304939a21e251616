"""Scopes beside a plain calculation with sets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from desktop.core.permissions import Operation
from desktop.households.model import (
    OCCUPIED_STATES,
    Building,
    Entrance,
    Occupancy,
    Room,
    RoomState,
    RoomTag,
    Tag,
)
from desktop.outages.model import Outage, OutagePlace, PlaceLevel
from desktop.outages.rows import WARNED_MEANINGS, Pick, PlaceTree
from desktop.outages.store.picks import keep
from desktop.outages.store.scope import outage_rooms, outages_of_room, outages_sharing, scope_rooms
from tests.outages.quarters import HIGH, TODAY, Quarter, whole

if TYPE_CHECKING:
    from collections.abc import Sequence


class Plain(NamedTuple):
    """What is known of one room, to calculate with."""

    building: int
    zone: int | None
    entrance: int | None
    floor: str
    lived_in: bool
    people: frozenset[int]
    meanings: frozenset[str]

    def named(self, id_: int, pick: Pick) -> bool:
        match pick.level:
            case PlaceLevel.COMMUNITY:
                return True
            case PlaceLevel.ZONE:
                return pick.zone_id is not None and self.zone == pick.zone_id
            case PlaceLevel.BUILDING:
                return self.building == pick.building_id
            case PlaceLevel.ENTRANCE:
                return pick.entrance_id is not None and self.entrance == pick.entrance_id
            case PlaceLevel.FLOOR:
                below = self.entrance == pick.entrance_id if pick.entrance_id else self.building == pick.building_id
                return below and self.floor == pick.floor
            case _:
                return id_ == pick.room_id


def plain(quarter: Quarter) -> dict[int, Plain]:
    found = {}
    with quarter.desk.read() as session:
        states = {row.room_id: row.state for row in session.execute(select(RoomState.room_id, RoomState.state))}
        there = session.execute(select(Occupancy.room_id, Occupancy.resident_id)).all()
        worn = session.execute(select(RoomTag.room_id, Tag.meaning).join(Tag, Tag.id == RoomTag.tag_id)).all()
        rooms = session.execute(select(Room, Building.zone_id).join(Building, Building.id == Room.building_id))
        for room, zone in rooms:
            people = frozenset(person for id_, person in there if id_ == room.id)
            state = states.get(room.id)
            lived_in = state in OCCUPIED_STATES if state else bool(people)
            meanings = frozenset(meaning for id_, meaning in worn if id_ == room.id)
            found[room.id] = Plain(room.building_id, zone, room.entrance_id, room.floor, lived_in, people, meanings)
    return found


def reckoned(rooms: dict[int, Plain], picks: Sequence[Pick], *, exclude_vacant: bool) -> set[int]:
    taken = {id_ for id_, room in rooms.items() for pick in picks if pick.excluded and room.named(id_, pick)}
    named = {id_ for id_, room in rooms.items() for pick in picks if not pick.excluded and room.named(id_, pick)}
    return {id_ for id_ in named - taken if rooms[id_].lived_in or not exclude_vacant}


def places() -> st.SearchStrategy[Pick]:
    """Return picks of places that there are, that there are not, and that name none."""
    some = st.sampled_from([None, 1, 2, 3, 4, 5, 999])
    return st.builds(
        Pick,
        level=st.sampled_from(PlaceLevel),
        zone_id=some,
        building_id=some,
        entrance_id=some,
        floor=st.sampled_from(["", "1", "2", "99"]),
        room_id=st.one_of(st.none(), st.integers(1, 21)),
        excluded=st.booleans(),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(picks=st.lists(places(), max_size=7), exclude_vacant=st.booleans())
def test_that_a_scope_is_what_a_plain_calculation_says(
    either_quarter: Quarter, picks: list[Pick], *, exclude_vacant: bool
) -> None:
    known = plain(either_quarter)
    expected = reckoned(known, picks, exclude_vacant=exclude_vacant)
    service = either_quarter.service
    listed = service.rooms_of(picks, exclude_vacant=exclude_vacant)
    assert {room.room_id for room in listed} == expected
    assert all(room.meanings == known[room.room_id].meanings for room in listed)
    assert all(room.occupied is known[room.room_id].lived_in for room in listed)

    count = service.count(picks, exclude_vacant=exclude_vacant)
    rooms = [known[id_] for id_ in expected]
    assert count.rooms == len(rooms)
    assert count.vacant == sum(not room.lived_in for room in rooms)
    assert count.households == sum(room.lived_in or bool(room.people) for room in rooms)
    assert count.households == sum(households for _, _, households in count.buildings)
    assert count.residents == len(frozenset().union(*(room.people for room in rooms)))
    meanings = {meaning for room in rooms for meaning in room.meanings}
    assert count.by_meaning == {one: sum(one in room.meanings for room in rooms) for one in meanings}
    assert count.vips == count.by_meaning.get("vip", 0)
    assert count.called == sum(not room.meanings.isdisjoint(WARNED_MEANINGS) for room in rooms)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scopes=st.lists(st.lists(places(), max_size=5), min_size=1, max_size=3), exclude_vacant=st.booleans())
def test_that_kept_scopes_are_those_that_were_picked(
    either_quarter: Quarter, scopes: list[list[Pick]], *, exclude_vacant: bool
) -> None:
    known = plain(either_quarter)
    # what is kept refers to what there is; a floor of an entrance is its building's
    there = {PlaceLevel.ZONE: {1, 2, 3}, PlaceLevel.BUILDING: {1, 2, 3, 4, 5}, PlaceLevel.ENTRANCE: {1, 2, 3}}
    expected, ids = {}, []
    with either_quarter.desk.write(Operation.EDIT_OUTAGES) as work:
        work.session.execute(delete(OutagePlace))
        work.session.execute(update(Outage).values(exclude_vacant=False))
        for picks in scopes:
            kept = [
                pick
                for pick in picks
                if {pick.zone_id, None} <= {*there[PlaceLevel.ZONE], None}
                and {pick.building_id, None} <= {*there[PlaceLevel.BUILDING], None}
                and {pick.entrance_id, None} <= {*there[PlaceLevel.ENTRANCE], None}
                and pick.room_id in {*known, None}
            ]
            outage = Outage(community_id=1, kind="water", starts_at=work.now, recorded_at=work.now, recorded_by=1)
            outage.exclude_vacant = exclude_vacant
            work.session.add(outage)
            work.session.flush()
            keep(work.session, 1, outage.id, kept)
            expected[outage.id] = reckoned(known, kept, exclude_vacant=exclude_vacant)
            ids.append(outage.id)
    with either_quarter.desk.read() as session:
        for id_, rooms in expected.items():
            assert set(session.scalars(outage_rooms(1, id_, TODAY))) == rooms
        for room in list(known)[::4]:
            of_room = session.scalars(outages_of_room(1, room, TODAY).where(Outage.id.in_(ids)))
            assert set(of_room) == {id_ for id_, rooms in expected.items() if room in rooms}
        first = scope_rooms(1, [Pick(PlaceLevel.BUILDING, building_id=1)], exclude_vacant=False, today=TODAY)
        in_first = {id_ for id_, room in known.items() if room.building == 1}
        sharing = {id_ for id_, rooms in expected.items() if rooms & in_first}
        assert set(session.scalars(outages_sharing(1, ids, first, TODAY))) == sharing


def test_that_the_tree_holds_every_place_once_highest_floor_first(filed: Quarter) -> None:
    tree = filed.service.places()
    assert tree.community == "云栖花园"
    assert [zone.name for zone in tree.zones] == ["别墅区", "空区", "高层区", ""]
    rooms = [room for floor in floors(tree) for room in floor]
    assert sorted(rooms) == sorted(filed.rooms.values())
    first = next(building for zone in tree.zones if zone.name == HIGH for building in zone.buildings)
    assert [(one.name, [floor.name for floor in one.floors]) for one in first.entrances] == [
        ("1", ["2", "1"]),
        ("2", ["2", "1"]),
    ]
    assert [room.short for room in first.entrances[0].floors[0].rooms] == ["201", "202"]
    third = tree.zones[-1].buildings[0]
    assert [(one.id is None, [floor.name for floor in one.floors]) for one in third.entrances] == [
        (False, ["1"]),
        (True, ["1", ""]),
    ]


def floors(tree: PlaceTree) -> list[list[int]]:
    return [
        [room.id for room in floor.rooms]
        for zone in tree.zones
        for building in zone.buildings
        for entrance in building.entrances
        for floor in entrance.floors
    ]


def test_that_ten_thousand_picks_are_one_scope(filed: Quarter) -> None:
    picks = [Pick(PlaceLevel.ROOM, room_id=id_) for id_ in range(1, 10_001)]
    assert filed.service.count(picks).rooms == len(filed.rooms)
    assert filed.service.count([*picks, replace(whole(), excluded=True)]).rooms == 0
    of_floors = [Pick(PlaceLevel.FLOOR, building_id=1, floor=str(floor)) for floor in range(200)]
    assert filed.service.count(of_floors).rooms == 8


# --- places that change -----------------------------------------------------------------------------------------------


def test_that_a_floor_whose_entrance_is_gone_names_nothing(either_quarter: Quarter) -> None:
    above = Pick(PlaceLevel.FLOOR, building_id=either_quarter.buildings["3"], floor="1")
    of_entrance = replace(above, entrance_id=either_quarter.entrances["3", "1"])
    outage_id = either_quarter.planned(of_entrance)
    kept = either_quarter.service.outage(outage_id).plan.places[0]
    assert (kept.building_id, kept.entrance_id, kept.label) == (
        above.building_id,
        of_entrance.entrance_id,
        "3栋1单元1层",
    )
    with either_quarter.desk.write(Operation.EDIT_OUTAGES) as work:
        work.session.execute(update(Room).where(Room.entrance_id == of_entrance.entrance_id).values(entrance_id=None))
        work.session.execute(delete(Entrance).where(Entrance.id == of_entrance.entrance_id))
    file = either_quarter.service.outage(outage_id)
    assert file.count.rooms == 0
    assert [pick.label for pick in file.check.gone] == ["3栋1单元1层"]
    assert either_quarter.service.count([above]).rooms == 3
