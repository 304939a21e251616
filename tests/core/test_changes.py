from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from desktop.core.changes import Changes, Draft, RepeatedWriteError, new_operation_id


def test_that_changes_touch_only_their_topics() -> None:
    changes = Changes({"request": frozenset({1, 2}), "room": frozenset()}, result=2)
    assert changes.touches("request")
    assert changes.touches("household", "room")
    assert not changes.touches("household")
    assert not changes.touches()


def test_that_nothing_changed_by_default_and_nothing_can_be_changed_later() -> None:
    changes = Changes()
    assert (dict(changes.ids), changes.result, changes.operation_id) == ({}, 0, "")
    with pytest.raises(FrozenInstanceError):
        changes.result = 5  # type: ignore[misc]


def test_that_a_repeated_write_tells_what_the_first_one_did() -> None:
    changes = Changes({"request": frozenset({7})}, 7, "abc")
    error = RepeatedWriteError(changes)
    assert error.changes is changes
    assert str(error) == "abc"


def test_that_operation_ids_never_repeat() -> None:
    ids = {new_operation_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert {len(one) for one in ids} == {32}


def test_that_drafts_with_the_same_words_are_equal() -> None:
    assert Draft("request", "1", "漏水", {"text": "漏水"}) == Draft("request", "1", "漏水", {"text": "漏水"})
