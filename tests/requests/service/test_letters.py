from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.i18n import LANGUAGES
from desktop.core.permissions import Role
from desktop.requests.model import Move, RequestKind, StepKind
from desktop.requests.rows import NewRequest
from desktop.stationery.rows import Filled, TemplatePurpose
from desktop.stationery.service import GAP, StationeryService
from desktop.storage.audit import Audit
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from desktop.requests.rows import RequestDetail
    from tests.requests.conftest import Place

LETTER = Filled("投诉回复函", "尊敬的张伟：\n已处理。")


def report(place: Place, **changes: Any) -> RequestDetail:
    given: dict[str, Any] = {
        "kind": RequestKind.COMPLAINT,
        "words": "保安态度差",
        "room_id": place.rooms["3-1-502"],
        "reporter": "张伟",
        "department_id": place.departments["order"],
    }
    return place.service.detail(place.service.report(NewRequest(**(given | changes))).result)


def test_that_a_reply_is_drafted_from_the_complaint(place: Place) -> None:
    request = report(place)
    place.service.complete(request.line.id, result="已约谈当班保安", version=request.line.version)
    letter = place.service.draft_letter(request.line.id, "zh_CN")
    assert letter.title == "投诉回复函"
    for words in (
        "尊敬的张伟（3-1-502）：",
        "2026年11月22日",
        "“保安态度差”",
        request.line.number,
        "已约谈当班保安",
        "秩序部",
    ):
        assert words in letter.body
    assert letter.body.splitlines()[letter.body.splitlines().index("二、整改措施") + 1] == GAP


@pytest.mark.parametrize("kind", [RequestKind.PRAISE, RequestKind.SUGGESTION])
@pytest.mark.parametrize("code", LANGUAGES)
def test_that_thanks_are_drafted_for_praise_and_suggestions(place: Place, kind: RequestKind, code: str) -> None:
    request = report(place, kind=kind, words="维修师傅很细心")
    letter = place.service.draft_letter(request.line.id, code)
    assert {"zh_CN": "感谢信", "zh_TW": "感謝函", "en": "A letter of thanks"}[code] == letter.title
    assert "维修师傅很细心" in letter.body
    assert "张伟" in letter.body


def test_that_a_letter_to_somebody_unnamed_greets_the_resident(place: Place) -> None:
    request = report(place, reporter="", words="灯 {room} 坏了")
    letter = place.service.draft_letter(request.line.id, "zh_CN")
    assert letter.body.startswith("尊敬的住户（3-1-502）：")
    assert "灯 {room} 坏了" in letter.body


def test_that_the_community_s_own_text_is_used(place: Place) -> None:
    stationery = StationeryService(place.acting_as(Role.MANAGER).desk)
    stationery.set_template(TemplatePurpose.COMPLAINT_REPLY, "zh_CN", "回复", "{住户姓名}，您好", version=0)
    assert place.service.draft_letter(report(place).line.id, "zh_CN") == Filled("回复", "张伟，您好")


@pytest.mark.parametrize("kind", [RequestKind.REPAIR, RequestKind.INQUIRY])
def test_that_nothing_else_calls_for_a_letter(place: Place, kind: RequestKind) -> None:
    request = report(place, kind=kind)
    assert Move.LETTER not in request.moves
    with pytest.raises(UserError):
        place.service.draft_letter(request.line.id, "zh_CN")
    with pytest.raises(UserError):
        place.service.write_letter(request.line.id, LETTER, "zh_CN", version=request.line.version)


def test_that_a_letter_printed_stays_in_the_history(place: Place) -> None:
    request = report(place)
    place.service.write_letter(request.line.id, LETTER, "zh_CN", version=request.line.version)
    after = place.service.detail(request.line.id)
    assert (after.steps[-1].kind, after.steps[-1].why) == (StepKind.LETTER, "投诉回复函")
    assert dict(after.steps[-1].details) == {"purpose": "complaint_reply", "language": "zh_CN"}
    assert after.line.state is request.line.state
    with place.desk.read() as session:
        kinds = session.scalars(
            select(TimelineEntry.kind).where(TimelineEntry.source_id == request.line.id).order_by(TimelineEntry.id)
        ).all()
        actions = session.scalars(select(Audit.action).where(Audit.topic == "request").order_by(Audit.id)).all()
    assert "request_letter" in kinds
    assert actions[-1] == "letter"


def test_that_an_empty_or_endless_letter_is_refused(place: Place) -> None:
    request = report(place)
    for letter in (Filled(" ", ""), Filled("信" * 121, "字" * 6001)):
        with pytest.raises(UserError) as refused:
            place.service.write_letter(request.line.id, letter, "zh_CN", version=request.line.version)
        assert [problem.field for problem in refused.value.problems] == ["title", "body"]


def test_that_a_letter_about_what_changed_meanwhile_is_not_noted(place: Place) -> None:
    request = report(place)
    with pytest.raises(ConflictError):
        place.service.write_letter(request.line.id, LETTER, "zh_CN", version=request.line.version + 1)


@pytest.mark.parametrize("role", [Role.GUARD, Role.ADMINISTRATOR])
def test_that_only_the_desk_writes_letters(place: Place, role: Role) -> None:
    request = report(place)
    with pytest.raises(RefusedError):
        place.acting_as(role).draft_letter(request.line.id, "zh_CN")
    with pytest.raises(RefusedError):
        place.acting_as(role).write_letter(request.line.id, LETTER, "zh_CN", version=request.line.version)
