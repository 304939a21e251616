"""The SQL of patrols."""

from __future__ import annotations

from desktop.patrols.store.counting import duties_of, made_counts, running_rounds
from desktop.patrols.store.findings import choices, finding_counts, finding_lines, unmended
from desktop.patrols.store.rounds import round_lines, steps_of
from desktop.patrols.store.routes import departments, points_of, points_with_code, route_lines

__all__ = [
    "choices",
    "departments",
    "duties_of",
    "finding_counts",
    "finding_lines",
    "made_counts",
    "points_of",
    "points_with_code",
    "round_lines",
    "route_lines",
    "running_rounds",
    "steps_of",
    "unmended",
]
