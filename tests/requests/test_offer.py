from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.i18n import Message, language
from desktop.requests.model import FollowUpOutcome, HoldReason, RequestKind, Satisfaction
from desktop.requests.offer import open_work, timeline_words, today_counts
from desktop.requests.rows import NewRequest
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from tests.requests.conftest import Place

ENGLISH = language("en")


def report(place: Place) -> int:
    draft = NewRequest(kind=RequestKind.REPAIR, words="漏水", room_id=place.rooms["3-1-502"])
    return place.service.report(draft).result


def said(words: Message | str) -> str:
    return words if isinstance(words, str) else ENGLISH.message(words)


def test_that_today_gets_each_count_with_the_list_behind_it(place: Place, clock: FixedClock) -> None:
    report(place)
    clock.advance(hours=49)
    counts = {count.key: count for count in today_counts(place.service)}
    assert {key: count.number for key, count in counts.items()} == {
        "overdue": 1,
        "due_today": 0,
        "to_dispatch": 1,
        "awaits_follow_up": 0,
    }
    assert all(place.service.count(count.wanted) == count.number for count in counts.values())


def test_that_a_household_is_told_what_is_still_to_be_done(place: Place, clock: FixedClock) -> None:
    room = place.rooms["3-1-502"]
    assert open_work(place.service, room) is None
    report(place)
    work = open_work(place.service, room)
    assert work is not None
    assert (said(work.words), work.tone, len(work.lines)) == ("1 open request", "amber", 1)
    clock.advance(hours=49)
    late = open_work(place.service, room)
    assert late is not None
    assert (said(late.words), late.tone) == ("1 open request, 1 overdue", "red")


def test_that_every_entry_of_the_timeline_has_its_words(place: Place, clock: FixedClock) -> None:
    request = report(place)
    place.service.hold(request, HoldReason.PARTS, version=1)
    place.service.complete(request, result="已换软管", version=2)
    clock.advance(hours=1)
    place.service.follow_up(request, FollowUpOutcome.REACHED, Satisfaction.SATISFIED, "好", version=3)
    place.service.reopen(request, "又漏", version=4)
    place.service.extend(request, clock.now() + timedelta(days=9), reason="缺件", approver="王经理", version=5)
    with place.desk.read() as session:
        entries = session.execute(select(TimelineEntry.kind, TimelineEntry.parameters).order_by(TimelineEntry.id)).all()
    told = [timeline_words(kind, parameters) for kind, parameters in entries]
    assert [(said(one.label), said(one.words), one.number) for one in told if one] == [
        ("Repair: Reported", "漏水", "BX-2611-0001"),
        ("Repair: Put on hold", "Waiting for parts", "BX-2611-0001"),
        ("Repair: Completed", "已换软管", "BX-2611-0001"),
        ("Repair: Followed up", "Reached, Satisfied", "BX-2611-0001"),
        ("Repair: Reopened", "又漏", "BX-2611-0001"),
        ("Repair: Extended", "缺件", "BX-2611-0001"),
    ]
    assert timeline_words("moved_in", {}) is None
