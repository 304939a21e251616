"""Who sees what of a month's end in the window, and what the service refuses whoever finds another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import RefusedError
from desktop.month_end.rows import CombingStep
from desktop.months.view import MonthPage
from tests.journeys.beside import HEAD, OCTOBER, add_head, add_october
from tests.journeys.day import Key
from tests.journeys.month import FAR, MonthEnd

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.month_end.view import CombingPage
    from tests.journeys.program import Program

ALL = ["客服", "工程", "秩序", "环境", "绿化", ""]


@pytest.fixture
def sign_in(start: Callable[..., Program], lively_data: Path, clock: FixedClock) -> Callable[[str], MonthEnd]:
    """Return what signs somebody in at the window, in a community whose engineers have a head."""
    add_october(lively_data)
    add_head(lively_data, clock)

    def open_window(name: str) -> MonthEnd:
        program = start(lively_data)
        program.sign_in(name)
        return MonthEnd(program, lively_data, clock)

    return open_window


def departments(page: CombingPage) -> list[str]:
    """Return whose comments the page lists."""
    return [line.comment.department for line in page.comments.model.rows]


def test_that_a_head_sees_the_own_department_until_the_month_is_issued(sign_in: Callable[[str], MonthEnd]) -> None:
    end = sign_in(HEAD)
    with end.beside() as desk:
        own = desk.department("engineering")
        for row in desk.ends.comments(OCTOBER):
            words = f"written about {row.department}"
            desk.ends.keep_comment(OCTOBER, row.department_id, words, "en", is_draft=False, version=row.version)
    page = end.comb()
    end.enter(CombingStep.COMMENTS)
    assert departments(page) == ["工程"]
    assert {row.department_id for row in page.points.model.rows} == {own}
    assert {line.proposal.issue.department_id for line in page.spots.model.rows} <= {own}
    assert not page.issuing.issue.isVisibleTo(page.issuing)
    end.enter(CombingStep.CLOSING)
    assert not page.closing.close_month.isVisible()
    with end.beside(HEAD) as desk:
        assert [row.department_id for row in desk.ends.comments(OCTOBER)] == [own]
        assert {row.department_id for row in desk.issues.issues()} == {own}
        with pytest.raises(RefusedError):
            desk.ends.keep_comment(OCTOBER, 0, "mine", "en", is_draft=False, version=0)
        with pytest.raises(RefusedError):
            desk.issue()
        with pytest.raises(RefusedError):
            desk.months.report(OCTOBER, desk.department("service"))
    with end.beside() as desk:
        desk.issue()
    end.comb()
    end.enter(CombingStep.COMMENTS)
    end.program.until(lambda: departments(page) == ALL)
    end.hands.tab_to(page.comments.view, FAR)
    end.hands.press(Key.Key_Home)
    assert page.comments.field.text() == "written about 客服"


def test_that_a_clerk_is_offered_no_closing_and_refused_it(sign_in: Callable[[str], MonthEnd]) -> None:
    end = sign_in("clerk")
    with end.beside() as desk:
        desk.agree_all()
        desk.write_comments()
        desk.issue()
    page = end.comb()
    end.enter(CombingStep.CLOSING)
    assert not page.closing.close_month.isVisible()
    assert not page.closing.reopen.isVisible()
    assert page.closing.hindrance.words.text() == "Only the project manager can close a month."
    for name in ("clerk", HEAD):
        with end.beside(name) as desk, pytest.raises(RefusedError):
            desk.ends.close(OCTOBER, ["en"], version=desk.version())
    with end.beside() as desk:
        assert not desk.months.state(OCTOBER).is_closed
        desk.ends.close(OCTOBER, ["en"], version=desk.version())
    for name in ("clerk", HEAD):
        with end.beside(name) as desk, pytest.raises(RefusedError):
            desk.ends.reopen(OCTOBER, "no reason", version=desk.version())


@pytest.mark.parametrize("name", ["guard", "admin"])
def test_that_guard_and_administrator_see_nothing_of_combing(sign_in: Callable[[str], MonthEnd], name: str) -> None:
    end = sign_in(name)
    window = end.program.window
    before = window.stack.currentWidget()
    for page in ("combing", "issues", "stationery"):
        window.go(page, month=str(OCTOBER))
        assert window.stack.currentWidget() is before
    if name == "admin":
        end.program.go("month")
        assert not end.program.page(MonthPage).header.comb_month.isVisible()
    with end.beside(name) as desk:
        asks = (desk.ends.walk, desk.ends.comments, desk.ends.completeness, desk.ends.proposals)
        for ask in asks:
            with pytest.raises(RefusedError):
                ask(OCTOBER)
        with pytest.raises(RefusedError):
            desk.issues.issues()
