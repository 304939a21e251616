"""The made-up community: the same seed gives the same households and the same years of requests.

It serves the first start (look around before your own data is in), the tests and the benchmarks. Rows are inserted
in bulk, with the same counters, steps, timeline and search index that the services would have written.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from desktop.app.demo.events import add_events
from desktop.app.demo.gate import GateDemo
from desktop.app.demo.gifts import add_gifts
from desktop.app.demo.guarding import add_guarding
from desktop.app.demo.habits import add_habits
from desktop.app.demo.history import add_history
from desktop.app.demo.knowledge import add_knowledge
from desktop.app.demo.outages import add_outages
from desktop.app.demo.people import add_people
from desktop.app.demo.problems import add_problems
from desktop.app.demo.rounds import add_incidents, add_patrols, sign
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.paths import resources_dir

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from desktop.core.months import Month
    from desktop.storage.work import UnitOfWork

__all__ = ["DemoSize", "add_demo", "sample"]

REQUESTS_PER_HOUSEHOLD_AND_MONTH = 0.26
"""So that 2,000 households over 60 months have about 24,000 repairs and 3,000 complaints (PRODUCT.md, size M)."""


@dataclass(frozen=True, slots=True)
class DemoSize:
    """How large the made-up community is, and its last month; raises UserError for what cannot be made."""

    households: int
    months: int
    seed: int
    until: Month
    busyness: float = REQUESTS_PER_HOUSEHOLD_AND_MONTH

    def __post_init__(self) -> None:
        """Refuse sizes that make no community."""
        limits = (("households", self.households, 1, 100_000), ("months", self.months, 1, 240))
        problems = [
            Problem(
                msg(
                    "%(value)s is not possible here; give a number from %(least)s to %(most)s.",
                    value=value,
                    least=least,
                    most=most,
                ),
                field,
            )
            for field, value, least, most in limits
            if not least <= value <= most
        ]
        if problems:
            raise UserError(*problems)


@lru_cache(maxsize=1)
def sample() -> Mapping[str, Any]:
    """Return the words the made-up community is made of (resources/sample/community.json)."""
    path = resources_dir() / "sample" / "community.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def add_demo(work: UnitOfWork, zone: ZoneInfo, departments: Mapping[str, int], size: DemoSize) -> None:
    """Fill the founded, still empty community of `work`; `departments` are ids by code.

    Raises UserError when the last month has not begun. Requests of a month still running end with `work.now`.
    """
    if size.until.start(zone) > work.now:
        raise UserError(Problem(msg("The month %(month)s has not begun yet.", month=size.until), "until"))
    chance = random.Random(size.seed)  # noqa: S311 - made-up data must be repeatable, not secret
    first = size.until.plus(1 - size.months)
    place = add_people(work, chance, sample(), size.households, first.first_day, departments)
    add_history(work, chance, sample(), place, zone, size.until.series(size.months), size.busyness)
    add_habits(work, sample())
    # dice of its own: what is known of the households leaves their years of requests as they are
    add_knowledge(work, random.Random(f"{size.seed} knowledge"), sample(), place)  # noqa: S311 - as above
    add_problems(work, random.Random(f"{size.seed} problems"), sample(), zone, size.until)  # noqa: S311 - as above
    chances = random.Random(f"{size.seed} events")  # noqa: S311 - as above
    add_events(work, chances, sample(), place, zone, size.until.series(size.months))
    add_gifts(work, random.Random(f"{size.seed} gifts"), sample(), zone)  # noqa: S311 - as above
    chances = random.Random(f"{size.seed} outages")  # noqa: S311 - as above
    add_outages(work, chances, sample(), zone, size.until.series(size.months))
    _add_gate(GateDemo(work, random.Random(f"{size.seed} gate"), sample(), place, zone))  # noqa: S311 - as above


def _add_gate(gate: GateDemo) -> None:
    gate.add_visits()
    add_guarding(gate)
    add_patrols(gate)
    add_incidents(gate)
    gate.rows.insert()
    gate.index_visitors()
    sign(gate)
