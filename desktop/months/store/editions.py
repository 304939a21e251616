"""Editions of closed months as they are kept: how a month stands, its frozen reports, and its papers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from desktop.accounts.model import Account
from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.core.months import Month, load_zone
from desktop.months.model import IssuedPaper, MonthClose, MonthEdition
from desktop.months.rows import EditionChange, EditionRow, Figure, MonthState
from desktop.months.store.definitions import window

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from desktop.months.rows import Window

__all__ = [
    "WHOLE",
    "Edition",
    "Kept",
    "Told",
    "closed_months",
    "edition",
    "in_force",
    "issued_paper",
    "kept_reports",
    "newest",
    "pack",
    "state",
    "told",
]

WHOLE = "all"
"""What the report of all is kept under; a department's by its code."""

_LENGTH_BYTES = 4


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition a month is told from; `seen` is the month as it was seen at the closing, in the `zone` of then.

    `facts` are the bits of what was counted then (`standings.FACTS`).
    """

    id: int
    month: Month
    number: int
    zone: ZoneInfo
    seen: Window
    closed_at: datetime
    occupied_households: float
    facts: int

    def seen_by(self, now: datetime) -> Window:
        """Return the month as it is seen at `now`, in the zone of then: closed early, it went on after its closing.

        A PC whose clock is slow sees no less than what was closed.
        """
        return window(self.month, self.zone, max(now, self.seen.cut_off))


@dataclass(frozen=True, slots=True)
class Told:
    """A correction of `month` that a report in force tells: that a request counts as `mark` (`Standing.mark`) since."""

    edition_id: int
    month: str
    request_id: int
    mark: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One frozen report: of a department (`department_id`, 0 for all), its figures alone and the whole of it."""

    code: str
    department_id: int
    summary: bytes
    report: bytes


# --- how a month stands -----------------------------------------------------------------------------------------------


def state(session: Session, community_id: int, month: Month) -> MonthState:
    """Return how a month stands, with all its editions, the newest first."""
    close = session.execute(
        select(MonthClose, Account.name)
        .outerjoin(Account, Account.id == MonthClose.issued_by)
        .where(MonthClose.community_id == community_id, MonthClose.month == str(month))
    ).one_or_none()
    if close is None:
        return MonthState(month, 0, None, "", None, (), frozenset())
    row, issuer = close
    editions = _editions(session, community_id, month)
    return MonthState(
        month=month,
        version=row.version,
        issued_at=row.issued_at,
        issued_by=issuer or "",
        edition=next((each for each in editions if each.id == row.closed_edition_id), None),
        editions=editions,
        checked=frozenset(row.checked),
    )


def _editions(session: Session, community_id: int, month: Month) -> Sequence[EditionRow]:
    reopener = aliased(Account)
    statement = (
        select(
            MonthEdition.id,
            MonthEdition.number,
            MonthEdition.closed_at,
            MonthEdition.closed_by_name,
            MonthEdition.cut_off,
            MonthEdition.changes,
            MonthEdition.reopened_at,
            reopener.name.label("reopener"),
            MonthEdition.reason,
        )
        .outerjoin(reopener, reopener.id == MonthEdition.reopened_by)
        .where(MonthEdition.community_id == community_id, MonthEdition.month == str(month))
        .order_by(MonthEdition.number.desc())
    )
    return tuple(_edition(row) for row in session.execute(statement))


def _edition(row: Row[Any]) -> EditionRow:
    changes = tuple(
        EditionChange(each["department"], Figure(each["figure"]), each["before"], each["now"], each["code"])
        for each in row.changes
    )
    return EditionRow(
        id=row.id,
        number=row.number,
        closed_at=row.closed_at,
        closed_by=row.closed_by_name,
        cut_off=row.cut_off,
        changes=changes,
        reopened_at=row.reopened_at,
        reopened_by=row.reopener or "",
        reason=row.reason,
    )


_EDITIONS = select(
    MonthEdition.id,
    MonthEdition.month,
    MonthEdition.number,
    MonthEdition.zone,
    MonthEdition.cut_off,
    MonthEdition.closed_at,
    MonthEdition.occupied_households,
    MonthEdition.facts,
)
_IN_FORCE = _EDITIONS.join(MonthClose, MonthClose.closed_edition_id == MonthEdition.id)


