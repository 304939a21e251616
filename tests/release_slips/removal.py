"""A household that moves out: the desk that issues its slips and the two gates that look at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.core.permissions import Operation, Role
from desktop.release_slips.rows import NewRelease
from desktop.release_slips.rule import read_goods
from desktop.release_slips.service import ReleaseSlipService
from desktop.visits.model import Gate, GateCall

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.release_slips.rows import ReleaseFile
    from tests.care.villages import Village

__all__ = ["GOODS", "PLATE", "Removal"]

GOODS = "双人沙发 1\n纸箱×12\n椅子4把"
PLATE = "浙A·8K3T6"


@dataclass
class Removal:
    """The village with the service of release slips as the desk has it, and as guards have it."""

    village: Village
    clock: FixedClock

    @property
    def desk(self) -> ReleaseSlipService:
        return ReleaseSlipService(self.village.desk)

    @property
    def gate(self) -> ReleaseSlipService:
        return self.gate_of(2)

    def gate_of(self, account_id: int) -> ReleaseSlipService:
        return ReleaseSlipService(self.village.desk_of(Role.GUARD, account_id))

    def draft(self, room: str = "1-1-101", goods: str = GOODS, **typed: Any) -> NewRelease:
        typed = {"name": "王建国", "plate": PLATE, "fees_cleared": True, **typed}
        return NewRelease(self.village.rooms[room], goods=read_goods(goods), **typed)

    def issue(self, room: str = "1-1-101", goods: str = GOODS, **typed: Any) -> ReleaseFile:
        """Issue a slip and return it."""
        return self.desk.slip(self.desk.issue(self.draft(room, goods, **typed)).result)

    def open_gate(self, name: str = "西门") -> int:
        """Make a gate and return its id."""
        with self.village.desk.write(Operation.EDIT_GATE) as work:
            gate = Gate(community_id=1, name=name)
            work.session.add(gate)
            work.session.flush()
            return gate.id

    def calls(self) -> list[tuple[str, str, int | None]]:
        """Return what the gates told the desk: words, plate and the slip it is about."""
        query = select(GateCall.words, GateCall.plate, GateCall.slip_id).order_by(GateCall.id)
        with self.village.desk.read() as session:
            return [(row.words, row.plate, row.slip_id) for row in session.execute(query)]
