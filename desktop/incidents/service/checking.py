"""What is said of an incident, cleaned and checked; every sentence names its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.texts import clean, clean_lines
from desktop.households.model import Room
from desktop.incidents.model import EntryKind, IncidentEntry
from desktop.incidents.rows import LONGEST_LINE, LONGEST_TEXT, MOST_HURT
from desktop.staff.model import Department

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desktop.incidents.model import Incident
    from desktop.incidents.rows import NewEntry, NewIncident
    from desktop.storage.work import UnitOfWork

__all__ = ["checked_entry", "checked_incident", "refuse_wrong_end", "said"]


LARGEST_DAMAGE = 1_000_000_000_000
"""In fen."""


def checked_incident(work: UnitOfWork, given: NewIncident, incident: Incident | None = None) -> NewIncident:
    """Return `given` cleaned; raise UserError naming every field that is wrong. `incident` is the one amended."""
    checked = replace(
        given,
        place=clean(given.place),
        words=clean_lines(given.words),
        people=clean_lines(given.people),
        damage=clean_lines(given.damage),
    )
    problems = [
        *_too_long(checked.place, "place", LONGEST_LINE),
        *_too_long(checked.words, "words", LONGEST_TEXT),
        *_too_long(checked.people, "people", LONGEST_TEXT),
        *_too_long(checked.damage, "damage", LONGEST_TEXT),
        *_of_time(work, checked.occurred_at, incident),
    ]
    if not 0 <= checked.hurt <= MOST_HURT:
        problems.append(Problem(msg("The number of people hurt is from 0 to %(most)s.", most=MOST_HURT), "hurt"))
    if checked.damage_fen is not None and checked.damage_fen < 0:
        problems.append(Problem(msg("The damage cannot be less than zero."), "damage_fen"))
    if checked.damage_fen is not None and checked.damage_fen > LARGEST_DAMAGE:
        problems.append(Problem(msg("This is no amount for a damage; look at the figures again."), "damage_fen"))
    if checked.department_id is not None and not _is_here(work, Department, checked.department_id):
        problems.append(Problem(msg("This department does not exist any more; choose another."), "department_id"))
    if checked.room_id is not None and not _is_here(work, Room, checked.room_id):
        problems.append(Problem(msg("This room is no longer in the register; type the place anew."), "place"))
    if not checked.place and checked.room_id is None:
        problems.append(Problem(msg("Say where it happened: a house number or words."), "place"))
    if problems:
        raise UserError(*problems)
    return checked


def checked_entry(given: NewEntry, incident: Incident, now: datetime) -> tuple[datetime, str, str]:
    """Return time, who and words of an entry; raise UserError naming every field that is wrong."""
    who, words = clean(given.who), clean_lines(given.words)
    # on a PC whose clock goes slow, now may be before the incident
    now = max(now, incident.occurred_at)
    at = given.at or now
    problems = [*_too_long(who, "who", LONGEST_LINE), *_too_long(words, "words", LONGEST_TEXT)]
    if given.kind is EntryKind.MEASURE and not words:
        problems.append(Problem(msg("Write what was done."), "words"))
    if given.kind is EntryKind.TOLD and not who:
        problems.append(Problem(msg("Write who was told."), "who"))
    if at > now:
        problems.append(Problem(msg("This time is still to come; look at it again."), "at"))
    if _minute(at) < _minute(incident.occurred_at):
        problems.append(Problem(msg("This is before the incident; look at the time."), "at"))
    if problems:
        raise UserError(*problems)
    return max(at, incident.occurred_at), who, words


def refuse_wrong_end(at: datetime, incident: Incident, now: datetime) -> None:
    """Raise UserError where an incident cannot have ended `at`."""
    if at > max(now, incident.occurred_at):
        raise UserError(Problem(msg("This time is still to come; look at it again."), "at"))
    if _minute(at) < _minute(incident.occurred_at):
        raise UserError(Problem(msg("This is before the incident; look at the time."), "at"))


def said(field: str, text: str) -> str:
    """Return longer text cleaned; raise UserError on `field` where there is too much of it."""
    words = clean_lines(text)
    if problems := _too_long(words, field, LONGEST_TEXT):
        raise UserError(*problems)
    return words


def _of_time(work: UnitOfWork, at: datetime | None, incident: Incident | None) -> list[Problem]:
    if at is None:
        return []
    if at > work.now and (incident is None or at != incident.occurred_at):
        return [Problem(msg("This time is still to come; look at it again."), "occurred_at")]
    if incident is None:
        return []
    if incident.ended_at is not None and _minute(at) > _minute(incident.ended_at):
        return [Problem(msg("It was over before that; look at the time."), "occurred_at")]
    first = work.session.scalar(
        select(func.min(IncidentEntry.at)).where(
            IncidentEntry.incident_id == incident.id, IncidentEntry.removed_at.is_(None)
        )
    )
    if first is not None and _minute(at) > _minute(first):
        return [Problem(msg("Something was done before that already; look at the time."), "occurred_at")]
    return []


def _minute(at: datetime) -> datetime:
    """Return the minute of a moment: what is typed has no seconds, what is stamped has."""
    return at - timedelta(seconds=at.second, microseconds=at.microsecond)


def _too_long(text: str, field: str, most: int) -> list[Problem]:
    if len(text) <= most:
        return []
    too_long = msg("This text has %(count)s characters; shorten it to %(most)s.", count=len(text), most=most)
    return [Problem(too_long, field)]


def _is_here(work: UnitOfWork, table: type[Department | Room], id_: int) -> bool:
    session: Session = work.session
    found = select(table.id).where(table.id == id_, table.community_id == work.community_id)
    return session.execute(found).one_or_none() is not None
