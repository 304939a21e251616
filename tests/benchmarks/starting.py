"""Starts the processes of `windows.py` in turn and keeps the best each has shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Started", "best_starts"]

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Started:
    """Milliseconds from the start of the process to first paint and filled list; memory of the idle window in KiB."""

    painted: float
    filled: float
    memory: int

    @property
    def after_paint(self) -> float:
        return self.filled - self.painted


def best_starts(wanted: Sequence[tuple[str, Path]], rounds: int) -> list[Started]:
    """Start each kind of window on its folder `rounds` times, in turn; return for each the start painted first."""
    starts: list[list[Started]] = [[] for _ in wanted]
    for _ in range(rounds):
        for place, (kind, folder) in enumerate(wanted):
            starts[place].append(_start(kind, folder))
    return [min(each, key=lambda start: start.filled or start.painted) for each in starts]


def _start(kind: str, folder: Path) -> Started:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.windows", kind, str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    told = json.loads(ended.stdout.splitlines()[-1])
    filled = (told["filled"] - begun) * 1000 if told["filled"] else 0
    return Started((told["painted"] - begun) * 1000, filled, told["memory"])
