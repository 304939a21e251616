"""Two people combing at the same moment: what one did is never overwritten by the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from desktop.core.errors import ConflictError, UserError
from desktop.issues.model import IssueState, IssueStepKind
from desktop.issues.rows import NewAction
from tests.issues.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.issues.conftest import Combing


def at_once(*acts: Callable[[], object]) -> list[type[Exception] | None]:
    """Do all of `acts` at the same moment; return how each ended."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> type[Exception] | None:
        start.wait()
        try:
            act()
        except UserError as error:
            return type(error)
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_that_of_two_who_change_the_same_point_one_is_told(combing: Combing) -> None:
    issue = combing.raised()
    clerk, manager, head = combing.clerk, combing.manager, combing.head
    ends = at_once(
        lambda: clerk.amend(issue.id, combing.new("改一"), version=issue.version),
        lambda: manager.drop(issue.id, "不算", version=issue.version),
        lambda: head.add_action(issue.id, NewAction("做"), version=issue.version),
        lambda: head.confirm(issue.id, PASSWORD, version=issue.version),
    )
    assert sorted(ends, key=str) == sorted([None, *[ConflictError] * 3], key=str)
    assert combing.now(issue).version == issue.version + 1


def test_that_the_last_two_actions_judged_at_once_mend_their_point_once(combing: Combing) -> None:
    issue = combing.raised()
    first, second = (combing.done(combing.agree(issue, words)) for words in ("一", "二"))
    clerk, manager = combing.clerk, combing.manager
    ends = at_once(
        lambda: clerk.judge_action(first.id, True, "", version=first.version),
        lambda: manager.judge_action(second.id, True, "", version=second.version),
    )
    now = combing.now(issue)
    assert ends == [None, None]
    assert now.state is IssueState.MENDED
    assert [step.kind for step in now.steps].count(IssueStepKind.MENDED) == 1


def test_that_what_comes_back_is_reopened_once_by_two_windows(combing: Combing) -> None:
    category = combing.place.categories["给排水"]
    issue = combing.mended(category_id=category, request_ids=combing.requests(1))
    combing.later(hours=1)
    combing.requests(2)
    assert at_once(combing.clerk.look_for_comebacks, combing.manager.look_for_comebacks) == [None, None]
    now = combing.now(issue)
    assert (now.reopened_count, now.evidence) == (1, 3)


def test_that_one_hot_spot_taken_by_two_becomes_one_point(combing: Combing) -> None:
    clerk, manager, given = combing.clerk, combing.manager, combing.new(found_as="category:3")
    ends = at_once(lambda: clerk.raise_issue(given), lambda: manager.raise_issue(given))
    assert sorted(ends, key=str) == sorted([None, UserError], key=str)
    assert len(combing.clerk.issues()) == 1


def test_that_two_merges_crosswise_leave_one_point_alive(combing: Combing) -> None:
    one, two = combing.raised("一"), combing.raised("二")
    versions = {one.id: one.version, two.id: two.version}
    clerk, manager = combing.clerk, combing.manager
    ends = at_once(
        lambda: clerk.merge(one.id, (two.id,), versions=versions),
        lambda: manager.merge(two.id, (one.id,), versions=versions),
    )
    assert sorted(ends, key=str) == sorted([None, ConflictError], key=str)
    assert sorted(combing.now(each).state for each in (one, two)) == [IssueState.MERGED, IssueState.OPEN]
