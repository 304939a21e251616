"""The made-up gates: who came and went in the last weeks, who is inside, what older visits were reduced to.

What the gate and the desk tell each other stands in `guarding`, rounds and incidents in `rounds`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.accounts.model import Account
from desktop.app.demo.rows import Rows
from desktop.core.permissions import Role
from desktop.core.pinyin import readings
from desktop.core.texts import search_form
from desktop.households.model import RoomState, RoomStateKind
from desktop.storage import search
from desktop.storage.search import SearchFields
from desktop.visits.model import (
    Gate,
    GateRules,
    GuardShift,
    Visit,
    VisitCount,
    VisitKind,
    VisitKindRow,
    Visitor,
    VisitReduction,
    VisitState,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from desktop.app.demo.people import DemoHousehold, DemoPlace
    from desktop.storage.work import UnitOfWork

__all__ = ["Comer", "GateDemo"]

KEPT_DAYS, COUNTED_DAYS = 30, 30
"""Days of visits that are kept, and days before them of which only counts are left: the gate's own default."""

VISITS_PER_HOUSEHOLD_AND_DAY = 0.27
MOST_A_DAY, LEAST_A_DAY = 120, 8
_HOURS = (6, 7, 8, 8, 8, 9, 9, 9, 10, 10, 11, 11, 12, 13, 14, 14, 15, 16, 17, 17, 17, 18, 18, 18, 19, 19, 20, 21, 22)
_SHARES: Mapping[VisitKind, float] = {
    VisitKind.GUEST: 36,
    VisitKind.DELIVERY: 30,
    VisitKind.HOUSEKEEPING: 9,
    VisitKind.MAINTENANCE: 4,
    VisitKind.STAFF: 4,
    VisitKind.VIEWING: 3,
    VisitKind.OTHER: 2,
    VisitKind.MOVING: 1.2,
    VisitKind.EMERGENCY: 0.3,
}
_MINUTES: Mapping[VisitKind, float] = {
    VisitKind.GUEST: 130,
    VisitKind.DELIVERY: 9,
    VisitKind.HOUSEKEEPING: 170,
    VisitKind.MAINTENANCE: 75,
    VisitKind.STAFF: 90,
    VisitKind.VIEWING: 35,
    VisitKind.OTHER: 25,
    VisitKind.MOVING: 150,
    VisitKind.EMERGENCY: 40,
}
"""How long half of them stay at most."""

_NIGHT_STAYS, _REFUSED, _OVERRIDDEN, _UNSEEN, _UNPLATED = 0.025, 0.004, 0.003, 0.01, 0.012
_BY_DAY = frozenset(
    {VisitKind.HOUSEKEEPING, VisitKind.MAINTENANCE, VisitKind.VIEWING, VisitKind.STAFF, VisitKind.MOVING}
)
_WORK_BEGINS, _WORK_ENDS = time(7, 30), time(17)
"""Who works comes between; guests come in place of those who would come at night."""

_REDUCED_AT = time(3, 20)
_VEHICLES = 0.5
"""Share of the guests who come by car."""


