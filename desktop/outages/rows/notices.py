"""Notices: what is typed to issue one, how it was issued, and where it hangs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.outages.model import NoticeEdition, OutageKind
    from desktop.outages.rows.outages import OutageCheck
    from desktop.outages.rows.scope import ScopeCount

__all__ = [
    "NewNotice",
    "NewPosting",
    "NoticeDraft",
    "NoticeRow",
    "NoticeText",
    "PostingRow",
]


@dataclass(frozen=True, slots=True)
class PostingRow:
    """Where a notice hangs or hung; `photos` counts them."""

    id: int
    version: int
    notice_id: int
    number: str
    building_id: int | None
    place: str
    posted_at: datetime
    posted_by: str
    taken_down_at: datetime | None
    photos: int


@dataclass(frozen=True, slots=True)
class NewPosting:
    """A posting as typed: several places at once are several postings. `posted_at` None is now."""

    place: str
    building_id: int | None = None
    posted_by: str = ""
    posted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoticeText:
    """All that a notice's papers print, frozen with it; moments aware.

    `title` is the large word (停水通知), `where` the line of places; each of `buildings` can have a poster of its own.
    `cause` and `advice` (at most three pieces) are as typed, `closing` is the apology. `phone` is ours,
    `supplier_phone` the supplier's.
    `number` is empty until issued, `earlier` the number of the notice it follows on. `old_starts_at` and `old_ends_at`
    are what the earlier notice said, where this one says otherwise. `ended_at` is when it was over.
    `change` says what has changed since the earlier notice, `say` is for the phone; `parts` is what of each of
    `buildings` is meant. `language` (a code) and `zone` (a time zone's name) are those it is printed in.
    """

    kind: OutageKind
    edition: NoticeEdition
    title: str
    where: str
    buildings: tuple[tuple[int, str], ...]
    starts_at: datetime
    ends_at: datetime | None
    cause: str
    advice: tuple[str, ...]
    phone: str
    supplier_phone: str
    closing: str
    office: str
    company: str
    number: str = ""
    earlier: str = ""
    old_starts_at: datetime | None = None
    old_ends_at: datetime | None = None
    ended_at: datetime | None = None
    issued_at: datetime | None = None
    planned: bool = True
    change: str = ""
    say: str = ""
    parts: tuple[str, ...] = ()
    language: str = "zh_CN"
    zone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice to issue, and with it the change it tells of.

    `starts_at` and `ends_at` are the outage's from now on (None: as they are), `ended_at` when it was over (of a
    restoration; None: now), `reason` why it is cancelled. Words left None are the templates'.
    """

    edition: NoticeEdition
    language: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str = ""
    title: str | None = None
    where: str | None = None
    cause: str | None = None
    advice: tuple[str, ...] | None = None
    closing: str | None = None
    chat: str | None = None
    short: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """A notice as it would be issued now: every word filled in, and what it counts."""

    text: NoticeText
    chat: str
    short: str
    say: str
    count: ScopeCount
    check: OutageCheck


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as it was issued."""

    id: int
    number: str
    edition: NoticeEdition
    language: str
    text: NoticeText
    chat: str
    short: str
    issued_at: datetime
    issued_by: str
    households: int
    residents: int
    vips: int
    in_time: bool | None
    earlier: str = ""
