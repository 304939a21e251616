from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from desktop.core.permissions import Operation
from desktop.requests.model import Category, RequestKind, RequestState
from desktop.requests.model import Place as Where
from desktop.requests.rows import NewRequest

if TYPE_CHECKING:
    from tests.requests.conftest import Place


def set_keywords(place: Place, name: str, keywords: str) -> None:
    with place.desk.write(Operation.EDIT_RULES) as work:
        work.session.execute(update(Category).where(Category.id == place.categories[name]).values(keywords=keywords))


def test_that_an_edited_keyword_changes_the_suggestion(place: Place) -> None:
    words = "泳池的水发绿"
    assert place.service.suggest_category(words) is None
    set_keywords(place, "公共设施", "泳池 会所")
    suggestion = place.service.suggest_category(words)
    assert suggestion is not None
    assert suggestion.name == "公共设施"
    set_keywords(place, "公共设施", "会所")
    assert place.service.suggest_category(words) is None


def test_that_what_is_answered_on_the_spot_counts_as_resolved_at_first_contact(place: Place) -> None:
    draft = NewRequest(
        kind=RequestKind.INQUIRY, words="押金何时退", room_id=place.rooms["3-1-502"], answered="下月五号"
    )
    answered = place.service.detail(place.service.report(draft).result)
    assert (answered.line.state, answered.answered_at_once) == (RequestState.CLOSED, True)
    later = NewRequest(kind=RequestKind.INQUIRY, words="押金何时退", room_id=place.rooms["3-1-502"])
    asked = place.service.detail(place.service.report(later).result)
    place.service.complete(asked.line.id, result="下月五号", version=asked.line.version)
    assert not place.service.detail(asked.line.id).answered_at_once


def test_that_what_lies_outside_the_homes_has_its_usual_place(place: Place) -> None:
    usual = {row.name: row.place for row in place.service.categories()}
    outside = {"电梯", "公共设施", "环境卫生", "绿化", "秩序安全/停车"}
    assert {name for name, where in usual.items() if where == Where.PUBLIC_AREA} == outside
    assert {where for name, where in usual.items() if name not in outside} == {""}
