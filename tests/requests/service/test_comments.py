from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from desktop.core.errors import RefusedError, UserError
from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.requests.model import RequestKind
from desktop.requests.report import work_orders
from desktop.requests.rows import MOST_WORDS, NewRequest, RequestFilter
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.requests.rows import RequestDetail
    from tests.requests.conftest import Place

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
SECRET = "这户欠费三年"


def report(place: Place) -> RequestDetail:
    draft = NewRequest(kind=RequestKind.REPAIR, words="厨房漏水", room_id=place.rooms["3-1-502"])
    return place.service.detail(place.service.report(draft).result)


def test_that_comments_are_kept_with_who_and_when_and_stand_in_nobodys_way(place: Place, clock: FixedClock) -> None:
    request = report(place)
    changes = place.service.comment(request.line.id, f" {SECRET} \n别提 ")
    clock.advance(hours=1)
    place.acting_as(Role.MANAGER).comment(request.line.id, "知道了")
    after = place.service.detail(request.line.id)
    assert [row.words for row in after.comments] == [f"{SECRET}\n别提", "知道了"]
    assert after.comments[0].made_at == NOW
    assert changes.ids["request"] == {request.line.id}
    assert (after.line.version, after.steps) == (request.line.version, request.steps)
    place.service.urge(request.line.id, version=request.line.version)
    assert place.service.detail(request.line.id).line.urged_count == 1


def test_that_a_comment_is_possible_wherever_the_request_stands(place: Place) -> None:
    request = report(place)
    place.service.cancel(request.line.id, "误报", version=1)
    place.service.comment(request.line.id, "其实是隔壁的")
    assert len(place.service.detail(request.line.id).comments) == 1


def test_that_no_paper_timeline_or_search_shows_a_comment(place: Place) -> None:
    request = report(place)
    place.service.comment(request.line.id, SECRET)
    sheets = place.service.work_order_sheets([request.line.id])
    pdf = work_orders(sheets, "云栖花园", place.desk.zone, NOW, language("zh_CN"), ["客服存根", "工程", "业主"])
    words = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)
    assert "厨房漏水" in words
    assert SECRET not in words
    assert place.service.find(SECRET) == []
    assert place.service.count(RequestFilter(text=SECRET)) == 0
    with place.desk.read() as session:
        assert all(SECRET not in str(entry.parameters) for entry in session.scalars(select(TimelineEntry)))


@pytest.mark.parametrize("words", ["", " \n ", "长" * (MOST_WORDS + 1)])
def test_that_no_words_and_endless_ones_are_refused(place: Place, words: str) -> None:
    request = report(place)
    with pytest.raises(UserError) as error:
        place.service.comment(request.line.id, words)
    assert error.value.problems[0].field == "words"
    assert place.service.detail(request.line.id).comments == ()


def test_that_a_comment_needs_its_request_and_the_desk(place: Place) -> None:
    request = report(place)
    with pytest.raises(UserError, match="no such request"):
        place.service.comment(999, SECRET)
    for role in (Role.GUARD, Role.ADMINISTRATOR):
        with pytest.raises(RefusedError):
            place.acting_as(role).comment(request.line.id, SECRET)


def test_that_a_comment_tried_twice_is_written_once(place: Place) -> None:
    request = report(place)
    for _ in range(2):
        place.service.comment(request.line.id, SECRET, operation_id="once")
    assert len(place.service.detail(request.line.id).comments) == 1
