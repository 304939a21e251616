from __future__ import annotations

import pytest

from desktop.core.clock import FixedClock
from desktop.core.i18n import Message, language
from desktop.requests.model import Move
from desktop.requests.presenter import (
    Directory,
    Moments,
)
from desktop.requests.presenter.drafting import Drafting
from desktop.requests.presenter.moves import done_words
from desktop.requests.table import Seen
from tests.requests.conftest import SHANGHAI
from tests.requests.screens import NOW
from tests.ui.shells import KeptDrafts

MOMENTS = Moments(Seen(FixedClock(NOW), SHANGHAI))
ENGLISH = language("en")


# --- drafts ---------------------------------------------------------------------------------------------------------


def test_that_drafts_are_kept_turned_over_and_thrown_away() -> None:
    kept = KeptDrafts()
    drafting = Drafting(kept, MOMENTS.seen)
    assert [card.saved_at for card in drafting.cards()] == [None]
    drafting.keep({"room_id": "3-1-502\t7", "reporter": "黄丽娟", "kind": "repair"})
    first = drafting.key
    drafting.begin()
    drafting.keep({"words": "电梯里有人被困，请马上派人去看一看"})
    second = drafting.key
    assert [card.title for card in drafting.cards()] == ["3-1-502 黄丽娟", "电梯里有人被困，请马上派人去"]
    assert drafting.next_key() == first
    assert drafting.choose(first)["reporter"] == "黄丽娟"
    assert drafting.next_key() == second
    assert drafting.forget(second) is not None
    assert drafting.next_key() == ""
    with pytest.raises(KeyError):
        drafting.choose(second)


def test_that_drafts_of_another_day_are_there_again() -> None:
    kept = KeptDrafts()
    before = Drafting(kept, MOMENTS.seen)
    before.keep({"room_id": "3-1-502", "kind": "complaint"})
    after = Drafting(kept, MOMENTS.seen)
    cards = after.cards()
    assert [(card.key, card.title, card.kind) for card in cards[:-1]] == [(before.key, "3-1-502", "complaint")]
    assert cards[0].saved_at == NOW
    assert after.key not in {before.key, ""}


def test_that_a_message_of_a_move_carries_no_leftover_placeholder() -> None:
    for move in Move:
        assert isinstance(done_words(move, "BX-1", {}, Directory()), Message)
        assert "%(" not in ENGLISH.message(done_words(move, "BX-1", {}, Directory()))
