"""What a scope comes to while it is clicked, beside the SQL one would write for it by hand on the bare driver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from desktop.outages.model import PlaceLevel
from desktop.outages.rows import Pick
from desktop.outages.service import OutageService
from tests.benchmarks.communities import HOUSEHOLDS, NOON

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

    Scope: TypeAlias = tuple[Sequence[Pick], str, Sequence[int]]

TIMES = 1.5
PICKER_TIMES = 5.0
"""The picker holds a thing for each room, floor and entrance, in order; the bare rows hold none."""
MANY = 10_000
TODAY = NOON.date().isoformat()

LIVED_IN = """(
    room.id IN (SELECT s.room_id FROM room_state s WHERE s.community_id = 1 AND s.state IN ('let', 'occupied')
        AND (s.since IS NULL OR s.since <= :today) AND (s.until IS NULL OR s.until > :today))
    OR room.id NOT IN (SELECT s.room_id FROM room_state s WHERE s.community_id = 1
        AND (s.since IS NULL OR s.since <= :today) AND (s.until IS NULL OR s.until > :today))
    AND room.id IN (SELECT o.room_id FROM occupancy o JOIN resident r ON r.id = o.resident_id
        WHERE o.community_id = 1 AND (o.until IS NULL OR o.until > :today) AND r.merged_into_id IS NULL))"""
PEOPLE = """(SELECT o.room_id FROM occupancy o JOIN resident r ON r.id = o.resident_id
    WHERE o.community_id = 1 AND (o.until IS NULL OR o.until > :today) AND r.merged_into_id IS NULL)"""
COUNTED = """
WITH scope AS (SELECT room.id, room.building_id, CASE WHEN {lived} THEN 1 ELSE 0 END AS lived,
    CASE WHEN {lived} OR room.id IN {people} THEN 1 ELSE 0 END AS household
    FROM room WHERE room.community_id = 1 AND {within})
SELECT 3, b.name, count(*), sum(s.lived), sum(s.household), b.id, b.order_key
    FROM building b JOIN scope s ON s.building_id = b.id GROUP BY b.id, b.name, b.order_key
UNION ALL SELECT 0, '', count(*), 0, 0, 0, '' FROM (SELECT DISTINCT o.resident_id
    FROM occupancy o JOIN resident r ON r.id = o.resident_id
    WHERE o.community_id = 1 AND (o.until IS NULL OR o.until > :today) AND r.merged_into_id IS NULL
    AND o.room_id IN (SELECT id FROM scope))
UNION ALL SELECT 1, t.meaning, count(DISTINCT w.room_id), 0, 0, 0, '' FROM tag t JOIN room_tag w ON w.tag_id = t.id
    WHERE t.community_id = 1 AND t.meaning <> '' AND w.room_id IN (SELECT id FROM scope) GROUP BY t.meaning
UNION ALL SELECT 2, '', count(DISTINCT w.room_id), 0, 0, 0, '' FROM room_tag w JOIN tag t ON t.id = w.tag_id
    WHERE t.community_id = 1 AND t.meaning IN ('vip', 'living_alone', 'ill', 'pregnant_or_infant')
    AND w.room_id IN (SELECT id FROM scope)"""


@pytest.fixture
def scopes(month_old: Made, *, full: bool) -> dict[str, Scope]:
    """Return picks with the condition that says the same by hand: some buildings, and ten thousand rooms."""
    bare = month_old.bare()
    rows = bare.execute("SELECT building_id, count(*) FROM room GROUP BY building_id ORDER BY building_id").fetchall()
    rooms = [row[0] for row in bare.execute("SELECT id FROM room ORDER BY id LIMIT ?", (MANY,))]
    bare.close()
    buildings: list[int] = []
    held = 0
    for building_id, count in rows:
        if held < MANY:
            buildings.append(building_id)
            held += count
    assert held >= MANY or not full
    without = Pick(PlaceLevel.BUILDING, building_id=buildings[0], excluded=True)
    return {
        "buildings": (
            [Pick(PlaceLevel.BUILDING, building_id=id_) for id_ in buildings],
            "room.building_id IN ({ids})",
            buildings,
        ),
        "rooms": ([Pick(PlaceLevel.ROOM, room_id=id_) for id_ in rooms], "room.id IN ({ids})", rooms),
        "community without one": ([Pick(PlaceLevel.COMMUNITY), without], "room.building_id <> {ids}", buildings[:1]),
    }


@pytest.mark.parametrize("name", ["buildings", "rooms", "community without one"])
def test_that_a_scope_is_counted_like_its_bare_sql(
    name: str, scopes: dict[str, Scope], month_old: Made, compare: Compare
) -> None:
    picks, within, ids = scopes[name]
    service, bare = OutageService(month_old.desk), month_old.bare()

    def by_hand() -> list[Any]:
        sql = COUNTED.format(lived=LIVED_IN, people=PEOPLE, within=within.format(ids=", ".join(map(str, ids))))
        return list(bare.execute(sql, {"today": TODAY}).fetchall())

    found: dict[int, list[Any]] = {what: [row for row in by_hand() if row[0] == what] for what in range(4)}
    count = service.count(picks)
    assert count.rooms == sum(row[2] for row in found[3])
    assert count.vacant == sum(row[2] - row[3] for row in found[3])
    assert count.households == sum(row[4] for row in found[3])
    assert (count.residents, count.called) == (found[0][0][2], found[2][0][2])
    assert count.by_meaning == {row[1]: row[2] for row in found[1]}
    compare(f"scope of 10,000 rooms: {name}", lambda: service.count(picks), by_hand, TIMES)
    bare.close()


def test_that_the_picker_is_filled_soon(month_old: Made, compare: Compare, *, full: bool) -> None:
    service, bare = OutageService(month_old.desk), month_old.bare()
    rooms = f"SELECT id, label, building_id, entrance_id, floor, {LIVED_IN} FROM room ORDER BY order_key, id"  # noqa: S608 - our own words

    def by_hand() -> list[Any]:
        return list(bare.execute(rooms, {"today": TODAY}).fetchall())

    tree = service.places()
    held = sum(
        len(floor.rooms) for zone in tree.zones for b in zone.buildings for e in b.entrances for floor in e.floors
    )
    assert held == len(by_hand())
    assert held >= HOUSEHOLDS or not full
    compare("picker of all rooms", service.places, by_hand, PICKER_TIMES)
    bare.close()
