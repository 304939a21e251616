from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.permissions import Role
from desktop.patrols.model import PointOutcome
from desktop.patrols.rows import PatrolMonthLine
from desktop.patrols.service import month_lines
from desktop.requests.service import RequestService
from tests.patrols.beats import SHANGHAI, at

if TYPE_CHECKING:
    from datetime import datetime

    from tests.patrols.beats import Beat

DAY = timedelta(days=1)


def month(beat: Beat, now: datetime) -> tuple[PatrolMonthLine, ...]:
    until = at(30, 23, 59).replace(month=12, day=1, hour=0, minute=0)
    with beat.village.desk.read() as session:
        return month_lines(session, 1, at(1, 0), until, SHANGHAI, now)


def test_that_a_month_is_counted_by_department_as_of_the_cut_off(both: Beat) -> None:
    both.clock.set(at(20, 7))
    guards, engineers = both.route(duties={"day": 2}), both.route("泵房", ("泵房", "水箱"), department="engineering")
    both.clock.set(at(20, 9))
    both.walk(guards)
    both.clock.set(at(21, 9))
    made = both.of().start_round(engineers).result
    pump, tank = both.points(engineers)
    for words in ("渗水", "重复", "看错了"):
        both.find(made, pump, words)
    both.of().step(made, tank, PointOutcome.MISSED, "锁着")
    both.of().end_round(made, version=1)
    desk = RequestService(both.desk(Role.CLERK))
    mended, twice, mistaken = (line.request_id for line in reversed(both.of(Role.CLERK).findings()))
    desk.merge(twice, mended, version=desk.detail(twice).line.version)
    desk.cancel(mistaken, "看错了", version=desk.detail(mistaken).line.version)
    both.clock.set(at(21, 15))
    desk.complete(mended, version=desk.detail(mended).line.version)
    order, engineering = both.departments["order"], both.departments["engineering"]
    assert month(both, at(22, 12)) == (
        PatrolMonthLine(order, "秩序", 4, 1, 3, 0, 0, 0),
        PatrolMonthLine(engineering, "工程", 0, 1, 0, 1, 2, 2),
    )
    assert month(both, at(21, 10))[1] == PatrolMonthLine(engineering, "工程", 0, 1, 0, 1, 2, 0)
    assert month(both, at(20, 7)) == ()
    assert both.of(Role.CLERK).counts().findings == 0


def test_that_the_last_night_counts_once_in_the_month_in_which_its_shift_ends(beat: Beat) -> None:
    beat.clock.set(at(29, 7))
    route = beat.route(duties={"night": 1})
    december = at(30, 0) + DAY
    assert [(line.due, line.made, line.missed) for line in month(beat, december)] == [(1, 0, 1)]
    beat.clock.set(december + timedelta(hours=2))
    made = beat.of().start_round(route).result
    first, *others = beat.points(route)
    beat.of().step(made, first, PointOutcome.MISSED, "锁着")
    for point in others:
        beat.of().step(made, point, PointOutcome.NORMAL)
    beat.of().end_round(made, version=1)
    assert [(line.due, line.made, line.missed, line.missed_points) for line in month(beat, december)] == [(1, 0, 1, 0)]
    with beat.village.desk.read() as session:
        week = month_lines(session, 1, december, december + 7 * DAY, SHANGHAI, december + timedelta(hours=9))
    assert [(line.due, line.made, line.missed, line.missed_points) for line in week] == [(1, 1, 0, 1)]
