"""Every door of the gate's services: tried from another community, and with what nobody should type."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, insert, select

from desktop.core.errors import TouchpointError
from desktop.core.i18n import language
from desktop.core.permissions import MATRIX, Operation, Role
from desktop.households.model import OccupancyRole
from desktop.incidents.model import IncidentKind
from desktop.incidents.rows import IncidentFilter, NewEntry, NewIncident
from desktop.incidents.service import IncidentService
from desktop.patrols.model import PointOutcome
from desktop.patrols.rows import NewDuty, NewFinding, NewPoint, NewRoute, NewSheet, PatrolFilter, SheetStep
from desktop.patrols.service import PatrolService
from desktop.release_slips.rows import NewRelease, ReleaseFilter
from desktop.release_slips.rule import Goods
from desktop.release_slips.service import ReleaseSlipService
from desktop.staff.model import Community
from desktop.storage.audit import Audit, OperationRow
from desktop.storage.base import Base
from desktop.visits.model import CallReason, DepositState, Gate, VisitKind
from desktop.visits.rows import (
    KindKey,
    NewCall,
    NewExpected,
    NewPass,
    NewVisit,
    NewWatch,
    Override,
    RulesRow,
    VisitFilter,
)
from desktop.visits.service import VisitService
from tests.care.villages import TODAY, Village
from tests.patrols.beats import Beat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.storage.desk import Desk

SERVICES = (VisitService, ReleaseSlipService, PatrolService, IncidentService)
OURS = "密不外传"
TRACES = {"operation", "audit", "number_series", "search_document"}
HOSTILE = (
    "x" * 100_000,
    "浙A\x00\x1f12345\x7f\u202e\u200b\ufeff\ud800\U0002a6d6\ue000\U000f0000😀",
    "%_'\";--\\",
    " \t\n\u3000",
)


@dataclass
class Place:
    """The community with one of everything, by the names that the doors give it."""

    village: Village
    ids: dict[str, int]

    def service(self, service: type, method: str, community_id: int = 1) -> Any:
        """Return the service as someone has it who may use the method."""
        operation = getattr(getattr(service, method), "__operation__", None)
        assert isinstance(operation, Operation), f"{service.__name__}.{method}"
        role = next(role for role in (Role.MANAGER, Role.GUARD, Role.CLERK) if role in MATRIX[operation])
        desk: Desk = self.village.desk_of(role)
        desk = replace(desk, actor=replace(desk.actor, community_id=community_id))
        return service(desk, lambda _name, _password: None) if service is IncidentService else service(desk)

    def drafts(self) -> dict[str, list[Any]]:
        """Return what is typed into forms, each with one thing of this community in it."""
        ids, today, now = self.ids, TODAY, self.village.desk.clock.now()
        room = ids["room_id"]
        days: dict[str, Any] = {"first_day": today, "last_day": today}
        told: list[dict[str, Any]] = [{name: ids[name]} for name in ("room_id", "gate_id", "visit_id")]
        step = SheetStep(ids["point_id"], PointOutcome.FINDING, finding=NewFinding("坏了", ids["category_id"]))
        return {
            "NewVisit": [
                NewVisit(who="王芳", room_id=room),
                NewVisit(who="浙A54321", place="后门", name="李四", company="顺丰", reason="x", badge="7", remark="y"),
                NewVisit(KindKey(VisitKind.STAFF), who="小李", pass_id=ids["pass_id"]),
                NewVisit(KindKey(VisitKind.STAFF), who="小李", expected_id=ids["expected_id"]),
                NewVisit(KindKey(VisitKind.STAFF), who="小李", gate_id=ids["gate_id"], id_tail="123X"),
                NewVisit(KindKey(VisitKind.OTHER, ids["kind_id"]), who="小李"),
            ],
            "NewExpected": [NewExpected(room, name="王芳", plate="浙A54321", note="x", asked_by="y")],
            "NewPass": [NewPass("美居", room_id=room, crew="张强", foreman="李勇", work="水电", place="x", **days)],
            "NewWatch": [NewWatch("浙A54321", "赵六", "123X", "高个子", "推销", ordered_by="经理")],
            "NewCall": [NewCall(CallReason.OTHER, "x", **each, plate="浙A54321", who="y", place="z") for each in told],
            "NewRelease": [
                NewRelease(room, "王建国", (Goods("沙发"),), plate="浙A54321", fees_cleared=True, mover="x", note="y"),
                NewRelease(room, "王建国", (Goods("沙发"),), fees_cleared=True, follows_id=ids["slip_id"]),
            ],
            "NewRoute": [NewRoute("环线", ids["department_id"], note="x")],
            "Sequence[NewPoint]": [[NewPoint("门", building_id=1, department_id=ids["department_id"], code="P9")]],
            "Sequence[NewDuty]": [[NewDuty(ids["shift_id"], 1)]],
            "NewFinding": [NewFinding("灯坏了", ids["category_id"], ids["department_id"])],
            "NewSheet": [NewSheet(ids["route_id"], now, now, "王五", (step,), "")],
            "NewIncident": [
                NewIncident(IncidentKind.FIRE, "x", "y", room_id=room, people="z", damage="d"),
                NewIncident(IncidentKind.FIRE, "x", department_id=ids["department_id"]),
            ],
            "NewEntry": [NewEntry("灭火", who="119")],
        }

    def given(self, parameter: inspect.Parameter) -> list[Any]:
        """Return what a parameter of a door is tried with."""
        now, kind = self.village.desk.clock.now(), str(parameter.annotation).removesuffix(" | None")
        if parameter.name in self.ids and "int" in kind:
            return [self.ids[parameter.name]]
        plain: dict[str, list[Any]] = {
            "str": ["x"], "int": [1], "bool": [True], "date": [TODAY], "datetime": [now], "time": [time(9)],
            "Language": [language("zh_CN")], "VisitFilter": [VisitFilter()], "IncidentFilter": [IncidentFilter()],
            "PatrolFilter": [PatrolFilter()], "ReleaseFilter": [ReleaseFilter()], "PointOutcome": [PointOutcome.NORMAL],
            "DepositState": [DepositState.RETURNED], "VisitKind": [VisitKind.GUEST], "RulesRow": [RulesRow()],
            "Override": [Override("同意", "业主", frozenset())], "Mapping[int, int]": [{0: 1}],
            "int | Sequence[int]": [self.ids["pass_id"], [self.ids["visit_id"]]],
            "Sequence[int]": [[self.ids["visit_id"]]],
        }  # fmt: skip
        return {**plain, **self.drafts()}[kind]

    def calls(self, service: type) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield every door of a service with what it is given: one thing after the other of what may be varied."""
        for name, method in inspect.getmembers(service, inspect.isfunction):
            if name.startswith("_") or not isinstance(getattr(method, "__operation__", None), Operation):
                continue
            parameters = list(inspect.signature(method).parameters.values())[1:]
            needed = [each for each in parameters if each.default is inspect.Parameter.empty or each.name in self.ids]
            choices = [self.given(each) for each in needed]
            for turn in range(max(map(len, choices), default=1)):
                yield name, {each.name: found[turn % len(found)] for each, found in zip(needed, choices, strict=True)}

    def writes(self) -> tuple[int, ...]:
        """Return how many writes there were, and how many changes in them."""
        with self.village.desk.read() as session:
            return tuple(session.scalar(select(func.count(table.id))) or 0 for table in (OperationRow, Audit))

    def rows(self, community_id: int) -> dict[str, list[Any]]:
        """Return everything a community has, save the record of who did what."""
        kept = {}
        with self.village.desk.read() as session:
            for table in Base.metadata.sorted_tables:
                if "community_id" in table.c and table.name not in TRACES:
                    query = select(table).where(table.c.community_id == community_id)
                    kept[table.name] = sorted(map(repr, session.execute(query)))
        return kept


