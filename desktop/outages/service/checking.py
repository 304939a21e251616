"""What is typed to plan an outage: cleaned, refused where it cannot be, and what else is to be known before saving."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg, nmsg
from desktop.core.texts import clean, clean_lines
from desktop.outages.model import WEATHER, NoticeEdition, OutageKind, OutageNotice, OutageState
from desktop.outages.rows import KIND_LABELS, OutageCheck
from desktop.outages.store import counting, kinds, lists, picks, scope
from desktop.outages.store.notices import kind_name
from desktop.storage.audit import Audit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from desktop.core.i18n import Message
    from desktop.outages.model import Outage
    from desktop.outages.rows import NewOutage, OutageLine, Pick

__all__ = ["AMENDED", "ISSUED", "Checking", "ends_before_start", "names_nothing"]

LONGEST_CAUSE = 200
LONGEST_SAY = 300
LONGEST_ADVICE = 60
"""Characters of one piece of advice: a line of a poster."""
MOST_ADVICE = 3
LONGEST_PHONE = 40
LONGEST_NOTE = 2000

LONG = timedelta(days=31)
MOST_TOLD = 5
"""So many overlaps, and so many places that changed, have a sentence of their own."""

AMENDED = "amended"
"""What the audit calls a change of what a notice says."""

ISSUED: Mapping[NoticeEdition, str] = MappingProxyType({edition: f"notice {edition}" for edition in NoticeEdition})
"""What the audit calls the issuing of notices."""


def ends_before_start() -> Message:
    """Return the sentence for an end that is no later than the start."""
    return msg("It must end after it starts; look at both.")


def names_nothing(*, anything: bool, exclude_vacant: bool) -> Message:
    """Return the sentence for a scope of no room; `anything`: something was picked."""
    if not anything:
        return msg("Pick what is affected: zones, buildings, entrances, floors or rooms.")
    if exclude_vacant:
        return msg("Nobody lives in what was picked; pick more, or count the vacant rooms too.")
    return msg("What was picked has no rooms; pick something else.")


class Checking:
    """One plan looked at, within one reading or writing of the database."""

    def __init__(self, session: Session, community_id: int, zone: ZoneInfo, now: datetime) -> None:
        """Look at plans of a community at `now`; days are of `zone`."""
        self.session = session
        self.community_id = community_id
        self.zone = zone
        self.now = now
        self.today: date = now.astimezone(zone).date()

    def cleaned(self, new: NewOutage, outage: Outage | None = None) -> NewOutage:
        """Return a plan fit to be kept, of `outage` where it is one already.

        Raises UserError naming every field that is wrong: kind, own_kind_id, ends_at, places, cause, say, advice,
        phone, supplier_phone, note.
        """
        problems: list[Problem] = []

        def fitting(field: str, text: str, most: int) -> str:
            if len(text) > most:
                problems.append(Problem(_too_long(text, most), field))
            return text

        advice = [line for line in clean_lines(new.advice).split("\n") if line]
        if len(advice) > MOST_ADVICE:
            problems.append(
                Problem(msg("A notice has room for %(most)s lines of advice; shorten it.", most=MOST_ADVICE), "advice")
            )
        elif any(len(line) > LONGEST_ADVICE for line in advice):
            words = msg("A line of advice has at most %(most)s characters; shorten it.", most=LONGEST_ADVICE)
            problems.append(Problem(words, "advice"))
        kept = replace(
            new,
            starts_at=new.starts_at.astimezone(UTC),
            ends_at=None if new.ends_at is None else new.ends_at.astimezone(UTC),
            cause=fitting("cause", clean(new.cause), LONGEST_CAUSE),
            say=fitting("say", clean_lines(new.say), LONGEST_SAY),
            advice="\n".join(advice),
            phone=fitting("phone", clean(new.phone), LONGEST_PHONE),
            supplier_phone=fitting("supplier_phone", clean(new.supplier_phone), LONGEST_PHONE),
            note=fitting("note", clean_lines(new.note), LONGEST_NOTE),
            places=picks.today(self.session, self.community_id, picks.once(new.places)),
        )
        problems += self._of_kind(new, outage)
        if kept.ends_at is not None and kept.ends_at <= kept.starts_at:
            problems.append(Problem(ends_before_start(), "ends_at"))
        if not self._has_rooms(kept):
            anything = any(not pick.excluded for pick in kept.places)
            problems.append(Problem(names_nothing(anything=anything, exclude_vacant=new.exclude_vacant), "places"))
        if problems:
            raise UserError(*problems)
        return kept

    def check(self, new: NewOutage, outage: Outage | None = None) -> OutageCheck:
        """Return what is to be known of a plan, of `outage` where it is one already; nothing of one that is over."""
        if outage is not None and not outage.can_change():
            return OutageCheck(late=False, latest=None)
        places = picks.today(self.session, self.community_id, picks.once(new.places))
        new = replace(new, places=places, starts_at=new.starts_at.astimezone(UTC))
        latest = self.latest(new)
        announced = self.now if outage is None or outage.announced_at is None else outage.announced_at
        late = latest is not None and announced > latest
        overlaps = self._overlaps(new, outage)
        warnings = [
            *self._of_time(new, outage),
            *self._of_lead(latest if late else None),
            *self._of_overlaps(overlaps),
            *_of_places(places),
            *self._of_scope(new),
            *self._of_notice(outage),
        ]
        gone = tuple(pick for pick in places if pick.gone)
        return OutageCheck(late, latest, tuple(overlaps), gone, tuple(warnings))

    def latest(self, new: NewOutage) -> datetime | None:
        """Return when a first notice is still in time at the latest, None where none is asked for.

        The time ahead is so many hours that pass, whatever the clock on the wall does meanwhile.
        """
        if not new.planned or new.kind in WEATHER:
            return None
        kind = kinds.kind_row(self.session, self.community_id, new.kind, new.own_kind_id)
        return None if kind is None or not kind.lead else new.starts_at.astimezone(UTC) - kind.lead

    # --- inside ----------------------------------------------------------------------------------------------------

    def _of_kind(self, new: NewOutage, outage: Outage | None) -> Iterator[Problem]:
        kind = kinds.kind_row(self.session, self.community_id, new.kind, new.own_kind_id)
        its_own = outage is not None and outage.own_kind_id == new.own_kind_id
        if kind is None or (kind.archived and not its_own):
            yield Problem(msg("There is no such kind any more; choose another."), "own_kind_id")
        changed = outage is not None and (outage.kind, outage.own_kind_id) != (new.kind, new.own_kind_id)
        if outage is not None and changed and outage.state == OutageState.ANNOUNCED:
            named = kind_name(self.session, outage.own_kind_id) or KIND_LABELS[OutageKind(outage.kind)]
            words = msg("The notice that is out says “%(kind)s”; call it off and plan another.", kind=named)
            yield Problem(words, "kind")

    def _has_rooms(self, new: NewOutage) -> bool:
        return counting.has_rooms(
            self.session, self.community_id, new.places, exclude_vacant=new.exclude_vacant, today=self.today
        )

    def _overlaps(self, new: NewOutage, outage: Outage | None) -> Sequence[OutageLine]:
        but = 0 if outage is None else outage.id
        found = lists.at_the_time(self.session, self.community_id, new.starts_at, new.ends_at, self.now, but)
        if not found:
            return ()
        rooms = scope.scope_rooms(self.community_id, new.places, exclude_vacant=new.exclude_vacant, today=self.today)
        sharing = self.session.scalars(scope.outages_sharing(self.community_id, found, rooms, self.today))
        return tuple(reversed(lists.lines(self.session, self.community_id, set(sharing), self.now)))

    def _of_time(self, new: NewOutage, outage: Outage | None) -> Iterator[Message]:
        if new.planned and new.starts_at < self.now and (outage is None or outage.state == OutageState.PLANNED):
            yield msg("It begins in the past; if it came without warning, it was unplanned.")
        if new.ends_at is None:
            return
        if new.ends_at <= new.starts_at:
            yield ends_before_start()
            return
        first, last = new.starts_at.astimezone(self.zone), new.ends_at.astimezone(self.zone)
        lasts = new.ends_at.astimezone(UTC) - new.starts_at.astimezone(UTC)
        if lasts > LONG:
            yield nmsg(
                "It lasts %(count)s day; look whether the end is right.",
                "It lasts %(count)s days; look whether the end is right.",
                lasts.days,
            )
        elif first.date() != (last - timedelta(microseconds=1)).date() and new.kind not in WEATHER:
            yield msg("It lasts over midnight, until %(end)s.", end=self._told(new.ends_at))
        if first.utcoffset() != last.utcoffset():
            hours = f"{lasts / timedelta(hours=1):g}"
            yield msg("The clocks change while it lasts: it takes %(hours)s hours.", hours=hours)

    def _of_lead(self, missed: datetime | None) -> Iterator[Message]:
        if missed is not None:
            yield msg("A notice had to be out by %(latest)s to be in time.", latest=self._told(missed))

    def _of_overlaps(self, overlaps: Sequence[OutageLine]) -> Iterator[Message]:
        for line in overlaps[:MOST_TOLD]:
            yield msg(
                "At the same time in the same place: %(kind)s, %(start)s, %(where)s.",
                kind=line.kind_name or KIND_LABELS[line.kind],
                start=self._told(line.starts_at),
                where="、".join(line.where[:MOST_TOLD]),
            )
        if len(overlaps) > MOST_TOLD:
            yield _and_more(len(overlaps) - MOST_TOLD)

    def _of_scope(self, new: NewOutage) -> Iterator[Message]:
        if not any(not pick.excluded for pick in new.places):
            yield names_nothing(anything=False, exclude_vacant=False)
        elif not self._has_rooms(new):
            yield names_nothing(anything=True, exclude_vacant=new.exclude_vacant)

    def _of_notice(self, outage: Outage | None) -> Iterator[Message]:
        """Yield that what is out is no longer what holds."""
        if outage is None or outage.state != OutageState.ANNOUNCED:
            return
        latest = select(OutageNotice.number).where(OutageNotice.outage_id == outage.id)
        number = self.session.scalar(latest.order_by(OutageNotice.id.desc()).limit(1))
        # by the order they were written in: clocks of several PCs differ
        telling = select(Audit.action).where(
            Audit.topic == "outage", Audit.subject_id == outage.id, Audit.action.in_((AMENDED, *ISSUED.values()))
        )
        if number is not None and self.session.scalar(telling.order_by(Audit.id.desc()).limit(1)) == AMENDED:
            yield msg("What notice %(number)s says has changed since; issue a notice of amendment.", number=number)

    def _told(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}"


def _of_places(places: Sequence[Pick]) -> Iterator[Message]:
    """Yield what became of places since they were picked."""
    gone = [pick for pick in places if pick.gone]
    other = [pick for pick in places if not pick.gone and pick.now != pick.label]
    for pick in gone[:MOST_TOLD]:
        name = pick.label or "?"
        yield msg("“%(place)s” is no longer in the register; pick what is there now.", place=name)
    for pick in other[:MOST_TOLD]:
        yield msg("“%(now)s” was called “%(before)s” when it was picked.", now=pick.now, before=pick.label)
    more = max(len(gone) - MOST_TOLD, 0) + max(len(other) - MOST_TOLD, 0)
    if more:
        yield _and_more(more)


def _and_more(count: int) -> Message:
    return nmsg("And %(count)s more.", "And %(count)s more.", count)


def _too_long(text: str, most: int) -> Message:
    return msg("This text has %(count)s characters; shorten it to %(most)s.", count=len(text), most=most)
