"""The SQL of care."""

from desktop.care.store.goals import households_reached
from desktop.care.store.lists import (
    AHEAD,
    WELCOME_WITHIN,
    Seen,
    all_lines,
    anchor_of,
    count,
    counts,
    from_index,
    is_forgotten,
    page,
    planned_of_room,
    position,
    rooms_of,
    task_line,
    welcome_lines,
)

__all__ = [
    "AHEAD",
    "WELCOME_WITHIN",
    "Seen",
    "all_lines",
    "anchor_of",
    "count",
    "counts",
    "from_index",
    "households_reached",
    "is_forgotten",
    "page",
    "planned_of_room",
    "position",
    "rooms_of",
    "task_line",
    "welcome_lines",
]
