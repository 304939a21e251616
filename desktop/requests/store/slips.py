"""Selects about work orders: bills, helpers, what has to be done by whom, and which numbers there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, select

from desktop.households.model import Room
from desktop.requests.model import BillItem, Helper, ItemKind, Request
from desktop.requests.rows import BillLine
from desktop.requests.store.lines import is_open, line, line_select
from desktop.staff.model import Worker

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desktop.requests.rows import RequestLine

__all__ = ["SlipFacts", "WorkLine", "bill", "helpers", "numbered", "open_work", "replace_bill", "slip_facts"]


class SlipFacts(NamedTuple):
    """What a work order shows that lists do not."""

    chargeable: bool
    arrived_at: datetime | None
    fee_fen: int | None


class WorkLine(NamedTuple):
    """A request that waits for a worker or a department; `room_order` sorts rooms as they lie."""

    line: RequestLine
    phone: str
    worker_id: int | None
    department_id: int | None
    room_order: str


def slip_facts(session: Session, request_id: int) -> SlipFacts:
    """Return them; there must be such a request."""
    columns = select(Request.chargeable, Request.arrived_at, Request.fee_fen)
    return SlipFacts(*session.execute(columns.where(Request.id == request_id)).one())


def bill(session: Session, community_id: int, request_id: int) -> tuple[BillLine, ...]:
    """Return the lines of a request's bill in their order, none for a request of elsewhere."""
    rows = session.execute(
        select(BillItem.name, BillItem.quantity, BillItem.price_fen, BillItem.kind)
        .where(BillItem.request_id == request_id, BillItem.community_id == community_id)
        .order_by(BillItem.position)
    )
    return tuple(BillLine(name, quantity, price, ItemKind(kind)) for name, quantity, price, kind in rows)


def replace_bill(session: Session, community_id: int, request_id: int, items: Sequence[BillLine]) -> None:
    """Let `items` be the bill of a request instead of what it was."""
    its = delete(BillItem).where(BillItem.request_id == request_id)
    session.execute(its, execution_options={"synchronize_session": False})
    session.add_all(
        BillItem(
            community_id=community_id,
            request_id=request_id,
            position=position,
            kind=item.kind,
            name=item.name,
            quantity=item.quantity,
            price_fen=item.price_fen,
        )
        for position, item in enumerate(items)
    )


def helpers(session: Session, request_id: int) -> tuple[str, ...]:
    """Return the names of who helps the responsible worker."""
    statement = select(Worker.name).join(Helper, Helper.worker_id == Worker.id).where(Helper.request_id == request_id)
    return tuple(session.scalars(statement.order_by(Helper.id)))


def open_work(
    session: Session,
    community_id: int,
    now: datetime,
    *,
    department_id: int | None = None,
    worker_id: int | None = None,
    ids: Collection[int] | None = None,
) -> list[WorkLine]:
    """Return the open requests of a worker, of a department, or those of `ids`, the first due first."""
    statement = line_select().add_columns(Request.phone, Request.worker_id, Request.department_id, Room.order_key)
    statement = statement.outerjoin(Room, Room.id == Request.room_id)
    statement = statement.where(Request.community_id == community_id, is_open())
    if department_id is not None:
        statement = statement.where(Request.department_id == department_id)
    if worker_id is not None:
        statement = statement.where(Request.worker_id == worker_id)
    if ids is not None:
        statement = statement.where(Request.id.in_(ids))
    rows = session.execute(statement.order_by(Request.due_at.is_(None), Request.due_at, Request.id))
    return [
        WorkLine(line(row, now), row.phone, row.worker_id, row.department_id, row.order_key or "\uffff") for row in rows
    ]


def numbered(session: Session, community_id: int, numbers: Collection[str]) -> Mapping[str, tuple[int, bool]]:
    """Return those of `numbers` that there are, with the id of the request and whether it is open."""
    rows = session.execute(
        select(Request.number, Request.id, is_open()).where(
            Request.community_id == community_id, Request.number.in_(numbers)
        )
    )
    return {number: (id_, bool(open_)) for number, id_, open_ in rows}
