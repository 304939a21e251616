"""What is said of a problem point or an action, cleaned and checked; every sentence names its field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.texts import clean, clean_lines
from desktop.households.model import Building
from desktop.issues.rows import LONGEST_CRITERION, LONGEST_OWNER, LONGEST_PLACE, LONGEST_TITLE, MOST_WORDS
from desktop.issues.store import behind
from desktop.requests.model import Category, Equipment
from desktop.staff.model import Department, Worker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from desktop.core.i18n import Message
    from desktop.core.months import Month
    from desktop.issues.rows import NewAction, NewIssue
    from desktop.storage.base import Root

__all__ = ["checked_action", "checked_issue", "refuse_later", "refuse_past", "said", "the_requests"]

_MISSING: Sequence[tuple[str, type[Any], Message]] = (
    ("category_id", Category, msg("This category does not exist any more; choose another.")),
    ("building_id", Building, msg("This building does not exist any more; choose another.")),
    ("worker_id", Worker, msg("This worker does not exist any more; choose another.")),
    ("equipment_id", Equipment, msg("This equipment does not exist any more; choose another.")),
)


def said(field: str, text: str, needed: Message | None = None, most: int = MOST_WORDS) -> str:
    """Return `text` cleaned; raise UserError on `field` for one too long, and with `needed` for none."""
    words, problems = _fitting(field, clean_lines(text), most)
    if needed is not None and not words:
        problems.append(Problem(needed, field))
    if problems:
        raise UserError(*problems)
    return words


def _fitting(field: str, words: str, most: int) -> tuple[str, list[Problem]]:
    if len(words) <= most:
        return words, []
    too_long = msg("This text has %(count)s characters; shorten it to %(most)s.", count=len(words), most=most)
    return words, [Problem(too_long, field)]


def checked_issue(session: Session, community_id: int, given: NewIssue, latest: Month) -> NewIssue:
    """Return `given` cleaned; raise UserError naming every field that is wrong. Its actions are checked apart."""
    problems: list[Problem] = []

    def fitting(field: str, words: str, most: int) -> str:
        text, found = _fitting(field, words, most)
        problems.extend(found)
        return text

    title = fitting("title", clean(given.title), LONGEST_TITLE)
    if not title:
        problems.append(Problem(msg("Give the problem point a title."), "title"))
    words = fitting("words", clean_lines(given.words), MOST_WORDS)
    place = fitting("room_label", clean(given.room_label), LONGEST_PLACE)
    found_as = clean(given.found_as)
    if given.month > latest:
        problems.append(_not_begun(given.month))
    if given.department_id is None:
        problems.append(Problem(msg("Choose the department it belongs to."), "department_id"))
    elif not _has(session, community_id, Department, given.department_id):
        problems.append(Problem(msg("This department does not exist any more; choose another."), "department_id"))
    problems += [
        Problem(sentence, field)
        for field, table, sentence in _MISSING
        if (id_ := getattr(given, field)) is not None and not _has(session, community_id, table, id_)
    ]
    if problems:
        raise UserError(*problems)
    return replace(given, title=title, words=words, room_label=place, found_as=found_as)


def refuse_later(month: Month, latest: Month) -> None:
    """Raise UserError on `month` for one after the running one, which is the `latest`."""
    if month > latest:
        raise UserError(_not_begun(month))


def _not_begun(month: Month) -> Problem:
    return Problem(msg("The month %(month)s has not begun yet.", month=month), "month")


def checked_action(
    session: Session, community_id: int, given: NewAction, today: date, prefix: str = "", due_before: date | None = None
) -> NewAction:
    """Return `given` cleaned, its owner named after the worker where only that is given.

    Raises UserError naming every field that is wrong, each with `prefix` before it. A past day is refused unless it is
    `due_before`, the one it had.
    """
    words, problems = _fitting(f"{prefix}words", clean_lines(given.words), MOST_WORDS)
    if not words:
        problems.append(Problem(msg("Say what is to be done."), f"{prefix}words"))
    owner, found = _fitting(f"{prefix}owner", clean(given.owner), LONGEST_OWNER)
    problems += found
    criterion, found = _fitting(f"{prefix}criterion", clean_lines(given.criterion), LONGEST_CRITERION)
    problems += found
    if given.worker_id is not None:
        named = select(Worker.name).where(Worker.id == given.worker_id, Worker.community_id == community_id)
        name = session.scalars(named).one_or_none()
        if name is None:
            sentence = msg("This worker does not exist any more; choose another.")
            problems.append(Problem(sentence, f"{prefix}worker_id"))
        owner = owner or name or ""
    if given.due_on is not None and given.due_on != due_before and given.due_on < today:
        problems.append(_past(f"{prefix}due_on"))
    if problems:
        raise UserError(*problems)
    return replace(given, words=words, owner=owner, criterion=criterion)


def refuse_past(day: date, today: date) -> None:
    """Raise UserError on `due_on` for a day that is gone."""
    if day < today:
        raise UserError(_past("due_on"))


def _past(field: str) -> Problem:
    return Problem(msg("This day is over; choose today or a later one."), field)


def the_requests(session: Session, community_id: int, ids: Sequence[int]) -> dict[int, str]:
    """Return the numbers of the requests `ids`, each once, in their order; raise UserError where one is unknown."""
    known = behind.known_requests(session, community_id, ids)
    if any(id_ not in known for id_ in ids):
        raise UserError(Problem(msg("One of the requests does not exist here; choose again."), "request_ids"))
    return {id_: known[id_] for id_ in ids}


def _has(session: Session, community_id: int, table: type[Root], id_: int) -> bool:
    found = select(table.id).where(table.id == id_, table.community_id == community_id)
    return session.execute(found).one_or_none() is not None
