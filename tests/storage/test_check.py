from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from desktop.core.i18n import language
from desktop.core.permissions import Operation
from desktop.storage import opening
from desktop.storage.check import check_data
from desktop.storage.search import SearchFields

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.core.permissions import Actor
    from desktop.storage.database import Database
    from desktop.storage.migrate import Migrations
    from desktop.storage.places import DataPlace


def sentences(database: Database) -> list[str]:
    return [language("en").message(message) for message in check_data(database)]


def test_that_sound_data_has_no_faults(database: Database, actor: Actor, clock: FixedClock) -> None:
    with database.write(actor, Operation.EDIT_COMMUNITY, clock) as work:
        work.audit("community", 1, "edited")
        work.index("place", 1, SearchFields(public=["3-1-502"], text=["王芳"]))
    assert sentences(database) == []


def test_that_a_forged_entry_of_the_record_is_found(database: Database) -> None:
    with database.connect(writing=True) as connection:
        connection.execute(
            text(
                "INSERT INTO audit (id, community_id, operation_id, at, account_id, topic, subject_id, action)"
                " VALUES (1, 1, 'forged', 0, 1, 'community', 1, 'edited')"
            )
        )
    assert sentences(database) == [
        "1 entry of the record belongs to no operation; someone has changed the data from outside."
    ]


def test_that_a_broken_reference_is_found(file_db: Database) -> None:
    with file_db.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        connection.rollback()
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("INSERT INTO counter (community_id, series, period, last) VALUES (7, 'BX', '2611', 1)")
        driver.execute("PRAGMA foreign_keys = ON")
    assert sentences(file_db) == ["1 row refers to something that does not exist. Restore the last backup."]


def test_that_a_damaged_search_index_is_found(file_db: Database, actor: Actor, clock: FixedClock) -> None:
    with file_db.write(actor, Operation.EDIT_COMMUNITY, clock) as work:
        work.index("place", 1, SearchFields(public=["3-1-502"]))
    with file_db.connect(writing=True) as connection:
        connection.execute(text("UPDATE search_place_data SET block = zeroblob(length(block)) WHERE id > 1000"))
    assert any("search index is damaged" in sentence for sentence in sentences(file_db))


@pytest.mark.parametrize("page", range(2, 60, 7))
def test_that_a_flipped_bit_is_found_on_any_page(
    place: DataPlace, clock: FixedClock, migrations: Migrations, page: int
) -> None:
    content = bytearray(place.data_file.read_bytes())
    at = (page * 4096 + 17) % len(content)
    content[at if at > 4096 else at + 4096] ^= 1
    place.data_file.write_bytes(content)
    opened = opening.open_data(place.directory, "admin", "open sesame", clock, migrations)
    found = sentences(opened.database)
    opened.close()
    assert len(found) == 1
    assert "damaged" in found[0]
