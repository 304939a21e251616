from __future__ import annotations

import pytest

from desktop.core.i18n import language
from desktop.requests.presenter.emergency import DANGERS, danger_in

ENGLISH = language("en")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("地下室跑水了", "burst pipe"),
        ("热水器好像漏电，手麻", "electricity"),
        ("2号楼困梯，里面有小孩", "people in the lift"),
        ("厨房一股燃气味", "gas"),
        ("樓下冒煙", "fire"),
        ("Flooding in the garage", "burst pipe"),
        ("three people are STUCK IN THE LIFT", "people in the lift"),
    ],
)
def test_that_the_words_of_residents_speak_of_a_danger(words: str, name: str) -> None:
    danger = danger_in(words)
    assert danger is not None
    assert ENGLISH.message(danger.name) == name


@pytest.mark.parametrize("words", ["", "厨房水槽下软管接头滴水", "电梯异响", "停电了", "the tap drips"])
def test_that_ordinary_trouble_is_no_emergency(words: str) -> None:
    assert danger_in(words) is None


def test_that_the_gravest_of_several_dangers_counts() -> None:
    danger = danger_in("跑水以后配电箱漏电，还冒烟")
    assert danger is DANGERS[0]
