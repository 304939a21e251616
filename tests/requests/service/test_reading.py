from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.errors import RefusedError, UserError
from desktop.core.permissions import Role
from desktop.requests.model import HoldReason, Request, RequestKind, RequestState
from desktop.requests.model import Place as Where
from desktop.requests.rows import NewRequest, Period, RequestFilter, RequestOrder, StateGroup, TodayCounts

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from tests.requests.conftest import Place

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


def report(community: Place, /, ago: float = 0, **changes: Any) -> int:
    given: dict[str, Any] = {
        "kind": RequestKind.REPAIR,
        "words": "漏水",
        "room_id": community.rooms["3-1-502"],
    } | changes
    return community.service.report(NewRequest(occurred_at=community.desk.clock.now() - ago * HOUR, **given)).result


def found(place: Place, **wanted: Any) -> list[int]:
    lines = [line.id for line in place.service.lines(RequestFilter(**wanted))]
    assert place.service.count(RequestFilter(**wanted)) == len(lines)
    return lines


def test_that_the_list_is_newest_first_and_pages_by_key_both_ways(place: Place) -> None:
    ids = [report(place, ago=hours) for hours in (5, 1, 3, 3, 9)]
    expected = [ids[1], ids[3], ids[2], ids[0], ids[4]]
    everything = place.service.lines()
    assert [line.id for line in everything] == expected
    assert [line.id for line in place.service.lines(limit=2)] == expected[:2]
    assert [line.id for line in place.service.lines(after=everything[1], limit=2)] == expected[2:4]
    assert [line.id for line in place.service.lines(before=everything[4], limit=2)] == expected[2:4]
    assert [line.id for line in place.service.lines(last=True, limit=2)] == expected[3:]


def test_that_the_list_by_due_time_ends_with_what_is_never_due(place: Place) -> None:
    kinds = (RequestKind.INQUIRY, RequestKind.REPAIR, RequestKind.COMPLAINT, RequestKind.PRAISE)
    ids = [report(place, kind=kind) for kind in kinds]
    expected = [ids[2], ids[1], ids[0], ids[3]]
    lines = place.service.lines(order=RequestOrder.DUE)
    assert [line.id for line in lines] == expected
    assert [line.id for line in place.service.lines(order=RequestOrder.DUE, after=lines[2])] == expected[3:]
    assert [line.id for line in place.service.lines(order=RequestOrder.DUE, before=lines[3])] == expected[:3]


def test_that_the_list_by_follow_up_begins_with_the_one_due_first(place: Place, clock: FixedClock) -> None:
    second, first = report(place, ago=2), report(place, ago=9)
    for request_id, hours in ((second, 1), (first, 2)):
        version = place.service.detail(request_id).line.version
        done_at = clock.now() - hours * HOUR
        place.service.complete(request_id, result="已修好", at=done_at, version=version)
    never = report(place, kind=RequestKind.PRAISE)
    lines = place.service.lines(order=RequestOrder.FOLLOW_UP)
    assert [line.id for line in lines] == [first, second, never]


@pytest.mark.parametrize("order", RequestOrder)
def test_that_one_may_jump_anywhere_and_ask_where_a_request_stands(place: Place, order: RequestOrder) -> None:
    for hours in (5, 1, 3, 3, 9):
        report(place, ago=hours)
    ids = [line.id for line in place.service.lines(order=order)]
    for index in range(5):
        jumped = place.service.jump(order=order, index=index, total=5, limit=2)
        assert [line.id for line in jumped] == ids[index : index + 2]
        assert place.service.position(ids[index], order=order) == index
    assert place.service.jump(order=order, index=5, total=5) == []
    assert place.service.position(999, order=order) is None


def test_that_each_condition_of_a_filter_narrows_the_list(place: Place) -> None:
    pipe = report(place, ago=2, category_id=place.categories["给排水"], worker_id=place.workers["何志强"])
    noise = report(place, kind=RequestKind.COMPLAINT, room_id=place.rooms["1-1-101"], words="太吵")
    hall = report(place, room_id=None, place=Where.PUBLIC_AREA, words="大堂灯不亮", reporter="保洁")
    place.service.complete(noise, version=1)
    place.service.cancel(hall, "误报", version=1)
    assert found(place, group=StateGroup.OPEN) == [pipe]
    assert found(place, group=StateGroup.DONE) == [noise]
    assert found(place, group=StateGroup.CANCELLED) == [hall]
    assert found(place, group=StateGroup.DUPLICATE) == []
    assert found(place, states=frozenset({RequestState.ASSIGNED, RequestState.CANCELLED})) == [hall, pipe]
    assert found(place, kinds=frozenset({RequestKind.COMPLAINT})) == [noise]
    assert found(place, department_ids=frozenset({place.departments["engineering"]})) == [pipe]
    assert found(place, worker_ids=frozenset({place.workers["何志强"]})) == [pipe]
    assert found(place, category_ids=frozenset({place.categories["给排水"]})) == [pipe]
    assert found(place, building_ids=frozenset({place.buildings["1"]})) == [noise]
    assert found(place, room_id=place.rooms["3-1-502"]) == [pipe]
    assert found(place, occurred_from=NOW - HOUR) == [hall, noise]
    assert found(place, occurred_until=NOW) == [pipe]
    assert found(place, text="大堂") == [hall]
    assert found(place, text="没有") == []
    assert found(place, ids=select(Request.id).where(Request.kind == RequestKind.COMPLAINT)) == [noise]
    assert found(place, group=StateGroup.OPEN, kinds=frozenset({RequestKind.COMPLAINT})) == []


