"""A village whose guards walk: departments, shifts, a category, and routes as a test asks for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from sqlalchemy import select

from desktop.core.permissions import Operation, Role
from desktop.patrols.model import PatrolRound, PointOutcome
from desktop.patrols.rows import NewDuty, NewFinding, NewPoint, NewRoute
from desktop.patrols.service import PatrolService
from desktop.requests.model import Category
from desktop.staff.model import Department
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.patrols.rows import RoundFile
    from desktop.storage.desk import Desk
    from tests.care.villages import Village

__all__ = ["POINTS", "Beat", "at"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
POINTS = ("配电房", "商铺街", "中心广场", "防火门")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of November 2026 in the village."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@dataclass
class Beat:
    """The village with the service of patrols as its manager and its guards have it."""

    village: Village
    departments: dict[str, int]
    category_id: int
    shifts: dict[str, int]

    @classmethod
    def in_village(cls, village: Village) -> Beat:
        """Give the village two departments, a category and a day shift and a night shift, from its beginning."""
        with village.desk.write(Operation.EDIT_STAFF) as work:
            departments = [
                Department(community_id=1, code=code, name=name, position=place)
                for place, (code, name) in enumerate((("order", "秩序"), ("engineering", "工程")))
            ]
            category = Category(community_id=1, name="公共设施", position=1)
            work.session.add_all([*departments, category])
            work.session.flush()
            ids = {row.code: row.id for row in departments}
            category_id = category.id
        visits = VisitService(village.desk_of(Role.MANAGER))
        shifts = {
            "day": visits.add_shift("白班", time(8), time(20)).result,
            "night": visits.add_shift("夜班", time(20), time(8)).result,
        }
        return cls(village, ids, category_id, shifts)

    @property
    def clock(self) -> FixedClock:
        return cast("FixedClock", self.village.desk.clock)

    def desk(self, role: Role = Role.GUARD, account_id: int = 1) -> Desk:
        desk = self.village.desk_of(role, account_id)
        return replace(desk, actor=replace(desk.actor, name="张敏" if account_id == 1 else "李婷"))

    def of(self, role: Role = Role.GUARD, account_id: int = 1) -> PatrolService:
        return PatrolService(self.desk(role, account_id))

    def route(
        self,
        name: str = "夜间一号线",
        points: tuple[str, ...] = POINTS,
        *,
        fixed: bool = False,
        duties: dict[str, int] | None = None,
        department: str = "order",
    ) -> int:
        """Lay down a route with points, whose tags are P1, P2, ..., and duties by shift; return its id."""
        boss = self.of(Role.MANAGER)
        made = boss.add_route(NewRoute(name, self.departments[department], fixed)).result
        named = [NewPoint(point, code=f"P{place}") for place, point in enumerate(points, start=1)]
        boss.set_points(made, named, version=1)
        if duties:
            self.duties(made, duties)
        return made

    def duties(self, route_id: int, duties: dict[str, int], weekdays: str = "1234567") -> None:
        """Lay down how often each shift walks a route."""
        boss = self.of(Role.MANAGER)
        laid_down = [NewDuty(self.shifts[shift], times, weekdays) for shift, times in duties.items()]
        boss.set_duties(route_id, laid_down, version=boss.route(route_id).version)

    def points(self, route_id: int) -> list[int]:
        return [point.id for point in self.of().route(route_id).points]

    def file(self, round_id: int, role: Role = Role.GUARD, account_id: int = 1) -> RoundFile:
        return self.of(role, account_id).round(round_id)

    def walk(self, route_id: int) -> int:
        """Walk a whole round in which all is in order, and return its id."""
        guard = self.of()
        made = guard.start_round(route_id).result
        for point in self.points(route_id):
            guard.step(made, point, PointOutcome.NORMAL)
        guard.end_round(made, version=1)
        return made

    def find(self, round_id: int, point_id: int, words: str = "门锁坏了", department: str = "engineering") -> int:
        """Report something found and return the finding's id."""
        found = NewFinding(words, self.category_id, self.departments[department])
        return self.of().finding(round_id, point_id, found).result

    def sums(self, day: int) -> list[tuple[str, str, int, int, int, int]]:
        """Return route, shift, due, made, missed and open of a day in November."""
        lines = self.of().due(at(day, 12).date())
        return [(each.route, each.shift.shift.name, each.due, each.made, each.missed, each.open) for each in lines]

    def kept_rounds(self) -> int:
        with self.village.desk.read() as session:
            return len(session.scalars(select(PatrolRound.id)).all())
