"""A rule's count while it is edited, beside the SQL one would write for it by hand on the bare driver."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desktop.app.contact_conditions import CONDITIONS
from desktop.contacts.rows import ListDraft
from desktop.contacts.rule import (
    Condition,
    Group,
    InBuilding,
    InState,
    InZone,
    Match,
    MovedIn,
    Other,
    Person,
    SeveralRooms,
    Tagged,
    WithPhone,
)
from desktop.contacts.service import ContactService
from desktop.households.model import OccupancyRole, RoomStateKind
from tests.benchmarks.communities import NOON

if TYPE_CHECKING:
    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

TIMES, PLUS_SECONDS = 2.0, 0.001
TODAY = NOON.date()
SIXTY = TODAY.replace(year=TODAY.year - 60)
VALUES = {
    "today": TODAY.isoformat(),
    "since": (TODAY - timedelta(days=30)).isoformat(),
    "sixty": SIXTY.isoformat(),
    "sixty_card": SIXTY.strftime("%Y%m%d"),
}
COUNT = "SELECT count(*) FROM room WHERE community_id = 1 AND "

TAGGED = "id IN (SELECT t.room_id FROM room_tag t JOIN tag g ON g.id = t.tag_id WHERE g.meaning = 'vip')"
IN_ZONE = "id IN (SELECT r.id FROM room r JOIN building b ON b.id = r.building_id WHERE b.zone_id = 1)"
OWNERS_OF_SIXTY = """id IN (
    SELECT o.room_id FROM occupancy o JOIN resident r ON r.id = o.resident_id
    WHERE (o.until IS NULL OR o.until > :today) AND r.merged_into_id IS NULL AND o.role = 'owner' AND (
        (r.birthday <> '' AND r.birthday_calendar <> 'lunar' AND r.birthday NOT LIKE '--%' AND r.birthday <= :sixty)
        OR (r.birthday = '' AND length(r.id_number) = 18
            AND substr(r.id_number, 7, 8) BETWEEN '18800101' AND :sixty_card)
    ))"""
WITH_PHONE = """id IN (
    SELECT o.room_id FROM occupancy o JOIN resident r ON r.id = o.resident_id JOIN phone p ON p.resident_id = r.id
    WHERE (o.until IS NULL OR o.until > :today) AND r.merged_into_id IS NULL)"""
OCCUPIED = """id IN (
    SELECT s.room_id FROM room_state s WHERE s.state = 'occupied'
    AND (s.since IS NULL OR s.since <= :today) AND (s.until IS NULL OR s.until > :today))"""
MOVED_IN = """id IN (
    SELECT o.room_id FROM occupancy o JOIN resident r ON r.id = o.resident_id
    WHERE (o.until IS NULL OR o.until > :today) AND r.merged_into_id IS NULL AND o.since BETWEEN :since AND :today)"""
SEVERAL = """id IN (
    SELECT o.room_id FROM occupancy o WHERE (o.until IS NULL OR o.until > :today) AND o.resident_id IN (
        SELECT o.resident_id FROM occupancy o JOIN resident r ON r.id = o.resident_id
        WHERE (o.until IS NULL OR o.until > :today) AND r.merged_into_id IS NULL
        GROUP BY o.resident_id HAVING count(DISTINCT o.room_id) > 1))"""
OPEN_REQUEST = """id IN (
    SELECT room_id FROM request WHERE community_id = 1
    AND state IN ('assigned', 'in_progress', 'on_hold', 'received', 'reopened'))"""

PAGE = """
    SELECT room.id, room.label, b.name FROM room JOIN building b ON b.id = room.building_id
    WHERE room.community_id = 1 AND (room.order_key, room.id) > (?, ?) ORDER BY room.order_key, room.id LIMIT 100"""
PEOPLE = """
    SELECT o.room_id, r.name, p.digits FROM occupancy o JOIN resident r ON r.id = o.resident_id
    LEFT JOIN phone p ON p.resident_id = r.id
    WHERE (o.until IS NULL OR o.until > ?) AND o.room_id IN (SELECT value FROM json_each(?))
    ORDER BY o.id, p.position"""

RULES: dict[str, tuple[Condition, str]] = {
    "tag": (Tagged("vip"), TAGGED),
    "zone": (InZone(1), IN_ZONE),
    "owners of 60": (Person(OccupancyRole.OWNER, 60), OWNERS_OF_SIXTY),
    "phone": (WithPhone(), WITH_PHONE),
    "state": (InState(RoomStateKind.OCCUPIED), OCCUPIED),
    "moved in": (MovedIn(30), MOVED_IN),
    "several rooms": (SeveralRooms(), SEVERAL),
    "open request": (Other("open_request"), OPEN_REQUEST),
}


@pytest.fixture
def contacts(month_old: Made) -> ContactService:
    return ContactService(month_old.desk, CONDITIONS)


@pytest.mark.parametrize("name", RULES)
def test_that_a_rule_is_counted_like_its_bare_sql(
    name: str, contacts: ContactService, month_old: Made, compare: Compare
) -> None:
    condition, clause = RULES[name]
    rule, bare = Group(Match.ALL, (condition,)), month_old.bare()
    sql = COUNT + clause
    assert contacts.count(rule) == bare.execute(sql, VALUES).fetchone()[0]
    compare(
        f"rule: {name}",
        lambda: contacts.count(rule),
        lambda: bare.execute(sql, VALUES).fetchone(),
        TIMES,
        PLUS_SECONDS,
    )
    bare.close()


def test_that_a_rule_of_many_parts_is_counted_like_its_bare_sql(
    contacts: ContactService, month_old: Made, compare: Compare
) -> None:
    parts = [RULES[name] for name in ("tag", "owners of 60", "phone")]
    either = Group(Match.ANY, tuple(condition for condition, _ in parts))
    rule = Group(Match.ALL, (either, InBuilding(1)))
    sql = COUNT + "building_id = 1 AND (" + " OR ".join(clause for _, clause in parts) + ")"
    bare = month_old.bare()
    assert contacts.count(rule) == bare.execute(sql, VALUES).fetchone()[0]
    compare(
        "rule: any of three in a building",
        lambda: contacts.count(rule),
        lambda: bare.execute(sql, VALUES).fetchone(),
        TIMES,
        PLUS_SECONDS,
    )
    bare.close()


def test_that_a_page_of_everyone_costs_like_its_bare_sql(
    contacts: ContactService, month_old: Made, compare: Compare
) -> None:
    list_id = contacts.create_list(ListDraft("全部住户", rule=Group())).result
    bare = month_old.bare()
    middle = contacts.member_count(list_id) // 2
    anchor = contacts.members_from(list_id, middle, 1)[0]
    place = (anchor.order_key, anchor.room_id)

    def by_hand() -> list[Any]:
        rows = bare.execute(PAGE, place).fetchall()
        bare.execute(PEOPLE, (VALUES["today"], json.dumps([row[0] for row in rows]))).fetchall()
        return list(rows)

    assert [line.room_id for line in contacts.members(list_id, anchor)] == [row[0] for row in by_hand()]
    compare("list of a rule: a page in its middle", lambda: contacts.members(list_id, anchor), by_hand, 2, 0.008)
    bare.close()
