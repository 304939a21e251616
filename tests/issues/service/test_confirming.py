"""What a head says and signs, and when a signature no longer holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from desktop.accounts.model import Account
from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Operation
from desktop.issues.model import IssueStepKind, Severity
from desktop.issues.rows import NewAction
from desktop.issues.service import IssueService
from tests.issues.conftest import NOVEMBER, PASSWORD, prove

if TYPE_CHECKING:
    from desktop.issues.rows import IssueRow
    from tests.issues.conftest import Combing


def signed(combing: Combing, issue: IssueRow) -> IssueRow:
    combing.head.confirm(issue.id, PASSWORD, version=combing.now(issue).version, everything=True)
    return combing.now(issue)


def holding(issue: IssueRow) -> list[bool | None]:
    """Return whether the signatures under the point and each of its actions hold, none where there is none."""
    return [
        None if each is None else each.holds for each in (issue.confirmed, *(one.confirmed for one in issue.actions))
    ]


def test_that_the_latest_comment_of_the_head_stands_with_the_point(combing: Combing) -> None:
    issue = combing.raised()
    combing.head.comment(issue.id, "已安排", version=issue.version)
    combing.head.comment(issue.id, "周五完成", version=issue.version + 1)
    now = combing.now(issue)
    assert (now.comment, [step.words for step in now.steps][1:]) == ("周五完成", ["已安排", "周五完成"])
    assert (now.steps[-1].by, now.head) == ("何主管", "何主管")
    with pytest.raises(UserError) as refused:
        combing.head.comment(issue.id, " ", version=now.version)
    assert refused.value.problems[0].field == "words"


def test_that_a_wrong_or_missing_password_signs_nothing(combing: Combing) -> None:
    issue = combing.raised()
    for password in ("", "wrong"):
        with pytest.raises(UserError) as refused:
            combing.head.confirm(issue.id, password, version=issue.version)
        assert refused.value.problems[0].field == "password"
    assert (combing.now(issue).confirmed, combing.clerk.counts().to_confirm) == (None, 1)


def test_that_point_and_actions_are_signed_alone_or_together(combing: Combing) -> None:
    issue = combing.raised()
    first, second = combing.agree(issue, "一"), combing.agree(issue, "二")
    dropped = combing.agree(issue, "三")
    combing.clerk.drop_action(dropped.id, "不做", version=dropped.version)
    combing.head.confirm(issue.id, PASSWORD, version=combing.now(issue).version, action_id=first.id)
    assert holding(combing.now(issue)) == [None, True, None, None]
    combing.head.confirm(issue.id, PASSWORD, version=combing.now(issue).version)
    assert holding(combing.now(issue)) == [True, True, None, None]
    combing.later(hours=1)
    now = signed(combing, issue)
    assert holding(now) == [True, True, True, None]
    assert [step.kind for step in now.steps].count(IssueStepKind.CONFIRMED) == 3
    assert (now.confirmed and now.confirmed.name, combing.clerk.counts().to_confirm) == ("何主管", 0)
    with pytest.raises(UserError, match="actions of this"):
        combing.head.confirm(issue.id, PASSWORD, version=now.version, action_id=dropped.id)
    assert combing.action(second).confirmed is not None


def test_that_a_signature_holds_only_while_what_was_signed_is_unchanged(combing: Combing) -> None:
    request = combing.request()
    issue = combing.raised(words="软管老化", request_ids=combing.requests(1))
    action = combing.agree(issue)
    changes = {
        "title": combing.new("改名", words="软管老化"),
        "words": combing.new(words="别的"),
        "severity": combing.new(words="软管老化", severity=Severity.CRITICAL),
    }
    for given in changes.values():
        signed(combing, issue)
        combing.clerk.amend(issue.id, given, version=combing.now(issue).version)
        assert holding(combing.now(issue)) == [False, True]
    assert holding(signed(combing, issue)) == [True, True]
    combing.clerk.add_evidence(issue.id, (request,), NOVEMBER, version=combing.now(issue).version)
    assert holding(combing.now(issue)) == [False, True]
    assert combing.clerk.counts().to_confirm == 1
    as_agreed = NewAction(action.words, action.owner, None, action.due_on, action.criterion)
    for given_action in (
        replace(as_agreed, criterion="无投诉"),
        replace(as_agreed, words="换新"),
        replace(as_agreed, owner="丁磊"),
        replace(as_agreed, due_on=date(2026, 11, 28)),
    ):
        signed(combing, issue)
        combing.clerk.amend_action(action.id, given_action, version=combing.action(action).version)
        assert holding(combing.now(issue)) == [True, False]
    signed(combing, issue)
    combing.done(action)
    assert holding(combing.now(issue)) == [True, True]


def test_that_the_project_manager_signs_only_where_there_is_no_head(combing: Combing) -> None:
    issue = combing.raised()
    with pytest.raises(RefusedError, match="heads this department"):
        combing.manager.confirm(issue.id, PASSWORD, version=issue.version)
    greening = combing.raised("草坪枯死", department_id=combing.place.departments["greening"])
    combing.manager.confirm(greening.id, PASSWORD, version=greening.version)
    now = combing.now(greening)
    assert (now.head, now.confirmed and now.confirmed.name) == ("", "周经理")
    with combing.desk().write(Operation.MANAGE_ACCOUNTS) as work:
        work.session.get_one(Account, 3).disabled_at = work.now
    combing.manager.confirm(issue.id, PASSWORD, version=issue.version)
    assert combing.now(issue).head == ""


def test_that_nobody_signs_what_was_changed_since_it_was_seen(combing: Combing) -> None:
    issue = combing.raised()
    combing.agree(issue)
    with pytest.raises(ConflictError):
        combing.head.confirm(issue.id, PASSWORD, version=issue.version)
    assert combing.now(issue).confirmed is None


def test_that_signatures_under_actions_go_along_when_points_are_merged(combing: Combing) -> None:
    into, other = combing.raised("漏水"), combing.raised("渗水")
    combing.agree(other)
    signed(combing, other)
    versions = {each.id: combing.now(each).version for each in (into, other)}
    combing.clerk.merge(into.id, (other.id,), versions=versions)
    assert holding(combing.now(into)) == [None, True]


def test_that_a_point_given_to_another_department_waits_for_its_head(combing: Combing) -> None:
    issue = combing.raised()
    combing.agree(issue)
    assert holding(signed(combing, issue)) == [True, True]
    order = combing.place.departments["order"]
    combing.clerk.amend(issue.id, combing.new(department_id=order), version=combing.now(issue).version)
    assert holding(combing.now(issue)) == [False, False]
    assert combing.clerk.counts().to_confirm == 1
    combing.of("丁主管").confirm(issue.id, PASSWORD, version=combing.now(issue).version, everything=True)
    now = combing.now(issue)
    assert holding(now) == [True, True]
    assert now.confirmed is not None
    assert now.confirmed.name == "丁主管"


def test_that_an_action_signed_in_one_department_is_not_signed_in_another(combing: Combing) -> None:
    into, other = combing.raised("漏水", department_id=combing.place.departments["order"]), combing.raised("渗水")
    combing.agree(other)
    signed(combing, other)
    versions = {each.id: combing.now(each).version for each in (into, other)}
    combing.clerk.merge(into.id, (other.id,), versions=versions)
    assert holding(combing.now(into)) == [None, False]


def test_that_a_head_signs_what_was_signed_in_place_of_one(combing: Combing) -> None:
    greening = combing.place.departments["greening"]
    issue = combing.raised("草坪枯死", department_id=greening)
    combing.manager.confirm(issue.id, PASSWORD, version=issue.version)
    with combing.desk().write(Operation.MANAGE_ACCOUNTS) as work:
        work.session.get_one(Account, 4).department_id = greening
    head = combing.desk("丁主管")
    service = IssueService(replace(head, actor=replace(head.actor, department_id=greening)), prove)
    for _ in range(2):
        service.confirm(issue.id, PASSWORD, version=combing.now(issue).version)
    now = combing.now(issue)
    assert now.confirmed is not None
    assert (now.confirmed.name, now.confirmed.holds) == ("丁主管", True)
    assert [step.kind for step in now.steps].count(IssueStepKind.CONFIRMED) == 2
