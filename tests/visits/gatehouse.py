"""A gate of the made-up community, and short words for what the tests of letting in and out do at it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from desktop.core.clock import FixedClock
from desktop.core.permissions import Operation, Role
from desktop.households.model import InstructionKind, RoomState, StandingInstruction
from desktop.storage.audit import Audit
from desktop.storage.base import Base
from desktop.visits.model import (
    ContractorPass,
    Gate,
    GateCall,
    Visit,
    VisitKind,
    VisitKindRow,
    Visitor,
    WatchAction,
    WatchEntry,
)
from desktop.visits.rows import KindKey, NewVisit, Override
from desktop.visits.service import VisitService
from tests.care.villages import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.households.model import RoomStateKind
    from tests.care.villages import Village

__all__ = ["GUARD", "Gatehouse"]

GUARD = 2
RowT = TypeVar("RowT", bound=Base)


@dataclass
class Gatehouse:
    """The community with a guard at its gate."""

    village: Village
    gate_id: int = field(init=False)

    def __post_init__(self) -> None:
        self.gate_id = self.write(Gate(community_id=1, name="东门岗", position=1))

    @property
    def clock(self) -> FixedClock:
        clock = self.village.desk.clock
        assert isinstance(clock, FixedClock)
        return clock

    @property
    def service(self) -> VisitService:
        return VisitService(self.village.desk_of(Role.GUARD, GUARD))

    def write(self, row: Any) -> int:
        """Write a row past the services and return its id."""
        with self.village.desk.write(Operation.EDIT_GATE) as work:
            work.session.add(row)
            work.session.flush()
            return int(row.id)

    def draft(
        self, who: str = "", room: str = "1-1-101", kind: VisitKind | KindKey = VisitKind.GUEST, **more: Any
    ) -> NewVisit:
        """Return a visit as typed at the gate; no room for ""."""
        key = kind if isinstance(kind, KindKey) else KindKey(kind)
        room_id = self.village.rooms[room] if room else None
        given: dict[str, Any] = {"kind": key, "who": who, "room_id": room_id, "gate_id": self.gate_id}
        return NewVisit(**given | more)

    def let_in(
        self, who: str = "", room: str = "1-1-101", kind: VisitKind | KindKey = VisitKind.GUEST, **more: Any
    ) -> int:
        """Let someone in, whatever speaks against it, and return the visit's id."""
        draft = self.draft(who, room, kind, **more)
        seen = self.service.check(draft).seen
        return self.service.log_in(draft, Override("业主来电同意", "陈国栋", seen) if seen else None).result

    def order(self, room: str, kind: InstructionKind = InstructionKind.DO_NOT_ADMIT, **more: Any) -> int:
        given = {"words": "一律先打电话核实", "said_by": "黄丽娟", "since": self.clock.now() - timedelta(days=1)} | more
        return self.write(StandingInstruction(community_id=1, room_id=self.village.rooms[room], kind=kind, **given))

    def watch(self, action: WatchAction = WatchAction.REFUSE, **more: Any) -> int:
        now = self.clock.now()
        given = {"noted_at": now, "noted_by": 1, "approved_at": now, "approved_by": 1, "reason": "曾在楼道推销"} | more
        return self.write(WatchEntry(community_id=1, action=action, **given))

    def work_pass(self, room: str, days: int = 0, **more: Any) -> int:
        """Write a pass that is good until `days` from today."""
        given = {"company": "美居装饰", "number": f"ZX-{room}-{days}", "crew": "张强\n李勇"} | more
        given |= {"first_day": TODAY - timedelta(days=30), "last_day": TODAY + timedelta(days=days)}
        moment = {"recorded_at": self.clock.now(), "recorded_by": 1}
        room_id = self.village.rooms.get(room)
        return self.write(ContractorPass(community_id=1, room_id=room_id, **given, **moment))

    def is_now(self, room: str, state: RoomStateKind) -> None:
        self.write(RoomState(community_id=1, room_id=self.village.rooms[room], state=state))

    def own_kind(self, name: str, like: VisitKind) -> KindKey:
        return KindKey(VisitKind.OTHER, self.write(VisitKindRow(community_id=1, name=name, like=like)))

    def against(self, draft: NewVisit) -> list[str]:
        """Return the codes of what speaks against a visit."""
        return [str(each.kind) for each in self.service.check(draft).objections]

    def version(self, visit_id: int) -> int:
        return self.visit(visit_id).version

    def visit(self, visit_id: int) -> Visit:
        return self.rows(Visit, Visit.id == visit_id)[0]

    def calls(self) -> list[GateCall]:
        return self.rows(GateCall)

    def visitors(self) -> list[Visitor]:
        return self.rows(Visitor)

    def rows(self, table: type[RowT], *where: Any) -> list[RowT]:
        with self.village.desk.read() as session:
            found = session.scalars(select(table).where(*where)).all()
            session.expunge_all()
            return sorted(found, key=lambda row: row.id)  # type: ignore[attr-defined]

    def audited(self) -> str:
        """Return all that the audit says of visits and visitors, as one text."""
        topics = ("visit", "visitor", "gate_call")
        rows: Iterable[Audit] = self.rows(Audit, Audit.topic.in_(topics))
        return "\n".join(f"{row.action} {row.before} {row.after}" for row in rows)

    def elsewhere(self) -> VisitService:
        """Return the service of a guard of another community."""
        desk = self.village.desk_of(Role.GUARD, GUARD)
        return VisitService(replace(desk, actor=replace(desk.actor, community_id=2)))
