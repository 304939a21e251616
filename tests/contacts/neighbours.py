"""The village of the tests of care, with phones, birthdays and instructions: people who can be called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import func, select

from desktop.contacts.model import CallAttempt, CallEntry, CallOutcome
from desktop.contacts.rows import ListDraft
from desktop.contacts.service import ContactService, start_over
from desktop.core.permissions import Operation, Role
from desktop.households.model import (
    InstructionKind,
    Occupancy,
    OccupancyRole,
    Phone,
    Resident,
    RoomState,
    RoomStateKind,
    StandingInstruction,
)
from desktop.storage.audit import Audit
from tests.care.villages import LABELS, TODAY

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy import Select

    from desktop.contacts.rows import CallCard
    from desktop.contacts.rule import Group
    from desktop.contacts.service import RoundPlan
    from desktop.core.clock import FixedClock
    from desktop.storage.desk import Desk
    from tests.care.villages import Village

__all__ = ["LABELS", "Neighbours"]

RowT = TypeVar("RowT")


@dataclass(frozen=True)
class Neighbours:
    """The village, and short words for what the tests of contacts do in it."""

    village: Village
    clock: FixedClock

    @property
    def desk(self) -> Desk:
        return self.village.desk

    @property
    def rooms(self) -> dict[str, int]:
        return self.village.rooms

    def clerk(self, account_id: int = 1) -> ContactService:
        return ContactService(self.village.desk_of(Role.CLERK, account_id))

    def start_over(self, room_ids: Collection[int], plan: RoundPlan) -> int:
        """Start a round over given households, as other features do within their writes; return its id."""
        with self.village.desk_of(Role.CLERK).write(Operation.CALL_ROUND) as work:
            return start_over(work, room_ids, plan, TODAY)

    def manager(self) -> ContactService:
        return ContactService(self.village.desk_of(Role.MANAGER))

    # --- the register ----------------------------------------------------------------------------------------------

    def settle(
        self,
        room: str,
        name: str,
        *phones: str,
        role: OccupancyRole = OccupancyRole.OWNER,
        since: date | None = None,
        until: date | None = None,
        calls_first: bool = False,
        birthday: str = "",
        calendar: str = "solar",
        id_number: str = "",
    ) -> int:
        """Put a person with phones into a room and return the resident's id."""
        resident_id = self.village.settle(room, name, role=role, since=since, until=until)
        with self.desk.write(Operation.EDIT_HOUSEHOLD) as work:
            person = work.session.get_one(Resident, resident_id)
            person.birthday, person.birthday_calendar, person.id_number = birthday, calendar, id_number
            place = work.session.scalars(select(Occupancy).where(Occupancy.resident_id == resident_id)).one()
            place.calls_first = calls_first
        for phone in phones:
            self.phone(resident_id, phone)
        return resident_id

    def phone(self, resident_id: int, digits: str) -> int:
        """Give a resident a phone and return its id."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD) as work:
            place = 1 + (work.session.scalar(select(func.count()).where(Phone.resident_id == resident_id)) or 0)
            row = Phone(community_id=1, resident_id=resident_id, position=place, digits=digits)
            work.session.add(row)
            work.session.flush()
            return row.id

    def forget_phones(self, resident_id: int) -> None:
        with self.desk.write(Operation.EDIT_HOUSEHOLD) as work:
            for row in work.session.scalars(select(Phone).where(Phone.resident_id == resident_id)):
                work.session.delete(row)

    def instruct(
        self,
        room: str,
        kind: InstructionKind = InstructionKind.DO_NOT_CALL,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> int:
        with self.desk.write(Operation.EDIT_HOUSEHOLD) as work:
            row = StandingInstruction(
                community_id=1, room_id=self.rooms[room], kind=kind, since=since or work.now, until=until
            )
            work.session.add(row)
            work.session.flush()
            return row.id

    def state(self, room: str, state: RoomStateKind, since: date | None = None, until: date | None = None) -> None:
        with self.desk.write(Operation.EDIT_HOUSEHOLD) as work:
            work.session.add(RoomState(community_id=1, room_id=self.rooms[room], state=state, since=since, until=until))

    def everyone(self) -> None:
        """Settle one owner with one phone in each room."""
        for place, room in enumerate(LABELS):
            self.settle(room, f"业主{place}", f"1380000000{place}")

    # --- contacts --------------------------------------------------------------------------------------------------

    def listed(self, *rooms: str, rule: Group | None = None, name: str = "春节") -> int:
        """Return a list with rooms by hand, and a rule."""
        clerk = self.clerk()
        list_id = clerk.create_list(ListDraft(name, rule=rule)).result
        if rooms:
            clerk.add_rooms(list_id, [self.rooms[room] for room in rooms])
        return list_id

    def round(self, *rooms: str, most_attempts: int = 3, retry_minutes: int = 60) -> int:
        """Return an open round over rooms (all of them where none is named)."""
        list_id = self.listed(*(rooms or LABELS))
        return self.clerk().start(list_id, "春节拜年", "您好，{姓名}！", most_attempts, retry_minutes).result

    def members(self, list_id: int) -> list[str]:
        return [line.label for line in self.clerk().members(list_id)]

    def card(self, round_id: int, account_id: int = 1) -> CallCard:
        """Return the next card, which there must be."""
        card = self.clerk(account_id).next_call(round_id)
        assert card is not None
        return card

    def call(self, round_id: int, outcome: CallOutcome = CallOutcome.REACHED, account_id: int = 1) -> str:
        """Take the next household, record an outcome, and return the room's label."""
        card = self.card(round_id, account_id)
        self.clerk(account_id).record(card.entry_id, outcome, version=card.version)
        return card.room

    def label(self, room_id: int) -> str:
        return next(label for label, id_ in self.rooms.items() if id_ == room_id)

    def rows(self, query: Select[RowT]) -> list[RowT]:
        """Return the rows of a query, to be looked at after the reading."""
        with self.desk.read() as session:
            found = list(session.scalars(query))
            session.expunge_all()
            return found

    def audited(self, topic: str, action: str) -> list[Audit]:
        return self.rows(select(Audit).where(Audit.topic == topic, Audit.action == action).order_by(Audit.id))

    def entries(self, round_id: int) -> list[CallEntry]:
        return self.rows(select(CallEntry).where(CallEntry.round_id == round_id).order_by(CallEntry.position))

    def attempts(self) -> list[CallAttempt]:
        return self.rows(select(CallAttempt).order_by(CallAttempt.id))
