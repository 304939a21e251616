from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.app.calls.number import called_number
from desktop.core.errors import UserError
from desktop.core.phones import display_phone


@pytest.mark.parametrize(
    ("address", "digits"),
    [
        ("tel:13800138000", "13800138000"),
        ("TEL:13800138000", "13800138000"),
        ("tel://13800138000", "13800138000"),
        ("tel:138 0013 8000", "13800138000"),
        ("tel:138-0013-8000", "13800138000"),
        ("tel:+8613800138000", "13800138000"),
        ("tel:+86-138-0013-8000", "13800138000"),
        ("tel:%2B86%20138%200013%208000", "13800138000"),
        ("tel:１３８００１３８０００", "13800138000"),
        ("tel:13800138000;phone-context=+86", "13800138000"),
        ("tel://13800138000/", "13800138000"),
        ("tel:0571-88001234", "057188001234"),
        ("tel:(0571)88001234", "057188001234"),
        ("tel:+86-571-8800-1234", "057188001234"),
        ("tel:400-123-4567", "4001234567"),
        ("tel:+852 9123 4567", "+85291234567"),
        ("tel:8001", "8001"),
    ],
)
def test_that_a_call_is_read_in_every_spelling(address: str, digits: str) -> None:
    assert called_number(address) == digits


HOSTILE = (
    *(
        "tel:",
        "tel://",
        "tel:anonymous",
        "tel:12",
        "tel:--",
        "tel:1;DROP TABLE",
        "tel:😀",
        "tel:%00",
        "tel:%FF",
        "tel:+",
    ),
    *("tel:" + "1" * 30, "tel:" + "9" * 100_000, "tel:../../etc/passwd", "tel:13800138000 13900139000 13700137000"),
    *("tel:13800138000\n--data=/", "tel:' OR 1=1", "tel:\x00\x01", "tel:<b>1</b>", "tel:-138"),
)


@pytest.mark.parametrize("address", HOSTILE, ids=range(len(HOSTILE)))
def test_that_what_is_no_number_is_refused_in_words(address: str) -> None:
    with pytest.raises(UserError) as refused:
        called_number(address)
    shown = str(refused.value.problems[0].message.params["text"])
    assert len(shown) <= 31
    assert shown.isprintable()


@given(st.text(max_size=100))
def test_that_no_text_does_harm(text: str) -> None:
    try:
        digits = called_number(f"tel:{text}")
    except UserError:
        return
    assert 3 <= len(digits) <= 20
    assert digits.lstrip("+").replace("x", "").isdigit()


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_that_every_mobile_is_read_back_as_it_is_shown(digits: str) -> None:
    assert called_number(f"tel:{digits}") == digits
    assert called_number(f"tel:{display_phone(digits)}") == digits
    assert called_number(f"tel:+86{digits}") == digits
