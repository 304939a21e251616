from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, text

from desktop.core.permissions import Actor, Operation, Role
from desktop.storage.audit import OperationRow
from desktop.storage.watch import Watch
from desktop.storage.work import MOST_LISTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database


def write(database: Database, actor: Actor, clock: FixedClock, topic: str, ids: Iterable[int] = ()) -> str:
    with database.write(actor, Operation.EDIT_COMMUNITY, clock) as work:
        work.touch(topic, *ids)
    return work.changes.operation_id


def test_that_others_changes_are_told_once_and_own_ones_not(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    write(database, actor, clock, "room", [1])
    watch = Watch(database, 1)
    assert watch.look() is None
    own = write(database, actor, clock, "room", [2])
    write(database, actor, clock, "room", [3])
    write(database, actor, clock, "request", [4, 5])
    changes = watch.look({own})
    assert changes is not None
    assert changes.ids == {"room": frozenset({3}), "request": frozenset({4, 5})}
    assert watch.look({own}) is None


def test_that_any_of_them_swallows_single_ids_in_any_order(database: Database, actor: Actor, clock: FixedClock) -> None:
    watch = Watch(database, 1)
    write(database, actor, clock, "room", [1])
    write(database, actor, clock, "room")
    write(database, actor, clock, "room", [2])
    changes = watch.look()
    assert changes is not None
    assert changes.ids == {"room": frozenset()}


def test_that_a_huge_write_is_told_as_any_of_them(database: Database, actor: Actor, clock: FixedClock) -> None:
    watch = Watch(database, 1)
    write(database, actor, clock, "room", range(MOST_LISTED + 1))
    changes = watch.look()
    assert changes is not None
    assert changes.ids == {"room": frozenset()}


def test_that_touching_all_then_one_still_means_all(database: Database, actor: Actor, clock: FixedClock) -> None:
    with database.write(actor, Operation.EDIT_COMMUNITY, clock) as work:
        work.touch("room")
        work.touch("room", 5)
    assert work.changes.ids == {"room": frozenset()}


def test_that_another_communitys_changes_are_not_ours(database: Database, clock: FixedClock) -> None:
    with database.connect(writing=True) as connection:
        connection.execute(
            text("INSERT INTO community SELECT 2, name, time_zone, phone, created_at, version FROM community")
            if database.is_server
            else text(
                "INSERT INTO community (id, name, time_zone, phone, created_at, version)"
                " SELECT 2, name, time_zone, phone, created_at, version FROM community"
            )
        )
    watch = Watch(database, 1)
    write(database, Actor(1, "admin", Role.ADMINISTRATOR, 2), clock, "room", [1])
    assert watch.look() is None


def test_that_a_number_committed_late_is_not_missed(database: Database, actor: Actor, clock: FixedClock) -> None:
    write(database, actor, clock, "room", [1])
    watch = Watch(database, 1)
    with database.read() as session:
        seen = session.scalar(select(func.max(OperationRow.id))) or 0

    def commit(number: int) -> None:
        row = {"operation_id": f"late {number}", "community_id": 1, "account_id": 1, "name": "x", "at": clock.now()}
        with database.connect(writing=True) as connection:
            connection.execute(
                insert(OperationRow), {**row, "id": seen + number, "result": 0, "touched": {"room": [number]}}
            )

    for number, told in ((3, {3}), (1, {1}), (2, {2})):
        commit(number)
        changes = watch.look()
        assert changes is not None
        assert changes.ids == {"room": frozenset(told)}
    assert watch.look() is None
    assert watch._gaps == {}


def test_that_gaps_of_failed_writes_are_forgotten(database: Database) -> None:
    watch = Watch(database, 1)
    watch._advance([watch._seen + 5])
    assert len(watch._gaps) == 4
    for _ in range(30):
        watch.look()
    assert watch._gaps == {}
