from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.id_cards import born_on, canonical_id_card, id_card_fault, mask_id_card, sex_of

# The check characters were worked out by hand from the standard's weights.
SOUND = ["33010619900101123X", "11010519491231002X", "440524188001010014", "330106199001011248"]


def said(text: str, today: date | None = None) -> str:
    fault = id_card_fault(text, today)
    return fault.msgid if fault else ""


@pytest.mark.parametrize("number", [*SOUND, "330106900101123", "", " "])
def test_that_a_sound_number_has_no_fault(number: str) -> None:
    assert id_card_fault(number) is None


@pytest.mark.parametrize(
    "text", ["33010619900101123x", "３３０１０６１９９００１０１１２３Ｘ", "'330106 19900101 123X"]
)
def test_that_spelling_does_not_matter(text: str) -> None:
    assert canonical_id_card(text) == "33010619900101123X"
    assert id_card_fault(text) is None


@given(st.sampled_from(SOUND), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_that_one_wrong_character_is_always_found(number: str, position: int, character: str) -> None:
    wrong = number[:position] + character + number[position + 1 :]
    assert (id_card_fault(wrong) is None) == (wrong == number)


@given(st.sampled_from(SOUND), st.integers(0, 16))
def test_that_two_swapped_neighbours_are_found(number: str, position: int) -> None:
    swapped = number[:position] + number[position + 1] + number[position] + number[position + 2 :]
    assert (id_card_fault(swapped) is None) == (swapped == number)


@pytest.mark.parametrize(
    "number", ["330106199002301230", "330106199013011230", "330106177001011230", "330106900230123"]
)
def test_that_a_birth_date_that_never_was_is_named(number: str) -> None:
    assert "birth date" in said(number)


def test_that_a_birth_date_to_come_is_a_fault_only_when_today_is_known() -> None:
    assert said("33010619900101123X", date(1989, 12, 31)).startswith("The birth date")
    assert said("33010619900101123X", date(1990, 1, 1)) == ""
    assert said("33010619900101123X") == ""


@pytest.mark.parametrize("text", ["3.30106E+17", "3.30106199001011E+17", "330106199001011000", "330106199001011000.0"])
def test_that_a_number_rounded_by_a_spreadsheet_gets_its_own_sentence(text: str) -> None:
    assert "spreadsheet" in said(text)


def test_that_a_sound_number_ending_in_zeros_is_not_taken_for_rounded() -> None:
    assert said("330106199001014000") == ""


@pytest.mark.parametrize("text", ["33010619900101", "E12345678", "0" * 18, "x" * 500, "😀", "33010619900101123XX"])
def test_that_what_is_no_id_number_is_told_so(text: str) -> None:
    assert "18 digits" in said(text)


def test_that_sex_and_birth_date_come_from_the_number() -> None:
    assert sex_of("33010619900101123X") == "male"
    assert sex_of("330106199001011248") == "female"
    assert sex_of("330106900101123") == "male"
    assert born_on("33010619900101123X") == date(1990, 1, 1)
    assert born_on("330106900101123") == date(1990, 1, 1)


@pytest.mark.parametrize("text", ["", "330106199001011230", "E12345678"])
def test_that_a_faulty_number_says_nothing_about_its_holder(text: str) -> None:
    assert sex_of(text) is None
    assert born_on(text) is None


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("33010619900101123x", "330***********123X"),
        ("330106900101123", "330********1123"),
        ("E12345678", "*******78"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_that_the_middle_is_masked(text: str, masked: str) -> None:
    assert mask_id_card(text) == masked


@given(st.text(max_size=500))
def test_that_nothing_raises(text: str) -> None:
    id_card_fault(text)
    assert len(mask_id_card(text)) == len(canonical_id_card(text))
