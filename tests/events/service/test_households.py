"""What a household has to do with events, rounds that call it, and requests that come of what it said."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from sqlalchemy import func, select

from desktop.contacts.model import RoundState
from desktop.core.errors import UserError
from desktop.core.permissions import Operation
from desktop.events.model import EventRequest, GuestState
from desktop.events.rows import Audience, AudienceKind
from desktop.events.service import EventFiles, EventService
from desktop.households.model import Phone
from desktop.requests.model import Channel, Place, Request, RequestKind
from desktop.requests.rows import NewRequest
from tests.events.conftest import SATURDAY

if TYPE_CHECKING:
    from tests.events.conftest import Planner


def invite(planner: Planner, event_id: int, *rooms: str) -> None:
    picked = tuple(planner.village.rooms[room] for room in rooms)
    planner.clerk.invite(event_id, Audience(AudienceKind.ROOMS, room_ids=picked))


def test_that_a_legacy_household_nobody_invited_for_a_year_is_seen(planner_on_both: Planner) -> None:
    planner = planner_on_both
    village = planner.village
    village.tag("1-1-101", "历史遗留", "学校")
    village.tag("1-1-102", "历史遗留", "水浸")
    rooms = village.rooms
    line = planner.planned()
    invite(planner, line.id, "1-1-102")
    assert planner.clerk.forgotten() == ((rooms["1-1-101"], "1-1-101"),)
    assert planner.clerk.of_room(rooms["1-1-101"]).forgotten
    mine = planner.clerk.of_room(rooms["1-1-102"])
    assert ([event.id for event, _ in mine.coming], mine.forgotten) == ([line.id], False)
    assert (mine.last_invited_on, mine.last_came_on) == (date(2026, 11, 22), None)
    planner.now(SATURDAY)
    guest = planner.of(line, "1-1-102")
    planner.clerk.check_in(guest.id, 2, version=guest.version)
    assert planner.clerk.of_room(rooms["1-1-102"]).last_came_on == date(2026, 11, 28)
    planner.now(SATURDAY + timedelta(days=366))
    assert [label for _, label in planner.clerk.forgotten()] == ["1-1-101", "1-1-102"]
    assert planner.clerk.of_room(rooms["1-1-102"]).coming == []


def test_that_a_round_calls_who_has_not_answered_and_of_one_called_off_who_must_know(planner: Planner) -> None:
    village = planner.village
    for room in ("1-1-101", "1-1-102", "2-1-101"):
        resident = village.settle(room, f"住户{room}")
        with village.desk.write(Operation.EDIT_HOUSEHOLD) as work:
            digits = f"1380000{resident:04d}"
            work.session.add(Phone(community_id=1, resident_id=resident, position=1, digits=digits))
    line = planner.planned()
    with pytest.raises(UserError):
        planner.clerk.start_round(line.id)
    invite(planner, line.id, "1-1-101", "1-1-102", "2-1-101")
    planner.sign_up(line, "2-1-101")
    round_id = planner.clerk.start_round(line.id, "您好").result
    (started,) = planner.file(line.id).rounds
    assert (started.id, started.occasion, started.script, started.progress.total) == (round_id, "免费理发", "您好", 2)
    with pytest.raises(UserError):
        planner.other.start_round(line.id)
    invite(planner, line.id, "1-1-201")
    village.settle("1-1-201", "住户")
    with village.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        work.session.add(Phone(community_id=1, resident_id=4, position=1, digits="13900000000"))
    planner.other.start_round(line.id)
    planner.clerk.cancel(line.id, "台风", version=line.version)
    assert {each.state for each in planner.file(line.id).rounds} == {RoundState.ENDED}, "nobody is invited any more"
    planner.clerk.start_round(line.id)
    with pytest.raises(UserError):
        planner.other.start_round(line.id)
    assert [each.progress.total for each in planner.file(line.id).rounds] == [1, 1, 2]
    planner.clerk.reopen(line.id, version=line.version + 1)
    assert planner.file(line.id).rounds[0].state is RoundState.ENDED, "nobody is told any more that it is off"


def test_that_a_request_is_made_once_however_often_it_is_interrupted(
    planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = planner.planned()
    place = {"place": Place.PUBLIC_AREA, "channel": Channel.COUNTER}
    draft = NewRequest(kind=RequestKind.SUGGESTION, words="希望每月理发一次", **place)  # type: ignore[arg-type]
    with monkeypatch.context() as broken:
        broken.setattr(EventService, "_link", _fail)
        with pytest.raises(RuntimeError):
            planner.clerk.make_request(line.id, draft, operation_id="said")
    made = planner.clerk.make_request(line.id, draft, operation_id="said")
    again = planner.clerk.make_request(line.id, draft, operation_id="said")
    assert made.result == again.result
    assert [id_ for id_, _, _ in planner.file(line.id).requests] == [made.result]
    with planner.village.desk.read() as session:
        counted = [session.scalar(select(func.count()).select_from(each)) for each in (Request, EventRequest)]
    assert counted == [1, 1]


def png() -> bytes:
    """Return a small picture."""
    out = BytesIO()
    Image.new("RGBA", (40, 30), (200, 40, 40, 128)).save(out, "PNG")
    return out.getvalue()


def _fail(*_arguments: object) -> None:
    raise RuntimeError("the power is off")


def test_that_photos_belong_to_an_event_and_what_is_none_is_refused(planner: Planner) -> None:
    files = EventFiles(planner.village.desk)
    line = planner.planned()
    with pytest.raises(UserError):
        files.attach("photo.jpg", b"no picture", owner_id=line.id)
    files.attach("liste.txt", "名单".encode(), owner_id=line.id)
    assert [file.name for file in files.attachments(line.id)] == ["liste.txt"]
    files.attach("照片.png", png(), owner_id=line.id)
    assert planner.file(line.id).photos == 1
    (photo,) = planner.clerk.summary(line.id).photos
    assert photo.startswith(b"\xff\xd8\xff")
    with pytest.raises(UserError):
        files.attach("liste.txt", b"x", owner_id=99)


def test_that_a_declined_invitation_is_no_longer_coming(planner: Planner) -> None:
    line = planner.planned()
    invite(planner, line.id, "1-1-101")
    guest = planner.of(line, "1-1-101")
    planner.clerk.decline(guest.id, version=guest.version)
    assert planner.of(line, "1-1-101").state is GuestState.DECLINED
    assert planner.clerk.of_room(planner.village.rooms["1-1-101"]).coming == []
