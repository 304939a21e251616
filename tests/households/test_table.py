"""Columns of the list of households."""

from __future__ import annotations

import pytest

from desktop.core.i18n import language
from desktop.core.paths import resources_dir
from desktop.households.model import RoomStateKind
from desktop.households.rows import HouseholdLine
from desktop.households.table import COLUMNS, STATE_ICONS, area_words, tag_look
from desktop.ui.table import Cell

BARE = HouseholdLine(1, "3-1-502", "3-1-502", "3", "", "", None, "", None, (), ())


def cells(line: HouseholdLine, code: str = "en") -> dict[str, Cell]:
    shown = {column.key: column.show(line, language(code)) for column in COLUMNS}
    return {key: Cell(cell) if isinstance(cell, str) else cell for key, cell in shown.items()}


def test_that_a_room_nothing_is_known_of_is_shown_without_guesses() -> None:
    shown = cells(BARE)
    assert shown["room"] == Cell("3-1-502", strong=True)
    assert shown["people"].text == "Nobody entered"
    assert [shown[key].text for key in ("state", "tags", "zone", "kind", "floor", "area")] == [""] * 6


def test_that_people_are_listed_as_the_language_lists_them() -> None:
    line = HouseholdLine(1, "1", "1", "1", "", "", None, "", RoomStateKind.LET, ("王小明", "李小红"), ("VIP", "钥匙"))
    assert cells(line)["people"].text == "王小明, 李小红"
    assert cells(line, "zh_CN")["people"].text == "王小明、李小红"
    assert cells(line)["tags"] == Cell("VIP +1", tone="violet", icon="crown", chip=True)
    assert cells(line)["state"].chip


@pytest.mark.parametrize(
    ("name", "meaning", "look"),
    [
        ("VIP", "vip", ("violet", "crown")),
        ("业委会委员", "", ("blue", "badge-check")),
        ("独居老人", "", ("amber", "heart-handshake")),
        ("历史遗留问题（学区）", "legacy_issue", ("amber", "history")),
        ("养狗", "", ("grey", "")),
    ],
)
def test_that_a_tag_looks_as_what_it_means(name: str, meaning: str, look: tuple[str, str]) -> None:
    assert tag_look(name, meaning) == look


def test_that_every_state_has_an_icon_there_is() -> None:
    assert set(STATE_ICONS) == set(RoomStateKind)
    assert all((resources_dir() / "icons" / f"{icon}.svg").is_file() for icon in STATE_ICONS.values())


def test_that_an_area_keeps_one_decimal() -> None:
    assert area_words(142.63, language("en")) == "142.6 ㎡"
    assert area_words(None, language("en")) == ""
