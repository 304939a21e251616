"""The tests that need no screen and no server, run by the installed program's own runtime on its own modules."""

from __future__ import annotations

import importlib.util
import io
import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from bundling.assembling import ROOT as SOURCE
from bundling.fetching import FetchError, fetch_wheels, locked_for
from bundling.windows.installer import DOWNLOADS, ENVIRONMENT

from checking.outcome import CannotRunError, CheckFailedError

if TYPE_CHECKING:
    from checking.bench import Bench

__all__ = ["lay_out", "passes_the_tests"]

PACKAGES = frozenset(
    {
        "colorama",
        "defusedxml",
        "et-xmlfile",
        "hypothesis",
        "iniconfig",
        "openpyxl",
        "packaging",
        "pluggy",
        "psutil",
        "pygments",
        "pypdf",
        "pytest",
        "pytest-timeout",
        "sortedcontainers",
        "xlwt",
    }
)
"""What of the tests' lock these tests need; it is on the path for them only."""

ONLY_AS_SOURCE = "odf"
"""Pure Python that has no wheel: .venv's is taken, which the same lock pins."""

FOLDERS = ("core", "paper", "sheets", "storage")
NEEDS = "not postgresql and not slow"

_CONFIGURED = """\
[pytest]
addopts = --import-mode=importlib --strict-markers -p no:cacheprovider
pythonpath = . ../test-packages
filterwarnings = error
timeout = 120
markers =
    postgresql: needs the test PostgreSQL server
    slow: runs longer than a few seconds
"""

_STARTED = """\
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "test-packages"))

import pytest


class Leaving:
    def pytest_collection_modifyitems(self, config, items):
        absent = {"postgres_url", "qapp", "qtbot"}
        left = [item for item in items if absent & set(item.fixturenames) or "server_db" in item.name]
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=left)


sys.exit(pytest.main(sys.argv[1:], plugins=[Leaving()]))
"""

_COUNTED = re.compile(r"(?P<passed>\d+) passed")
_PATIENCE = 420


def passes_the_tests(bench: Bench) -> str:
    """Run those of tests/core, paper, sheets and storage that can run; count them and what was left out and why."""
    folder = bench.prefix.path(r"C:\tests")
    # The commit that the installed version was built from.
    project = lay_out(folder, bench.current.rpartition("-")[2])
    wanted = [f"tests/{name}" for name in FOLDERS]
    left_out = [f"--deselect={name}" for name in (*NOT_ON_WINDOWS, *NOT_UNDER_WINE)]
    arguments = ["-q", "--no-header", "--tb=short", "--durations=12", "-m", NEEDS]
    ran = bench.python(folder / "start.py", *arguments, *left_out, *wanted, patience=_PATIENCE, folder=project)
    shutil.rmtree(folder)
    (bench.out / "tests.txt").write_text(ran.said, "utf-8")
    last = ran.said.splitlines()[-1] if ran.said else "nothing"
    counted = _COUNTED.search(last)
    if ran.code or counted is None:
        raise CheckFailedError(f"pytest ended with {ran.code}: {last} (build/check/tests.txt)")
    return f"{last.strip('= ')}; left out: {_counts()}"


def lay_out(folder: Path, commit: str) -> Path:
    """Put the tests of `commit`, what they need and what starts them into `folder`; return the folder to start them in.

    An installed version's runtime runs `start.py` there, with pytest's arguments; `left-out.txt` has those that leave
    out what Windows does not have. Raises CannotRunError when something cannot be had.
    """
    shutil.rmtree(folder, ignore_errors=True)
    packages, project = folder / "test-packages", folder / "project"
    packages.mkdir(parents=True)
    _unpack_packages(packages)
    _unpack_tests(commit, project)
    (project / "pytest.ini").write_text(_CONFIGURED, "utf-8")
    (folder / "start.py").write_text(_STARTED, "utf-8")
    (folder / "left-out.txt").write_text("".join(f"--deselect={name}\n" for name in NOT_ON_WINDOWS), "utf-8")
    return project


NOT_ON_WINDOWS = {
    "tests/core/test_paths.py::test_that_in_the_source_tree_what_is_shipped_lies_beside_the_package": "of the source",
    "tests/storage/test_kill.py::test_that_no_acknowledged_save_is_lost_and_none_is_half_there": "kills by SIGKILL",
    "tests/storage/test_kill.py::test_that_a_save_acknowledged_too_early_would_be_noticed": "kills by SIGKILL",
    "tests/storage/test_places.py::test_that_a_network_mount_is_refused": "reads /proc/mounts",
    "tests/sheets/test_dates.py::test_that_every_day_is_read_back": "strftime takes the system's language",
    "tests/sheets/test_dates.py::test_that_every_minute_is_read_back_from_text_and_serial": "as above",
}
"""Tests of what only this system, or the source tree, has, with the reason."""

NOT_UNDER_WINE = {
    "tests/sheets/test_confine.py": "wine holds no job to its limits",
    "tests/storage/test_places.py::test_that_a_link_into_a_synchronised_folder_is_refused": "wine has no links",
}
"""Tests that real Windows is for, with the reason."""


def _counts() -> str:
    return f"{len(NOT_ON_WINDOWS)} not for Windows, {len(NOT_UNDER_WINE)} beyond wine, those for PostgreSQL and Qt"


def _unpack_packages(into: Path) -> None:
    lock = locked_for(SOURCE / "packaging" / "requirements-test.txt", ENVIRONMENT)
    pieces = re.split(r"(?m)^(?=[A-Za-z0-9])", lock)
    needed = "".join(piece for piece in pieces if piece.partition("==")[0].casefold() in PACKAGES)
    try:
        wheels = fetch_wheels(needed, "win_amd64", ENVIRONMENT["python_version"], DOWNLOADS / "win_amd64-tests")
    except FetchError as error:
        raise CannotRunError(str(error)) from error
    for wheel in wheels:
        shutil.unpack_archive(wheel, into, "zip")
    found = importlib.util.find_spec(ONLY_AS_SOURCE)
    if found is None or found.origin is None:
        raise CannotRunError(f".venv has no {ONLY_AS_SOURCE}.")
    shutil.copytree(Path(found.origin).parent, into / ONLY_AS_SOURCE, ignore=shutil.ignore_patterns("__pycache__"))


def _unpack_tests(commit: str, into: Path) -> None:
    command = ["git", "-C", str(SOURCE), "archive", commit, "tests", "pyproject.toml", "packaging", "dev.py"]
    packed = subprocess.run(command, capture_output=True, check=False)
    if packed.returncode:
        raise CannotRunError(f"Commit {commit}, which it was built from, is not in this clone.")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(into, filter="data")
