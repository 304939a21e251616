"""What was opened last, on a server: one account may be signed in at several PCs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from desktop.app.recent import RecentService
from desktop.storage.recent import RecentRow
from tests.community.conftest import settled

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database


@pytest.mark.postgresql
def test_that_two_windows_of_one_account_may_open_the_same_thing_at_once(
    blank_server: Database, clock: FixedClock
) -> None:
    service = RecentService(settled(blank_server, clock))
    with ThreadPoolExecutor(2) as pool:
        for room_id in range(1, 31):
            for done in [pool.submit(service.opened, "room", room_id) for _ in range(2)]:
                done.result()
    with blank_server.read() as session:
        kept = session.scalars(select(RecentRow.source_id).order_by(RecentRow.id)).all()
    assert kept == list(range(23, 31))
