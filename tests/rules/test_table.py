from __future__ import annotations

import pytest

from desktop.core.i18n import language
from desktop.requests.model import Priority, RequestKind
from desktop.rules.rows import CategoryFacts, LaidDown, Line, RuleFacts, What
from desktop.rules.table import Places, columns_of, hours_facts, requests_words, time_words
from desktop.ui.language import translate

ENGLISH = language("en")


@pytest.mark.parametrize(
    ("minutes", "words"), [(None, "—"), (20, "20 min"), (60, "1 h"), (90, "1 h 30 min"), (2880, "48 h")]
)
def test_that_a_limit_is_told_in_hours_and_minutes(minutes: int | None, words: str) -> None:
    assert time_words(minutes, ENGLISH) == words


def test_that_a_rule_says_for_which_requests_it_holds() -> None:
    laid = LaidDown(categories=(Line(7, 1, False, 1, CategoryFacts("给排水")),))
    assert requests_words(RuleFacts(), laid, ENGLISH) == "Every request"
    rule = RuleFacts(RequestKind.REPAIR, 7, Priority.URGENT)
    assert requests_words(rule, laid, ENGLISH) == "Repair · 给排水 · Urgent"


def test_that_rows_say_what_is_called_back_and_how_time_is_counted() -> None:
    columns = {column.key: column for column in columns_of(What.RULE, Places(LaidDown()))}

    def told(key: str, facts: RuleFacts) -> str:
        cell = columns[key].show(Line(1, 1, True, 1, facts), ENGLISH)
        return cell if isinstance(cell, str) else cell.text

    assert told("follow_up", RuleFacts(follow_up_days=3)) == "within 3 days"
    shared = RuleFacts(follow_up_days=2, follow_up_share=30, follow_up_in_working_days=True)
    assert told("follow_up", shared) == "30 % · within 2 working days"
    assert told("follow_up", RuleFacts(follow_up_days=3, follow_up_share=0)) == "—"
    assert told("counted", RuleFacts()) == "—"
    assert told("counted", RuleFacts(response_minutes=5, in_working_time=True)) == "Working time"


def test_that_days_with_the_same_hours_are_told_together() -> None:
    days = ("8:30-12:00", *["9:00-17:00"] * 4, "", "", "")
    told = [(translate(words, ENGLISH), translate(hours, ENGLISH)) for words, hours in hours_facts(days)]
    assert told == [
        ("Monday", "8:30-12:00"),
        ("Tuesday – Friday", "9:00-17:00"),
        ("Saturday – Sunday", "Day off"),
        ("Make-up day", "Day off"),
    ]
