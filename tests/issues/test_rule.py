"""The pure rules of problem points: what mends them, what is signed, what came back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.issues.model import ActionState
from desktop.issues.rule import (
    COMEBACK_DAYS,
    Mended,
    Received,
    action_digest,
    is_mended_by,
    issue_digest,
    needed_to_come_back,
    those_that_came_back,
)

THEN = datetime(2026, 9, 1, tzinfo=UTC)
EFFECTIVE, INEFFECTIVE, OPEN, DONE, DROPPED = (
    ActionState.EFFECTIVE,
    ActionState.INEFFECTIVE,
    ActionState.OPEN,
    ActionState.DONE,
    ActionState.DROPPED,
)


def mended(evidence: int = 0, category: int | None = 1, **changes: object) -> Mended:
    given: dict[str, object] = {"building_id": None, "room_label": "", "equipment_id": None} | changes
    return Mended(7, THEN, category, evidence=frozenset(range(1000, 1000 + evidence)), **given)  # type: ignore[arg-type]


def received(number: int, days: float, category: int | None = 1, **changes: object) -> Received:
    given: dict[str, object] = {"building_id": 3, "room_label": "3-1-502", "equipment_id": None} | changes
    return Received(number, f"BX-{number}", THEN + timedelta(days=days), category, **given)  # type: ignore[arg-type]


def test_that_nothing_mends_a_point_without_something_that_helped() -> None:
    assert not is_mended_by((), None)
    assert not is_mended_by([(DROPPED, None), (INEFFECTIVE, THEN)], None)
    assert not is_mended_by([(EFFECTIVE, THEN), (OPEN, None)], None)
    assert not is_mended_by([(EFFECTIVE, THEN), (DONE, None)], None)
    assert is_mended_by([(EFFECTIVE, THEN), (INEFFECTIVE, THEN), (DROPPED, None)], None)
    assert not is_mended_by([(EFFECTIVE, THEN)], THEN)
    assert is_mended_by([(EFFECTIVE, THEN + timedelta(hours=1))], THEN)


def test_that_the_number_needed_is_half_of_the_evidence_rounded_up_and_at_least_two() -> None:
    found = {count: needed_to_come_back(mended(count)) for count in (0, 1, 4, 5, 9)}
    assert found == {0: 2, 1: 2, 4: 2, 5: 3, 9: 5}
    assert needed_to_come_back(mended(9, room_label="3-1-502")) == 2
    assert needed_to_come_back(mended(9, equipment_id=4)) == 2


def test_that_a_point_about_nothing_in_particular_is_never_recognised() -> None:
    assert those_that_came_back(mended(category=None, room_label="3-1-502"), [received(1, 1), received(2, 2)]) == ()


@given(
    evidence=st.integers(0, 12),
    days=st.lists(st.floats(-5, COMEBACK_DAYS + 5, allow_nan=False), max_size=12),
)
def test_that_it_comes_back_exactly_when_enough_came_in_while_it_was_watched(evidence: int, days: list[float]) -> None:
    came = [received(number, day) for number, day in enumerate(days)]
    until = THEN + timedelta(days=COMEBACK_DAYS)
    within = [one for one in came if THEN < one.occurred_at <= until]
    back = those_that_came_back(mended(evidence), came)
    enough = len(within) >= max(2, -(-evidence // 2))
    assert {one.id for one in back} == ({one.id for one in within} if enough else set())
    assert list(back) == sorted(back, key=lambda one: (one.occurred_at, one.id))


def test_that_what_is_evidence_already_is_not_counted_again() -> None:
    point = mended(2)
    assert those_that_came_back(point, [received(1000, 1), received(1001, 2), received(5, 3)]) == ()


words = st.text(max_size=8)


@given(words, words, words, words, st.sets(st.integers(1, 9)), st.sets(st.integers(1, 9)))
def test_that_two_digests_agree_exactly_when_what_was_signed_agrees(
    title: str, other_title: str, text: str, other_text: str, ids: set[int], other_ids: set[int]
) -> None:
    same = (title, text, ids) == (other_title, other_text, other_ids)
    assert (
        issue_digest(1, title, text, "minor", ids) == issue_digest(1, other_title, other_text, "minor", other_ids)
    ) is same
    assert issue_digest(1, title, text, "minor", ids) != issue_digest(1, title, text, "major", ids)
    assert action_digest(1, title, text, None, "") != action_digest(1, title, text, date(2026, 11, 30), "")