_USUAL: Mapping[str, Any] = {
    **dict.fromkeys(("own_kind_id", "pass_id", "expected_id")),
    **dict.fromkeys(("id_seen", "incomplete"), False),
    **dict.fromkeys(("badge", "id_tail", "held_words"), ""),
    **dict.fromkeys(("overridden", "override_words", "agreed_by", "refused_words"), ""),
}
"""What a visit is unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Comer:
    """Someone who comes, once or again: by car (`plate`) or on foot, to a household or elsewhere (`place`)."""

    kind: VisitKind
    name: str = ""
    plate: str = ""
    company: str = ""
    household: DemoHousehold | None = None
    place: str = ""
    people: int = 1
    reason: str = ""


class GateDemo:
    """Makes gates, visitors and visits up; `rows` are inserted by whoever has added all that belongs to the gate."""

    def __init__(
        self, work: UnitOfWork, chance: random.Random, words: Mapping[str, Any], place: DemoPlace, zone: ZoneInfo
    ) -> None:
        """Make up what stands at the gates of `place` at `work.now`; `words` are those of the sample community."""
        self.work = work
        self.chance = chance
        self.words: Mapping[str, Any] = words["gate"]
        self.people = words
        self.place = place
        self.zone = zone
        self.now = work.now
        self.today = work.now.astimezone(zone).date()
        self.rows = Rows(work)
        self.guard = self._account(Role.GUARD)
        self.clerk = self._account(Role.CLERK)
        self.manager = self._account(Role.MANAGER)
        lived_in = select(RoomState.room_id).where(RoomState.state != RoomStateKind.VACANT)
        occupied = set(work.session.scalars(lived_in))
        self.households = [each for each in place.households if each.room_id in occupied] or list(place.households)
        add = self.rows.add
        self.gates = [
            add(Gate, name=name, position=position, archived_at=None)
            for position, name in enumerate(self.words["gates"], 1)
        ]
        self.shifts = [
            add(GuardShift, name=name, starts=starts, ends=ends, archived_at=None)
            for name, starts, ends in self.words["shifts"]
        ]
        self.own_kinds = [
            add(VisitKindRow, name=name, like=like, position=position, archived_at=None)
            for position, (name, like) in enumerate(self.words["own_kinds"], 1)
        ]
        add(GateRules, province=self.words["province"])
        self.visitors: dict[str, dict[str, Any]] = {}
        self.unplated: Counter[date] = Counter()
        self.gone: dict[str, datetime] = {}

    def _account(self, role: Role) -> int:
        wanted = select(Account.id).where(Account.community_id == self.work.community_id, Account.role == role)
        found = self.work.session.scalars(wanted.order_by(Account.id).limit(1)).first()
        return found if found is not None else self.work.actor.account_id

    # --- words -------------------------------------------------------------------------------------------------------

    def name(self) -> str:
        """Return somebody's name."""
        chance, people = self.chance, self.people
        if chance.random() < 0.004:
            return str(chance.choice(people["rare_names"]))
        return str(chance.choice(people["surnames"])) + "".join(
            chance.choice(people["given"]) for _ in range(chance.choice((1, 2, 2, 2)))
        )

    def plate(self) -> str:
        """Return a plate, every third of a new-energy vehicle."""
        chance, prefix = self.chance, self.chance.choice(self.words["prefixes"])
        if chance.random() < 0.33:
            return f"{prefix}{chance.choice('DFAK')}{chance.randrange(100_000):05d}"
        tail = "".join(chance.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(2))
        return f"{prefix}{chance.randrange(10)}{tail}{chance.randrange(100):02d}"

    def moment(self, day: date, clock: time) -> datetime:
        """Return `clock` of `day`, by the clock of the community."""
        return datetime.combine(day, clock, self.zone)

    def household(self) -> DemoHousehold:
        """Return a household that somebody lives in."""
        return self.chance.choice(self.households)

    # --- who comes ---------------------------------------------------------------------------------------------------

    def _comers(self, a_day: int) -> Mapping[VisitKind, Sequence[Comer]]:
        chance, words = self.chance, self.words
        guests = [
            Comer(
                VisitKind.GUEST,
                self.name(),
                self.plate() if chance.random() < _VEHICLES else "",
                household=self.household(),
                people=chance.choice((1, 1, 1, 2, 2, 3)),
            )
            for _ in range(a_day * 3)
        ]
        couriers = [
            Comer(VisitKind.DELIVERY, self.name(), self.plate(), chance.choice(words["couriers"]))
            for _ in range(max(3, a_day // 6))
        ]
        helpers = [
            Comer(VisitKind.HOUSEKEEPING, self.name(), "", chance.choice(words["housekeepers"]), self.household())
            for _ in range(max(2, a_day // 4))
        ]
        servicing = [
            Comer(VisitKind.MAINTENANCE, self.name(), self.plate(), company, place="公区", people=2, reason=work)
            for company, work in words["servicing"]
        ]
        agents = [
            Comer(VisitKind.VIEWING, self.name(), "", company, self.household(), people=3)
            for company in words["agents"] * 3
        ]
        staff = [Comer(VisitKind.STAFF, name, place="服务中心") for name in self.people["workers"]["engineering"]]
        return {
            VisitKind.GUEST: guests,
            VisitKind.DELIVERY: couriers,
            VisitKind.HOUSEKEEPING: helpers,
            VisitKind.MAINTENANCE: servicing,
            VisitKind.VIEWING: agents,
            VisitKind.STAFF: staff,
            VisitKind.MOVING: [
                Comer(VisitKind.MOVING, self.name(), self.plate(), words["movers"], people=4) for _ in range(3)
            ],
            VisitKind.OTHER: [Comer(VisitKind.OTHER, self.name(), household=self.household()) for _ in range(6)],
            VisitKind.EMERGENCY: [Comer(VisitKind.EMERGENCY, place=self.household().label) for _ in range(4)],
        }

    # --- visits ------------------------------------------------------------------------------------------------------

    def add_visits(self) -> None:
        """Add the visits of the last days in the order they came, and the counts of the days before."""
        expected = round(len(self.place.households) * VISITS_PER_HOUSEHOLD_AND_DAY)
        a_day = min(MOST_A_DAY, max(LEAST_A_DAY, expected))
        pool = self._comers(a_day)
        kinds, shares = list(_SHARES), list(_SHARES.values())
        for back in range(KEPT_DAYS - 1, -1, -1):
            day = self.today - timedelta(days=back)
            count = round(a_day * self.chance.uniform(0.85, 1.2) * (1.15 if day.isoweekday() > 5 else 1))
            clocks = sorted(time(self.chance.choice(_HOURS), self.chance.randrange(60)) for _ in range(count))
            for clock in clocks:
                at = self.moment(day, clock)
                if at < self.now:
                    kind = self.chance.choices(kinds, shares)[0]
                    by_day = kind in _BY_DAY and not _WORK_BEGINS <= clock < _WORK_ENDS
                    comer = self.chance.choice(pool[VisitKind.GUEST if by_day else kind])
                    if self.gone.get(comer.name + comer.plate, at) <= at:
                        self._visit(comer, at)
        self._add_counts(a_day)

    def _visit(self, comer: Comer, at: datetime) -> None:
        chance = self.chance
        known, roll = comer.name + comer.plate, chance.random()
        if comer.household is None and not comer.place:
            comer = replace(comer, household=self.household())
        if comer.kind is VisitKind.GUEST and roll < _REFUSED * 3:
            self.enter(comer, at, state=VisitState.REFUSED, refused_words=chance.choice(self.words["refusals"]))
            return
        told: dict[str, Any] = {}
        if comer.kind is VisitKind.GUEST and roll < (_REFUSED + _OVERRIDDEN) * 3:
            words, agreed = chance.choice(self.words["overrides"])
            told = {"overridden": "do_not_admit", "override_words": words, "agreed_by": agreed}
        if comer.kind is VisitKind.OTHER:
            told = {"own_kind_id": chance.choice((None, *self.own_kinds))}
        if comer.plate and chance.random() < _UNPLATED:
            comer = replace(comer, name="", plate="?")
        minutes = min(_MINUTES[comer.kind] * chance.lognormvariate(0, 0.6), 660) + 2
        if comer.kind is VisitKind.GUEST and comer.plate and chance.random() < _NIGHT_STAYS:
            minutes = chance.randint(720, 1100)
        self.gone[known] = at + timedelta(minutes=round(minutes))
        self.enter(comer, at, minutes=round(minutes), **told)

    def enter(
        self, comer: Comer, at: datetime, *, minutes: int = 0, state: VisitState | None = None, **told: Any
    ) -> int:
        """Add one visit of `minutes` and return its id; whoever has not left by now is inside."""
        chance = self.chance
        gone = at + timedelta(minutes=minutes)
        state = state or (VisitState.LEFT if gone < self.now else VisitState.INSIDE)
        vehicle, unread = bool(comer.plate), comer.plate == "?"
        day = at.astimezone(self.zone).date()
        self.unplated[day] += unread
        plate = "" if unread else comer.plate
        label = comer.household.label if comer.household else comer.place
        checked = vehicle and chance.random() < 0.15
        left = state is VisitState.LEFT
        values: dict[str, Any] = {
            **_USUAL,
            "visitor_id": self._visitor(comer, at, state) if plate or comer.name else None,
            "state": state,
            "kind": comer.kind,
            "gate_id": chance.choice(self.gates),
            "out_gate_id": chance.choice(self.gates) if left else None,
            "room_id": comer.household.room_id if comer.household else None,
            "place": label,
            "name": comer.name,
            "company": comer.company,
            "reason": comer.reason or chance.choice(self.words["reasons"].get(comer.kind, ("",))),
            "vehicle": vehicle,
            "plate": plate,
            "plate_typed": plate,
            "unplated": self.unplated[day] if unread else 0,
            "people": comer.people,
            "people_left": comer.people if left else 0,
            "in_at": at,
            "out_at": gone if left else None,
            "recorded_at": at,
            "in_by": self.guard,
            "out_by": self.guard if left else None,
            "out_unseen": left and chance.random() < _UNSEEN,
            "checked_at": min(at + timedelta(minutes=4), self.now) if checked else None,
            "remark": chance.choice(self.words["remarks"]) if checked and chance.random() < 0.3 else "",
        }
        return self.rows.add(Visit, **(values | told))

    def _visitor(self, comer: Comer, at: datetime, state: VisitState) -> int:
        where = comer.household.room_id if comer.household else comer.place
        key = comer.plate or f"{search_form(comer.name)}|{where}"
        known = self.visitors.get(key)
        if known is None:
            id_ = self.rows.add(
                Visitor,
                key=key,
                plate=comer.plate,
                name=comer.name,
                company=comer.company,
                kind=comer.kind,
                own_kind_id=None,
                room_id=None,
                place="",
                visits=0,
                last_at=at,
            )
            known = self.visitors[key] = self.rows.waiting[Visitor][-1]
            assert known["id"] == id_
        known["room_id"] = comer.household.room_id if comer.household else None
        known["place"] = comer.household.label if comer.household else comer.place
        known["last_at"] = max(known["last_at"], at)
        known["visits"] += state in {VisitState.INSIDE, VisitState.LEFT}
        return int(known["id"])

    def index_visitors(self) -> None:
        """Let visitors be found by plate, name with its readings, and company, newest last."""
        spoken = {name: (name, *readings(name)) for name in {row["name"] for row in self.visitors.values()} if name}
        documents = [
            (row["id"], SearchFields(public=(row["plate"], *spoken.get(row["name"], ()), row["company"])))
            for row in self.visitors.values()
        ]
        search.put_many(self.work.session, self.work.community_id, "visitor", documents, fresh=True)

    # --- what is left of older ones ----------------------------------------------------------------------------------

    def _add_counts(self, a_day: int) -> None:
        oldest = self.today - timedelta(days=KEPT_DAYS + COUNTED_DAYS)
        total = sum(_SHARES.values())
        for ahead in range(COUNTED_DAYS):
            day = oldest + timedelta(days=ahead + 1)
            for gate in self.gates:
                for kind, share in _SHARES.items():
                    count = round(a_day / len(self.gates) * share / total * self.chance.uniform(0.6, 1.4))
                    if count:
                        self._add_count(day, gate, kind, count)
        self._add_reductions(a_day)

    def _add_count(self, day: date, gate: int, kind: VisitKind, count: int) -> None:
        vehicles = count if kind is VisitKind.DELIVERY else round(count * _VEHICLES) if kind is VisitKind.GUEST else 0
        people = round(count * 1.6) if kind is VisitKind.GUEST else count
        rows = {"community_id": self.work.community_id, "day": day, "gate_id": gate, "kind": kind, "own_kind_id": 0}
        stays = count > 4 and kind is VisitKind.GUEST and self.chance.random() < 0.3
        refused = kind is VisitKind.GUEST and self.chance.random() < 0.05
        for state, visits in ((VisitState.LEFT, count), (VisitState.REFUSED, int(refused))):
            if visits:
                let_in = state is VisitState.LEFT
                self.rows.add(
                    VisitCount,
                    **rows | {"state": state, "visits": visits},
                    people=people if let_in else 1,
                    vehicles=vehicles if let_in else 0,
                    overstayed=int(stays and let_in),
                    overridden=0,
                )

    def _add_reductions(self, a_day: int) -> None:
        """Add the runs of the last nights: the newest left nothing to be reduced before the next one."""
        last = self.today if self.moment(self.today, _REDUCED_AT) < self.now else self.today - timedelta(days=1)
        for back in range(6, -1, -1):
            day = last - timedelta(days=back)
            count = round(a_day * self.chance.uniform(0.9, 1.1))
            self.rows.add(
                VisitReduction,
                at=self.moment(day, _REDUCED_AT),
                before=day - timedelta(days=KEPT_DAYS),
                due=count,
                reduced=count,
                held=0,
                refused="",
                account_id=self.guard,
            )
