from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.marks import excerpt, marked_name, marked_phone, marked_room, marked_text


def shown(text: str, spans: object) -> list[str]:
    assert isinstance(spans, tuple)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "typed", "parts"),
    [
        ("3-1-502", "502", ["502"]),
        ("3-1-502", "５０２", ["502"]),
        ("浙A·12345", "浙a123", ["浙A·123"]),
        ("厨房水管漏水", "漏水 厨房", ["厨房", "漏水"]),
        ("厨房水管漏水", "水管 管漏", ["水管漏"]),
        ("BX-2611-0001 漏水", "0001", ["0001"]),
        ("漏水", "堵", []),
        ("漏水", "%_'\"", []),
        ("漏水", "", []),
    ],
)
def test_that_the_words_typed_are_marked_where_they_stand(text: str, typed: str, parts: list[str]) -> None:
    assert shown(text, marked_text(text, typed)) == parts


@pytest.mark.parametrize(
    ("name", "typed", "parts"),
    [
        ("王小明", "小明", ["小明"]),
        ("王小明", "wxm", ["王小明"]),
        ("王小明", "XM", ["小明"]),
        ("王小明", "ming", ["明"]),
        ("王小明", "aom", ["小明"]),
        ("曾国强", "cgq", ["曾国强"]),
        ("单小刚", "dx", ["单小"]),
        ("欧阳娜娜", "ouyang", ["欧阳"]),
        ("Tom 王", "tomw", ["Tom 王"]),
        ("王小明", "zzz", []),
    ],
)
def test_that_pinyin_and_initials_mark_the_characters_they_stand_for(name: str, typed: str, parts: list[str]) -> None:
    assert shown(name, marked_name(name, typed)) == parts


@pytest.mark.parametrize(
    ("label", "typed", "parts"),
    [
        ("3-1-502", "3栋1单元502", ["3-1-502"]),
        ("3-1-502", "3#502", ["3", "502"]),
        ("3-1-502", "0502", ["502"]),
        ("3-2-0301", "301", ["301"]),
        ("3-2-0301", "3栋2单元0301", ["3-2-0301"]),
        ("别墅 12", "别墅12", ["别墅 12"]),
    ],
)
def test_that_a_room_is_marked_in_whichever_notation_it_was_typed(label: str, typed: str, parts: list[str]) -> None:
    assert shown(label, marked_room(label, typed)) == parts


@pytest.mark.parametrize(
    ("masked", "typed", "parts"),
    [
        ("138 **** 2046", "2046", ["2046"]),
        ("138 **** 2046", "13800132046", ["138 **** 2046"]),
        ("138 **** 2046", "138 0013", ["138 ****"]),
        ("138 **** 2046", "0013", ["****"]),
        ("138 **** 2046", "13", ["13"]),
        ("138 **** 2046", "9999999", []),
        ("138 **** 2046", "王", []),
    ],
)
def test_that_of_a_masked_phone_only_what_is_seen_and_where_is_told(masked: str, typed: str, parts: list[str]) -> None:
    assert shown(masked, marked_phone(masked, typed)) == parts


@given(st.text(max_size=30), st.text(max_size=30))
def test_that_whatever_is_typed_the_parts_lie_in_the_text_and_apart(text: str, typed: str) -> None:
    for mark in (marked_text, marked_name, marked_room, marked_phone):
        last = 0
        for start, end in mark(text, typed):
            assert last <= start < end <= len(text)
            last = end


def test_that_long_words_are_shown_around_what_was_found() -> None:
    words = "业主反映" + "，".join(["甲乙丙丁"] * 10) + "，厨房漏水，" + "戊己" * 20
    assert "漏水" in excerpt(words, "漏水")
    assert excerpt(words, "漏水").startswith("…")
    assert excerpt("漏水\n很急") == "漏水 很急"
