from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.phones import (
    canonical_phone,
    display_phone,
    is_plausible_phone,
    mask_phone,
    mask_phones_in,
    read_phones,
    split_phones,
)

ONE_NUMBER = [
    ("13800138000", "13800138000"),
    ("１３８００１３８０００", "13800138000"),
    ("138 0013 8000", "13800138000"),
    ("138-0013-8000", "13800138000"),
    ("+86 13800138000", "13800138000"),
    ("0086-138-0013-8000", "13800138000"),
    ("8613800138000", "13800138000"),
    ("'13800138000", "13800138000"),
    ("手机：13800138000", "13800138000"),
    ("13800138000.0", "13800138000"),
    ("1.39000012340e10", "13900001234"),
    ("1.3900001234E+10", "13900001234"),
    ("0571-88001234", "057188001234"),
    ("0571 88001234", "057188001234"),
    ("（0571）8800 1234", "057188001234"),
    ("057188001234", "057188001234"),
    ("+86-571-88001234", "057188001234"),
    ("010-68001234", "01068001234"),
    ("0571-8800123", "05718800123"),
    ("57188001234", "057188001234"),
    ("2188001234", "02188001234"),
    ("0571-88001234转801", "057188001234x801"),
    ("0571 88001234-801", "057188001234x801"),
    ("0571—88001234 分机 801", "057188001234x801"),
    ("88001234-801", "88001234x801"),
    ("88001234", "88001234"),
    ("8800-1234", "88001234"),
    ("8001234", "8001234"),
    ("400-123-4567", "4001234567"),
    ("400 1234 567", "4001234567"),
    ("8008208888", "8008208888"),
    ("+852 9123 4567", "+85291234567"),
]


@pytest.mark.parametrize(("text", "canonical"), ONE_NUMBER)
def test_that_every_spelling_of_a_number_has_one_canonical_form(text: str, canonical: str) -> None:
    assert read_phones(text) == ([canonical], [])
    assert canonical_phone(text) == canonical
    assert is_plausible_phone(canonical)


@pytest.mark.parametrize(
    "separator", ["/", ",", ";", "、", "，", "；", "\n", " ", "\r\n", " / ", "或", "和", "|", "\u3000", "\t"]
)
def test_that_several_numbers_in_one_cell_are_separated(separator: str) -> None:
    cell = separator.join(["13800138000", "0571-88001234", "8001234", "13900139000"])
    assert split_phones(cell) == ["13800138000", "057188001234", "8001234", "13900139000"]


def test_that_a_number_given_twice_counts_once() -> None:
    assert split_phones("13800138000/138 0013 8000") == ["13800138000"]


@pytest.mark.parametrize(
    "text", ["1.39E+10", "1.39e10", "1.39000012345E+9", "1380013800", "138001380001", "010-12345678"]
)
def test_that_a_number_with_lost_or_wrong_digits_is_refused_whole(text: str) -> None:
    assert read_phones(text) == ([], [text])


def test_that_a_remark_beside_a_number_is_kept_as_a_piece() -> None:
    assert read_phones("13800138000（妻） 李四 13900139000") == (["13800138000", "13900139000"], ["妻", "李四"])


@pytest.mark.parametrize("text", ["", "  ", "无", "没有", "-", "/", "N/A", "0"])
def test_that_having_no_phone_is_no_fault(text: str) -> None:
    assert read_phones(text) == ([], [])


def test_that_an_extension_is_never_taken_from_the_next_number() -> None:
    assert split_phones("0571-88001234-13800138000") == ["057188001234", "13800138000"]


def test_that_a_short_number_keeps_its_digits_but_is_not_plausible() -> None:
    assert canonical_phone("短号 661 234") == "661234"
    assert not is_plausible_phone("661234")
    assert not is_plausible_phone("138 0013 8000")


@pytest.mark.parametrize(
    ("digits", "shown", "masked"),
    [
        ("13800138000", "138 0013 8000", "138 **** 8000"),
        ("057188001234", "0571-88001234", "0571-****1234"),
        ("01088001234", "010-88001234", "010-****1234"),
        ("057188001234x801", "0571-88001234-801", "0571-****1234"),
        ("88001234", "88001234", "****1234"),
        ("88001234x801", "88001234-801", "****1234"),
        ("4001234567", "400-123-4567", "400-***-4567"),
        ("+85291234567", "+85291234567", "+85 **** 4567"),
        ("+8521234", "+8521234", "+85 ****"),
        ("661234", "661234", "****"),
        ("", "", "****"),
    ],
)
def test_that_numbers_are_shown_and_masked_in_groups(digits: str, shown: str, masked: str) -> None:
    assert display_phone(digits) == shown
    assert mask_phone(digits) == masked


@given(st.sampled_from([canonical for _, canonical in ONE_NUMBER]))
def test_that_what_is_shown_reads_back_as_the_same_number(canonical: str) -> None:
    assert canonical_phone(display_phone(canonical)) == canonical


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_that_a_masked_mobile_hides_its_middle(digits: str) -> None:
    masked = mask_phone(digits)
    assert masked.replace(" ", "") == digits[:3] + "****" + digits[-4:]
    assert read_phones(masked)[0] == []


@given(st.one_of(st.text(max_size=500), st.text("0123456789+-/.转x E ，", max_size=60)))
def test_that_nothing_raises_and_every_number_found_is_plausible(text: str) -> None:
    numbers, _ = read_phones(text)
    assert all(is_plausible_phone(number) for number in numbers)
    assert len(numbers) == len(set(numbers))
    assert display_phone(canonical_phone(text)) is not None


def test_that_every_phone_in_a_sentence_is_masked_and_nothing_else() -> None:
    text = "王姐（女儿）13800002046，晚上打 0571-88001234；3栋502"
    assert mask_phones_in(text) == "王姐（女儿）138 **** 2046，晚上打 0571-****1234；3栋502"


@given(st.text(max_size=80))
def test_that_masking_a_sentence_twice_changes_no_more(text: str) -> None:
    assert mask_phones_in(mask_phones_in(text)) == mask_phones_in(text)
