from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.care.rows import CareFilter, CareList, GoalKind
from desktop.care.service import CareService
from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Operation, Role
from desktop.gifts.model import GiftListState, GiftState
from desktop.gifts.rows import GiftCounts, GiftFilter, NewGiftList
from desktop.gifts.service import GiftService
from desktop.households.model import OccupancyRole
from desktop.staff.model import Community
from tests.care.villages import LABELS, TODAY
from tests.gifts.festival import DUE

if TYPE_CHECKING:
    from tests.care.villages import Village
    from tests.gifts.festival import Festival

NOT_HOME = GiftFilter(frozenset({GiftState.NOT_HOME}))


def refused(caught: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.field for problem in caught.value.problems]


def test_that_a_list_begins_with_the_households_of_a_contact_list_in_its_calling_order(both: Festival) -> None:
    chosen = both.contact_list("2-1-101", "1-1-102", "1-1-1001")
    made = both.gifts.start(NewGiftList(" 中秋慰问 ", "月饼", DUE, 5, chosen, pieces=2)).result
    line = both.line(made)
    assert (line.title, line.list_name, line.list_id, line.state) == (
        "中秋慰问",
        "送礼名单",
        chosen,
        GiftListState.OPEN,
    )
    assert (line.households, line.waiting, line.left, line.needed, line.short) == (3, 3, 5, 6, 1)
    assert [(entry.room, entry.pieces) for entry in both.gifts.entries(made)] == [
        ("2-1-101", 2),
        ("1-1-102", 2),
        ("1-1-1001", 2),
    ]
    assert both.gifts.lists() == (line,)


def test_that_a_rule_is_asked_once_when_the_list_begins(festival: Festival) -> None:
    festival.village.tag("1-1-102", "VIP")
    chosen = festival.rule_list()
    made = festival.gifts.start(NewGiftList("中秋", "月饼", DUE, 5, chosen)).result
    festival.village.tag("1-1-201", "VIP")
    assert [(entry.room, entry.tags) for entry in festival.gifts.entries(made)] == [("1-1-102", ("VIP",))]


def test_that_what_is_wrong_with_a_list_is_said_field_by_field(festival: Festival) -> None:
    gifts = festival.gifts
    with pytest.raises(UserError) as caught:
        gifts.start(NewGiftList(" ", "礼" * 61, DUE, -1, pieces=0, note="长" * 501))
    assert refused(caught) == ["title", "gift", "note", "stock", "pieces"]
    with pytest.raises(UserError) as caught:
        gifts.start(NewGiftList("中秋", "月饼", DUE, 5, festival.rule_list()))
    assert refused(caught) == ["list"]
    assert gifts.lists() == ()


def test_that_a_household_stands_on_a_list_once(festival: Festival) -> None:
    made = festival.start("1-1-101")
    rooms = festival.village.rooms
    assert festival.gifts.add_rooms(made, [rooms["1-1-101"], rooms["1-1-102"], rooms["1-1-102"]]).result == 1
    assert [entry.room for entry in festival.gifts.entries(made)] == ["1-1-101", "1-1-102"]
    with pytest.raises(UserError) as caught:
        festival.gifts.add_rooms(made, [9999])
    assert refused(caught) == ["rooms"]


def test_that_what_is_handed_over_is_care_done_and_told_once(both: Festival) -> None:
    village = both.village
    village.tag("1-1-101", "历史遗留", "学位")
    village.settle("1-1-101", "杨奶奶")
    made = both.start("1-1-101")
    both.give(made, "1-1-101", "杨奶奶", "很高兴")
    entry = both.entry(made, "1-1-101")
    assert (entry.state, entry.handed_to, entry.handed_by) == (GiftState.HANDED, "杨奶奶", "张敏")
    assert entry.handed_at == village.desk.clock.now()
    assert both.care() == [("gift", "done", "中秋慰问: 月饼礼盒", "杨奶奶 很高兴")]
    assert both.told("1-1-101") == [("gift_handed", made)]
    care = CareService(village.desk)
    assert [line.result for line in care.lines(CareFilter(CareList.ENDED))] == ["杨奶奶 很高兴"]
    goals = {goal.kind: goal.done for goal in care.year_goals()}
    assert goals[GoalKind.LEGACY_CARED_FOR] == 1


