"""Made-up years of requests: seasons, busy and quiet workers, late ones, reworks, dissatisfied answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from desktop.requests.model import (
    SERIES,
    Category,
    Channel,
    FollowUp,
    FollowUpOutcome,
    Liability,
    Place,
    Priority,
    Request,
    RequestKind,
    RequestState,
    RequestStep,
    Satisfaction,
    Source,
    StepKind,
)
from desktop.requests.service import Rulebook
from desktop.storage import search
from desktop.storage.base import Base
from desktop.storage.bulk import settle_ids
from desktop.storage.numbers import reserve_number
from desktop.storage.search import SearchFields
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from desktop.app.demo.people import DemoPlace
    from desktop.core.months import Month
    from desktop.storage.work import UnitOfWork

__all__ = ["add_history"]

SEASON = (0.9, 0.75, 0.95, 1.0, 1.0, 1.1, 1.25, 1.25, 1.0, 1.0, 0.95, 1.0)
"""Share of an average month, January to December: summers leak and hum."""

BATCH = 4000
FORGOTTEN_AFTER = timedelta(days=20)
LONGEST_WAIT = timedelta(hours=3)
"""Until someone is sent, or begins."""

QUICK = timedelta(minutes=20)
AT_ONCE = frozenset({RequestKind.INQUIRY, RequestKind.SUGGESTION, RequestKind.PRAISE})
"""What was answered so quickly was answered while the resident was still there."""

"""What nobody called back within this is put away all the same."""
_HOURS = (8, 8, 9, 9, 9, 10, 10, 11, 12, 13, 14, 14, 15, 15, 16, 17, 18, 19, 20, 21)


@dataclass(frozen=True, slots=True)
class _Trouble:
    """A category with what is said in it."""

    category_id: int
    kind: RequestKind
    department_id: int
    words: Sequence[str]
    public_share: float


def add_history(
    work: UnitOfWork,
    chance: random.Random,
    words: Mapping[str, Any],
    place: DemoPlace,
    zone: ZoneInfo,
    months: Sequence[Month],
    busyness: float,
) -> None:
    """Insert the requests of `months`, with steps, follow-ups, timeline, counters and search index."""
    history = _History(work, chance, words, place, zone)
    for month in months:
        expected = len(place.households) * busyness * SEASON[month.number - 1]
        history.month(month, zone, max(1, round(expected * chance.uniform(0.93, 1.07))))
    history.flush()


class _History:
    def __init__(
        self, work: UnitOfWork, chance: random.Random, words: Mapping[str, Any], place: DemoPlace, zone: ZoneInfo
    ) -> None:
        self.work = work
        self.chance = chance
        self.words = words
        self.place = place
        self.book = Rulebook(work.session, work.community_id, zone)
        self.rows: dict[type[Base], list[dict[str, Any]]] = {}
        self.documents: list[tuple[int, SearchFields]] = []
        self.next_request = (
            work.session.execute(select(Request.id).order_by(Request.id.desc()).limit(1)).scalar() or 0
        ) + 1
        self.troubles, self.weights = self._troubles()

    def _troubles(self) -> tuple[list[_Trouble], list[int]]:
        known = dict(
            self.work.session.execute(
                select(Category.name, Category.id).where(Category.community_id == self.work.community_id)
            ).all()
        )
        troubles, weights = [], []
        for name, about in self.words["categories"].items():
            department = self.place.departments[about["department"]]
            if name not in known:
                row = Category(
                    community_id=self.work.community_id, name=name, department_id=department, position=len(known) + 1
                )
                self.work.session.add(row)
                self.work.session.flush()
                known[name] = row.id
            public = {"公共设施": 1.0, "电梯": 1.0, "环境卫生": 0.8, "绿化": 1.0, "电气照明": 0.35}.get(name, 0.06)
            kind = RequestKind(about["kind"])
            troubles.append(_Trouble(known[name], kind, department, about["words"], public))
            weights.append(about["weight"])
        return troubles, weights

    def add(self, table: type[Base], **values: Any) -> None:
        self.rows.setdefault(table, []).append({"community_id": self.work.community_id, **values})

    def flush(self) -> None:
        connection = self.work.session.connection()
        for table in (Request, RequestStep, FollowUp, TimelineEntry):
            rows = self.rows.pop(table, [])
            if rows:
                connection.execute(insert(table), rows)
                settle_ids(connection, Base.metadata.tables[table.__tablename__])
        search.put_many(self.work.session, self.work.community_id, "request", self.documents, fresh=True)
        self.documents.clear()

    def month(self, month: Month, zone: ZoneInfo, count: int) -> None:
        days = month.last_day.day
        spoken = sorted(
            datetime.combine(
                month.first_day.replace(day=self.chance.randint(1, days)),
                time(self.chance.choice(_HOURS), self.chance.randrange(60)),
                zone,
            )
            for _ in range(count)
        )
        period = f"{month.year % 100:02d}{month.number:02d}"
        last = dict.fromkeys(RequestKind, 0)
        for at in spoken:
            if at >= self.work.now:
                break
            trouble = self.chance.choices(self.troubles, self.weights)[0]
            last[trouble.kind] += 1
            number = f"{SERIES[trouble.kind]}-{period}-{last[trouble.kind]:04d}"
            self.request(trouble, number, at)
            if len(self.documents) >= BATCH:
                self.flush()
        for kind, number_given in last.items():
            if number_given:
                reserve_number(self.work.session, self.work.community_id, SERIES[kind], period, number_given)

    def request(self, trouble: _Trouble, number: str, at: datetime) -> None:
        chance = self.chance
        household = chance.choice(self.place.households)
        public = chance.random() < trouble.public_share
        workers = self.place.workers.get(trouble.department_id, ())
        life = self.life(trouble, number, at)
        id_ = self.next_request
        self.next_request += 1
        words = chance.choice(trouble.words)
        self.add(
            Request,
            id=id_,
            number=number,
            kind=trouble.kind,
            room_id=household.room_id,
            building_id=household.building_id,
            room_label=household.label,
            reporter=household.reporter,
            phone=household.phone,
            words=words,
            category_id=trouble.category_id,
            department_id=trouble.department_id,
            worker_id=chance.choice(workers) if workers else None,
            place=Place.PUBLIC_AREA if public else Place.IN_HOME,
            liability=Liability.DEVELOPER if chance.random() < 0.12 else Liability.PROPERTY,
            source=Source.INSPECTION if public and chance.random() < 0.4 else Source.RESIDENT,
            channel=chance.choice((Channel.PHONE, Channel.PHONE, Channel.COUNTER, Channel.CHAT_GROUP)),
            occurred_at=at,
            recorded_at=at,
            **life,
        )
        self.documents.append((id_, SearchFields((number,), (household.phone,), (words, household.reporter))))
        self.add(
            TimelineEntry,
            room_id=household.room_id,
            at=at,
            kind="request_reported",
            source_id=id_,
            parameters={"number": number, "request_kind": trouble.kind, "words": words},
        )
        self.steps(id_, at, life)
        if life["follow_up_due_at"] is not None:
            self.follow_up(id_, life)

    def life(self, trouble: _Trouble, number: str, at: datetime) -> dict[str, Any]:
        """Return the columns of how it went; nothing happens after now."""
        chance, now, kind = self.chance, self.work.now, trouble.kind
        rule = self.book.rule_for(kind, trouble.category_id, Priority.NORMAL)
        due = self.book.due_times(rule, at)
        typical = {RequestKind.REPAIR: 9.0, RequestKind.COMPLAINT: 7.0}.get(kind, 0.4)
        done = at + timedelta(minutes=round(min(chance.lognormvariate(0, 1.15) * typical, 900) * 60) + 5)
        life: dict[str, Any] = dict.fromkeys(
            ("completed_at", "first_completed_at", "closed_at", "cancelled_at", "follow_up_due_at", "reached_at")
        )
        life |= {
            "due_at": due.completion,
            "response_due_at": due.response,
            "due_in_working_time": rule is not None and rule.in_working_time,
            "rule_id": None if rule is None else rule.id,
            "responded_at": min(at + min((done - at) / 5, LONGEST_WAIT), now),
            "assigned_at": at,
            "answered_at_once": kind in AT_ONCE and done - at < QUICK,
            "state": RequestState.ASSIGNED,
            "cancel_reason": "",
            "cannot_call": False,
            "reopened_count": 0,
            "result": "",
        }
        if chance.random() < 0.02:
            return life | {
                "state": RequestState.CANCELLED,
                "cancelled_at": min(at + timedelta(hours=1), now),
                "cancel_reason": chance.choice(self.words["cancel_reasons"]),
            }
        if done > now:
            return life
        life |= {"completed_at": done, "first_completed_at": done, "state": RequestState.COMPLETED}
        results = "complaint_results" if kind is RequestKind.COMPLAINT else "results"
        life["result"] = chance.choice(self.words[results])
        if kind is RequestKind.REPAIR and chance.random() < 0.02:
            again = done + timedelta(days=chance.randint(1, 9))
            if again < now:
                life |= {"completed_at": again, "reopened_count": 1}
        life["follow_up_due_at"] = self.book.follow_up_due(
            number, kind, trouble.category_id, Priority.NORMAL, life["completed_at"]
        ).value
        return life

    def follow_up(self, id_: int, life: dict[str, Any]) -> None:
        """Call back, most within the three days; the columns of the request just added are completed with it."""
        chance = self.chance
        made = life["completed_at"] + timedelta(minutes=round(chance.lognormvariate(3.0, 0.7) * 60))
        columns = self.rows[Request][-1]
        forgotten = chance.random() < 0.04
        if forgotten and self.work.now - life["completed_at"] > FORGOTTEN_AFTER:
            columns |= {"closed_at": made, "state": RequestState.CLOSED}
        if forgotten or made > self.work.now:
            return
        if chance.random() < 0.02:
            columns["cannot_call"] = True
            self.add(
                FollowUp, request_id=id_, made_at=made, outcome=FollowUpOutcome.CANNOT_CALL, satisfaction=None, words=""
            )
            return
        grade = chance.choices(tuple(Satisfaction), (58, 34, 5, 2, 1))[0]
        columns |= {"reached_at": made, "closed_at": made, "state": RequestState.CLOSED}
        self.add(FollowUp, request_id=id_, made_at=made, outcome=FollowUpOutcome.REACHED, satisfaction=grade, words="")
        self.step(id_, made, StepKind.FOLLOWED_UP, RequestState.COMPLETED, RequestState.CLOSED)

    def steps(self, id_: int, at: datetime, life: Mapping[str, Any]) -> None:
        self.step(id_, at, StepKind.REPORTED, "", RequestState.ASSIGNED)
        if life["cancelled_at"]:
            self.step(id_, life["cancelled_at"], StepKind.CANCELLED, RequestState.ASSIGNED, RequestState.CANCELLED)
        if life["first_completed_at"]:
            self.step(
                id_, life["first_completed_at"], StepKind.COMPLETED, RequestState.ASSIGNED, RequestState.COMPLETED
            )
        if life["reopened_count"]:
            again = life["completed_at"] - timedelta(hours=4)
            self.step(id_, again, StepKind.REOPENED, RequestState.COMPLETED, RequestState.REOPENED)
            self.step(id_, life["completed_at"], StepKind.COMPLETED, RequestState.REOPENED, RequestState.COMPLETED)

    def step(self, id_: int, at: datetime, kind: StepKind, before: str, after: str) -> None:
        self.add(
            RequestStep,
            request_id=id_,
            at=at,
            kind=kind,
            account_id=self.work.actor.account_id,
            state_before=before,
            state_after=after,
            why="",
            details={},
        )
