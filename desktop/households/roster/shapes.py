"""What reading a roster yields: sound rows with the people they name, and everything that was refused or doubted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from desktop.core.house_numbers import HouseNumber
    from desktop.core.i18n import Message
    from desktop.households.model import OccupancyRole, RoomStateKind
    from desktop.sheets.headers import FoundColumn
    from desktop.sheets.records import Refusal
    from desktop.sheets.tables import Table, TableRow

__all__ = ["Corrections", "PersonData", "Reading", "RosterRow"]

Corrections = dict[tuple[str, int, str], str]
"""Cells typed anew in the preview: by sheet, row as shown, and the column's header or letter."""


@dataclass(slots=True)
class PersonData:
    """A person as one row names them; what the row leaves empty is empty. `phones` are pairs of digits and label."""

    name: str
    sex: str = ""
    phones: tuple[tuple[str, str], ...] = ()
    id_number: str = ""
    role: OccupancyRole | None = None
    owner_number: str = ""
    note: str = ""


@dataclass(slots=True)
class RosterRow:
    """One sound row: a room, what it says of the room, and the people it names in it."""

    table: Table
    row: TableRow
    number: HouseNumber
    building_name: str
    zone: str
    floor: str
    area_m2: float | None
    kind: str
    state: RoomStateKind | None
    since: date | None
    room_code: str
    room_note: str
    plates: tuple[str, ...]
    tags: tuple[tuple[str, str], ...]
    people: tuple[PersonData, ...]


@dataclass(slots=True)
class Reading:
    """What a file holds. `unknown` are headers nobody understands, by sheet; `passed_over` sheets with their reason.

    `unsure` are the keys of rooms with a row that was refused.
    """

    rows: list[RosterRow] = field(default_factory=list)
    refusals: list[tuple[Refusal, ...]] = field(default_factory=list)
    doubts: list[Refusal] = field(default_factory=list)
    skipped: int = 0
    unsure: set[str] = field(default_factory=set)
    unknown: list[tuple[str, FoundColumn]] = field(default_factory=list)
    passed_over: list[tuple[str, Message]] = field(default_factory=list)
