"""Release slips in lists, in full, and as typed. Times are aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.release_slips.model import Applicant, Consent
from desktop.release_slips.rule import Goods, ReleaseStanding, scan_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop.core.i18n import Message
    from desktop.release_slips.model import ReleaseOutcome, ReleaseState

__all__ = [
    "CheckLine",
    "GoodsLine",
    "NewRelease",
    "ReleaseCounts",
    "ReleaseFile",
    "ReleaseFilter",
    "ReleaseLayout",
    "ReleaseLine",
    "ReleaseStage",
    "ReleaseStart",
]


class ReleaseStage(StrEnum):
    """Which slips a list holds: good now or later, run out with goods still here, done with, all."""

    OPEN = "open"
    EXPIRED = "expired"
    DONE = "done"
    ALL = "all"


class ReleaseLayout(StrEnum):
    """How a slip is printed: each part on an A5 sheet, or both on one A4."""

    A5 = "a5"
    A4 = "a4"


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """One line of a slip: `out` of `count` have left."""

    goods: str
    count: int
    out: int = 0

    @property
    def left(self) -> int:
        """Return how many may still leave."""
        return self.count - self.out

    @property
    def as_typed(self) -> Goods:
        """Return the line as it was issued."""
        return Goods(self.goods, self.count)


@dataclass(frozen=True, slots=True)
class NewRelease:
    """A slip as typed. Without times it is valid from now until 22:00, `rule.usual_span`.

    `owner` and `id_tail` (the last four of the identity number) are asked of a tenant's slip only; `follows_id` is the
    slip whose goods did not leave in time.
    """

    room_id: int
    name: str
    goods: Sequence[Goods]
    applicant: Applicant = Applicant.OWNER
    consent: Consent = Consent.SELF
    owner: str = ""
    id_tail: str = ""
    plate: str = ""
    mover: str = ""
    fees_cleared: bool = False
    fees_words: str = ""
    note: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    follows_id: int | None = None


@dataclass(frozen=True, slots=True)
class ReleaseStart:
    """What the form of a new slip begins with: what the gate said, or a slip whose goods did not leave.

    `room` is the label of `room_id`; nothing else has to be known. `call_id` is the gate's call it comes from.
    """

    room_id: int = 0
    room: str = ""
    plate: str = ""
    call_id: int | None = None
    draft: NewRelease | None = None


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One slip in a list. `plate` as it stands on the vehicle, "" for any; `standing` at the moment it was read."""

    id: int
    version: int
    number: str
    code: str
    standing: ReleaseStanding
    room_id: int | None
    place: str
    applicant: Applicant
    name: str
    plate: str
    goods: tuple[GoodsLine, ...]
    fees_cleared: bool
    valid_from: datetime
    valid_until: datetime
    issued_at: datetime
    issued_by: str
    used_at: datetime | None
    followed: bool = False

    @property
    def scan(self) -> str:
        """Return what its QR code says."""
        return scan_text(self.number, self.code)

    @property
    def pieces(self) -> int:
        """Return how many pieces stand on it."""
        return sum(line.count for line in self.goods)

    @property
    def out(self) -> int:
        """Return how many pieces have left."""
        return sum(line.out for line in self.goods)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """What a gate did with a slip: goods that left, with which plate, at which gate, and why not."""

    id: int
    at: datetime
    by: str
    gate: str
    outcome: ReleaseOutcome
    plate: str
    goods: tuple[Goods, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One slip with all that is known of it. `verdict` says what the gate is to do with it now.

    `checks` come newest first. `follows` and `followed_by` are numbers of the slips before and after it, "" for none.
    """

    line: ReleaseLine
    state: ReleaseState
    verdict: Message
    consent: Consent
    owner: str
    id_tail: str
    mover: str
    fees_words: str
    note: str
    withdrawn_words: str
    checks: tuple[CheckLine, ...] = ()
    follows: str = ""
    followed_by: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseFilter:
    """Which slips are wanted; `words` looks in number, code, room, name, plate and goods."""

    stage: ReleaseStage = ReleaseStage.OPEN
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseCounts:
    """How many slips can still be used, and how many ran out with goods still here and nobody has seen to."""

    open: int = 0
    expired: int = 0
