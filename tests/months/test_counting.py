"""How a month is counted: bits that closings keep, indexes that are read, months of every size, closed ones beside."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, event, update

from desktop.core.clock import FixedClock
from desktop.core.months import Month
from desktop.core.permissions import Operation, Role
from desktop.months.model import MonthClose
from desktop.months.rows import Counts
from desktop.months.service import MonthService, NewPaper, keep_edition
from desktop.months.service.counted import EVERYTHING, FIELDS
from desktop.months.store import bits, counting, tallying
from desktop.months.store.definitions import window
from desktop.requests.model import GOOD_GRADES, FollowUp, Request
from desktop.staff.model import Department
from desktop.storage.database import Database, file_database
from tests.months.histories import add_lives, add_many, add_zones, random_lives
from tests.months.reckoning import Life, Reckoning
from tests.months.test_figures import approximately, told
from tests.requests.conftest import KEY, SHANGHAI, Place, settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from desktop.months.rows import MonthSummary

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
NOW = datetime(2026, 11, 3, 9, 20, tzinfo=SHANGHAI)
FEW = ("department", "category", "place", "liability", "source")
NEW_YORK = ZoneInfo("America/New_York")


def managed(database: Database) -> Place:
    """Return a community on 3 November, at its project manager's desk."""
    made = settle(database, FixedClock(NOW))
    return replace(made, desk=replace(made.desk, actor=replace(made.desk.actor, role=Role.MANAGER)))


@pytest.fixture
def place(database: Database) -> Place:
    """Return a community in a file, then on a server."""
    return managed(database)


@pytest.fixture
def in_a_file(empty_file: Path, tmp_path: Path) -> Iterator[Place]:
    """Yield a community in a file."""
    path = tmp_path / "touchpoint.db"
    shutil.copy(empty_file, path)
    database = file_database(path, KEY)
    yield managed(database)
    database.close()


def lived(place: Place, count: int, seed: int = 5) -> list[Life]:
    """Return what happened around October to `count` requests, which are added."""
    zones = add_zones(place)
    lives = random_lives(random.Random(seed), place, OCTOBER, SHANGHAI, NOW, count)
    for life in lives:
        life.zone = zones.get(life.building)
    with place.desk.write(Operation.EDIT_COMMUNITY) as work:
        add_lives(work.session, place, lives)
    return lives


def close(place: Place, month: Month) -> None:
    """Close a month, with a paper that nobody reads."""
    snapshot = MonthService(place.desk).snapshot(month, NOW)
    with place.desk.write(Operation.CLOSE_MONTH) as work:
        edition_id = keep_edition(work, snapshot, [NewPaper("all", "en", masked=False, pdf=b"%PDF")])
        work.session.add(
            MonthClose(
                community_id=work.community_id, month=str(month), closed_edition_id=edition_id, editions=1, checked=[]
            )
        )


def test_that_bits_stay_what_closings_kept_them_as() -> None:
    words = (
        "received received_completed complaints carried_over completed completed_with_due completed_on_time"
        " repairs_completed reworked overdue follow_ups_due follow_ups_reached answers good_answers no_repairs"
        " answered_at_once responded"
    )
    order = words.split()
    assert list(Counts._fields[: len(order)]) == order
    assert [bits.BITS[name] for name in Counts._fields] == [1 << place for place in range(len(Counts._fields))]
    assert {name: bits.BITS[name] for name in bits.BITS.keys() - set(Counts._fields)} == {
        "home_repair_completed": 1 << 40,
        "repair_received": 1 << 41,
    }
    assert len(Counts._fields) <= 40


def test_that_a_pass_reads_the_small_indexes_only(place: Place) -> None:
    if place.desk.database.is_server:
        assert place.desk.database.engine.dialect.name == "postgresql"
        return
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_more: object) -> None:
        asked.append((statement, parameters))

    seen = window(OCTOBER, SHANGHAI, NOW)
    with place.desk.read() as session:
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", note)
        counting.read(session, place.desk.actor.community_id, seen)
        tallying.total(session, place.desk.actor.community_id, seen, 1, FEW)
        event.remove(connection, "before_cursor_execute", note)
        passes = [each for each in asked if "UNION ALL" in each[0]]
        assert len(passes) == 4
        for statement, parameters in passes:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plan = [str(row[3]) for row in rows]
            assert any("COVERING INDEX ix_request_newest" in step for step in plan), plan
            assert any("COVERING INDEX ix_request_lasting" in step for step in plan), plan
            assert not any(step.startswith("SCAN request") for step in plan), plan


