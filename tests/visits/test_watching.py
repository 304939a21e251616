"""The watchlist, from a guard's note to a manager's word, and the calls between gate and desk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import UserError
from desktop.core.permissions import Role
from desktop.visits.model import CallReason, WatchAction, WatchEntry
from desktop.visits.rows import NewCall, NewWatch
from desktop.visits.service import VisitService
from desktop.visits.service.watching import NOTE_HOLDS

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from tests.care.villages import Village


def test_that_a_guards_note_waits_for_a_manager(village: Village, clock: FixedClock) -> None:
    guard, manager = VisitService(village.desk_of(Role.GUARD)), VisitService(village.desk_of(Role.MANAGER, 2))
    noted = guard.note_watched(NewWatch(plate="浙b 99999", reason="尾随业主")).result
    [line] = guard.watchlist(waiting=True)
    assert (line.plate, line.ordered_by, line.until) == ("浙B99999", "张敏", clock.now() + NOTE_HOLDS)
    assert not line.in_force(clock.now())
    with pytest.raises(UserError, match="may not do that"):
        guard.approve_watched(noted, version=1)
    manager.approve_watched(noted, version=1)
    [line] = guard.watchlist()
    assert line.in_force(clock.now())
    assert line.approved_by == "李婷"
    with pytest.raises(UserError, match="ask a manager"):
        guard.end_watched(noted, "认错人", version=2)
    assert guard.watchlist(waiting=True) == ()
    clock.advance(days=31)
    assert guard.watchlist() == ()
    assert [each.id for each in guard.watchlist(over=True)] == [noted]


def test_that_a_managers_entry_holds_at_once_and_until_it_is_ended(on_file: Village, clock: FixedClock) -> None:
    manager = VisitService(on_file.desk_of(Role.MANAGER))
    made = manager.note_watched(NewWatch(name="陈·㛃", reason="法院禁令", action=WatchAction.REFUSE)).result
    assert manager.watch_entry(made).in_force(clock.now())
    with on_file.desk.read() as session:
        assert session.get_one(WatchEntry, made).name_key == "陈㛃"
    with pytest.raises(UserError, match="need not watch"):
        manager.end_watched(made, "", version=1)
    manager.end_watched(made, "禁令撤销", version=1)
    assert not manager.watch_entry(made).in_force(clock.now())
    manager.resume_watched(made, version=2)
    assert manager.watch_entry(made).in_force(clock.now())


def test_that_what_makes_no_sense_is_refused_by_its_field(on_file: Village, clock: FixedClock) -> None:
    wrong = NewWatch(id_tail="12345", until=clock.now() - timedelta(hours=1), looks="x" * 201)
    with pytest.raises(UserError) as caught:
        VisitService(on_file.desk).note_watched(wrong)
    assert {problem.field for problem in caught.value.problems} == {"reason", "until", "id_tail", "looks"}
    with pytest.raises(UserError, match="whom to watch for"):
        VisitService(on_file.desk).note_watched(NewWatch(reason="可疑"))


def test_that_a_call_about_a_house_number_is_about_that_room(on_file: Village) -> None:
    guard = VisitService(on_file.desk_of(Role.GUARD))
    for place in ("1栋1单元101", "岗亭旁"):
        guard.call_desk(NewCall(CallReason.OTHER, "请回话", place=place))
    told = {(call.room_id, call.place) for call in guard.calls()}
    assert told == {(on_file.rooms["1-1-101"], "1-1-101"), (None, "岗亭旁")}


def test_that_a_call_goes_to_the_desk_and_its_answer_back(village: Village) -> None:
    guard, desk = VisitService(village.desk_of(Role.GUARD)), VisitService(village.desk_of(Role.CLERK, 2))
    room = village.rooms["1-1-101"]
    held = NewCall(CallReason.GOODS, "搬沙发，没有放行条", waits=True, room_id=room, plate="浙a12345")
    made = guard.call_desk(held).result
    assert [call.id for call in guard.calls(unread=True)] == [made]
    [call] = desk.calls()
    assert (call.place, call.plate, call.by) == ("1-1-101", "浙A12345", "张敏")
    with pytest.raises(UserError, match="not answered yet"):
        guard.mark_read(made, version=1)
    with pytest.raises(UserError, match="gate is waiting"):
        desk.answer(made, " ", version=1)
    desk.answer(made, "业主已同意，放行", version=1)
    assert desk.calls() == ()
    [call] = guard.calls(unread=True)
    assert (call.answer, call.answered_by) == ("业主已同意，放行", "李婷")
    guard.mark_read(made, version=2)
    assert guard.calls(unread=True) == ()
    assert [call.id for call in desk.calls(open_only=False)] == [made]
