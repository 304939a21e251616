"""Closing a month and opening it again: who may, what hinders, all or nothing, and what the next edition says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.issues.model import IssueStep, IssueStepKind
from desktop.issues.rows import NewAction, NewIssue
from desktop.issues.service import IssueService
from desktop.month_end.rows import CombingStep
from desktop.months.model import ClosedRequest, IssuedPaper, MonthEdition
from desktop.months.rows import CorrectionKind, Figure
from desktop.months.service import MonthService, freezing
from desktop.stationery.rows import NewLetterhead
from desktop.stationery.service import StationeryService
from desktop.storage.audit import Audit
from tests.months.closings import NOVEMBER, OCTOBER, Autumn
from tests.requests.conftest import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.i18n import Message
    from desktop.storage.database import Database

CHINESE = language("zh_CN")


@pytest.fixture
def autumn(database: Database) -> Autumn:
    return Autumn(database, lives=25)


class Watching:
    """Whom a closing tells how far it is; lets something happen at the first paper of each try."""

    def __init__(self, happening: Callable[[], object]) -> None:
        self.told: list[tuple[int, int]] = []
        self._happening = happening

    def check(self) -> None:
        """Let the closing go on."""

    def report(self, done: int, total: int = 0, doing: Message | None = None) -> None:
        self.told.append((done, total))
        assert doing is not None
        if done == 0:
            self._happening()


def kept(autumn: Autumn) -> dict[str, int]:
    """Return how much of closings there is."""
    tables = (MonthEdition, ClosedRequest, IssuedPaper)
    with autumn.place.desk.read() as session:
        counted = {each.__name__: session.scalar(select(func.count()).select_from(each)) or 0 for each in tables}
        return counted | {"carried": len(carried(autumn))}


def carried(autumn: Autumn) -> list[int]:
    with autumn.place.desk.read() as session:
        return list(
            session.scalars(
                select(IssueStep.issue_id).where(IssueStep.kind == IssueStepKind.CARRIED_OVER).order_by(IssueStep.id)
            )
        )


def point(autumn: Autumn, *actions: NewAction) -> int:
    given = NewIssue(OCTOBER, autumn.place.departments["engineering"], "厨房漏水反复", actions=actions)
    return IssueService(autumn.desk(Role.CLERK)).raise_issue(given).result


AGREED = NewAction("更换软管", owner="何志强", due_on=date(2026, 11, 30))


def test_that_closing_keeps_figures_lists_and_papers(autumn: Autumn) -> None:
    issue_id = point(autumn, AGREED)
    engineering = autumn.place.departments["engineering"]
    ends = autumn.ends(Role.CLERK)
    ends.keep_comment(OCTOBER, engineering, "管道老化", "zh_CN", is_draft=False, version=0)
    watching = Watching(lambda: None)
    changes = autumn.close(languages=("zh_CN", "en"), progress=watching)
    assert {*changes.ids} == {"month", "issue"}
    state = autumn.months().state(OCTOBER)
    assert state.edition is not None
    assert (state.edition.id, state.edition.number, state.edition.closed_by) == (changes.result, 1, "沈怡")
    assert (state.edition.closed_at, state.edition.cut_off) == (autumn.clock.now(), OCTOBER.end(SHANGHAI))
    assert kept(autumn)["IssuedPaper"] == 6
    assert watching.told == [(0, 6), (1, 6), (2, 6), (3, 6), (4, 6), (5, 6), (6, 6)]
    report = autumn.months().report(OCTOBER, engineering)
    assert report.comment is not None
    assert (report.comment.words, report.issued_at) == ("管道老化", state.issued_at)
    assert [(each.id, each.actions[0].words) for each in report.issues] == [(issue_id, "更换软管")]
    assert report.letterhead is not None
    assert carried(autumn) == [issue_id]
    with autumn.place.desk.read() as session:
        noted = session.scalars(select(Audit).where(Audit.topic == "month", Audit.action == "closed")).one()
        assert noted.after == {"month": "2026-10", "edition": 1, "papers": 6, "carried": 1}
        pages = session.scalars(select(IssuedPaper.masked).distinct()).all()
    assert list(pages) == [True]


def test_that_a_later_change_of_a_point_leaves_the_closed_report_as_it_was(autumn: Autumn) -> None:
    issue_id = point(autumn, AGREED)
    autumn.close()
    service = IssueService(autumn.desk())
    before = autumn.months().report(OCTOBER).issues
    service.mend(issue_id, "已更换", version=service.issue(issue_id).version)
    assert autumn.months().report(OCTOBER).issues == before


@pytest.mark.parametrize(
    ("role", "department"),
    [(Role.CLERK, ""), (Role.MANAGER, "engineering"), (Role.GUARD, ""), (Role.ADMINISTRATOR, "")],
    ids=["clerk", "head", "guard", "administrator"],
)
def test_that_only_the_project_manager_closes_and_reopens(autumn: Autumn, role: Role, department: str) -> None:
    autumn.issue()
    ends, version = autumn.ends(role, department), autumn.version()
    with pytest.raises(RefusedError):
        ends.close(OCTOBER, ["zh_CN"], version=version)
    with pytest.raises(RefusedError):
        autumn.months(role, department).snapshot(OCTOBER, autumn.clock.now())
    assert not autumn.months().state(OCTOBER).is_closed
    autumn.ends().close(OCTOBER, ["zh_CN"], version=version)
    with pytest.raises(RefusedError):
        ends.reopen(OCTOBER, "x", version=autumn.version())
    assert autumn.months().state(OCTOBER).is_closed


def test_that_every_hindrance_is_told_at_once(autumn: Autumn) -> None:
    point(autumn, NewAction("待定"))
    autumn.ends().keep_comment(OCTOBER, 0, "草稿", "zh_CN", is_draft=True, version=0)
    with pytest.raises(UserError) as refused:
        autumn.ends().close(OCTOBER, ["zh_CN"], version=autumn.version())
    told = [problem.message.msgid for problem in refused.value.problems]
    assert len(told) == 3
    assert ("draft" in told[0], "owner" in told[1], "issued" in told[2]) == (True, True, True)
    closing = autumn.ends().walk(OCTOBER).steps[-1]
    assert (closing.step, closing.hindrance) == (CombingStep.CLOSING, refused.value.problems[0].message)
    assert kept(autumn)["MonthEdition"] == 0


def test_that_a_month_is_closed_once_and_not_before_it_began(autumn: Autumn) -> None:
    with pytest.raises(UserError, match="not begun"):
        autumn.ends().close(NOVEMBER.plus(1), ["zh_CN"], version=0)
    autumn.close()
    with pytest.raises(UserError, match="is closed"):
        autumn.ends().close(OCTOBER, ["zh_CN"], version=autumn.version())
    for write in (
        autumn.issue,
        lambda: autumn.ends().keep_comment(OCTOBER, 0, "x", "zh_CN", is_draft=False, version=0),
    ):
        with pytest.raises(UserError, match="is closed"):
            write()


@pytest.mark.parametrize("languages", [[], ["klingon"]])
def test_that_a_month_is_closed_in_a_language_there_is(autumn: Autumn, languages: list[str]) -> None:
    autumn.issue()
    with pytest.raises(UserError, match="language"):
        autumn.ends().close(OCTOBER, languages, version=autumn.version())


def test_that_a_letterhead_that_masks_nothing_issues_unmasked_papers(autumn: Autumn) -> None:
    stationery = StationeryService(autumn.desk())
    plain = NewLetterhead(mask_names=False, mask_phones=False)
    stationery.set_letterhead(plain, version=stationery.letterhead().version)
    autumn.close()
    pdf = autumn.months(Role.CLERK).paper(OCTOBER, None, CHINESE)
    assert autumn.months().paper(OCTOBER, None, CHINESE, masked=False) == pdf
    assert autumn.months().paper(OCTOBER, None, CHINESE, masked=True) != pdf


def test_that_of_two_who_close_at_once_one_is_refused(autumn: Autumn) -> None:
    autumn.issue()
    version = autumn.version()
    other = Watching(lambda: autumn.ends().close(OCTOBER, ["zh_CN"], version=version))
    with pytest.raises(ConflictError):
        autumn.ends().close(OCTOBER, ["en"], version=version, progress=other)
    assert kept(autumn)["MonthEdition"] == 1
    assert autumn.months().state(OCTOBER).is_closed
    with pytest.raises(UserError):
        autumn.ends().close(OCTOBER, ["zh_CN"], version=version)


def test_that_a_closing_repeated_under_its_id_does_nothing_twice(autumn: Autumn) -> None:
    autumn.issue()
    version = autumn.version()
    first = autumn.ends().close(OCTOBER, ["zh_CN"], version=version, operation_id="closing")
    assert autumn.ends().close(OCTOBER, ["zh_CN"], version=version, operation_id="closing") == first
    assert kept(autumn)["MonthEdition"] == 1


def test_that_what_is_entered_while_the_papers_are_drawn_is_closed_with_the_rest(autumn: Autumn) -> None:
    received = autumn.months().summary(OCTOBER).total.figures.received
    late: list[int] = []

    def enter() -> None:
        if not late:
            late.extend(autumn.add(autumn.life()))

    watching = Watching(enter)
    autumn.close(progress=watching)
    assert autumn.months().summary(OCTOBER).total.figures.received == received + 1
    assert late[0] in autumn.counted(Figure.RECEIVED)
    assert [done for done, _ in watching.told] == [0, 1, 2, 3] * 2
    assert autumn.months().after_closing(OCTOBER).corrections == []


def test_that_what_belongs_to_another_month_does_not_hold_up_a_closing(autumn: Autumn) -> None:
    watching = Watching(lambda: autumn.add(autumn.life(2, NOVEMBER, department=None)))
    autumn.close(progress=watching)
    assert [done for done, _ in watching.told] == [0, 1, 2, 3]


def test_that_a_closing_gives_up_where_the_month_does_not_stand_still(autumn: Autumn) -> None:
    watching = Watching(lambda: autumn.add(autumn.life()))
    with pytest.raises(ConflictError, match="kept changing"):
        autumn.close(progress=watching)
    assert kept(autumn) == {"MonthEdition": 0, "ClosedRequest": 0, "IssuedPaper": 0, "carried": 0}
    assert [done for done, _ in watching.told].count(0) == 3


def test_that_a_comment_made_a_draft_again_meanwhile_is_not_closed_over(autumn: Autumn) -> None:
    ends = autumn.ends(Role.CLERK)
    draft = Watching(lambda: ends.keep_comment(OCTOBER, 0, "草稿", "zh_CN", is_draft=True, version=0))
    with pytest.raises(UserError, match="draft"):
        autumn.close(progress=draft)
    assert kept(autumn)["MonthEdition"] == 0


@pytest.mark.parametrize("place", ["standings.keep", "editions.pack", "insert"])
def test_that_a_crash_in_the_middle_leaves_nothing(autumn: Autumn, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    point(autumn, AGREED)
    autumn.issue()
    version = autumn.version()

    def crash(*_given: Any, **_named: Any) -> None:
        raise OSError("power failure")

    with monkeypatch.context() as patch:
        patch.setattr(f"{freezing.__name__}.{place}", crash)
        with pytest.raises(OSError, match="power failure"):
            autumn.ends().close(OCTOBER, ["zh_CN"], version=version)
    assert kept(autumn) == {"MonthEdition": 0, "ClosedRequest": 0, "IssuedPaper": 0, "carried": 0}
    assert (autumn.months().state(OCTOBER).is_closed, autumn.version()) == (False, version)
    autumn.ends().close(OCTOBER, ["zh_CN"], version=version)
    assert autumn.months().state(OCTOBER).is_closed


class StoppedError(Exception):
    """What a cancelled task is ended by."""


class Stopping(Watching):
    """Stops a closing before the third paper."""

    def check(self) -> None:
        if len(self.told) == 2:
            raise StoppedError


def test_that_a_closing_can_be_stopped_before_it_writes(autumn: Autumn) -> None:
    with pytest.raises(StoppedError):
        autumn.close(progress=Stopping(lambda: None))
    assert kept(autumn)["MonthEdition"] == 0


def test_that_reopening_needs_a_closed_month_and_a_reason(autumn: Autumn) -> None:
    autumn.issue()
    with pytest.raises(UserError, match="not closed"):
        autumn.reopen()
    autumn.close()
    for reason in ("", "  \n ", "长" * 501):
        with pytest.raises(UserError) as refused:
            autumn.reopen(reason=reason)
        assert refused.value.problems[0].field == "reason"
    with pytest.raises(ConflictError):
        autumn.ends().reopen(OCTOBER, "漏登", version=autumn.version() - 1)
    assert autumn.months().state(OCTOBER).is_closed


def test_that_a_new_edition_says_what_changed_and_the_old_one_stays(autumn: Autumn) -> None:
    engineering = autumn.place.departments["engineering"]
    first = autumn.close().result
    old = autumn.months().paper(OCTOBER, engineering, CHINESE)
    before = autumn.months().summary(OCTOBER, engineering).total.figures
    autumn.add(autumn.life())
    autumn.reopen()
    reopened = autumn.months().state(OCTOBER)
    assert (reopened.is_closed, reopened.issued_at is not None) == (False, True)
    assert [(each.id, each.reason, each.reopened_by) for each in reopened.editions] == [(first, "漏登了三条", "沈怡")]
    assert reopened.editions[0].reopened_at == autumn.clock.now()
    assert autumn.months().summary(OCTOBER, engineering).total.figures.received == before.received + 1
    autumn.later(hours=1)
    second = autumn.close().result
    state = autumn.months().state(OCTOBER)
    assert state.edition is not None
    assert (state.edition.id, state.edition.number, len(state.editions)) == (second, 2, 2)
    received = {
        change.department: [change.before, change.now]
        for change in state.edition.changes
        if change.figure is Figure.RECEIVED
    }
    assert received["工程"] == [before.received, before.received + 1]
    assert set(received) == {"", "工程"}
    report = autumn.months().report(OCTOBER, engineering)
    assert report.edition is not None
    assert replace(report.edition, changes=()) == replace(state.edition, changes=())
    assert {change.department for change in report.edition.changes} == {"工程"}, "nothing of the others"
    months = autumn.months()
    assert months.paper(OCTOBER, engineering, CHINESE, edition_id=first) == old
    assert months.paper(OCTOBER, engineering, CHINESE) != old
    assert months.after_closing(OCTOBER).corrections == []
    with pytest.raises(UserError, match="no such edition"):
        months.paper(NOVEMBER, engineering, CHINESE, edition_id=first)
    with autumn.place.desk.read() as session:
        noted = session.scalars(select(Audit).where(Audit.topic == "month", Audit.action == "reopened")).one()
        assert noted.after == {"month": "2026-10", "edition": None, "reason": "漏登了三条"}


def test_that_a_month_closed_early_leaves_its_last_days_to_the_next_report(autumn: Autumn) -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=SHANGHAI)
    autumn.clock.set(noon)
    autumn.close(NOVEMBER)
    summary = autumn.months().summary(NOVEMBER)
    assert summary.cut_off == noon
    autumn.add(autumn.life(19, NOVEMBER))
    autumn.reopen(NOVEMBER)
    autumn.close(NOVEMBER)
    summary = autumn.months().summary(NOVEMBER)
    autumn.clock.set(noon - timedelta(days=3))
    slow = autumn.months().after_closing(NOVEMBER)
    assert slow.corrections == []
    assert slow.figures[Figure.RECEIVED] == (summary.total.figures.received,) * 2
    autumn.clock.set(noon)
    [late, earlier] = autumn.add(autumn.life(25, NOVEMBER), autumn.life(19, NOVEMBER))
    assert [each.request_id for each in autumn.months().after_closing(NOVEMBER).corrections] == [earlier]
    autumn.after(NOVEMBER)
    assert autumn.months().summary(NOVEMBER) == summary
    assert not {late, earlier} & autumn.counted(Figure.RECEIVED, NOVEMBER)
    after = autumn.months().after_closing(NOVEMBER)
    received = summary.total.figures.received
    assert after.figures[Figure.RECEIVED] == (received, received + 2)
    told = autumn.months().report(NOVEMBER.plus(1)).corrections
    assert told == after.corrections
    assert {each.request_id for each in told if each.kind is CorrectionKind.CAME_LATER} == {late, earlier}


def test_that_a_closing_is_of_the_moment_it_began(autumn: Autumn) -> None:
    began = autumn.clock.now()
    autumn.close(progress=Watching(lambda: autumn.clock.advance(minutes=7)))
    edition = autumn.months().state(OCTOBER).editions[0]
    assert edition.closed_at == began
    report = autumn.months().report(OCTOBER)
    assert (report.printed_at, report.edition) == (began, edition)


def test_that_a_month_of_another_community_stays_open(autumn: Autumn) -> None:
    autumn.close()
    actor = replace(autumn.desk().actor, community_id=autumn.community_id + 1)
    elsewhere = MonthService(replace(autumn.desk(), actor=actor))
    assert not elsewhere.state(OCTOBER).is_closed