def test_that_a_repair_reopened_and_followed_by_another_is_rework_once(place: Place) -> None:
    said = OCTOBER.start(SHANGHAI) + timedelta(days=3)
    room, category = next(iter(place.rooms)), next(iter(place.categories.values()))
    first = Life(1, "repair", said, room, category, completed_at=said + timedelta(hours=2), reopened=1)
    second = Life(2, "repair", said + timedelta(days=5), room, category)
    with place.desk.write(Operation.EDIT_COMMUNITY) as work:
        add_lives(work.session, place, [first, second])
    service = MonthService(place.desk)
    for by in ((), FEW, EVERYTHING):
        counts = service.summary(OCTOBER, by=by).total.figures.counts
        assert (counts.repairs_completed, counts.reworked) == (1, 1), by


def test_that_who_is_answered_twice_is_rework_once(place: Place) -> None:
    said = OCTOBER.start(SHANGHAI) + timedelta(days=3)
    room, category = next(iter(place.rooms)), next(iter(place.categories.values()))
    answers = [(said + timedelta(days=1), "satisfied"), (said + timedelta(days=2), "fair")]
    first = Life(1, "repair", said, room, category, completed_at=said + timedelta(hours=2), answers=answers)
    second = Life(2, "repair", said + timedelta(days=5), room, category)
    with place.desk.write(Operation.EDIT_COMMUNITY) as work:
        add_lives(work.session, place, [first, second])
    service = MonthService(place.desk)
    for by in ((), FEW, EVERYTHING):
        counts = service.summary(OCTOBER, by=by).total.figures.counts
        assert (counts.reworked, counts.answers, counts.good_answers) == (1, 2, 1), by


def test_that_a_month_of_twenty_thousand_requests_adds_up(in_a_file: Place) -> None:
    place = in_a_file
    zones = add_zones(place)
    some = random_lives(random.Random(11), place, OCTOBER, SHANGHAI, NOW, 1500)
    some = [life for life in some if life.occurred_at < OCTOBER.end(SHANGHAI)]
    for life in some:
        life.zone, life.room, life.duplicate, life.answers = zones.get(life.building), "", False, []
    again = [life for life in some if life.occurred_at >= OCTOBER.start(SHANGHAI)]
    lives = [replace(life, id=number) for number, life in enumerate([*some, *again * 50], start=1)]
    with place.desk.write(Operation.EDIT_COMMUNITY) as work:
        add_many(work.session, place, lives)
    month = Reckoning(OCTOBER, SHANGHAI, NOW)
    received = month.lists(lives)["received"]
    assert len(received) > 20_000
    summary = MonthService(place.desk).summary(OCTOBER, by=EVERYTHING)
    assert told(summary.total.figures) == approximately(month.figures(lives, [], lives))
    for kind, field in FIELDS.items():
        groups = getattr(summary, field)
        lost = sum(life.department is None for life in lives if life.id in received) if kind == "department" else 0
        assert sum(group.compared.figures.received for group in groups) + lost == len(received), kind
    report = MonthService(place.desk).report(OCTOBER)
    assert len(report.lists.received) == len(received)
    assert sum(each.requests for each in report.lists.heat) == len(received)
    assert sum(each.requests for each in report.lists.turnaround) == summary.total.figures.completed


def test_that_a_report_has_thirteen_months_of_every_figure_and_all_that_was_said(place: Place) -> None:
    lived(place, 120)
    service = MonthService(place.desk)
    with place.desk.write(Operation.EDIT_COMMUNITY) as work:
        work.session.execute(update(FollowUp).where(FollowUp.id % 2 == 0).values(words="修得很好"))
    report = service.report(OCTOBER)
    assert [(each.month, each.figures) for each in report.lists.trend] == list(service.series(OCTOBER))
    assert [each.received for each in report.lists.trend] == [
        figures and figures.received for _month, figures in service.series(OCTOBER)
    ]
    assert report.summary.year_to_date == service.summary(OCTOBER, by=("year",)).year_to_date
    assert {each.words for each in report.lists.voices} == {"修得很好"}
    assert {each.grade for each in report.lists.voices} & GOOD_GRADES


def test_that_the_first_month_ever_has_nothing_before_it(place: Place) -> None:
    lives = [
        life
        for life in random_lives(random.Random(3), place, OCTOBER, SHANGHAI, NOW, 60)
        if OCTOBER.start(SHANGHAI) <= life.occurred_at
    ]
    with place.desk.write(Operation.EDIT_COMMUNITY) as work:
        add_lives(work.session, place, lives)
    service = MonthService(place.desk)
    summary = service.summary(OCTOBER, by=EVERYTHING)
    assert (summary.total.previous, summary.total.last_year) == (None, None)
    assert all(group.compared.previous is None for field in FIELDS.values() for group in getattr(summary, field))
    assert [figures is None for _month, figures in service.series(OCTOBER)] == [True] * 12 + [False]
    assert summary.year_to_date == summary.total.figures