def test_that_taking_back_removes_the_care_and_the_touchpoint(both: Festival) -> None:
    made = both.start("1-1-101")
    both.give(made, "1-1-101")
    entry = both.entry(made, "1-1-101")
    both.gifts.take_back(entry.id, version=entry.version)
    back = both.entry(made, "1-1-101")
    assert (back.state, back.handed_to, back.handed_at, back.note) == (GiftState.WAITING, "", None, "")
    assert (both.care(), both.told("1-1-101")) == ([], [])
    assert both.line(made).left == 10
    with pytest.raises(UserError, match="nothing to take back"):
        both.gifts.take_back(back.id, version=back.version)


def test_that_care_changed_since_stays_when_the_gift_is_taken_back(festival: Festival) -> None:
    made = festival.start("1-1-101")
    festival.give(made, "1-1-101")
    care = CareService(festival.village.desk)
    (task,) = care.lines(CareFilter(CareList.ENDED))
    care.reopen(task.id, version=task.version)
    entry = festival.entry(made, "1-1-101")
    festival.gifts.take_back(entry.id, version=entry.version)
    assert [state for _kind, state, _words, _result in festival.care()] == ["dropped"]


def test_that_nobody_at_home_is_tried_again_in_order(festival: Festival) -> None:
    made = festival.start("1-1-101", "1-1-102", "1-1-201")
    for room in ("1-1-101", "1-1-102", "1-1-201", "1-1-101"):
        entry = festival.entry(made, room)
        festival.gifts.not_home(entry.id, version=entry.version)
    assert [(entry.room, entry.tries) for entry in festival.gifts.entries(made, NOT_HOME)] == [
        ("1-1-102", 1),
        ("1-1-201", 1),
        ("1-1-101", 2),
    ]
    first = festival.entry(made, "1-1-101")
    festival.gifts.take_back(first.id, version=first.version)
    assert (festival.entry(made, "1-1-101").tries, festival.entry(made, "1-1-101").state) == (1, GiftState.NOT_HOME)
    sheet = festival.gifts.sheet(made, only_waiting=True)
    assert [entry.room for entry in sheet.entries] == ["1-1-101", "1-1-102", "1-1-201"]


def test_that_who_declined_or_is_left_out_needs_no_gift(festival: Festival) -> None:
    made = festival.start("1-1-101", "1-1-102", "1-1-201", stock=1)
    gifts = festival.gifts
    declined, out = festival.entry(made, "1-1-101"), festival.entry(made, "1-1-102")
    gifts.refuse(declined.id, "不收礼", version=declined.version)
    with pytest.raises(UserError) as caught:
        gifts.leave_out(out.id, " ", version=out.version)
    assert refused(caught) == ["reason"]
    gifts.leave_out(out.id, "已搬走", version=out.version)
    line = festival.line(made)
    assert (line.refused, line.left_out, line.waiting, line.needed, line.short) == (1, 1, 1, 1, 0)
    with pytest.raises(UserError, match="settled already"):
        gifts.not_home(declined.id, version=festival.entry(made, "1-1-101").version)
    assert gifts.add_rooms(made, [festival.village.rooms["1-1-102"]]).result == 1
    assert festival.entry(made, "1-1-102").state is GiftState.WAITING


def test_that_no_more_is_given_than_there_is(festival: Festival) -> None:
    made = festival.start("1-1-101", "1-1-102", stock=3, pieces=2)
    festival.give(made, "1-1-101")
    with pytest.raises(UserError, match="left in stock, and this household"):
        festival.give(made, "1-1-102")
    line = festival.line(made)
    assert (line.left, line.needed, line.short, line.handed) == (1, 2, 1, 1)
    with pytest.raises(UserError) as caught:
        festival.gifts.amend(made, line.title, line.gift, 1, DUE, "", version=line.version)
    assert refused(caught) == ["stock"]
    festival.gifts.amend(made, "中秋", "月饼", 4, DUE, "补货", version=line.version)
    festival.give(made, "1-1-102")
    assert festival.line(made).left == 0
    with pytest.raises(ConflictError):
        festival.gifts.amend(made, "中秋", "月饼", 9, DUE, "", version=line.version)


