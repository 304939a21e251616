"""The same papers: the made-up community and its month's reports, by the installed program and from source here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from bundling.assembling import ROOT as SOURCE
from pypdf import PdfReader

from checking.bench import CHINESE, COMMUNITY, MONTH, PASSWORD
from checking.outcome import CheckFailedError, expect

if TYPE_CHECKING:
    from pathlib import Path

    from checking.bench import Bench

__all__ = ["draws_the_same_papers", "from_source"]

_PRINTED = re.compile(r"打印：(?P<who>\S+) \d+月\d+日 \d\d:\d\d")
"""Who printed it stays; when was another minute."""


def draws_the_same_papers(bench: Bench) -> str:
    """Make the community and draw its month with `touchpoint-console` and from source: the same text on each page."""
    ours, theirs = bench.out / "papers-source", bench.out / "papers-installed"
    inside, data = bench.prefix.path(r"C:\papers"), bench.out / "data-source"
    for folder in (ours, theirs, inside, data):
        shutil.rmtree(folder, ignore_errors=True)
    from_source(*COMMUNITY, *CHINESE, "--data", str(data))
    from_source("report", "month", MONTH, *CHINESE, "--data", str(data), "--out", str(ours))
    shutil.rmtree(data)
    bench.make_community()
    bench.console("report", "month", MONTH, *CHINESE, "--out", r"C:\papers")
    shutil.move(inside, theirs)
    names = sorted(path.name for path in ours.glob("*.pdf"))
    found = sorted(path.name for path in theirs.glob("*.pdf"))
    expect(names == found and bool(names), f"The installed program drew {found}, the source {names}.")
    pages = characters = 0
    for name in names:
        expected, drawn = _pages(ours / name), _pages(theirs / name)
        expect(len(expected) == len(drawn), f"{name} has {len(drawn)} pages and not {len(expected)}.")
        for number, (one, other) in enumerate(zip(expected, drawn, strict=True), 1):
            expect(one == other, f"{name}, page {number}: {_first_difference(one, other)}")
            characters += len(one)
        pages += len(drawn)
    expect("云栖花园" in "".join(_pages(theirs / names[0])), "The papers do not name the community.")
    return f"{len(names)} papers, {pages} pages, {characters} characters, all the same"


def from_source(*arguments: str) -> str:
    """Run a command of the program from source on this system and return what it said."""
    variables = {**os.environ, "TOUCHPOINT_PASSWORD": PASSWORD, "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", "desktop", *arguments],
        env=variables,
        cwd=SOURCE,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if ran.returncode:
        raise CheckFailedError(f"From source, {arguments[0]} ended with {ran.returncode}: {ran.stderr[-400:]}")
    return ran.stdout


def _pages(paper: Path) -> list[str]:
    return [_PRINTED.sub(r"打印：\g<who>", page.extract_text()) for page in PdfReader(paper).pages]


def _first_difference(one: str, other: str) -> str:
    for line, drawn in zip(one.splitlines(), other.splitlines(), strict=False):
        if line != drawn:
            return f"“{drawn}” and not “{line}”."
    return f"{len(other.splitlines())} lines and not {len(one.splitlines())}."
