"""Two clerks in one round, in any order of events: nobody is reached twice, and nobody is forgotten."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.contacts.model import CallOutcome, CallState
from desktop.contacts.service.recording import Recording
from desktop.core.errors import ConflictError, UserError
from tests.contacts.neighbours import LABELS, Neighbours

if TYPE_CHECKING:
    from desktop.contacts.rows import CallCard

SPOKEN_TO = {CallOutcome.REACHED, CallOutcome.MESSAGE_LEFT, CallOutcome.REFUSED, CallOutcome.DO_NOT_CALL}
OUTCOMES = [CallOutcome.REACHED, CallOutcome.NO_ANSWER, CallOutcome.BUSY, CallOutcome.WRONG_NUMBER]
MOST_ATTEMPTS = 2

accounts = st.sampled_from([1, 2])
events = st.one_of(
    st.tuples(st.just("next"), accounts),
    st.tuples(st.just("record"), accounts, st.sampled_from(OUTCOMES)),
    st.tuples(st.just("crash"), accounts),
    st.tuples(st.just("put back"), accounts),
    st.tuples(st.just("later"), accounts),
    st.tuples(st.just("undo"), accounts),
    st.tuples(st.just("wait"), st.sampled_from([1, 6, 11, 30])),
)


class Desks:
    """Two clerks at work: what each has on the screen, and what was recorded."""

    def __init__(self, neighbours: Neighbours, round_id: int) -> None:
        self.neighbours = neighbours
        self.round_id = round_id
        self.cards: dict[int, CallCard | None] = {1: None, 2: None}
        self.last: int | None = None

    def do(self, event: tuple[object, ...]) -> None:
        what, whom = str(event[0]), event[1]
        if what == "wait":
            self.neighbours.clock.advance(minutes=float(str(whom)))
            return
        account = int(str(whom))
        clerk, card = self.neighbours.clerk(account), self.cards[account]
        if what == "next":
            self.take(account)
        elif what == "crash":
            self.cards[account] = None
        elif what == "put back":
            clerk.put_back(self.round_id)
        elif what == "undo" and self.last is not None:
            self.try_to(lambda: clerk.undo(self.last or 0))
        elif what == "later" and card is not None:
            self.try_to(lambda: clerk.call_later(card.entry_id, version=card.version, minutes=5))
        elif what == "record" and card is not None:
            outcome = CallOutcome(str(event[2]))
            if self.try_to(lambda: clerk.record(card.entry_id, outcome, version=card.version)):
                self.last, self.cards[account] = card.entry_id, None

    def take(self, account: int) -> CallCard | None:
        now = self.neighbours.clock.now()
        others = {
            entry.id
            for entry in self.neighbours.entries(self.round_id)
            if entry.claimed_by not in {None, account} and entry.claimed_until is not None and entry.claimed_until > now
        }
        card = self.neighbours.clerk(account).next_call(self.round_id)
        self.cards[account] = card
        assert card is None or card.entry_id not in others
        return card

    @staticmethod
    def try_to(step: object) -> bool:
        """Take a step that may be refused because the other one was faster; tell whether it was taken."""
        try:
            step()  # type: ignore[operator]
        except (ConflictError, UserError):
            return False
        return True

    def finish(self) -> None:
        """Let one clerk call on until nobody is left."""
        for _ in range(200):
            card = self.take(1)
            if card is None:
                progress = self.neighbours.clerk().round(self.round_id).progress
                if not progress.waiting and not progress.later:
                    return
                self.neighbours.clock.advance(minutes=11)
            else:
                self.neighbours.clerk(1).record(card.entry_id, CallOutcome.NO_ANSWER, version=card.version)
        pytest.fail("the round never ends")


NAMES = count()


@pytest.fixture
def everyone(neighbours: Neighbours) -> Neighbours:
    neighbours.everyone()
    return neighbours


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(events, max_size=30))
def test_that_in_any_order_of_events_nobody_is_reached_twice_and_nobody_forgotten(
    everyone: Neighbours, steps: list[tuple[object, ...]]
) -> None:
    list_id = everyone.listed(*LABELS[:4], name=f"名单{next(NAMES)}")
    round_id = everyone.clerk().start(list_id, "春节", "", MOST_ATTEMPTS, 10).result
    desks = Desks(everyone, round_id)
    for step in steps:
        desks.do(step)
        if step[0] != "record":
            continue
        counted = Counter(
            attempt.entry_id
            for attempt in everyone.attempts()
            if attempt.undone_at is None and attempt.outcome in SPOKEN_TO
        )
        assert set(counted.values()) <= {1}
    desks.finish()
    entries = everyone.entries(round_id)
    made = Counter(attempt.entry_id for attempt in everyone.attempts() if attempt.undone_at is None)
    assert len(entries) == 4
    for entry in entries:
        assert entry.state in {CallState.REACHED, CallState.UNREACHED}
        assert entry.attempts == made[entry.id] >= 1
        assert (entry.state == CallState.REACHED) == (entry.outcome in SPOKEN_TO)


def work(everyone: Neighbours, account: int, round_id: int) -> list[str]:
    """Call until nobody is left; return who was reached."""
    clerk, reached = everyone.clerk(account), []
    while (card := clerk.next_call(round_id)) is not None:
        try:
            clerk.record(card.entry_id, CallOutcome.REACHED, version=card.version)
        except ConflictError:
            continue  # another window of the same account was faster
        reached.append(card.room)
    return reached


def test_that_clerks_at_the_same_time_share_the_round(everyone: Neighbours) -> None:
    round_id = everyone.round()
    with ThreadPoolExecutor(3) as pool:
        # One of the accounts is signed in twice.
        shares = list(pool.map(lambda account: work(everyone, account, round_id), (1, 2, 1)))
    reached = [room for share in shares for room in share]
    assert sorted(reached) == sorted(LABELS)
    assert everyone.clerk().round(round_id).progress.reached == len(LABELS)


@pytest.mark.postgresql
def test_that_a_call_recorded_while_the_round_is_ended_leaves_nobody_to_be_called_again(
    on_server: Neighbours, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_server.everyone()
    round_id = on_server.round()
    card = on_server.card(round_id)
    version = on_server.clerk().round(round_id).version
    recording, go_on = Event(), Event()
    then = Recording._then

    def slowly(self: Recording, *known: Any) -> Any:
        recording.set()
        go_on.wait(0.5)
        return then(self, *known)

    monkeypatch.setattr(Recording, "_then", slowly)
    with ThreadPoolExecutor(2) as pool:
        call = pool.submit(on_server.clerk(1).record, card.entry_id, CallOutcome.NO_ANSWER, version=card.version)
        recording.wait()
        ended = pool.submit(on_server.clerk(2).end, round_id, version=version)
        ended.add_done_callback(lambda _: go_on.set())
        call.result()
        ended.result()
    assert {entry.state for entry in on_server.entries(round_id)} == {CallState.UNREACHED}
