"""What a check came to: it measured something, it failed, or it could not be run here; never one for another."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["CannotRunError", "CheckFailedError", "Outcome", "expect", "is_good", "run", "table"]

PASSED, FAILED, NOT_RUN = "passed", "FAILED", "not run"


class CheckFailedError(Exception):
    """What was promised does not hold; one sentence with what was found instead."""


class CannotRunError(Exception):
    """This machine lacks what the check needs; one sentence that says what."""


@dataclass(frozen=True)
class Outcome:
    """One line of the table: what was checked, what it came to, what was measured or is wrong, and seconds."""

    name: str
    state: str
    told: str
    seconds: float


def expect(holds: bool, sentence: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Raise CheckFailedError with `sentence` unless something holds."""
    if not holds:
        raise CheckFailedError(sentence)


def run(
    checks: Iterable[tuple[str, Callable[[], str]]], tell: Callable[[str], None], broken: Sequence[type[Exception]]
) -> list[Outcome]:
    """Run named checks in their order, tell each outcome as it comes, and return them all.

    A check returns what it measured. Those after a failed one still run; exceptions of the kinds in `broken` (a
    process that does not end, a file that is not there) count as failed, with their own words.
    """
    outcomes = []
    for name, check in checks:
        begun = time.monotonic()
        try:
            state, told = PASSED, check()
        except CannotRunError as error:
            state, told = NOT_RUN, str(error)
        except CheckFailedError as error:
            state, told = FAILED, str(error)
        except tuple(broken) as error:
            state, told = FAILED, f"{type(error).__name__}: {error}"
        outcome = Outcome(name, state, told, time.monotonic() - begun)
        tell(_line(outcome, 0))
        outcomes.append(outcome)
    return outcomes


def table(outcomes: Sequence[Outcome]) -> str:
    """Return all outcomes as lines under one another, and a last line that counts them."""
    wide = max((_width(outcome.name) for outcome in outcomes), default=0)
    lines = [_line(outcome, wide) for outcome in outcomes]
    counts = {state: sum(outcome.state == state for outcome in outcomes) for state in (PASSED, FAILED, NOT_RUN)}
    seconds = sum(outcome.seconds for outcome in outcomes)
    told = ", ".join(f"{count} {state}" for state, count in counts.items())
    return "\n".join([*lines, f"{told}; {seconds:.0f} s"])


def is_good(outcomes: Sequence[Outcome]) -> bool:
    """Tell whether nothing failed and something was run at all."""
    return any(outcome.state == PASSED for outcome in outcomes) and all(outcome.state != FAILED for outcome in outcomes)


def _line(outcome: Outcome, wide: int) -> str:
    name = outcome.name + " " * max(0, wide - _width(outcome.name))
    return f"{outcome.state:<7}  {name}  {outcome.seconds:5.1f} s  {outcome.told}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
