"""Where notices hang: put up several at once, taken down, with photos."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Role
from desktop.outages.model import NoticeEdition
from desktop.outages.rows import NewNotice, NewPosting
from desktop.outages.service import OutageService, PostingFiles
from tests.stationery.conftest import png

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from tests.outages.quarters import Quarter


def announced(quarter: Quarter) -> tuple[int, int]:
    """Return the ids of an outage and its notice."""
    outage_id = quarter.planned()
    done = quarter.service.issue(outage_id, NewNotice(NoticeEdition.ANNOUNCED, "zh_CN"), version=1)
    return outage_id, done.result


def test_that_several_places_are_noted_at_once_and_taken_down_one_by_one(
    either_quarter: Quarter, clock: FixedClock
) -> None:
    quarter = either_quarter
    outage_id, notice_id = announced(quarter)
    at = clock.now()
    clock.advance(minutes=30)
    places = [
        NewPosting(" 1栋1单元大堂 ", quarter.buildings["1"], "保安老李", at),
        NewPosting("1栋电梯", quarter.buildings["1"]),
        NewPosting("北门公告栏"),
    ]
    changes = quarter.service.post(notice_id, places)
    assert changes.ids["outage"] == {outage_id}
    rows = quarter.service.outage(outage_id).postings
    assert [(row.place, row.posted_by, row.number) for row in rows] == [
        ("北门公告栏", "张敏", "2026-001"),
        ("1栋电梯", "张敏", "2026-001"),
        ("1栋1单元大堂", "保安老李", "2026-001"),
    ]
    quarter.service.take_down(rows[0].id, version=rows[0].version)
    with pytest.raises(ConflictError):
        quarter.service.take_down(rows[0].id, version=rows[0].version)
    down = [row.place for row in quarter.service.postings(outage_id) if row.taken_down_at is not None]
    assert down == ["北门公告栏"]


def test_that_a_posting_that_cannot_be_is_refused_with_all_others(filed: Quarter, clock: FixedClock) -> None:
    outage_id, notice_id = announced(filed)
    now = clock.now()
    wrong = (
        (NewPosting(" "), ["place"]),
        (NewPosting("大" * 81), ["place"]),
        (NewPosting("大堂", posted_at=now + timedelta(minutes=1)), ["posted_at"]),
        (NewPosting("大堂", posted_at=now - timedelta(hours=1)), ["posted_at"]),
        (NewPosting("大堂", building_id=9999), ["building_id"]),
    )
    for posting, fields in wrong:
        with pytest.raises(UserError) as caught:
            filed.service.post(notice_id, [NewPosting("电梯"), posting])
        assert [problem.field for problem in caught.value.problems] == fields
    with pytest.raises(UserError):
        filed.service.post(notice_id, [])
    with pytest.raises(UserError):
        filed.service.post(9999, [NewPosting("大堂")])
    assert filed.service.postings(outage_id) == ()


def test_that_photos_belong_to_a_posting_and_are_counted(filed: Quarter) -> None:
    outage_id, notice_id = announced(filed)
    posting = filed.service.post(notice_id, [NewPosting("大堂")]).result
    files = PostingFiles(filed.desk)
    kept = files.attach("大堂.png", png(4, 4), owner_id=posting)
    assert kept.ids["outage"] == {outage_id}
    assert filed.service.postings(outage_id)[0].photos == 1
    assert files.attachment_content(kept.result) == png(4, 4)
    with pytest.raises(UserError):
        files.attach("大堂.png", b"no picture", owner_id=posting)
    files.take_away(kept.result, files.attachments(posting)[0].version)
    assert filed.service.postings(outage_id)[0].photos == 0
    with pytest.raises(UserError):
        files.attachments(9999)


def test_that_a_guard_puts_nothing_up(filed: Quarter) -> None:
    _outage_id, notice_id = announced(filed)
    with pytest.raises(RefusedError):
        OutageService(filed.desk_of(Role.GUARD)).post(notice_id, [NewPosting("大堂")])
    with pytest.raises(RefusedError):
        PostingFiles(filed.desk_of(Role.GUARD)).attachments(1)
