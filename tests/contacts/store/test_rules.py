"""Rules as SQL: each condition names the rooms it should, alone and in groups, on both engines."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from desktop.contacts.rule import (
    EVERYONE,
    Asking,
    Condition,
    ConditionKind,
    Group,
    InBuilding,
    InEntrance,
    InState,
    InZone,
    LegacyIssue,
    Match,
    MovedIn,
    Other,
    Person,
    SeveralRooms,
    Tagged,
    WithPhone,
)
from desktop.contacts.service import ContactService
from desktop.contacts.store.rules import matching
from desktop.core.i18n import msg
from desktop.core.permissions import Operation
from desktop.households.model import Entrance, Occupancy, OccupancyRole, Room, RoomStateKind
from tests.care.villages import TODAY
from tests.contacts.neighbours import LABELS, Neighbours
from tests.contacts.rule.strategies import rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Select


def odd(asking: Asking, data: Mapping[str, Any]) -> Select[int]:
    """Return the rooms whose id leaves a remainder; what another feature may offer."""
    return select(Room.id).where(Room.community_id == asking.community_id, Room.id % 2 == data.get("id", 1))


ODD = ConditionKind("odd", msg("Room"), lambda _data: msg("Room"), odd)


def inhabit(neighbours: Neighbours) -> dict[str, int]:
    """Fill the village so that every condition holds somewhere and not everywhere; return ids of tag and entrance."""
    wang = neighbours.settle("1-1-101", "王建国", "13800000001", birthday="1961-11-22")
    neighbours.settle("1-1-102", "赵租客", role=OccupancyRole.TENANT, since=TODAY - timedelta(days=7))
    neighbours.settle("1-1-201", "搬走了", "13800000002", until=TODAY, birthday="1950-11-01")
    neighbours.settle("1-1-1001", "李秀英", id_number="110101193003078515", role=OccupancyRole.FAMILY)
    merged = neighbours.settle("2-1-101", "并掉了", "13800000003", birthday="1940-11-03")
    neighbours.village.merge(merged, wang)
    neighbours.settle("2-1-102", "农历", birthday="--10-13", calendar="lunar")
    with neighbours.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        place = {"community_id": 1, "role": OccupancyRole.OWNER}
        work.session.add(Occupancy(room_id=neighbours.rooms["2-1-201"], resident_id=wang, **place))
        entrance = Entrance(community_id=1, building_id=2, name="1", key="1", order_key="1")
        work.session.add(entrance)
        work.session.flush()
        work.session.get_one(Room, neighbours.rooms["2-1-101"]).entrance_id = entrance.id
        entrance_id = entrance.id
    neighbours.village.tag("1-1-101", "VIP")
    neighbours.village.tag("1-1-102", "历史遗留", cause="学位 50%")
    tag = neighbours.village.tag("2-1-201", "养犬")
    neighbours.state("1-1-101", RoomStateKind.OCCUPIED)
    neighbours.state("1-1-102", RoomStateKind.OCCUPIED, until=TODAY)
    neighbours.state("1-1-102", RoomStateKind.LET, since=TODAY)
    neighbours.state("2-1-101", RoomStateKind.LET, since=TODAY + timedelta(days=1))
    return {"tag": tag, "entrance": entrance_id}


def named(neighbours: Neighbours, rule: Group) -> set[str]:
    asking = Asking(1, neighbours.clock.now(), TODAY)
    with neighbours.desk.read() as session:
        found = set(session.scalars(select(Room.label).where(matching(rule, asking, {"odd": ODD}))))
    assert ContactService(neighbours.desk, (ODD,)).count(rule) == len(found)
    return found


def test_that_each_condition_names_its_rooms(neighbours: Neighbours) -> None:
    ids = inhabit(neighbours)
    rooms_with_odd_id = {label for label, id_ in neighbours.rooms.items() if id_ % 2}
    expected: list[tuple[Condition, set[str]]] = [
        (Tagged("vip"), {"1-1-101"}),
        (Tagged(tag_id=ids["tag"]), {"2-1-201"}),
        (Tagged("legacy_issue"), {"1-1-102"}),
        (LegacyIssue(), {"1-1-102"}),
        (LegacyIssue("50%"), {"1-1-102"}),
        (LegacyIssue("5_%"), set()),
        (InZone(2), {"2-1-101", "2-1-102", "2-1-201"}),
        (InBuilding(1), {"1-1-101", "1-1-102", "1-1-201", "1-1-1001"}),
        (InEntrance(ids["entrance"]), {"2-1-101"}),
        (Person(OccupancyRole.TENANT), {"1-1-102"}),
        (Person(), {"1-1-101", "1-1-102", "1-1-1001", "2-1-102", "2-1-201"}),
        (Person(None, 65), {"1-1-101", "2-1-201", "1-1-1001"}),
        (Person(None, 66), {"1-1-1001"}),
        (Person(OccupancyRole.OWNER, 0, 65), {"1-1-101", "2-1-201"}),
        (Person(None, None, 64), set()),
        (Person(None, 10**9), set()),
        (Person(None, 0, 10**9), {"1-1-101", "2-1-201", "1-1-1001"}),
        (Person(birthday_this_month=True), {"1-1-101", "2-1-201", "2-1-102"}),
        (InState(RoomStateKind.OCCUPIED), {"1-1-101"}),
        (InState(RoomStateKind.LET), {"1-1-102"}),
        (WithPhone(), {"1-1-101", "2-1-201"}),
        (WithPhone(present=False), set(LABELS) - {"1-1-101", "2-1-201"}),
        (SeveralRooms(), {"1-1-101", "2-1-201"}),
        (MovedIn(7), {"1-1-102"}),
        (MovedIn(6), set()),
        (MovedIn(10**12), {"1-1-102"}),
        (Other("odd"), rooms_with_odd_id),
        (Other("odd", {"id": 0}), set(LABELS) - rooms_with_odd_id),
        (Other("moon_phase"), set()),
    ]
    assert {condition.__class__ for condition, _ in expected} == set(Condition.__args__)
    found = [(condition, named(neighbours, Group(Match.ALL, (condition,)))) for condition, _ in expected]
    assert found == expected


def test_that_groups_ask_for_all_or_any(neighbours: Neighbours) -> None:
    inhabit(neighbours)
    vip, villas = Tagged("vip"), InZone(2)
    assert named(neighbours, EVERYONE) == set(LABELS)
    assert named(neighbours, Group(Match.ANY)) == set(LABELS)
    assert named(neighbours, Group(Match.ALL, (vip, villas))) == set()
    assert named(neighbours, Group(Match.ANY, (vip, villas))) == {"1-1-101", "2-1-101", "2-1-102", "2-1-201"}
    reachable = Group(Match.ALL, (Group(Match.ANY, (vip, villas)), WithPhone(), Group(Match.ANY)))
    assert named(neighbours, reachable) == {"1-1-101", "2-1-201"}
    unknown = Other("moon_phase")
    assert named(neighbours, Group(Match.ALL, (vip, unknown))) == set()
    assert named(neighbours, Group(Match.ANY, (vip, unknown))) == {"1-1-101"}


def test_that_what_two_features_call_the_same_is_a_bug(neighbours: Neighbours) -> None:
    with pytest.raises(ValueError, match="odd"):
        ContactService(neighbours.desk, (ODD, ODD))
    assert ContactService(neighbours.desk, (ODD,)).condition_kinds() == (ODD,)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=rules)
def test_that_any_rule_can_be_asked_and_groups_are_sets(neighbours: Neighbours, rule: Group) -> None:
    narrowing = [named(neighbours, Group(Match.ALL, (part,))) for part in rule.parts if not is_empty(part)]
    found = named(neighbours, rule)
    if not narrowing:
        assert found == set(LABELS)
    elif rule.match is Match.ALL:
        assert found == set.intersection(*narrowing)
    else:
        assert found == set.union(*narrowing)


def is_empty(part: Condition | Group) -> bool:
    return isinstance(part, Group) and all(is_empty(one) for one in part.parts)


def test_that_a_leap_day_counts_as_grown_older_on_the_first_of_march(neighbours: Neighbours) -> None:
    neighbours.settle("1-1-101", "闰日", birthday="2004-02-29")
    adults = Group(Match.ALL, (Person(None, 22),))
    found = []
    for day in (date(2026, 2, 28), date(2026, 3, 1)):
        with neighbours.desk.read() as session:
            asking = Asking(1, neighbours.clock.now(), day)
            found.append(list(session.scalars(select(Room.label).where(matching(adults, asking, {})))))
    assert found == [[], ["1-1-101"]]
