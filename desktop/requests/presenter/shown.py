"""What the list of requests is asked for: a list of the day, conditions that narrow it, words, and a group of it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import Message, msg
from desktop.requests.model import RequestState
from desktop.requests.rows import GroupBy, RequestFilter, StateGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.ui.language import Text

__all__ = ["CONDITIONS", "FLAGS", "PRESETS", "Preset", "Shown"]

CONDITIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "states": ("states",),
        "kinds": ("kinds",),
        "priorities": ("priorities",),
        "department_ids": ("department_ids",),
        "worker_ids": ("worker_ids",),
        "category_ids": ("category_ids",),
        "places": ("places",),
        "building_ids": ("building_ids",),
        "room_id": ("room_id",),
        "said": ("period", "occurred_from", "occurred_until"),
        "held_too_long": ("held_too_long",),
        "unexplained": ("unexplained",),
        "rework": ("rework",),
        "answered": ("answered",),
        "overdue": ("overdue",),
        "due_today": ("due_today",),
        "to_dispatch": ("to_dispatch",),
        "awaits_follow_up": ("awaits_follow_up",),
    }
)
"""The conditions that narrow a list, in the order in which their chips stand, with the fields of the filter."""

FLAGS = ("held_too_long", "unexplained", "rework")
"""Conditions that few requests meet: how many is known at once, and said before they are chosen."""

_GROUPED: Mapping[GroupBy, str] = MappingProxyType(
    {GroupBy.DEPARTMENT: "department_ids", GroupBy.BUILDING: "building_ids"}
)
_NARROWING = frozenset(name for names in CONDITIONS.values() for name in names)


@dataclass(frozen=True, slots=True)
class Preset:
    """A list that the day asks for: a chip with its count. `asks` are fields of the filter.

    A list that grows for ever is not `counted` until it is shown: that would read it all after every change.
    """

    key: str
    title: Message
    asks: Mapping[str, Any]
    icon: str = ""
    tone: str = "ink"
    counted: bool = True


def _preset(
    key: str, title: Message, icon: str = "", tone: str = "ink", *, counted: bool = True, **asks: Any
) -> Preset:
    return Preset(key, title, MappingProxyType(asks), icon, tone, counted)


_WORKED_ON = frozenset({RequestState.ASSIGNED, RequestState.IN_PROGRESS})

# Those open by their states name the group besides: the index of what is open answers for them then.
PRESETS: tuple[Preset, ...] = (
    _preset("open", msg("All open"), group=StateGroup.OPEN),
    _preset("overdue", msg("Overdue"), "clock-alert", "red", overdue=True),
    _preset("due-today", msg("Due today"), "clock", "amber", due_today=True),
    _preset("to-dispatch", msg("To dispatch"), to_dispatch=True),
    _preset("worked-on", msg("Being worked on"), group=StateGroup.OPEN, states=_WORKED_ON),
    _preset("on-hold", msg("On hold"), group=StateGroup.OPEN, states=frozenset({RequestState.ON_HOLD})),
    _preset("follow-up", msg("To follow up"), awaits_follow_up=True),
    _preset("done", msg("Completed"), counted=False, group=StateGroup.DONE),
)
"""The lists of the day, in the order of the chips; at most one is chosen."""

_BY_KEY = {preset.key: preset for preset in PRESETS}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the list is asked for: a preset or a base handed in, narrowed further by fields of the filter.

    With `group_by` the list is divided, and `inside` is the group shown of it, none for all of them.
    """

    preset: str = "open"
    base: RequestFilter | None = None
    title: Text = ""
    narrow: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    text: str = ""
    group_by: GroupBy | None = None
    inside: int | None = None

    def filter(self) -> RequestFilter:
        """Return all of it as one filter."""
        asks: dict[str, Any] = {**(_BY_KEY[self.preset].asks if self.preset else {}), **self.narrow}
        if self.group_by is not None and self.inside is not None:
            asks[_GROUPED[self.group_by]] = frozenset({self.inside})
        return replace(self.base or RequestFilter(), **asks, text=self.text)

    def whole(self) -> RequestFilter:
        """Return the filter of all groups together."""
        return replace(self, inside=None).filter()

    def narrowed(self, **asked: Any) -> Shown:
        """Return this with fields of the filter set; what asks nothing is taken away.

        Chosen states take the place of a list of the day, which is about states itself.
        """
        wanted = {**self.narrow, **asked}
        narrow = MappingProxyType({name: value for name, value in wanted.items() if value})
        return replace(self, preset="" if asked.get("states") else self.preset, narrow=narrow, inside=None)

    def of_day(self, preset: str) -> Shown:
        """Return this with another list of the day, "" for none; it takes the place of states chosen."""
        narrow = {name: value for name, value in self.narrow.items() if name != "states" or not preset}
        return replace(self, preset=preset, narrow=MappingProxyType(narrow), inside=None)

    def widened(self, condition: str) -> Shown:
        """Return this without one of `CONDITIONS`."""
        return self.narrowed(**dict.fromkeys(CONDITIONS[condition]))

    @property
    def is_narrowed(self) -> bool:
        """Tell whether there is anything to clear; how it is divided is none of it."""
        return replace(self, group_by=None, inside=None) != Shown()

    @classmethod
    def taken_apart(cls, wanted: RequestFilter) -> Shown:
        """Return `wanted` as chips: the list of the day it holds, and the conditions besides."""
        asks = {
            each.name: getattr(wanted, each.name)
            for each in fields(RequestFilter)
            if each.name in _NARROWING | {"group"} and getattr(wanted, each.name) != getattr(RequestFilter(), each.name)
        }
        fits = [preset for preset in PRESETS if all(asks.get(name) == value for name, value in preset.asks.items())]
        preset = max(fits, key=lambda each: len(each.asks), default=None)
        if preset is not None:
            asks = {name: value for name, value in asks.items() if name not in preset.asks}
        group = asks.pop("group", StateGroup.ALL)
        base = None if group is StateGroup.ALL else RequestFilter(group=group)
        key = "" if preset is None else preset.key
        return cls(key, base, msg("Chosen requests") if base else "", MappingProxyType(asks), wanted.text)
