"""Problem points raised, amended, merged, split, mended, withdrawn and reopened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from desktop.core.errors import ConflictError, UserError
from desktop.core.months import Month
from desktop.issues.model import ActionState, IssueState, IssueStepKind, Severity
from desktop.issues.rows import IssueFilter, NewAction
from desktop.storage.audit import Audit
from tests.issues.conftest import NOVEMBER

if TYPE_CHECKING:
    from desktop.issues.rows import IssueRow
    from tests.issues.conftest import Combing

SEPTEMBER, OCTOBER, DECEMBER = Month(2026, 9), Month(2026, 10), Month(2026, 12)


def kinds(issue: IssueRow) -> list[IssueStepKind]:
    return [step.kind for step in issue.steps]


def titles(rows: tuple[IssueRow, ...]) -> list[str]:
    return [row.title for row in rows]


def test_that_a_point_is_raised_with_its_evidence_and_first_actions(combing: Combing) -> None:
    place, requests = combing.place, combing.requests(2)
    given = combing.new(
        "  厨房漏水反复 ",
        words="软管老化\n三家同时",
        severity=Severity.CRITICAL,
        found_as="category:3",
        category_id=place.categories["给排水"],
        building_id=place.buildings["3"],
        worker_id=place.workers["何志强"],
        request_ids=(*requests, requests[0]),
        actions=(
            NewAction(
                "更换软管", worker_id=place.workers["何志强"], due_on=date(2026, 11, 30), criterion="一个月无漏水"
            ),
        ),
    )
    changes = combing.clerk.raise_issue(given)
    issue = combing.now(changes.result)
    assert changes.ids == {"issue": {issue.id}}
    assert (issue.title, issue.words, issue.severity, issue.state) == (
        "厨房漏水反复",
        "软管老化\n三家同时",
        Severity.CRITICAL,
        IssueState.OPEN,
    )
    assert (issue.month, issue.department_code, issue.category, issue.building, issue.worker) == (
        NOVEMBER,
        "engineering",
        "给排水",
        "3",
        "何志强",
    )
    assert (issue.evidence, {row.request_id for row in issue.evidence_rows}) == (2, set(requests))
    [action] = issue.actions
    assert (action.owner, action.due_on, action.state, action.overdue_days) == (
        "何志强",
        date(2026, 11, 30),
        ActionState.OPEN,
        0,
    )
    assert kinds(issue) == [IssueStepKind.RAISED, IssueStepKind.ACTION_ADDED]
    assert issue.steps[0].details["requests"] == [combing.number(id_) for id_ in requests]
    assert not issue.lacks_owner


def test_that_everything_wrong_is_named_with_its_field(combing: Combing) -> None:
    given = combing.new(
        " ",
        words="字" * 2001,
        month=DECEMBER,
        department_id=None,
        category_id=999,
        building_id=999,
        worker_id=999,
        equipment_id=999,
        room_label="间" * 61,
    )
    with pytest.raises(UserError) as refused:
        combing.clerk.raise_issue(given)
    fields = {problem.field for problem in refused.value.problems}
    assert fields == {
        *("title", "words", "month", "department_id", "category_id", "building_id", "worker_id", "equipment_id"),
        "room_label",
    }
    past = NewAction("", due_on=date(2026, 11, 21), worker_id=999)
    with pytest.raises(UserError) as refused:
        combing.clerk.raise_issue(combing.new(actions=(NewAction("更换"), past)))
    assert {problem.field for problem in refused.value.problems} == {
        "actions-1-words",
        "actions-1-due_on",
        "actions-1-worker_id",
    }
    assert combing.clerk.issues() == ()


def test_that_evidence_of_elsewhere_and_unknown_departments_are_refused(combing: Combing) -> None:
    with pytest.raises(UserError, match="requests does not exist"):
        combing.clerk.raise_issue(combing.new(request_ids=(4711,)))
    with pytest.raises(UserError, match="department does not exist"):
        combing.clerk.raise_issue(combing.new(department_id=4711))
    assert combing.clerk.issues() == ()


def test_that_a_hot_spot_becomes_one_point_only_unless_it_was_withdrawn(combing: Combing) -> None:
    first = combing.raised(found_as="category:3")
    with pytest.raises(UserError, match="made of this already"):
        combing.clerk.raise_issue(combing.new("又一个", found_as="category:3"))
    assert combing.raised("上月", found_as="category:3", month=OCTOBER).found_as == "category:3"
    combing.clerk.drop(first.id, "统计有误", version=first.version)
    assert combing.raised("再来", found_as="category:3").state is IssueState.OPEN


def test_that_amending_keeps_month_evidence_and_actions(combing: Combing) -> None:
    issue = combing.raised(request_ids=combing.requests(1), actions=(NewAction("更换软管"),))
    order = combing.place.departments["order"]
    combing.clerk.amend(
        issue.id,
        combing.new("门口积水", department_id=order, severity=Severity.MAJOR, month=NOVEMBER),
        version=issue.version,
    )
    now = combing.now(issue)
    assert (now.title, now.department_code, now.severity) == ("门口积水", "order", Severity.MAJOR)
    assert (now.evidence, len(now.actions), now.version) == (1, 1, issue.version + 1)
    assert set(now.steps[-1].details["changed"]) == {"title", "department_id", "severity"}  # type: ignore[call-overload]
    with pytest.raises(ConflictError):
        combing.clerk.amend(issue.id, combing.new("旧的"), version=issue.version)


def test_that_evidence_comes_and_goes_and_is_never_there_twice(combing: Combing) -> None:
    first, second, third = combing.requests(3)
    issue = combing.raised(request_ids=(first,))
    combing.clerk.add_evidence(issue.id, (first, second), NOVEMBER, version=issue.version)
    issue = combing.now(issue)
    assert {row.request_id for row in issue.evidence_rows} == {first, second}
    with pytest.raises(UserError, match="behind this problem point"):
        combing.clerk.remove_evidence(issue.id, (third,), version=issue.version)
    combing.clerk.remove_evidence(issue.id, (first,), version=issue.version)
    issue = combing.now(issue)
    assert [row.request_id for row in issue.evidence_rows] == [second]
    assert issue.steps[-1].details["removed"] == [combing.number(first)]
    with pytest.raises(UserError, match="at least one"):
        combing.clerk.add_evidence(issue.id, (), NOVEMBER, version=issue.version)


def test_that_merged_points_live_on_in_one_with_all_they_had(combing: Combing) -> None:
    first, second, third = combing.requests(3)
    into = combing.raised("漏水", request_ids=(first, second), actions=(NewAction("换管"),))
    old = combing.raised("渗水", request_ids=(second, third), month=OCTOBER, severity=Severity.CRITICAL)
    action = combing.agree(old, "做防水")
    old = combing.now(old)
    combing.clerk.merge(into.id, (old.id,), versions={into.id: into.version, old.id: old.version})
    now, gone = combing.now(into), combing.now(old)
    assert {row.request_id for row in now.evidence_rows} == {first, second, third}
    assert [each.words for each in now.actions] == ["换管", "做防水"]
    assert combing.action(action).issue_id == into.id
    assert (now.month, now.severity, now.state) == (OCTOBER, Severity.CRITICAL, IssueState.OPEN)
    assert (gone.state, gone.merged_into_id, gone.evidence, gone.actions) == (IssueState.MERGED, into.id, 0, ())
    assert kinds(now).count(IssueStepKind.RAISED) == 2
    assert titles(combing.clerk.issues(IssueFilter(month=NOVEMBER))) == ["漏水"]
    with pytest.raises(UserError, match="not possible"):
        combing.clerk.mend(old.id, "好了", version=gone.version)


def test_that_merging_asks_for_all_as_they_were_seen(combing: Combing) -> None:
    into, other = combing.raised("漏水"), combing.raised("渗水")
    combing.agree(other)
    with pytest.raises(ConflictError):
        combing.clerk.merge(into.id, (other.id,), versions={into.id: into.version, other.id: other.version})
    with pytest.raises(UserError, match="at least two"):
        combing.clerk.merge(into.id, (into.id,), versions={into.id: into.version})
    assert combing.now(other).state is IssueState.OPEN


def test_that_a_split_takes_what_was_chosen_and_knows_where_it_comes_from(combing: Combing) -> None:
    first, second = combing.requests(2)
    issue = combing.raised(request_ids=(first, second), month=SEPTEMBER, words="两件事")
    stays, goes = combing.agree(issue, "换管"), combing.agree(issue, "补瓷砖")
    issue = combing.now(issue)
    made = combing.clerk.split(issue.id, "瓷砖脱落", (second,), (goes.id,), version=issue.version).result
    now, new = combing.now(issue), combing.now(made)
    assert ([row.request_id for row in now.evidence_rows], [each.id for each in now.actions]) == ([first], [stays.id])
    assert ([row.request_id for row in new.evidence_rows], [each.id for each in new.actions]) == ([second], [goes.id])
    assert (new.title, new.split_from_id, new.month, new.words) == ("瓷砖脱落", issue.id, SEPTEMBER, "两件事")
    with pytest.raises(UserError, match="Choose the requests"):
        combing.clerk.split(issue.id, "空", (), (), version=now.version)
    with pytest.raises(UserError, match="actions of this"):
        combing.clerk.split(issue.id, "别人的", (), (goes.id,), version=now.version)


def test_that_endings_need_words_and_can_be_taken_back(combing: Combing) -> None:
    issue = combing.raised()
    for field, end in (("reason", combing.clerk.drop), ("words", combing.clerk.mend)):
        with pytest.raises(UserError) as refused:
            end(issue.id, "  ", version=issue.version)
        assert refused.value.problems[0].field == field
    combing.clerk.mend(issue.id, "住户自行处理", version=issue.version)
    issue = combing.now(issue)
    assert (issue.state, issue.resolved_at) == (IssueState.MENDED, combing.clock.now())
    with pytest.raises(UserError, match="why"):
        combing.clerk.reopen(issue.id, "", version=issue.version)
    combing.clerk.reopen(issue.id, "又漏了", version=issue.version)
    issue = combing.now(issue)
    assert (issue.state, issue.resolved_at, issue.reopened_count) == (IssueState.OPEN, None, 1)
    combing.clerk.drop(issue.id, "重复", version=issue.version)
    issue = combing.now(issue)
    assert issue.state is IssueState.DROPPED
    combing.clerk.reopen(issue.id, "不是重复", version=issue.version)
    assert combing.now(issue).reopened_count == 1


def test_that_a_month_shows_what_matters_in_it(combing: Combing) -> None:
    old = combing.raised("九月的", month=SEPTEMBER)
    combing.raised("十月的", month=OCTOBER, severity=Severity.MAJOR)
    combing.raised("本月的", severity=Severity.CRITICAL)
    withdrawn = combing.raised("撤销的")
    combing.clerk.drop(withdrawn.id, "不算", version=withdrawn.version)
    combing.clerk.mend(old.id, "好了", version=old.version)
    assert titles(combing.clerk.issues(IssueFilter(month=OCTOBER))) == ["十月的", "九月的"]
    assert titles(combing.clerk.issues(IssueFilter(month=NOVEMBER))) == ["本月的", "十月的", "九月的"]
    assert titles(combing.clerk.issues(IssueFilter(month=DECEMBER))) == ["本月的", "十月的"]
    assert titles(combing.clerk.issues(IssueFilter(open_only=True))) == ["本月的", "十月的"]
    assert titles(combing.clerk.issues(IssueFilter(text="本月"))) == ["本月的"]
    assert len(combing.clerk.issues()) == 4


def test_that_a_write_repeated_does_nothing_twice_and_every_write_is_audited(combing: Combing) -> None:
    given = combing.new()
    first = combing.clerk.raise_issue(given, operation_id="once")
    again = combing.clerk.raise_issue(replace(given, title="别的"), operation_id="once")
    assert (first.result, len(combing.clerk.issues())) == (again.result, 1)
    combing.clerk.mend(first.result, "好了", version=1)
    with combing.place.desk.read() as session:
        rows = session.execute(select(Audit.action, Audit.after).where(Audit.topic == "issue").order_by(Audit.id)).all()
    assert [row.action for row in rows] == ["raise", "mend"]
    assert rows[1].after["state"] == "mended"


def test_that_what_was_printed_is_noted(combing: Combing) -> None:
    issue = combing.raised()
    assert combing.clerk.note_print([issue.id]).result == 1
    assert combing.now(issue).version == issue.version


def test_that_nothing_is_proved_in_a_month_that_has_not_begun(combing: Combing) -> None:
    issue, request = combing.raised(), combing.request()
    with pytest.raises(UserError, match="not begun"):
        combing.clerk.add_evidence(issue.id, (request,), NOVEMBER.plus(1), version=issue.version)
    assert combing.now(issue).evidence == 0


def test_that_nothing_is_noted_of_what_cannot_be_read(combing: Combing) -> None:
    issue = combing.raised()
    with pytest.raises(UserError, match="no such problem point"):
        combing.of("丁主管").note_print([issue.id])
    with pytest.raises(UserError, match="no such problem point"):
        combing.clerk.note_print([issue.id, 999])
