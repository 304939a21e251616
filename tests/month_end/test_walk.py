"""The walk through a month: what is left in each step, who may go on, and two who go on at once."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.i18n import language
from desktop.issues.model import Issue
from desktop.issues.rows import NewAction, NewIssue
from desktop.issues.service import IssueService
from desktop.month_end.rows import CombingStep, StepState
from desktop.months.service import MonthService
from tests.month_end.conftest import OCTOBER

if TYPE_CHECKING:
    from desktop.core.months import Month
    from desktop.months.rows import MonthState
    from tests.month_end.conftest import Combed


def steps(month_end: Combed, name: str = "周经理") -> dict[CombingStep, StepState]:
    return {each.step: each for each in month_end.of(name).walk(OCTOBER).steps}


def left(month_end: Combed) -> dict[CombingStep, int]:
    return {step: state.left for step, state in steps(month_end).items()}


def state(month_end: Combed) -> MonthState:
    return MonthService(month_end.desk("周经理")).state(OCTOBER)


def raise_point(month_end: Combed, month: Month = OCTOBER, department: str = "engineering") -> int:
    new = NewIssue(month, month_end.place.departments[department], "漏水反复", found_as="repeat_complainer/1-1-102")
    return IssueService(month_end.desk()).raise_issue(new).result


def test_that_the_walk_counts_what_is_left(month_end: Combed) -> None:
    month_end.add(2, room="1-1-102", kind="complaint", result="")
    assert left(month_end) == {
        CombingStep.COMPLETENESS: 4,
        CombingStep.HOT_SPOTS: 1,
        CombingStep.ISSUES: 0,
        CombingStep.ACTIONS: 0,
        CombingStep.COMMENTS: 6,
        CombingStep.ISSUING: 1,
        CombingStep.CLOSING: 1,
    }
    raise_point(month_end)
    month_end.clerk.keep_comment(OCTOBER, 0, "平稳", "zh_CN", is_draft=False, version=0)
    month_end.clerk.keep_comment(
        OCTOBER, month_end.place.departments["order"], "平稳", "zh_CN", is_draft=True, version=0
    )
    now = left(month_end)
    assert (now[CombingStep.HOT_SPOTS], now[CombingStep.ACTIONS], now[CombingStep.COMMENTS]) == (0, 1, 5)


def test_that_an_earlier_points_action_that_is_done_waits_to_be_checked(month_end: Combed) -> None:
    service = IssueService(month_end.desk())
    issue = raise_point(month_end, OCTOBER.plus(-1))
    version = service.issue(issue).version
    action = service.add_action(issue, NewAction("换管", "何志强", due_on=date(2026, 11, 30)), version=version).result
    assert left(month_end)[CombingStep.ISSUES] == 0
    service.finish_action(action, "已换", version=service.issue(issue).actions[0].version)
    assert left(month_end)[CombingStep.ISSUES] == 1
    service.judge_action(action, True, "未再漏", version=service.issue(issue).actions[0].version)
    assert left(month_end)[CombingStep.ISSUES] == 0


def test_that_a_step_gone_through_is_noted_and_its_spots_are_no_longer_asked_for(month_end: Combed) -> None:
    month_end.add(2, room="1-1-102", kind="complaint")
    assert not steps(month_end)[CombingStep.HOT_SPOTS].done
    month_end.clerk.note_step(OCTOBER, CombingStep.HOT_SPOTS, version=0)
    found = steps(month_end)[CombingStep.HOT_SPOTS]
    assert (found.done, found.left) == (True, 0)
    month_end.clerk.note_step(OCTOBER, CombingStep.ISSUES, version=state(month_end).version)
    assert state(month_end).checked == {"hot_spots", "issues"}
    version = state(month_end).version
    month_end.clerk.note_step(OCTOBER, CombingStep.ISSUES, version=version)
    assert state(month_end).version == version, "noted already"


def test_that_of_two_who_go_on_at_once_one_is_told_and_nothing_is_lost(month_end: Combed) -> None:
    ready, refused = Barrier(2), list[CombingStep]()
    wanted = {"张敏": CombingStep.COMPLETENESS, "周经理": CombingStep.HOT_SPOTS}

    def note(name: str) -> None:
        ready.wait()
        try:
            month_end.of(name).note_step(OCTOBER, wanted[name], version=0)
        except ConflictError:
            refused.append(wanted[name])

    threads = [Thread(target=note, args=(name,)) for name in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (told,) = refused
    assert state(month_end).checked == set(wanted.values()) - {told}
    month_end.clerk.note_step(OCTOBER, told, version=state(month_end).version)
    assert state(month_end).checked == set(wanted.values())


def test_that_issuing_gives_the_points_to_the_heads(month_end: Combed) -> None:
    issue = raise_point(month_end, department="order")
    head = IssueService(month_end.desk("何主管"))
    with pytest.raises(RefusedError):
        head.issue(issue)
    made = month_end.clerk.issue(OCTOBER, version=0)
    assert made.touches("month")
    assert made.touches("issue")
    assert head.issue(issue).title == "漏水反复"
    assert (state(month_end).issued_by, state(month_end).is_closed) == ("张敏", False)
    found = steps(month_end)[CombingStep.ISSUING]
    assert (found.left, found.done, found.hindrance) == (0, True, None)


def test_that_a_month_may_be_issued_again_after_changes(month_end: Combed) -> None:
    month_end.clerk.issue(OCTOBER, version=0)
    first = state(month_end)
    month_end.clock.advance(hours=1)
    later = raise_point(month_end, department="order")
    month_end.manager.issue(OCTOBER, version=first.version)
    second = state(month_end)
    assert first.issued_at is not None
    assert second.issued_at is not None
    assert second.issued_at > first.issued_at
    with month_end.place.desk.read() as session:
        assert session.get_one(Issue, later).issued_at == second.issued_at


def test_that_a_stale_issuing_is_refused(month_end: Combed) -> None:
    month_end.clerk.note_step(OCTOBER, CombingStep.ISSUES, version=0)
    with pytest.raises(ConflictError):
        month_end.manager.issue(OCTOBER, version=0)
    assert state(month_end).issued_at is None


def test_that_a_head_neither_combs_nor_issues(month_end: Combed) -> None:
    with pytest.raises(RefusedError):
        month_end.head.issue(OCTOBER, version=0)
    with pytest.raises(RefusedError):
        month_end.head.note_step(OCTOBER, CombingStep.ISSUES, version=0)
    hindrance = steps(month_end, "何主管")[CombingStep.ISSUING].hindrance
    assert hindrance is not None
    assert "issues the month" in language("en").message(hindrance)


def test_that_a_month_that_has_not_begun_is_not_issued(month_end: Combed) -> None:
    with pytest.raises(UserError):
        month_end.clerk.issue(OCTOBER.plus(2), version=0)


def test_that_nothing_is_written_about_a_month_that_has_not_begun(month_end: Combed) -> None:
    december = OCTOBER.plus(2)
    with pytest.raises(UserError, match="not begun"):
        month_end.clerk.note_step(december, CombingStep.ISSUES, version=0)
    with pytest.raises(UserError, match="not begun"):
        month_end.clerk.keep_comment(december, 0, "还早", "zh_CN", is_draft=False, version=0)
    assert MonthService(month_end.desk()).state(december).version == 0


def test_that_nothing_goes_on_with_a_closed_month(month_end: Combed) -> None:
    for department_id in (0, *month_end.place.departments.values()):
        month_end.clerk.keep_comment(OCTOBER, department_id, "平稳", "zh_CN", is_draft=False, version=0)
    month_end.clerk.issue(OCTOBER, version=state(month_end).version)
    month_end.manager.close(OCTOBER, ["zh_CN"], version=state(month_end).version)
    assert left(month_end)[CombingStep.CLOSING] == 0
    found = steps(month_end)
    assert found[CombingStep.CLOSING].done
    told = {step: each.hindrance for step, each in found.items()}
    assert all(hindrance is not None and "closed" in language("en").message(hindrance) for hindrance in told.values())
    version = state(month_end).version
    with pytest.raises(UserError):
        month_end.clerk.note_step(OCTOBER, CombingStep.ISSUES, version=version)
    with pytest.raises(UserError):
        month_end.clerk.issue(OCTOBER, version=version)
