"""Comments on a month: drafted from the figures, kept by one person at a time, read by whom they concern."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.i18n import language
from desktop.core.permissions import Operation
from desktop.issues.rows import NewIssue
from desktop.issues.service import IssueService
from desktop.month_end.service.commenting import LONGEST_COMMENT
from desktop.months.model import MonthClose
from desktop.staff.model import Department
from desktop.storage.audit import Audit
from tests.month_end.conftest import OCTOBER

if TYPE_CHECKING:
    from desktop.months.rows import CommentRow
    from tests.month_end.conftest import Combed


def comment(month_end: Combed, department_id: int = 0, name: str = "周经理") -> CommentRow:
    rows = month_end.of(name).comments(OCTOBER)
    return next(row for row in rows if row.department_id == department_id)


def keep(month_end: Combed, words: str, department_id: int = 0, *, version: int = 0, name: str = "张敏") -> None:
    month_end.of(name).keep_comment(OCTOBER, department_id, words, "zh_CN", is_draft=False, version=version)


def test_that_there_is_one_for_each_active_department_and_one_for_all(month_end: Combed) -> None:
    with month_end.place.desk.write(Operation.EDIT_STAFF) as work:
        work.session.get_one(Department, month_end.place.departments["greening"]).active = False
    rows = month_end.clerk.comments(OCTOBER)
    assert [row.department for row in rows] == ["客服", "工程", "秩序", "环境", ""]
    assert {(row.words, row.version, row.is_draft) for row in rows} == {("", 0, True)}


def test_that_a_comment_is_a_draft_until_someone_edits_it(month_end: Combed) -> None:
    month_end.add(3)
    drafted = month_end.clerk.draft_comment(OCTOBER, 0, language("en"))
    assert drafted.startswith("October 2026 brought 3 requests; there is no earlier month to compare it with.")
    assert comment(month_end).version == 0, "a draft is not kept by itself"
    month_end.clerk.keep_comment(OCTOBER, 0, drafted, "en", is_draft=True, version=0)
    kept = comment(month_end)
    assert (kept.words, kept.is_draft, kept.language, kept.written_by) == (drafted, True, "en", "张敏")
    month_end.manager.keep_comment(OCTOBER, 0, " 总体平稳\n", "zh_CN", is_draft=False, version=kept.version)
    kept = comment(month_end)
    assert (kept.words, kept.is_draft, kept.language, kept.written_by) == ("总体平稳", False, "zh_CN", "周经理")


def test_that_a_comment_can_be_taken_away(month_end: Combed) -> None:
    keep(month_end, "总体平稳")
    keep(month_end, "", version=comment(month_end).version)
    assert comment(month_end).words == ""


def test_that_a_draft_speaks_of_the_department_asked_about(month_end: Combed) -> None:
    order = month_end.place.departments["order"]
    month_end.add(3)
    month_end.add(1, department_id=order)
    assert "3 件" in month_end.clerk.draft_comment(
        OCTOBER, month_end.place.departments["engineering"], language("zh_CN")
    )
    assert month_end.clerk.draft_comment(OCTOBER, order, language("zh_CN")).startswith("2026年10月受理报事 1 件")


def test_that_a_draft_speaks_of_the_points_raised(month_end: Combed) -> None:
    month_end.add(3)
    point = NewIssue(OCTOBER, month_end.place.departments["engineering"], "厨卫软管老化")
    IssueService(month_end.desk()).raise_issue(point)
    assert "Raised as problem points: “厨卫软管老化”." in month_end.clerk.draft_comment(OCTOBER, 0, language("en"))


def test_that_of_two_who_write_at_once_one_is_told(month_end: Combed) -> None:
    keep(month_end, "总体平稳")
    read = comment(month_end).version
    keep(month_end, "张敏的意见", version=read)
    with pytest.raises(ConflictError):
        keep(month_end, "周经理的意见", version=read, name="周经理")
    assert comment(month_end).words == "张敏的意见"


def test_that_of_two_who_write_the_first_words_at_once_one_is_told(month_end: Combed) -> None:
    ready, refused = Barrier(2), list[str]()

    def write(name: str) -> None:
        ready.wait()
        try:
            keep(month_end, f"{name}的意见", name=name)
        except ConflictError:
            refused.append(name)

    people = ("张敏", "周经理")
    threads = [Thread(target=write, args=(name,)) for name in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (loser,) = refused
    (winner,) = set(people) - {loser}
    assert comment(month_end).words == f"{winner}的意见"
    with month_end.place.desk.read() as session:
        assert session.query(Audit).filter_by(topic="month", action="commented").count() == 1


def test_that_two_departments_are_written_about_at_once(month_end: Combed) -> None:
    own, other = month_end.place.departments["engineering"], month_end.place.departments["order"]
    keep(month_end, "工程平稳", own)
    keep(month_end, "秩序平稳", other)
    assert (comment(month_end, own).words, comment(month_end, other).words) == ("工程平稳", "秩序平稳")


def test_that_a_head_reads_the_others_only_once_the_month_is_issued(month_end: Combed) -> None:
    own, other = month_end.place.departments["engineering"], month_end.place.departments["order"]
    keep(month_end, "秩序平稳", other)
    assert [row.department_id for row in month_end.head.comments(OCTOBER)] == [own]
    with month_end.place.desk.read() as session:
        version = session.query(MonthClose).one().version
    month_end.clerk.issue(OCTOBER, version=version)
    assert {row.department_id for row in month_end.head.comments(OCTOBER)} == {
        0,
        *month_end.place.departments.values(),
    }


def test_that_a_head_writes_on_the_own_department_only(month_end: Combed) -> None:
    own, other = month_end.place.departments["engineering"], month_end.place.departments["order"]
    keep(month_end, "工程平稳", own, name="何主管")
    assert comment(month_end, own).written_by == "何主管"
    for department_id in (0, other):
        with pytest.raises(RefusedError):
            keep(month_end, "x", department_id, name="何主管")
        with pytest.raises(RefusedError):
            month_end.head.draft_comment(OCTOBER, department_id, language("en"))


def test_that_a_closed_months_comment_stays(month_end: Combed) -> None:
    keep(month_end, "总体平稳")
    month_end.clerk.issue(OCTOBER, version=1)
    month_end.manager.close(OCTOBER, ["zh_CN"], version=2)
    with pytest.raises(UserError):
        keep(month_end, "改了", version=comment(month_end).version)
    assert comment(month_end).words == "总体平稳"


def test_that_what_is_too_long_or_about_nobody_is_refused(month_end: Combed) -> None:
    with pytest.raises(UserError) as refused:
        keep(month_end, "长" * (LONGEST_COMMENT + 1))
    assert refused.value.problems[0].field == "words"
    with pytest.raises(UserError):
        keep(month_end, "x", 999)
    with pytest.raises(UserError):
        month_end.clerk.draft_comment(OCTOBER, 999, language("en"))
