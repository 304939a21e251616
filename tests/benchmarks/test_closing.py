"""Closing a month: its reports read together, what is written beside bare inserts, and what changed since."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from hashlib import sha256
from itertools import count
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.app.session import sign_in
from desktop.core.clock import FixedClock
from desktop.core.permissions import Operation, Role
from desktop.issues.rows import IssueFilter, NewAction
from desktop.issues.service import IssueService
from desktop.month_end.service import MonthEndService, closing
from desktop.months.model import ClosedRequest, IssuedPaper, MonthClose, MonthEdition
from desktop.months.service import MonthService, NewPaper, Snapshot, keep_edition
from desktop.months.service.reading import Reading
from desktop.months.store import editions
from desktop.months.store.standings import FACTS
from desktop.storage.base import microseconds
from desktop.storage.desk import Desk
from tests.benchmarks.communities import NOON, PASSWORD, UNTIL, Made
from tests.benchmarks.replay import asked_by, replayed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from desktop.core.months import Month
    from desktop.storage.work import UnitOfWork
    from tests.benchmarks.conftest import Compare

LAST = UNTIL.plus(-1)
ROUNDS = 5
LOOKED_BACK = 13
AT_MOST = 2.5
"""Also where somebody wrote since the month was read: it is counted again, but before the file is locked."""

others = count(1)
"""Numbers of editions that only the bare inserts write; negative, they meet none of ours."""


def manager(community: Made) -> Desk:
    """Return the desk of a project manager."""
    desk = community.desk
    return replace(desk, actor=replace(desk.actor, role=Role.MANAGER))


@pytest.fixture(scope="module")
def closed(years_old: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Yield a copy of the community to close months in."""
    folder: Path = tmp_path_factory.mktemp("closed") / "data"
    bare = years_old.bare()
    bare.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    bare.close()
    shutil.copytree(years_old.folder, folder)
    community = Made(folder, sign_in(folder, "clerk", PASSWORD, FixedClock(NOON)))
    points = IssueService(manager(community))
    for point in points.issues(IssueFilter(month=LAST)):
        if point.lacks_owner:
            points.add_action(
                point.id, NewAction("逐户排查", owner="何志强", due_on=NOON.date()), version=point.version
            )
    yield community
    community.session.close()


def test_that_all_reports_are_read_in_little_more_time_than_one(years_old: Made, compare: Compare) -> None:
    months = MonthService(manager(years_old))
    snapshot = months.snapshot(LAST, NOON)
    departments = [report.department.id if report.department else None for report in snapshot.reports]
    assert len(departments) == 6

    def one_after_another() -> None:
        for department_id in departments:
            Reading.report(months, LAST, department_id)

    name = "a month's six reports read and packed to be closed | read one after another"
    compare(name, lambda: months.snapshot(LAST, NOON), one_after_another, 0.7, rounds=3)


@dataclass(frozen=True)
class Rows:
    """What a closing writes, ready for the bare driver; each row less the number of its edition."""

    edition: Sequence[Any]
    requests: Sequence[Sequence[Any]]
    papers: Sequence[Sequence[Any]]


def rows_of(snapshot: Snapshot, papers: Sequence[NewPaper]) -> Rows:
    """Return the rows of a closing."""
    cut_off, at = (microseconds(moment) for moment in (snapshot.reports[0].summary.cut_off, snapshot.at))
    return Rows(
        (snapshot.zone, cut_off, at, 1, "", FACTS, 1.0, editions.pack(snapshot.kept), "[]", "[]", ""),
        [(1, id_, *standing) for id_, standing in snapshot.standing.items()],
        [(1, *astuple(paper), sha256(paper.pdf).hexdigest()) for paper in papers],
    )


def insert(table: Any, columns: str) -> str:
    """Return a bare INSERT."""
    names = columns.split()
    return f"INSERT INTO {table.__tablename__} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - names