def in_force(session: Session, community_id: int, month: Month) -> Edition | None:
    """Return the edition a closed month is told from, none while the month is open."""
    return next(iter(closed_months(session, community_id, [month])), None)


def closed_months(session: Session, community_id: int, months: Iterable[Month]) -> list[Edition]:
    """Return the editions in force of those of `months` that are closed, the oldest first."""
    written = sorted(map(str, months))
    statement = _IN_FORCE.where(MonthClose.community_id == community_id, MonthClose.month.in_(written))
    return [_read(row) for row in session.execute(statement.order_by(MonthEdition.month))]


def edition(session: Session, community_id: int, month: Month, edition_id: int) -> Edition | None:
    """Return one edition of a month, in force or set aside; none where it is none of this month's."""
    statement = _EDITIONS.where(
        MonthEdition.community_id == community_id, MonthEdition.month == str(month), MonthEdition.id == edition_id
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else _read(row)


def newest(session: Session, community_id: int, month: Month) -> Edition | None:
    """Return the edition a month was closed with last, in force or set aside; none before its first closing."""
    statement = _EDITIONS.where(MonthEdition.community_id == community_id, MonthEdition.month == str(month))
    row = session.execute(statement.order_by(MonthEdition.number.desc()).limit(1)).one_or_none()
    return None if row is None else _read(row)


def _read(row: Any) -> Edition:
    month, zone = Month.parse(row.month), load_zone(row.zone)
    seen = window(month, zone, row.cut_off)
    return Edition(row.id, month, row.number, zone, seen, row.closed_at, row.occupied_households, row.facts)


# --- frozen reports ---------------------------------------------------------------------------------------------------


def pack(reports: Sequence[Kept]) -> bytes:
    """Return frozen reports as one: a list of what is in it, then each summary and report, one after the other."""
    head = json.dumps(
        [[each.code, each.department_id, len(each.summary), len(each.report)] for each in reports]
    ).encode()
    parts = [part for each in reports for part in (each.summary, each.report)]
    return b"".join((len(head).to_bytes(_LENGTH_BYTES), head, *parts))


def kept_reports(session: Session, edition_id: int) -> list[Kept]:
    """Return the frozen reports of an edition, that of all first. Raises WorldError where they are damaged."""
    packed: bytes = session.execute(select(MonthEdition.reports).where(MonthEdition.id == edition_id)).scalar_one()
    start = _LENGTH_BYTES + int.from_bytes(packed[:_LENGTH_BYTES])
    reports = []
    try:
        for code, department_id, figures, whole in json.loads(packed[_LENGTH_BYTES:start]):
            middle, end = start + figures, start + figures + whole
            reports.append(Kept(code, department_id, packed[start:middle], packed[middle:end]))
            start = end
    except (ValueError, TypeError) as error:
        raise _damaged() from error
    if not reports or start != len(packed):
        raise _damaged()
    return reports


def told(session: Session, community_id: int) -> list[Told]:
    """Return the corrections that reports in force tell, those told first before those told later."""
    statement = (
        select(MonthEdition.id, MonthEdition.told)
        .join(MonthClose, MonthClose.closed_edition_id == MonthEdition.id)
        .where(MonthClose.community_id == community_id)
        .order_by(MonthEdition.id)
    )
    return [Told(row.id, *each) for row in session.execute(statement) for each in row.told]


# --- papers -----------------------------------------------------------------------------------------------------------


def issued_paper(session: Session, edition_id: int, code: str, language: str, *, masked: bool | None) -> bytes | None:
    """Return a report's PDF as it was issued, none where it was not in this language and masking (none: as it was).

    Raises WorldError where it is damaged: it is proved by its checksum, and a damaged page is worse than none.
    """
    statement = select(IssuedPaper.pdf, IssuedPaper.sha256).where(
        IssuedPaper.edition_id == edition_id, IssuedPaper.code == code, IssuedPaper.language == language
    )
    if masked is not None:
        statement = statement.where(IssuedPaper.masked.is_(masked))
    found = session.execute(statement.order_by(IssuedPaper.id).limit(1)).one_or_none()
    if found is None:
        return None
    pdf: bytes = found.pdf
    if sha256(pdf).hexdigest() != found.sha256:
        raise WorldError(
            msg("The issued report is damaged and cannot be printed again; restore the last backup and compare it.")
        )
    return pdf


def _damaged() -> WorldError:
    return WorldError(msg("What was kept of this closed month is damaged; restore the last backup."))
