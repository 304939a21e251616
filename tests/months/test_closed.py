"""A closed month: what it tells whatever happens afterwards, what happened, and what later reports say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
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
    from desktop.core.months import Month
    from desktop.storage.database import Database

CHINESE, TAIWANESE, ENGLISH = map(language, ("zh_CN", "zh_TW", "en"))


@pytest.fixture
def autumn(emptied: Database) -> Autumn:
    return Autumn(emptied)


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


def test_that_what_comes_late_is_told_apart_and_then_in_the_next_report(autumn: Autumn) -> None:
    months, engineering = autumn.months(), autumn.place.departments["engineering"]
    autumn.close()
    figures = months.summary(OCTOBER).total.figures
    assert months.after_closing(OCTOBER).corrections == []
    [late] = autumn.add(autumn.life())
    assert months.summary(OCTOBER).total.figures == figures
    after = months.after_closing(OCTOBER)
    assert [(each.request_id, each.kind, each.month) for each in after.corrections] == [
        (late, CorrectionKind.CAME_LATER, OCTOBER)
    ]
    assert (after.corrections[0].department, after.corrections[0].room) == ("工程", "1-1-101")
    assert after.corrections[0].recorded_at == autumn.clock.now()
    assert after.figures[Figure.RECEIVED] == (figures.received, figures.received + 1)
    assert months.after_closing(OCTOBER, autumn.place.departments["service"]).corrections == []
    assert len(months.after_closing(OCTOBER, engineering).corrections) == 1
    assert months.report(NOVEMBER).corrections == after.corrections
    assert months.report(NOVEMBER, autumn.place.departments["service"]).corrections == []
    assert months.summary(NOVEMBER).total.previous == figures
    autumn.after(NOVEMBER)
    autumn.close(NOVEMBER)
    assert months.report(NOVEMBER).corrections == after.corrections
    assert len(months.report(NOVEMBER, engineering).corrections) == 1
    assert months.report(NOVEMBER.plus(1)).corrections == []


def test_that_what_is_told_is_told_again_where_it_changed_again(autumn: Autumn) -> None:
    autumn.close()
    [late] = autumn.add(autumn.life())
    autumn.after(NOVEMBER)
    autumn.close(NOVEMBER)
    autumn.change([late], completed_at=datetime(2026, 10, 21, tzinfo=SHANGHAI))
    again = autumn.months().report(NOVEMBER.plus(1)).corrections
    assert [each.request_id for each in again if each.month == OCTOBER] == [late]


def test_that_a_correction_is_told_again_where_the_report_that_told_it_was_set_aside(autumn: Autumn) -> None:
    autumn.close()
    autumn.add(autumn.life())
    autumn.after(NOVEMBER)
    autumn.close(NOVEMBER)
    assert autumn.months().corrections(NOVEMBER) == []
    autumn.reopen(NOVEMBER)
    assert len(autumn.months().report(NOVEMBER).corrections) == 1


def told(autumn: Autumn, month: Month, department_id: int | None = None) -> list[tuple[int, CorrectionKind]]:
    """Return the corrections of October that the report of `month` tells."""
    found = autumn.months().report(month, department_id).corrections
    return [(each.request_id, each.kind) for each in found if each.month == OCTOBER]


def test_that_what_was_told_and_holds_no_longer_is_told_once_more(emptied: Database) -> None:
    autumn = Autumn(emptied, lives=0)
    december, january, february = (NOVEMBER.plus(later) for later in (1, 2, 3))
    engineering = autumn.place.departments["engineering"]
    [counted] = autumn.add(autumn.life())
    autumn.close()
    [late] = autumn.add(autumn.life(21))
    autumn.change([counted], worker_id=1)
    autumn.after(NOVEMBER)
    autumn.close(NOVEMBER)
    other, gone = CorrectionKind.COUNTED_DIFFERENTLY, CorrectionKind.NO_LONGER_COUNTED
    assert told(autumn, NOVEMBER) == [(counted, other), (late, CorrectionKind.CAME_LATER)]
    assert told(autumn, december) == []
    autumn.change([counted], worker_id=None)
    autumn.change([late], cancelled_at=autumn.clock.now())
    assert told(autumn, december) == [(counted, other), (late, gone)], "the months before said otherwise"
    assert told(autumn, december, engineering) == [(counted, other)]
    autumn.after(december)
    autumn.close(december)
    assert told(autumn, january) == []
    autumn.change([counted], worker_id=1)
    autumn.after(january)
    assert told(autumn, january) == [(counted, other)], "as November told it, but December took that back"
    autumn.close(january)
    assert told(autumn, february) == []


def test_that_a_new_edition_needs_no_correction_of_what_was_told_of_the_one_before(emptied: Database) -> None:
    autumn = Autumn(emptied, lives=0)
    december = NOVEMBER.plus(1)
    [counted] = autumn.add(autumn.life())
    autumn.close()
    autumn.change([counted], worker_id=1)
    autumn.after(NOVEMBER)
    autumn.close(NOVEMBER)
    autumn.reopen(OCTOBER)
    autumn.change([counted], worker_id=None)
    autumn.close(OCTOBER)
    assert told(autumn, december) == []
    autumn.change([counted], worker_id=1)
    assert told(autumn, december) == [(counted, CorrectionKind.COUNTED_DIFFERENTLY)], "told of another edition only"


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


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"cancelled_at": datetime(2026, 11, 2, tzinfo=SHANGHAI)}, CorrectionKind.NO_LONGER_COUNTED),
        ({"occurred_at": datetime(2026, 11, 2, tzinfo=SHANGHAI)}, CorrectionKind.NO_LONGER_COUNTED),
        ({"completed_at": None, "reopened_count": 1}, CorrectionKind.COUNTED_DIFFERENTLY),
        ({"category_id": None}, CorrectionKind.COUNTED_DIFFERENTLY),
        ({"worker_id": 1}, CorrectionKind.COUNTED_DIFFERENTLY),
    ],
    ids=["cancelled", "moved out", "reopened", "another category", "another worker"],
)
def test_that_a_change_after_closing_is_told_by_its_kind(
    emptied: Database, values: dict[str, object], kind: CorrectionKind
) -> None:
    autumn = Autumn(emptied, lives=0)
    done = autumn.life(21).occurred_at
    [id_] = autumn.add(autumn.life(20, completed_at=done))
    autumn.close()
    autumn.change([id_], **values)
    [told] = autumn.months().after_closing(OCTOBER).corrections
    assert (told.request_id, told.kind) == (id_, kind)


def test_that_work_going_on_as_usual_is_no_correction(emptied: Database) -> None:
    autumn = Autumn(emptied, lives=0)
    ids = autumn.add(autumn.life(20), autumn.life(21, due_at=autumn.life(22).occurred_at))
    autumn.close()
    autumn.later(days=1)
    now = autumn.clock.now()
    autumn.change(ids, completed_at=now, responded_at=now, follow_up_due_at=now + timedelta(days=3), reached_at=now)
    assert autumn.months().after_closing(OCTOBER).corrections == []


def test_that_a_request_given_to_another_department_is_told_to_both(emptied: Database) -> None:
    autumn = Autumn(emptied, lives=0)
    [id_] = autumn.add(autumn.life(20))
    autumn.close()
    service, engineering = (autumn.place.departments[code] for code in ("service", "engineering"))
    autumn.change([id_], department_id=service)
    told = {
        name: [each.kind for each in autumn.months().after_closing(OCTOBER, department).corrections]
        for name, department in (("all", None), ("service", service), ("engineering", engineering))
    }
    assert told == {
        "all": [CorrectionKind.COUNTED_DIFFERENTLY],
        "service": [CorrectionKind.CAME_LATER],
        "engineering": [CorrectionKind.NO_LONGER_COUNTED],
    }


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


def test_that_an_empty_first_month_can_be_closed_and_told(emptied: Database) -> None:
    autumn = Autumn(emptied, lives=0)
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