def test_that_two_who_hand_out_the_last_piece_at_once_give_it_once(both: Festival) -> None:
    made = both.start("1-1-101", "1-1-102", stock=1)
    other = GiftService(both.village.desk_of(Role.CLERK, 2))
    waiting = both.gifts.entries(made)

    def give(which: int) -> bool:
        service = (both.gifts, other)[which]
        try:
            service.hand_over(waiting[which].id, "本人", version=waiting[which].version)
        except UserError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(give, (0, 1))) == [False, True]
    assert (both.line(made).left, both.line(made).handed) == (0, 1)


def test_that_two_at_one_door_hand_over_once(both: Festival) -> None:
    made = both.start("1-1-101")
    (entry,) = both.gifts.entries(made)
    other = GiftService(both.village.desk_of(Role.CLERK, 2))

    def give(service: GiftService) -> bool:
        try:
            service.hand_over(entry.id, "本人", version=entry.version)
        except (ConflictError, UserError):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(give, (both.gifts, other))) == [False, True]
    assert len(both.care()) == 1


def test_that_an_ended_list_takes_nothing_until_it_is_taken_up_again(festival: Festival) -> None:
    made = festival.start("1-1-101")
    festival.gifts.end(made, version=festival.line(made).version)
    entry = festival.entry(made, "1-1-101")
    with pytest.raises(UserError, match="has ended"):
        festival.gifts.hand_over(entry.id, "本人", version=entry.version)
    assert (festival.gifts.lists(), [line.id for line in festival.gifts.lists(ended=True)]) == ((), [made])
    festival.gifts.reopen(made, version=festival.line(made).version)
    festival.give(made, "1-1-101")
    assert festival.line(made).handed == 1


def test_that_what_is_due_soon_is_counted(both: Festival) -> None:
    both.start("1-1-101", "1-1-102", title="迟了", due=TODAY - timedelta(days=1))
    both.start("1-1-201", title="一周内", due=TODAY + timedelta(days=7))
    both.start("1-1-1001", title="以后", due=TODAY + timedelta(days=8))
    both.start(title="空的", due=TODAY)
    assert both.gifts.counts() == GiftCounts(lists=2, households=3, due=2)
    assert [(line.title, line.late) for line in both.gifts.lists()][:2] == [("迟了", True), ("空的", False)]


def test_that_a_household_is_found_by_room_name_and_pinyin(festival: Festival) -> None:
    festival.village.settle("1-1-102", "曾小明")
    made = festival.start(*LABELS)

    def found(words: str) -> list[str]:
        return [entry.room for entry in festival.gifts.entries(made, GiftFilter(words=words))]

    assert found("11102") == found("曾") == found("zengx") == found("１０２")[:1] == ["1-1-102"]
    assert found("102") == ["1-1-102", "2-1-102"]
    assert found("2-102") == found("2栋102") == ["2-1-102"]
    assert found("") == list(LABELS)


def test_that_only_people_there_now_are_named_owners_first(festival: Festival) -> None:
    village = festival.village
    village.settle("1-1-101", "租客", role=OccupancyRole.TENANT)
    village.settle("1-1-101", "业主")
    village.settle("1-1-101", "搬走了", until=TODAY)
    assert festival.entry(festival.start("1-1-101"), "1-1-101").people == ("业主", "租客")


def test_that_who_may_not_edit_may_look_or_not(on_file: Village, festival: Festival) -> None:
    made = festival.start("1-1-101")
    administrator, guard = (GiftService(on_file.desk_of(role)) for role in (Role.ADMINISTRATOR, Role.GUARD))
    with pytest.raises(RefusedError):
        administrator.end(made, version=1)
    with pytest.raises(RefusedError):
        guard.lists()


