"""An event as typed, cleaned and checked; every sentence names its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.almanac import on_lunar_day
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Message, msg
from desktop.core.money import MOST_FEN
from desktop.core.texts import clean, clean_lines
from desktop.events.model import EventKind
from desktop.events.rows import NewItem, StaffRow
from desktop.households.model import Zone
from desktop.staff.model import Worker

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from desktop.events.rows import NewEvent

__all__ = ["LONGEST_LINE", "MOST_PEOPLE", "checked_event", "checked_fen", "checked_people", "checked_words"]

LONGEST_TITLE = 60
LONGEST_LINE = 60
LONGEST_WORDS = 2000
MOST_LINES = 60
MOST_CAPACITY = 100_000
MOST_PEOPLE = 500
"""People of one sign-up."""
LONGEST = timedelta(days=31)


class _Faults:
    """What is wrong with a form."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, field: str, message: Message) -> None:
        self.problems.append(Problem(message, field))

    def fit(self, field: str, text: str, most: int) -> str:
        """Note a text that is too long."""
        if len(text) > most:
            self.add(field, msg("This is too long; at most %(most)s characters fit here.", most=most))
        return text

    def raise_any(self) -> None:
        """Raise UserError with all of it, if there is any."""
        if self.problems:
            raise UserError(*self.problems)


def checked_event(session: Session, community_id: int, given: NewEvent, zone: ZoneInfo) -> NewEvent:
    """Return `given` cleaned; raise UserError naming every field that is wrong (of the second item `items-1-words`).

    Raises ValueError for a time without a zone, which is a bug.
    """
    if given.starts_at.tzinfo is None or given.ends_at.tzinfo is None:
        raise ValueError("an event's times need a zone")
    faults = _Faults()
    checked = replace(
        given,
        # where a clock is turned, times of one zone compare by the clock on the wall, not by which is earlier
        starts_at=given.starts_at.astimezone(UTC),
        ends_at=given.ends_at.astimezone(UTC),
        title=faults.fit("title", clean(given.title), LONGEST_TITLE),
        kind_name=faults.fit("kind_name", clean(given.kind_name), LONGEST_LINE)
        if given.kind is EventKind.OTHER
        else "",
        words=faults.fit("words", clean_lines(given.words), LONGEST_WORDS),
        place=faults.fit("place", clean(given.place), LONGEST_LINE),
        partner=faults.fit("partner", clean(given.partner), LONGEST_LINE),
        staff=_staff(faults, given.staff),
        items=_items(faults, given.items),
    )
    if not checked.title:
        faults.add("title", msg("Give the event a title."))
    if checked.kind is EventKind.OTHER and not checked.kind_name:
        faults.add("kind_name", msg("Write what kind of event it is."))
    _check_times(faults, checked, zone)
    _check_numbers(faults, checked)
    _check_there(faults, session, community_id, checked)
    faults.raise_any()
    return checked


def _staff(faults: _Faults, rows: tuple[StaffRow, ...]) -> tuple[StaffRow, ...]:
    found = []
    for place, row in enumerate(rows):
        name = faults.fit(f"staff-{place}-name", clean(row.name), LONGEST_LINE)
        task = faults.fit(f"staff-{place}-task", clean(row.task), LONGEST_LINE)
        if name or row.worker_id is not None:
            found.append(StaffRow(name, task, row.worker_id))
        elif task:
            faults.add(f"staff-{place}-name", msg("Write who does this."))
    if len(found) > MOST_LINES:
        faults.add("staff", msg("At most %(most)s lines fit here.", most=MOST_LINES))
    return tuple(found)


def _items(faults: _Faults, rows: tuple[NewItem, ...]) -> tuple[NewItem, ...]:
    found = []
    for place, row in enumerate(rows):
        words = faults.fit(f"items-{place}-words", clean(row.words), LONGEST_LINE)
        amount = faults.fit(f"items-{place}-amount", clean(row.amount), LONGEST_LINE)
        if words:
            found.append(NewItem(words, amount))
        elif amount:
            faults.add(f"items-{place}-words", msg("Write what is needed."))
    if len(found) > MOST_LINES:
        faults.add("items", msg("At most %(most)s lines fit here.", most=MOST_LINES))
    return tuple(found)


def _check_times(faults: _Faults, given: NewEvent, zone: ZoneInfo) -> None:
    if given.ends_at <= given.starts_at:
        faults.add("ends_at", msg("It would end before it begins; look at the times."))
    elif given.ends_at - given.starts_at > LONGEST:
        faults.add("ends_at", msg("It would last longer than %(days)s days; look at the dates.", days=LONGEST.days))
    if given.lunar_day and not _is_lunar(given.lunar_day, given.starts_at, zone):
        faults.add("lunar_day", msg("The day it begins is not this lunar day; choose the day again."))


def _is_lunar(lunar_day: str, starts_at: datetime, zone: ZoneInfo) -> bool:
    """Tell whether it begins on that lunar day, or on the one that stands for it where the year has no such day."""
    day = starts_at.astimezone(zone).date()
    return on_lunar_day(lunar_day, day) == day


def _check_numbers(faults: _Faults, given: NewEvent) -> None:
    limits = (("capacity", given.capacity, MOST_CAPACITY), ("household_limit", given.household_limit, MOST_PEOPLE))
    for field, value, most in limits:
        if not 0 <= value <= most:
            faults.add(field, msg("Give a number from 0 (no limit) to %(most)s.", most=most))
    if given.budget_fen is not None and not 0 <= given.budget_fen <= MOST_FEN:
        faults.add("budget_fen", _no_sum())


def _check_there(faults: _Faults, session: Session, community_id: int, given: NewEvent) -> None:
    if given.zone_id is not None:
        zone = session.get(Zone, given.zone_id)
        if zone is None or zone.community_id != community_id:
            faults.add("zone_id", msg("This zone does not exist any more; choose another."))
    workers = {row.worker_id for row in given.staff if row.worker_id is not None}
    known = select(Worker.id).where(Worker.community_id == community_id, Worker.id.in_(workers))
    if workers and set(session.scalars(known)) != workers:
        faults.add("staff", msg("This worker does not exist any more; choose another."))


def checked_people(people: int, field: str = "people") -> int:
    """Return a number of people; raise UserError for none, or for more than one sign-up can bring."""
    if not 1 <= people <= MOST_PEOPLE:
        raise UserError(Problem(msg("Give a number of people from 1 to %(most)s.", most=MOST_PEOPLE), field))
    return people


def checked_fen(fen: int | None, field: str) -> int | None:
    """Return a sum of money in fen, None where nobody said; raise UserError for one that cannot be."""
    if fen is not None and not 0 <= fen <= MOST_FEN:
        raise UserError(Problem(_no_sum(), field))
    return fen


def checked_words(text: str, field: str, needed: Message | None = None) -> str:
    """Return words with their lines; raise UserError where they are too long, or (`needed`) missing."""
    words = clean_lines(text)
    if needed is not None and not words:
        raise UserError(Problem(needed, field))
    if len(words) > LONGEST_WORDS:
        fault = msg("This is too long; at most %(most)s characters fit here.", most=LONGEST_WORDS)
        raise UserError(Problem(fault, field))
    return words


def _no_sum() -> Message:
    return msg("Give a sum of money of 0 or more.")
