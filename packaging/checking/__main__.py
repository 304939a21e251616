"""Run the checks in their order and print what came of them; `check.py` starts this inside .venv."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bundling.assembling import ROOT, version

from checking import installing, papers, showing, speed, units, updating
from checking.bench import Bench
from checking.outcome import CannotRunError, Outcome, is_good, run, table
from checking.prefix import Prefix
from checking.screen import Screen
from checking.trials import Trials

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WORK = ROOT / "build" / "wine"
KEPT = ROOT / "build" / "check"
WIDE, HIGH = 1366, 768
"""The screen of a front desk."""

BROKEN = (OSError, subprocess.SubprocessError, ValueError, KeyError, LookupError)


def main(arguments: Sequence[str]) -> int:
    """Check what was built and return 0 if nothing of it failed."""
    parser = argparse.ArgumentParser(prog="check.py")
    parser.add_argument("setup", nargs="?", type=Path, default=ROOT / "dist" / f"touchpoint-{version()}-setup.exe")
    parser.add_argument("--only", metavar="TEXT", default="", help="only checks whose name has TEXT in it")
    asked = parser.parse_args(arguments)
    if not asked.setup.is_file():
        print(f"There is no {asked.setup}; `build.py windows` makes it.", file=sys.stderr)
        return 1
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir(parents=True)
    outcomes = _check(asked.setup, asked.only)
    written = table(outcomes)
    (KEPT / "table.txt").write_text(f"{written}\n", "utf-8")
    print(f"\n{written}\nPictures, papers and logs: {KEPT}")
    return 0 if is_good(outcomes) else 1


def _check(setup: Path, only: str) -> list[Outcome]:
    prefix = Prefix(WORK)
    try:
        prefix.make()
    except CannotRunError as error:
        return run([("a Windows to install on", _saying(error))], _tell, BROKEN)
    screen = Screen(WORK / "screen", WIDE, HIGH)
    prefix.screen = screen.name
    bench = Bench(prefix, screen, setup, KEPT)
    try:
        # What is installed first is what the others look at.
        wanted = [(name, check) for name, check in _checks() if only in name or check == _FIRST]
        return run([(name, _bound(check, bench)) for name, check in wanted], _tell, BROKEN)
    finally:
        prefix.remove()
        screen.end()


_FIRST = installing.installs


def _checks() -> list[tuple[str, Callable[[Bench], str]]]:
    trials = Trials(WORK / "trials")
    later: list[tuple[str, Callable[[Bench, Trials], str]]] = [
        ("a newer version replaces it", updating.replaces_an_older_version),
        ("half a download, a changed byte", updating.stays_when_the_file_is_broken),
        ("files that are no update for it", updating.refuses_foreign_files),
        ("a newer one that does not start", updating.goes_back_when_it_does_not_start),
        ("a newer one the data cannot follow", updating.goes_back_when_the_data_cannot_follow),
        # The last, as both of them change the data in the same step.
        ("an update from a file", updating.updates_from_a_file),
    ]
    return [
        ("silent install", installing.installs),
        ("registry entries", installing.says_so_in_the_registry),
        ("the door is drawn", showing.shows_the_door),
        ("the same papers as from source", papers.draws_the_same_papers),
        ("the desk is drawn", showing.shows_the_desk),
        ("an address opened while it runs", showing.hands_over),
        ("install while it runs", installing.asks_to_close),
        ("cold start under wine", speed.the_installed_starts_as_quickly),
        ("cold start of the Linux bundle", speed.the_bundle_starts_as_quickly),
        ("tests with its runtime", units.passes_the_tests),
        ("no room, no right to write", updating.has_no_room),
        *((name, _with(check, trials)) for name, check in later[:1]),
        ("an older version over it", updating.stays_when_an_older_one_comes),
        *((name, _with(check, trials)) for name, check in later[1:]),
        ("uninstall leaves the data only", installing.takes_itself_away),
    ]


def _with(check: Callable[[Bench, Trials], str], trials: Trials) -> Callable[[Bench], str]:
    return lambda bench: check(bench, trials)


def _bound(check: Callable[[Bench], str], bench: Bench) -> Callable[[], str]:
    def begin() -> str:
        try:
            return check(bench)
        finally:
            bench.prefix.stop()

    return begin


def _saying(error: CannotRunError) -> Callable[[], str]:
    def say() -> str:
        raise error

    return say


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
