"""Reports read with others, in a few sentences, or for the screen: the same words, and nothing counted twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.issues.rows import NewIssue
from desktop.issues.service import IssueService
from desktop.months.service import MonthService, month_in_sentences
from desktop.months.service.reading import Reading
from desktop.months.store import counting, cuts, editions, frozen_counts, standings
from tests.months.closings import NOVEMBER, OCTOBER, SEPTEMBER, Autumn

if TYPE_CHECKING:
    from desktop.core.months import Month
    from desktop.months.rows import MonthReport
    from desktop.storage.database import Database


@pytest.fixture
def autumn(database: Database) -> Autumn:
    found = Autumn(database)
    found.close(SEPTEMBER)
    return found


def alone(autumn: Autumn, report: MonthReport, month: Month = OCTOBER) -> MonthReport:
    """Return the report as it is read when nothing else is."""
    return Reading(autumn.desk()).report(month, report.department.id if report.department else None)


def test_that_a_report_read_with_the_others_is_the_report_read_alone(autumn: Autumn) -> None:
    reports = autumn.months().snapshot(OCTOBER, autumn.clock.now()).reports
    assert {report.code for report in reports} == {"all", "service", "engineering"}
    for report in reports:
        read = alone(autumn, report)
        assert report.summary == replace(read.summary, closed=True)
        assert report.lists == read.lists


def test_that_a_closing_counts_no_month_twice(autumn: Autumn, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Counter[Any]()

    def counted(place: Any, name: str, which: int) -> None:
        before = getattr(place, name)

        def count(*args: Any) -> Any:
            made[name, args[which]] += 1
            return before(*args)

        monkeypatch.setattr(place, name, count)

    counted(counting, "read", 2)
    counted(cuts, "total", 2)
    counted(frozen_counts, "count_closed", 2)
    counted(standings, "as_pass", 2)
    reports = autumn.months().snapshot(OCTOBER, autumn.clock.now()).reports
    assert len(reports) > 2
    untold = {("read", edition.seen_by(autumn.clock.now())) for edition in _closed(autumn)}
    assert {key for key, times in made.items() if times > 1} <= untold, "what changed since is counted apart"
    assert {name for name, _ in made} == {"read", "total", "as_pass"}


def _closed(autumn: Autumn) -> list[Any]:
    with autumn.desk().read() as session:
        return list(editions.closed_months(session, autumn.community_id, [SEPTEMBER]))


@pytest.mark.parametrize("month", [SEPTEMBER, OCTOBER, NOVEMBER])
@pytest.mark.parametrize("department", ["", "engineering"])
def test_that_the_gist_of_a_report_is_told_in_the_same_sentences(autumn: Autumn, month: Month, department: str) -> None:
    IssueService(autumn.desk()).raise_issue(NewIssue(OCTOBER, autumn.place.departments["engineering"], "厨卫软管老化"))
    department_id = autumn.place.departments[department] if department else None
    whole, gist = (getattr(autumn.months(), name)(month, department_id) for name in ("report", "gist"))
    for code in ("zh_CN", "en"):
        assert month_in_sentences(gist, language(code), 9) == month_in_sentences(whole, language(code), 9)
    assert gist.department == whole.department or month is not SEPTEMBER


@pytest.mark.parametrize("month", [SEPTEMBER, OCTOBER])
def test_that_the_screen_leaves_out_what_paper_alone_tells(autumn: Autumn, month: Month) -> None:
    IssueService(autumn.desk()).raise_issue(NewIssue(OCTOBER, autumn.place.departments["engineering"], "厨卫软管老化"))
    autumn.add(autumn.life(3, SEPTEMBER))
    shown, whole = autumn.months().on_screen(month), autumn.months().report(month)
    assert (shown.summary, shown.lists, shown.edition) == (whole.summary, whole.lists, whole.edition)
    assert [point.id for point in shown.issues] == [point.id for point in whole.issues]
    if month is OCTOBER:
        assert whole.corrections
        assert not shown.corrections


def test_that_a_head_reads_the_own_gist_only(autumn: Autumn) -> None:
    head = MonthService(autumn.desk(Role.MANAGER, "engineering"))
    department_id = autumn.place.departments["engineering"]
    for name in ("gist", "on_screen"):
        read = getattr(head, name)(OCTOBER)
        assert read.department is not None
        assert read.department.id == department_id


def test_that_a_departments_report_tells_of_its_own_points(autumn: Autumn) -> None:
    points = IssueService(autumn.desk())
    for department in ("engineering", "service"):
        points.raise_issue(NewIssue(OCTOBER, autumn.place.departments[department], department))
    whole, *others = autumn.months().snapshot(OCTOBER, autumn.clock.now()).reports
    assert {point.title for point in whole.issues} == {"engineering", "service"}
    assert {report.code: [point.title for point in report.issues] for report in others} == {
        "engineering": ["engineering"],
        "service": ["service"],
    }
    for report in (whole, *others):
        live = autumn.months().report(OCTOBER, report.department.id if report.department else None)
        assert (report.issues, report.letterhead, report.layout) == (live.issues, live.letterhead, live.layout)


def test_that_the_papers_of_a_set_are_those_drawn_one_by_one(autumn: Autumn) -> None:
    months, chinese = autumn.months(), language("zh_CN")
    _cover, *papers = months.papers(OCTOBER, chinese)
    ids = months.departments(OCTOBER)
    assert [paper.code for paper in papers] == list(ids)
    for paper in papers:
        assert paper.pdf == months.paper(OCTOBER, ids[paper.code], chinese)
