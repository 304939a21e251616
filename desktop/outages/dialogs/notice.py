"""What is typed to issue a notice: the change it tells of, and the words that are not the template's."""

from __future__ import annotations

import re
from calendar import isleap
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.households.dialogs.marks import moment_reader
from desktop.outages.model import NoticeEdition
from desktop.outages.rows import NewNotice
from desktop.ui.forms import Form, LineField, MomentField, TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.outages.rows import NoticeDraft, OutageLine
    from desktop.ui.forms import Field
    from desktop.ui.language import Text

__all__ = ["WORDS", "NoticeFields", "near_reader", "words_of"]

WORDS = ("title", "where", "cause", "advice", "closing")
"""The fields that the template fills, as long as nobody types into them."""

CHANGES: Mapping[NoticeEdition, tuple[str, ...]] = MappingProxyType(
    {
        NoticeEdition.EXTENDED: ("ends_at",),
        NoticeEdition.MOVED: ("starts_at", "ends_at"),
        NoticeEdition.CANCELLED: ("reason",),
        NoticeEdition.RESTORED: ("ended_at",),
    }
)
"""What else an edition asks for."""

_BARE_TIME = re.compile(r"[0-9０-９]{1,2}\s*([:：][0-9０-９]{2}|[点點时時]([0-9０-９]{1,2}分?|半)?)")
_TIME = re.compile(r"[:：点點时時]")
_YEAR = re.compile(r"[0-9０-９]{4}")


def near_reader(
    base: datetime | None, now: datetime, zone: ZoneInfo, *, after: bool = False
) -> Callable[[str], tuple[datetime, Text]]:
    """Return a reader of moments that lie near `base` (None: now): a time alone is of its day, a day of its year.

    Where it must come `after`, a time alone that is not after `base` is of the next day: work goes on past midnight.
    Times are read in `zone`; the reader raises UserError for what is none, and for a day without a time of day.
    """
    read = moment_reader(now, zone)
    around = (base or now).astimezone(zone)

    def near(text: str) -> tuple[datetime, Text]:
        typed = text.strip()
        bare = _BARE_TIME.fullmatch(typed)
        at, _words = read(f"{around.date().isoformat()} {typed}" if bare else typed)
        if bare and after and at <= around:
            at, _words = read(f"{(around.date() + timedelta(days=1)).isoformat()} {typed}")
        if not _TIME.search(typed):
            raise UserError(msg("Add the time of day to “%(text)s”, for example 15:30.", text=typed))
        at = at if _YEAR.search(typed) else min(_any_year(at.astimezone(zone)), key=lambda each: abs(each - around))
        return at, lambda spoken: f"{spoken.moment(at, zone)} {spoken.weekday(at.astimezone(zone).date())}"

    return near


def _any_year(at: datetime) -> list[datetime]:
    """Return the same moment of the year before, this year and the next, where there is that day."""
    years = (at.year - 1, at.year, at.year + 1)
    return [at.replace(year=year) for year in years if (at.month, at.day) != (2, 29) or isleap(year)]


class NoticeFields(Form):
    """The fields of a notice. What `WORDS` hold is the template's until it is typed over."""

    def __init__(self, line: OutageLine, now: datetime, zone: ZoneInfo) -> None:
        """Ask about a notice of the outage of `line`; times are in `zone`."""
        super().__init__(columns=1, name="notice")
        start, end = line.starts_at, line.ends_at or line.starts_at
        self.edition = NoticeEdition.ANNOUNCED
        hint = msg("17:00, 11-25 9:00")
        self.add(MomentField("starts_at", msg("New start"), near_reader(start, now, zone), hint=hint, width=170))
        self.add(MomentField("ends_at", msg("New end"), near_reader(end, now, zone, after=True), hint=hint, width=170))
        self.add(MomentField("ended_at", msg("Over since"), near_reader(now, now, zone), hint=msg("now"), width=170))
        why = msg("why it does not take place")
        self.add(TextField("reason", msg("Reason"), hint=why, lines=1, most=3, letter=True))
        self.add(LineField("title", msg("Heading"), required=True))
        self.add(TextField("where", msg("Places affected"), required=True, lines=1, most=3, letter=True))
        self.add(TextField("cause", msg("Why"), lines=1, most=3, letter=True))
        advice = msg("one piece a line, three at most")
        self.add(TextField("advice", msg("Advice"), hint=advice, lines=3, most=5, letter=True))
        self.add(TextField("closing", msg("Closing words"), lines=1, most=3, letter=True))
        self.choose(NoticeEdition.ANNOUNCED)
        self.settle()

    def choose(self, edition: NoticeEdition) -> None:
        """Ask for what a notice of `edition` tells."""
        self.edition = edition
        asked = CHANGES.get(edition, ())
        for key in ("starts_at", "ends_at", "ended_at", "reason"):
            self.show_field(key, key in asked)

    def notice(self, language: str, typed: Collection[str], *, strict: bool) -> NewNotice:
        """Return what is typed as a notice in `language`; only `typed` words are its own.

        Raise UserError with everything that is missing or no time; where not `strict` that is left out, so that a
        preview needs no complete form.
        """
        values = self.values() if strict else {key: _value(field) for key, field in self.fields.items()}
        asked = {key: values[key] for key in CHANGES.get(self.edition, ())}
        words: dict[str, Any] = {key: values[key] for key in WORDS if key in typed}
        if "advice" in words:
            words["advice"] = pieces(words["advice"])
        return NewNotice(self.edition, language, **asked, **words)


def _value(field: Field) -> Any:
    try:
        return field.value()
    except UserError:
        return None


def pieces(text: str) -> tuple[str, ...]:
    """Return the pieces of advice in `text`, one a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def words_of(draft: NoticeDraft) -> dict[str, str]:
    """Return what stands in the fields of `WORDS` for `draft`."""
    text = draft.text
    return {
        "title": text.title,
        "where": text.where,
        "cause": text.cause,
        "advice": "\n".join(text.advice),
        "closing": text.closing,
    }
