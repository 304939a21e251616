"""Two clerks at two PCs, on one server: two processes that report at the same moment."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import pytest

from desktop.core.clock import SystemClock
from desktop.core.permissions import Actor, Role
from desktop.requests.model import RequestKind
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService
from desktop.storage.database import server_database
from desktop.storage.desk import Desk
from tests.requests.conftest import SHANGHAI, settle

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database

EACH = 15


def report_many(url: str, community_id: int, room_id: int, start: Barrier) -> None:
    """Report `EACH` repairs as one PC does."""
    database = server_database(url)
    desk = Desk(database, Actor(1, "clerk", Role.CLERK, community_id), SystemClock(), SHANGHAI, "云栖花园")
    service = RequestService(desk)
    start.wait()
    for number in range(EACH):
        service.report(NewRequest(kind=RequestKind.REPAIR, words=f"漏水 {number}", room_id=room_id))
    database.close()


@pytest.mark.postgresql
def test_that_numbers_have_neither_gaps_nor_doubles(blank_server: Database, clock: FixedClock) -> None:
    url = blank_server.engine.url.render_as_string(hide_password=False)
    place = settle(blank_server, clock)
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(2)
    arguments = (url, place.desk.actor.community_id, place.rooms["3-1-502"], start)
    clerks = [context.Process(target=report_many, args=arguments) for _ in range(2)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    numbers = [line.number for line in place.service.lines(limit=100)]
    assert [clerk.exitcode for clerk in clerks] == [0, 0]
    assert sorted(int(number.rpartition("-")[2]) for number in numbers) == list(range(1, 2 * EACH + 1))
