"""What contacts say on a household's timeline."""

from __future__ import annotations

import pytest

from desktop.contacts.model import CallOutcome
from desktop.contacts.offer import TIMELINE_KINDS, timeline_words
from desktop.contacts.rows import OUTCOME_LABELS, fill_script
from desktop.core.i18n import language


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"occasion": "New Year", "outcome": "reached"}, "called for New Year: Reached"),
        (
            {"occasion": "New Year", "outcome": "message_left", "name": "Wang", "note": "with his son"},
            "called Wang for New Year: Message left (with his son)",
        ),
    ],
)
def test_that_a_call_is_one_sentence(parameters: dict[str, str], words: str) -> None:
    said = timeline_words("called", parameters)
    assert said is not None
    assert language("en").message(said) == words


def test_that_what_is_not_ours_is_left_to_others() -> None:
    assert timeline_words("moved_in", {}) is None
    assert {"called"} == TIMELINE_KINDS


def test_that_every_outcome_has_a_name() -> None:
    assert set(OUTCOME_LABELS) == set(CallOutcome)


@pytest.mark.parametrize(
    ("script", "filled"),
    [
        ("{name}, {Room}: {occasion}", "王, 1-1-101: {occasion}"),
        ("{姓名}您好（｛房号｝）{ 小区 }", "王您好（1-1-101）{ 小区 }"),
        ("{weather} {} {{name}} {", "{weather} {} {王} {"),
    ],
)
def test_that_a_script_is_filled_and_the_rest_stays_as_typed(script: str, filled: str) -> None:
    assert fill_script(script, {"name": "王", "room": "1-1-101"}) == filled
