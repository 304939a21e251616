"""What is printed at the gate. Free of Qt; times are aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from desktop.core.i18n import Message
    from desktop.visits.rows.visits import InsideLine, VisitLine

__all__ = ["BadgeSize", "LogSheet", "NightSheet", "ShiftKind", "ShiftSheet"]


class BadgeSize(StrEnum):
    """What a visitor's badge is printed on: a label 80 mm wide, or A6 to be signed by the household."""

    LABEL = "label"
    A6 = "a6"


@dataclass(frozen=True, slots=True)
class LogSheet:
    """The visitor log of some days, the oldest visit first; `gate` is "" for all gates together."""

    first_day: date
    last_day: date
    gate: str
    lines: Sequence[VisitLine]
    keep_days: int


@dataclass(frozen=True, slots=True)
class NightSheet:
    """Who is still inside and should not be, and every outside vehicle inside, the longest first."""

    overdue: Sequence[InsideLine]
    vehicles: Sequence[InsideLine]


@dataclass(frozen=True, slots=True)
class ShiftKind:
    """The visits of one kind in a shift: came and left during it; visits, people and vehicles still inside."""

    name: Message | str
    came: int = 0
    left: int = 0
    visits: int = 0
    people: int = 0
    vehicles: int = 0


@dataclass(frozen=True, slots=True)
class ShiftSheet:
    """What is counted at the end of a shift: `shift` is its name, "" where none is laid down; from `since` to `until`.

    `refused` and `overridden` are of this shift; `overdue` and `incomplete` of those inside now. `badges` are out, with
    whom.
    """

    shift: str
    since: datetime
    until: datetime
    kinds: Sequence[ShiftKind]
    refused: int
    overridden: int
    overdue: int
    incomplete: int
    badges: Sequence[InsideLine]
