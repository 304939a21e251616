"""What a month counts of outages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.months import Month
from desktop.core.permissions import Operation
from desktop.outages.model import NoticeEdition, Outage, OutageCaller, OutageKind, OutageNotice, OutageState
from desktop.outages.service.monthly import month_lines
from tests.outages.quarters import SHANGHAI, Quarter

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.outages.rows import OutageMonthLine

NOVEMBER = Month(2026, 11)


def counted(quarter: Quarter, cut_off: datetime) -> dict[int, OutageMonthLine]:
    with quarter.desk.read() as session:
        lines = month_lines(session, 1, NOVEMBER.start(SHANGHAI), NOVEMBER.end(SHANGHAI), cut_off)
    return {line.id: line for line in lines}


def noticed(quarter: Quarter, outage_id: int, edition: NoticeEdition, *, in_time: bool | None, number: str) -> None:
    with quarter.desk.write(Operation.ISSUE_NOTICE) as work:
        notice = OutageNotice(community_id=1, outage_id=outage_id, number=number, edition=edition, in_time=in_time)
        notice.language, notice.facts, notice.issued_at, notice.issued_by = "zh_CN", {}, work.now, 1
        work.session.add(notice)


def over(quarter: Quarter, outage_id: int, at: datetime) -> None:
    with quarter.desk.write(Operation.ISSUE_NOTICE) as work:
        outage = work.session.get_one(Outage, outage_id)
        outage.state, outage.ended_at = OutageState.RESTORED, at


def test_that_hours_run_to_the_end_or_the_cut_off(either_quarter: Quarter) -> None:
    quarter = either_quarter
    now = quarter.clock.now()
    ended, runs = quarter.planned(hours=2), quarter.planned(hours=4, planned=False)
    for hours in (10, 24 * 12):
        quarter.planned(hours=hours)
    called_off = quarter.planned(hours=3)
    quarter.service.drop(called_off, "取消", version=1)
    over(quarter, ended, now + timedelta(hours=5.5))
    found = counted(quarter, now + timedelta(hours=7))
    assert list(found) == [ended, runs]
    households = quarter.service.count([quarter.building("1")]).households
    assert (found[ended].hours, found[ended].household_hours) == (3.5, 3.5 * households)
    assert (found[ended].where, found[ended].cause, found[ended].households) == ("1栋", "主管道检修", households)
    assert (found[runs].hours, found[runs].ended_at, found[runs].planned) == (3.0, None, False)
    before = counted(quarter, now + timedelta(hours=5))
    assert (before[ended].hours, before[ended].ended_at) == (3.0, None)


def test_that_in_time_is_what_the_first_notice_kept(filed: Quarter) -> None:
    kept, missed, never = (filed.planned(hours=1) for _ in range(3))
    sudden = filed.planned(hours=1, planned=False)
    storm = filed.planned(hours=1, kind=OutageKind.RAINSTORM)
    noticed(filed, kept, NoticeEdition.ANNOUNCED, in_time=True, number="1")
    noticed(filed, missed, NoticeEdition.ANNOUNCED, in_time=False, number="2")
    noticed(filed, kept, NoticeEdition.EXTENDED, in_time=None, number="3")
    with filed.desk.write(Operation.LOG_CALLER) as work:
        rang = [OutageCaller(community_id=1, outage_id=kept, at=work.now, account_id=1) for _ in range(2)]
        rang[1].undone_at = work.now
        work.session.add_all(rang)
    found = counted(filed, filed.clock.now() + timedelta(hours=2))
    told = {id_: line.in_time for id_, line in found.items()}
    assert told == {kept: True, missed: False, never: False, sudden: None, storm: None}
    assert (found[kept].extended, found[kept].callers, found[missed].extended) == (1, 1, 0)
