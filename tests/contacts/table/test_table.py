from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.contacts.model import CallingOrder, CallOutcome, CallState, Membership, RoundState
from desktop.contacts.rows import ContactListLine, EntryLine, MemberLine, RoundLine, RoundProgress
from desktop.contacts.rule import EVERYONE
from desktop.contacts.table import (
    OUTCOME_LOOKS,
    confirmed_words,
    entry_columns,
    list_columns,
    member_columns,
    names_words,
    round_columns,
    state_cell,
    tag_look,
    when_words,
)
from desktop.core.i18n import language
from desktop.core.paths import resources_dir
from desktop.ui.table import Cell, Column

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
ENGLISH = language("en")
ENTRY = EntryLine(1, 8, 7, "3-1-402", ("覃小雨", "覃父"), CallState.WAITING, None, 0, None, None, "", "", "", 1)
MEMBER = MemberLine(7, "3-1-402", "3", ("覃小雨",), ("VIP",), 1, None, True, 0, 0, "", False, 1, "key")
ROUND = RoundLine(1, 1, "VIP", "停水", "", RoundState.OPEN, 3, 60, NOW, None, 1, RoundProgress(waiting=2, reached=1))
LIST = ContactListLine(1, "VIP", "", EVERYONE, None, 0, CallingOrder.BUILDING, 18, 0, 0, None, 1)


def shown(entry: EntryLine, me: str = "张敏") -> Cell:
    return state_cell(entry, NOW, SHANGHAI, ENGLISH, me)


def cell(columns: object, key: str, row: object) -> Cell:
    column: Column[object] = next(each for each in columns if each.key == key)  # type: ignore[attr-defined]
    made = column.show(row, ENGLISH)
    return made if isinstance(made, Cell) else Cell(made)


def test_that_a_household_says_who_has_it_on_the_phone() -> None:
    assert shown(replace(ENTRY, calling="张敏")).text == "on the phone"
    assert shown(replace(ENTRY, calling="李婷")).text == "李婷"


def test_that_a_household_to_be_called_again_says_when() -> None:
    again = replace(ENTRY, state=CallState.LATER, outcome=CallOutcome.BUSY, next_at=NOW + timedelta(minutes=65))
    assert shown(again).text == "again 15:10"
    assert shown(replace(again, next_at=NOW)).text == "Call now"
    assert shown(replace(again, next_at=NOW + timedelta(hours=20))).text == "again 23 Nov 10:05"


def test_that_a_household_not_called_yet_is_an_empty_circle() -> None:
    assert (shown(ENTRY).text, shown(ENTRY).icon) == ("", "circle")


@pytest.mark.parametrize("outcome", list(CallOutcome))
def test_that_every_outcome_is_a_word_with_an_icon_that_exists(outcome: CallOutcome) -> None:
    entry = replace(ENTRY, state=CallState.REACHED, outcome=outcome)
    assert shown(entry).chip
    assert shown(entry).text
    assert (resources_dir() / "icons" / f"{OUTCOME_LOOKS[outcome][1]}.svg").is_file()


def test_that_the_first_name_stands_in_the_order_and_all_of_them_on_the_list() -> None:
    columns = entry_columns(SHANGHAI, lambda: NOW)
    assert cell(columns, "people", ENTRY).text == "覃小雨"
    assert cell(columns, "people", replace(ENTRY, people=())).text == "—"
    assert cell(columns, "number", ENTRY).text == "8"
    assert names_words(("覃小雨", "覃父"), language("zh_CN")) == "覃小雨、覃父"


def test_that_what_keeps_from_calling_comes_before_how_a_household_got_on_the_list() -> None:
    columns = member_columns()
    assert cell(columns, "origin", MEMBER).text == "by rule"
    assert cell(columns, "origin", replace(MEMBER, membership=Membership.ADDED, by_rule=False)).text == "by hand"
    assert cell(columns, "origin", replace(MEMBER, phones=0)).text == "No phone"
    assert cell(columns, "origin", replace(MEMBER, phones=0, do_not_call=True)).text == "Do not call"
    assert cell(columns, "people", replace(MEMBER, people=())).text == "Nobody entered"
    assert [cell(columns, "priority", replace(MEMBER, priority=n)).text for n in (0, 2)] == ["—", "2"]


def test_that_a_list_says_where_its_households_come_from() -> None:
    columns = list_columns()
    seconds = [
        cell(columns, "name", line).second
        for line in (LIST, replace(LIST, added=1), replace(LIST, rule=None), replace(LIST, archived_at=NOW))
    ]
    assert seconds == ["by rule", "by rule and by hand", "by hand", "archived"]
    assert cell(columns, "members", LIST).text == "18"


def test_that_a_round_says_how_far_it_is() -> None:
    columns = round_columns(SHANGHAI)
    through = replace(ROUND, progress=RoundProgress(reached=2, unreached=1))
    busy = replace(ROUND, progress=RoundProgress(waiting=1, calling=1))
    ended = replace(through, state=RoundState.ENDED)
    states = [cell(columns, "state", line).text for line in (ROUND, busy, through, ended)]
    assert states == ["Under way", "Being called", "All called", "Ended"]
    assert cell(columns, "done", ROUND).text == "1 / 3"
    assert cell(columns, "unreached", through) == Cell("1", tone="amber")
    assert cell(columns, "started", ROUND).text == "2026-11-22 14:05"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "never confirmed"),
        (date(2026, 9, 3), "confirmed 3 Sept"),
        (date(2025, 9, 3), "confirmed 1 year ago"),
        (date(2024, 9, 3), "confirmed 2 years ago"),
    ],
)
def test_that_a_phone_says_how_fresh_it_is(day: date | None, words: str) -> None:
    assert confirmed_words(day, date(2026, 11, 22), ENGLISH)[0].replace("Sep ", "Sept ").removesuffix(" ") in {
        words,
        words.replace("Sept", "Sep"),
    }


def test_that_a_time_of_another_day_has_its_day() -> None:
    assert when_words(NOW, NOW, SHANGHAI, ENGLISH) == "14:05"
    assert when_words(NOW - timedelta(days=1), NOW, SHANGHAI, ENGLISH) == "21 Nov 14:05"


def test_that_a_tag_wears_its_own_colour_where_one_was_chosen() -> None:
    assert tag_look("vip") == ("violet", "crown")
    assert tag_look("vip", "red") == ("red", "crown")
    assert tag_look("") == ("grey", "tag")
