"""Names in either script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.name_scripts import one_script


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("吳鳳蓮", "吴凤莲"),
        ("劉寶慶", "刘宝庆"),
        ("鄭豔麗", "郑艳丽"),
        ("蕭鐘鳴", "萧钟鸣"),
        ("葉錦榮", "叶锦荣"),
        ("陳韻儀", "陈韵仪"),
    ],
)
def test_that_a_name_is_the_same_in_either_script(traditional: str, simplified: str) -> None:
    assert one_script(traditional) == one_script(simplified) == simplified


@given(st.text())
def test_that_twice_is_as_once_and_as_long(name: str) -> None:
    assert one_script(one_script(name)) == one_script(name)
    assert len(one_script(name)) == len(name)


def test_that_what_it_does_not_know_stays() -> None:
    assert one_script("𠮷野\ue000 Wu 喆") == "𠮷野\ue000 Wu 喆"
