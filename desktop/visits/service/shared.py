"""What the services of visits share: rows as they were seen, texts as they may be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import msg
from desktop.core.id_cards import holds_id_card
from desktop.storage.base import Root

if TYPE_CHECKING:
    from datetime import date

    from desktop.core.i18n import Message
    from desktop.storage.desk import Desk
    from desktop.storage.work import UnitOfWork

__all__ = ["check_length", "check_seen", "day_of", "length_problem", "locked"]


_Row = TypeVar("_Row", bound=Root)


def day_of(desk: Desk) -> date:
    """Return the day it is in the community's zone."""
    return desk.clock.now().astimezone(desk.zone).date()


def locked(work: UnitOfWork, table: type[_Row], row_id: int, gone: Problem | Message) -> _Row:
    """Return a row of `table`, which nobody else writes to until the end; raise UserError(`gone`) where it is not."""
    row = work.session.get(table, row_id, with_for_update=True)
    if row is None or row.community_id != work.community_id:
        raise UserError(gone)
    return row


def check_seen(version: int, seen: int) -> None:
    """Raise ConflictError where a row has another `version` than the one that was `seen`."""
    if version != seen:
        raise ConflictError(
            msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
        )


def length_problem(text: str, longest: int, field: str) -> Problem | None:
    """Return what is wrong with a text of more than `longest` characters, or one that no visit may keep; else None.

    Whole identity numbers are never kept, in whatever field they are typed.
    """
    if len(text) > longest:
        return Problem(msg("At most %(count)s characters.", count=longest), field)
    if holds_id_card(text):
        return Problem(msg("Whole identity numbers are not kept; write its last four characters at most."), field)
    return None


def check_length(text: str, longest: int, field: str) -> None:
    """Raise UserError naming `field` for a text of more than `longest` characters, or with an identity number in it."""
    problem = length_problem(text, longest, field)
    if problem is not None:
        raise UserError(problem)
