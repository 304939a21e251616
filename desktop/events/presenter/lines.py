"""Staff and materials as they are typed: a line each, what stands before a colon and what stands after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop.events.rows import NewItem, StaffRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["read_items", "read_staff", "text_of_items", "text_of_staff"]

_COLON = re.compile(r"[:：]")
_AMOUNT = re.compile(r"^(.*\S)\s+((?:[x×*]\s*)?\d\S*)$")


def read_items(text: str) -> tuple[NewItem, ...]:
    """Return lines of materials: "tables: 4", "桌子：4张", "桌子 4张", or what alone."""
    found = []
    for line in _lines(text):
        what, amount = _halves(line)
        if not amount and not _COLON.search(line) and (counted := _AMOUNT.match(line)):
            what, amount = counted[1], counted[2]
        found.append(NewItem(what, amount))
    return tuple(found)


def text_of_items(items: Sequence[NewItem]) -> str:
    """Return materials as `read_items` reads them."""
    return "\n".join(_joined(item.words, item.amount) for item in items)


def read_staff(text: str, worker_id: Callable[[str], int | None]) -> tuple[StaffRow, ...]:
    """Return who helps with what: "何志强：签到", "Ann: the door", or a name alone; `worker_id` knows the workers."""
    found = (_halves(line) for line in _lines(text))
    return tuple(StaffRow(name, task, worker_id(name)) for name, task in found)


def text_of_staff(staff: Sequence[StaffRow]) -> str:
    """Return staff as `read_staff` reads it."""
    return "\n".join(_joined(row.name, row.task) for row in staff)


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _halves(line: str) -> tuple[str, str]:
    """Return what stands before and after the last colon; a line that only ends with one has nothing after it."""
    places = [found.start() for found in _COLON.finditer(line)]
    if not places or not line[: places[-1]].strip():
        return line, ""
    return line[: places[-1]].strip(), line[places[-1] + 1 :].strip()


def _joined(before: str, after: str) -> str:
    if after:
        return f"{before}: {after}"
    return f"{before}:" if _COLON.search(before) or _AMOUNT.match(before) else before
