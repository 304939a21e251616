"""Conditions of the list of requests kept under a name, and how they are written down.

What a newer version wrote and this one does not know is left out and told; it never keeps a list from opening.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.requests.model import Place, Priority, RequestKind, RequestState
from desktop.requests.rows.wanted import Answered, Period, RequestFilter, StateGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

__all__ = ["LONGEST_NAME", "SavedListRow", "filter_from_json", "filter_to_json"]

LONGEST_NAME = 40
"""Characters the name of a saved list may have."""


@dataclass(frozen=True, slots=True)
class SavedListRow:
    """A list an account keeps under a name. `whole` is false where some of its conditions are not known here."""

    id: int
    version: int
    name: str
    wanted: RequestFilter
    whole: bool


def filter_to_json(wanted: RequestFilter) -> dict[str, Any]:
    """Return the conditions of `wanted` as JSON values; what asks nothing is left out, and so is `ids`."""
    plain = RequestFilter()
    said = {field.name: getattr(wanted, field.name) for field in fields(RequestFilter) if field.name in _READERS}
    return {name: _plain(value) for name, value in said.items() if value != getattr(plain, name)}


def filter_from_json(kept: Mapping[str, Any]) -> tuple[RequestFilter, bool]:
    """Return the conditions in `kept`, and whether all of it was understood."""
    found: dict[str, Any] = {}
    whole = True
    for name, value in kept.items():
        try:
            found[name] = _READERS[name](value)
        except (KeyError, TypeError, ValueError):
            whole = False
    return replace(RequestFilter(), **found), whole


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, datetime) else value


def _codes(code: type[StrEnum]) -> Callable[[Any], frozenset[Any]]:
    return lambda value: frozenset(code(each) for each in value)


def _ids(value: Any) -> frozenset[int]:
    if not all(type(each) is int for each in value):
        raise ValueError("not a list of ids")
    return frozenset(value)


def _id(value: Any) -> int:
    return next(iter(_ids([value])))


def _yes(value: Any) -> bool:
    if value is not True:
        raise ValueError("not a yes")
    return True


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")  # noqa: TRY004 - one error for every unfit value
    return value


_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "group": StateGroup,
        "states": _codes(RequestState),
        "kinds": _codes(RequestKind),
        "priorities": _codes(Priority),
        "places": _codes(Place),
        "department_ids": _ids,
        "worker_ids": _ids,
        "category_ids": _ids,
        "building_ids": _ids,
        "room_id": _id,
        "overdue": _yes,
        "due_today": _yes,
        "awaits_follow_up": _yes,
        "to_dispatch": _yes,
        "held_too_long": _yes,
        "rework": _yes,
        "unexplained": _yes,
        "answered": Answered,
        "period": Period,
        "occurred_from": _moment,
        "occurred_until": _moment,
        "text": _text,
    }
)