def test_that_a_community_without_a_request_is_told_so(place: Place) -> None:
    service = MonthService(place.desk)
    summary = service.summary(OCTOBER, by=EVERYTHING)
    assert summary.total.figures.counts == Counts()
    assert summary.total.figures.first_contact_rate is None
    assert summary.year_to_date == summary.total.figures
    assert not summary.workers
    assert [group.compared.figures.received for group in summary.sources] == [0, 0]
    assert service.series(OCTOBER)[-1] == (OCTOBER, None)
    report = service.report(OCTOBER)
    assert not report.lists.heat
    assert sum(each.requests for each in report.lists.turnaround) == 0


def test_that_another_time_zone_counts_months_anew_but_not_closed_ones(place: Place) -> None:
    lives = lived(place, 200)
    before = MonthService(place.desk).summary(SEPTEMBER, by=FEW)
    close(place, SEPTEMBER)
    moved = MonthService(replace(place.desk, zone=NEW_YORK))
    expected = Reckoning(OCTOBER, NEW_YORK, NOW).figures(lives, [], lives)
    summary = moved.summary(OCTOBER, by=FEW)
    assert told(summary.total.figures) == approximately(expected)
    assert summary.total.previous == before.total.figures
    assert Reckoning(SEPTEMBER, NEW_YORK, NOW).figures(lives, [], lives) != approximately(told(before.total.figures))
    months = dict(moved.series(OCTOBER))
    assert (months[OCTOBER], months[SEPTEMBER]) == (summary.total.figures, before.total.figures)


def groups(summary: MonthSummary, kinds: Sequence[str]) -> dict[tuple[str, int, str], object]:
    """Return what groups came to in the month, those in which nothing is counted left out."""
    return {
        (kind, group.id, group.code if kind in {"place", "liability", "source"} else ""): group.compared.figures
        for kind in kinds
        for group in getattr(summary, FIELDS[kind])
        if any(group.compared.figures.counts)
    }


def before(summary: MonthSummary, kinds: Sequence[str]) -> dict[tuple[str, int, str], object]:
    """Return what groups came to in the month before, those in which nothing was counted left out."""
    return {
        (kind, group.id, group.code if kind in {"place", "liability", "source"} else ""): group.compared.previous
        for kind in kinds
        for group in getattr(summary, FIELDS[kind])
        if group.compared.previous and any(group.compared.previous.counts)
    }


def test_that_last_month_is_what_its_report_said_whatever_became_of_it(place: Place) -> None:
    lived(place, 250)
    service = MonthService(place.desk)
    own, other = place.departments["service"], place.departments["engineering"]
    said, own_said = service.summary(SEPTEMBER, by=EVERYTHING), service.summary(SEPTEMBER, own, by=EVERYTHING)
    close(place, SEPTEMBER)
    with place.desk.write(Operation.EDIT_COMMUNITY) as work:
        work.session.execute(update(Request).where(Request.id % 3 == 0).values(cancelled_at=NOW))
        work.session.execute(update(Request).where(Request.id % 3 == 1).values(completed_at=NOW, worker_id=None))
        work.session.execute(delete(FollowUp))
        work.session.execute(update(Request).where(Request.department_id == own).values(department_id=other))
        work.session.execute(update(Department).where(Department.id == other).values(name="工程与客服"))
    for kinds in (tuple(FIELDS), FEW):
        now = service.summary(OCTOBER, by=kinds)
        assert now.total.previous == said.total.figures
        assert before(now, kinds) == groups(said, kinds)
        now = service.summary(OCTOBER, own, by=kinds)
        assert now.total.previous == own_said.total.figures
        assert before(now, kinds) == groups(own_said, kinds)
    assert {group.name for group in service.summary(OCTOBER).departments} >= {"工程与客服"}
    assert dict(service.series(OCTOBER))[SEPTEMBER] == said.total.figures
    assert dict(service.series(OCTOBER, own))[SEPTEMBER] == own_said.total.figures
    assert told(service.summary(SEPTEMBER.plus(1)).total.figures) != told(said.total.figures)


def test_that_a_department_merged_into_another_leaves_all_in_the_other(place: Place) -> None:
    lives = lived(place, 150)
    own, other = place.departments["service"], place.departments["engineering"]
    with place.desk.write(Operation.EDIT_COMMUNITY) as work:
        work.session.execute(update(Request).where(Request.department_id == own).values(department_id=other))
        work.session.execute(update(Department).where(Department.id == own).values(active=False))
    for life in lives:
        life.department = other if life.department == own else life.department
    summary = MonthService(place.desk).summary(OCTOBER)
    found = {group.id: group.compared.figures for group in summary.departments}
    month = Reckoning(OCTOBER, SHANGHAI, NOW)
    for id_ in (own, other):
        mine = [life for life in lives if life.department == id_]
        assert told(found[id_]) == approximately(month.figures(mine, [], lives))
    assert found[own].received == 0
    assert found[other].received > 0
