"""What holds for release slips, computed from given moments: standing, usual time, goods and scans as typed. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.texts import clean
from desktop.release_slips.model import ReleaseState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Message

__all__ = [
    "CODE_DIGITS",
    "LONGEST_GOODS",
    "MOST_COUNT",
    "MOST_LINES",
    "Goods",
    "ReleaseStanding",
    "Scan",
    "goods_text",
    "read_goods",
    "read_scan",
    "scan_text",
    "standing_at",
    "usual_span",
]

CODE_DIGITS = 6
MOST_LINES, MOST_COUNT, LONGEST_GOODS = 60, 999, 60
"""Lines of a slip, pieces of one good, characters of its name."""

CLOSES = time(22)
"""A slip holds until then on its day, by the community's clock, where nothing else was said."""

_UNITS = "个件张把台只箱套床条块组对袋包辆架盆樘扇幅個張臺隻條塊組對輛"
_COUNTED = re.compile(
    rf"^(?P<goods>.*?)(?:\s*[×xX*✕]\s*(?P<times>\d+)\s*[{_UNITS}]?|\s+(?P<apart>\d+)\s*[{_UNITS}]?"
    rf"|(?P<close>\d+)[{_UNITS}])$"
)
_NUMBER = re.compile(r"FX-?(\d{4})-?(\d{4,6})", re.IGNORECASE)
_CODE = re.compile(rf"(?<!\d)\d{{{CODE_DIGITS}}}(?!\d)")


class ReleaseStanding(StrEnum):
    """What a slip is good for at a moment. Only `VALID` and `PARTLY` let goods out."""

    VALID = "valid"
    NOT_YET = "not_yet"
    PARTLY = "partly"
    USED = "used"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"

    @property
    def lets_out(self) -> bool:
        """Tell whether goods may leave with it."""
        return self in {ReleaseStanding.VALID, ReleaseStanding.PARTLY}

    @property
    def is_over(self) -> bool:
        """Tell whether nothing leaves with it now or later."""
        return self in {ReleaseStanding.USED, ReleaseStanding.EXPIRED, ReleaseStanding.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Goods:
    """One good as typed, and how many of it."""

    goods: str
    count: int = 1


class Scan(NamedTuple):
    """What was typed or scanned at the gate: a slip's number, its code, or (from the QR code) both; "" for none."""

    number: str
    code: str


def standing_at(state: ReleaseState, valid_from: datetime, valid_until: datetime, now: datetime) -> ReleaseStanding:
    """Return what a slip is good for at `now`; it is valid from its first moment up to but not including its last."""
    if state is ReleaseState.USED:
        return ReleaseStanding.USED
    if state is ReleaseState.WITHDRAWN:
        return ReleaseStanding.WITHDRAWN
    if now >= valid_until:
        return ReleaseStanding.EXPIRED
    if now < valid_from:
        return ReleaseStanding.NOT_YET
    return ReleaseStanding.PARTLY if state is ReleaseState.PARTLY else ReleaseStanding.VALID


def usual_span(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return from when until when a slip that begins at `now` holds: until 22:00 today, from 22:00 on tomorrow."""
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=local.time() >= CLOSES)
    return now, datetime.combine(day, CLOSES, zone).astimezone(now.tzinfo)


def read_goods(text: str) -> tuple[Goods, ...]:
    """Return goods as typed, a line each: "沙发 2", "纸箱×12", "椅子4把"; one piece where no count ends the line.

    Two lines of the same good stay two. Raises UserError on "goods" for none, too many, or a count out of bounds.
    """
    lines = [line for line in (clean(unicodedata.normalize("NFC", each)) for each in text.splitlines()) if line]
    if not lines:
        raise _fault(msg("Write what is to leave, one item a line."))
    if len(lines) > MOST_LINES:
        raise _fault(msg("At most %(count)s lines on one slip; issue a second one for the rest.", count=MOST_LINES))
    return tuple(_read_line(line) for line in lines)


def goods_text(goods: Iterable[Goods]) -> str:
    """Return goods as `read_goods` reads them."""
    return "\n".join(f"{each.goods} ×{each.count}" for each in goods)


def read_scan(text: str) -> Scan:
    """Return what is meant by `text`: six digits, a slip's number, or what its QR code says; raise UserError else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _NUMBER.search(plain)
    number = f"FX-{found[1]}-{found[2]}" if found else ""
    rest = f"{plain[: found.start()]} {plain[found.end() :]}" if found else plain
    code = _CODE.search(rest if found else re.sub(r"[\s-]", "", rest))
    if not number and code is None:
        raise UserError(Problem(msg("A release slip has six digits; look at the paper or scan it."), "code"))
    return Scan(number, code[0] if code else "")


def scan_text(number: str, code: str) -> str:
    """Return what the QR code of a slip says."""
    return f"{number} {code}"


def _read_line(line: str) -> Goods:
    found = _COUNTED.match(line)
    goods = clean(found["goods"]) if found else line
    count = int(found["times"] or found["apart"] or found["close"]) if found and goods else 1
    named = goods or line
    if not 1 <= count <= MOST_COUNT:
        raise _fault(msg("“%(goods)s”: from 1 to %(most)s pieces.", goods=named[:LONGEST_GOODS], most=MOST_COUNT))
    if len(named) > LONGEST_GOODS:
        raise _fault(
            msg("“%(goods)s …”: at most %(count)s characters for one item.", goods=named[:20], count=LONGEST_GOODS)
        )
    return Goods(named, count)


def _fault(words: Message) -> UserError:
    return UserError(Problem(words, "goods"))
