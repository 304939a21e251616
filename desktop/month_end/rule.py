"""When something stands out: what it had this month against what it usually has in a month.

The rule as a manager tells it (`RULE`): usual is the mean of the last twelve months in which the community had requests
at all. What comes by chance strays from its mean by the square root of it; so something stands out when it is above the
mean by more than twice that root, is at least half as much again, and is no handful. It knows no season and no trend:
it proposes, people decide. Numbers are compared exactly, as whole ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import isqrt

from desktop.core.i18n import Message, msg
from desktop.issues.model import Severity

__all__ = [
    "COMPLAINTS",
    "COMPLAINTS_IN_THREE_MONTHS",
    "GROUP_LEAST",
    "LEAST_MONTHS",
    "LOOK_BACK",
    "ONE_IN",
    "REWORKS",
    "ROOM_LEAST",
    "RULE",
    "SINGLE_LEAST",
    "UNHAPPY",
    "Judgement",
    "bound_of",
    "judge",
    "severity",
    "why",
]

LOOK_BACK = 12
"""What is usual is the mean of so many months before, as far as the community had requests in them."""

LEAST_MONTHS = 3
"""With fewer known months nothing is usual yet, and nothing stands out."""

GROUP_LEAST = 5
ROOM_LEAST = 4
SINGLE_LEAST = 3
"""From how many a category or building, a room, a worker or a piece of equipment can stand out at all.

Of thousands of rooms some have three requests in a month by mere chance; four hardly one.
"""

REWORKS = 2
UNHAPPY = 2
COMPLAINTS = 2
COMPLAINTS_IN_THREE_MONTHS = 3
"""What is proposed from a fixed number on: reworks and dissatisfied answers of a kind, complaints of one room."""

ONE_IN = 10
"""Who does much has some of it done again: a worker's reworks, and dissatisfied answers, count from one in ten on."""

_CONSIDERABLE, _SERIOUS = (3, 2), (5, 2)
"""One and a half times, and two and a half times, the number from which something stands out."""

RULE = msg(
    "Usual is the mean of the last twelve months. Something stands out when this month has at least half as many"
    " again, exceeds the mean by more than twice its square root (more than chance explains), and has at least"
    " %(single)s (worker, equipment), %(room)s (room) or %(group)s (category, building). At least %(months)s months"
    " must be known.",
    single=SINGLE_LEAST,
    room=ROOM_LEAST,
    group=GROUP_LEAST,
    months=LEAST_MONTHS,
)
"""The rule in words."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """This month's number, the usual one (mean of `months` months), and from which on it stands out."""

    now: int
    usual: float
    bound: int
    months: int

    @property
    def stands_out(self) -> bool:
        """Tell whether it does."""
        return self.now >= self.bound


def judge(now: int, before: int, months: int, least: int) -> Judgement | None:
    """Judge this month's number against `before`, the sum of the `months` known months before; none if too few.

    The bound is the smallest whole number that is at least `least`, at least 1.5 x mean, and above mean + 2 x root.
    """
    if months < LEAST_MONTHS:
        return None
    # n > b/m + 2 sqrt(b/m)  <=>  n m - b > sqrt(4 b m), all whole: no rounding decides
    above_chance = (before + isqrt(4 * before * months)) // months + 1
    half_again = -(-3 * before // (2 * months))
    return Judgement(now, before / months, max(least, half_again, above_chance), months)


def bound_of(whole: int, least: int) -> int:
    """Return from how many of `whole` on something is listed: from `least` on, and from one in ten on."""
    return max(least, -(-whole // ONE_IN))


def severity(now: int, bound: int) -> Severity:
    """Return how much it matters: the further above its bound, the more."""
    for (times, of), grave in ((_SERIOUS, Severity.CRITICAL), (_CONSIDERABLE, Severity.MAJOR)):
        if now * of >= times * bound:
            return grave
    return Severity.MINOR


def why(judged: Judgement) -> Message:
    """Return the numbers in words: 42 this month, usually 18.5 a month; from 28 on it stands out."""
    return msg(
        "%(now)s this month, usually %(usual)s a month; from %(bound)s on it stands out.",
        now=judged.now,
        usual=Decimal(str(judged.usual)).quantize(Decimal("0.1"), ROUND_HALF_UP),
        bound=judged.bound,
    )
