"""The commands of the gate: old visits reduced by a schedule, a day's log as a file."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from desktop.core.clock import FixedClock

    Run = Callable[..., int]


def test_that_a_night_later_old_visits_become_counts(
    run: Run, demo_data: Path, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    clock.advance(days=2)
    assert run("visits", "reduce", "--data", str(demo_data)) == 0
    assert "visits from before 2026-10-25 became counts; 0 are kept" in capsys.readouterr().out


def test_that_a_refused_reduction_is_told_and_only_a_manager_may_insist(
    run: Run, demo_data: Path, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    clock.advance(days=-20)
    assert run("visits", "reduce", "--data", str(demo_data), "--user", "clerk") == 1
    assert "The clock stands before what was saved last" in capsys.readouterr().err
    clock.advance(days=20)
    assert run("visits", "reduce", "--even-if-many", "--data", str(demo_data), "--user", "clerk") == 1
    assert "Only a manager" in capsys.readouterr().err


def test_that_the_log_of_a_day_is_written_and_no_other_day_is_taken_for_one(
    run: Run, demo_data: Path, tmp_path: Path, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "log.pdf"
    day = (clock.now() - timedelta(days=1)).date().isoformat()
    where = ("--data", str(demo_data), "--user", "guard", "--out", str(out))
    assert run("visits", "log", "--day", day, *where) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert capsys.readouterr().out.strip() == str(out)
    assert run("visits", "log", "--day", "yesterday", *where) == 1
    assert "“yesterday” is no day" in capsys.readouterr().err
