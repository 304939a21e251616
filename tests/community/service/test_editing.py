"""The editor on both engines: places made, renamed, renumbered, removed; everything that shows them follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, func, select

from desktop.app.renumbering import FOLLOWERS
from desktop.community.rows import RoomPattern
from desktop.community.service import CommunityService
from desktop.contacts.model import CallEntry, CallRound, CallState
from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.i18n import language
from desktop.core.permissions import Actor, Operation, Role
from desktop.households.model import Entrance, Occupancy, OccupancyRole, Resident, Room, RoomState, RosterMemory
from desktop.households.service import HouseholdService
from desktop.requests.model import Channel, Liability, Place, Request, RequestKind, RequestState, Source
from desktop.storage.audit import Audit
from desktop.storage.batches import ImportBatch, ImportChange, note_created, start_batch
from desktop.storage.desk import Desk
from tests.community.conftest import built

if TYPE_CHECKING:
    from desktop.community.rows import BuildingRow, EntranceRow


EN = language("en")


def labels(editor: CommunityService, building: int, entrance: int | None = None) -> list[str]:
    return [room.label for room in editor.rooms(building, entrance)]


def building_called(editor: CommunityService, name: str) -> BuildingRow:
    return next(row for row in editor.places().buildings if row.name == name)


def entrance_called(editor: CommunityService, name: str) -> EntranceRow:
    return next(row for row in editor.places().entrances if row.name == name)


def found(desk: Desk, text: str) -> list[str]:
    return [hit.title for hit in HouseholdService(desk).find(text) if hit.kind == "room"]


def audited(desk: Desk, topic: str) -> list[tuple[str, Any, Any]]:
    with desk.read() as session:
        query = select(Audit.action, Audit.before, Audit.after).where(Audit.topic == topic).order_by(Audit.id)
        return [tuple(row) for row in session.execute(query)]


def sentence(told: pytest.ExceptionInfo[UserError]) -> str:
    return EN.message(told.value.problems[0].message)


def live_in(desk: Desk, label: str, name: str = "王小明") -> None:
    with desk.write(Operation.EDIT_HOUSEHOLD) as work:
        resident = Resident(community_id=1, name=name)
        work.session.add(resident)
        work.session.flush()
        room = work.session.scalars(select(Room).where(Room.label == label)).one()
        work.session.add(Occupancy(community_id=1, room_id=room.id, resident_id=resident.id, role="owner"))


def test_that_rooms_are_looked_at_before_they_are_made_and_what_exists_is_left_alone(
    editor: CommunityService, either: Desk
) -> None:
    building = editor.add_building("3栋").result
    pattern = RoomPattern(building, "{floor}{room:02}", "1-2", ("3", "5"), ("1", "2"), "4", area_m2=89.5, kind="三室")
    plan = editor.plan_rooms(pattern)
    assert (len(plan.new), plan.new[0], plan.new[-1], plan.existing) == (8, "3-1-301", "3-2-502", [])
    assert labels(editor, building) == []
    changes = editor.make_rooms(pattern)
    assert (changes.result, len(changes.ids["room"])) == (8, 8)
    rooms = editor.rooms(building, entrance_called(editor, "2").id)
    assert [(room.label, room.number, room.floor, room.area_m2, room.kind) for room in rooms] == [
        (f"3-2-{floor}0{room}", f"{floor}0{room}", str(floor), 89.5, "三室") for floor in (3, 5) for room in (1, 2)
    ]
    assert found(either, "3-2-502") == ["3-2-502"]
    wider = RoomPattern(building, "{floor}{room:02}", "1-3", ("3", "3"), ("1", "2"))
    assert list(editor.plan_rooms(wider).existing) == ["3-1-301", "3-1-302", "3-2-301", "3-2-302"]
    assert editor.make_rooms(wider).result == 2
    assert editor.rooms(building)[0].area_m2 == 89.5
    with pytest.raises(UserError) as told:
        editor.make_rooms(wider)
    assert sentence(told) == "All of these rooms exist already; nothing was changed."
    assert audited(either, "building")[1] == (
        "rooms made",
        None,
        {"pattern": "{floor}{room:02}", "count": 8, "first": "3-1-301", "last": "3-2-502"},
    )


def test_that_places_are_shown_in_natural_order(editor: CommunityService) -> None:
    for name in ("10栋", "2栋", "别墅"):
        editor.add_building(name)
    for name in ("二期", "10期", "2期"):
        editor.add_zone(name)
    villas = building_called(editor, "别墅").id
    editor.make_rooms(RoomPattern(villas, "{room}", rooms=("9", "11")))
    assert [row.name for row in editor.places().buildings] == ["2", "10", "别墅"]
    assert [row.name for row in editor.places().zones] == ["2期", "10期", "二期"]
    assert labels(editor, villas) == ["别墅 9", "别墅 10", "别墅 11"]


def test_that_a_renamed_building_takes_its_rooms_along(editor: CommunityService, either: Desk) -> None:
    building = built(editor)
    row = building_called(editor, "3")
    editor.rename_building(building, "12栋", version=row.version)
    assert labels(editor, building)[0] == "12-1-101"
    assert found(either, "12-2-202") == ["12-2-202"]
    assert found(either, "3-2-202") == []
    assert ("renamed", {"name": "3"}, {"name": "12"}) in audited(either, "building")
    assert len([one for one in audited(either, "room") if one[0] == "renumbered"]) == 8
    with pytest.raises(ConflictError):
        editor.rename_building(building, "13", version=row.version)


def test_that_buildings_and_entrances_swap_their_numbers_in_one_go(editor: CommunityService) -> None:
    building = built(editor)
    other = editor.add_building("5").result
    editor.make_rooms(RoomPattern(other, "{floor}{room:02}", "1", ("9", "9"), ("1", "1")))
    version = building_called(editor, "3").version
    with pytest.raises(UserError) as told:
        editor.rename_building(building, "5", version=version)
    assert "There is a building 5 already" in sentence(told)
    editor.rename_building(building, "5", version=version, swap=True)
    assert labels(editor, other) == ["3-1-901"]
    assert labels(editor, building)[-1] == "5-2-202"
    first = next(row for row in editor.places().entrances if row.building_id == building and row.name == "1")
    editor.rename_entrance(first.id, "2单元", version=first.version, swap=True)
    assert labels(editor, building, first.id) == ["5-2-101", "5-2-102", "5-2-201", "5-2-202"]
    now = next(row for row in editor.places().entrances if row.id == first.id)
    assert now.name == "2"


def test_that_rooms_swap_their_numbers_and_clashes_are_refused(editor: CommunityService, either: Desk) -> None:
    built(editor)
    entrance = entrance_called(editor, "1")
    ids = {room.label: room.id for room in editor.rooms(entrance.building_id, entrance.id)}
    editor.renumber_rooms({ids["3-1-101"]: "102", ids["3-1-102"]: "101", ids["3-1-201"]: "0301"})
    assert {room.label: room.id for room in editor.rooms(entrance.building_id, entrance.id)} == {
        "3-1-101": ids["3-1-102"],
        "3-1-102": ids["3-1-101"],
        "3-1-202": ids["3-1-202"],
        "3-1-0301": ids["3-1-201"],
    }
    assert found(either, "3-1-301") == ["3-1-0301"]
    for wrong, words in (
        ({ids["3-1-101"]: "202"}, "There is 3-1-202 already"),
        ({ids["3-1-101"]: "7", ids["3-1-102"]: "7"}, "Two rooms would be 3-1-7."),
        ({ids["3-1-101"]: "5-1-502"}, "cannot be the number of"),
        ({ids["3-1-101"]: ""}, "cannot be the number of"),
    ):
        with pytest.raises(UserError) as told:
            editor.renumber_rooms(wrong)
        assert words in sentence(told)
        assert told.value.problems[0].field == "numbers"


def test_that_open_requests_show_the_new_number_and_finished_ones_keep_theirs(either: Desk) -> None:
    editor = CommunityService(either, FOLLOWERS)
    building = built(editor)
    with either.write(Operation.REPORT_REQUEST) as work:
        room = work.session.scalars(select(Room).where(Room.label == "3-1-101")).one()
        for number, state in (("A-1", RequestState.RECEIVED), ("A-2", RequestState.CLOSED)):
            work.session.add(request(work.now, number, state, room))
    version = building_called(editor, "3").version
    editor.rename_building(building, "7", version=version)
    with either.read() as session:
        shown = session.execute(select(Request.number, Request.room_label).order_by(Request.number)).all()
    assert [tuple(row) for row in shown] == [("A-1", "7-1-101"), ("A-2", "3-1-101")]
    assert audited(either, "request") == [
        ("room renumbered", {"room_label": "3-1-101"}, {"room_label": "7-1-101"}),
    ]


def request(at: Any, number: str, state: RequestState, room: Room) -> Request:
    """Return a request about a room, bare of all that does not matter here."""
    return Request(
        community_id=1,
        number=number,
        kind=RequestKind.REPAIR,
        state=state,
        room_id=room.id,
        building_id=room.building_id,
        room_label=room.label,
        words="漏水",
        place=Place.IN_HOME,
        liability=Liability.PROPERTY,
        source=Source.RESIDENT,
        channel=Channel.PHONE,
        occurred_at=at,
        recorded_at=at,
    )


def test_that_an_empty_room_is_removed_with_its_states_and_nothing_else(editor: CommunityService, either: Desk) -> None:
    building = built(editor)
    with either.write(Operation.IMPORT_HOUSEHOLDS) as work:
        room = work.session.scalars(select(Room).where(Room.label == "3-2-202")).one()
        state = RoomState(community_id=1, room_id=room.id, state="vacant")
        work.session.add_all([state, RosterMemory(community_id=1, batch_id=1, room_id=room.id, said={"key": "x"})])
        work.session.flush()
        note_created(work, start_batch(work, "households", "x.csv", "x"), "room", [room.id])
        id_ = room.id
    editor.remove_rooms([id_])
    assert "3-2-202" not in labels(editor, building)
    assert found(either, "3-2-202") == []
    with either.read() as session:
        for model in (RoomState, RosterMemory, ImportChange):
            assert session.scalar(select(func.count()).select_from(model)) == 0
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 1
    assert audited(either, "room")[-1][0] == "removed"


def test_that_a_place_in_use_is_not_removed_and_the_words_say_why(editor: CommunityService, either: Desk) -> None:
    built(editor)
    live_in(either, "3-1-101")
    building, entrance = building_called(editor, "3"), entrance_called(editor, "1")
    ids = {room.label: room.id for room in editor.rooms(building.id)}
    with pytest.raises(UserError) as told:
        editor.remove_rooms([ids["3-1-102"], ids["3-1-101"]])
    assert sentence(told) == "3-1-101 cannot be removed; it is needed by: 1 person, now or formerly."
    assert len(labels(editor, building.id)) == 8
    with pytest.raises(UserError) as told:
        editor.remove_entrance(entrance.id, version=entrance.version)
    assert sentence(told) == "1 cannot be removed; it is needed by: 4 rooms."
    with pytest.raises(UserError):
        editor.remove_building(building.id, version=building.version)
    empty = editor.add_building("9").result
    editor.add_entrance(empty, "1")
    editor.remove_building(empty, version=building_called(editor, "9").version)
    assert [row.name for row in editor.places().buildings] == ["3"]
    with either.read() as session:
        assert session.scalar(select(func.count()).where(Entrance.building_id == empty)) == 0


def test_that_a_zone_is_named_given_buildings_and_removed_when_empty(editor: CommunityService, either: Desk) -> None:
    zone = editor.add_zone(" 东区 ").result
    building = editor.add_building("3").result
    with pytest.raises(UserError) as told:
        editor.add_zone("东 区")
    assert sentence(told) == "There is a zone 东区 already."
    editor.assign_zone({building: 1}, zone)
    (row,) = editor.places().zones
    with pytest.raises(UserError) as told:
        editor.remove_zone(zone, version=row.version)
    assert sentence(told) == "1 building belongs to 东区; let it belong elsewhere first."
    editor.rename_zone(zone, "东苑", version=row.version)
    editor.assign_zone({building: building_called(editor, "3").version}, None)
    (row,) = editor.places().zones
    assert row.name == "东苑"
    editor.remove_zone(zone, version=row.version)
    assert editor.places().zones == []
    assert [action for action, _, _ in audited(either, "zone")] == ["added", "renamed", "removed"]


def test_that_an_entrance_is_added_once_to_a_building_of_its_community(editor: CommunityService) -> None:
    building = editor.add_building("3").result
    editor.add_entrance(building, "甲单元")
    with pytest.raises(UserError):
        editor.add_entrance(building, "甲")
    with pytest.raises(UserError) as told:
        editor.add_entrance(building, "乙丙丁")
    assert told.value.problems[0].field == "name"
    with pytest.raises(UserError):
        editor.add_entrance(99, "1")
    assert entrance_called(editor, "甲").rooms == 0


def test_that_only_the_administrator_edits_the_community(either: Desk) -> None:
    for role in (Role.CLERK, Role.MANAGER, Role.GUARD):
        actor = Actor(2, "someone", role, 1)
        service = CommunityService(Desk(either.database, actor, either.clock, either.zone, either.community))
        with pytest.raises(RefusedError):
            service.places()
        with pytest.raises(RefusedError):
            service.add_zone("东区")


def test_that_a_household_still_to_be_called_shows_its_new_number_and_one_that_was_reached_keeps_the_old(
    either: Desk,
) -> None:
    editor = CommunityService(either, FOLLOWERS)
    building = built(editor)
    ids = {room.label: room.id for room in editor.rooms(building)}
    states = {"3-1-101": CallState.WAITING, "3-1-102": CallState.REACHED}
    with either.write(Operation.CALL_ROUND) as work:
        round_ = CallRound(community_id=1, occasion="春节拜年", started_at=work.now)
        work.session.add(round_)
        work.session.flush()
        for place, (label, state) in enumerate(states.items(), start=1):
            about = {"room_id": ids[label], "room_label": label, "position": place, "state": state}
            work.session.add(CallEntry(community_id=1, round_id=round_.id, **about))
    changes = editor.rename_building(building, "7", version=1)
    with either.read() as session:
        shown = session.execute(select(CallEntry.room_label, CallEntry.version).order_by(CallEntry.position)).all()
    # of the version shown, so that who has the household on the phone can record the call
    assert [tuple(row) for row in shown] == [("7-1-101", 1), ("3-1-102", 1)]
    assert changes.touches("call_round")


def test_that_the_people_of_a_room_are_counted_once_each_and_without_who_was_merged(
    editor: CommunityService, either: Desk
) -> None:
    building = built(editor)
    live_in(either, "3-1-101")
    live_in(either, "3-1-101", "王晓明")
    with either.write(Operation.MERGE_RESIDENTS) as work:
        kept, merged = work.session.scalars(select(Resident).order_by(Resident.id)).all()
        merged.merged_into_id = kept.id
        stay = work.session.scalars(select(Occupancy).where(Occupancy.resident_id == kept.id)).one()
        work.session.add(Occupancy(community_id=1, room_id=stay.room_id, resident_id=kept.id, role=OccupancyRole.AGENT))
    assert {room.label: room.people for room in editor.rooms(building)}["3-1-101"] == 1


def test_that_a_building_is_not_added_to_a_zone_that_is_gone(editor: CommunityService) -> None:
    with pytest.raises(UserError) as told:
        editor.add_building("9", 987_654)
    assert told.value.problems[0].field == "zone_id"
    assert editor.places().buildings == []


def test_that_removing_many_rooms_asks_who_needs_them_once(editor: CommunityService, either: Desk) -> None:
    building = built(editor)
    ids = [room.id for room in editor.rooms(building)]
    asked = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "count(*)" in statement:
            asked.append(statement)

    event.listen(either.database.engine, "before_cursor_execute", note)
    editor.remove_rooms(ids[:1])
    few = len(asked)
    editor.remove_rooms(ids[1:])
    event.remove(either.database.engine, "before_cursor_execute", note)
    assert len(asked) == 2 * few
