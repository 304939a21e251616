from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.money import MOST_FEN, capital_yuan, read_fen, yuan

DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(words: str) -> int:
    """Return the fen that Chinese words say, by adding up digit after digit."""
    sign, words = (-1, words[1:]) if words.startswith("负") else (1, words)
    found = re.fullmatch(r"(?:(.*)元)?(.*?)整?", words)
    assert found is not None
    total, group, digit = 0, 0, 0
    for character in found[1] or "":
        if character in PLACES:
            group, digit = group + digit * PLACES[character], 0
        elif character in "万亿":
            total, group, digit = total + (group + digit) * (10**4 if character == "万" else 10**8), 0, 0
        else:
            digit = DIGITS[character]
    fen = (total + group + digit) * 100
    for number, unit in re.findall("(.)([角分])", found[2].removeprefix("零") if found[2] else ""):
        fen += DIGITS[number] * (10 if unit == "角" else 1)
    return sign * fen


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (2500, "贰拾伍元整"),
        (1005, "壹拾元零伍分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (1005000, "壹万零伍拾元整"),
        (10000000100, "壹亿零壹元整"),
        (-2550, "负贰拾伍元伍角整"),
    ],
)
def test_that_a_sum_is_written_in_capital_numerals(fen: int, words: str) -> None:
    assert capital_yuan(fen, "zh_CN") == words


@given(st.integers(-MOST_FEN, MOST_FEN))
def test_that_the_words_say_the_sum_and_no_other(fen: int) -> None:
    words = capital_yuan(fen, "zh_CN")
    assert read_back(words) == fen
    assert "零零" not in words


def test_that_traditional_characters_and_english_have_their_own_words() -> None:
    assert capital_yuan(32550, "zh_TW") == "參佰貳拾伍元伍角整"
    assert capital_yuan(2500, "en") == "25.00 yuan"


def test_that_no_words_are_made_up_for_sums_beyond_all_bills() -> None:
    with pytest.raises(ValueError, match="no words"):
        capital_yuan(MOST_FEN + 1, "zh_CN")


@pytest.mark.parametrize(
    ("typed", "fen"), [("25", 2500), ("25.5", 2550), ("￥1,200.00", 120000), ("２５元", 2500), ("\u22123", -300)]
)
def test_that_sums_are_read_as_they_are_typed(typed: str, fen: int) -> None:
    assert read_fen(typed) == fen


@pytest.mark.parametrize("typed", ["", "abc", "1.234", "nan", "1e99", "1 2"])
def test_that_what_is_no_sum_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no sum"):
        read_fen(typed)


@given(st.integers(-MOST_FEN, MOST_FEN))
def test_that_a_sum_shown_is_read_back(fen: int) -> None:
    assert read_fen(yuan(fen)) == fen
