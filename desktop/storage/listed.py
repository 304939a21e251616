"""A list of ids or texts as the table of one column `value`, so that a statement stays the same however many it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["listed", "these"]


def these(name: str, on_server: bool, kind: str = "bigint") -> str:  # noqa: FBT001 - one of two engines
    """Return, for FROM, the table `w (value)` that the parameter `name` is, filled by `listed`.

    Follow it by CROSS JOIN: it keeps SQLite from walking through a table and looking each row up among the few ids.
    """
    return f"unnest(CAST(:{name} AS {kind}[])) AS w (value)" if on_server else f"json_each(:{name}) AS w"


def listed(values: Iterable[int] | Iterable[str], on_server: bool) -> object:  # noqa: FBT001 - one of two engines
    """Return `values` as the engine takes a whole list for one parameter."""
    return list(values) if on_server else json.dumps(list(values))
