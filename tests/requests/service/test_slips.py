from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desktop.core.errors import RefusedError, UserError
from desktop.core.months import Month
from desktop.core.permissions import Operation, Role
from desktop.households.model import InstructionKind, OccupancyRole, Pet
from desktop.households.rows import NewInstruction, NewPerson, PersonFacts
from desktop.households.service import HouseholdService
from desktop.requests.model import ItemKind, RequestKind, RequestState
from desktop.requests.rows import PIECE, BillLine, NewRequest, OpenListOrder, SlipReturn
from desktop.requests.service.slips import numbers_meant
from tests.requests.conftest import settle

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.requests.rows import RequestDetail
    from tests.requests.conftest import Place

HOSE = BillLine("不锈钢软管 60 cm", PIECE, 2200)
TAPE = BillLine("生料带", 2 * PIECE, 300)
LABOUR = BillLine("人工", PIECE // 2, 3001, ItemKind.LABOUR)


def request(place: Place, **changes: Any) -> RequestDetail:
    given: dict[str, Any] = {
        "kind": RequestKind.REPAIR,
        "words": "厨房水槽下软管接头滴水",
        "room_id": place.rooms["3-1-502"],
        "phone": "13900007713",
        "category_id": place.categories["给排水"],
    }
    return place.service.detail(place.service.report(NewRequest(**(given | changes))).result)


def returned(place: Place, slip: SlipReturn, **changes: Any) -> RequestDetail:
    detail = request(place)
    place.desk.clock.set(place.desk.clock.now() + timedelta(hours=2))  # type: ignore[attr-defined]  # a FixedClock
    place.service.complete(detail.line.id, slip=slip, version=1, **changes)
    return place.service.detail(detail.line.id)


def problems(error: UserError) -> dict[str, str]:
    return {problem.field: problem.message.msgid for problem in error.problems}


def test_that_a_slip_brings_worker_arrival_and_bill(place: Place, clock: FixedClock) -> None:
    arrived = clock.now() + timedelta(minutes=30)
    slip = SlipReturn(worker_id=place.workers["何志强"], arrived_at=arrived, items=(HOSE, TAPE, LABOUR))
    detail = returned(place, slip, result="换了软管")
    (sheet,) = place.service.work_order_sheets([detail.line.id])
    assert (detail.line.state, detail.line.worker) == (RequestState.COMPLETED, "何志强")
    assert sheet.arrived_at == arrived
    assert sheet.items == (HOSE, TAPE, LABOUR)
    assert sheet.fee_fen == 2200 + 600 + 1501
    step = detail.steps[-1]
    assert step.details["fee_fen"] == sheet.fee_fen
    assert step.details["items"][0] == ["不锈钢软管 60 cm", 1000, 2200, "material"]


def test_that_a_second_return_replaces_the_bill(place: Place) -> None:
    detail = returned(place, SlipReturn(items=(HOSE, TAPE)))
    place.service.reopen(detail.line.id, "还在滴水", version=2)
    place.service.complete(detail.line.id, slip=SlipReturn(items=(LABOUR,)), version=3)
    assert place.service.bill(detail.line.id) == (LABOUR,)


def test_that_a_fee_without_lines_and_no_fee_at_all_are_kept_apart(place: Place) -> None:
    free, silent = returned(place, SlipReturn(fee_fen=0)), returned(place, SlipReturn())
    sheets = place.service.work_order_sheets([free.line.id, silent.line.id])
    assert [sheet.fee_fen for sheet in sheets] == [0, None]


@pytest.mark.parametrize(
    ("slip", "field", "words"),
    [
        (SlipReturn(fee_fen=-1), "fee_fen", "A fee cannot be negative"),
        (SlipReturn(fee_fen=10**12), "fee_fen", "too much to be true"),
        (SlipReturn(items=(HOSE,), fee_fen=1), "fee_fen", "The lines come to"),
        (SlipReturn(items=(BillLine("", PIECE, 1),)), "items", "Line %(line)s"),
        (SlipReturn(items=(BillLine("软管", 0, 1),)), "items", "Line %(line)s"),
        (SlipReturn(items=(BillLine("软管", PIECE, -1),)), "items", "Line %(line)s"),
        (SlipReturn(items=(BillLine("长" * 101, PIECE, 1),)), "items", "Line %(line)s"),
        (SlipReturn(items=(BillLine("软管", PIECE, 10**10),) * 2), "items", "Line %(line)s"),
        (SlipReturn(items=(HOSE,) * 21), "items", "A bill has at most"),
        (SlipReturn(worker_id=999), "worker_id", "This worker does not exist"),
    ],
)
def test_that_a_wrong_slip_is_refused_in_words_and_changes_nothing(
    place: Place, slip: SlipReturn, field: str, words: str
) -> None:
    detail = request(place)
    with pytest.raises(UserError) as refused:
        place.service.complete(detail.line.id, slip=slip, version=1)
    assert words in problems(refused.value)[field]
    assert place.service.detail(detail.line.id) == detail
    assert place.service.bill(detail.line.id) == ()


@pytest.mark.parametrize(("minutes", "words"), [(-60, "before it was reported"), (180, "before the worker arrived")])
def test_that_an_arrival_lies_between_report_and_completion(place: Place, minutes: int, words: str) -> None:
    arrived = place.desk.clock.now() + timedelta(minutes=minutes)
    with pytest.raises(UserError) as refused:
        returned(place, SlipReturn(arrived_at=arrived))
    assert words in problems(refused.value)["arrived_at"]


def test_that_everything_wrong_is_told_at_once(place: Place) -> None:
    early = place.desk.clock.now() - timedelta(hours=1)
    with pytest.raises(UserError) as refused:
        returned(place, SlipReturn(arrived_at=early, fee_fen=-1, items=(BillLine("", 0, 0),), worker_id=999))
    assert set(problems(refused.value)) == {"arrived_at", "fee_fen", "items", "worker_id"}


@pytest.mark.parametrize(
    "typed",
    [
        "BX-2611-0001",
        "bx-2611-0001",
        "bx26110001",
        "BX 2611 0001",
        "ＢＸ－２６１１－０００１",
        "26110001",
        "0001",
        "1",
        "bx1",
    ],
)
def test_that_a_number_is_understood_however_it_comes(place: Place, typed: str) -> None:
    detail = request(place)
    assert place.service.slip(f"{typed}\n").line.id == detail.line.id


def test_that_a_tail_means_this_month_then_the_month_before(place: Place, clock: FixedClock) -> None:
    old = [request(place), request(place)]
    clock.set(clock.now() + timedelta(days=20))
    new = request(place)
    assert place.service.slip("1").line.id == new.line.id
    assert place.service.slip("0002").line.id == old[1].line.id
    assert numbers_meant("BX7", [Month(2026, 12), Month(2026, 11)])[1:] == [["BX-2612-0007"], ["BX-2611-0007"]]


def test_that_of_several_series_the_open_one_is_meant_and_two_open_ones_are_named(place: Place) -> None:
    repair, complaint = request(place), request(place, kind=RequestKind.COMPLAINT)
    with pytest.raises(UserError) as refused:
        place.service.slip("1")
    (problem,) = refused.value.problems
    assert problem.field == "number"
    assert problem.message.params["numbers"] == "BX-2611-0001 · TS-2611-0001"
    place.service.complete(complaint.line.id, version=complaint.line.version)
    assert place.service.slip("1").line.id == repair.line.id


@pytest.mark.parametrize("typed", ["", "   ", "BX-2611-0099", "not a number", "1' OR 1=1", "9" * 500, "%", "李"])
def test_that_an_unknown_barcode_has_its_sentence(place: Place, typed: str) -> None:
    request(place)
    with pytest.raises(UserError) as refused:
        place.service.slip(typed)
    assert "There is no request" in problems(refused.value)["number"]


def test_that_a_work_order_warns_of_what_waits_behind_the_door_and_of_nothing_else(place: Place) -> None:
    service, room_id = HouseholdService(place.desk), place.rooms["3-1-502"]
    facts = PersonFacts(taboos="请换鞋套", preferences="喝茶")
    service.add_resident(room_id, NewPerson("陈国栋", ("138 0013 2046",), facts=facts), OccupancyRole.OWNER)
    service.tag(room_id, "历史遗留问题户", cause="学位")
    service.give_instruction(room_id, NewInstruction(InstructionKind.OUT_OF_TOWN, "去海南"))
    service.give_instruction(room_id, NewInstruction(InstructionKind.KEY_HELD, "前台 12 号"))
    service.give_instruction(room_id, NewInstruction(InstructionKind.OTHER, "请按门铃两次"))
    with place.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        work.session.add(Pet(community_id=work.community_id, room_id=room_id, kind="金毛", name="乐乐", note="温顺"))
    (sheet,) = place.service.work_order_sheets([request(place).line.id])
    told = [str(words.params if not isinstance(words, str) else words) for words in sheet.cautions]
    everything = " ".join(told)
    assert all(words in everything for words in ("金毛", "温顺", "请换鞋套", "前台 12 号", "请按门铃两次"))
    assert not any(words in everything for words in ("学位", "海南", "陈国栋", "喝茶"))


def test_that_the_open_list_is_grouped_by_worker_and_phones_are_masked(place: Place) -> None:
    he = place.workers["何志强"]
    first = request(place, worker_id=he, room_id=place.rooms["3-2-101"])
    second = request(place, worker_id=he, room_id=place.rooms["1-1-101"])
    lone = request(place)
    done = request(place, worker_id=he)
    place.service.complete(done.line.id, version=done.line.version)
    due = place.service.print_open_list()
    assert [[line.id for line in group.lines] for group in due] == [[first.line.id, second.line.id], [lone.line.id]]
    assert due[0].worker == "何志强"
    assert due[0].phones == ("139 **** 7713", "139 **** 7713")
    (rooms,) = place.service.print_open_list(worker_id=he, order=OpenListOrder.ROOM)
    assert [line.room for line in rooms.lines] == ["1-1-101", "3-2-101"]
    department = place.departments["engineering"]
    assert {line.id for group in place.service.print_open_list(department_id=department) for line in group.lines} >= {
        first.line.id
    }
    assert [group.lines[0].id for group in place.service.print_open_list(ids=[lone.line.id])] == [lone.line.id]


@pytest.mark.parametrize("role", [Role.GUARD, Role.ADMINISTRATOR])
def test_that_only_the_desk_prints_open_lists_and_work_orders(place: Place, role: Role) -> None:
    detail = request(place)
    with pytest.raises(RefusedError):
        place.acting_as(role).print_open_list()
    with pytest.raises(RefusedError):
        place.acting_as(role).work_order_sheets([detail.line.id])


def test_that_a_worker_does_not_come_before_the_request_was_reopened(place: Place, clock: FixedClock) -> None:
    detail = returned(place, SlipReturn(arrived_at=clock.now() + timedelta(hours=1)))
    clock.set(clock.now() + timedelta(hours=8))
    place.service.reopen(detail.line.id, "还在滴水", version=2)
    reopened_at = clock.now()
    clock.set(reopened_at + timedelta(hours=2))
    early = SlipReturn(arrived_at=reopened_at - timedelta(hours=3))
    with pytest.raises(UserError) as caught:
        place.service.complete(detail.line.id, slip=early, version=3)
    assert [*problems(caught.value)] == ["arrived_at"]
    in_time = SlipReturn(arrived_at=reopened_at + timedelta(hours=1))
    place.service.complete(detail.line.id, slip=in_time, version=3)


def test_that_a_helper_who_comes_back_as_the_worker_helps_no_more(place: Place) -> None:
    detail, (first, second) = request(place), place.workers.values()
    place.service.assign(detail.line.id, worker_id=first, helper_ids=[second], version=1)
    place.service.complete(detail.line.id, slip=SlipReturn(worker_id=second), version=2)
    after = place.service.detail(detail.line.id)
    assert (after.worker_id, after.helpers) == (second, ())


def test_that_a_bill_is_none_of_another_community_s_business(place: Place, clock: FixedClock) -> None:
    detail = returned(place, SlipReturn(items=(HOSE,)))
    assert settle(place.desk.database, clock).service.bill(detail.line.id) == ()
