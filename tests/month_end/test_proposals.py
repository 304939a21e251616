"""What stands out in a month, on both engines: with its numbers, once, and as a problem point that could be made."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desktop.core.errors import RefusedError, UserError
from desktop.core.i18n import language
from desktop.core.permissions import Operation
from desktop.issues.model import Severity
from desktop.issues.service import IssueService
from desktop.month_end.rows import HotSpotKind
from desktop.month_end.service.spots import MOST_EVIDENCE, MOST_OF_A_KIND
from desktop.requests.model import Equipment
from tests.month_end.conftest import OCTOBER
from tests.requests.conftest import SHANGHAI

if TYPE_CHECKING:
    from desktop.month_end.rows import Proposal
    from tests.month_end.conftest import Combed

EN = language("en")


def told(proposal: Proposal) -> str:
    return f"{EN.message(proposal.title)} | {EN.message(proposal.why)}"


def spread(month_end: Combed, count: int, **given: Any) -> None:
    """Write `count` requests into October, no more than three of one room."""
    for number in range(count):
        room = f"1-9-{number // 3}" if number % 2 else f"3-9-{number // 3}"
        month_end.add(1, room=room, **given)


def test_that_a_steady_month_proposes_nothing(month_end: Combed) -> None:
    month_end.usually(6, room="1-1-101", category_id=month_end.place.categories["电梯"])
    spread(month_end, 6, category_id=month_end.place.categories["电梯"])
    assert month_end.clerk.proposals(OCTOBER) == ()


def test_that_a_category_above_its_usual_is_proposed_with_its_numbers(month_end: Combed) -> None:
    water = month_end.place.categories["给排水"]
    for room in ("1-1-101", "3-1-502"):
        month_end.usually(2, room=room)
    spread(month_end, 24)
    found = month_end.spot(f"category/{water}")
    assert (found.kind, found.now, found.usual, found.bound, found.months) == (HotSpotKind.CATEGORY, 24, 4.0, 9.0, 12)
    assert told(found) == (
        "给排水: clearly more requests than usual | 24 this month, usually 4.0 a month; from 9 on it stands out."
    )
    assert found.issue.category_id == water
    assert found.issue.building_id is None
    assert found.issue.department_id == month_end.place.departments["engineering"]
    assert found.issue.severity is Severity.CRITICAL
    assert len(found.issue.request_ids) == 24


def test_that_a_category_from_one_building_is_one_proposal_that_names_it(month_end: Combed) -> None:
    water, three = month_end.place.categories["给排水"], month_end.place.buildings["3"]
    month_end.usually(3, room="1-1-101")
    month_end.usually(1, room="3-1-502")
    for number in range(12):
        month_end.add(1, room=f"3-9-{number}")
    month_end.add(3, room="1-1-101")
    assert month_end.keys("building") == []
    found = month_end.spot(f"category/{water}")
    assert told(found) == (
        "给排水 in Building 3: clearly more requests than usual | 15 this month, usually 4.0 a month; from 9 on it"
        " stands out. 12 of them come from Building 3 (usually 1.0); elsewhere it is as usual."
    )
    assert (found.issue.category_id, found.issue.building_id) == (water, three)
    assert len(found.issue.request_ids) == 12


def test_that_a_building_that_stands_out_without_that_category_is_proposed_too(month_end: Combed) -> None:
    lift, three = month_end.place.categories["电梯"], month_end.place.buildings["3"]
    month_end.usually(1, room="3-1-502")
    month_end.usually(8, room="1-1-101", category_id=lift)
    for number in range(12):
        month_end.add(1, room=f"3-9-{number}")
    for number in range(7):
        month_end.add(1, room=f"3-8-{number}", category_id=lift)
    assert set(month_end.keys()) == {f"category/{month_end.place.categories['给排水']}", f"building/{three}"}


def test_that_a_building_names_the_category_that_explains_it(month_end: Combed) -> None:
    water, lift = month_end.place.categories["给排水"], month_end.place.categories["电梯"]
    three = month_end.place.buildings["3"]
    month_end.usually(20, room="1-1-101")
    month_end.usually(2, room="3-1-502")
    month_end.usually(3, room="3-2-101", category_id=lift)
    for number in range(12):
        month_end.add(1, room=f"3-9-{number}")
    for number in range(14):
        month_end.add(1, room=f"1-9-{number}")
    month_end.add(3, room="3-2-101", category_id=lift)
    found = month_end.spot(f"building/{three}")
    assert "12 of them are about 给排水 (usually 2.0); the others are as usual." in told(found)
    assert (found.issue.building_id, found.issue.category_id, found.now) == (three, water, 15)
    assert len(found.issue.request_ids) == 12


def test_that_months_without_requests_do_not_make_the_usual_smaller(month_end: Combed) -> None:
    for back in (1, 2, 12):
        month_end.add(8, OCTOBER.plus(-back), room="1-1-101")
    spread(month_end, 16)
    found = month_end.spot(f"category/{month_end.place.categories['给排水']}")
    assert (found.usual, found.months) == (8.0, 3)


def test_that_two_known_months_are_too_few(month_end: Combed) -> None:
    month_end.usually(1, months=2, room="1-1-101")
    spread(month_end, 30)
    assert month_end.keys("category") == month_end.keys("building") == []


def test_that_the_first_month_ever_proposes_fixed_numbers_only(month_end: Combed) -> None:
    spread(month_end, 20)
    month_end.add(2, room="1-1-102", kind="complaint")
    assert month_end.keys() == ["repeat_complainer/1-1-102"]


def test_that_a_month_with_nothing_in_it_proposes_nothing(month_end: Combed) -> None:
    assert month_end.clerk.proposals(OCTOBER) == ()
    assert sum(check.count for check in month_end.clerk.completeness(OCTOBER)) == 0


def test_that_what_was_cancelled_or_is_a_duplicate_does_not_count(month_end: Combed) -> None:
    month_end.usually(1, room="1-1-101")
    main = month_end.add(4, room="1-1-101")
    month_end.add(9, room="1-1-101", duplicate_of_id=main[0], state="duplicate")
    month_end.add(9, room="1-1-101", cancelled_at=datetime(2030, 1, 1, tzinfo=SHANGHAI), state="cancelled")
    found = {each.key: each.now for each in month_end.clerk.proposals(OCTOBER)}
    assert found == {"room/1-1-101": 4}


def test_that_a_room_and_a_lift_stand_out_against_themselves(month_end: Combed) -> None:
    with month_end.place.desk.write(Operation.EDIT_RULES) as work:
        lift = Equipment(community_id=work.community_id, name="1号电梯")
        work.session.add(lift)
        work.session.flush()
        lift_id = lift.id
    month_end.usually(10, room="1-1-101", equipment_id=None)
    month_end.add(4, room="3-1-502", equipment_id=lift_id)
    room, equipment = month_end.spot("room/3-1-502"), month_end.spot(f"equipment/{lift_id}")
    assert (room.now, room.usual, room.issue.room_label) == (4, 0.0, "3-1-502")
    assert (equipment.now, equipment.name, equipment.issue.equipment_id) == (4, "1号电梯", lift_id)
    assert "out of order again and again" in told(equipment)


def test_that_a_worker_is_judged_by_what_came_back_not_by_how_much_there_was(month_end: Combed) -> None:
    busy, poor = month_end.place.workers["何志强"], month_end.place.workers["丁磊"]
    month_end.usually(2, room="1-1-101", worker_id=busy)
    for number in range(30):
        month_end.add(1, room=f"1-9-{number}", worker_id=busy)
    ids = month_end.add(1, room="1-8-1", worker_id=poor, reopened_count=1)
    ids += month_end.add(2, room="1-8-2", worker_id=poor)
    for request_id in ids:
        month_end.answer(request_id, "fair")
    assert month_end.keys("worker") == [f"worker/{poor}"]
    found = month_end.spot(f"worker/{poor}")
    assert found.now == 3, "a request that came back and left someone unsatisfied counts once"
    assert sorted(found.issue.request_ids) == sorted(ids)
    assert "Repairs taken up again and answers below “satisfied”: 3 this month" in told(found)


def test_that_reworks_of_one_room_and_category_and_of_one_worker_are_proposed(month_end: Combed) -> None:
    worker = month_end.place.workers["何志强"]
    same = month_end.add(2, room="3-1-502", reopened_count=1)
    his = [month_end.add(1, room=f"1-9-{number}", reopened_count=1, worker_id=worker)[0] for number in range(2)]
    water = month_end.place.categories["给排水"]
    room, found = month_end.spot(f"rework/room/{water}/3-1-502"), month_end.spot(f"rework/worker/{worker}")
    assert room.issue.request_ids == tuple(same)
    assert found.issue.request_ids == tuple(his)
    assert "2 of 2 repairs completed this month had to be done again" in told(found)


def test_that_the_same_reworks_are_told_of_once(month_end: Combed) -> None:
    month_end.add(2, room="3-1-502", reopened_count=1, worker_id=month_end.place.workers["何志强"])
    assert month_end.keys("rework") == [f"rework/room/{month_end.place.categories['给排水']}/3-1-502"]


def test_that_two_reworks_of_a_worker_who_did_much_are_no_cluster(month_end: Combed) -> None:
    worker = month_end.place.workers["何志强"]
    for number in range(30):
        month_end.add(1, room=f"1-9-{number}", worker_id=worker, reopened_count=int(number < 2))
    assert month_end.keys("rework") == []


def test_that_dissatisfied_answers_are_put_together_and_told_of_once(month_end: Combed) -> None:
    worker, lift = month_end.place.workers["何志强"], month_end.place.categories["电梯"]
    month_end.usually(5, room="1-1-101")
    his = [month_end.add(1, room=f"1-9-{number}", worker_id=worker)[0] for number in range(2)]
    lifts = [month_end.add(1, room=f"1-8-{number}", category_id=lift)[0] for number in range(2)]
    alone = month_end.add(1, room="1-7-1", department_id=month_end.place.departments["order"])[0]
    for request_id in (*his, *lifts):
        month_end.answer(request_id, "dissatisfied")
    month_end.answer(alone, "very_dissatisfied")
    month_end.answer(his[0], "very_dissatisfied", OCTOBER.plus(-1))
    order = month_end.place.departments["order"]
    assert set(month_end.keys("dissatisfied")) == {
        f"dissatisfied/worker/{worker}",
        f"dissatisfied/category/{lift}",
        f"dissatisfied/very/{order}",
    }
    assert "2 of 2 answers this month were dissatisfied" in told(month_end.spot(f"dissatisfied/worker/{worker}"))
    very = month_end.spot(f"dissatisfied/very/{order}")
    assert (very.now, very.bound, very.issue.request_ids) == (1, 1.0, (alone,))


def test_that_a_worker_who_stands_out_is_not_told_of_again(month_end: Combed) -> None:
    worker = month_end.place.workers["何志强"]
    month_end.usually(2, room="1-1-101")
    for number in range(3):
        ids = month_end.add(1, room=f"1-9-{number}", worker_id=worker, reopened_count=1)
        month_end.answer(ids[0], "dissatisfied")
    assert month_end.keys() == [f"worker/{worker}"]


def test_that_complaints_of_one_room_are_counted_over_three_months(month_end: Combed) -> None:
    month_end.add(1, OCTOBER.plus(-2), room="1-1-102", kind="complaint")
    month_end.add(1, OCTOBER.plus(-1), room="1-1-102", kind="complaint")
    assert month_end.keys("repeat") == []
    month_end.add(1, room="1-1-102", kind="complaint")
    found = month_end.spot("repeat_complainer/1-1-102")
    assert "Complaints this month: 1, in three months: 3;" in told(found)
    assert len(found.issue.request_ids) == 3


def test_that_what_is_open_since_before_last_month_is_proposed_by_department(month_end: Combed) -> None:
    old = month_end.add(2, OCTOBER.plus(-2), room="1-1-101", completed_at=None)
    month_end.add(1, OCTOBER.plus(-1), room="1-1-102", completed_at=None)
    month_end.add(1, OCTOBER.plus(-3), room="1-1-101", completed_at=OCTOBER.start(SHANGHAI) + timedelta(days=3))
    later = month_end.add(1, OCTOBER.plus(-2), room="3-1-502", completed_at=OCTOBER.end(SHANGHAI))
    found = month_end.spot(f"long_carried/{month_end.place.departments['engineering']}")
    assert sorted(found.issue.request_ids) == sorted(old + later)
    assert "3 requests from before 2026-09 were open at the month's end; the oldest is of 2026-08-01." in told(found)


def test_that_what_matters_most_comes_first(month_end: Combed) -> None:
    month_end.usually(2, room="1-1-101")
    month_end.add(10, room="3-1-502", kind="complaint")
    month_end.add(2, room="1-1-102", kind="complaint")
    found = month_end.clerk.proposals(OCTOBER)
    grave = [list(Severity).index(each.issue.severity) for each in found]
    assert grave == sorted(grave, reverse=True)
    assert found[-1].key == "repeat_complainer/1-1-102"


def test_that_a_spot_brings_along_no_more_than_its_share(month_end: Combed) -> None:
    month_end.usually(1, room="1-1-101")
    month_end.add(MOST_EVIDENCE + 30, room="1-1-101")
    found = month_end.spot("room/1-1-101")
    assert found.now == MOST_EVIDENCE + 30
    assert len(found.issue.request_ids) == MOST_EVIDENCE


def test_that_of_each_kind_only_the_weightiest_are_proposed(month_end: Combed) -> None:
    for number in range(MOST_OF_A_KIND + 5):
        month_end.add(3 if number else 9, room=f"1-9-{number}", kind="complaint", category_id=None)
    found = month_end.keys("repeat_complainer")
    assert len(found) == MOST_OF_A_KIND
    assert found[0] == "repeat_complainer/1-9-0"


def test_that_a_proposal_made_a_point_is_known_as_taken(month_end: Combed) -> None:
    month_end.add(2, room="1-1-102", kind="complaint")
    proposal = month_end.spot("repeat_complainer/1-1-102")
    assert proposal.taken_as is None
    issue = proposal.as_issue(language("zh_CN"))
    assert issue.title == "1-1-102 多次投诉"
    assert issue.words.startswith("本月投诉 2 件")
    made = IssueService(month_end.desk()).raise_issue(issue).result
    assert month_end.spot("repeat_complainer/1-1-102").taken_as == made


def test_that_an_open_point_of_an_earlier_month_takes_it_too_and_a_merged_one_lives_on(month_end: Combed) -> None:
    service = IssueService(month_end.desk())
    month_end.add(2, OCTOBER.plus(-1), room="1-1-102", kind="complaint")
    month_end.add(2, room="1-1-102", kind="complaint")
    earlier = next(
        each for each in month_end.clerk.proposals(OCTOBER.plus(-1)) if each.key == "repeat_complainer/1-1-102"
    )
    first = service.raise_issue(earlier.as_issue(EN)).result
    assert month_end.spot("repeat_complainer/1-1-102").taken_as == first
    second = service.raise_issue(month_end.spot("repeat_complainer/1-1-102").as_issue(EN)).result
    versions = {id_: service.issue(id_).version for id_ in (first, second)}
    service.merge(first, [second], versions=versions)
    assert month_end.spot("repeat_complainer/1-1-102").taken_as == first


def test_that_a_head_is_told_what_concerns_the_own_department(month_end: Combed) -> None:
    order = month_end.place.departments["order"]
    month_end.add(2, room="1-1-102", kind="complaint", department_id=order)
    month_end.add(2, room="1-1-101", kind="complaint")
    assert [each.key for each in month_end.head.proposals(OCTOBER)] == ["repeat_complainer/1-1-101"]
    assert len(month_end.manager.proposals(OCTOBER)) == 2


@pytest.mark.parametrize("name", ["门岗", "管理员"])
def test_that_who_does_not_work_at_the_desk_combs_nothing(month_end: Combed, name: str) -> None:
    service = month_end.of(name)
    for ask in (service.completeness, service.proposals, service.walk, service.comments):
        with pytest.raises(RefusedError):
            ask(OCTOBER)


def test_that_a_month_that_has_not_begun_is_refused(month_end: Combed) -> None:
    for ask in (month_end.clerk.completeness, month_end.clerk.proposals):
        with pytest.raises(UserError):
            ask(OCTOBER.plus(2))
