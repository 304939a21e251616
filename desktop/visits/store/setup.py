"""How the gates work, as it is read: gates, kinds of visit, shifts, rules. For reads and within units of work."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.working_days import first_moment
from desktop.visits.model import Gate, GateRules, GuardShift, VisitKind, VisitKindRow
from desktop.visits.rows import (
    KIND_FIELDS,
    KIND_ICONS,
    KIND_LABELS,
    GateRow,
    KindKey,
    KindRow,
    RulesRow,
    ShiftOnDay,
    ShiftRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

__all__ = [
    "gates",
    "kinds",
    "minutes_of",
    "peaks_of",
    "rules",
    "shift_at",
    "shifts",
    "shifts_from",
    "shifts_on",
    "written_peaks",
]

_DAY = timedelta(days=1)


def gates(session: Session, community_id: int, *, archived: bool = False) -> tuple[GateRow, ...]:
    """Return the gates in their order; archived ones, at the end, only where asked for."""
    query = select(Gate.id, Gate.name, Gate.archived_at, Gate.version).where(Gate.community_id == community_id)
    if not archived:
        query = query.where(Gate.archived_at.is_(None))
    found = session.execute(query.order_by(Gate.archived_at.is_not(None), Gate.position, Gate.id))
    return tuple(GateRow(row.id, row.name, row.archived_at is not None, row.version) for row in found)


def kinds(session: Session, community_id: int, *, archived: bool = False) -> tuple[KindRow, ...]:
    """Return the built-in kinds in their order, then the community's own; archived ones only where asked for."""
    built_in = tuple(
        KindRow(KindKey(kind), KIND_LABELS[kind], KIND_ICONS[kind], KIND_FIELDS[kind], kind) for kind in VisitKind
    )
    query = select(
        VisitKindRow.id, VisitKindRow.name, VisitKindRow.like, VisitKindRow.archived_at, VisitKindRow.version
    ).where(VisitKindRow.community_id == community_id)
    if not archived:
        query = query.where(VisitKindRow.archived_at.is_(None))
    own = []
    for row in session.execute(query.order_by(VisitKindRow.position, VisitKindRow.id)):
        like = VisitKind(row.like)
        key = KindKey(VisitKind.OTHER, row.id)
        gone = row.archived_at is not None
        own.append(KindRow(key, row.name, KIND_ICONS[like], KIND_FIELDS[like], like, gone, row.version))
    return (*built_in, *own)


def rules(session: Session, community_id: int) -> RulesRow:
    """Return what the community laid down for its gates, with `version` 0 the defaults where it did not yet."""
    query = select(
        GateRules.peaks,
        GateRules.contractors_until,
        GateRules.overstay_hours,
        GateRules.night_at,
        GateRules.keep_days,
        GateRules.photos,
        GateRules.province,
        GateRules.version,
    ).where(GateRules.community_id == community_id)
    row = session.execute(query).one_or_none()
    if row is None:
        return RulesRow()
    return RulesRow(
        peaks=peaks_of(row.peaks),
        contractors_until=_clock(row.contractors_until),
        overstay_hours=row.overstay_hours,
        night_at=_clock(row.night_at),
        keep_days=row.keep_days,
        photos=row.photos,
        province=row.province,
        version=row.version,
    )


def shifts(session: Session, community_id: int, *, archived: bool = False) -> tuple[ShiftRow, ...]:
    """Return the shifts of the guards by when they start; archived ones only where asked for."""
    query = select(
        GuardShift.id,
        GuardShift.name,
        GuardShift.starts,
        GuardShift.ends,
        GuardShift.archived_at,
        GuardShift.version,
    ).where(GuardShift.community_id == community_id)
    if not archived:
        query = query.where(GuardShift.archived_at.is_(None))
    found = session.execute(query.order_by(GuardShift.starts, GuardShift.ends, GuardShift.id))
    return tuple(
        ShiftRow(row.id, row.name, _clock(row.starts), _clock(row.ends), row.archived_at is not None, row.version)
        for row in found
    )


def shifts_on(session: Session, community_id: int, day: date, zone: ZoneInfo) -> tuple[ShiftOnDay, ...]:
    """Return the shifts that begin on `day` of `zone`, in order; see `shifts_from`."""
    return shifts_from(session, community_id, day, day, zone)


def shifts_from(session: Session, community_id: int, first: date, last: date, zone: ZoneInfo) -> tuple[ShiftOnDay, ...]:
    """Return the shifts that begin on the days from `first` to `last` of `zone`, both included, day after day in order.

    One archived since then is still among them: what was due in the past stays due. A shift begins and ends at the
    first moment at which the clock on the wall shows so much or more, also where it is put forward or back.
    """
    query = select(GuardShift).where(GuardShift.community_id == community_id)
    known = list(session.scalars(query.order_by(GuardShift.starts, GuardShift.ends, GuardShift.id)))
    found = []
    for day in (first + _DAY * each for each in range((last - first).days + 1)):
        for row in known:
            since = first_moment(day, row.starts, zone)
            until = first_moment(day if row.starts < row.ends else day + _DAY, row.ends, zone)
            if row.archived_at is None or row.archived_at > since:
                shift = ShiftRow(
                    row.id, row.name, _clock(row.starts), _clock(row.ends), row.archived_at is not None, row.version
                )
                found.append(ShiftOnDay(shift, day, since, until))
    return tuple(found)


def shift_at(session: Session, community_id: int, moment: datetime, zone: ZoneInfo) -> ShiftOnDay | None:
    """Return the shift on duty at `moment`, the one that began last where several are; None where none is."""
    day = moment.astimezone(zone).date()
    near = shifts_from(session, community_id, day - _DAY, day, zone)
    on_duty = [shift for shift in near if shift.since <= moment < shift.until]
    return max(on_duty, key=lambda shift: shift.since, default=None)


def peaks_of(text: str) -> tuple[tuple[time, time], ...]:
    """Return the hours of peak mode that `written_peaks` wrote."""
    pairs = (part.split("-") for part in text.split(",") if part)
    return tuple((time.fromisoformat(since), time.fromisoformat(until)) for since, until in pairs)


def written_peaks(peaks: Sequence[tuple[time, time]]) -> str:
    """Return the hours of peak mode as they are kept: 07:30-10:00,16:30-20:00."""
    return ",".join(f"{since:%H:%M}-{until:%H:%M}" for since, until in peaks)


def minutes_of(clock: time) -> int:
    """Return a time of the clock as minutes after midnight."""
    return clock.hour * 60 + clock.minute


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