def test_that_a_repeated_write_is_made_once(festival: Festival) -> None:
    made = festival.start("1-1-101")
    (entry,) = festival.gifts.entries(made)
    first = festival.gifts.hand_over(entry.id, "本人", version=entry.version, operation_id="g" * 32)
    assert festival.gifts.hand_over(entry.id, "本人", version=entry.version, operation_id="g" * 32) == first
    assert len(festival.care()) == 1


deeds = st.tuples(st.sampled_from(("hand", "home", "refuse", "out", "back", "add")), st.sampled_from(LABELS[:4]))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(deeds, max_size=14))
def test_that_the_sums_agree_whatever_is_done(festival: Festival, done: list[tuple[str, str]]) -> None:
    made = festival.start(*LABELS[:4], stock=3)
    gifts = festival.gifts
    for what, room in done:
        entry = festival.entry(made, room)
        try:
            if what == "hand":
                gifts.hand_over(entry.id, "本人", version=entry.version)
            elif what == "home":
                gifts.not_home(entry.id, version=entry.version)
            elif what == "refuse":
                gifts.refuse(entry.id, "", version=entry.version)
            elif what == "out":
                gifts.leave_out(entry.id, "搬走", version=entry.version)
            elif what == "back":
                gifts.take_back(entry.id, version=entry.version)
            else:
                gifts.add_rooms(made, [festival.village.rooms[room]])
        except UserError:
            assert festival.entry(made, room) == entry
    line, entries = festival.line(made), gifts.entries(made)
    by_state = {state: [entry for entry in entries if entry.state is state] for state in GiftState}
    assert (line.waiting, line.not_home, line.handed, line.refused, line.left_out) == tuple(
        len(by_state[state])
        for state in (GiftState.WAITING, GiftState.NOT_HOME, GiftState.HANDED, GiftState.REFUSED, GiftState.LEFT_OUT)
    )
    assert line.households == len(entries) == 4
    assert line.left == 3 - line.handed >= 0
    assert line.needed == line.waiting + line.not_home
    assert line.short == max(0, line.needed - line.left)
    assert all(entry.tries == 0 for entry in by_state[GiftState.WAITING])
    assert all(entry.tries > 0 for entry in by_state[GiftState.NOT_HOME])


def test_that_nothing_of_another_community_is_changed_or_shown(both: Festival) -> None:
    made = both.start("1-1-101", stock=2)
    (entry,) = both.gifts.entries(made)
    desk = both.village.desk
    with desk.write(Operation.EDIT_GIFTS) as work:
        work.session.add(Community(name="隔壁", time_zone="Asia/Shanghai", created_at=work.now))
    theirs = GiftService(replace(desk, actor=replace(desk.actor, community_id=2), community="隔壁"))
    own = theirs.start(NewGiftList("中秋", "月饼", DUE, 5)).result
    rooms, names = [both.village.rooms["1-1-102"]], both.contact_list("1-1-101")
    for act in (
        lambda: theirs.start(NewGiftList("中秋", "月饼", DUE, 5, contact_list_id=names)),
        lambda: theirs.add_rooms(own, rooms),
        lambda: theirs.add_rooms(made, rooms),
        lambda: theirs.amend(made, "中秋", "月饼", 1, DUE, "", version=1),
        lambda: theirs.end(made, version=1),
        lambda: theirs.reopen(made, version=1),
        lambda: theirs.hand_over(entry.id, "本人", version=entry.version),
        lambda: theirs.not_home(entry.id, version=entry.version),
        lambda: theirs.refuse(entry.id, "", version=entry.version),
        lambda: theirs.leave_out(entry.id, "重复", version=entry.version),
        lambda: theirs.take_back(entry.id, version=entry.version),
        lambda: theirs.list_of(made),
        lambda: theirs.entries(made),
        lambda: theirs.sheet(made),
    ):
        with pytest.raises(UserError):
            raise AssertionError(act())
    assert both.gifts.entries(made) == (entry,)
    assert [line.id for line in theirs.lists()] == [own]
    assert theirs.counts() == GiftCounts()
