"""Who reads and does what: clerk, project manager, the own head and another's, guard, administrator."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import RefusedError
from desktop.core.permissions import Operation
from desktop.issues.rows import IssueFilter, NewAction
from desktop.issues.rule import IssueMove, may
from desktop.issues.service import issue_points
from tests.issues.conftest import NOVEMBER, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.issues.rows import ActionRow, IssueRow
    from desktop.issues.service import IssueService
    from tests.issues.conftest import Combing

CLERK, MANAGER, OWN, OTHER, GUARD, ADMINISTRATOR = "张敏", "周经理", "何主管", "丁主管", "门岗", "管理员"
LATER = date(2026, 12, 9)


def _doings(
    combing: Combing, service: IssueService, issue: IssueRow, action: ActionRow
) -> dict[IssueMove, Callable[[], object]]:
    seen, other = combing.now(issue).version, combing.raised("另一个")
    its = combing.action(action).version
    request = combing.request()
    return {
        IssueMove.RAISE: lambda: service.raise_issue(combing.new("新的")),
        IssueMove.AMEND: lambda: service.amend(issue.id, combing.new("改"), version=seen),
        IssueMove.CHANGE_EVIDENCE: lambda: service.add_evidence(issue.id, (request,), NOVEMBER, version=seen),
        IssueMove.MERGE: lambda: service.merge(
            issue.id, (other.id,), versions={issue.id: seen, other.id: other.version}
        ),
        IssueMove.SPLIT: lambda: service.split(issue.id, "分出", (), (action.id,), version=seen),
        IssueMove.DROP: lambda: service.drop(issue.id, "不算", version=seen),
        IssueMove.MEND: lambda: service.mend(issue.id, "好了", version=seen),
        IssueMove.COMMENT: lambda: service.comment(issue.id, "已安排", version=seen),
        IssueMove.CONFIRM: lambda: service.confirm(issue.id, PASSWORD, version=seen),
        IssueMove.ADD_ACTION: lambda: service.add_action(issue.id, NewAction("再做"), version=seen),
        IssueMove.AMEND_ACTION: lambda: service.amend_action(
            action.id, NewAction("改做", due_on=action.due_on), version=its
        ),
        IssueMove.POSTPONE_ACTION: lambda: service.postpone_action(action.id, LATER, "等配件", version=its),
        IssueMove.FINISH_ACTION: lambda: service.finish_action(action.id, "做了", version=its),
        IssueMove.DROP_ACTION: lambda: service.drop_action(action.id, "不做了", version=its),
    }


HEADS_TOO = {
    *(IssueMove.RAISE, IssueMove.COMMENT, IssueMove.CONFIRM, IssueMove.ADD_ACTION, IssueMove.AMEND_ACTION),
    *(IssueMove.POSTPONE_ACTION, IssueMove.FINISH_ACTION),
}
MANAGERS_ONLY = {IssueMove.COMMENT, IssueMove.CONFIRM}
EVERY = set(IssueMove) - {IssueMove.REOPEN, IssueMove.JUDGE_ACTION}


@pytest.mark.parametrize(
    ("name", "granted"),
    [
        (CLERK, EVERY - MANAGERS_ONLY),
        (MANAGER, EVERY - {IssueMove.CONFIRM}),
        (OWN, HEADS_TOO),
        (OTHER, set()),
        (GUARD, set()),
        (ADMINISTRATOR, set()),
    ],
)
def test_that_each_account_does_what_it_may_and_nothing_else(
    combing: Combing, name: str, granted: set[IssueMove]
) -> None:
    done = set()
    for move in EVERY:
        issue = combing.raised()
        action = combing.agree(issue)
        try:
            _doings(combing, combing.of(name), issue, action)[move]()
        except RefusedError:
            continue
        done.add(move)
    assert done == granted


def test_that_only_the_desk_and_the_project_manager_judge_and_reopen(combing: Combing) -> None:
    for name in (OWN, OTHER, GUARD, ADMINISTRATOR):
        done = combing.done(combing.agree(combing.raised()))
        with pytest.raises(RefusedError):
            combing.of(name).judge_action(done.id, True, "好", version=done.version)
        mended = combing.mended()
        with pytest.raises(RefusedError):
            combing.of(name).reopen(mended.id, "又来", version=mended.version)
    for name in (CLERK, MANAGER):
        done = combing.done(combing.agree(combing.raised()))
        combing.of(name).judge_action(done.id, True, "好", version=done.version)
        mended = combing.now(done.issue_id)
        combing.of(name).reopen(mended.id, "又来", version=mended.version)
        assert combing.now(mended).reopened_count == 1


def test_that_the_rule_that_screens_ask_agrees_with_the_service(combing: Combing) -> None:
    engineering = combing.place.departments["engineering"]
    found = {
        name: {move for move in IssueMove if may(combing.desk(name).actor, move, engineering)}
        for name in (CLERK, MANAGER, OWN, OTHER, GUARD, ADMINISTRATOR)
    }
    assert found == {
        CLERK: set(IssueMove) - MANAGERS_ONLY,
        MANAGER: set(IssueMove),
        OWN: HEADS_TOO,
        OTHER: set(),
        GUARD: set(),
        ADMINISTRATOR: set(),
    }


def test_that_a_head_reads_anothers_points_only_once_they_are_issued(combing: Combing) -> None:
    engineering, order = combing.place.departments["engineering"], combing.place.departments["order"]
    issue, own = combing.raised("工程的"), combing.raised("秩序的", department_id=order)
    other = combing.of(OTHER)
    assert [row.id for row in other.issues()] == [own.id]
    assert other.issues(IssueFilter(department_ids=frozenset({engineering}))) == ()
    with pytest.raises(RefusedError, match="not issued"):
        other.issue(issue.id)
    with combing.desk().write(Operation.ISSUE_MONTH) as work:
        assert issue_points(work, NOVEMBER) == (issue.id, own.id)
    assert other.issue(issue.id).issued_at == combing.clock.now()
    assert [row.id for row in other.issues(IssueFilter(department_ids=frozenset({engineering})))] == [issue.id]
    assert [row.id for row in other.issues()] == [own.id]
    late = combing.raised("后来的")
    with pytest.raises(RefusedError):
        other.issue(late.id)
    for name in (CLERK, MANAGER, OWN):
        assert combing.of(name).issue(late.id).title == "后来的"


def test_that_counts_of_a_head_are_of_the_own_department(combing: Combing) -> None:
    combing.raised()
    combing.raised("秩序的", department_id=combing.place.departments["order"])
    combing.raised("秩序的二", department_id=combing.place.departments["order"])
    found = {name: combing.of(name).counts().open for name in (CLERK, MANAGER, OWN, OTHER)}
    assert found == {CLERK: 3, MANAGER: 3, OWN: 1, OTHER: 2}
    for name in (GUARD, ADMINISTRATOR):
        with pytest.raises(RefusedError):
            combing.of(name).counts()
