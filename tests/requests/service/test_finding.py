"""The search box finds the requests that a plain comparison of the same rows finds, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.core.texts import clean, search_form
from desktop.requests.model import Request, RequestKind
from desktop.requests.rows import NewRequest
from desktop.storage.search import normal

if TYPE_CHECKING:
    from tests.requests.conftest import Place

PEOPLE = (
    ("王小明", "13800138000", "厨房水管漏水"),
    ("Tom", "0571-88001234", "3-1-502 门禁坏了"),
    ("", "", "路灯不亮 100%"),
)


def report(place: Place) -> dict[int, list[str]]:
    """Report some requests and return what each holds, straight from the table."""
    for reporter, phone, words in PEOPLE:
        draft = NewRequest(
            kind=RequestKind.REPAIR, words=words, reporter=reporter, phone=phone, room_id=place.rooms["3-1-502"]
        )
        place.service.report(draft)
    with place.desk.read() as session:
        rows = session.scalars(select(Request)).all()
        return {row.id: [row.number, row.room_label, row.phone, row.words, row.reporter] for row in rows}


def expected(fields: dict[int, list[str]], text: str) -> set[int]:
    """Compare every word with every field; and a request is found by exactly its number."""
    typed = clean(text)
    words = [word for word in map(normal, typed[:100].split()) if word.strip("-")]
    numbers = {typed, search_form(typed).upper()}
    found = {id_ for id_, texts in fields.items() if texts[0] in numbers}
    if words:
        wrapped = {id_: [f"-{normal(text).strip('-')}-" for text in texts if text] for id_, texts in fields.items()}
        found |= {id_ for id_, texts in wrapped.items() if all(any(word in text for text in texts) for word in words)}
    return found


PIECES = st.sampled_from(
    [
        *(
            "王小",
            "漏水",
            "水管",
            "13800138000",
            "8000",
            "8800-1234",
            "3-1-502",
            "502",
            "门禁",
            "BX-2611-0001",
            "bx",
            "-",
        ),
        *("%", "_", "*", '"', "'", "OR", "😀", "100%", "\x00", "\u3000"),
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.one_of(st.text(max_size=10), st.lists(PIECES, max_size=3).map(" ".join)), max_size=8))
def test_that_the_box_finds_what_a_plain_comparison_finds_and_nothing_else(place: Place, texts: list[str]) -> None:
    fields = report(place)
    for text in texts:
        found = [hit.id for hit in place.service.find(text, 1000)]
        assert len(found) == len(set(found)), text
        assert set(found) == expected(fields, text), text


def test_that_requests_are_recalled_by_their_ids_in_the_order_asked(place: Place) -> None:
    first, second, _third = report(place)
    hits = place.service.hits([second, 999, first])
    assert [hit.id for hit in hits] == [second, first]
    assert all(hit.room_id == place.rooms["3-1-502"] for hit in hits)
    assert place.service.hits([]) == []