NEW_EDITION = insert(
    MonthEdition,
    "community_id month number zone cut_off closed_at closed_by closed_by_name facts occupied_households reports"
    " changes told reason",
)
NEW_REQUEST = insert(
    ClosedRequest,
    "edition_id community_id request_id bits answers good_answers worked waited department_id category_id building_id"
    " worker_id place liability source",
)
NEW_PAPER = insert(IssuedPaper, "edition_id community_id code language masked pdf sha256")


def insert_all(bare: Any, rows: Rows, number: int) -> None:
    """Write a closing through the bare driver, in one transaction."""
    bare.execute("BEGIN IMMEDIATE")
    id_ = bare.execute(NEW_EDITION, (1, str(LAST), number, *rows.edition)).lastrowid
    bare.executemany(NEW_REQUEST, [(id_, *row) for row in rows.requests])
    bare.executemany(NEW_PAPER, [(id_, *row) for row in rows.papers])
    bare.execute("COMMIT")


def locked_for(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return a list that gets the seconds each write takes, from its beginning to the end of its commit."""
    seconds: list[float] = []
    write = Desk.write

    @contextmanager
    def timed(self: Desk, operation: Operation, operation_id: str = "") -> Iterator[UnitOfWork]:
        begun = perf_counter()
        with write(self, operation, operation_id) as work:
            yield work
        seconds.append(perf_counter() - begun)

    monkeypatch.setattr(Desk, "write", timed)
    return seconds


@pytest.mark.parametrize("meanwhile", ["nobody wrote", "somebody wrote"])
def test_that_a_closing_locks_the_file_little_longer_than_its_bare_inserts(
    closed: Made, compare: Compare, meanwhile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = locked_for(monkeypatch)
    desk = manager(closed)
    months, ends = MonthService(desk), MonthEndService(desk)
    ends.issue(LAST, version=months.state(LAST).version)
    snapshot = months.snapshot(LAST, NOON)
    papers = months.draw(snapshot, ["zh_CN"])
    assert len(papers) == 6
    rows, bare = rows_of(snapshot, papers), closed.bare()
    best = [float("inf"), float("inf")]
    for _ in range(ROUNDS if compare.full else 1):
        next_edition = replace(snapshot, number=len(months.state(LAST).editions) + 1)
        with desk.read() as session:
            mark = closing._latest(session) if meanwhile == "nobody wrote" else (0, 0)
        version = months.state(LAST).version
        ends._keep(next_edition, papers, mark, version, "")
        ours = seconds[-1]
        begun = perf_counter()
        insert_all(bare, rows, -next(others))
        best = [min(best[0], ours), min(best[1], perf_counter() - begun)]
        ends.reopen(LAST, "Again", version=months.state(LAST).version)
    bare.close()
    name = f"locked to close {len(rows.requests)} requests and 6 reports, {meanwhile} meanwhile | their bare inserts"
    compare.judge(name, best[0] * 1000, best[1] * 1000, AT_MOST)


def close(desk: Desk, month: Month) -> None:
    """Close a month with a paper that nobody reads."""
    snapshot = MonthService(desk).snapshot(month, NOON)
    with desk.write(Operation.CLOSE_MONTH) as work:
        edition_id = keep_edition(
            work, replace(snapshot, number=100), [NewPaper("all", "en", masked=False, pdf=b"%PDF")]
        )
        row = work.session.scalars(select(MonthClose).where(MonthClose.month == str(month))).one_or_none()
        row = row or MonthClose(community_id=work.community_id, month=str(month), checked=[])
        row.closed_edition_id, row.editions = edition_id, 100
        work.session.add(row)


def test_that_corrections_cost_little_more_than_their_bare_queries(closed: Made, compare: Compare) -> None:
    desk = manager(closed)
    months = MonthService(desk)
    for back in range(1, (LOOKED_BACK if compare.full else 1) + 1):
        close(desk, UNTIL.plus(-back))
    asked = asked_by(desk, lambda: months.corrections(UNTIL))
    assert len(asked) > 2 * LOOKED_BACK or not compare.full
    bare = closed.bare()
    compare(
        "corrections of thirteen closed months | their bare queries",
        lambda: months.corrections(UNTIL),
        replayed(bare, asked),
        2.5,
        rounds=ROUNDS,
    )
    bare.close()
