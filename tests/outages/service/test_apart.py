"""Two communities in one database: what is one's is nothing to the other, whatever id is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from desktop.core.errors import UserError
from desktop.core.permissions import Operation, Role
from desktop.outages.model import NoticeEdition, OutageKind, OutageState, PlaceLevel
from desktop.outages.rows import (
    NewCaller,
    NewNotice,
    NewOutage,
    NewPosting,
    NoticeForm,
    OutageCounts,
    Pick,
    ScopeCount,
)
from desktop.outages.service import OutageService, PostingFiles
from desktop.staff.model import Community
from desktop.storage.audit import Audit

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.changes import Changes
    from tests.outages.service.conftest import Ringing

NOTICE = NewNotice(NoticeEdition.AMENDED, "zh_CN")


def elsewhere(ringing: Ringing) -> OutageService:
    """Return the service of a community that has nothing of its own."""
    desk = ringing.neighbours.desk
    with desk.write(Operation.EDIT_OUTAGES) as work:
        work.session.add(Community(name="隔壁", time_zone="Asia/Shanghai", created_at=work.now))
    return OutageService(replace(desk, actor=replace(desk.actor, community_id=2), community="隔壁"))


def writes(theirs: OutageService, ringing: Ringing, ids: dict[str, int]) -> dict[str, Callable[[], Changes]]:
    """Return every write of the service, on what belongs to the first community."""
    outage, caller, notice, posting, kind = (ids[key] for key in ("outage", "caller", "notice", "posting", "kind"))
    room, at = ringing.rooms["1-1-101"], ringing.neighbours.clock.now() + timedelta(hours=30)
    plan = NewOutage(OutageKind.WATER, at, places=(Pick(PlaceLevel.BUILDING, building_id=1),))
    everything = replace(plan, places=(Pick(PlaceLevel.COMMUNITY),))
    return {
        "plan": lambda: theirs.plan(plan),
        "plan of an own kind": lambda: theirs.plan(replace(everything, kind=OutageKind.OTHER, own_kind_id=kind)),
        "amend": lambda: theirs.amend(outage, plan, version=2),
        "drop": lambda: theirs.drop(outage, "不停了", version=2),
        "issue": lambda: theirs.issue(outage, NOTICE, version=2),
        "announce_now": lambda: theirs.announce_now(plan, replace(NOTICE, edition=NoticeEdition.ANNOUNCED)),
        "post": lambda: theirs.post(notice, [NewPosting("大堂")]),
        "take_down": lambda: theirs.take_down(posting, version=1),
        "log_caller": lambda: theirs.log_caller(NewCaller(outage, room)),
        "undo_caller": lambda: theirs.undo_caller(caller, version=1),
        "set_call_back": lambda: theirs.set_call_back(caller, True, version=1),
        "start_warning": lambda: theirs.start_warning(outage, ["vip"]),
        "start_call_backs": lambda: theirs.start_call_backs(outage),
        "set_kind": lambda: theirs.set_kind(OutageKind.OTHER, timedelta(), "", id=kind, version=1),
        "archive_kind": lambda: theirs.archive_kind(kind, version=1),
        "photo": lambda: PostingFiles(theirs.desk).attach("a.txt", b"x", owner_id=posting),
    }


def test_that_nothing_of_another_community_is_changed_or_shown(ringing: Ringing) -> None:
    outage, room = ringing.outage(starts_in=30, state=OutageState.PLANNED), ringing.rooms["1-1-101"]
    ours, theirs = ringing.desk(), elsewhere(ringing)
    manager = OutageService(ringing.neighbours.village.desk_of(Role.MANAGER))
    theirs = OutageService(replace(theirs.desk, actor=replace(theirs.actor, role=Role.MANAGER)))
    notice = ours.issue(outage, replace(NOTICE, edition=NoticeEdition.ANNOUNCED), version=1).result
    posting = ours.post(notice, [NewPosting("大堂")]).result
    ids = {"outage": outage, "caller": ringing.ring(outage, "1-1-101", call_back=True), "notice": notice}
    ids |= {"posting": posting, "kind": manager.add_kind("泳池关闭", timedelta()).result}
    before = ours.outage(outage)
    with ours.desk.read() as session:
        written = session.scalar(select(func.count(Audit.id)))
    for name, write in writes(theirs, ringing, ids).items():
        with pytest.raises(UserError):
            raise AssertionError(f"{name}: {write()}")
    assert ours.outage(outage) == before
    with ours.desk.read() as session:
        assert session.scalar(select(func.count(Audit.id))) == written
    for read in (
        lambda: theirs.outage(outage),
        lambda: theirs.poster(notice, NoticeForm.POSTER),
        lambda: theirs.notice_draft(outage, NOTICE),
        lambda: PostingFiles(theirs.desk).attachments(posting),
    ):
        with pytest.raises(UserError):
            read()
    picks = (Pick(PlaceLevel.BUILDING, building_id=1), Pick(PlaceLevel.ROOM, room_id=room), Pick(PlaceLevel.COMMUNITY))
    assert theirs.count(picks) == ScopeCount()
    for shown in (theirs.rooms_of(picks), theirs.notices(outage), theirs.postings(outage), theirs.for_room(room)):
        assert shown == ()
    assert (theirs.outages(), theirs.find("停水"), theirs.places().zones) == ((), (), ())
    assert theirs.warn_forecast(outage, ["vip"]).to_call == 0
    assert theirs.counts() == OutageCounts()
    assert {row.name for row in theirs.kinds(archived=True)} == {""}
