from __future__ import annotations

from typing import Any

import pytest

from desktop.core.clock import FixedClock
from desktop.core.i18n import language
from desktop.requests.model import RequestState, StepKind
from desktop.requests.presenter import (
    Directory,
    Moments,
)
from desktop.requests.presenter.story import step_words
from desktop.requests.rows import StepRow
from desktop.requests.table import Seen
from tests.requests.conftest import SHANGHAI
from tests.requests.screens import NOW

MOMENTS = Moments(Seen(FixedClock(NOW), SHANGHAI))
ENGLISH = language("en")


# --- the story ------------------------------------------------------------------------------------------------------


def told(kind: StepKind, why: str = "", **details: Any) -> str:
    step = StepRow(NOW, kind, "张敏", None, RequestState.RECEIVED, why, details)
    return step_words(step, Directory(), MOMENTS.seen, ENGLISH)


def test_that_a_history_is_told_in_sentences() -> None:
    assert told(StepKind.REPORTED, channel="phone") == "Taken in (Phone)"
    assert told(StepKind.REPORTED, channel="counter", back_dated=True) == "Taken in (Counter), entered later"
    assert told(StepKind.HELD, "订货三天", reason="parts") == "On hold: Waiting for parts: 订货三天"
    assert told(StepKind.URGED, times=2) == "Urged, 2 times so far"
    assert told(StepKind.EXTENDED, "缺件", due_at=NOW.isoformat(), approver="李经理") == (
        "Extended until today 14:05, agreed by 李经理: 缺件"
    )
    assert told(StepKind.COMPLETED, result="换了角阀") == "Completed: 换了角阀"
    assert told(StepKind.FOLLOWED_UP, outcome="reached", satisfaction="fair") == "Followed up, Reached, Fair"
    assert told(StepKind.MERGED, main_number="BX-2611-0001") == "Merged into BX-2611-0001"
    assert told(StepKind.AMENDED, before={"words": "a", "phone": "b", "version": 1}) == "Amended: About, Phone"


@pytest.mark.parametrize("kind", list(StepKind))
def test_that_every_step_has_words_even_without_details(kind: StepKind) -> None:
    assert told(kind)
