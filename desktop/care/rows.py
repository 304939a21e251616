"""What screens and paper get to see of care: frozen rows, filters, and the words for kinds and states."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.care.model import CareKind
from desktop.core.i18n import Message, msg

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

__all__ = [
    "GOAL_LABELS",
    "KIND_LABELS",
    "TIMELINE_PREFIX",
    "CareCounts",
    "CareFilter",
    "CareLine",
    "CareList",
    "GoalKind",
    "Stage",
    "YearGoal",
]

KIND_LABELS: Mapping[CareKind, Message] = MappingProxyType(
    {
        CareKind.WELCOME: msg("Welcome call"),
        CareKind.GIFT: msg("Gift"),
        CareKind.REMINDER: msg("Reminder"),
        CareKind.VISIT: msg("Home visit"),
        CareKind.HELP: msg("Help"),
        CareKind.INVITATION: msg("Invitation"),
        CareKind.CHECK_PHONE: msg("Check a phone"),
        CareKind.OTHER: msg("Other care"),
    }
)

TIMELINE_PREFIX = "care_"
"""A household's timeline calls its entries about care by this and what happened: care_planned, care_done."""


class CareList(StrEnum):
    """The lists of care: what is due, all that is planned, calls of welcome, who is forgotten, what has ended."""

    DUE = "due"
    PLANNED = "planned"
    WELCOME = "welcome"
    FORGOTTEN = "forgotten"
    ENDED = "ended"


class Stage(StrEnum):
    """Where a row of a list stands: a task's state, or what is missing where there is no task yet."""

    PLANNED = "planned"
    DONE = "done"
    DROPPED = "dropped"
    WELCOME_DUE = "welcome_due"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class CareFilter:
    """Which rows a list shows. `kinds` narrows lists of tasks (empty: all), `series` to those made together."""

    list: CareList = CareList.DUE
    kinds: frozenset[CareKind] = frozenset()
    series: str = ""


@dataclass(frozen=True, slots=True)
class CareLine:
    """One row of a list of care.

    `id` is the task's, or minus the room's where there is no task yet (a welcome call due, a household forgotten).
    `order_key` is the room's place in natural order. `people` are the names of who is there now, owners first; of a
    welcome call, who moved in. `due_on` is the day it is to be done by, `since` the day of moving in, or since when
    the issue exists; both in the community's zone. `series_size` is how many tasks were made together with it.
    """

    id: int
    room_id: int
    room: str
    order_key: str
    people: tuple[str, ...]
    stage: Stage
    kind: CareKind | None
    words: str
    due_on: date | None
    since: date | None = None
    result: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""
    series: str = ""
    series_size: int = 0
    version: int = 0

    @property
    def task_id(self) -> int:
        """Return the id of the task, 0 where there is none yet."""
        return max(self.id, 0)


class GoalKind(StrEnum):
    """What care aims at every year."""

    VIP_VISITED = "vip_visited"
    LEGACY_CARED_FOR = "legacy_cared_for"


GOAL_LABELS: Mapping[GoalKind, Message] = MappingProxyType(
    {
        GoalKind.VIP_VISITED: msg("VIP households visited"),
        GoalKind.LEGACY_CARED_FOR: msg("Legacy-issue households cared for"),
    }
)


@dataclass(frozen=True, slots=True)
class YearGoal:
    """How far a goal of the running year has come: `done` of `of` households; `planned` is what should be by now."""

    kind: GoalKind
    done: int
    of: int
    planned: int

    @property
    def behind(self) -> int:
        """Return by how many households it lags behind an even year."""
        return max(0, self.planned - self.done)


@dataclass(frozen=True, slots=True)
class CareCounts:
    """How many rows the lists of the day hold: each count opens the list of that name."""

    due: int
    planned: int
    welcome: int
    forgotten: int
