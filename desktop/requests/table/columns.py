"""The columns of the list of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.money import yuan
from desktop.requests.model import GOOD_GRADES, Priority
from desktop.requests.rows import (
    BACK_DATED,
    KIND_LABELS,
    PLACE_LABELS,
    PRIORITY_LABELS,
    SATISFACTION_LABELS,
    RequestLine,
)
from desktop.requests.table.words import NOTHING, due_of, room_of, status_of
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from desktop.core.i18n import Language
    from desktop.requests.table.words import Seen

__all__ = ["DEFAULT_COLUMNS", "columns"]

DEFAULT_COLUMNS = ("state", "room", "words", "category", "worker", "due")
"""The columns shown until a person chooses others."""

_PRIORITY_TONES = {Priority.NORMAL: "ink2", Priority.URGENT: "amber", Priority.EMERGENCY: "red"}


def columns(seen: Seen) -> Sequence[Column[RequestLine]]:
    """Return every column there is, times told as `seen`; only the times an index goes by can be sorted by."""

    def due(line: RequestLine, language: Language) -> Cell:
        return due_of(line, seen, language)

    def at(moment: Callable[[RequestLine], datetime | None]) -> Callable[[RequestLine, Language], Cell]:
        def show(line: RequestLine, language: Language) -> Cell:
            when = moment(line)
            return Cell(NOTHING if when is None else seen.when(when, language), tone="ink2")

        return show

    return (
        Column("state", msg("State"), status_of, width=124, sort=False),
        Column("number", msg("Number"), lambda line, _: line.number, width=124, sort=False),
        Column("kind", msg("Kind"), _kind, width=64, sort=False),
        Column("priority", msg("How urgent"), _priority, width=84, sort=False),
        Column("building", msg("Building"), _building, width=72, sort=False),
        Column("room", msg("Room"), room_of, width=84, sort=False),
        Column("place", msg("Place"), _place, width=84, sort=False),
        Column("words", msg("About"), _words, width=100, stretch=True, sort=False),
        Column("reporter", msg("Caller"), lambda line, _: line.reporter, width=84, sort=False),
        Column("category", msg("Category"), _category, width=92, sort=False),
        Column("department", msg("Department"), lambda line, _: Cell(line.department, tone="ink2"), 72, sort=False),
        Column("worker", msg("Handled by"), _handler, width=72, sort=False),
        Column("received", msg("Came in"), at(lambda line: line.occurred_at), width=128),
        Column("response", msg("Respond by"), at(lambda line: line.response_due_at), width=128, sort=False),
        Column("due", msg("Due"), due, width=128),
        Column("promised", msg("Promised for"), at(lambda line: line.promised_at), width=128, sort=False),
        Column("completed", msg("Completed"), at(lambda line: line.completed_at), width=128, sort=False),
        Column("follow-up", msg("Follow-up due"), at(lambda line: line.follow_up_due_at), width=128),
        Column("satisfaction", msg("Satisfaction"), _satisfaction, width=92, sort=False),
        Column("fee", msg("Fee"), _fee, width=84, right=True, sort=False),
        Column("urged", msg("Urged"), lambda line, _: _times(line.urged_count), width=64, right=True, sort=False),
        Column(
            "reopened", msg("Reopened"), lambda line, _: _times(line.reopened_count), width=72, right=True, sort=False
        ),
    )


def _kind(line: RequestLine, language: Language) -> str:
    return language.message(KIND_LABELS[line.kind])


def _priority(line: RequestLine, language: Language) -> Cell:
    return Cell(language.message(PRIORITY_LABELS[line.priority]), tone=_PRIORITY_TONES[line.priority])


def _building(line: RequestLine, _language: Language) -> Cell:
    return Cell(line.building or NOTHING, tone="ink2")


def _place(line: RequestLine, language: Language) -> Cell:
    return Cell(language.message(PLACE_LABELS[line.place]), tone="ink2")


def _words(line: RequestLine, language: Language) -> Cell:
    words = " ".join(line.words.split())
    marks = [] if line.priority is Priority.NORMAL else [PRIORITY_LABELS[line.priority]]
    if line.back_dated:
        marks.append(BACK_DATED)
    if marks:
        said = " · ".join(map(language.message, marks))
        words = language.gettext("[%(priority)s] %(words)s", priority=said, words=words)
    return Cell(words)


def _category(line: RequestLine, _language: Language) -> Cell:
    return Cell(line.category or NOTHING, tone="ink2")


def _handler(line: RequestLine, _language: Language) -> Cell:
    """Return who works on it, else where it lies."""
    if line.worker:
        return Cell(line.worker)
    return Cell(line.department or NOTHING, tone="ink2")


def _satisfaction(line: RequestLine, language: Language) -> Cell:
    if line.satisfaction is None:
        return Cell(NOTHING, tone="ink2")
    tone = "green" if line.satisfaction in GOOD_GRADES else "red"
    return Cell(language.message(SATISFACTION_LABELS[line.satisfaction]), tone=tone)


def _fee(line: RequestLine, _language: Language) -> Cell:
    return Cell(NOTHING, tone="ink2") if line.fee_fen is None else Cell(yuan(line.fee_fen))


def _times(count: int) -> Cell:
    return Cell(str(count) if count else NOTHING, tone="ink" if count else "ink2")
