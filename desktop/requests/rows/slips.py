"""What comes back with a work order, and what is printed on one. Money in fen, quantities in thousandths."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.requests.model import ItemKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from desktop.requests.rows.lines import RequestDetail, RequestLine

__all__ = [
    "FORMAT_LABELS",
    "ITEM_LABELS",
    "MOST_ITEMS",
    "OPEN_LIST_ORDER_LABELS",
    "PIECE",
    "BillLine",
    "OpenListGroup",
    "OpenListOrder",
    "SlipReturn",
    "WorkOrderFormat",
    "WorkOrderSheet",
]

PIECE = 1000
"""The quantity of one whole piece."""

MOST_ITEMS = 20
"""Lines a bill may have."""


class WorkOrderFormat(StrEnum):
    """The paper of a work order."""

    A5 = "a5"
    PAIR = "a4"
    CARBON = "241x140"

    @classmethod
    def named(cls, code: str) -> WorkOrderFormat:
        """Return the format with this code; A5 where none has it."""
        return cls(code) if code in set(cls) else cls.A5


FORMAT_LABELS: Mapping[WorkOrderFormat, Message] = MappingProxyType(
    {
        WorkOrderFormat.A5: msg("A5"),
        WorkOrderFormat.PAIR: msg("Two on A4"),
        WorkOrderFormat.CARBON: msg("Continuous 241 × 140 mm"),
    }
)

ITEM_LABELS: Mapping[ItemKind, Message] = MappingProxyType(
    {ItemKind.MATERIAL: msg("Material"), ItemKind.LABOUR: msg("Labour")}
)


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line of a bill: `quantity` in thousandths of a piece, `price_fen` for each piece."""

    name: str
    quantity: int = PIECE
    price_fen: int = 0
    kind: ItemKind = ItemKind.MATERIAL

    @property
    def sum_fen(self) -> int:
        """Return quantity times price, half a fen rounded up."""
        return (self.quantity * self.price_fen + PIECE // 2) // PIECE


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipReturn:
    """What a worker brings back on paper. `worker_id` none leaves the worker as it was.

    `fee_fen` is what was charged: none where nothing is said, then it is what `items` come to, if there are any.
    """

    worker_id: int | None = None
    arrived_at: datetime | None = None
    items: tuple[BillLine, ...] = ()
    fee_fen: int | None = None


@dataclass(frozen=True, slots=True)
class WorkOrderSheet:
    """A request as it is printed. `cautions` are what whoever knocks should know, nothing else of the household."""

    detail: RequestDetail
    chargeable: bool = False
    arrived_at: datetime | None = None
    fee_fen: int | None = None
    items: tuple[BillLine, ...] = ()
    helpers: tuple[str, ...] = ()
    cautions: tuple[str | Message, ...] = ()


class OpenListOrder(StrEnum):
    """How the open list of a worker is sorted."""

    DUE = "due"
    ROOM = "room"


OPEN_LIST_ORDER_LABELS: Mapping[OpenListOrder, Message] = MappingProxyType(
    {OpenListOrder.DUE: msg("By due time"), OpenListOrder.ROOM: msg("By room")}
)


@dataclass(frozen=True, slots=True)
class OpenListGroup:
    """What one worker has to do; no `worker` means it lies with the department only. Phones are masked."""

    worker: str
    department: str
    lines: tuple[RequestLine, ...]
    phones: tuple[str, ...]
