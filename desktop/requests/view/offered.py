"""What the conditions of the list can be, in words: for the menu that chooses them and the chips that show them."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import Message, msg
from desktop.requests.rows import (
    KIND_LABELS,
    PLACE_LABELS,
    PRIORITY_LABELS,
    STATE_LABELS,
    Answered,
    GroupBy,
    Period,
)
from desktop.ui.language import Text, translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from desktop.core.i18n import Language
    from desktop.requests.presenter import Directory, ListPresenter

__all__ = ["ANSWERED_LABELS", "FLAG_LABELS", "GROUP_LABELS", "PERIOD_LABELS", "TITLES", "condition_words", "offered"]

TITLES: Mapping[str, Message] = MappingProxyType(
    {
        "states": msg("State"),
        "kinds": msg("Kind"),
        "priorities": msg("How urgent"),
        "department_ids": msg("Department"),
        "worker_ids": msg("Handled by"),
        "category_ids": msg("Category"),
        "places": msg("Place"),
        "building_ids": msg("Building"),
    }
)
"""Conditions that are a choice of several, in the order of the menu."""

FLAG_LABELS: Mapping[str, Message] = MappingProxyType(
    {
        "held_too_long": msg("On hold too long"),
        "unexplained": msg("Overdue without a reason"),
        "rework": msg("Rework"),
        "overdue": msg("Overdue"),
        "due_today": msg("Due today"),
        "to_dispatch": msg("To dispatch"),
        "awaits_follow_up": msg("To follow up"),
        "room_id": msg("One household"),
    }
)

PERIOD_LABELS: Mapping[Period, Message] = MappingProxyType(
    {
        Period.TODAY: msg("Came in today"),
        Period.WEEK: msg("Came in this week"),
        Period.MONTH: msg("Came in this month"),
    }
)

ANSWERED_LABELS: Mapping[Answered, Message] = MappingProxyType(
    {Answered.SATISFIED: msg("Last answer: satisfied"), Answered.DISSATISFIED: msg("Last answer: not satisfied")}
)

GROUP_LABELS: Mapping[GroupBy | None, Message] = MappingProxyType(
    {
        None: msg("Not grouped"),
        GroupBy.DEPARTMENT: msg("Grouped by department"),
        GroupBy.BUILDING: msg("Grouped by building"),
    }
)

MOST_NAMED = 3
_NAMES: Mapping[str, Mapping[Any, Message]] = MappingProxyType(
    {"states": STATE_LABELS, "kinds": KIND_LABELS, "priorities": PRIORITY_LABELS, "places": PLACE_LABELS}
)


def offered(directory: Directory, name: str) -> Sequence[tuple[Any, Text]]:
    """Return what can be chosen for the condition `name`, each with its words."""
    if name in _NAMES:
        return list(_NAMES[name].items())
    rows: Any = {
        "department_ids": directory.departments,
        "worker_ids": directory.workers,
        "category_ids": directory.categories,
        "building_ids": directory.buildings,
    }[name]
    return [(row.id, row.name) for row in rows]


def condition_words(listing: ListPresenter, condition: str) -> Text:
    """Return what a chip says of a condition the list is narrowed by, "" where it is not."""
    narrow = listing.shown.narrow
    if condition in TITLES:
        chosen = narrow.get(condition, frozenset())
        words = [words for key, words in offered(listing.directory, condition) if key in chosen]
        return partial(_of_several, TITLES[condition], tuple(words), len(chosen)) if chosen else ""
    if condition == "said":
        if narrow.get("period"):
            return PERIOD_LABELS[narrow["period"]]
        first, until = narrow.get("occurred_from"), narrow.get("occurred_until")
        return partial(_between, listing, first, until) if first or until else ""
    if condition == "answered":
        return ANSWERED_LABELS[narrow["answered"]] if narrow.get("answered") else ""
    return FLAG_LABELS[condition] if narrow.get(condition) else ""


def _of_several(title: Message, words: tuple[Text, ...], count: int, language: Language) -> str:
    """Return a title and what was chosen, the first few by name."""
    if not words or len(words) > MOST_NAMED:
        chosen = language.ngettext("%(count)s chosen", "%(count)s chosen", count)
    else:
        chosen = language.gettext(", ").join(translate(word, language) for word in words)
    return language.gettext("%(what)s: %(said)s", what=language.message(title), said=chosen)


def _between(listing: ListPresenter, first: datetime | None, until: datetime | None, language: Language) -> str:
    begin, end = listing.days(first, until)
    if end is None:
        return language.gettext("From %(first)s", first=begin)
    if begin is None:
        return language.gettext("Until %(last)s", last=end)
    return language.gettext("%(first)s to %(last)s", first=begin, last=end) if begin != end else begin
