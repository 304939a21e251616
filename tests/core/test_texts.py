from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.texts import clean, clean_lines, search_form


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  厨房  漏水 ", "厨房 漏水"),
        ("厨房\n漏水\t\r\n滴水", "厨房 漏水 滴水"),
        ("厨房\u3000漏水\u00a0", "厨房 漏水"),
        ("ＢＸ－１２＠", "BX-12@"),
        ("水管坏了，（急）：快！“谢谢”。", "水管坏了，（急）：快！“谢谢”。"),
        ("\ufeff张\u200b三\u202e\u00ad", "张三"),
        ("a\x00b\x1bc", "abc"),
        ("\ud800张", "张"),
        ("𬭚㛃\ue863﨎葛\U000e0100", "𬭚㛃\ue863﨎葛\U000e0100"),
        ("a \u200b b", "a b"),
        ("", ""),
    ],
)
def test_that_clean_keeps_what_was_meant(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_that_lines_are_kept_where_lines_matter() -> None:
    assert clean_lines("  一  行 \r\n\n\n\n二行\u200b\n") == "一 行\n\n二行"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＢＸ－２６１１", "bx-2611"),
        ("John Smith", "johnsmith"),
        ("张 三", "张\u3000三"),
        ("葛\U000e0100", "葛"),
        ("㎡", "m2"),
        ("STRASSE", "straße"),
        ("张\u200b三", "张三"),
    ],
)
def test_that_spellings_people_call_the_same_are_equal_in_search(one: str, other: str) -> None:
    assert search_form(one) == search_form(other)


@given(st.text())
def test_that_both_forms_are_final(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_lines(clean_lines(text)) == clean_lines(text)
    assert search_form(search_form(text)) == search_form(text)


@given(st.text())
def test_that_cleaning_never_changes_what_is_found(text: str) -> None:
    assert search_form(clean(text)) == search_form(text)


@given(st.text())
def test_that_nothing_invisible_is_left(text: str) -> None:
    for form in (clean(text), search_form(text)):
        assert not {unicodedata.category(character) for character in form} & {"Cc", "Cf", "Cs"}
    assert " " not in search_form(text)
    assert "  " not in clean(text)
