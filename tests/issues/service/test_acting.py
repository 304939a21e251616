"""Actions: agreed, amended, done, postponed, found effective or not, given up; and what becomes of their point."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import ConflictError, UserError
from desktop.issues.model import ActionState, IssueState, IssueStepKind
from desktop.issues.rows import IssueFilter, NewAction

if TYPE_CHECKING:
    from tests.issues.conftest import Combing

END = date(2026, 11, 30)


def test_that_a_worker_gives_the_owner_its_name_and_a_typed_one_wins(combing: Combing) -> None:
    issue, worker = combing.raised(), combing.place.workers["何志强"]
    assert combing.agree(issue, owner="", worker_id=worker).owner == "何志强"
    assert combing.agree(issue, owner="外包", worker_id=worker).owner == "外包"
    assert combing.now(issue).version == issue.version + 2


def test_that_no_past_day_can_be_agreed(combing: Combing) -> None:
    issue = combing.raised()
    with pytest.raises(UserError, match="over") as refused:
        combing.clerk.add_action(issue.id, NewAction("换管", due_on=date(2026, 11, 21)), version=issue.version)
    assert refused.value.problems[0].field == "due_on"
    assert combing.agree(issue, due_on=date(2026, 11, 22)).overdue_days == 0


def test_that_an_action_is_amended_but_its_day_moved_back_only_with_a_reason(combing: Combing) -> None:
    action = combing.agree(combing.raised())
    earlier = NewAction("换管和阀门", owner="丁磊", due_on=date(2026, 11, 25), criterion="无漏水")
    combing.head.amend_action(action.id, earlier, version=action.version)
    now = combing.action(action)
    assert (now.words, now.owner, now.due_on, now.criterion) == ("换管和阀门", "丁磊", date(2026, 11, 25), "无漏水")
    for due in (END, None):
        with pytest.raises(UserError, match="postpone"):
            combing.head.amend_action(action.id, NewAction("换管", due_on=due), version=now.version)
    with pytest.raises(ConflictError):
        combing.head.amend_action(action.id, earlier, version=action.version)


def test_that_the_words_of_a_late_action_can_still_be_amended(combing: Combing) -> None:
    action = combing.agree(combing.raised())
    combing.later(days=20)
    combing.clerk.amend_action(action.id, NewAction("换管", due_on=END), version=action.version)
    assert (combing.action(action).words, combing.action(action).overdue_days) == ("换管", 12)


def test_that_postponing_keeps_the_first_day_and_counts(combing: Combing) -> None:
    action = combing.agree(combing.raised())
    with pytest.raises(UserError, match="why"):
        combing.head.postpone_action(action.id, date(2026, 12, 5), " ", version=action.version)
    with pytest.raises(UserError, match="after the one"):
        combing.head.postpone_action(action.id, END, "等配件", version=action.version)
    combing.head.postpone_action(action.id, date(2026, 12, 5), "等配件", version=action.version)
    combing.head.postpone_action(action.id, date(2026, 12, 9), "又等", version=combing.action(action).version)
    now = combing.action(action)
    assert (now.due_on, now.postponed_from, now.postponed_count, now.postpone_reason) == (
        date(2026, 12, 9),
        END,
        2,
        "又等",
    )
    undated = combing.agree(combing.raised("别的"), due_on=None)
    with pytest.raises(UserError, match="no day yet"):
        combing.head.postpone_action(undated.id, END, "等", version=undated.version)


def test_that_done_needs_a_result_and_waits_to_be_checked(combing: Combing) -> None:
    action = combing.agree(combing.raised())
    with pytest.raises(UserError, match="what was done"):
        combing.head.finish_action(action.id, "", version=action.version)
    done = combing.done(action)
    assert (done.state, done.result, done.done_at) == (ActionState.DONE, "已更换", combing.clock.now())
    with pytest.raises(UserError, match="not possible"):
        combing.head.finish_action(action.id, "再来", version=done.version)
    assert combing.clerk.counts().to_check == 1


def test_that_the_point_is_mended_by_itself_when_all_that_is_left_has_helped(combing: Combing) -> None:
    issue = combing.raised()
    first, second, third = (combing.agree(issue, words) for words in ("一", "二", "三"))
    combing.judged(first, effective=True)
    combing.judged(second, effective=False)
    assert combing.now(issue).state is IssueState.OPEN
    combing.clerk.drop_action(third.id, "不再需要", version=combing.action(third).version)
    now = combing.now(issue)
    assert (now.state, now.resolved_at) == (IssueState.MENDED, combing.clock.now())
    assert now.steps[-1].kind is IssueStepKind.MENDED
    assert now.steps[-1].details == {"by_itself": True, "actions": 1}


def test_that_what_did_not_help_leaves_the_point_open_and_asks_for_a_new_action(combing: Combing) -> None:
    issue = combing.raised()
    action = combing.agree(issue)
    done = combing.done(action)
    assert not combing.now(issue).lacks_owner
    with pytest.raises(UserError, match="did not help") as refused:
        combing.clerk.judge_action(done.id, False, "", version=done.version)
    assert refused.value.problems[0].field == "words"
    combing.clerk.judge_action(done.id, False, "仍在漏", version=done.version)
    now = combing.now(issue)
    assert (now.state, now.lacks_owner) == (IssueState.OPEN, True)
    combing.judged(combing.agree(issue, "换立管"), effective=True)
    assert combing.now(issue).state is IssueState.MENDED


def test_that_a_judgement_given_by_mistake_is_given_again(combing: Combing) -> None:
    issue = combing.raised()
    action = combing.judged(combing.agree(issue), effective=False)
    combing.clerk.judge_action(action.id, True, "看错了", version=action.version)
    assert combing.now(issue).state is IssueState.MENDED


def test_that_a_reopened_point_is_not_mended_by_what_helped_before(combing: Combing) -> None:
    issue = combing.raised()
    combing.judged(combing.agree(issue), effective=True)
    combing.later(days=3)
    combing.clerk.reopen(issue.id, "又漏了", version=combing.now(issue).version)
    combing.later(days=1)
    new = combing.agree(issue, "换立管")
    combing.clerk.drop_action(new.id, "换个办法", version=new.version)
    assert combing.now(issue).state is IssueState.OPEN
    combing.judged(combing.agree(issue, "改走管"), effective=True)
    assert combing.now(issue).state is IssueState.MENDED


def test_that_what_helped_before_does_not_mend_what_is_split_off_or_merged_later(combing: Combing) -> None:
    issue = combing.raised()
    old = combing.judged(combing.agree(issue), effective=True)
    combing.later(days=3)
    combing.clerk.reopen(issue.id, "又漏了", version=combing.now(issue).version)
    combing.later(days=1)
    new = combing.agree(issue, "换立管")
    version = combing.now(issue).version
    split = combing.clerk.split(issue.id, "分出", (), (old.id, new.id), version=version).result
    combing.later(days=1)
    combing.clerk.drop_action(new.id, "换个办法", version=combing.action(new).version)
    assert combing.now(split).state is IssueState.OPEN
    other = combing.raised("另一个")
    third = combing.agree(other, "改走管")
    versions = {each: combing.now(each).version for each in (split, other.id)}
    combing.clerk.merge(other.id, (split,), versions=versions)
    combing.clerk.drop_action(third.id, "不做", version=combing.action(third).version)
    assert combing.now(other).state is IssueState.OPEN


def test_that_nothing_can_be_done_with_actions_of_a_point_that_is_ended(combing: Combing) -> None:
    issue = combing.raised()
    action = combing.agree(issue)
    combing.clerk.drop(issue.id, "不算", version=combing.now(issue).version)
    now = combing.action(action)
    with pytest.raises(UserError, match="not possible"):
        combing.head.finish_action(now.id, "做了", version=now.version)
    with pytest.raises(UserError, match="no such action"):
        combing.head.finish_action(4711, "做了", version=1)


def test_that_late_actions_are_counted_and_listed_until_done_or_their_point_ends(combing: Combing) -> None:
    issue = combing.raised()
    action = combing.agree(issue)
    combing.raised("另一个")
    combing.later(days=8)
    assert combing.clerk.counts().overdue_actions == 0
    combing.later(days=1)
    assert combing.clerk.counts().overdue_actions == 1
    [row] = combing.clerk.issues(IssueFilter(overdue=True))
    assert (row.id, row.actions[0].overdue_days) == (issue.id, 1)
    [as_then] = combing.clerk.issues(IssueFilter(overdue=True), on=date(2026, 12, 10))
    assert as_then.actions[0].overdue_days == 10
    assert combing.of("丁主管").counts().overdue_actions == 0
    combing.done(action)
    assert (combing.clerk.counts().overdue_actions, combing.clerk.issues(IssueFilter(overdue=True))) == (0, ())
    other = combing.agree(issue, "二", due_on=date(2026, 12, 1))
    combing.later(days=2)
    assert combing.action(other).overdue_days == 2
    combing.clerk.mend(issue.id, "好了", version=combing.now(issue).version)
    assert (combing.clerk.counts().overdue_actions, combing.action(other).overdue_days) == (0, 0)
