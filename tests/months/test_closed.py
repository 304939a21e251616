"""A closed month: what it tells whatever happens afterwards, and who may see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from sqlalchemy import update

from desktop.core.errors import RefusedError, UserError, WorldError
from desktop.core.i18n import language
from desktop.core.permissions import Operation, Role
from desktop.issues.rows import NewAction, NewIssue
from desktop.issues.service import IssueService
from desktop.months.model import IssuedPaper
from desktop.months.rows import CorrectionKind, Figure
from desktop.months.service import MonthService
from desktop.months.service.counted import EVERYTHING, FIELDS
from desktop.requests.model import FollowUp, Request, Satisfaction
from desktop.staff.model import Department
from tests.months.closings import NOVEMBER, OCTOBER, SEPTEMBER, Autumn
from tests.requests.conftest import SHANGHAI

if TYPE_CHECKING:
    from desktop.storage.database import Database

CHINESE, TAIWANESE, ENGLISH = map(language, ("zh_CN", "zh_TW", "en"))


@pytest.fixture
def autumn(database: Database) -> Autumn:
    return Autumn(database)


def pdf_words(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def upset(autumn: Autumn) -> None:
    """Change every request there is in some way that a figure is made of."""
    now = autumn.clock.now()
    changes: tuple[dict[str, Any], ...] = (
        {"cancelled_at": now},
        {"completed_at": None, "reopened_count": 1},
        {"department_id": autumn.place.departments["greening"]},
        {"category_id": None, "building_id": None},
        {"due_at": now, "responded_at": None},
        {"occurred_at": NOVEMBER.start(SHANGHAI)},
        {"reached_at": None, "cannot_call": True},
    )
    with autumn.place.desk.write(Operation.AMEND_REQUEST) as work:
        for left, values in enumerate(changes):
            work.session.execute(update(Request).where(Request.id % 7 == left).values(**values))
        work.session.execute(update(FollowUp).values(satisfaction=Satisfaction.VERY_DISSATISFIED))


def test_that_a_closed_month_tells_what_was_counted(autumn: Autumn) -> None:
    months, engineering = autumn.months(), autumn.place.departments["engineering"]
    before = {id_: months.summary(OCTOBER, id_, by=EVERYTHING) for id_ in (None, engineering)}
    lists = months.report(OCTOBER, engineering).lists
    assert before[None].total.figures.received > 30
    autumn.close()
    upset(autumn)
    for id_, summary in before.items():
        assert months.summary(OCTOBER, id_, by=EVERYTHING) == replace(summary, closed=True)
    assert months.summary(OCTOBER).as_json()["closed"] is True
    report = months.report(OCTOBER, engineering)
    assert report.lists == lists
    assert (report.printed_by, report.printed_at) == ("沈怡", autumn.clock.now().astimezone(SHANGHAI))
    assert report.edition is not None
    assert (report.edition.number, report.edition.closed_by) == (1, "沈怡")
    assert report.edition.id == months.state(OCTOBER).editions[0].id


def test_that_groups_not_asked_for_are_left_out_of_a_closed_month(autumn: Autumn) -> None:
    autumn.close()
    summary = autumn.months().summary(OCTOBER, by=("category",))
    assert summary.categories
    assert not any(getattr(summary, field) for kind, field in FIELDS.items() if kind != "category")
    assert summary.year_to_date is None


def test_that_a_list_of_a_closed_month_holds_what_was_counted(autumn: Autumn) -> None:
    category, service = autumn.place.categories["给排水"], autumn.place.departments["service"]
    narrowings: tuple[dict[str, Any], ...] = (
        {},
        {"category_id": category},
        {"building_id": 0},
        {"zone_id": 0},
        {"department_id": service},
        {"place": "in_home"},
        {"worker_id": 0},
    )
    asked = [(figure, within) for figure in Figure for within in narrowings]
    before = [autumn.counted(figure, **within) for figure, within in asked]
    assert sum(map(bool, before)) > len(asked) / 2
    autumn.close()
    upset(autumn)
    assert [autumn.counted(figure, **within) for figure, within in asked] == before


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_that_who_reads_no_points_gets_the_paper_without_points_and_comments(autumn: Autumn, *, closed: bool) -> None:
    engineering = autumn.place.departments["engineering"]
    agreed = NewAction("更换软管", owner="何志强", due_on=date(2026, 11, 30))
    point = NewIssue(OCTOBER, engineering, "厨房漏水反复", actions=(agreed,))
    IssueService(autumn.desk()).raise_issue(point)
    autumn.ends().keep_comment(OCTOBER, engineering, "管道老化", "zh_CN", is_draft=False, version=0)
    if closed:
        autumn.close()
    administrator, clerk = autumn.months(Role.ADMINISTRATOR), autumn.months(Role.CLERK)
    report = administrator.report(OCTOBER, engineering)
    assert (len(report.issues), report.comment) == (0, None)
    assert len(clerk.report(OCTOBER, engineering).issues) == 1
    assert report.summary == clerk.report(OCTOBER, engineering).summary
    papers = [months.paper(OCTOBER, engineering, CHINESE) for months in (administrator, clerk)]
    shown = [pdf_words(pdf) for pdf in papers]
    assert [("厨房漏水反复" in each, "管道老化" in each) for each in shown] == [(False, False), (True, True)]


def test_that_a_department_renamed_or_merged_keeps_its_closed_months(autumn: Autumn) -> None:
    months = autumn.months()
    service, engineering = (autumn.place.departments[code] for code in ("service", "engineering"))
    autumn.close()
    counted = autumn.counted(Figure.RECEIVED, department_id=engineering)
    with autumn.place.desk.write(Operation.EDIT_STAFF) as work:
        row = work.session.get_one(Department, engineering)
        row.name, row.active = "维修", False
        work.session.execute(update(Request).values(department_id=service))
    report = months.report(OCTOBER, engineering)
    assert report.department is not None
    assert (report.department.name, report.department.code) == ("工程", "engineering")
    assert report.summary.total.figures.received == len(counted)
    assert autumn.counted(Figure.RECEIVED, department_id=engineering) == counted
    assert list(months.departments(OCTOBER)) == ["service", "engineering", "all"]
    assert list(months.departments(NOVEMBER)) == ["service", "all"]


def test_that_a_department_founded_later_has_no_report_of_a_closed_month(autumn: Autumn) -> None:
    autumn.close()
    with pytest.raises(UserError, match="no report of this department"):
        autumn.months().report(OCTOBER, autumn.place.departments["greening"])


def test_that_a_head_is_told_of_the_own_department_only(autumn: Autumn) -> None:
    autumn.close()
    autumn.add(autumn.life(), autumn.life(department=autumn.place.departments["service"]))
    head, own = autumn.months(department="engineering"), autumn.place.departments["engineering"]
    assert head.report(OCTOBER) == autumn.months().report(OCTOBER, own)
    assert head.summary(OCTOBER).total.figures == autumn.months().summary(OCTOBER, own).total.figures
    assert len(head.after_closing(OCTOBER).corrections) == len(head.report(NOVEMBER).corrections) == 1
    assert head.departments(OCTOBER) == {"engineering": own}
    assert {line.id for line in head.lines(OCTOBER, Figure.RECEIVED)} == autumn.counted(
        Figure.RECEIVED, department_id=own
    )
    other = autumn.place.departments["service"]
    for ask in (
        lambda: head.summary(OCTOBER, other),
        lambda: head.report(OCTOBER, other),
        lambda: head.after_closing(OCTOBER, other),
        lambda: head.corrections(NOVEMBER, other),
        lambda: head.lines(OCTOBER, Figure.RECEIVED, department_id=other),
        lambda: head.paper(OCTOBER, other, CHINESE),
    ):
        with pytest.raises(RefusedError):
            ask()


def test_that_a_guard_is_told_nothing(autumn: Autumn) -> None:
    autumn.close()
    guard = autumn.months(Role.GUARD)
    for ask in (guard.state, guard.summary, guard.report, guard.after_closing, guard.corrections, guard.departments):
        with pytest.raises(RefusedError):
            ask(OCTOBER)
    with pytest.raises(RefusedError):
        guard.paper(OCTOBER, None, CHINESE)


def test_that_a_closed_month_keeps_the_time_zone_of_then(autumn: Autumn) -> None:
    autumn.close()
    summary = autumn.months().summary(OCTOBER)
    moved = MonthService(replace(autumn.desk(), zone=ZoneInfo("America/New_York")))
    assert moved.summary(OCTOBER) == summary
    assert moved.after_closing(OCTOBER).corrections == []
    assert moved.after_closing(OCTOBER).figures[Figure.RECEIVED] == (summary.total.figures.received,) * 2
    assert moved.summary(NOVEMBER).total.previous == summary.total.figures
    assert dict(moved.series(NOVEMBER))[OCTOBER] == summary.total.figures


def test_that_later_months_compare_with_what_was_told(autumn: Autumn) -> None:
    autumn.close(SEPTEMBER)
    autumn.close()
    september, october = (autumn.months().summary(month).total.figures for month in (SEPTEMBER, OCTOBER))
    upset(autumn)
    months = autumn.months()
    assert months.summary(NOVEMBER).total.previous == october
    assert dict(months.series(NOVEMBER))[SEPTEMBER] == september
    trend = {point.month: point.received for point in months.report(NOVEMBER).lists.trend}
    assert (trend[SEPTEMBER], trend[OCTOBER]) == (september.received, october.received)
    engineering = autumn.place.departments["engineering"]
    closed = months.summary(OCTOBER, engineering).total.figures
    assert months.summary(NOVEMBER, engineering).total.previous == closed


def test_that_an_empty_first_month_can_be_closed_and_told(database: Database) -> None:
    autumn = Autumn(database, lives=0)
    autumn.close()
    report = autumn.months().report(OCTOBER)
    assert report.summary.closed
    assert (report.summary.total.figures.received, report.summary.total.previous) == (0, None)
    assert autumn.counted(Figure.RECEIVED) == set()
    assert autumn.months().paper(OCTOBER, None, CHINESE).startswith(b"%PDF")
    autumn.add(autumn.life())
    assert [each.kind for each in autumn.months().report(NOVEMBER).corrections] == [CorrectionKind.CAME_LATER]


def test_that_a_reprint_is_the_same_page_after_a_thousand_changes(autumn: Autumn) -> None:
    engineering = autumn.place.departments["engineering"]
    autumn.close(languages=("zh_CN", "en"))
    months = autumn.months()
    issued = {
        (department, code): months.paper(OCTOBER, department, language(code))
        for department in (None, engineering)
        for code in ("zh_CN", "en")
    }
    for number in range(10):
        upset(autumn)
        autumn.add(*(autumn.life(day) for day in range(1, 29) for _ in range(4)))
        autumn.later(hours=number)
    with autumn.place.desk.write(Operation.EDIT_STAFF) as work:
        work.session.execute(update(Department).values(name=Department.name + "二"))
    for (department, code), pdf in issued.items():
        assert months.paper(OCTOBER, department, language(code)) == pdf
        assert autumn.months(Role.CLERK).paper(OCTOBER, department, language(code)) == pdf


def test_that_what_was_not_issued_is_drawn_from_the_frozen_rows_as_a_copy(autumn: Autumn) -> None:
    autumn.close()
    months = autumn.months()
    copies = [months.paper(OCTOBER, None, TAIWANESE), months.paper(OCTOBER, None, CHINESE, masked=False)]
    upset(autumn)
    autumn.later(days=9)
    assert [months.paper(OCTOBER, None, TAIWANESE), months.paper(OCTOBER, None, CHINESE, masked=False)] == copies
    assert months.paper(OCTOBER, None, CHINESE) not in copies


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_that_only_a_manager_prints_unmasked_what_the_letterhead_masks(autumn: Autumn, *, closed: bool) -> None:
    if closed:
        autumn.close()
    clerk = autumn.months(Role.CLERK)
    with pytest.raises(RefusedError, match="letterhead"):
        clerk.paper(OCTOBER, None, CHINESE, masked=False)
    assert clerk.paper(OCTOBER, None, CHINESE) == clerk.paper(OCTOBER, None, CHINESE, masked=True)
    assert autumn.months().paper(OCTOBER, None, CHINESE, masked=False).startswith(b"%PDF")


def test_that_a_damaged_paper_is_told_and_not_printed(autumn: Autumn) -> None:
    autumn.close()
    with autumn.place.desk.write(Operation.RESTORE) as work:
        work.session.execute(update(IssuedPaper).values(pdf=b"%PDF-1.4 something else"))
    with pytest.raises(WorldError, match="damaged"):
        autumn.months().paper(OCTOBER, None, CHINESE)


def test_that_the_state_of_an_untouched_month_is_open(autumn: Autumn) -> None:
    state = autumn.months().state(SEPTEMBER)
    assert (state.version, state.is_closed, state.issued_at, list(state.editions)) == (0, False, None, [])
    assert autumn.months().after_closing(SEPTEMBER).figures == {}
