"""Two communities in one database: what is one's is nothing to the other, whatever id is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from desktop.core.errors import UserError
from desktop.core.i18n import language
from desktop.core.permissions import Operation, Role
from desktop.events.model import EventKind
from desktop.events.rows import Audience, AudienceKind, EventCounts, EventFilter, NewGuest, NewItem, SheetOrder
from desktop.events.service import EventFiles, EventService
from desktop.requests.model import RequestKind
from desktop.requests.rows import NewRequest
from desktop.staff.model import Community
from desktop.storage.audit import Audit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.events.conftest import Planner


def elsewhere(planner: Planner) -> EventService:
    """Return the service of a community that has nothing of its own."""
    desk = planner.village.desk_of(Role.MANAGER)
    with desk.write(Operation.EDIT_EVENTS) as work:
        work.session.add(Community(name="隔壁", time_zone="Asia/Shanghai", created_at=work.now))
    return EventService(replace(desk, actor=replace(desk.actor, community_id=2), community="隔壁"))


def writes(
    theirs: EventService, planner: Planner, event: int, guest: int, item: int
) -> dict[str, Callable[[], object]]:
    """Return every write of the service, on what belongs to the first community."""
    room, new = planner.village.rooms["1-1-102"], planner.new()
    rooms = Audience(AudienceKind.ROOMS, room_ids=(room,))
    draft = NewRequest(kind=RequestKind.SUGGESTION, words="多办几次")
    return {
        "plan of a zone": lambda: theirs.plan(replace(new, zone_id=1)),
        "amend": lambda: theirs.amend(event, new, version=1),
        "copy": lambda: theirs.copy(event, new.starts_at + timedelta(days=7)),
        "copy_as": lambda: theirs.copy_as(event, new),
        "announce": lambda: theirs.announce(event, version=1),
        "cancel": lambda: theirs.cancel(event, "下雨", version=1),
        "hold": lambda: theirs.hold(event, None, "", version=1),
        "reopen": lambda: theirs.reopen(event, version=1),
        "tick_item": lambda: theirs.tick_item(item, True, version=1),
        "invite": lambda: theirs.invite(event, rooms),
        "invite by tag": lambda: theirs.invite(event, Audience(AudienceKind.TAG, 1)),
        "start_round": lambda: theirs.start_round(event),
        "sign_up": lambda: theirs.sign_up(event, NewGuest(room)),
        "amend_guest": lambda: theirs.amend_guest(guest, 2, "", version=1),
        "decline": lambda: theirs.decline(guest, version=1),
        "sign_off": lambda: theirs.sign_off(guest, version=1),
        "check_in": lambda: theirs.check_in(guest, 1, version=1),
        "walk_in": lambda: theirs.walk_in(event, NewGuest(name="某人")),
        "undo_check_in": lambda: theirs.undo_check_in(guest, version=1),
        "note_saying": lambda: theirs.note_saying(event, guest, "好", version=1),
        "somebody's saying": lambda: theirs.note_saying(event, None, "好"),
        "make_request": lambda: theirs.make_request(event, draft),
        "set_goal": lambda: theirs.set_goal(EventKind.SPORT, 1, 2026, 1, version=0),
        "photo": lambda: EventFiles(theirs.desk).attach("a.txt", b"x", owner_id=event),
    }


def test_that_nothing_of_another_community_is_changed_or_shown(planner_on_both: Planner) -> None:
    planner = planner_on_both
    theirs, room = elsewhere(planner), planner.village.rooms["1-1-101"]
    line = planner.planned(items=(NewItem("桌子"),))
    planner.village.tag("1-1-101", "VIP")
    guest = planner.sign_up(line, "1-1-101")
    before = planner.file(line.id)
    planner.now(line.starts_at)
    with theirs.desk.read() as session:
        written = session.scalar(select(func.count(Audit.id)))
    for name, write in writes(theirs, planner, line.id, guest.id, before.items[0].id).items():
        with pytest.raises(UserError):
            raise AssertionError(f"{name}: {write()}")
    own = theirs.plan(planner.new()).result
    with pytest.raises(UserError):
        theirs.sign_up(own, NewGuest(room))
    with pytest.raises(UserError):
        theirs.invite(own, Audience(AudienceKind.ROOMS, room_ids=(room,)))
    with pytest.raises(UserError):
        theirs.note_saying(own, guest.id, "好", version=guest.version)
    assert planner.file(line.id) == before
    with theirs.desk.read() as session:
        assert session.scalar(select(func.count(Audit.id))) == (written or 0) + 1
    for read in (
        lambda: theirs.event(line.id),
        lambda: theirs.guests(line.id),
        lambda: theirs.find_guests(line.id, "1-1-101"),
        lambda: theirs.copy_proposal(line.id, 2027),
        lambda: theirs.letter(line.id, None, language("zh_CN")),
        lambda: theirs.chat(line.id, language("zh_CN")),
        lambda: theirs.script(line.id, language("zh_CN")),
        lambda: theirs.sign_in_sheet(line.id, SheetOrder.BUILDING),
        lambda: theirs.summary(line.id),
        lambda: EventFiles(theirs.desk).attachments(line.id),
    ):
        with pytest.raises(UserError):
            read()
    assert [each.id for each in theirs.events(EventFilter())] == [own]
    assert theirs.counts() == EventCounts(today=1, week=1)
    told = theirs.of_room(room)
    assert (told.coming, told.last_invited_on, told.last_came_on, told.forgotten) == ([], None, None, False)
    assert (theirs.forgotten(), [goal.planned for goal in theirs.goals()]) == ((), [1])
