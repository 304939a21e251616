"""Visits as rows of the gate's lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.gate.table import at_clock, hit_words, how_long, people_words, where_and_why
from desktop.gate.view.pieces import GateRowShown
from desktop.visits.model import VisitState
from desktop.visits.rows import STATE_LABELS

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.visits.rows import GateRoom, InsideLine, KindRow, VisitLine, VisitorHit

__all__ = ["hit_row", "inside_row", "kind_words", "log_row", "room_row"]

LONG_OVERDUE_HOURS = 12
_TONES = {VisitState.INSIDE: "accent", VisitState.LEFT: "ink2", VisitState.REFUSED: "red", VisitState.DROPPED: "ink2"}


def kind_words(kind: KindRow) -> Message | str:
    """Return what a kind of visit is called."""
    return kind.name


def inside_row(line: InsideLine, now: datetime, zone: ZoneInfo) -> GateRowShown:
    """Return someone inside: who, how long, where and what for, since when. Overdue is amber, long overdue red."""
    late = line.overdue is not None
    hours = (now - line.in_at).total_seconds() / 3600
    tone = "ink" if not late else "red" if hours >= LONG_OVERDUE_HOURS else "amber"
    came = msg("in %(time)s", time=at_clock(line.in_at, now, zone))
    return GateRowShown(
        key=line.visit_id,
        title=people_words(line.title, line.people),
        side=how_long(line.in_at, now),
        under=_under(line),
        under_side=came,
        tone=tone,
        icon="triangle-alert" if late else "",
    )


def log_row(line: VisitLine, now: datetime, zone: ZoneInfo) -> GateRowShown:
    """Return a visit of the log: who, where it stands, where and what for, when they came and left."""
    side: Message = STATE_LABELS[line.state]
    tone, icon = _TONES[line.state], ""
    if line.incomplete:
        side, tone, icon = msg("to be completed"), "amber", "square-pen"
    elif line.state is VisitState.REFUSED:
        icon = "octagon-x"
    elif line.override_words:
        icon, tone = "shield-alert", "amber"
    came = at_clock(line.in_at, now, zone)
    times: Message | str = msg("in %(time)s", time=came)
    if line.out_at is not None:
        times = msg("%(came)s to %(left)s", came=came, left=at_clock(line.out_at, now, zone))
    return GateRowShown(
        key=line.id,
        title=people_words(line.title, line.people),
        side=side,
        under=_under(line),
        under_side=times,
        tone=tone,
        icon=icon,
    )


def _under(line: InsideLine | VisitLine) -> Message | str:
    words = where_and_why(line.place, line.kind_name)
    return words if line.checked_at is None else msg("%(words)s · car checked", words=words)


def hit_row(hit: VisitorHit) -> GateRowShown:
    """Return a find of the first field: who, where they are known from, name, company and room."""
    tone, icon = ("amber", "triangle-alert") if hit.inside_visit_id is not None else ("ink2", "")
    if hit.source == "watched":
        tone, icon = "red", "shield-alert"
    under = " · ".join(part for part in (hit.place, hit.name, hit.company) if part)
    return GateRowShown(key=hit, title=hit.title, side=hit_words(hit), under=under, tone=tone, icon=icon)


def room_row(room: GateRoom) -> GateRowShown:
    """Return a find of the second field: the room and who lives there."""
    return GateRowShown(key=room, title=room.label, under=room.names)
