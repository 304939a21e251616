from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.plates import canonical_plate, display_plate, plate_doubt


@pytest.mark.parametrize(
    "text",
    ["浙A12345", "浙a12345", "浙A·12345", "浙A 12345", "浙A•12345", "浙Ａ１２３４５", " 浙A-12345 ", "浙A.12345"],
)
def test_that_every_spelling_of_a_plate_is_one_plate(text: str) -> None:
    assert canonical_plate(text) == "浙A12345"
    assert display_plate(text) == "浙A·12345"


@pytest.mark.parametrize(
    "text",
    [
        "浙A12345",
        "浙A7K2M6",
        "浙AD30918",
        "浙AF21106",
        "浙A12345D",
        "浙A12345K",
        "浙A1234挂",
        "浙A1234学",
        "浙A1234警",
        "粤Z1234港",
        "粤Z1234澳",
        "123456使",
        "使123456",
        "沪A1234领",
        "WJ京1234X",
        "京X123应急",
        "浙A临12345",
        "临时",
        "无",
        "无牌",
        "",
    ],
)
def test_that_a_plate_that_exists_raises_no_doubt(text: str) -> None:
    assert plate_doubt(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A12345", "province"),
        ("浙A123", "7 characters"),
        ("浙A1234567", "7 characters"),
        ("浙AO1234", "I and O"),
        ("浙AX12345", "new-energy"),
        ("浙A1234Z5", "new-energy"),
        ("浙112345", "does not look like"),
        ("😀", "province"),
    ],
)
def test_that_an_odd_plate_is_doubted_with_its_reason(text: str, said: str) -> None:
    doubt = plate_doubt(text)
    assert doubt is not None
    assert said in doubt.msgid
    assert doubt.params["plate"] == canonical_plate(text)


def test_that_no_plate_is_canonically_empty() -> None:
    assert canonical_plate("无") == ""
    assert display_plate("无") == ""


@given(st.text(max_size=500))
def test_that_nothing_raises_and_canonical_is_final(text: str) -> None:
    assert canonical_plate(canonical_plate(text)) == canonical_plate(text)
    plate_doubt(text)
