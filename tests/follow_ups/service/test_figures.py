"""What the callers of one fault mean for the figures of the month (PRODUCT.md, follow-up rate and satisfaction)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.months import Month
from desktop.core.permissions import Role
from desktop.months.rows import Figure
from desktop.months.service import MonthService
from desktop.requests.model import FollowUpOutcome, Satisfaction

if TYPE_CHECKING:
    from desktop.requests.rows import RequestDetail
    from tests.follow_ups.conftest import Asked

NOVEMBER = Month(2026, 11)
REACHED = FollowUpOutcome.REACHED


def months(asked: Asked) -> MonthService:
    desk = asked.place.desk
    return MonthService(replace(desk, actor=replace(desk.actor, role=Role.MANAGER)))


def call(asked: Asked, request: RequestDetail, grade: Satisfaction) -> None:
    version = asked.now(request.line.id).line.version
    asked.place.service.follow_up(request.line.id, REACHED, grade, version=version)


def test_that_the_follow_up_rate_counts_the_main_request_only(asked: Asked) -> None:
    main = asked.report()
    caller = asked.merged(main, "1-1-101")
    asked.complete(main)
    call(asked, caller, Satisfaction.SATISFIED)
    asked.later(days=4)
    figures = months(asked).summary(NOVEMBER).total.figures
    assert (figures.received, figures.follow_up_rate) == (1, 0.0)
    late = asked.report("3-2-101")
    asked.merged(late, "1-1-102")
    call(asked, asked.complete(late), Satisfaction.SATISFIED)
    asked.later(days=3, minutes=1)
    assert months(asked).summary(NOVEMBER).total.figures.follow_up_rate == 0.5


def test_that_the_answer_of_every_caller_counts_for_satisfaction(asked: Asked) -> None:
    main = asked.report()
    caller = asked.merged(main, "1-1-101")
    call(asked, asked.complete(main), Satisfaction.SATISFIED)
    call(asked, caller, Satisfaction.DISSATISFIED)
    assert months(asked).summary(NOVEMBER).total.figures.satisfaction == 0.5
    assert [line.id for line in months(asked).lines(NOVEMBER, Figure.SATISFACTION)] == [caller.line.id]
