from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import IntegrityError

from desktop.core.changes import RepeatedWriteError
from desktop.core.errors import ConflictError, WorldError
from desktop.core.i18n import language
from desktop.core.permissions import Actor, Operation
from desktop.staff.model import Community
from desktop.storage import opening
from desktop.storage.audit import Audit, OperationRow
from desktop.storage.database import file_database
from desktop.storage.numbers import next_number, reserve_number
from desktop.storage.search import ALL_FIELDS, SearchFields, find

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database
    from desktop.storage.migrate import Migrations
    from desktop.storage.opening import Opened
    from desktop.storage.places import DataPlace
    from desktop.storage.work import UnitOfWork


@pytest.fixture
def write(database: Database, actor: Actor, clock: FixedClock) -> Callable[..., AbstractContextManager[UnitOfWork]]:
    return lambda operation_id="": database.write(actor, Operation.EDIT_COMMUNITY, clock, operation_id)


def sentence(error: WorldError) -> str:
    return language("en").message(error.problems[0].message)


def test_that_a_write_leaves_row_record_index_and_number_together(
    database: Database, write: Callable[..., AbstractContextManager[UnitOfWork]], clock: FixedClock
) -> None:
    with write("op-1") as work:
        work.session.get_one(Community, 1).name = "湖畔"
        work.audit("community", 1, "renamed", {"name": "翠湖花园"}, {"name": "湖畔"})
        work.index("place", 1, SearchFields(public=["3-1-502"]))
        work.result = next_number(work.session, 1, "BX", "2611")
    with database.read() as session:
        operation = session.scalars(select(OperationRow)).one()
        line = session.scalars(select(Audit)).one()
        assert (operation.operation_id, operation.at, operation.result) == ("op-1", clock.now(), 1)
        assert operation.touched == {"community": [1]}
        assert (line.operation_id, line.before, line.after) == ("op-1", {"name": "翠湖花园"}, {"name": "湖畔"})
        assert find(session, 1, "place", "502", columns=ALL_FIELDS) == [1]
        assert session.get_one(Community, 1).version == 2


def test_that_a_write_that_raises_leaves_nothing(
    database: Database, write: Callable[..., AbstractContextManager[UnitOfWork]]
) -> None:
    with pytest.raises(ZeroDivisionError), write() as work:  # noqa: PT012 - all of it must vanish
        work.session.get_one(Community, 1).name = "湖畔"
        work.audit("community", 1, "renamed")
        work.index("place", 1, SearchFields(public=["3-1-502"]))
        next_number(work.session, 1, "BX", "2611")
        work.session.flush()
        raise ZeroDivisionError
    with database.read() as session:
        assert session.get_one(Community, 1).name == "翠湖花园"
        assert session.scalars(select(Audit)).all() == []
        assert find(session, 1, "place", "502", columns=ALL_FIELDS) == []
    with write() as work:
        assert next_number(work.session, 1, "BX", "2611") == 1


def test_that_a_repeated_write_does_nothing_and_tells_what_it_did(
    database: Database, write: Callable[..., AbstractContextManager[UnitOfWork]]
) -> None:
    with write("op-1") as work:
        work.touch("room", 3)
        work.result = 7
    with pytest.raises(RepeatedWriteError) as caught, write("op-1") as work:
        work.session.get_one(Community, 1).name = "twice"
    assert (caught.value.changes.result, caught.value.changes.ids) == (7, {"room": frozenset({3})})
    with database.read() as session:
        assert session.get_one(Community, 1).name == "翠湖花园"


def test_that_a_lost_race_for_one_operation_id_is_a_repetition(
    server_db: Database, actor: Actor, clock: FixedClock
) -> None:
    with (
        pytest.raises(RepeatedWriteError) as caught,
        server_db.write(actor, Operation.EDIT_COMMUNITY, clock, "op-1"),
        server_db.write(actor, Operation.EDIT_COMMUNITY, clock, "op-1") as other,
    ):
        other.result = 9
    assert caught.value.changes.result == 9


def test_that_a_changed_row_is_never_overwritten(
    database: Database, write: Callable[..., AbstractContextManager[UnitOfWork]]
) -> None:
    with database.read() as session:
        stale = session.get_one(Community, 1)
        session.expunge(stale)
    with write() as work:
        work.session.get_one(Community, 1).name = "theirs"
    with pytest.raises(ConflictError, match="nothing was overwritten"), write() as work:  # noqa: PT012 - one edit
        work.session.add(stale)
        stale.name = "mine"
    with database.read() as session:
        assert session.get_one(Community, 1).name == "theirs"


def test_that_a_reader_sees_one_moment(
    database: Database, write: Callable[..., AbstractContextManager[UnitOfWork]]
) -> None:
    with database.read() as session:
        assert session.get_one(Community, 1).name == "翠湖花园"
        with write() as work:
            work.session.get_one(Community, 1).name = "湖畔"
        session.expire_all()
        assert session.get_one(Community, 1).name == "翠湖花园"
    with database.read() as session:
        assert session.get_one(Community, 1).name == "湖畔"


def test_that_a_reader_writes_nothing(file_db: Database) -> None:
    with file_db.read() as session:
        session.execute(update(Community).values(name="slip"))
    with file_db.read() as session:
        assert session.get_one(Community, 1).name == "翠湖花园"