def test_that_the_counts_of_the_day_are_the_lists_they_open(place: Place, clock: FixedClock) -> None:
    late = report(place, ago=47)
    due_tonight = report(place, ago=40)
    report(place, ago=20)
    on_hold = report(place, ago=46.5)
    never = report(place, kind=RequestKind.INQUIRY)
    done = report(place, ago=60)
    place.service.hold(on_hold, HoldReason.PARTS, version=1)
    place.service.complete(done, version=1)
    place.service.assign(never, department_id=place.departments["service"], version=1)
    clock.advance(hours=2)
    assert place.service.today() == TodayCounts(overdue=1, due_today=2, awaits_follow_up=1, to_dispatch=3)
    assert found(place, overdue=True) == [late]
    assert found(place, due_today=True) == [due_tonight, on_hold]
    assert found(place, awaits_follow_up=True) == [done]
    assert late in found(place, to_dispatch=True)
    assert place.service.detail(late).line.late == HOUR


def test_that_today_ends_at_midnight_in_the_communitys_zone(place: Place, clock: FixedClock) -> None:
    request = report(place, due_at=datetime(2026, 11, 22, 16, 0, tzinfo=UTC))
    assert found(place, due_today=True) == []
    clock.set(datetime(2026, 11, 22, 16, 0, tzinfo=UTC))
    assert found(place, due_today=True) == [request]


def test_that_a_request_is_late_the_moment_after_its_due_time(place: Place, clock: FixedClock) -> None:
    request = report(place)
    clock.advance(hours=48)
    assert found(place, overdue=True) == []
    clock.advance(microseconds=1)
    assert found(place, overdue=True) == [request]


def test_that_a_household_shows_its_open_requests(place: Place) -> None:
    older, newer, done = report(place, ago=2), report(place, ago=1), report(place)
    report(place, room_id=place.rooms["1-1-101"])
    place.service.complete(done, version=1)
    assert [line.id for line in place.service.open_for_room(place.rooms["3-1-502"])] == [newer, older]


def test_that_the_same_fault_in_the_building_is_seen_for_two_days(place: Place) -> None:
    pipes = place.categories["给排水"]
    report(place, ago=49, category_id=pipes)
    recent = report(place, ago=47, category_id=pipes, room_id=place.rooms["3-2-101"])
    report(place, category_id=pipes, room_id=place.rooms["1-1-101"])
    report(place, category_id=place.categories["噪音"])
    withdrawn = report(place, category_id=pipes)
    place.service.cancel(withdrawn, "误报", version=1)
    assert [line.id for line in place.service.similar(pipes, place.buildings["3"])] == [recent]


@pytest.mark.parametrize(
    ("typed", "matched"),
    [
        ("BX-2611-0001", "BX-2611-0001"),
        ("bx-2611-0001", "BX-2611-0001"),
        ("0001", "BX-2611-0001"),
        ("3-1-502", "3-1-502"),
        ("黄丽", "黄丽娟"),
        ("7713", "139 **** 7713"),
        ("软管", "厨房水槽下软管接头滴水"),
    ],
)
def test_that_the_search_box_finds_a_request_and_says_where(place: Place, typed: str, matched: str) -> None:
    request = report(place, words="厨房水槽下软管接头滴水", reporter="黄丽娟", phone="13900007713")
    (hit,) = place.service.find(typed)
    assert (hit.kind, hit.id, hit.room, hit.matched) == ("request", request, "3-1-502", matched)
    assert hit.title.startswith("BX-2611-0001 ")


def test_that_the_exact_number_comes_first(place: Place) -> None:
    first = report(place)
    report(place, words="与 BX-2611-0001 是同一处")
    assert place.service.find("BX-2611-0001")[0].id == first
    assert len(place.service.find("BX-2611-0001")) == 2
    assert place.service.find("  ") == []


