from __future__ import annotations

import pytest

from desktop.care.offer import TIMELINE_KINDS, timeline_words
from desktop.core.i18n import language

FACTS = {"care": "visit", "words": "节前走访", "due_on": "2026-11-30", "result": ""}


@pytest.mark.parametrize(
    ("kind", "result", "expected"),
    [
        ("care_planned", "", "planned for 2026-11-30: 节前走访"),
        ("care_moved", "", "moved to 2026-11-30: 节前走访"),
        ("care_done", "聊了半小时", "done: 节前走访 → 聊了半小时"),
        ("care_done", "", "done: 节前走访"),
        ("care_dropped", "出远门", "given up: 节前走访 → 出远门"),
        ("care_reopened", "", "taken up again: 节前走访"),
    ],
)
def test_that_touchpoints_of_care_are_told(kind: str, result: str, expected: str) -> None:
    words = timeline_words(kind, {**FACTS, "result": result})
    assert words is not None
    assert language("en").message(words.words) == expected
    assert language("en").message(words.kind) == "Home visit"


def test_that_a_touchpoint_without_words_says_what_came_of_it() -> None:
    words = timeline_words("care_done", {"care": "welcome", "words": "", "due_on": "2026-11-22", "result": "很高兴"})
    assert words is not None
    assert language("en").message(words.words) == "done: 很高兴"
    bare = timeline_words("care_done", {"care": "welcome", "words": "", "due_on": "2026-11-22", "result": ""})
    assert bare is not None
    assert language("en").message(bare.words) == "done"


def test_that_touchpoints_of_others_are_left_to_them() -> None:
    assert timeline_words("request_reported", {}) is None
    assert len(TIMELINE_KINDS) == 5