@pytest.fixture
def place(village: Village) -> Place:
    """Return the place, once in a file and once on a server."""
    return planted(village)


@pytest.fixture
def served(on_server: Village) -> Place:
    """Return the place on a server, which takes fewer characters than a file does, and hundreds of writes a second."""
    return planted(on_server)


def planted(village: Village) -> Place:
    """Return the community with one of everything, and another one beside it."""
    beat = Beat.in_village(village)
    service, gate = VisitService(village.desk_of(Role.MANAGER)), VisitService(village.desk_of(Role.GUARD))
    village.settle("1-1-101", f"{OURS}王", role=OccupancyRole.OWNER)
    room = village.rooms["1-1-101"]
    days: dict[str, Any] = {"first_day": TODAY, "last_day": TODAY}
    with village.desk.write(Operation.EDIT_GATE) as work:
        row = Gate(community_id=1, name=f"{OURS}东门")
        work.session.add(row)
        work.session.flush()
        gate_id = row.id
    route = beat.route(f"{OURS}线", duties={"day": 1})
    round_id = beat.of().start_round(route).result
    releases, incidents = ReleaseSlipService(village.desk), IncidentService(village.desk, lambda _name, _word: None)
    incident = incidents.report(NewIncident(IncidentKind.FIRE, OURS, OURS)).result
    ids = {
        "room_id": room, "gate_id": gate_id, "route_id": route, "round_id": round_id, "incident_id": incident,
        "visit_id": gate.log_in(NewVisit(who=f"{OURS}客", room_id=room, gate_id=gate_id, people=2)).result,
        "expected_id": service.expect(NewExpected(room, name=f"{OURS}客人")).result,
        "pass_id": service.issue_pass(NewPass(OURS, room_id=room, deposit_fen=100, **days)).result,
        "call_id": gate.call_desk(NewCall(CallReason.OTHER, OURS)).result,
        "kind_id": service.add_kind(f"{OURS}类", VisitKind.GUEST).result, "shift_id": beat.shifts["day"],
        "slip_id": releases.issue(NewRelease(room, OURS, (Goods(OURS),), fees_cleared=True)).result,
        "point_id": beat.points(route)[0], "department_id": beat.departments["order"], "category_id": beat.category_id,
        "entry_id": service.note_watched(NewWatch(name=f"{OURS}某", reason=OURS)).result,
    }  # fmt: skip
    assert incidents.add_entry(incident, NewEntry(OURS)).result == ids["entry_id"]
    with village.desk.database.connect(writing=True) as connection:
        long_ago = datetime(2020, 1, 1, tzinfo=UTC)
        other = {"id": 2, "name": "别处", "time_zone": "Asia/Shanghai", "created_at": long_ago, "version": 1}
        connection.execute(insert(Community).values(other))
    return Place(village, ids)


