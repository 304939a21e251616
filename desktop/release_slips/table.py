"""Release slips in lists: columns, where each stands as a chip, goods and times in words."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.release_slips.rows import APPLICANT_LABELS, OUTCOME_LABELS, STANDING_LABELS, ReleaseStanding
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.release_slips.rows import CheckLine, GoodsLine, ReleaseLine

__all__ = [
    "STANDING_LOOKS",
    "check_words",
    "counted",
    "goods_words",
    "left_words",
    "release_columns",
    "span_words",
    "standing_cell",
    "who_words",
]

STANDING_LOOKS: Mapping[ReleaseStanding, tuple[str, str]] = MappingProxyType(
    {
        ReleaseStanding.VALID: ("accent", "circle-dot"),
        ReleaseStanding.NOT_YET: ("grey", "clock"),
        ReleaseStanding.PARTLY: ("blue", "truck"),
        ReleaseStanding.USED: ("green", "circle-check"),
        ReleaseStanding.EXPIRED: ("amber", "clock-alert"),
        ReleaseStanding.WITHDRAWN: ("grey", "circle-x"),
    }
)
"""Tone and icon of each standing."""


def release_columns(zone: ZoneInfo, today: Callable[[], date]) -> Sequence[Column[ReleaseLine]]:
    """Return the columns of the list; times are told in `zone`, as seen from `today`."""

    def until(line: ReleaseLine, spoken: Language) -> str:
        return span_words(line, zone, today(), spoken)

    return (
        Column("standing", msg("State"), standing_cell, 104, sort=False),
        Column("number", msg("Number"), lambda line, _: line.number, 104, sort=False),
        Column("room", msg("Room"), lambda line, _: Cell(line.place, strong=True), 80, sort=False),
        Column("name", msg("Name"), lambda line, _: line.name, 64, sort=False),
        Column(
            "goods", msg("Goods"), lambda line, spoken: goods_words(line.goods, spoken), 72, stretch=True, sort=False
        ),
        Column("plate", msg("Plate"), lambda line, _: line.plate, 94, sort=False),
        Column("until", msg("Valid"), until, 136, right=True, sort=False),
    )


def standing_cell(line: ReleaseLine, spoken: Language) -> Cell:
    """Return where a slip stands as a chip."""
    tone, icon = STANDING_LOOKS[line.standing]
    return Cell(spoken.message(STANDING_LABELS[line.standing]), tone=tone, icon=icon, chip=True)


def goods_words(goods: Iterable[GoodsLine], spoken: Language) -> str:
    """Return goods in one line: 双人沙发, 纸箱 ×12."""
    return spoken.gettext(", ").join(counted(each.goods, each.count, spoken) for each in goods)


def counted(goods: str, count: int, spoken: Language) -> str:
    """Return a good with its count, which goes without saying for one piece."""
    return goods if count == 1 else f"{goods} ×{spoken.integer(count)}"


def left_words(each: GoodsLine, spoken: Language) -> str:
    """Return a line of a slip with how much of it is out."""
    words = counted(each.goods, each.count, spoken)
    if not each.out:
        return words
    if not each.left:
        return spoken.gettext("%(goods)s: out", goods=words)
    return spoken.gettext("%(goods)s: %(out)s out", goods=words, out=spoken.integer(each.out))


def who_words(line: ReleaseLine, spoken: Language) -> str:
    """Return who takes the goods out, and as what."""
    return f"{line.name}　{spoken.message(APPLICANT_LABELS[line.applicant])}"


def span_words(line: ReleaseLine, zone: ZoneInfo, today: date, spoken: Language) -> str:
    """Return when a slip is valid: until when, of one that has not begun yet from when."""
    if line.standing is ReleaseStanding.NOT_YET:
        return spoken.gettext("from %(time)s", time=_moment(line.valid_from, zone, today, spoken))
    return spoken.gettext("until %(time)s", time=_moment(line.valid_until, zone, today, spoken))


def check_words(check: CheckLine, zone: ZoneInfo, spoken: Language) -> str:
    """Return what a gate did with a slip, in one sentence."""
    parts = [spoken.moment(check.at, zone), spoken.message(OUTCOME_LABELS[check.outcome])]
    parts.append(spoken.gettext(", ").join(counted(each.goods, each.count, spoken) for each in check.goods))
    parts += [check.plate, check.gate, check.by, check.words]
    return " · ".join(part for part in parts if part)


def _moment(at: datetime, zone: ZoneInfo, today: date, spoken: Language) -> str:
    local = at.astimezone(zone)
    day = spoken.pgettext("day", "Today") if local.date() == today else spoken.short_date(local.date())
    return f"{day} {spoken.time(at, zone)}"
