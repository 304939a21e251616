"""Names of files from outside: safe on every system, and still recognised."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.file_names import LONGEST_NAME, ending_of, free_name, safe_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("漏水照片.JPG", "漏水照片.JPG"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\厨房 水槽.jpg", "厨房 水槽.jpg"),
        ("folder/", "folder"),
        ("a:b?c*.pdf", "a_b_c_.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\x00b\x1b\u200bc\n d.png", "abc d.png"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.tar.txt", "_com1.tar.txt"),
        ("report.pdf. . .", "report.pdf"),
        (" .. ", "file"),
        ("", "file"),
        (".jpg", "jpg"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_that_a_name_is_made_safe(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


def test_that_an_over_long_name_is_cut_before_its_ending() -> None:
    name = safe_name("水" * 300 + ".jpeg")
    assert len(name) == LONGEST_NAME
    assert name.endswith("水.jpeg")
    assert len(name.encode()) < 255


@given(st.text(max_size=200))
def test_that_any_text_becomes_a_name_that_stays_as_it_is(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name) <= LONGEST_NAME
    assert safe_name(name) == name
    assert not set(name) & set('<>:"/\\|?*')
    assert name == name.strip(" .")
    assert all(unicodedata.category(sign) not in {"Cc", "Cf", "Cs"} for sign in name)


def test_that_two_of_one_name_are_numbered() -> None:
    taken = ["厨房.jpg", "厨房 (2).JPG"]
    assert free_name("厨房.JPG", taken) == "厨房 (3).JPG"
    assert free_name("别的.jpg", taken) == "别的.jpg"
    long = "水" * (LONGEST_NAME - 4) + ".jpg"
    assert len(free_name(long, [long])) == LONGEST_NAME


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.JPG", ".jpg"), ("a.tar.gz", ".gz"), ("a", ""), ("a.", ""), ("no. 5 of the list", ""), (".hidden", ".hidden")],
)
def test_that_an_ending_is_what_stands_after_the_last_dot(name: str, ending: str) -> None:
    assert ending_of(name) == ending
