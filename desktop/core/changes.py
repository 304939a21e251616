"""What a write changed, in words every screen understands."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FOR_OPERATION", "Changes", "Draft", "RepeatedWriteError", "new_operation_id"]

FOR_OPERATION = "operation"
"""The field of a draft that holds the id of the write it is meant for: once that is made, the draft is done with."""

_NOTHING: Mapping[str, frozenset[int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Changes:
    """The outcome of one committed write.

    `ids` maps a topic (a feature's table name such as "request") to the ids touched; an empty set means "any of
    them". `result` is the id of what was created or acted on, 0 where there is none. `operation_id` is the write's.
    """

    ids: Mapping[str, frozenset[int]] = field(default_factory=lambda: _NOTHING)
    result: int = 0
    operation_id: str = ""

    def touches(self, *topics: str) -> bool:
        """Tell whether any of `topics` changed."""
        return any(topic in self.ids for topic in topics)


class RepeatedWriteError(Exception):
    """A write with this operation id was committed before; `changes` is what it did then."""

    def __init__(self, changes: Changes) -> None:
        """Carry the changes of the first time."""
        super().__init__(changes.operation_id)
        self.changes = changes


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-typed form: which form, its key among several, its fields as text, and a title for the list."""

    form: str
    key: str
    title: str
    fields: Mapping[str, str]


def new_operation_id() -> str:
    """Return a fresh id for one intended write; repeating the write with it does nothing twice."""
    return uuid4().hex
