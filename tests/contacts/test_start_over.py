"""A round over given households: of no list, in building order, alone or within another feature's write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.contacts.model import CallOutcome
from desktop.contacts.report import call_sheet
from desktop.contacts.rows import EntryFilter, RoundForecast
from desktop.contacts.service import RoundPlan, forecast_over, start_over
from desktop.core.errors import UserError
from desktop.core.i18n import language
from desktop.core.permissions import Operation
from tests.care.villages import TODAY
from tests.contacts.neighbours import LABELS

if TYPE_CHECKING:
    from tests.contacts.neighbours import Neighbours


def rooms(neighbours: Neighbours, *labels: str) -> list[int]:
    return [neighbours.rooms[label] for label in labels]


def test_that_given_households_are_called_in_building_order_each_once(neighbours: Neighbours) -> None:
    neighbours.everyone()
    chosen = rooms(neighbours, "2-1-101", "1-1-102", "1-1-101", "2-1-101")
    round_id = neighbours.start_over([*chosen, 987_654], RoundPlan(" 停水 1栋 ", "停水", "{姓名}您好"))
    line = neighbours.clerk().round(round_id)
    assert (line.list_id, line.list_name, line.progress.waiting) == (None, "停水 1栋", 3)
    assert [entry.room for entry in neighbours.clerk().entries(round_id)] == ["1-1-101", "1-1-102", "2-1-101"]
    card = neighbours.clerk().next_call(round_id)
    assert card is not None
    assert (card.room, card.note, card.total) == ("1-1-101", "", 3)
    neighbours.clerk().record(card.entry_id, CallOutcome.REACHED, version=card.version)
    assert neighbours.clerk().round(round_id).progress.reached == 1


def test_that_who_cannot_be_called_is_kept_apart_as_in_any_round(on_file: Neighbours) -> None:
    on_file.everyone()
    silent = on_file.village.settle("1-1-201", "无话")
    on_file.forget_phones(silent)
    on_file.instruct("1-1-101")
    chosen = rooms(on_file, "1-1-101", "1-1-102", "1-1-1001", "2-1-101")
    with on_file.desk.read() as session:
        forecast = forecast_over(session, 1, on_file.clock.now(), TODAY, chosen)
    round_id = on_file.start_over(chosen, RoundPlan("停电", "停电", ""))
    progress = on_file.clerk().round(round_id).progress
    assert forecast == RoundForecast(progress.waiting, progress.no_phone, progress.left_out)
    (left_out,) = on_file.clerk().entries(round_id, EntryFilter(left_out=True))
    assert left_out.room == "1-1-101"


def test_that_nobody_to_call_is_refused_in_words_and_nothing_is_kept(on_file: Neighbours) -> None:
    for chosen in ([], rooms(on_file, "1-1-101")):
        with pytest.raises(UserError) as nobody:
            on_file.start_over(chosen, RoundPlan("停水", "停水", ""))
        assert [problem.field for problem in nobody.value.problems] == ["rooms"]
    with pytest.raises(UserError) as wrong:
        on_file.start_over(rooms(on_file, "1-1-101"), RoundPlan("", "", "", 0, 0))
    assert [problem.field for problem in wrong.value.problems] == ["occasion", "most_attempts", "retry_minutes"]
    assert on_file.clerk().rounds() == []
    on_file.everyone()
    on_file.start_over(rooms(on_file, "1-1-101"), RoundPlan("", "停水"))
    (line,) = on_file.clerk().rounds()
    assert line.list_name == "停水"


def test_that_a_round_within_another_write_is_kept_with_it_or_not_at_all(on_file: Neighbours) -> None:
    on_file.everyone()
    plan = RoundPlan("停水", "停水", "您好")

    def stumble() -> None:
        with on_file.desk.write(Operation.CALL_ROUND) as work:
            start_over(work, rooms(on_file, *LABELS), plan, TODAY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert on_file.clerk().rounds() == []
    with on_file.desk.write(Operation.CALL_ROUND) as work:
        round_id = start_over(work, rooms(on_file, *LABELS), plan, TODAY)
    assert on_file.clerk().round(round_id).occasion == "停水"


def test_that_the_sheet_of_such_a_round_is_printed(on_file: Neighbours) -> None:
    on_file.everyone()
    round_id = on_file.start_over(rooms(on_file, "1-1-101"), RoundPlan("停水", "停水", "{小区}您好"))
    sheet = on_file.clerk().call_sheet(round_id)
    desk = on_file.desk
    drawn = call_sheet(sheet, desk.community, desk.zone, desk.clock.now(), language("zh_CN"))
    assert drawn.startswith(b"%PDF")
