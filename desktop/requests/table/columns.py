"""The columns of the list of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.requests.model import Priority
from desktop.requests.rows import KIND_LABELS, PRIORITY_LABELS, RequestLine
from desktop.requests.table.words import NOTHING, due_of, room_of, status_of
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.requests.table.words import Seen

__all__ = ["DEFAULT_COLUMNS", "columns"]

DEFAULT_COLUMNS = ("state", "room", "words", "category", "worker", "due")
"""The columns shown until a person chooses others."""


def columns(seen: Seen) -> Sequence[Column[RequestLine]]:
    """Return every column there is, times told as `seen`; only the times can be sorted by."""

    def due(line: RequestLine, language: Language) -> Cell:
        return due_of(line, seen, language)

    def received(line: RequestLine, language: Language) -> Cell:
        return Cell(seen.when(line.occurred_at, language), tone="ink2")

    return (
        Column("state", msg("State"), status_of, width=124, sort=False),
        Column("number", msg("Number"), lambda line, _: line.number, width=124, sort=False),
        Column("kind", msg("Kind"), _kind, width=64, sort=False),
        Column("room", msg("Room"), room_of, width=84, sort=False),
        Column("words", msg("About"), _words, width=150, stretch=True, sort=False),
        Column("reporter", msg("Caller"), lambda line, _: line.reporter, width=84, sort=False),
        Column("category", msg("Category"), _category, width=92, sort=False),
        Column("department", msg("Department"), lambda line, _: Cell(line.department, tone="ink2"), 72, sort=False),
        Column("worker", msg("Handled by"), _handler, width=72, sort=False),
        Column("received", msg("Came in"), received, width=128),
        Column("due", msg("Due"), due, width=128),
    )


def _kind(line: RequestLine, language: Language) -> str:
    return language.message(KIND_LABELS[line.kind])


def _words(line: RequestLine, language: Language) -> Cell:
    words = " ".join(line.words.split())
    if line.priority is not Priority.NORMAL:
        words = language.gettext(
            "[%(priority)s] %(words)s", priority=language.message(PRIORITY_LABELS[line.priority]), words=words
        )
    return Cell(words)


def _category(line: RequestLine, _language: Language) -> Cell:
    return Cell(line.category or NOTHING, tone="ink2")


def _handler(line: RequestLine, _language: Language) -> Cell:
    """Return who works on it, else where it lies."""
    if line.worker:
        return Cell(line.worker)
    return Cell(line.department or NOTHING, tone="ink2")
