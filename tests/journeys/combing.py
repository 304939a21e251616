"""A clerk combs October in the window step by step: what is incomplete, what stands out, actions, words, issuing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.month_end.rows import CombingStep
from desktop.requests.model import Move
from desktop.requests.view import RequestsPage
from tests.journeys.beside import OCTOBER, ROOM
from tests.journeys.day import ALT, CTRL, SHIFT, Key
from tests.journeys.month import FAR

if TYPE_CHECKING:
    from tests.journeys.month import MonthEnd

__all__ = ["agree_the_rest", "issue", "mend", "raise_point", "write_comments"]

REASON = "the lamp waits for a part"
WORK, CHECK = "check the doors every week", "two weeks without a stop"


def mend(end: MonthEnd) -> None:
    """Open the requests that were late without a reason, give one, and come back: one less is left."""
    page = end.comb()
    assert page.presenter.month == OCTOBER
    left = end.left()[CombingStep.COMPLETENESS]
    end.enter(CombingStep.COMPLETENESS)
    assert page.checks.view.row.check.key == "unexplained"
    count = page.checks.view.row.check.count
    assert count == 4
    end.hands.press(Key.Key_Return)
    requests = end.program.page(RequestsPage)
    end.program.until(lambda: requests.listing.model.rowCount() == count)
    end.hands.choose(Move.EXPLAIN)
    end.hands.enter(REASON)
    assert end.books.count("request", "overdue_reason = :reason", reason=REASON) == 1
    page = end.comb()
    end.program.until(lambda: end.left()[CombingStep.COMPLETENESS] == left - 1)
    assert page.checks.model.rows[0].check.count == count - 1


def raise_point(end: MonthEnd) -> None:
    """Take up what stands out as a problem point of the engineers, and agree what is done about it."""
    page = end.enter(CombingStep.HOT_SPOTS)
    end.program.until(lambda: page.spots.view.row is not None)
    found = page.spots.view.row.proposal
    assert found.name == ROOM
    end.hands.press(Key.Key_Return)
    form = end.form.form
    assert form.fields["title"].text() == f"{ROOM}: complained again and again"
    assert form.fields["words"].text() == page.spots.why.text()
    end.hands.enter()
    end.program.until(lambda: end.issues.detail.row is not None and end.row.title.startswith(ROOM))
    end.point = end.row.id
    assert (end.row.department_code, end.row.evidence, end.row.lacks_owner) == ("engineering", 3, True)
    for words, due in ((WORK, "12-10"), ("tell the household", "11-28")):
        end.hands.press(Key.Key_A, ALT)
        for typed in (words, "孟师傅", due):
            end.hands.type(typed)
            end.hands.press(Key.Key_Tab)
        end.hands.enter(CHECK)
    assert [(each.words, each.owner, str(each.due_on), each.criterion) for each in end.row.actions] == [
        (WORK, "孟师傅", "2026-12-10", CHECK),
        ("tell the household", "孟师傅", "2026-11-28", CHECK),
    ]


def agree_the_rest(end: MonthEnd) -> None:
    """Withdraw or agree on what has no owner: the step of actions says what lacks one and leads there."""
    page = end.comb()
    assert end.left()[CombingStep.ACTIONS] == 1
    end.enter(CombingStep.ACTIONS)
    line = page.measures.model.rows[0]
    assert line.action is None
    end.hands.press(Key.Key_Home)
    end.hands.press(Key.Key_Return)
    end.program.until(lambda: end.issues.detail.row is not None and end.row.id == line.point.id)
    end.hands.press(Key.Key_A, ALT)
    for typed in ("sweep twice a day", "wang", "12-05"):
        end.hands.type(typed)
        end.hands.press(Key.Key_Tab)
    end.hands.enter()
    assert not end.row.lacks_owner


def write_comments(end: MonthEnd) -> None:
    """Draft the comment on every department from the figures, and say something to each."""
    end.comb()
    page = end.enter(CombingStep.COMMENTS).comments
    departments = [line.comment.department for line in page.model.rows]
    assert departments == ["客服", "工程", "秩序", "环境", "绿化", ""]
    for place in range(len(departments)):
        if place:
            end.hands.press(Key.Key_Backtab, SHIFT)
            assert end.hands.at(page.view)
            end.hands.press(Key.Key_Down)
        end.hands.tab_to(page.draft)
        end.hands.press(Key.Key_Space)
        assert "October 2026" in page.field.text()
        end.hands.press(Key.Key_Backtab, SHIFT, times=2)
        assert end.hands.at(page.field.edit)
        end.hands.press(Key.Key_End, CTRL)
        end.hands.type(" Seen.")
        end.hands.press(Key.Key_Return, CTRL)
        assert page.model.rows[place].comment.words.endswith(" Seen.")
    assert not any(line.comment.is_draft for line in page.model.rows)


def issue(end: MonthEnd) -> None:
    """Issue the month; the clerk has nothing left to do but the closing, which is not the clerk's."""
    page = end.enter(CombingStep.ISSUING)
    end.hands.tab_to(page.issuing.issue, FAR)
    end.hands.press(Key.Key_Space)
    end.program.until(lambda: page.issuing.state.text().startswith("Issued "))
    assert page.issuing.confirmed.text() == "Confirmed by their heads: 1 of 6 open problem points."
    left = end.left()
    assert (left[CombingStep.ACTIONS], left[CombingStep.COMMENTS], left[CombingStep.ISSUING]) == (0, 0, 0)
    end.enter(CombingStep.CLOSING)
    assert not page.closing.close_month.isVisible()
    assert page.closing.hindrance.words.text() == "Only the project manager can close a month."