def test_that_a_long_text_is_shown_around_what_was_found(place: Place) -> None:
    report(place, words="一" * 50 + "漏水" + "二" * 50)
    (hit,) = place.service.find("漏水")
    assert "漏水" in hit.matched
    assert hit.matched.startswith("…")
    assert hit.matched.endswith("…")


def test_that_guards_read_no_requests(place: Place) -> None:
    request = report(place)
    guard = place.acting_as(Role.GUARD)
    for ask in (lambda: guard.find("漏水"), guard.lines, lambda: guard.detail(request), guard.today):
        with pytest.raises(RefusedError):
            ask()


def test_that_an_unknown_request_is_said_so(place: Place) -> None:
    with pytest.raises(UserError):
        place.service.detail(999)
    with pytest.raises(UserError):
        place.service.by_number("BX-2611-0001")


def test_that_a_scanned_number_opens_its_request(place: Place) -> None:
    request = report(place)
    assert place.service.by_number(" ｂｘ-2611-0001 ").line.id == request


def test_that_month_figures_can_open_what_they_count(place: Place) -> None:
    older, newer = report(place, ago=2), report(place)
    report(place, kind=RequestKind.PRAISE)
    lines = place.service.lines_where(Request.kind == RequestKind.REPAIR)
    assert [line.id for line in lines] == [older, newer]


@pytest.mark.parametrize(
    ("words", "category", "department"),
    [
        ("厨房水槽漏水", "给排水", "engineering"),
        ("楼道灯不亮了", "电气照明", "engineering"),
        ("猫眼松动", "门窗五金", "engineering"),
        ("门禁刷卡没反应，可视对讲没声音", "智能化/可视对讲", "engineering"),
        ("电梯困人", "电梯", "engineering"),
        ("外墙渗水，墙皮脱落", "土建渗漏", "engineering"),
        ("健身器材坏了", "公共设施", "engineering"),
        ("垃圾桶旁很臭", "环境卫生", "environment"),
        ("草坪枯死", "绿化", "greening"),
        ("有车乱停占道", "秩序安全/停车", "order"),
        ("楼上半夜装修噪音", "噪音", "order"),
        ("遛狗不牵绳", "宠物", "order"),
        ("和邻居有纠纷", "邻里纠纷", "service"),
        ("物业费多收了，要退款", "收费/服务态度", "service"),
    ],
)
def test_that_words_suggest_a_category_and_its_department(
    place: Place, words: str, category: str, department: str
) -> None:
    suggestion = place.service.suggest_category(words)
    assert suggestion is not None
    assert (suggestion.name, suggestion.department_id) == (category, place.departments[department])


def test_that_words_that_say_nothing_suggest_nothing(place: Place) -> None:
    assert place.service.suggest_category("你好") is None


def test_that_a_new_community_has_its_categories_in_order(place: Place) -> None:
    names = [category.name for category in place.service.categories()]
    assert (len(names), names[0], names[-1]) == (15, "给排水", "其他")


def test_that_several_lists_are_counted_in_one_question(place: Place, clock: FixedClock) -> None:
    held = report(place, ago=40)
    place.service.hold(held, HoldReason.PARTS, version=1)
    report(place, ago=20, kind=RequestKind.COMPLAINT)
    report(place)
    clock.advance(hours=24 * 30)
    first = select(Request.id).where(Request.kind == RequestKind.COMPLAINT)
    wanted = (
        RequestFilter(group=StateGroup.OPEN),
        RequestFilter(held_too_long=True),
        RequestFilter(kinds=frozenset({RequestKind.COMPLAINT})),
        RequestFilter(group=StateGroup.OPEN, ids=first),
        RequestFilter(group=StateGroup.OPEN, ids=select(Request.id).where(Request.id == held)),
        RequestFilter(occurred_from=NOW - HOUR),
    )
    assert place.service.counts(*wanted) == tuple(place.service.count(one) for one in wanted) == (3, 1, 1, 1, 1, 1)
    for anew in (RequestFilter(text="漏水"), RequestFilter(period=Period.TODAY)):
        with pytest.raises(ValueError, match="anew"):
            place.service.counts(anew)


def test_that_what_is_late_is_next_up_before_what_is_due_and_what_is_to_be_called_back(
    place: Place, clock: FixedClock
) -> None:
    late, later = report(place, ago=47), report(place, ago=46.5)
    tonight = report(place, ago=40)
    report(place)
    done = report(place, ago=60)
    place.service.complete(done, version=1)
    clock.advance(hours=2)
    every = place.service.next_up()
    assert [line.id for line in every] == [late, later, tonight, done]
    assert [line.id for line in place.service.next_up(limit=2)] == [late, later]
    shown = {line.id: line for line in place.service.lines()}
    assert every == tuple(shown[line.id] for line in every)