def strangers(place: Place) -> list[str]:
    """Return the rows that point at another community's."""
    found = []
    with place.village.desk.read() as session:
        for table in Base.metadata.sorted_tables:
            for key in table.foreign_keys:
                there = key.column.table.alias()
                if "community_id" in table.c and "community_id" in there.c:
                    named = table.join(there, key.parent == there.c[key.column.name])
                    query = select(table).select_from(named)
                    odd = session.execute(query.where(table.c.community_id != there.c.community_id))
                    found += [f"{table.name}: {row}" for row in odd]
    return found


def test_that_no_door_leads_into_another_community(place: Place) -> None:
    before, told = place.rows(1), []
    tried = 0
    for service in SERVICES:
        for name, given in place.calls(service):
            tried += 1
            try:
                answer = repr(getattr(place.service(service, name, 2), name)(**given))
            except TouchpointError:
                continue
            if OURS in answer or "1-1-101" in answer:
                told.append(f"{service.__name__}.{name}")
    assert tried > 120
    assert told == []
    assert place.rows(1) == before
    assert strangers(place) == []
    assert not [each for each in (OURS, "1-1-101") if each in repr(place.rows(2))]


def hostile(value: Any) -> Iterator[Any]:
    """Yield `value` with something hostile in place of each text and number, one at a time."""
    if isinstance(value, str):
        yield from HOSTILE
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            kept = getattr(value, field.name)
            if type(kept) is str:
                yield from (replace(value, **{field.name: each}) for each in HOSTILE)
            elif type(kept) is int and not field.name.endswith("_id"):
                yield from (replace(value, **{field.name: each}) for each in (-1, 0, 10**18, 10**30))
            elif isinstance(kept, datetime):
                yield from (
                    replace(value, **{field.name: kept + each})
                    for each in (timedelta(days=9000), -timedelta(days=700_000))
                )
    elif isinstance(value, list) and value and is_dataclass(value[0]):
        yield from ([each] for each in hostile(value[0]))


@pytest.mark.postgresql
def test_that_whatever_is_typed_is_kept_clean_or_refused_in_words(served: Place) -> None:
    odd = []
    for service in SERVICES:
        for name, given in served.calls(service):
            for key, value in given.items():
                for each in hostile(value):
                    try:
                        getattr(served.service(service, name), name)(**{**given, key: each})
                    except TouchpointError:
                        continue
                    except Exception as error:  # noqa: BLE001 - whatever it is, people would see it
                        odd.append(
                            f"{service.__name__}.{name} {key} {each!r:.80}: {type(error).__name__} {error!s:.80}"
                        )
    assert odd == [], "\n".join(odd)
    kept = "\n".join(line for lines in served.rows(1).values() for line in lines)
    assert "x" * 4001 not in kept
    assert not [each for each in ("\\x00", "\\u202e", "\\u200b", "\\ud800") if each in kept]


@pytest.mark.postgresql
def test_that_a_write_sent_again_answers_as_before_and_changes_nothing(served: Place) -> None:
    written = set[str]()
    for service in SERVICES:
        for number, (name, given) in enumerate(served.calls(service)):
            if "operation_id" not in inspect.signature(getattr(service, name)).parameters:
                continue
            write, once = getattr(served.service(service, name), name), f"{service.__name__} {name} {number}"
            try:
                first = write(**given, operation_id=once)
            except TouchpointError:
                continue
            kept = served.writes()
            assert write(**given, operation_id=once).result == first.result, once
            assert served.writes() == kept, once
            written.add(name)
    assert len(written) > 20