def test_that_what_two_pcs_add_in_the_same_moment_is_a_conflict_and_in_a_file_a_bug(
    database: Database, write: Callable[..., AbstractContextManager[UnitOfWork]]
) -> None:
    same = text("INSERT INTO counter (community_id, series, period, last) VALUES (1, 'BX', '2611', 1)")
    with write() as work:
        work.session.execute(same)
    with pytest.raises(ConflictError if database.is_server else IntegrityError), write() as work:
        work.session.execute(same)


def test_that_broken_references_are_bugs_and_stay_bugs(
    database: Database, write: Callable[..., AbstractContextManager[UnitOfWork]]
) -> None:
    with pytest.raises(IntegrityError), write() as work:
        next_number(work.session, 99, "BX", "2611")
    with database.read() as session:
        assert session.scalars(select(OperationRow)).all() == []


def test_that_numbers_rise_without_gaps_from_several_writers(
    write: Callable[..., AbstractContextManager[UnitOfWork]],
) -> None:
    given: list[int] = []

    def draw() -> None:
        for _ in range(10):
            with write() as work:
                given.append(next_number(work.session, 1, "BX", "2611"))

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, 41))


def test_that_imported_numbers_are_kept_free(write: Callable[..., AbstractContextManager[UnitOfWork]]) -> None:
    with write() as work:
        reserve_number(work.session, 1, "BX", "2611", 40)
        reserve_number(work.session, 1, "BX", "2611", 7)
        assert next_number(work.session, 1, "BX", "2611") == 41
        assert next_number(work.session, 1, "BX", "2612") == 1
        assert next_number(work.session, 1, "TS", "2611") == 1


# --- the surroundings fail -------------------------------------------------------------------------------------------


def fill_up(write: Callable[..., AbstractContextManager[UnitOfWork]]) -> None:
    with write() as work:
        for number in range(2000):
            work.audit("community", number, "edited", after={"text": "x" * 200})


@pytest.fixture
def write_file(file_db: Database, actor: Actor, clock: FixedClock) -> Callable[[], AbstractContextManager[UnitOfWork]]:
    return lambda: file_db.write(actor, Operation.EDIT_COMMUNITY, clock)


def test_that_a_full_disk_is_told_loses_nothing_and_work_goes_on(
    file_db: Database, write_file: Callable[..., AbstractContextManager[UnitOfWork]]
) -> None:
    with write_file() as work:
        work.audit("community", 1, "edited")
    with file_db.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    file_db.engine.dispose()

    def limit(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")  # type: ignore[attr-defined]

    event.listen(file_db.engine, "connect", limit)
    with pytest.raises(WorldError) as caught:
        fill_up(write_file)
    assert "The disk is full. Nothing you typed is lost" in sentence(caught.value)
    event.remove(file_db.engine, "connect", limit)
    file_db.engine.dispose()
    with write_file() as work:
        work.audit("community", 2, "edited")
    with file_db.read() as session:
        assert session.scalars(select(Audit.subject_id).order_by(Audit.id)).all() == [1, 2]


def test_that_a_read_only_file_is_told(
    file_db: Database, write_file: Callable[..., AbstractContextManager[UnitOfWork]]
) -> None:
    file_db.engine.dispose()
    event.listen(file_db.engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
    with pytest.raises(WorldError) as caught, write_file() as work:
        work.audit("community", 1, "edited")
    assert "cannot be written to" in sentence(caught.value)


def test_that_a_writer_waits_and_then_tells_that_another_program_writes(
    place: DataPlace, opened: Opened, clock: FixedClock, migrations: Migrations, actor: Actor
) -> None:
    second = opening.open_data(place.directory, "admin", "open sesame", clock, migrations)
    with second.database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA busy_timeout = 50")
    with (
        opened.database.write(actor, Operation.EDIT_COMMUNITY, clock) as first,
        pytest.raises(WorldError) as caught,
        second.database.write(actor, Operation.EDIT_COMMUNITY, clock) as waiting,
    ):
        [work.session.get_one(Community, 1) for work in (first, waiting)]
    second.close()
    assert "Another program is using the data" in sentence(caught.value)


def test_that_connections_are_safe_by_default(file_db: Database) -> None:
    with file_db.engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("foreign_keys", "synchronous", "cell_size_check", "busy_timeout", "journal_mode")
        }
    assert settings == {
        "foreign_keys": 1, "synchronous": 2, "cell_size_check": 1, "busy_timeout": 10_000, "journal_mode": "wal"
    }  # fmt: skip


def test_that_nothing_personal_stands_in_an_error(write: Callable[..., AbstractContextManager[UnitOfWork]]) -> None:
    with pytest.raises(IntegrityError) as caught, write() as work:
        work.session.execute(
            text("INSERT INTO counter (community_id, series, period, last) VALUES (99, :name, 'x', 1)"),
            {"name": "13800138000"},
        )
    assert "13800138000" not in str(caught.value)


def test_that_an_unknown_file_is_not_made(place: DataPlace) -> None:
    place.data_file.unlink()
    database = file_database(place.data_file, bytes(32))
    with pytest.raises(WorldError), database.read() as session:
        session.execute(text("SELECT 1"))
    database.close()
    assert not place.data_file.exists()
