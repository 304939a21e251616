from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication

from desktop.issues.model import ActionState, IssueState
from desktop.issues.presenter import Flag, IssuesPresenter, Wanted, is_flagged
from desktop.issues.rows import ConfirmationRow
from tests.issues.conftest import NOVEMBER
from tests.issues.points import NOW, made_action, made_issue
from tests.ui.shells import settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.issues.rows import IssueRow
    from tests.issues.screens import Screen


class Listing:
    """A presenter without its page, and what it said."""

    def __init__(self, screen: Screen, name: str = "张敏") -> None:
        self.screen = screen
        self.presenter = IssuesPresenter(screen.combing.of(name), screen.shell.tasks, screen.shell.bus)
        self.looked: list[str] = []
        self.failed: list[object] = []
        self.presenter.detailed.connect(lambda row: self.looked.append("" if row is None else row.title))
        self.presenter.failed.connect(self.failed.append)

    def settle(self) -> None:
        for _ in range(3):
            settle(self.screen.qtbot, self.screen.shell)
            QCoreApplication.processEvents()

    @property
    def titles(self) -> list[str]:
        return [row.title for row in self.presenter.model.rows]


@pytest.fixture
def listing(screen: Screen) -> Iterator[Listing]:
    made = Listing(screen)
    yield made
    made.presenter.rest()


@pytest.mark.parametrize(
    ("row", "flags"),
    [
        (made_issue(), {Flag.OWNERLESS, Flag.TO_CONFIRM}),
        (
            made_issue(
                made_action(owner="何志强", due_on=date(2026, 11, 13), overdue_days=9),
                confirmed=ConfirmationRow(None, "何主管", NOW, holds=True),
            ),
            {Flag.OVERDUE},
        ),
        (
            made_issue(
                made_action(owner="何志强", due_on=date(2026, 11, 13), state=ActionState.DONE),
                confirmed=ConfirmationRow(None, "何主管", NOW, holds=False),
            ),
            {Flag.TO_CHECK, Flag.TO_CONFIRM},
        ),
        (made_issue(made_action(overdue_days=9), state=IssueState.DROPPED), set()),
    ],
)
def test_that_an_open_point_is_flagged_for_what_it_wants_of_somebody(row: IssueRow, flags: set[Flag]) -> None:
    assert {flag for flag in Flag if is_flagged(row, flag)} == flags


def test_that_nothing_is_read_before_somebody_looks(listing: Listing) -> None:
    listing.screen.combing.raised()
    listing.settle()
    assert listing.titles == []
    listing.presenter.start()
    listing.settle()
    assert listing.titles == ["厨房漏水反复"]
    assert listing.presenter.names.own_department is None
    assert [row.name for row in listing.presenter.names.departments][:2] == ["客服", "工程"]


def test_that_conditions_narrow_together(listing: Listing) -> None:
    combing = listing.screen.combing
    combing.raised("甲")
    combing.agree(combing.raised("乙"))
    combing.raised("丙", department_id=combing.place.departments["order"])
    listing.presenter.start()
    engineering = combing.place.departments["engineering"]
    listing.presenter.show(Wanted(NOVEMBER, engineering, flags=frozenset({Flag.OWNERLESS})))
    listing.settle()
    assert listing.titles == ["甲"]
    listing.presenter.show(Wanted(department_id=engineering, text="乙"))
    listing.settle()
    assert listing.titles == ["乙"]


def test_that_the_counts_are_those_of_the_lists_they_open(listing: Listing) -> None:
    combing = listing.screen.combing
    combing.agree(combing.raised("甲"))
    combing.raised("乙")
    counted: list[tuple[int, dict[Flag, int]]] = []
    listing.presenter.counted.connect(lambda count, by_flag: counted.append((count, by_flag)))
    listing.presenter.start()
    listing.settle()
    count, by_flag = counted[-1]
    assert count == len(listing.titles)
    for flag in Flag:
        listing.presenter.show(Wanted(flags=frozenset({flag})))
        listing.settle()
        assert len(listing.titles) == by_flag[flag], flag


def test_that_another_day_is_read_anew(listing: Listing) -> None:
    combing = listing.screen.combing
    combing.agree(combing.raised(), due_on=date(2026, 11, 22))
    listing.presenter.start()
    listing.settle()
    assert listing.presenter.model.rows[0].actions[0].overdue_days == 0
    combing.later(days=1)
    listing.presenter.start()
    listing.settle()
    assert listing.presenter.model.rows[0].actions[0].overdue_days == 1
    assert listing.presenter.today == date(2026, 11, 22) + timedelta(days=1)


def test_that_a_point_that_is_none_is_told_and_the_list_stays(listing: Listing) -> None:
    listing.screen.combing.raised()
    listing.presenter.start()
    listing.presenter.show_issue(999)
    listing.settle()
    assert len(listing.failed) == 1
    assert not listing.presenter.is_seeking
    assert listing.titles == ["厨房漏水反复"]


def test_that_a_head_cannot_widen_the_list(screen: Screen) -> None:
    listing = Listing(screen, "何主管")
    screen.combing.raised("丙", department_id=screen.combing.place.departments["order"])
    listing.presenter.start()
    listing.presenter.show(Wanted())
    listing.settle()
    assert listing.presenter.wanted.department_id == screen.combing.place.departments["engineering"]
    assert listing.titles == []
    listing.presenter.rest()


def test_that_a_changed_request_is_read_again_where_it_is_evidence(listing: Listing) -> None:
    combing = listing.screen.combing
    issue = combing.raised(request_ids=combing.requests(1))
    listing.presenter.start()
    listing.presenter.show_issue(issue.id)
    listing.settle()
    seen = len(listing.looked)
    (request_id,) = (row.request_id for row in combing.now(issue).evidence_rows)
    changes = combing.place.service.comment(request_id, "已上门")
    listing.screen.shell.bus.changed.emit(changes, None)
    listing.settle()
    assert len(listing.looked) == seen + 1
